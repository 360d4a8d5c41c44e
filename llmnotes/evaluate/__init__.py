"""Cases × decoders × templates × settings → accuracy, latency and cost, and the winner.

The six steps of the vault's note "Processo de prompts": success criteria and test cases stand in a
YAML file, prompts are templates; this runs all of them, tells which one wins by the stated
criteria, and pins it, so that ``llmnotes ask`` uses it.

plan.py     what is to be tried, as values
reading.py  YAML → a plan, or an error that names the line
scoring.py  a case and its answer → what was right
running.py  a plan → results
winner.py   results → who meets the criteria, and who wins
pinning.py  the winner → ask.toml of the vault
plots.py, report.py   results → a page that needs nothing else
"""

from __future__ import annotations

from llmnotes.evaluate.pinning import pin
from llmnotes.evaluate.plan import Case, Criteria, Plan, Variant
from llmnotes.evaluate.reading import EXAMPLE, read_plan
from llmnotes.evaluate.report import report
from llmnotes.evaluate.running import Evaluation, evaluate
from llmnotes.evaluate.winner import missed, winner

__all__ = [
    "EXAMPLE", "Case", "Criteria", "Evaluation", "Plan", "Variant",
    "evaluate", "missed", "pin", "read_plan", "report", "winner",
]  # fmt: skip
