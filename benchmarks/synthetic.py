"""Made-up vaults of any size: the same seed gives the same bytes.

    python -m benchmarks.synthetic build/v1000 1000

A note has front matter, three sections of 200 words in all and 8 links; the notes lie in 100
folders.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

FOLDERS = 100
WORDS = 200
LINKS = 8
SECTIONS = ("Definição", "Como funciona", "Limites")
GHOSTS = 0.05
"""The share of links to notes that nobody has written."""

_SYLLABLES = ("ca", "re", "mi", "to", "lu", "ção", "bra", "den", "for", "gra", "pes", "qui", "sen")


def write_vault(root: Path, notes: int, seed: int = 0) -> None:
    """Write a vault of `notes` notes into the folder `root`."""
    chance = random.Random(seed)
    words = _vocabulary(chance, 4000)
    titles = [_title(words, chance, i) for i in range(notes)]
    folders = [f"{words[i].capitalize()} {i:02}" for i in range(min(FOLDERS, notes))]
    for folder in folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for i, title in enumerate(titles):
        text = _note(title, titles, words, chance)
        (root / folders[i % len(folders)] / f"{title}.md").write_text(text, "utf-8", newline="\n")


def _note(title: str, titles: list[str], words: list[str], chance: random.Random) -> str:
    body = [chance.choice(words) for _ in range(WORDS)]
    for place in sorted(chance.sample(range(WORDS), LINKS)):
        body[place] = _link(titles, words, chance)
    parts = [f"---\naliases: [{title} {chance.choice(words)}]\ntags: [{words[len(title)]}]\n---\n"]
    for number, section in enumerate(SECTIONS):
        share = body[number * WORDS // 3 : (number + 1) * WORDS // 3]
        half = len(share) // 2
        parts.append(f"## {section}\n\n{_prose(share[:half])}\n\n{_prose(share[half:])}\n")
    return "\n".join(parts)


def _link(titles: list[str], words: list[str], chance: random.Random) -> str:
    if chance.random() < GHOSTS:
        return f"[[{chance.choice(words)} ausente]]"
    target = chance.choice(titles)
    return chance.choice(
        (
            f"[[{target}]]",
            f"[[{target}]]",
            f"[[{target}|{chance.choice(words)}]]",
            f"[[{target}#{chance.choice(SECTIONS)}]]",
        )
    )


def _prose(words: list[str]) -> str:
    """Set `words` as sentences of about eleven words, with some markup as notes have it."""
    sentences = []
    for start in range(0, len(words), 11):
        sentence = words[start : start + 11]
        if start == 11 and "[[" not in sentence[-1]:
            sentence[-1] = f"**{sentence[-1]}**"
        sentences.append(" ".join(sentence) + ".")
    return " ".join(sentences)


def _vocabulary(chance: random.Random, size: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(found)


def _title(words: list[str], chance: random.Random, number: int) -> str:
    return f"{chance.choice(words)} {chance.choice(words)} {number}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notes", type=int)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write_vault(asked.folder, asked.notes, asked.seed)
