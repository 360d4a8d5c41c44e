"""Terms in the words of schema.org, for machines that read pages.

What stands here is data, not a script: no policy on scripts concerns it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from llmnotes.model import GlossaryEntry, Note
from llmnotes.site.pageview import PageView
from llmnotes.site.places import GLOSSARY, href
from llmnotes.site.termnames import TermNames

_CONTEXT = "https://schema.org"


def defined_term(view: PageView, note: Note, entry: GlossaryEntry, said: str) -> str:
    """Return the term that a note is about, with `said` for its definition."""
    names = [name for name in dict.fromkeys(entry.aliases) if name != entry.term]
    data: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "DefinedTerm",
        "@id": address(view, view.page),
        "name": entry.term,
        "description": said,
        "inLanguage": note.lang or language_tag(view),
        "inDefinedTermSet": address(view, GLOSSARY),
    }
    if names:
        data["alternateName"] = names
    return _script(data)


def term_set(view: PageView, title: str, terms: Iterable[tuple[TermNames, str, str]]) -> str:
    """Return a set of terms: the names of each, its page, and its anchor there."""
    items = []
    for names, path, anchor in terms:
        item: dict[str, object] = {
            "@type": "DefinedTerm",
            "name": names.term,
            "url": address(view, path, anchor),
        }
        if names.other:
            item["alternateName"] = names.other
        items.append(item)
    data = {
        "@context": _CONTEXT,
        "@type": "DefinedTermSet",
        "@id": address(view, GLOSSARY),
        "name": f"{view.site.name}: {title}",
        "inLanguage": language_tag(view),
        "hasDefinedTerm": items,
    }
    return _script(data)


def address(view: PageView, path: str, anchor: str = "") -> str:
    """Return the address of `path`: whole where the site knows its own, else from this page."""
    root = view.site.settings.site_url
    return f"{root.rstrip('/')}/{href(path, anchor)}" if root else view.to(path, anchor)


def language_tag(view: PageView) -> str:
    """Return the language of the site as pages name it."""
    return "pt-BR" if view.lang == "pt" else "en"


def _script(data: Mapping[str, object]) -> str:
    """Write `data` so that nothing in them can end the element."""
    script = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        script = script.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/ld+json">{script}</script>'
