"""An answer as ``--json`` prints it."""

from __future__ import annotations

from dataclasses import asdict

from llmnotes.model import Answer, Told, Written


def answer_json(answer: Answer, explain: bool = False) -> dict[str, object]:
    """Return an answer as plain values; a refusal also says what comes nearest.

    `explain` adds the tokens of each sentence and the scores of what was found.
    """
    usage = answer.usage
    shown: dict[str, object] = {
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "confidence": round(answer.confidence, 4),
        "citations": [
            {
                "n": one.n,
                "path": one.path,
                "title": one.title,
                "heading": list(one.heading),
                "lines": list(one.lines),
                "quote": one.quote,
            }
            for one in answer.citations
        ],
        "decoder": answer.decoder,
        "parameters": dict(answer.parameters),
        "usage": {
            "prompt_tokens": usage.prompt_tokens,
            "answer_tokens": usage.answer_tokens,
            "seconds_first": round(usage.seconds_first, 4),
            "seconds": round(usage.seconds, 4),
        },
        "free": answer.free,
        "sentences": [
            {"text": one.text, "n": one.n, "supported": one.n is not None}
            for one in answer.sentences
        ],
        "left_out": [asdict(one) | {"lines": list(one.lines)} for one in answer.left_out],
    }
    if answer.refused:
        shown |= _silence(answer)
    return shown | {"explain": explained(answer)} if explain else shown


def explained(answer: Answer) -> dict[str, object]:
    """Return what lies behind an answer: its tokens, and the scores of hits and sentences."""
    found = answer.evidence
    return {
        "hits": [_hit(hit.passage.note, hit.passage.title, hit.passage.heading, hit.passage.lines,
                      hit.score) | {"reason": hit.reason} for hit in found.hits]
        if found else [],
        "sentences": [
            _hit(one.note, one.title, one.heading, one.lines, score) | {"text": one.text}
            for one, score in found.sentences[:SENTENCES]
        ]
        if found else [],
        "tokens": [_tokens(one) for one in answer.sentences],
    }  # fmt: skip


SENTENCES = 10
"""Sentences whose scores are shown."""


def _tokens(told: Told) -> dict[str, object]:
    return {"text": told.text, "n": told.n, "tokens": [_token(one) for one in told.tokens]}


def _token(one: Written) -> dict[str, object]:
    return asdict(one) | {
        "probability": round(one.probability, 6),
        "alternatives": [[text, round(share, 6)] for text, share in one.alternatives],
        "origin": list(one.origin) if one.origin else None,
    }


def _hit(
    path: str, title: str, heading: tuple[str, ...], lines: tuple[int, int], score: float
) -> dict[str, object]:
    return {
        "path": path,
        "title": title,
        "heading": list(heading),
        "lines": list(lines),
        "score": round(score, 4),
    }


def _silence(answer: Answer) -> dict[str, object]:
    ghost = answer.ghost
    asked_by = [{"path": path, "line": line} for path, line in ghost.asked_by] if ghost else []
    near = (hit for hit in answer.nearest)
    return {
        "nearest": [
            _hit(hit.passage.note, hit.passage.title, hit.passage.heading, hit.passage.lines,
                 hit.score) for hit in near
        ],
        "ghost": {"name": ghost.name, "asked_by": asked_by} if ghost else None,
    }  # fmt: skip
