"""What lies behind an answer, as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from llmnotes.ask.lists import told_left_out
from llmnotes.ask.shown import SENTENCES
from llmnotes.errors import UsageError
from llmnotes.messages import Lang, say
from llmnotes.model import Answer, Citation, Told, Written

STYLE = Path(__file__).parent / "templates" / "report.css"
_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
<main>
{body}
</main>
</html>
"""


def write_report(answer: Answer, path: str, lang: Lang) -> None:
    """Write the page to `path`; raises UsageError if that cannot be."""
    try:
        Path(path).write_text(report(answer, lang), "utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def report(answer: Answer, lang: Lang) -> str:
    """Return the page."""
    return html_page(answer.question, _body(answer, lang), lang)


def html_page(title: str, body: Iterable[str], lang: Lang, style: str = "") -> str:
    """Return a page in the look of reports; `style` goes on with theirs."""
    return _PAGE.format(
        lang="pt-BR" if lang == "pt" else "en",
        title=escape(title),
        style=STYLE.read_text("utf-8") + style,
        body="\n".join(body),
    )


def _body(answer: Answer, lang: Lang) -> Iterator[str]:
    yield f"<header><h1>{escape(answer.question)}</h1>"
    yield f'<p class="answer">{_answer(answer)}</p>'
    if answer.left_out:
        yield f"<p class=note>{escape(told_left_out(answer.left_out, lang))}</p>"
    if answer.free:
        yield f'<p class="warning">{escape(say("ask.free", lang))}</p>'
    yield f"{_facts(answer, lang)}</header>"
    if answer.citations:
        yield f"<section><h2>{escape(say('report.sources', lang))}</h2><ol class=sources>"
        yield from map(_citation, answer.citations)
        yield "</ol></section>"
    traced = [one for one in answer.sentences if one.tokens]
    if traced:
        yield f"<section><h2>{escape(say('report.tokens', lang))}</h2>"
        yield f"<p class=note>{escape(say('report.tokens-note', lang))}</p>"
        for one in traced:
            yield from _traced(one, lang)
        yield "</section>"
    yield from _found(answer, lang)


def _answer(answer: Answer) -> str:
    if not answer.sentences:
        return escape(answer.text)
    return " ".join(
        f"<span>{escape(one.text)}</span> "
        + (f'<a class=cite href="#c{one.n}">{one.n}</a>' if one.n else "<mark>?</mark>")
        for one in answer.sentences
    )


def _facts(answer: Answer, lang: Lang) -> str:
    usage = answer.usage
    facts = [
        (say("report.confidence", lang), f"{answer.confidence:.0%}"),
        (say("report.decoder", lang), answer.decoder),
        (say("report.read", lang), f"{usage.prompt_tokens}"),
        (say("report.written", lang), f"{usage.answer_tokens}"),
        (say("report.seconds", lang), f"{usage.seconds:.2f} s"),
        *((name, _value(value)) for name, value in answer.parameters.items()),
    ]
    cells = (f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return f"<dl class=facts>{''.join(cells)}</dl>"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(repr, value)) or "–"
    return str(value)


def _citation(one: Citation) -> str:
    first, last = one.lines
    lines = f"{first}" if first == last else f"{first}–{last}"
    title = escape(" › ".join((one.title, *one.heading)))
    return (
        f'<li id="c{one.n}"><b>{title}</b> <code>{escape(one.path)}:{lines}</code>'
        f"<blockquote>{escape(one.quote)}</blockquote></li>"
    )


def _traced(told: Told, lang: Lang) -> Iterator[str]:
    pieces = "".join(map(_piece, told.tokens))
    yield f"<p class=tokens>{pieces}</p><details><summary>"
    yield f"{escape(say('report.table', lang))}</summary><div class=wide><table><thead><tr>"
    for key in ("token", "probability", "source", "others"):
        yield f"<th>{escape(say(f'report.{key}', lang))}</th>"
    yield "</tr></thead><tbody>"
    yield from map(_row, told.tokens)
    yield "</tbody></table></div></details>"


def _piece(one: Written) -> str:
    others = " · ".join(f"{text} {share:.1%}" for text, share in one.alternatives)
    tip = escape(f"{one.probability:.1%}" + (f" — {others}" if others else ""), quote=True)
    kind = "" if one.origin else " class=own"
    return f'<span{kind} style="--p:{one.probability:.3f}" title="{tip}">{escape(one.text)}</span>'


def _row(one: Written) -> str:
    others = "".join(
        f"<span class=other><code>{escape(_visible(text))}</code> {share:.1%}</span>"
        for text, share in one.alternatives
    )
    origin = f"{one.origin[0]}–{one.origin[1]}" if one.origin else "–"
    return (
        f"<tr><td><code>{escape(_visible(one.text))}</code></td>"
        f"<td>{_meter(one.probability)}{one.probability:.1%}</td>"
        f"<td>{origin}</td><td>{others}</td></tr>"
    )


def _found(answer: Answer, lang: Lang) -> Iterator[str]:
    found = answer.evidence
    if found is None:
        return
    hits = [
        (hit.score, hit.passage.title, hit.passage.heading, hit.passage.note, hit.passage.lines,
         hit.passage.text)
        for hit in found.hits
    ]  # fmt: skip
    ranked = [
        (score, one.title, one.heading, one.note, one.lines, one.text)
        for one, score in found.sentences[:SENTENCES]
    ]
    for key, rows in (("sentences", ranked), ("hits", hits)):
        if rows:
            yield f"<section><h2>{escape(say(f'report.{key}', lang))}</h2><div class=wide><table>"
            yield from _ranking(rows)
            yield "</table></div></section>"


def _ranking(
    rows: Iterable[tuple[float, str, tuple[str, ...], str, tuple[int, int], str]],
) -> Iterator[str]:
    rows = list(rows)
    low, high = min(row[0] for row in rows), max(row[0] for row in rows)
    for score, title, heading, path, lines, text in rows:
        share = 1.0 if high == low else 0.05 + 0.95 * (score - low) / (high - low)
        place = escape(" › ".join((title, *heading)))
        yield (
            f"<tr><td class=score>{_meter(share)}{score:.2f}</td><td><b>{place}</b> "
            f"<code>{escape(path)}:{lines[0]}</code><br>{escape(_short(text))}</td></tr>"
        )


def _meter(share: float) -> str:
    return f'<i class=meter style="--p:{max(0.0, min(1.0, share)):.3f}"></i>'


def _visible(text: str) -> str:
    return text.replace(" ", "·").replace("\n", "⏎")


def _short(text: str, longest: int = 240) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
