"""How well search finds: ``python -m benchmarks.retrieval --data ../shared/data``.

Prints nDCG@10, recall@5 and MRR@10 for every dev set and for classes of queries. ``bm25`` is the
textbook's: accents folded, Snowball stems of the query's language, k1 1.2, b 0.75. ``lexical``,
``semantic`` and ``hybrid`` are `llmnotes.search` as it ships, over an index as it ships. Texts of
equal score share the average of their ranks.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.datasets import CLASSES, CorpusSource, Dataset, Question, read_datasets
from benchmarks.vault_search import vault_table
from llmnotes.encoder import TextEncoder, load_encoder
from llmnotes.errors import ModelError
from llmnotes.index import Index, load_by_name, update
from llmnotes.search import Mode, search
from llmnotes.stemming import words

Ranking = Mapping[str, float]
"""Ids of texts with their scores; those left out come after all others."""
System = Callable[[Question], Ranking]

DEPTH = 30
SAME = "paraphrase"


@dataclass(frozen=True)
class Score:
    """The mean over the queries of one set."""

    ndcg: float
    recall: float
    mrr: float


def judge(ranking: Ranking, relevant: Iterable[str]) -> Score:
    """Return the score of one query."""
    values = np.array(list(ranking.values()))
    ranks = []
    for id in relevant:
        if id in ranking:
            better, equal = (values > ranking[id]).sum(), (values == ranking[id]).sum()
            ranks.append(float(better + (equal + 1) / 2))
        else:
            ranks.append(math.inf)
    gain = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(ranks), 10) + 1))
    first = min(ranks)
    return Score(
        ndcg=gain / ideal,
        recall=mean(float(rank <= 5) for rank in ranks),
        mrr=1 / first if first <= 10 else 0.0,
    )


def evaluate(system: System, questions: Sequence[Question]) -> Score:
    """Return the mean score of `system` over `questions`."""
    scores = [judge(system(question), question.relevant) for question in questions]
    return Score(
        mean(s.ndcg for s in scores), mean(s.recall for s in scores), mean(s.mrr for s in scores)
    )


def textbook(dataset: Dataset) -> System:
    """Return BM25 with stems of the language of the queries."""
    import Stemmer

    language = "portuguese" if dataset.name.split("_")[-2] == "pt" else "english"
    stemmer = Stemmer.Stemmer(language)
    texts = {id: Counter(stemmer.stemWords(words(text))) for id, text in dataset.texts.items()}
    lengths = {id: sum(counts.values()) for id, counts in texts.items()}
    average = mean(lengths.values())
    holders: dict[str, list[str]] = defaultdict(list)
    for id, counts in texts.items():
        for word in counts:
            holders[word].append(id)

    def system(question: Question) -> Ranking:
        scores: dict[str, float] = defaultdict(float)
        for word in dict.fromkeys(stemmer.stemWords(words(question.text))):
            n = len(holders.get(word, ()))
            idf = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
            for id in holders.get(word, ()):
                count = texts[id][word]
                share = 0.25 + 0.75 * lengths[id] / average
                scores[id] += idf * count * 2.2 / (count + 1.2 * share)
        return scores

    return system


def ours(index: Index, source: CorpusSource, encoder: TextEncoder | None, mode: Mode) -> System:
    """Return `llmnotes.search` in one of its modes."""

    def system(question: Question) -> Ranking:
        found: dict[str, float] = {}
        for hit in search(index, question.text, encoder, DEPTH, mode):
            found.setdefault(source.ids[hit.passage.note], hit.score)
        return found

    return system


def systems(
    dataset: Dataset, encoders: Mapping[str, TextEncoder], folder: Path
) -> dict[str, System]:
    """Return every system to compare on `dataset`; the first encoder is ours."""
    found = {"bm25": textbook(dataset)}
    source = CorpusSource(dataset.texts)
    for name, encoder in encoders.items():
        place = folder / f"{dataset.name}-{len(found)}"
        update(place, source, lambda _, encoder=encoder: encoder)  # type: ignore[misc]
        index = Index(place)
        if len(found) == 1:
            found["lexical"] = ours(index, source, None, "lexical")
            found["semantic"] = ours(index, source, encoder, "semantic")
            found["hybrid"] = ours(index, source, encoder, "hybrid")
        else:
            found[name] = ours(index, source, encoder, "semantic")
            found[f"{name} hybrid"] = ours(index, source, encoder, "hybrid")
    return found


def variants(dataset: Dataset, seed: int) -> dict[str, Sequence[Question]]:
    """Return the questions as they are and, in a same-language set, in each class."""
    if dataset.is_cross:
        one, other = dataset.name.split("_")[-2:]
        return {f"{one}→{other}": dataset.questions}
    rng = random.Random(seed)
    made = {
        name: tuple(make(question, rng) for question in dataset.questions)
        for name, make in CLASSES.items()
    }
    return {SAME: dataset.questions, **made}


def table(title: str, rows: Mapping[str, Mapping[str, Score]]) -> str:
    """Return a Markdown table: one row per set, nDCG@10 / recall@5 / MRR@10 per system."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = [f"| {title} | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for label, row in rows.items():
        scores = [row[name] for name in names]
        cells = (f"{s.ndcg:.3f} / {s.recall:.2f} / {s.mrr:.3f}" for s in scores)
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def average(rows: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """Return the mean of rows that name the same systems."""
    rows = list(rows)
    return {
        name: Score(
            mean(row[name].ndcg for row in rows),
            mean(row[name].recall for row in rows),
            mean(row[name].mrr for row in rows),
        )
        for name in rows[0]
    }


def differences(by_class: Mapping[str, Mapping[str, Mapping[str, Score]]]) -> str:
    """Return a table of what hybrid search is above its halves, and loses to each class, by set.

    *Above its better half* is the least over all sets of a class; what is lost is nDCG@10 against
    the same set's queries as they are.
    """
    lines = [
        "| class | hybrid above its better half, least | in | lost, average | most | in |",
        "|---" * 6 + "|",
    ]
    clean = by_class.get(SAME, {})
    for name, rows in by_class.items():
        above = {
            key: row["hybrid"].ndcg - max(row["lexical"].ndcg, row["semantic"].ndcg)
            for key, row in rows.items()
        }
        least = min(above, key=above.__getitem__)
        cells = [f"{above[least]:+.3f}", least]
        lost = {
            key: clean[key]["hybrid"].ndcg - row["hybrid"].ndcg
            for key, row in rows.items()
            if key in clean and name != SAME
        }
        if lost:
            most = max(lost, key=lost.__getitem__)
            cells += [f"{mean(lost.values()):.3f}", f"{lost[most]:.3f}", most]
        lines.append(f"| {name} | " + " | ".join([*cells, "", "", ""][:5]) + " |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--encoder", action="append", default=[], help="another one, by name")
    parser.add_argument("--only", default="", help="sets whose names hold this")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args(argv)
    encoders = {"ours": load_by_name("")}
    for name in args.encoder:
        try:
            encoders[name] = load_encoder(name)
        except ModelError as error:
            print(f"{name}: {error}", file=sys.stderr)
    by_class: dict[str, dict[str, dict[str, Score]]] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as folder:
        for dataset in read_datasets(args.data):
            if args.only in dataset.name:
                found = systems(dataset, encoders, Path(folder))
                for name, questions in variants(dataset, args.seed).items():
                    by_class[name][dataset.name] = {
                        label: evaluate(system, questions) for label, system in found.items()
                    }
    print("Each cell: nDCG@10 / recall@5 / MRR@10.\n")
    for name, rows in by_class.items():
        print(table(name, {**rows, "**average**": average(rows.values())}), end="\n\n")
    print(differences(by_class), end="\n\n")
    cross = [row for name, rows in by_class.items() if "→" in name for row in rows.values()]
    if cross:
        print(table("cross-language", {"**average**": average(cross)}), end="\n\n")
    if not args.only:
        with tempfile.TemporaryDirectory() as folder:
            print(vault_table(encoders["ours"], Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
