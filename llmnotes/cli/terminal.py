"""Links that a terminal can open (OSC 8), where it can."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"})
_SIGNS = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID", "DOMTERM")
_TERMS = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm")
_VTE = 5000
"""The version of VTE (GNOME Terminal and kin, as ``major·100 + minor``) that learnt of links."""


def can_link(environ: Mapping[str, str], tty: bool) -> bool:
    """Tell whether a terminal of this environment opens links; FORCE_HYPERLINK decides if set.

    >>> can_link({"VTE_VERSION": "7200"}, True), can_link({"TERM": "dumb"}, True)
    (True, False)
    """
    if forced := environ.get("FORCE_HYPERLINK", ""):
        return forced != "0"
    if not tty or environ.get("TERM") == "dumb":
        return False
    version = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM", "") in _PROGRAMS
        or any(environ.get(sign) for sign in _SIGNS)
        or environ.get("TERM", "").startswith(_TERMS)
        or (version.isdigit() and int(version) >= _VTE)
    )


def linked(text: str, path: Path) -> str:
    """Return `text` as a link to the file at `path`, or as it is where links are not understood."""
    return hyperlink(text, path) if can_link(os.environ, sys.stdout.isatty()) else text


def hyperlink(text: str, path: Path) -> str:
    r"""Return `text` as a link, in the sequence that terminals agreed on.

    >>> hyperlink("nota", Path("/v/Top p.md"))
    '\x1b]8;;file:///v/Top%20p.md\x1b\\nota\x1b]8;;\x1b\\'
    """
    return f"\x1b]8;;{path.absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"
