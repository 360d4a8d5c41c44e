"""The tree of all notes: one small script that every page shares."""

from __future__ import annotations

import json

from llmnotes.site.lists import sort_key
from llmnotes.site.places import href
from llmnotes.site.vaultsite import VaultSite

TREE = "assets/llmnotes/tree.js"

Entry = list[object]
"""``[title, address]`` for a note; ``[name, address, entries]`` for a folder."""


def tree_script(site: VaultSite) -> str:
    """Return the tree as a script, since a script also loads from a folder on disk."""
    tree = json.dumps(tree_of(site), ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.llmnotesTree={tree};\n"


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
