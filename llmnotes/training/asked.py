"""Questions that were written for training, with the sentences that answer them.

Three kinds of files that people can read and edit:

    vault/perguntas/2026-11-21/         about the notes of vault/
    benchmarks/asked/corpus.tsv         about sections of the corpus in ../shared/data
    benchmarks/vaults/NAME/asked.txt    about the notes of that vault

Encoder and matcher learn from the first two (and not from what was asked of the vault later, which
is there to be searched; the encoder of questions learns from that, too). From the last nothing is
learnt that ships: there `llmnotes tune --asked` is measured, and how all of it does on notes that
it has never met.

Files about notes read as `llmnotes.vault.asked` says and name the sentences that answer. That about
the corpus has the language, document and section, the sentences and a question in each
line. Nobody who wrote them had seen the questions that anything is measured with.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from llmnotes.api import Vault
from llmnotes.index import VaultSource
from llmnotes.sentences import sentences, single_spaced, split_sentences
from llmnotes.training.corpus import read_sections
from llmnotes.tune.asked import read_asked
from llmnotes.vault.asked import SUFFIX

LEARNT = Path("perguntas", "2026-11-21")
"""Where in the vault the questions are that were learned from."""
ROOT = Path(__file__).parent.parent.parent
BENCHMARKS, VAULT = ROOT / "benchmarks", ROOT / "vault"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; `above` has the title and the headings over it, `paragraph` all around it."""

    text: str
    above: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """The sentences of a note or section, and the questions with the places of their answers.

    A question without places is one that the note does not answer.
    """

    name: str
    told: tuple[Told, ...]
    asked: tuple[tuple[str, tuple[int, ...]], ...]


def read_lessons(
    benchmarks: Path, vault: Path, data: Path | None = None, *, every: bool = False
) -> Iterator[Lesson]:
    """Yield what was asked of the notes of `vault`, then of the corpus in `data`.

    With `every`, what was asked of the vault later is told, too, as further lessons of one name.
    Questions whose sentence its note no longer says are left out, and counted on stderr. One below
    no sentence raises ValueError with path and line.
    """
    folders = sorted((vault / LEARNT.parent).iterdir()) if every else [vault / LEARNT]
    for folder in folders:
        for file in sorted(folder.glob(f"*{SUFFIX}")):
            yield from _of_vault(file, vault)
    corpus = benchmarks / "asked" / "corpus.tsv"
    if data is not None and corpus.exists():
        yield from _of_corpus(corpus, data)


def read_file(file: Path) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return for each note of `file` the questions, each with the sentences that answer it."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for one in read_asked(file):
        if one.said is None:
            raise ValueError(f"{file}:{one.line}: a question below no sentence")
        found.setdefault(one.note, []).append((one.text, one.said))
    return found


def _of_vault(file: Path, root: Path) -> Iterator[Lesson]:
    vault = Vault.open(root)
    source = VaultSource(vault.root, vault.config)
    lost = 0
    for path, questions in read_file(file).items():
        note = source.note(path) if (root / path).exists() else None
        said = sentences(note) if note else ()
        places: dict[str, int] = {}
        paragraphs: dict[tuple[int, int], list[str]] = {}
        for place, one in enumerate(said):
            places.setdefault(one.text, place)
            paragraphs.setdefault(one.lines, []).append(one.text)
        told = tuple(
            Told(one.text, ". ".join((one.title, *one.heading)), " ".join(paragraphs[one.lines]))
            for one in said
        )
        asked = []
        for question, texts in questions:
            right = tuple(places[text] for text in texts if text in places)
            if right or not texts:
                asked.append((question, right))
            else:
                lost += 1
        yield Lesson(f"{file.name.removesuffix(SUFFIX)}/{path}", told, tuple(asked))
    if lost:
        print(f"{file}: {lost} questions are about sentences no longer there", file=sys.stderr)


def _of_corpus(file: Path, data: Path) -> Iterator[Lesson]:
    asked: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            key, places, question = line.split("\t")
            right = tuple(int(place) for place in places.split(","))
        except ValueError:
            raise ValueError(f"{file}:{number}: not section, sentences and a question") from None
        asked.setdefault(key, []).append((question, right))
    for lang in ("pt", "en"):
        document, ordinal = -1, 0
        for section in read_sections(data, lang):
            ordinal = ordinal + 1 if section.document == document else 0
            document = section.document
            key = f"{lang}:{document}:{ordinal}"
            if key in asked:
                told = tuple(_told(section.path, section.paragraphs))
                yield Lesson(key, told, tuple(asked[key]))


def _told(path: Sequence[str], paragraphs: Sequence[str]) -> Iterator[Told]:
    for paragraph in map(single_spaced, paragraphs):
        for text in split_sentences(paragraph):
            yield Told(text, ". ".join(path), paragraph)
