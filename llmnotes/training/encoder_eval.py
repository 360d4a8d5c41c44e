"""Measure an encoder on the dev sets beside BM25: ``python -m llmnotes.training.encoder_eval``."""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.training.corpus import read_bytes

Scores = npt.NDArray[np.float32]
"""One row per query, one column per passage; a higher score is a better match."""
Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]

_WORD = re.compile(r"\w+")
_CUT = 10
SEMANTIC_SHARE = 0.6
_HEAD = (
    "| set | BM25 nDCG@10 | recall@5 | encoder nDCG@10 | recall@5 | MRR@10 "
    "| blend nDCG@10 | recall@5 |"
)


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Queries over a corpus; `relevant` holds the columns that answer each query."""

    name: str
    passages: tuple[str, ...]
    queries: tuple[str, ...]
    relevant: tuple[tuple[int, ...], ...]
    query_lang: str
    passage_lang: str

    @property
    def crosses(self) -> bool:
        """Whether queries and passages are in two languages."""
        return self.query_lang != self.passage_lang


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the queries of one set."""

    ndcg: float
    recall: float
    mrr: float


def read_retrieval(data: Path) -> list[RetrievalSet]:
    """Read the sets ``retrieval_*`` of the folder `data`, sorted by name."""
    sets = []
    for path in sorted(data.glob("retrieval_*.json*")):
        held = json.loads(read_bytes(path))
        name = path.name.split(".")[0].removeprefix("retrieval_")
        column = {passage["id"]: i for i, passage in enumerate(held["corpus"])}
        sets.append(
            RetrievalSet(
                name,
                tuple(passage["text"] for passage in held["corpus"]),
                tuple(query["text"] for query in held["queries"]),
                tuple(tuple(column[i] for i in query["relevant"]) for query in held["queries"]),
                *name.split("_")[-2:],
            )
        )
    return sets


def figures(scores: Scores, relevant: Sequence[Sequence[int]]) -> Figures:
    """Return nDCG@10, recall@5 and MRR@10; passages that tie share the average of their ranks.

    >>> figures(np.array([[0.0, 0.0, 0.0]]), [[0]]).mrr
    0.5
    """
    rows = [_figures(row, wanted) for row, wanted in zip(scores, relevant, strict=True)]
    ndcg, recall, mrr = np.array(rows).mean(0)
    return Figures(float(ndcg), float(recall), float(mrr))


def _figures(row: Scores, wanted: Sequence[int]) -> tuple[float, float, float]:
    ranks = sorted(_rank(row, column) for column in wanted)
    gain = sum(1 / np.log2(1 + rank) for rank in ranks if rank <= _CUT)
    ideal = sum(1 / np.log2(2 + place) for place in range(min(len(ranks), _CUT)))
    recall = sum(rank <= 5 for rank in ranks) / len(ranks)
    return float(gain / ideal), recall, 1 / ranks[0] if ranks[0] <= _CUT else 0.0


def _rank(row: Scores, column: int) -> float:
    return 1 + float((row > row[column]).sum()) + (float((row == row[column]).sum()) - 1) / 2


def semantic_scores(encode: Encode, task: RetrievalSet) -> Scores:
    """Score by the cosine of the encoder's vectors."""
    return unit(encode(task.queries)) @ unit(encode(task.passages)).T


def bm25_scores(task: RetrievalSet, k1: float = 1.2, b: float = 0.75) -> Scores:
    """Score by BM25 over accent-folded words, stemmed in the language of the passages."""
    passages = [_words(text, task.passage_lang) for text in task.passages]
    queries = [_words(text, task.passage_lang) for text in task.queries]
    column = {word: i for i, word in enumerate(dict.fromkeys(w for p in passages for w in p))}
    counts = np.zeros((len(passages), len(column)), dtype=np.float32)
    for row, words in enumerate(passages):
        for word, n in Counter(words).items():
            counts[row, column[word]] = n
    length = counts.sum(1, keepdims=True)
    found = (counts > 0).sum(0)
    idf = np.log(1 + (len(passages) - found + 0.5) / (found + 0.5))
    weights = idf * counts * (k1 + 1) / (counts + k1 * (1 - b + b * length / length.mean()))
    asked = np.zeros((len(queries), len(column)), dtype=np.float32)
    for row, words in enumerate(queries):
        for word in words:
            if word in column:
                asked[row, column[word]] += 1
    return np.asarray(asked @ weights.T, dtype=np.float32)


def blend(semantic: Scores, lexical: Scores, share: float = SEMANTIC_SHARE) -> Scores:
    """Add the scores, the lexical ones as shares of each query's best."""
    best = lexical.max(1, keepdims=True)
    shares = lexical / np.where(best > 0, best, 1)
    return np.asarray(share * semantic + (1 - share) * shares, dtype=np.float32)


def similarity_figures(encode: Encode, data: Path) -> dict[str, float]:
    """Return Spearman's correlation with human scores for each ``sts_*`` set of `data`."""
    found = {}
    for path in sorted(data.glob("sts_*.jsonl*")):
        rows = [json.loads(line) for line in read_bytes(path).decode().splitlines()]
        first, second = (unit(encode([row[side] for row in rows])) for side in "ab")
        ours = (first * second).sum(1)
        human = np.array([row["score"] for row in rows])
        name = path.name.split(".")[0].removeprefix("sts_")
        found[name] = float(np.corrcoef(_ranks(ours), _ranks(human))[0, 1])
    return found


def _ranks(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the rank of each value; equal values share the average."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)


def unit(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return `rows` at unit length; a row of zeros stays zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1), dtype=np.float32)


def _words(text: str, lang: str) -> list[str]:
    import Stemmer

    folded = unicodedata.normalize("NFD", text.lower())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    stemmer = Stemmer.Stemmer("portuguese" if lang == "pt" else "english")
    return list(stemmer.stemWords(_WORD.findall(folded)))


def report(encode: Encode, data: Path) -> str:
    """Return a Markdown table of every dev set under `data` and the averages."""
    lines = [_HEAD, "|---|---|---|---|---|---|---|---|"]
    kept: dict[bool, list[tuple[float, ...]]] = {True: [], False: []}
    for task in read_retrieval(data):
        lexical, semantic = bm25_scores(task), semantic_scores(encode, task)
        low, ours, both = (
            figures(scores, task.relevant)
            for scores in (lexical, semantic, blend(semantic, lexical))
        )
        row = (low.ndcg, low.recall, ours.ndcg, ours.recall, ours.mrr, both.ndcg, both.recall)
        kept[task.crosses].append(row)
        lines.append(_row(task.name, row))
    for crosses, name in ((False, "**one language**"), (True, "**two languages**")):
        if kept[crosses]:
            lines.append(_row(name, np.mean(kept[crosses], axis=0)))
    lines += ["", "| similarity | Spearman |", "|---|---|"]
    lines += [_row(name, (rho,)) for name, rho in similarity_figures(encode, data).items()]
    return "\n".join(lines)


def _row(name: str, values: Sequence[float] | npt.NDArray[np.float64]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report for the bundled encoder or the one named."""
    from llmnotes.encoder import load_encoder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--encoder", default=None, help="name or path; the bundled one if left out")
    parser.add_argument("--dim", type=int, default=None)
    args = parser.parse_args(argv)
    print(report(load_encoder(args.encoder, args.dim), args.data / "dev"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
