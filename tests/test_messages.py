"""Laws of the tables of messages."""

from __future__ import annotations

from string import Formatter

import pytest

from llmnotes.messages.asking import ASKING
from llmnotes.messages.commands import COMMANDS
from llmnotes.messages.help import HELP
from llmnotes.messages.notes import NOTES
from llmnotes.messages.trials import TRIALS

TABLES = (NOTES, COMMANDS, HELP, ASKING, TRIALS)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("table", TABLES, ids=("notes", "commands", "help", "asking", "trials"))
def test_both_languages_say_the_same_values(table: dict[str, tuple[str, str]]) -> None:
    assert [key for key, (pt, en) in table.items() if fields(pt) != fields(en)] == []


def test_a_key_stands_in_one_table() -> None:
    keys = [key for table in TABLES for key in table]
    assert len(keys) == len(set(keys))
