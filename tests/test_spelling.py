"""The shipped notes hold no word that neither hunspell's dictionaries nor the field know."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from llmnotes import Vault
from llmnotes.model import Note

TESTS = Path(__file__).parent
WORDS = TESTS / "cases" / "vocabulary.txt"
SKIPPED = {"code", "math"}
NUMBERED = re.compile(r"\S*[\d_/\\@^=<>]\S*")

pytestmark = pytest.mark.spelling


def unknown(text: str) -> set[str]:
    """Return the words of `text` that hunspell knows in neither language."""
    done = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", "pt_BR,en_US", "-p", str(WORDS), "-l"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.fixture(scope="module", autouse=True)
def _hunspell() -> None:
    assert shutil.which("hunspell"), "install Debian's hunspell, hunspell-pt-br and hunspell-en-us"


def test_hunspell_sees_a_misspelling() -> None:
    assert unknown("O modelo prevê o próximo tokem") == {"tokem"}


def test_the_shipped_vault_has_no_misspelling() -> None:
    prose = {note.id: prose_of(note) for note in Vault.open(TESTS.parent / "vault").notes}
    known = {word.casefold() for word in WORDS.read_text("utf-8").split()}
    words = {
        word for text in prose.values() for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)
    }
    wrong = {word for word in unknown("\n".join(sorted(words))) if word.casefold() not in known}
    found = {word: [id for id in prose if re.search(rf"\b{word}\b", prose[id])] for word in wrong}
    assert sorted(found.items()) == []


def prose_of(note: Note) -> str:
    """Return what a reader reads in `note`, without code, formulas and words with figures."""
    text = [note.title, note.description, *(heading.text for heading in note.headings)]
    text += [one.text for one in note.paragraphs if one.kind not in SKIPPED]
    return NUMBERED.sub(" ", "\n".join(text))


def test_the_word_list_is_sorted_and_each_word_is_used() -> None:
    words = WORDS.read_text("utf-8").split("\n")[:-1]
    assert words == sorted(set(words))
    text = "\n".join(n.source for n in Vault.open(TESTS.parent / "vault").notes).casefold()
    assert [word for word in words if word.casefold() not in text] == []
