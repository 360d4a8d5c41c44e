"""How to make many values that stay without Python looking through all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def sweeping() -> Iterator[Callable[[], object]]:
    """Let Python's own collector rest; yield what sweeps up after a batch of work.

    Sweeping the youngest generation looks at each new value once, and frees values that are of no
    use any more but point to each other.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield lambda: gc.collect(0)
    finally:
        if was_on:
            gc.enable()
