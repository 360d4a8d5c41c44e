"""Text and addresses made safe to stand in HTML, and HTML made safe to stand in Markdown."""

from __future__ import annotations

import re
from html import escape, unescape


def names(words: str) -> frozenset[str]:
    """Return the names in `words`, which blanks part."""
    return frozenset(words.split())


SCHEMES = names(
    "http https mailto tel sms geo ftp ftps sftp xmpp irc ircs matrix magnet doi zotero obsidian"
)
"""What a link in a note may open; ``javascript:``, ``data:`` and the rest lose their link."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_IGNORED_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_PRE = re.compile(r"<pre\b.*?</pre>", re.S)
_TAG = re.compile(r"(<[^<>]*>)")
_MARKDOWN_IN_ATTRIBUTES = re.compile(r"[`*_\[\]()!\\{}~^#|$]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def text(value: str) -> str:
    """Escape `value` for a text node or a quoted attribute.

    >>> text('<b> "x"')
    '&lt;b&gt; &quot;x&quot;'
    """
    return escape(value, quote=True)


def tag(name: str, content: str | None = None, /, **attributes: object) -> str:
    """Write an element around `content`, which is HTML; None writes the opening tag alone.

    An attribute that is None or False is left out, True stands without a value. ``class_`` is
    ``class``, and an underscore inside a name is a hyphen.

    >>> tag("a", "x", href="a&b", class_="tag", hidden=True)
    '<a href="a&amp;b" class="tag" hidden>x</a>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        parts.append(key if value is True else f'{key}="{text(str(value))}"')
    opening = f"<{' '.join(parts)}>"
    return opening if content is None else f"{opening}{content}</{name}>"


def safe_url(url: str) -> str:
    r"""Return `url` if a reader may follow it out of the site, else ``""``.

    Browsers ignore blanks and control characters inside a scheme, so they are ignored here as well.

    >>> safe_url("https://example.org/a b"), safe_url("jav\tascript:alert(1)"), safe_url("a/b")
    ('https://example.org/a b', '', '')
    """
    squeezed = _IGNORED_IN_URLS.sub("", url)
    if squeezed.startswith("//"):
        return url.strip()
    match = _SCHEME.match(squeezed)
    return url.strip() if match is not None and match[1].lower() in SCHEMES else ""


def clean_text(value: str) -> str:
    """Replace characters that HTML forbids; some of them are markers inside Python-Markdown."""
    return _CONTROL.sub("\ufffd", value)


def markdown_block(html: str) -> str:
    """Rewrite `html` so that Python-Markdown passes it through as it is, as one raw block.

    Line ends inside ``<pre>`` become entities, and elsewhere a line starts only at a tag, so there
    is no blank line, no indentation, no fence and no tab for Python-Markdown to act on.
    """
    parts: list[str] = []
    end = 0
    for match in _PRE.finditer(html):
        parts.append(_flow(html[end : match.start()]))
        parts.append(match[0].replace("\n", "&#10;").replace("\t", "&#9;"))
        end = match.end()
    parts.append(_flow(html[end:]))
    return "".join(parts)


def markdown_inline(html: str) -> str:
    """Rewrite inline `html` so that it can stand in a Markdown heading.

    Every punctuation mark of its text is an entity, so none of it is Markdown.

    >>> markdown_inline('a*b* <em class="x_y">1 &lt; 2</em>')
    'a&#42;b&#42; <em class="x&#95;y">1 &#60; 2</em>'
    """
    parts = _TAG.split(" ".join(html.split()))
    for i, part in enumerate(parts):
        if i % 2:
            parts[i] = _MARKDOWN_IN_ATTRIBUTES.sub(_entity, part)
        else:
            parts[i] = _PUNCTUATION.sub(_entity, unescape(part))
    return "".join(parts)


def _flow(html: str) -> str:
    """Keep a line end only between two tags; elsewhere it means no more than a space."""
    if "\n" not in html and "\t" not in html:
        return html
    html = re.sub(r"[ \t]*\n\s*(?!<|\s|$)", " ", html)
    html = re.sub(r"(?<!>)[ \t]*\n\s*(?=<)", " ", html)
    return re.sub(r"\n\s+", "\n", html).replace("\t", " ")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
