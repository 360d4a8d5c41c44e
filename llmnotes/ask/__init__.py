"""Hits → an answer of which every sentence is cited and verified, or a refusal.

question.py    the words of a question → what it wants to know
facets.py      which side of its subject a question asks about
soft.py        how much of a question stands somewhere, also by such words
wanted.py      question → what it looks for
units.py       note → its sentences, made ready to be judged
known.py       how near it is to questions that a sentence is known to answer
features.py    what speaks for a sentence
evidence.py    question → hits → sentences with what speaks for them
confidence.py  how sure one may be that the notes answer
weights.py     the fitted numbers
parts.py       answers of several sentences
lists.py       how much of a list is told, and below what
extractive.py  the back end that says the best sentences as they stand
manner.py      what a person settles: decoder, controls, template
prompting.py   template + passages → what a model is prompted with
backends/      what words an answer, by name
verify.py      claim → citation, if the file says so now
refusal.py     nearest notes, and who else asks
answering.py   all of it in a row
shown.py       an answer as JSON

A back end is a `model.Decoder`: evidence in, claims out. What it claims is verified here, whatever
it is.
"""

from __future__ import annotations

from llmnotes.ask.answering import Asker
from llmnotes.ask.backends import DECODERS
from llmnotes.ask.evidence import Read
from llmnotes.ask.manner import Manner
from llmnotes.ask.question import read_question
from llmnotes.ask.shown import answer_json

__all__ = ["DECODERS", "Asker", "Manner", "Read", "answer_json", "read_question"]
