"""An evaluation → one HTML page with its plots, that needs no other file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from llmnotes.ask.report import html_page
from llmnotes.evaluate.plan import Case
from llmnotes.evaluate.plots import Mark, bars, ranges, scatter
from llmnotes.evaluate.running import Evaluation, Result
from llmnotes.evaluate.scoring import Score
from llmnotes.evaluate.winner import LIMITS, missed, winner
from llmnotes.messages import Lang, say

_STYLE = Path(__file__).with_name("report.css")


def report(evaluation: Evaluation, name: str, lang: Lang) -> str:
    """Return the page; `name` is that of the cases file."""
    page = _Report(evaluation, lang)
    title = say("evaluate.title", lang, name=name)
    return html_page(title, page.body(title), lang, _STYLE.read_text("utf-8"))


def columns(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the measures that say something about this plan, in the order of the table."""
    found = ["accuracy"]
    results = evaluation.results
    found += [name for name in ("note", "f1") if any(getattr(r, name) is not None for r in results)]
    found += ["refusal", "cited", "tokens"]
    found += ["cost"] if any(result.cost for result in results) else []
    return (*found, "seconds", "latency")


def shown(result: Result, name: str) -> str:
    """Return a measure as people read it."""
    value = getattr(result, name)
    if value is None:
        return "–"
    if name in ("accuracy", "note", "refusal", "cited"):
        return f"{100 * value:.0f} %"
    if name == "tokens":
        return f"{value:.0f}"
    if name == "cost":
        return f"{value:.4f}" if value else "0"
    return f"{value:.2f}"


class _Report:
    """The parts of the page, in one language; results are numbered from 1 all over it."""

    def __init__(self, evaluation: Evaluation, lang: Lang) -> None:
        self._evaluation, self._lang = evaluation, lang
        self._results, self._best = evaluation.results, winner(evaluation)

    def body(self, title: str) -> Iterator[str]:
        yield f"<h1>{escape(title)}</h1>"
        yield f'<p class="lead">{self._told()}</p>'
        yield self._winner()
        yield from self._table()
        yield from self._plots()
        yield f"<h2>{self._say('cases')}</h2>"
        for at, case in enumerate(self._evaluation.plan.cases):
            yield from self._case(case, [result.scores[at] for result in self._results])

    def _say(self, key: str, **values: object) -> str:
        return escape(say(f"evaluate.{key}", self._lang, **values))

    def _limit(self, name: str) -> str:
        """Return a criterion in words, empty if nothing is asked of `name`."""
        value = getattr(self._evaluation.plan.criteria, name, None)
        if value is None:
            return ""
        told = f"{100 * value:g} %" if name == "accuracy" else f"{value:g}"
        return self._say(f"{name}-limit", value=told)

    def _told(self) -> str:
        plan = self._evaluation.plan
        count = self._say("count", cases=len(plan.cases), variants=len(self._results))
        asked = "; ".join(filter(None, map(self._limit, LIMITS))) or "–"
        return f"{count} {self._say('criteria')}: {asked}."

    def _winner(self) -> str:
        best = self._best
        if best is None:
            return f'<p class="win none">{self._say("no-winner")}</p>'
        name = self._say("winner", name=best.variant.name)
        facts = " · ".join(
            f"{self._say(key)}: {shown(best, key)}"
            for key in columns(self._evaluation)
            if key in LIMITS
        )
        return f'<p class="win"><b>{name}</b>{facts}</p>'

    def _table(self) -> Iterator[str]:
        names, labels = columns(self._evaluation), self._evaluation.names
        head = "".join(f"<th>{self._say(name)}</th>" for name in names)
        yield '<div class="wide"><table class="results"><thead>'
        yield f"<tr><th></th><th>{self._say('variant')}</th>{head}</tr></thead><tbody>"
        for number, result in enumerate(self._results, 1):
            faults = missed(self._evaluation, result)
            cells = "".join(
                f"<td{' class=miss' if name in faults else ''}>{shown(result, name)}</td>"
                for name in names
            )
            kind = ' class="best"' if result is self._best else ""
            name = f'<td title="{escape(result.variant.name)}">{escape(labels[number - 1])}</td>'
            yield f"<tr{kind}><td>{number}</td>{name}{cells}</tr>"
        yield "</tbody></table></div>"

    def _plots(self) -> Iterator[str]:
        paid = ["cost"] if "cost" in columns(self._evaluation) else []
        for name in ("accuracy", "seconds", *paid):
            label, limit = self._say(name), getattr(self._evaluation.plan.criteria, name)
            yield f"<h2>{label} <small>{self._limit(name)}</small></h2>"
            yield f"<figure>{bars(self._marks(name), limit, label)}</figure>"
        across, up = self._say("seconds"), self._say("accuracy")
        yield f"<h2>{up} × {across}</h2>"
        yield f"<figure>{scatter(self._marks('seconds'), across, up)}</figure>"

    def _marks(self, name: str) -> list[Mark]:
        return [
            Mark(
                number,
                self._evaluation.names[number - 1],
                getattr(one, name) or 0.0,
                one.accuracy,
                shown(one, name),
                one is self._best,
            )
            for number, one in enumerate(self._results, 1)
        ]

    def _case(self, case: Case, scores: list[Score]) -> Iterator[str]:
        """Yield a case with its answers, those that several variants gave only once."""
        right = sum(one.right for one in scores)
        opened = "" if right == len(scores) else " open"
        yield f'<details class="case"{opened}><summary>{escape(case.question)}'
        yield f" <span>{right}/{len(scores)}</span></summary>"
        yield f'<p class="wanted">{self._wanted(case)}</p>'
        told: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for number, one in enumerate(scores, 1):
            told.setdefault((one.answer, one.faults), []).append(number)
        for (answer, faults), numbers in told.items():
            names = ", ".join(escape(self._evaluation.names[at - 1]) for at in numbers)
            first = scores[numbers[0] - 1].first
            keys = ("none" if one == "note" and not first else one for one in faults)
            why = "; ".join(self._say(f"fault-{key}", first=first) for key in keys)
            yield f'<div class="told{" wrong" if faults else ""}"><p>{escape(answer)}</p>'
            yield f"<small>{f'<b>✗ {why}</b> · ' if why else '✓ '}"
            yield f"{ranges(numbers)} · {names}</small></div>"
        yield "</details>"

    def _wanted(self, case: Case) -> str:
        """Return what a case demands, in words."""
        demands = {
            "note": " / ".join(case.notes),
            "contains": ", ".join(f"“{one}”" for one in case.contains),
            "f1": f"“{case.answer}”" if case.answer else "",
        }
        parts = [self._say(f"wants-{key}", text=text) for key, text in demands.items() if text]
        return "; ".join(parts) or self._say("wants-refusal")
