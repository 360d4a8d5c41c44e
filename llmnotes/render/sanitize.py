"""The HTML that a note may hold: a documented allow-list, kept with nh3.

Allowed are the elements of `ELEMENTS` with the attributes of `ATTRIBUTES`. Gone are scripts,
styles, forms, frames, SVG and foreign MathML, every ``on…`` handler, ``style``, ``class`` and
``id``, and addresses other than those that `escape.safe_url` lets through. Text is never lost, but
for what stands inside the elements of `DROPPED`.

It happens in two steps. `writers_html` filters each tag a writer typed, by itself. `balanced` then
reads the whole section, in which those tags stand among ours, as a browser would and writes it
again, so that a tag left open or closed too often cannot reach outside its section.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3
from markdown_it.common.html_re import HTML_TAG_RE

from llmnotes.render.escape import SCHEMES, names, safe_url, tag, text

_PLAIN = names(
    "a abbr address article aside b bdi bdo big blockquote br center cite code dd del details dfn "
    "div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark "
    "nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup time tt u "
    "ul var wbr"
)
_TABLE = names("caption col colgroup table tbody td tfoot th thead tr")

ELEMENTS = _PLAIN | _TABLE

ATTRIBUTES = {
    "*": {"title", "lang", "dir", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "details": {"open"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan", "valign"},
    "th": {"colspan", "rowspan", "scope", "valign"},
    "col": {"span"},
    "colgroup": {"span"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
}

DROPPED = names(
    "applet embed frame frameset iframe math noembed noframes noscript object plaintext script "
    "select style svg template textarea title xmp"
)
"""Elements that go with all that is in them."""

Address = Callable[[str, bool], str]
"""Maps an address in a tag, and whether it loads with the page, to one to write, or to ``""``."""

_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
_WITH_CONTENT = re.compile(rf"(?is)<({'|'.join(sorted(DROPPED))})(?=[\s/>]).*?(?:</\1\s*>|\Z)")
_OURS = {
    **{name: set(values) for name, values in ATTRIBUTES.items()},
    "input": {"type", "checked", "disabled"},
}
_OURS["*"] = {*ATTRIBUTES["*"], "class", "id", "tabindex", "role"}
_OURS["a"] = {"href", "rel"}
_OURS["img"] = {*ATTRIBUTES["img"], "loading", "decoding"}
_BALANCE = nh3.Cleaner(
    tags=set(ELEMENTS | {"input"}),
    attributes=_OURS,
    generic_attribute_prefixes={"data-", "aria-"},
    clean_content_tags=set(),
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def writers_html(html: str, address: Address) -> str:
    """Return `html` as typed in a note with its tags filtered, none of them matched up yet.

    >>> writers_html('<b onclick="x()">a</b><script>b</script>', lambda url, loads: url)
    '<b>a</b>'
    """
    html = _WITH_CONTENT.sub("", html)
    parts: list[str] = []
    end = 0
    for match in HTML_TAG_RE.finditer(html):
        parts.append(html[end : match.start()].replace("<", "&lt;"))
        parts.append(_tag(match[0], address))
        end = match.end()
    parts.append(html[end:].replace("<", "&lt;"))
    return "".join(parts)


def balanced(html: str) -> str:
    """Return a section's `html` with every element closed inside it, by the rules of browsers."""
    return _BALANCE.clean(html)


def _tag(written: str, address: Address) -> str:
    """Filter one tag; a comment, a declaration or an element that is not allowed is nothing."""
    match = _NAME.match(written)
    if match is None or (name := match[2].lower()) not in ELEMENTS:
        return ""
    if match[1]:
        return f"</{name}>"
    attributes = _attributes(name, written[match.end() :], address)
    if name == "img" and ' src="' not in attributes:
        return _picture_elsewhere(written[match.end() :])
    return f"<{name}{attributes}>"


def _picture_elsewhere(rest: str) -> str:
    """Return a link to a picture that does not lie in the vault: a page loads nothing unasked."""
    found: dict[str, str] = {}

    def note(_: str, attribute: str, value: str) -> None:
        found[attribute] = value

    nh3.clean(
        f"<img{rest}",
        tags={"img"},
        attributes={"img": {"src", "alt"}},
        attribute_filter=note,
        url_schemes=set(SCHEMES),
    )
    alt, src = found.get("alt", ""), safe_url(found.get("src", ""))
    if not src:
        return text(alt)
    return tag("a", text(alt or src), href=src, class_="external ln-remote", rel="noopener")


def _attributes(name: str, rest: str, address: Address) -> str:
    """Let nh3 read and filter the attributes on a ``span``, where any of them may stand."""

    def kept(_: str, attribute: str, value: str) -> str | None:
        if attribute in {"href", "src", "cite"}:
            return address(value, attribute == "src") or None
        return value

    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(name, set())
    cleaned = nh3.clean(
        f"<span{rest}",
        tags={"span"},
        attributes={"span": allowed},
        attribute_filter=kept,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    opening = cleaned[: cleaned.find(">")] if "<" not in cleaned[1:-7] else ""
    return opening.removeprefix("<span")
