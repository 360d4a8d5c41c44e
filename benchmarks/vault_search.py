"""Whether search finds the right note of our vault: part of ``python -m benchmarks.retrieval``.

The answerable questions of ``questions.pt`` and ``.en``, both splits, put to the index of the
shipped vault as a reader's search would put them. *First 3*: a note that answers is one of the
first three notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.questions import ANSWERABLE, Question, read_questions
from llmnotes.encoder import TextEncoder
from llmnotes.index import Index, VaultSource, update
from llmnotes.search import MODES, search

VAULT = Path(__file__).parent.parent / "vault"
BARS = {"pt": 0.92, "en": 0.88}
_DEPTH = 12
"""Passages asked for: the first three notes are among those."""

Find = Callable[[str], Sequence[str]]
"""A question → notes, best first, each once."""


def found_in(find: Find, questions: Iterable[Question], first: int) -> float:
    """Return the share of `questions` with a right note among the `first` that `find` names."""
    return mean(
        float(any(note in question.notes for note in find(question.question)[:first]))
        for question in questions
    )


def by_kind(questions: Iterable[Question]) -> Mapping[str, Sequence[Question]]:
    """Return the questions of each language, and of each form in it."""
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[question.lang].append(question)
    for question in (one for group in list(groups.values()) for one in group):
        groups[f"{question.lang}, {question.form}"].append(question)
    return groups


def vault_table(encoder: TextEncoder, folder: Path, vault: Path = VAULT) -> str:
    """Return a Markdown table over the questions of the shipped vault, indexed in `folder`."""
    update(folder, VaultSource(vault), lambda _: encoder)
    lines = ["| vault questions | number | first 3, " + " | first 3, ".join(MODES)]
    lines[0] += " | first, hybrid | bar |"
    lines.append("|---" * (len(MODES) + 4) + "|")
    with Index(folder) as index:

        def finder(mode: str) -> Find:
            def find(text: str) -> Sequence[str]:
                hits = search(index, text, encoder, _DEPTH, mode)  # type: ignore[arg-type]
                return list(dict.fromkeys(hit.passage.note for hit in hits))

            return find

        finders = {mode: finder(mode) for mode in MODES}
        asked = [one for path in ANSWERABLE for one in read_questions(path)]
        for name, group in by_kind(asked).items():
            shares = [found_in(finders[mode], group, 3) for mode in MODES]
            shares.append(found_in(finders["hybrid"], group, 1))
            bar = f"≥ {BARS[name]:.2f}" if name in BARS else ""
            cells = " | ".join(f"{share:.3f}" for share in shares)
            lines.append(f"| {name} | {len(group)} | {cells} | {bar} |")
    return "\n".join(lines)
