"""A conversation with the notes: follow-ups, history, completion, links."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from llmnotes.api import Vault
from llmnotes.cli import DONE
from llmnotes.cli.answers import Printer
from llmnotes.cli.output import dim, remark
from llmnotes.errors import LlmnotesError
from llmnotes.messages import say
from llmnotes.model import Answer, Asked

if TYPE_CHECKING:
    from llmnotes.ask import Asker

COMMANDS = ("/help", "/sources", "/reset", "/quit")
HISTORY = "chat-history"
"""The file in .llmnotes that keeps what was asked."""
_KEPT = 500


def chat(vault: Vault, asker: Asker, k: int) -> int:
    """Talk until ``/quit`` or the end of the input."""
    remark(say("chat.hello", vault.lang))
    talk = Talk(vault, asker, k)
    with _line_editing(vault, asker):
        while (text := _heard()) is not None:
            if not talk.hear(text):
                break
    return DONE


class Talk:
    """A conversation: what was asked last, and what was answered."""

    def __init__(self, vault: Vault, asker: Asker, k: int) -> None:
        self._vault, self._asker, self._k = vault, asker, k
        self._printer = Printer(vault.root, vault.lang)
        self._before: Asked | None = None
        self._answer: Answer | None = None

    def hear(self, text: str) -> bool:
        """Answer one line; tell whether the conversation goes on."""
        text = text.strip()
        if text.startswith("/"):
            return self._command(text)
        if text:
            try:
                self._ask(text)
            except LlmnotesError as error:
                remark(f"llmnotes: {error}")
            except KeyboardInterrupt:  # stops this answer, not the conversation
                remark("")
        return True

    def _ask(self, text: str) -> None:
        from llmnotes.ask.followup import stands_alone

        asked = stands_alone(text, self._before)
        if asked.text != text:
            remark(dim(f"→ {asked.text}"))
        answer = self._asker(asked.text, self._k, self._printer, asked.lang)
        self._printer.finish(answer)
        self._before, self._answer = asked, answer
        print()

    def _command(self, text: str) -> bool:
        """Do what one of COMMANDS says."""
        lang = self._vault.lang
        if text == "/quit":
            return False
        if text == "/reset":
            self._before = self._answer = None
            remark(say("chat.reset", lang))
        elif text == "/sources" and self._answer is not None and self._answer.citations:
            self._printer.sources(self._answer)
            print()
        elif text == "/sources":
            remark(say("chat.no-sources", lang))
        else:
            remark(say("chat.help", lang))
        return True


def completions(text: str, titles: Sequence[str]) -> list[str]:
    """Return what `text` may be the beginning of: a command, or names of notes.

    >>> completions("/re", []), completions("tem", ["Token", "Temperatura"])
    (['/reset'], ['Temperatura'])
    """
    from llmnotes.stemming import fold

    if text.startswith("/"):
        return [one for one in COMMANDS if one.startswith(text)]
    start = fold(text)
    return [title for title in titles if fold(title).startswith(start)] if start else []


def _heard() -> str | None:
    """Return the next line, None at the end; Ctrl+C drops what stands on the line."""
    try:
        return input("› ")
    except KeyboardInterrupt:
        print()
        return ""
    except EOFError:
        print()
        return None


@contextlib.contextmanager
def _line_editing(vault: Vault, asker: Asker) -> Iterator[None]:
    """Let a line be edited, completed and recalled, where Python was built for it."""
    try:
        import readline
    except ImportError:  # not everywhere, Windows for one
        yield
        return
    file = vault.root / ".llmnotes" / HISTORY
    with contextlib.suppress(OSError):
        readline.read_history_file(file)
    readline.set_history_length(_KEPT)
    readline.set_completer_delims('?!,;:()"\t\n')
    readline.set_completer(completer(asker.titles()))
    binding = "bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete"
    readline.parse_and_bind(binding)
    try:
        yield
    finally:
        _keep(file, readline.write_history_file)


def completer(titles: Sequence[str]) -> Callable[[str, int], str | None]:
    """Complete the last words of a line that begin a title, whatever stands before them."""

    def complete(text: str, number: int) -> str | None:
        parts = text.split(" ")
        for first in range(len(parts)):
            head, tail = " ".join(parts[:first]), " ".join(parts[first:])
            if found := completions(tail, titles):
                whole = [f"{head} {one}" if head else one for one in found]
                return whole[number] if number < len(whole) else None
        return None

    return complete


def _keep(file: Path, write: Callable[[Path], None]) -> None:
    """Write the history for its owner alone; a vault that cannot be written keeps none."""
    with contextlib.suppress(OSError):
        write(file)
        file.chmod(0o600)
