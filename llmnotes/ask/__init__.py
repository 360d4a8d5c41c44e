"""Hits → an answer of which every sentence is cited and verified, or a refusal.

question.py    the words of a question → what it wants to know
sentences.py   note → sentences that may be said
features.py    what speaks for a sentence
evidence.py    question → hits → sentences with what speaks for them
confidence.py  how sure one may be that the notes answer
weights.py     the fitted numbers
extractive.py  the back end that says the best sentences as they stand
verify.py      claim → citation, if the file says so now
refusal.py     nearest notes, and who else asks
answering.py   all of it in a row

A back end is a `model.Decoder`: evidence in, claims out. What it claims is verified here, whatever
it is.
"""

from __future__ import annotations

from llmnotes.ask.answering import DECODERS, Asker, answer_json
from llmnotes.ask.evidence import Read
from llmnotes.ask.question import read_question

__all__ = ["DECODERS", "Asker", "Read", "answer_json", "read_question"]
