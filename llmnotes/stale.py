"""Files of questions → Problems: what is asked of no note, or answered by no sentence any more."""

from __future__ import annotations

from collections.abc import Iterator

from llmnotes.messages import Lang, say
from llmnotes.model import Note, Problem
from llmnotes.sentences import sentences, single_spaced
from llmnotes.stemming import name_key
from llmnotes.vault import VaultFiles, decode
from llmnotes.vault.asked import AskedOf, is_asked, parse_asked

KIND = "question"


def stale_questions(vault: VaultFiles, lang: Lang = "en") -> Iterator[Problem]:
    """Yield what a search leaves out of the vault's ``*.asked.txt``, once for each sentence."""
    notes = _Notes(vault)
    for path in filter(is_asked, vault.files):
        told = set()
        for one in parse_asked(decode((vault.root / path).read_bytes())[0]):
            message = None if one.note in vault.private else notes.fault(one, lang)
            if message is not None and message not in told:
                told.add(message)
                yield Problem(path, one.line, KIND, message)


class _Notes:
    """The notes by path and by name, and what they say; each is cut into sentences once."""

    def __init__(self, vault: VaultFiles) -> None:
        self._notes: dict[str, Note] = {note.id: note for note in vault.notes}
        self._names = {name_key(name): note for note in vault.notes for name in note.aliases}
        self._names |= {name_key(note.title): note for note in vault.notes}
        self._said: dict[str, set[str]] = {}

    def fault(self, asked: AskedOf, lang: Lang) -> str | None:
        """Return what is wrong with a question, None for nothing."""
        if not asked.note:
            return say("check.asked-nowhere", lang)
        note = self._notes.get(asked.note) or self._names.get(name_key(asked.note))
        if note is None:
            return say("check.asked-note", lang, name=asked.note)
        if note.id not in self._said:
            self._said[note.id] = {one.text for one in sentences(note)}
        for text in asked.said or ():
            if single_spaced(text) not in self._said[note.id]:
                return say("check.asked-sentence", lang, name=note.id, text=text)
        return None
