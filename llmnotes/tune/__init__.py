"""The bundled encoder, adapted to one vault, if that helps.

asked.py     a file of questions that people put to the vault
cases.py     these, and the vault's own links, headings, definitions and aliases → questions with
             their notes
fitting.py   pairs of texts → changed vectors of pieces, by a contrastive loss in numpy
judging.py   how well held-out questions find their notes, before and after
tuning.py    all of it in a row; keeps the result only if it is better
"""

from __future__ import annotations

from llmnotes.index import TUNED
from llmnotes.tune.asked import asked_of
from llmnotes.tune.tuning import Outcome, tune, undo

__all__ = ["TUNED", "Outcome", "asked_of", "tune", "undo"]
