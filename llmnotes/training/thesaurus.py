"""The words that people use for one another, made ready: ``python -m llmnotes.training.thesaurus``.

The groups in synonyms/ are written by hand, one a line, members separated by commas, a phrase as it
is said. Words are looked up by their keys, so models/lexicon/thesaurus.txt has the keys of every
member: to take the endings off 20,000 words would take longer than the rest of an answer. Same
groups in, same bytes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from llmnotes.encoder.thesaurus import FILE, phrase

FOLDER = Path(__file__).with_name("synonyms")


def written() -> Iterator[str]:
    """Yield the groups as they were written, comments left out, file by file."""
    for file in sorted(FOLDER.glob("*.txt")):
        lines = file.read_text("utf-8").splitlines()
        yield from (line for line in lines if line and not line.startswith("#"))


def made_ready(lines: Iterable[str]) -> Iterator[str]:
    """Yield the keys of each group's members; a group of fewer than two joins nothing and is lost.

    >>> list(made_ready(["por conta própria, sozinho, autônomo", "rede, redes"]))
    ['autonon,cont propri,sozinh']
    """
    for line in lines:
        members = sorted({" ".join(phrase(member)) for member in line.split(",")} - {""})
        if len(members) > 1:
            yield ",".join(members)


def main() -> None:
    """Write models/lexicon/thesaurus.txt."""
    ready = list(dict.fromkeys(made_ready(written())))
    FILE.write_text("".join(f"{line}\n" for line in ready), "utf-8")
    print(f"{len(ready)} groups, {FILE.stat().st_size / 1024:.0f} KB: {FILE}")


if __name__ == "__main__":
    main()
