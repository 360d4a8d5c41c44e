"""What a reader sees of raw HTML."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<[^<>]*>")
_SILENT = re.compile(r"\s*<(?:script|style)\b", re.IGNORECASE)


def text_of_html(html: str) -> str:
    """Return the text between the tags; a script or a style has none.

    >>> text_of_html("<b>a &amp; b</b>")
    'a & b'
    """
    return "" if _SILENT.match(html) else unescape(_TAG.sub("", html)).strip()
