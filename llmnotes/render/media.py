"""Files shown inside a note: images, sound, film, PDF; and pictures that lie elsewhere."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from markdown_it.token import Token

from llmnotes.render.context import Target
from llmnotes.render.escape import names, safe_url, tag, text
from llmnotes.render.state import State
from llmnotes.render.words import word

IMAGES = names("png jpg jpeg gif webp avif svg bmp ico jfif apng")
SOUND = names("mp3 wav m4a ogg oga opus flac 3gp aac")
FILM = names("mp4 webm ogv mov mkv m4v")


def is_media(name: str) -> bool:
    """Tell whether `name` is that of a picture, a sound, a film or a PDF."""
    return PurePosixPath(name).suffix[1:].lower() in IMAGES | SOUND | FILM | {"pdf"}


def is_picture(name: str) -> bool:
    """Tell whether `name` is that of a picture."""
    return PurePosixPath(name).suffix[1:].lower() in IMAGES


def file_embed(state: State, token: Token, target: Target) -> str:
    """Return the element that shows the file, or a link where a browser can show none."""
    suffix = PurePosixPath(target.name).suffix[1:].lower()
    name = PurePosixPath(target.name).name
    width, height = token.meta.get("width"), token.meta.get("height")
    label = token.content or name
    if suffix in IMAGES:
        alt = token.content or PurePosixPath(target.name).stem
        size = {"width": width, "height": height}
        return tag("img", src=target.href, alt=alt, loading="lazy", decoding="async", **size)
    if suffix in SOUND:
        fallback = tag("a", text(label), href=target.href)
        return tag(
            "audio", fallback, src=target.href, controls=True, preload="none", aria_label=label
        )
    if suffix in FILM:
        fallback = tag("a", text(label), href=target.href)
        return tag(
            "video",
            fallback,
            src=target.href,
            controls=True,
            preload="metadata",
            width=width,
            height=height,
            aria_label=label,
        )
    if suffix == "pdf" and not state.phrasing:
        return _pdf(state, target, name, height)
    return tag("a", text(label), href=target.href, class_="wikilink file")


def outside_image(state: State, token: Token) -> str:
    """Return a link to a picture elsewhere: a page loads nothing from others unless asked."""
    src = safe_url(str(token.attrGet("src") or ""))
    alt = token.content
    if not src:
        return tag("span", text(alt), class_="ln-no-link")
    host = urlsplit(src).hostname or src
    label = word("embed.remote", state.lang, host=host)
    shown = text(f"{alt} ({label})" if alt else label)
    if state.phrasing:
        return tag("span", shown, class_="ln-remote", title=src)
    return tag("a", shown, href=src, class_="external ln-remote", rel="noopener", data_src=src)


def _pdf(state: State, target: Target, name: str, height: int | None) -> str:
    frame = tag("iframe", "", src=target.href, title=name, loading="lazy", height=height)
    opener = tag("a", text(f"{word('embed.open', state.lang)} {name}"), href=target.href)
    return tag("span", f"{frame}{opener}", class_="ln-pdf")
