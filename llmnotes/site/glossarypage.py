"""The glossary of the site, from A to Z: what each term means, by all its names."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from llmnotes.glossary import glossary, opening, term_key
from llmnotes.model import GlossaryEntry, Note, NoteId, Page
from llmnotes.render.escape import tag, text
from llmnotes.render.tex import math
from llmnotes.render.words import word
from llmnotes.site.lists import crumb_list
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import GLOSSARY, INDEX, glossary_of
from llmnotes.site.termnames import TermNames, term_names
from llmnotes.site.vaultsite import VaultSite

LONGEST = 1000
"""A glossary of more terms has a page for each letter."""

_NOT_IN_IDS = re.compile(r"[^\w-]+")
_TEX = re.compile(r"(?<!\\)\$(?=\S)([^$\n]{1,200}?)(?<=\S)\$(?!\d)")


@dataclass(frozen=True, slots=True)
class _Term:
    """A term on its page: its entry, its names, its anchor there, and its note's anchor."""

    entry: GlossaryEntry
    names: TermNames
    id: str
    anchor: str


class Glossary:
    """The glossary of a site, parted into pages."""

    def __init__(self, site: VaultSite) -> None:
        self._site = site
        entries = [entry for entry in glossary(site.graph) if entry.definition]
        self._letters: dict[str, list[_Term]] = {}
        taken: set[str] = set()
        for entry in entries:
            names = term_names(entry.term, entry.aliases, site.lang)
            term = _Term(entry, names, _id(entry.term, taken), _anchor(site, entry))
            self._letters.setdefault(_letter(entry.term), []).append(term)
        self._parted = len(entries) > LONGEST

    def pages(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the path of each page with the letters it holds."""
        if not self._parted:
            yield GLOSSARY, list(self._letters)
            return
        yield GLOSSARY, []
        for letter in self._letters:
            yield glossary_of(letter), [letter]

    def digest(self, letters: Iterable[str]) -> str:
        """Return the digest of what the page of these letters shows."""
        terms = [self._letters[letter] for letter in letters]
        places = [self._site.places.notes[NoteId(t.entry.path)] for part in terms for t in part]
        parts = (terms, places, [(k, len(v)) for k, v in self._letters.items()], self._parted)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def page(self, path: str, letters: Sequence[str]) -> Page:
        """Return the page of these letters."""
        view = PageView(self._site, path)
        lang = self._site.lang
        title = word("page.glossary", lang)
        steps = [tag("a", word("page.home", lang), href=view.to(INDEX))]
        if path != GLOSSARY:
            steps.append(tag("a", title, href=view.to(GLOSSARY)))
            title = f"{title}: {_shown(letters[0])}"
        total = sum(map(len, self._letters.values()))
        lead = tag("p", word("glossary.lead", lang, n=total), class_="ln-lead")
        terms = [term for letter in letters for term in self._letters[letter]]
        body = "".join(self._section(view, letter) for letter in letters)
        search = tag(
            "div",
            "",
            class_="ln-term-filter",
            data_label=word("glossary.filter", lang),
            data_none=word("glossary.none", lang),
        )
        return make_page(
            path,
            title,
            {
                "kind": "glossary",
                "description": word("glossary.lead", lang, n=total),
                "styles": ["glossary"],
                "scripts": ["glossary"],
            },
            [
                crumb_list(steps),
                heading(title, html=lead),
                tag("div", search + self._navigation(view, letters), class_="ln-term-bar"),
                tag("div", body, class_="ln-terms"),
                _linked_data(view, title, terms),
            ],
        )

    def _navigation(self, view: PageView, here: Sequence[str]) -> str:
        links = []
        for letter in self._letters:
            place = "" if letter in here else view.to(glossary_of(letter))
            links.append(tag("a", _shown(letter), href=f"{place}#{_letter_id(letter)}"))
        items = "".join(tag("li", link) for link in links)
        label = word("glossary.letters", view.lang)
        return tag("nav", tag("ul", items), class_="ln-letters", aria_label=label)

    def _section(self, view: PageView, letter: str) -> str:
        terms = "".join(_term(view, term) for term in self._letters[letter])
        title = tag("h2", _shown(letter), id=_letter_id(letter))
        return tag("section", title + tag("dl", terms))


def _term(view: PageView, term: _Term) -> str:
    names = term.names
    note = NoteId(term.entry.path)
    href = view.to(view.site.places.notes[note], term.anchor)
    head = tag("a", text(names.term), href=href)
    if names.other:
        shown = tag("bdi", text(names.other), lang="pt-BR" if names.lang == "pt" else "en")
        language = tag("abbr", names.lang, title=word(f"glossary.{names.lang}", view.lang))
        head += " " + tag("span", language + shown, class_="ln-term-other")
    said = _with_math(_one_line(term.entry.definition))
    if term.entry.line > 1 and term.anchor:
        said += " " + tag("a", text(view.note_title(note)), href=href, class_="ln-term-source")
    if names.more:
        also = word("glossary.also", view.lang)
        said += " " + tag("span", f"{also} {text(', '.join(names.more))}.", class_="ln-term-more")
    return tag("div", tag("dt", head) + tag("dd", said), class_="ln-term", id=term.id)


def _linked_data(view: PageView, title: str, terms: Iterable[_Term]) -> str:
    """Return the terms in the words of schema.org; nothing in them can end the element."""
    site = view.site
    root = site.settings.site_url.rstrip("/") + "/" if site.settings.site_url else ""
    here = root + view.page.rpartition("/")[2] if not root else root + view.page
    items = []
    for term in terms:
        entry = term.entry
        item: dict[str, object] = {
            "@type": "DefinedTerm",
            "@id": f"{here}#{term.id}",
            "name": entry.term,
            "description": _one_line(entry.definition),
        }
        if entry.aliases:
            item["alternateName"] = [name for name in (term.names.other, *term.names.more) if name]
        items.append(item)
    data = {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": f"{site.name}: {title}",
        "inLanguage": "pt-BR" if site.lang == "pt" else "en",
        "hasDefinedTerm": items,
    }
    script = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        script = script.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/ld+json">{script}</script>'


def _one_line(definition: str) -> str:
    """Return a definition as a sentence: in a list of a note it may go on from its term."""
    said = " ".join(opening(definition).split())
    return said[:1].upper() + said[1:]


def _with_math(said: str) -> str:
    parts = _TEX.split(said)
    return "".join(math(part) if i % 2 else text(part) for i, part in enumerate(parts))


def _letter(term: str) -> str:
    """Return under which letter of the alphabet a term stands, ``0`` for all other signs."""
    first = term_key(term)[:1]
    return first if "a" <= first <= "z" else "0"


def _shown(letter: str) -> str:
    return "0–9" if letter == "0" else letter.upper()


def _letter_id(letter: str) -> str:
    return f"letter-{letter}"


def _id(term: str, taken: set[str]) -> str:
    """Return the anchor of a term, which no other term has."""
    base = "t-" + (_NOT_IN_IDS.sub("-", term_key(term)).strip("-") or "x")
    id, n = base, 2
    while id in taken:
        id, n = f"{base}-{n}", n + 1
    taken.add(id)
    return id


def _anchor(site: VaultSite, entry: GlossaryEntry) -> str:
    """Return the heading under which a note has a term of its own."""
    note: Note = site.notes[NoteId(entry.path)]
    if term_key(note.title) == term_key(entry.term):
        return ""
    above = [heading for heading in note.headings if heading.line <= entry.line]
    return above[-1].slug if above and above[-1].level > 1 else ""
