"""Remake the bundled list of words: ``python -m llmnotes.training.wordlist --data ../shared/data``.

The folded words of all prose of the training data are counted; those seen often enough, and in more
than one source, are kept. What only one source writes is its own slip or the name of a thing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from llmnotes.encoder.wordlist import BUNDLED, LONGEST, SHORTEST, packed
from llmnotes.files import write_bytes
from llmnotes.stemming import words
from llmnotes.training.corpus import read_rows

_OFTEN = 5
"""Times that a word is seen at least."""
_SOURCES = 2
"""Sources that write it at least."""
_FEWEST = 1000
"""Words of a list that is worth keeping; fewer are the sign of data that is not all there."""
_AUGMENTED = " +neg"
"""What stands behind the name of a source in whose questions some have no answer."""
_LETTERS = re.compile(rf"[a-z]{{{SHORTEST},{LONGEST}}}")


def common_words(
    texts: Iterable[tuple[str, str]], often: int = _OFTEN, sources: int = _SOURCES
) -> dict[str, int]:
    """Return the counts of the words that (source, text) pairs have often enough.

    >>> common_words([("a", "Rede rede"), ("b", "rede neural")], often=3)
    {'rede': 3}
    """
    by_source = defaultdict[str, Counter[str]](Counter)
    for source, text in texts:
        by_source[source].update(words(text))
    counts, writers = Counter[str](), Counter[str]()
    for own in by_source.values():
        counts.update(own)
        writers.update(own.keys())
    return {
        word: count
        for word, count in counts.items()
        if count >= often and writers[word] >= sources and _LETTERS.fullmatch(word)
    }


def read_texts(data: Path) -> Iterator[tuple[str, str]]:
    """Yield all prose of the training data with its source."""
    for lang in ("pt", "en"):
        for row in read_rows(data, f"corpus.{lang}"):
            yield row["source"], row["text"]
    for row in read_rows(data, "parallel"):
        yield row["source"], f"{row['pt']}\n{row['en']}"
    for row in read_rows(data, "definitions"):
        yield f"definitions of {row['source']}", f"{row['term']}\n{row['definition']}"
    source_of = {row["context_id"]: row["source"] for row in read_rows(data, "qa.train")}
    for row in read_rows(data, "contexts"):
        yield source_of.get(row["id"], "contexts").removesuffix(_AUGMENTED), row["text"]


def main(argv: Sequence[str] | None = None) -> int:
    """Make the list and say how many words it has."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=BUNDLED)
    args = parser.parse_args(argv)
    counts = common_words(read_texts(args.data))
    if len(counts) < _FEWEST:
        print(f"{len(counts)} words; expected {_FEWEST} or more in {args.data}", file=sys.stderr)
        return 1
    data = packed(counts)
    write_bytes(args.out, data)
    print(f"{len(counts)} words, {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
