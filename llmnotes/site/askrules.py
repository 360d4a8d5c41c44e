"""The constants, patterns and fitted numbers by which Python answers, for browsers to do the same.

Patterns are Python's own; the browser turns them into its own kind (see assets/ask/patterns.js).
"""

from __future__ import annotations

import re

from llmnotes import stemming
from llmnotes.ask import (
    confidence,
    evidence,
    extractive,
    facets,
    features,
    known,
    lists,
    looks,
    parts,
    question,
    refusal,
    soft,
    wanted,
)
from llmnotes.ask.backends import choice
from llmnotes.ask.weights import load_weights
from llmnotes.encoder import thesaurus
from llmnotes.encoder.matcher import load_matcher


def ask_rules() -> dict[str, object]:
    """Return everything that the twin of `llmnotes.ask` needs to know."""
    weights = load_weights()
    return {
        "facets": _facets(),
        "parts": _parts(),
        "question": _question(),
        "wanted": _wanted(),
        "soft": _soft(),
        "features": _features(),
        "confidence": {"signs": len(confidence.NAMES), "many": confidence._MANY}
        | {"few": confidence._FEW, "ofRow": list(confidence._OF_ROW), "same": confidence.SAME},
        "evidence": {"notes": evidence.NOTES, "depth": evidence.DEPTH},
        "nearest": refusal.NEAREST,
        "weights": {
            "sentence": weights.of(""),
            "kinds": {kind: weights.of(kind) for kind in weights.kinds},
            "confidence": [weights.confidence[name] for name in confidence.NAMES],
            "bias": weights.bias,
            "threshold": weights.threshold,
            "unasked": weights.unasked,
        },
        "choice": choice_rules(),
    }


def choice_rules() -> dict[str, object]:
    """Return the constants by which the decoder's candidates are chosen."""
    return {
        "candidates": choice.CANDIDATES,
        "trust": choice.TRUST,
        "most": choice.MOST,
        "worth": choice.WORTH,
        "worthDefined": choice.WORTH_DEFINED,
        "beginning": choice.BEGINNING,
        "new": choice.NEW,
        "short": choice.SHORT,
        "faintest": choice._FAINTEST,
        "soft": _soft(),
        "facets": _facets(),
        "parts": _parts(),
    }


def _facets() -> dict[str, list[str]]:
    return {name: list(one) for name, one in facets.facets().items()}


def _parts() -> dict[str, object]:
    return {
        "items": lists.ITEMS,
        "title": lists.TITLE,
        "near": lists.NEAR,
        "closed": list(lists._CLOSED),
        "listed": sorted(parts.LISTED),
        "whole": parts.WHOLE,
        "entry": parts.ENTRY,
        "rows": parts.ROWS,
        "steps": parts.STEPS,
        "same": parts.SAME,
        "first": parts.FIRST,
        "alone": extractive.ALONE,
        "tried": extractive.TRIED,
        "told": extractive.TOLD,
    }


def _soft() -> dict[str, object]:
    return {"stem": soft._STEM, "family": soft._FAMILY, "small": soft._SMALL}


def _question() -> dict[str, object]:
    return {
        "about": [pattern for _, pattern in question._ABOUT],
        "pairs": list(question._PAIRS),
        "tail": question._TAIL.pattern,
        "kinds": [[kind, one.pattern] for kind, one in question._KINDS],
        "said": [[one.pattern, plain] for one, plain in question._SAID],
        "portuguese": sorted(stemming._SAID_PT),
        "english": sorted(stemming._EN),
    }


def _wanted() -> dict[str, object]:
    return {
        "asking": sorted(wanted._ASKING),
        "generic": sorted(wanted._GENERIC),
        "name": wanted._NAME.pattern,
        "money": wanted._MONEY.pattern,
        "counted": wanted._COUNTED.pattern,
        "source": wanted._SOURCES.pattern,
        "sure": wanted._SURE,
        "faint": wanted._FAINT,
        "more": wanted._MORE,
        "synonym": wanted._SYNONYM,
        "translation": wanted._TRANSLATION,
        "longest": thesaurus._LONGEST,
        "thesaurus": thesaurus.FILE.read_text("utf-8").splitlines(),
    }


def _features() -> dict[str, object]:
    names = ("BECAUSE", "COPULA", "IS_A", "NUMBER", "MONEY", "YEAR", "NAME", "DEFINED")
    patterns: dict[str, re.Pattern[str]] = {name.lower(): getattr(looks, name) for name in names}
    return {
        "names": list(features.NAMES),
        "sources": sorted(features._SOURCES),
        "over": list(features._OVER),
        "opened": list(features._OPENED),
        "likely": known.LIKELY,
        "nearStart": looks.NEAR_START,
        "beside": looks.BESIDE,
        "named": looks.NAMED,
        "length": load_matcher().length,
        "width": load_matcher().told.shape[1],
    } | {name: pattern.pattern for name, pattern in patterns.items()}
