"""How much of a question's words stand somewhere, also by what may stand for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

Others = Mapping[str, Sequence[tuple[tuple[str, ...], float]]]
"""Key of a word → phrases that may stand for it, each with what it is worth beside the word."""

_STEM = 5
"""Letters on which words agree that are probably of one family."""
_FAMILY = 0.5
"""What a word of the same family is worth."""
_SMALL = 2
"""Letters of words in a name that need not be asked for."""


def families(keys: Iterable[str]) -> set[str]:
    """Return `keys`, and for each that is long enough the name of its family.

    >>> sorted(families(["pedacinh", "rag"]))
    ['pedacinh', 'rag', '~pedac']
    """
    found = set(keys)
    return found | {f"~{key[:_STEM]}" for key in found if len(key) >= _STEM}


@dataclass(frozen=True, slots=True)
class Soft:
    """A question's words with their weights, made ready to be looked for in many places.

    `single` and `phrases` hold what to look for, with the place of the word that it stands for and
    what it is worth.
    """

    weights: tuple[float, ...]
    single: Mapping[str, tuple[tuple[int, float], ...]]
    phrases: tuple[tuple[frozenset[str], int, float], ...]

    @classmethod
    def of(cls, terms: Mapping[str, float], others: Others) -> Soft:
        """Take the words `terms` with their weights and what may stand for them."""
        single: dict[str, dict[int, float]] = {}
        phrases = []
        for place, key in enumerate(terms):
            alone = [((key,), 1.0), *others.get(key, ())]
            if len(key) > _STEM:
                alone.append(((f"~{key[:_STEM]}",), _FAMILY))
            for phrase, share in alone:
                if len(phrase) > 1:
                    phrases.append((frozenset(phrase), place, share))
                else:
                    worth = single.setdefault(phrase[0], {})
                    worth[place] = max(worth.get(place, 0.0), share)
        return cls(
            tuple(terms.values()),
            {key: tuple(worth.items()) for key, worth in single.items()},
            tuple(phrases),
        )

    def within(self, keys: Collection[str]) -> Soft:
        """Return the same without phrases that are not wholly among `keys`."""
        held = tuple(one for one in self.phrases if one[0] <= set(keys))
        return Soft(self.weights, self.single, held)

    def held(self, keys: Set[str]) -> list[float]:
        """Return for each word how well it stands among `keys`, 0 to 1."""
        found = [0.0] * len(self.weights)
        for key in self.single.keys() & keys:
            for place, share in self.single[key]:
                if share > found[place]:
                    found[place] = share
        for phrase, place, share in self.phrases:
            if share > found[place] and phrase <= keys:
                found[place] = share
        return found

    def cover(self, keys: Set[str]) -> float:
        """Return the share of the words' weight that stands among `keys`.

        >>> round(Soft.of({"a": 3.0, "b": 1.0}, {"b": [(("c",), 0.5)]}).cover({"a", "c"}), 3)
        0.875
        """
        total = sum(self.weights)
        held = sum(w * h for w, h in zip(self.weights, self.held(keys), strict=True))
        return held / total if total else 0.0

    def least(self, keys: Set[str]) -> float:
        """Return how well that word stands among `keys` that does so least; 0 if there is none.

        >>> Soft.of({"a": 3.0, "b": 1.0}, {"b": [(("c",), 0.5)]}).least({"a", "c"})
        0.5
        """
        return min(self.held(keys), default=0.0)

    def agreement(self, keys: Sequence[str]) -> float:
        """Return how far the words and those of a short text are the same: F1 of their shares.

        >>> asked = Soft.of({"cri": 1.0, "not": 1.0}, {})
        >>> asked.agreement(["cri", "not"]), round(asked.agreement(["cri", "not", "diari"]), 2)
        (1.0, 0.8)
        """
        if not keys or not self.weights:
            return 0.0
        found = [self._worth(key) for key in keys]
        there, asked = sum(found) / len(found), self.cover(families(keys))
        return 2 * there * asked / (there + asked) if there and asked else 0.0

    def _worth(self, key: str) -> float:
        """Return how well `key` stands for a word that is asked for."""
        return max((s for one in families([key]) for _, s in self.single.get(one, ())), default=0.0)

    def lack(self, keys: Set[str]) -> float:
        """Return how heavy the heaviest word is that does not stand among `keys`, a tenth of it."""
        held = zip(self.weights, self.held(keys), strict=True)
        return max((weight * (1 - share) for weight, share in held), default=0.0) / 10

    def named(self, names: Iterable[str]) -> float:
        """Return the most of the words' weight that is in a name of which every word is asked for.

        A name is the key of a title or an alias, as `stemming.name_key` makes it.
        """
        total, best = sum(self.weights), 0.0
        for name in names:
            parts = name.split()
            worth: dict[int, float] = {}
            for part in parts:
                found = self.single.get(part, ())
                if not found and len(part) > _SMALL:
                    break
                for place, share in found:
                    worth[place] = max(worth.get(place, 0.0), share)
            else:
                best = max(best, sum(self.weights[p] * share for p, share in worth.items()))
        return best / total if total else 0.0
