"""The glossary of the site, from A to Z: what each term means, by all its names."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from llmnotes.glossary import glossary, opening, term_key
from llmnotes.model import GlossaryEntry, Note, NoteId, Page
from llmnotes.render.escape import tag, text
from llmnotes.render.tex import with_formulas
from llmnotes.render.words import word
from llmnotes.site.linkeddata import term_set
from llmnotes.site.lists import crumb_list, page_links
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import GLOSSARY, INDEX, glossary_of, href
from llmnotes.site.termnames import TermNames, term_names
from llmnotes.site.vaultsite import VaultSite

LONGEST = 400
"""A glossary of more terms has pages for each letter."""
MOST = 250
"""So many terms stand on a page of a letter."""

TERMS = "assets/llmnotes/terms.js"
"""All terms of a glossary in pages, which the filter of each page loads when it is used."""

_NOT_IN_IDS = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class _Term:
    """A term on its page: its entry, its names, its anchor there, and its note's anchor."""

    entry: GlossaryEntry
    names: TermNames
    id: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A page of the glossary: terms of one letter, or all of them; `number` counts from 1."""

    path: str
    terms: tuple[_Term, ...]
    letter: str = ""
    number: int = 1


class Glossary:
    """The glossary of a site, parted into pages."""

    def __init__(self, site: VaultSite) -> None:
        self._site = site
        self.entries = [entry for entry in glossary(site.graph) if entry.definition]
        terms: list[_Term] = []
        taken: set[str] = set()
        for entry in self.entries:
            names = term_names(entry.term, entry.aliases, site.lang)
            terms.append(_Term(entry, names, _id(entry.term, taken), anchor_of(site, entry)))
        self._total = len(terms)
        self.is_parted = len(terms) > LONGEST
        self._parts = {part.path: part for part in _parts(terms, self.is_parted)}

    def pages(self) -> Iterator[str]:
        """Yield the path of each page."""
        yield from self._parts

    def digest(self, path: str) -> str:
        """Return the digest of what the page at `path` shows."""
        part = self._parts[path]
        places = [self._site.places.notes[NoteId(term.entry.path)] for term in part.terms]
        first = [(one.path, one.letter, one.number) for one in self._parts.values()]
        parts = (part, places, first, self._total)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def script(self) -> str:
        """Return all terms as a script: each with its name in the other language and its place."""
        rows = [
            [term.names.term, term.names.other, href(part.path, term.id)]
            for part in self._parts.values()
            for term in part.terms
        ]
        terms = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return f"globalThis.llmnotesTerms={terms};\n"

    def page(self, path: str) -> Page:
        """Return the page at `path`."""
        part = self._parts[path]
        view = PageView(self._site, path)
        lang = self._site.lang
        title = whole = word("page.glossary", lang)
        steps = [tag("a", word("page.home", lang), href=view.to(INDEX))]
        if part.letter:
            steps.append(tag("a", title, href=view.to(GLOSSARY)))
            number = f" ({part.number})" if part.number > 1 else ""
            title = f"{title}: {_shown(part.letter)}{number}"
        lead = tag("p", word("glossary.lead", lang, n=self._total), class_="ln-lead")
        body = "".join(
            _section(view, letter, list(terms))
            for letter, terms in groupby(part.terms, key=lambda term: _letter(term.entry.term))
        )
        search = tag(
            "div",
            "",
            class_="ln-term-filter",
            data_label=word("glossary.filter", lang),
            data_none=word("glossary.none", lang),
            data_all=self.is_parted,
        )
        said = (
            (term.names, self._site.places.notes[NoteId(term.entry.path)], term.anchor)
            for term in part.terms
        )
        return make_page(
            path,
            title,
            {
                "kind": "glossary",
                "description": word("glossary.lead", lang, n=self._total),
                "styles": ["glossary"],
                "scripts": ["glossary"],
            },
            [
                crumb_list(view, steps),
                heading(title, html=lead),
                tag("div", search + self._navigation(view, part), class_="ln-term-bar"),
                tag("div", body, class_="ln-terms"),
                self._turn(view, part),
                term_set(view, whole, said),
            ],
        )

    def _navigation(self, view: PageView, here: _Part) -> str:
        """Return the letters, each a link to where its terms begin."""
        links = {}
        for part in self._parts.values():
            for term in part.terms:
                letter = _letter(term.entry.term)
                if letter not in links:
                    place = "" if part is here else view.to(part.path)
                    links[letter] = f"{place}#{_letter_id(letter)}"
        items = "".join(tag("li", tag("a", _shown(k), href=place)) for k, place in links.items())
        label = word("glossary.letters", view.lang)
        return tag("nav", tag("ul", items), class_="ln-letters", aria_label=label)

    def _turn(self, view: PageView, here: _Part) -> str:
        """Return the links between the pages of one letter."""
        pages = [part for part in self._parts.values() if here.letter == part.letter != ""]
        return page_links(view, [part.path for part in pages], here.path)


def _parts(terms: Sequence[_Term], is_parted: bool) -> Iterator[_Part]:
    if not is_parted:
        yield _Part(GLOSSARY, tuple(terms))
        return
    yield _Part(GLOSSARY, ())
    for letter, group in groupby(terms, key=lambda term: _letter(term.entry.term)):
        of_letter = tuple(group)
        for number, start in enumerate(range(0, len(of_letter), MOST), 1):
            path = glossary_of(letter, number)
            yield _Part(path, of_letter[start : start + MOST], letter, number)


def _section(view: PageView, letter: str, terms: Sequence[_Term]) -> str:
    title = tag("h2", _shown(letter), id=_letter_id(letter))
    return tag("section", title + tag("dl", "".join(_term(view, term) for term in terms)))


def _term(view: PageView, term: _Term) -> str:
    names = term.names
    note = NoteId(term.entry.path)
    href = view.to(view.site.places.notes[note], term.anchor)
    head = tag("a", text(names.term), href=href)
    if names.other:
        shown = tag("bdi", text(names.other), lang="pt-BR" if names.lang == "pt" else "en")
        language = tag("abbr", names.lang, title=word(f"glossary.{names.lang}", view.lang))
        head += " " + tag("span", language + shown, class_="ln-term-other")
    said = with_formulas(one_line(term.entry.definition))
    if term.entry.line > 1 and term.anchor:
        said += " " + tag("a", text(view.note_title(note)), href=href, class_="ln-term-source")
    if names.more:
        also = word("glossary.also", view.lang)
        said += " " + tag("span", f"{also} {text(', '.join(names.more))}.", class_="ln-term-more")
    return tag("div", tag("dt", head) + tag("dd", said), class_="ln-term", id=term.id)


def one_line(definition: str) -> str:
    """Return a definition as a sentence: in a list of a note it may go on from its term."""
    said = " ".join(opening(definition).split())
    return said[:1].upper() + said[1:]


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


def anchor_of(site: VaultSite, entry: GlossaryEntry) -> str:
    """Return the heading under which a note has a term of its own."""
    note: Note = site.notes[NoteId(entry.path)]
    if term_key(note.title) == term_key(entry.term):
        return ""
    above = [heading for heading in note.headings if heading.line <= entry.line]
    return above[-1].slug if above and above[-1].level > 1 else ""
