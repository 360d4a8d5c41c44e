"""What llmnotes says to people, in Brazilian Portuguese and in English.

Every sentence a user may read stands in one of these tables under one key, so that both languages
are seen side by side. Data (paths, titles, JSON keys) is never translated. They are Python rather
than data files because reading those takes longer than many a command.
"""

from __future__ import annotations

import os
from typing import Literal

from llmnotes.messages.asking import ASKING
from llmnotes.messages.commands import COMMANDS
from llmnotes.messages.help import HELP
from llmnotes.messages.notes import NOTES
from llmnotes.messages.trials import TRIALS

Lang = Literal["pt", "en"]

_MESSAGES = NOTES | COMMANDS | HELP | ASKING | TRIALS


def say(key: str, lang: Lang, /, **values: object) -> str:
    """Return the message `key` in `lang` with `values` filled in; KeyError for an unknown key."""
    return _MESSAGES[key][0 if lang == "pt" else 1].format(**values)


def language(choice: str | None = None) -> Lang:
    """Return the language of messages: `choice`, else what the locale's environment asks for.

    >>> language("pt-BR")
    'pt'
    """
    wanted = choice or next(
        (v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "en"
    )
    return "pt" if wanted.lower().startswith("pt") else "en"
