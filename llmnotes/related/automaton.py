"""Aho–Corasick: many names found in a text in one pass, however many they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _State:
    """A way into some names; `found` is the length of the longest that ends here, 0 for none."""

    next: dict[str, int] = field(default_factory=dict)
    back: int = 0
    found: int = 0


class Automaton:
    """Finds sequences of words. Build it once, run it over every paragraph."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self._states = [_State()]
        for name in names:
            self._add(name)
        self._link()

    def longest(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield ``(start, end)`` of names in `words`, the longest of those that overlap.

        No two overlap; the leftmost comes first.

        >>> list(Automaton([["rede"], ["rede", "neural"]]).longest("uma rede neural".split()))
        [(1, 3)]
        """
        found = sorted(self._all(words), key=lambda span: (span[0], -span[1]))
        covered = 0
        for start, end in found:
            if start >= covered:
                yield start, end
                covered = end

    def _all(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        states = self._states
        at = 0
        for end, word in enumerate(words, 1):
            while at and word not in states[at].next:
                at = states[at].back
            at = states[at].next.get(word, 0)
            way = at
            while way:
                if states[way].found:
                    yield end - states[way].found, end
                way = states[way].back

    def _add(self, name: Sequence[str]) -> None:
        at = 0
        for word in name:
            ways = self._states[at].next
            if word not in ways:
                ways[word] = len(self._states)
                self._states.append(_State())
            at = ways[word]
        self._states[at].found = len(name) if at else 0

    def _link(self) -> None:
        """Point each state to that of its longest proper end, breadth first."""
        queue = deque(self._states[0].next.values())
        while queue:
            state = self._states[queue.popleft()]
            for word, after in state.next.items():
                queue.append(after)
                back = state.back
                while back and word not in self._states[back].next:
                    back = self._states[back].back
                self._states[after].back = self._states[back].next.get(word, 0)
