"""Bytes → text: every encoding that is met in vaults, with a remark where it had to be guessed."""

from __future__ import annotations

import codecs
import re

LFS_HEAD = b"version https://git-lfs.github.com/spec/"
LFS_SIZE = 1024
"""A Git LFS pointer is smaller than this, by its specification."""

_UTF16_SAMPLE = 512
_LINE_END = re.compile(r"\r\n?")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Return the text of a file with ``\n`` line ends and no BOM, and remarks on what was wrong.

    A remark is the kind of a message: ``latin-1`` (not UTF-8), ``nul`` (NUL bytes, shown as U+FFFD)
    or ``lfs`` (a Git LFS pointer stands where the text should be; the text is empty then).

    >>> decode(b"\xef\xbb\xbfol\xc3\xa1\r\n")
    ('olá\n', ())
    >>> decode(b"ol\xe1")
    ('olá', ('latin-1',))
    """
    if is_lfs_pointer(data):
        return "", ("lfs",)
    text, remarks = _characters(data)
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if "\0" in text:
        text, remarks = text.replace("\0", "\ufffd"), (*remarks, "nul")
    return text, remarks


def is_lfs_pointer(data: bytes) -> bool:
    """Tell whether Git LFS keeps the real content of this file elsewhere."""
    return len(data) < LFS_SIZE and data.startswith(LFS_HEAD)


def _characters(data: bytes) -> tuple[str, tuple[str, ...]]:
    if encoding := _utf16(data):
        return data.decode(encoding, "replace").removeprefix("\ufeff"), ()
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), ()
    except UnicodeDecodeError:
        return _western(data), ("latin-1",)


def _utf16(data: bytes) -> str:
    """Return the UTF-16 codec that `data` is in, by its BOM or by where its zero bytes stand."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[:_UTF16_SAMPLE]
    if len(data) % 2 == 0 and sample.count(0) * 5 > len(sample) * 2:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd and not even:
            return "utf-16-le"
        if even and not odd:
            return "utf-16-be"
    return ""


def _western(data: bytes) -> str:
    """Decode Windows-1252, what is called Latin-1 in practice, else the real Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
