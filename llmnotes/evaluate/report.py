"""An evaluation → one HTML page with its plots, that needs no other file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from llmnotes.evaluate.plots import bars, scatter
from llmnotes.evaluate.running import Evaluation, Result
from llmnotes.evaluate.winner import missed, winner
from llmnotes.messages import Lang, say

_STYLE = """
:root{color-scheme:light dark;--fg:#1c2330;--dim:#5d6778;--bg:#fbfbfd;--card:#fff;--line:#dfe3ea;
--bar:#8fa3c7;--best:#2f7d5b;--bad:#b3372f;--ok:#2f7d5b}
@media(prefers-color-scheme:dark){:root{--fg:#e6e9f0;--dim:#9aa5b8;--bg:#14171d;--card:#1c2129;
--line:#323a47;--bar:#5b6f95;--best:#56b98c;--bad:#f08a80;--ok:#56b98c}}
*{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:2rem 1.2rem 4rem;color:var(--fg);
background:var(--bg);font:16px/1.5 system-ui,sans-serif}h1{font-size:1.6rem;margin:0 0 .2rem}
h2{font-size:1.1rem;margin:2.2rem 0 .6rem}p.lead{color:var(--dim);margin:.2rem 0}
.win{border:1px solid var(--line);border-left:4px solid var(--best);background:var(--card);
padding:.8rem 1rem;border-radius:6px;margin:1.2rem 0}.win.none{border-left-color:var(--bad)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.4rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;
min-width:9rem;overflow-wrap:anywhere}
tr.best td{font-weight:600}.miss{color:var(--bad)}
td.told{white-space:normal;text-align:left;min-width:16rem}figure{margin:0;background:var(--card);
border:1px solid var(--line);border-radius:6px;padding:.8rem}
svg{width:100%;height:auto;display:block}
svg text{fill:var(--fg);font-size:13px}.name{text-anchor:end}.value{fill:var(--dim);
paint-order:stroke;stroke:var(--card);stroke-width:5px}.tick{
text-anchor:middle;fill:var(--dim);font-size:11px}.tick.end{text-anchor:end}.axis{text-anchor:middle;
fill:var(--dim)}.bar,.dot{fill:var(--bar)}.best.bar,.best.dot{fill:var(--best)}.limit{stroke:
var(--bad);stroke-width:1.5;stroke-dasharray:5 4}.grid{stroke:var(--line)}
.mark.finish{text-anchor:end}
details{border-bottom:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer}
.yes{color:var(--ok)}.no{color:var(--bad)}
"""


def report(evaluation: Evaluation, name: str, lang: Lang) -> str:
    """Return the page; `name` is that of the cases file."""
    best = winner(evaluation)
    title = say("evaluate.title", lang, name=name)
    body = "".join(
        [
            f"<h1>{escape(title)}</h1>",
            f'<p class="lead">{escape(_told(evaluation, lang))}</p>',
            _winner(best, lang),
            f'<div class="wide">{_table(evaluation, best, lang)}</div>',
            *_plots(evaluation, best, lang),
            f"<h2>{escape(say('evaluate.cases', lang))}</h2>",
            *_cases(evaluation, lang),
        ]
    )
    code = "pt-BR" if lang == "pt" else "en"
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


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
    return f"{value:.4f}" if name == "cost" else f"{value:.2f}"


def _told(evaluation: Evaluation, lang: Lang) -> str:
    criteria = evaluation.plan.criteria
    asked = [
        say(f"evaluate.{name}-limit", lang, value=_limit(name, value))
        for name in ("accuracy", "seconds", "latency", "cost")
        if (value := getattr(criteria, name)) is not None
    ]
    count = say("evaluate.count", lang, cases=len(evaluation.plan.cases),
                variants=len(evaluation.results))  # fmt: skip
    return f"{count} {say('evaluate.criteria', lang)}: {'; '.join(asked) or '–'}."


def _limit(name: str, value: float) -> str:
    return f"{100 * value:g} %" if name == "accuracy" else f"{value:g}"


def _winner(best: Result | None, lang: Lang) -> str:
    if best is None:
        return f'<p class="win none">{escape(say("evaluate.no-winner", lang))}</p>'
    told = say("evaluate.winner", lang, name=best.variant.name)
    return f'<p class="win">{escape(told)}</p>'


def _table(evaluation: Evaluation, best: Result | None, lang: Lang) -> str:
    names = columns(evaluation)
    head = "".join(f"<th>{escape(say(f'evaluate.{name}', lang))}</th>" for name in names)
    rows = []
    for result in evaluation.results:
        faults = missed(evaluation, result)
        cells = "".join(
            f"<td{' class=miss' if name in faults else ''}>{shown(result, name)}</td>"
            for name in names
        )
        kind = ' class="best"' if result is best else ""
        rows.append(f"<tr{kind}><td>{escape(result.variant.name)}</td>{cells}</tr>")
    first = escape(say("evaluate.variant", lang))
    top = f"<thead><tr><th>{first}</th>{head}</tr></thead>"
    return f"<table>{top}<tbody>{''.join(rows)}</tbody></table>"


def _plots(evaluation: Evaluation, best: Result | None, lang: Lang) -> Iterator[str]:
    criteria, results = evaluation.plan.criteria, evaluation.results

    def rows(name: str) -> list[tuple[str, float, str, bool]]:
        return [(r.variant.name, getattr(r, name) or 0.0, shown(r, name), r is best)
                for r in results]  # fmt: skip

    label: Callable[[str], str] = lambda name: say(f"evaluate.{name}", lang)  # noqa: E731
    for name in ("accuracy", "seconds", *(["cost"] if "cost" in columns(evaluation) else [])):
        plot = bars(rows(name), getattr(criteria, name), label(name))
        yield f"<h2>{escape(label(name))}</h2><figure>{plot}</figure>"
    points = [(r.variant.name, r.seconds, r.accuracy, r is best) for r in results]
    yield f"<h2>{escape(label('accuracy'))} × {escape(label('seconds'))}</h2>"
    yield f"<figure>{scatter(points, label('seconds'), label('accuracy'))}</figure>"


def _cases(evaluation: Evaluation, lang: Lang) -> Iterator[str]:
    for at, case in enumerate(evaluation.plan.cases):
        scores = [result.scores[at] for result in evaluation.results]
        right = sum(one.right for one in scores)
        yield (
            f"<details{'' if right == len(scores) else ' open'}><summary>{escape(case.question)}"
            f" ({right}/{len(scores)})</summary><div class=wide><table><tbody>"
        )
        for one in scores:
            mark = "<span class=yes>✓</span>" if one.right else "<span class=no>✗</span>"
            yield (
                f"<tr><td>{mark} {escape(one.variant.name)}</td>"
                f'<td class="told">{escape(one.answer)}</td></tr>'
            )
        yield "</tbody></table></div></details>"
