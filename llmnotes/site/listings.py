"""The pages that no note writes: contents, folders, tags, ghosts, and files shown as code."""

from __future__ import annotations

from collections.abc import Sequence

from llmnotes.links import fold
from llmnotes.model import Note, Page
from llmnotes.render import Section
from llmnotes.render.escape import tag, text
from llmnotes.render.highlight import code_block
from llmnotes.render.media import is_media
from llmnotes.render.words import word
from llmnotes.site.askpage import ask_box
from llmnotes.site.backlinks import backlinks, wanted_by
from llmnotes.site.lists import (
    counted,
    crumb_list,
    crumbs,
    folder_listing,
    note_list,
    part_of,
    sort_key,
    turn,
)
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import CONTENTS, GHOSTS, INDEX, RECENT, TAGS
from llmnotes.site.vaultsite import VaultSite


def contents_page(site: VaultSite, path: str = CONTENTS) -> Page:
    """Return a page of the vault's root: its folders and the notes that lie in none."""
    view = PageView(site, path)
    title = word("page.contents", site.lang)
    return make_page(
        path,
        title,
        {"kind": "list"},
        [_trail(view), heading(title), folder_listing(view, "")],
    )


def home_page(site: VaultSite, newest: Sequence[Note] = ()) -> Page:
    """Return the page that opens a site whose vault has no home note."""
    view = PageView(site, INDEX)
    about = site.settings.site_description
    lead = tag("p", text(about), class_="ln-lead") if about else ""
    return make_page(
        INDEX,
        site.name,
        {"kind": "home", "description": about, "styles": ["widgets", "ask"] if site.asks else []},
        [
            heading(site.name, html=lead + ask_box(view)),
            folder_listing(view, ""),
            newest_list(view, newest),
            _all_tags(view),
        ],
    )


def folder_page(site: VaultSite, folder: str, path: str) -> Page:
    """Return a page of a folder, other than that of the note that speaks for it."""
    view = PageView(site, path)
    name = folder.rpartition("/")[2]
    return make_page(
        path,
        name,
        {"kind": "list", "folder": site.places.folders[folder]},
        [crumbs(view, f"{folder}/"), heading(name), folder_listing(view, folder)],
    )


def tags_page(site: VaultSite) -> Page:
    """Return the index of all tags."""
    view = PageView(site, TAGS)
    title = word("page.tags", site.lang)
    return make_page(TAGS, title, {"kind": "list"}, [_trail(view), heading(title), _all_tags(view)])


def tag_page(site: VaultSite, name: str, path: str) -> Page:
    """Return a page of the tag `name`: the tags inside it, the notes that carry it."""
    first = site.places.tag(name)
    view = PageView(site, path)
    steps = [tag("a", word("page.tags", site.lang), href=view.to(TAGS))]
    parts = name.split("/")
    for i in range(1, len(parts)):
        parent = "/".join(parts[:i])
        steps.append(tag("a", text(parts[i - 1]), href=view.tag_href(parent)))
    inner = [other for other in site.tags.values() if _is_child(other, name)]
    sections: list[Section | str] = [crumb_list(view, steps), heading(f"#{name}")]
    if inner and path == first:
        title = tag("h2", word("page.tags.inside", site.lang))
        sections.append(tag("div", title + _tag_list(view, inner), class_="ln-section"))
    notes = site.tagged.get(fold(name), [])
    if notes:
        title = tag("h2", word("page.notes", site.lang)) if inner else ""
        listing = note_list(view, notes, first)
        sections.append(tag("div", title + listing, class_="ln-section"))
    return make_page(path, f"#{name}", {"kind": "tag"}, sections)


def ghosts_page(site: VaultSite, path: str = GHOSTS) -> Page:
    """Return a page of what is linked to and not written, the most wanted first."""
    view = PageView(site, path)
    title = word("page.ghosts", site.lang)
    ghosts = [ghost.name for ghost in site.graph.ghosts() if not is_media(ghost.name)]
    ghosts.sort(key=lambda name: (-wanted_by(view, name), sort_key(name)))
    items = "".join(_ghost_item(view, name) for name in part_of(view, ghosts, GHOSTS))
    key = "page.ghosts.text" if ghosts else "page.ghosts.none"
    lead = tag("p", word(key, site.lang), class_="ln-lead")
    listing = tag("ul", items, class_="ln-folders") + turn(view, GHOSTS) if ghosts else ""
    return make_page(
        path, title, {"kind": "list"}, [_trail(view), heading(title, html=lead), listing]
    )


def ghost_page(site: VaultSite, name: str) -> Page:
    """Return the page of something not written yet: who speaks of it, and in which words."""
    path = site.places.ghosts[name]
    view = PageView(site, path)
    steps = [
        tag("a", word("page.home", site.lang), href=view.to(INDEX)),
        tag("a", word("page.ghosts", site.lang), href=view.to(GHOSTS)),
    ]
    key = "page.ghost.file" if is_media(name) else "page.ghost"
    lead = tag("p", word(key, site.lang), class_="ln-lead")
    return make_page(
        path,
        name,
        {"kind": "ghost"},
        [crumb_list(view, steps), heading(name, html=lead), backlinks(view, name)],
    )


def code_page(site: VaultSite, file: str, source: str) -> Page:
    """Return the page of a file of the app that a site cannot run."""
    path = site.places.files[file]
    view = PageView(site, path)
    name = file.rpartition("/")[2]
    lead = tag("p", word("page.code", site.lang), class_="ln-lead")
    block = tag("div", code_block(source, "yaml", site.lang), class_="ln-section")
    return make_page(
        path,
        name,
        {"kind": "code"},
        [crumbs(view, file), heading(name, html=lead), block, backlinks(view, file)],
    )


def _trail(view: PageView) -> str:
    return crumb_list(view, [tag("a", word("page.home", view.lang), href=view.to(INDEX))])


def _all_tags(view: PageView) -> str:
    """Return the tags of the highest level, each with how many notes carry it or one inside it."""
    top = [name for name in view.site.tags.values() if "/" not in name]
    if not top:
        return ""
    title = "" if view.page == TAGS else tag("h2", word("page.tags", view.lang))
    return tag("div", title + _tag_list(view, top), class_="ln-section")


def _tag_list(view: PageView, names: list[str]) -> str:
    items = []
    for name in sorted(names, key=sort_key):
        link = tag("a", "#" + text(name), href=view.tag_href(name), class_="ln-tag")
        items.append(tag("li", f"{link} {counted(view, view.site.carriers(name))}"))
    return tag("ul", "".join(items), class_="ln-tag-index")


def _is_child(other: str, name: str) -> bool:
    parent, slash, _ = other.rpartition("/")
    return bool(slash) and fold(parent) == fold(name)


def _ghost_item(view: PageView, name: str) -> str:
    link = tag(
        "a", text(name), href=view.to(view.site.places.ghosts[name]), class_="wikilink ghost"
    )
    return tag("li", f"{link} {counted(view, wanted_by(view, name), 'wanted')}")


def newest_list(view: PageView, notes: Sequence[Note]) -> str:
    """Return the notes that changed last, with the way to all of them; nothing without dates."""
    if not notes:
        return ""
    title = tag("h2", tag("a", word("page.recent", view.lang), href=view.to(RECENT)))
    items = "".join(
        tag("li", tag("a", text(note.title), href=view.note_href(note.id))) for note in notes
    )
    return tag("div", title + tag("ul", items, class_="ln-folders"), class_="ln-section")
