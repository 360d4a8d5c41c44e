"""The tree of all notes: one small script that every page shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast
from urllib.parse import quote

from llmnotes.site.lists import sort_key
from llmnotes.site.places import href
from llmnotes.site.vaultsite import VaultSite

TREE = "assets/llmnotes/tree.js"

Entry = list[object]
"""``[title, address]`` for a note; ``[name, address, entries]`` for a folder."""

_WHOLE = (
    "(function whole(entries,at){return entries.map((one)=>typeof one==='string'?"
    "[one,`${at}${encodeURIComponent(one)}.html`]:one[2]?"
    "[one[0],one[1],whole(one[2],one[1].replace(/[^/]*$/,''))]:one)})"
)
"""What makes entries of the short ones: addresses that follow from titles are not written."""
_UNRESERVED = "!'()*-._~"
"""What JavaScript's ``encodeURIComponent`` leaves as it is."""


def tree_script(site: VaultSite) -> str:
    """Return the tree as a script, since a script also loads from a folder on disk.

    At 10,000 notes it is a third as long as one with all addresses.
    """
    short = json.dumps(_short(tree_of(site), ""), ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.llmnotesTree={_WHOLE}({short},'');\n"


def tree_of(site: VaultSite, folder: str = "") -> list[Entry]:
    """Return what lies in `folder`: its folders first, then its notes, each by its name."""
    inside = site.inside[folder]
    speaker = site.places.folder_notes.get(folder)
    folders: list[Entry] = [
        [name.rpartition("/")[2], href(site.places.folders[name]), tree_of(site, name)]
        for name in sorted(inside.folders, key=sort_key)
    ]
    notes: list[Entry] = [
        [site.notes[note].title, href(site.places.notes[note])]
        for note in sorted(inside.notes, key=lambda note: sort_key(site.notes[note].title))
        if note != speaker
    ]
    return folders + notes


def _short(entries: Sequence[Entry], at: str) -> list[object]:
    """Return entries with a title alone where the address is that title below `at`."""
    return [_short_entry(entry, at) for entry in entries]


def _short_entry(entry: Entry, at: str) -> object:
    title, address = str(entry[0]), str(entry[1])
    if len(entry) > 2:
        below = address[: address.rfind("/") + 1]
        return [title, address, _short(cast("list[Entry]", entry[2]), below)]
    return title if address == f"{at}{quote(title, safe=_UNRESERVED)}.html" else entry
