"""The numbers and lists by which Python searches, for the browser to search by the same."""

from __future__ import annotations

from llmnotes import endings, stemming
from llmnotes.encoder import thesaurus, wordlist
from llmnotes.index.codec import QUARTERS
from llmnotes.search import engine, query, scoring, symbols
from llmnotes.site import searchdata_vectors as vectors


def rules() -> dict[str, object]:
    """Return every constant of stemming, reading a query and scoring."""
    return {
        "stemming": _stemming(),
        "query": _query(),
        "listed": _listed(),
        "scoring": _scoring(),
        "near": _near(),
        "tex": tex_rules(),
    }


def tex_rules() -> dict[str, object]:
    """Return what is known of TeX's commands."""
    return {
        "symbols": symbols.SYMBOLS,
        "accents": symbols.ACCENTS,
        "structure": sorted(symbols.STRUCTURE),
    }


def _stemming() -> dict[str, object]:
    return {
        "plurals": endings.PLURALS,
        "endings": endings.ENDINGS,
        "exceptions": endings.EXCEPTIONS,
        "spelling": endings.SPELLING,
        "shortest": endings.SHORTEST,
        "stop": sorted(stemming.STOP_WORDS),
        "frames": [frame.pattern for frame in stemming._FRAMES],
    }


def _query() -> dict[str, object]:
    return {
        "letters": query._LETTERS,
        "shortest": query._SHORTEST,
        "easy": query._EASY,
        "had": query._HELD,
        "first": query._FIRST,
        "slips": query._SLIPS,
        "longest": thesaurus._LONGEST,
    }


def _listed() -> dict[str, object]:
    return {
        "shortest": wordlist.SHORTEST,
        "longest": wordlist.LONGEST,
        "class": wordlist.FIRST_CLASS,
    }


def _near() -> dict[str, object]:
    return {
        "weight": vectors.WEIGHT,
        "first": vectors.FIRST,
        "sure": vectors.SURE,
        "doubt": vectors.DOUBT,
        "far": vectors.FAR,
    }


def _scoring() -> dict[str, object]:
    return {
        "k1": scoring.K1,
        "b": scoring.B,
        "whole": scoring.WHOLE,
        "trust": scoring.TRUST,
        "growth": scoring.GROWTH,
        "routed": scoring.ROUTED,
        "foreign": scoring.FOREIGN,
        "alike": scoring.ALIKE,
        "like": scoring.LIKE,
        "boost": scoring.BOOST,
        "again": scoring.AGAIN,
        "depth": engine.DEPTH,
        "digits": engine._DIGITS,
        "quarters": QUARTERS,
    }
