"""Answers are also learned from other people's documents, in vaults made of them.

The shipped vault is a glossary: each concept has a note of its own, whose first sentence defines
it. Other people's notes are manuals, courses and clippings, where the heading says what a section
is about, a definition stands in the middle of a page, or titles say nothing. What weights learn
here keeps them from believing in openings alone. Each vault has `NOTES` notes of one source.

- *Manuals* (corpus.pt and .en of the training data): a heading that begins with a verb is asked
  for (*Criar uma nota* → *Como criar uma nota?*), and a sentence that defines (*Um grafo é …* →
  *O que é um grafo?*).
- *Courses*: notes of the shipped vault, `CLIPPED` to a page, titled by a number, each below a
  heading; asked for what benchmarks/ asks of them, and for the terms that their lists explain.
  They teach what a good sentence is, and not how sure one may be: in a glossary that has a note
  for every concept, a term in a list is a weaker sign (refusals of dev: .845 without, .825 with).
- *Clippings* (contexts of questions by people): notes of `CLIPPED` paragraphs, titled by a number.

Every other question is put to a vault that lacks its document, where nothing answers it.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from llmnotes.api import Vault
from llmnotes.ask.looks import DEFINED
from llmnotes.index import VaultSource
from llmnotes.sentences import sentences
from llmnotes.training.answer_examples import Example, asked_in, examples_in
from llmnotes.training.corpus import read_questions, read_rows, split_sections

NOTES, CLIPPED, ASKED = 40, 4, 36
"""Notes of a vault, paragraphs of a clipping, and questions put to a vault."""
COURSES, PAGES = 16, 5
"""Vaults of courses, and pages of each."""
VAULTS = 6
"""Vaults of each kind and language."""
WEIGHT = 0.3
"""What a question counts beside one about the shipped vault."""
SEED = 11
LENGTHS = (1_500, 20_000)
"""Characters of a document, at least and at most."""
ASKERS = {"pt": ("FaQuAD", "squad-v1.1-pt sample"), "en": ("SQuADShifts/new_wiki",)}
"""Sources of questions that people asked of paragraphs."""
_SHARE_DROPPED = 0.3
"""Share of questions that leave out a word of their heading, as people do."""
_VERB = (
    "add|assign|build|change|check|choose|configure|connect|convert|copy|create|customize|"
    "define|delete|deploy|disable|download|edit|enable|export|find|import|install|manage|"
    "migrate|monitor|move|open|publish|register|remove|rename|restore|run|select|send|set|"
    "share|sort|start|stop|sync|test|update|upload|use|view|write"
)
_ACTION = {"en": re.compile(_VERB), "pt": re.compile(r"[a-zà-ü]{2,}[aeiô]r")}
"""First words of headings that tell how to do something, in lower case."""
_HOW = re.compile(rf"^##+ (?:[A-Za-zà-ü]{{2,}}[aeiô]r|(?i:{_VERB})) ", re.MULTILINE)
_DEFINING = {
    "en": re.compile(
        r"(?:An? |The )?([A-Za-z][\w-]+(?: [\w-]+){0,2}) (?:is|are) (?:an?|the|any) (?!same\b)\w"
    ),
    "pt": re.compile(
        r"(?:Uma? |Os? |As? )?([A-Za-zÀ-ü][\w-]+(?: [\w-]+){0,2}) (?:é|são) (?:uma?|os?|as?) \w"
    ),
}
_NOT_NAMES = re.compile(
    r"(?:this|that|these|those|it|they|there|here|one|another|what|which|you|we|if|each|all|isso"
    r"|isto|este|esta|esse|essa|estes|estas|ele|ela|eles|elas|aqui|outr[oa]|cada|todos|que|qual"
    r"|he|she|se|when|while|because|where|how|so|now|below|agora|usar|things?|result|next"
    r"|following|first|second|seguinte|primeir[oa]|objetivo|exemplo)\b",
    re.IGNORECASE,
)
_ASKS = {"pt": ("Como {}?", "Como faço para {}?"), "en": ("How do I {}?", "How to {}?")}
DEFINES = {"pt": ("O que é {}?", "o que e {}"), "en": ("What is {}?", "What does {} mean?")}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
Asked = dict[str, Any]
Documents = Sequence[tuple[str, str, Sequence[Asked]]]
"""(name, text, questions) of each document."""


def document_examples(data: Path) -> list[Example]:
    """Return examples from vaults of manuals and of clippings, drawn by a seed from `data`."""
    random = np.random.default_rng(SEED)
    found: list[Example] = []
    for lang in ("pt", "en"):
        for documents in _manuals(data, lang, random):
            found += _put(documents, lang, random)
        for documents in _clippings(data, lang, random):
            found += _put(documents, lang, random)
    return found


def _manuals(data: Path, lang: str, random: np.random.Generator) -> Iterator[Documents]:
    sources = defaultdict(list)
    for row in read_rows(data, f"corpus.{lang}"):
        text = row["text"]
        if LENGTHS[0] <= len(text) <= LENGTHS[1] and text.count("\n#") >= 2:
            sources[row["source"]].append(text)
    large = {name: texts for name, texts in sources.items() if len(texts) >= NOTES}
    tasks = {name: len(_HOW.findall("\n".join(texts))) for name, texts in large.items()}
    ordered = sorted(large, key=lambda name: (-tasks[name] / len(large[name]), name))
    others = random.choice(ordered[VAULTS // 2 :], VAULTS - VAULTS // 2, replace=False)
    for name in [*ordered[: VAULTS // 2], *map(str, others)]:  # half of them tell how to do things
        texts = large[name]
        chosen = random.choice(len(texts), NOTES, replace=False)
        manuals = [_manual(texts[at], lang, random) for at in chosen]
        yield [(f"{name} {n}".strip(), text, own) for n, (name, text, own) in enumerate(manuals)]


def _manual(text: str, lang: str, random: np.random.Generator) -> tuple[str, str, list[Asked]]:
    asked: list[Asked] = []
    title = ""
    for path, paragraphs in split_sections(text):
        if path and not title:
            title = re.sub(r"[^\w() -]", "", path[0])[:60].strip()
        if path and len(path) > 1 and (task := _task(path[-1], lang, random)):
            question = str(random.choice(_ASKS[lang])).format(task)
            asked.append({"question": question, "reference": _first(paragraphs)})
        for paragraph in paragraphs:
            said = _DEFINING[lang].match(paragraph)
            if said and not _NOT_NAMES.match(said[1]):
                question = str(random.choice(DEFINES[lang])).format(said[1])
                asked.append({"question": question, "reference": _first([paragraph])})
    return title, text, asked


def _task(heading: str, lang: str, random: np.random.Generator) -> str:
    """Return what a heading tells how to do, as one asks for it; empty if it tells nothing such."""
    words = re.sub(r"[`*{].*|[`*:?]", "", heading).split()
    if not 2 <= len(words) <= 9:
        return ""
    verb = words[0].lower()
    if not _ACTION[lang].fullmatch(verb):
        return ""
    if len(words) > 3 and random.random() < _SHARE_DROPPED:
        del words[int(random.integers(1, len(words) - 1))]
    return " ".join([verb, *words[1:]])


def _clippings(data: Path, lang: str, random: np.random.Generator) -> Iterator[Documents]:
    asked: dict[str, list[Asked]] = {}
    for one in read_questions(data):
        if one.lang == lang and one.source in ASKERS[lang] and one.answerable:
            holding = [s for s in _SENTENCE.split(one.context) if one.answer in s]
            if holding:
                told = {"question": one.question, "reference": holding[0]}
                asked.setdefault(one.context, []).append(told)
    contexts = list(asked)
    starts = np.arange(0, len(contexts) - CLIPPED * NOTES, CLIPPED * NOTES)
    for start in random.permutation(starts)[:VAULTS]:
        own = contexts[start : start + CLIPPED * NOTES]
        groups = [own[at : at + CLIPPED] for at in range(0, len(own), CLIPPED)]
        yield [
            (f"{n + 1:03}", "\n\n".join(group), [one for text in group for one in asked[text]])
            for n, group in enumerate(groups)
        ]


def course_examples(vault: Vault, folder: Path, splits: Collection[str]) -> list[Example]:
    """Return examples from small vaults of pages that tell of several concepts each."""
    random = np.random.default_rng(SEED)
    source = VaultSource(vault.root, vault.config)
    asked = asked_in(folder, splits)
    notes = sorted({note for one in asked for note in one.get("notes", ())})
    terms = [one for note in notes for one in _terms(source, note)]
    found: list[Example] = []
    for _ in range(COURSES):
        chosen = [notes[at] for at in random.choice(len(notes), PAGES * CLIPPED, replace=False)]
        page = {note: f"{place // CLIPPED + 1:03}.md" for place, note in enumerate(chosen)}
        own: list[Asked] = []
        for questions, put in ((asked, ASKED // 3), (terms, ASKED // 6)):
            told = [one for one in questions if not page.keys().isdisjoint(one.get("notes", ()))]
            other = [one for one in questions if page.keys().isdisjoint(one.get("notes", ()))]
            for some in (told, other):
                own += [some[at] for at in random.permutation(len(some))[:put]]
        with tempfile.TemporaryDirectory() as place:
            for note, name in page.items():
                with (Path(place) / name).open("a", encoding="utf-8") as file:
                    file.write(_below_heading(vault.root / note))
            found += examples_in(Vault.open(Path(place)), [_paged(one, page) for one in own])
    return [replace(one, weight=WEIGHT) for one in found]


def _terms(source: VaultSource, path: str) -> Iterator[Asked]:
    """Yield a question for each term that a list of a note explains."""
    note = source.note(path)
    for one in sentences(note) if note else ():
        term = one.text.split(":")[0]
        if one.kind == "item" and DEFINED.match(one.text) and len(term.split()) <= 3:
            yield {
                "id": f"{path} {one.place}",
                "split": "courses",
                "concept": Path(path).stem,
                "question": f"O que é {term[0].lower()}{term[1:]}?",
                "notes": [path],
                "reference": one.quote,
            }


def _below_heading(file: Path) -> str:
    """Return the text of a note with its headings one level lower, below its name."""
    text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL)
    return f"\n## {file.stem}\n\n{re.sub(r'^#', '##', text, flags=re.MULTILINE)}\n"


def _paged(one: Asked, page: Mapping[str, str]) -> Asked:
    """Return a question as it is where notes stand on pages; unanswerable without its own."""
    left = [page[note] for note in one.get("notes", ()) if note in page]
    told = {} if left else {"reference": "", "also": []}
    return one | {"split": "courses", "notes": left} | told


def _put(documents: Documents, lang: str, random: np.random.Generator) -> list[Example]:
    """Put questions to a vault of the documents, half of them to one without their own."""
    asked = [
        one | {"id": f"{name} {at}", "concept": name, "split": "documents", "notes": [f"{name}.md"]}
        for name, _, questions in documents
        for at, one in enumerate(questions)
    ]
    chosen = random.permutation(len(asked))[:ASKED]
    kept, lost = [asked[at] for at in chosen[::2]], [asked[at] for at in chosen[1::2]]
    absent = {one["concept"] for one in lost} - {one["concept"] for one in kept}
    with tempfile.TemporaryDirectory() as place:
        for name, text, _ in documents:
            if name not in absent:
                path = Path(place) / f"{name}.md"
                path.write_text(f"---\nlang: {lang}\n---\n{text}\n", "utf-8")
        unanswered = [
            one | {"notes": [], "reference": ""} for one in lost if one["concept"] in absent
        ]
        found = examples_in(Vault.open(Path(place)), [*kept, *unanswered])
        return [replace(one, weight=WEIGHT) for one in found]


def _first(paragraphs: Sequence[str]) -> str:
    return _SENTENCE.split(paragraphs[0])[0]
