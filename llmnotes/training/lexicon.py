"""Remake the bundled lexicon: ``python -m llmnotes.training.lexicon --data ../shared/data``.

Words of the sentence pairs are counted and numbered, IBM model 1 learns which stands for which, and
the likely translations of the words seen often enough are written down.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from llmnotes.encoder.lexicon import BUNDLED
from llmnotes.stemming import words
from llmnotes.training import corpus
from llmnotes.training.encoder_lexicon import Lexicon, learn_lexicon
from llmnotes.training.encoder_pairs import CROSS, Pair
from llmnotes.training.encoder_tokens import tokenize_pairs

_SIZE = 30_000
"""Words kept of each language."""
_OFTEN = 4
_LIKELY = 0.12
_LONGEST = 40
"""Words of the longest sentence learned from."""


def make_lexicon(
    pairs: Iterable[tuple[str, str]], often: int = _OFTEN
) -> dict[str, dict[str, str]]:
    """Return ``{"pt": {word: "other share …"}, "en": …}`` learned from (pt, en) `pairs`."""
    split = [(words(pt), words(en)) for pt, en in pairs]
    split = [
        pair for pair in split if 0 < len(pair[0]) <= _LONGEST and 0 < len(pair[1]) <= _LONGEST
    ]
    sides = [_common((pair[side] for pair in split), often) for side in (0, 1)]
    number = {(side, w): 0 for side in (0, 1) for w in sides[side]}
    number = {key: i for i, key in enumerate(number, start=1)}

    def ids(text: str) -> list[int]:
        side, *found = text.split()
        return [i for w in dict.fromkeys(found) if (i := number.get((int(side), w)))]

    rows = [
        Pair(("0 " + " ".join(pt),), ("1 " + " ".join(en),), CROSS, i)
        for i, (pt, en) in enumerate(split)
    ]
    held = tokenize_pairs(rows, ids, _LONGEST)
    mine, theirs = held.left[:, 0], held.right[:, 0]
    names = ["", *(w for _, w in number)]
    into_en = learn_lexicon(held.bags, mine, theirs, len(names))
    into_pt = learn_lexicon(held.bags, theirs, mine, len(names))
    edge = 1 + len(sides[0])
    return {
        "pt": _entries(into_en, names, range(1, edge)),
        "en": _entries(into_pt, names, range(edge, len(names))),
    }


def _common(texts: Iterable[list[str]], often: int) -> list[str]:
    counts = Counter(word for text in texts for word in set(text))
    return sorted(w for w, n in counts.most_common(_SIZE) if n >= often and not w.isdigit())


def _entries(lexicon: Lexicon, names: Sequence[str], numbers: Iterable[int]) -> dict[str, str]:
    """Return the words that have a translation of another spelling."""
    entries = {}
    for number in numbers:
        shares = np.diff(lexicon.share[number], prepend=0)
        found = [
            (names[int(other)], float(share))
            for other, share in zip(lexicon.into[number], shares, strict=True)
            if share >= _LIKELY and int(other) != number
        ]
        if any(other != names[number] for other, _ in found):
            told = (f"{other} {round(100 * share)}" for other, share in found)
            entries[names[number]] = " ".join(told)
    return entries


def main(argv: Sequence[str] | None = None) -> int:
    """Make the lexicon and say how many words it has."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=BUNDLED)
    args = parser.parse_args(argv)
    made = make_lexicon((row.pt, row.en) for row in corpus.read_parallel(args.data))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True)
    args.out.write_text(text + "\n", "utf-8")
    print(*(f"{lang}: {len(entries)} words" for lang, entries in made.items()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
