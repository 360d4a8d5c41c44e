"""Question → what it looks for: its words, what they weigh and what may stand for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llmnotes.ask.facets import asked_facets, compiled
from llmnotes.ask.facets import facets as known_facets
from llmnotes.ask.question import read_question
from llmnotes.ask.soft import Soft
from llmnotes.encoder import TextEncoder
from llmnotes.encoder.lexicon import Translations, load_lexicon
from llmnotes.encoder.matcher import Asking, load_matcher
from llmnotes.encoder.questions import load_question_encoder
from llmnotes.encoder.thesaurus import synonyms
from llmnotes.encoder.wordlist import load_words
from llmnotes.index import Index
from llmnotes.model import Asked
from llmnotes.search.query import read_query, rewritten
from llmnotes.search.scoring import idf
from llmnotes.stemming import STOP_WORDS, content_words, fold, stem, stems, words

Floats = npt.NDArray[np.float32]

_ASKING = frozenset(
    stems(
        "diferença diferente difere difference different differ serve função funciona work exemplo"
        " usa usar use quanto existe pode posso preciso tipo fica acontece chama chamar call"
        " adianta consegue dá fazer faz tem ter sempre só mesmo exatamente really actually always"
        " can get make made do thing coisa feito feita ia ai llm llms modelo model models"
    )
)
"""Keys of words that ask, or name what all notes are about, and say little of what is sought."""
_GENERIC = frozenset(words("a ia ai llm llms inteligência artificial intelligence"))
"""Words that nearly every question about such notes may hold."""
_NAME = re.compile(r"(?<!^)\b[A-ZÀ-Ý][\w-]*|\b[A-Z]{2,}\b|\b[\w-]*\d[\w-]*")
_MONEY = re.compile(
    r"\b(?:quanto (?:custa|custou|custam|pag|vale|cobra|ganha|gast)|precos?|salario|mensalidade"
    r"|how much (?:does|do|did|is|was)|prices?|pricing|valuation|revenue|faturamento|receita anual"
    r"|costs?|custou)"
)
_SOURCES = re.compile(
    r"\b(?:fontes?|referencias?|bibliografia|artigos?|papers?|livros?|publicou|publicad[oa]s?|leituras?"
    r"|autor\w*|escreveu|escrito|quem|ler|sources?|references?|articles?|books?|authors?|wrote|written"
    r"|published|who|whose|read(?:ing)?|em que ano|what year|when was)\b"
)
_COUNTED = re.compile(r"\b(?:quant[oa]s|how many) (\w+)")
_SURE = 0.1
"""Share of sentences from which on a translation counts."""
_FAINT = 0.25
_MORE = 50
"""Passages that a vault is thought to have more: in a small one, what is rare says little."""
_SYNONYM, _TRANSLATION = 0.6, 0.2
"""What a synonym is worth, and what a translation is worth above its share."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question looks for.

    `terms` are keys of its words with what each weighs, `names` those that are proper names or have
    digits; `text` is the question with slips of the pen mended, `others` what its words are in the
    other language, `pairs` its words that stand together, `vector` is it encoded, `alike` it as
    `llmnotes.encoder.questions` has it, mended and as it was typed: its slips may be words of a
    question that is known. `soft` are its words with all that may stand for them. `unknown` is the
    share of weight of words that stand nowhere in the vault, `unknown_names` the same of names.
    `money` says that it asks for a sum, `counted` are keys of what it wants to know the number of.
    `facets` are what it wants to know of its subject, `subject` its words without those that say
    so; `sources` says that it asks who wrote about it, or where. `asking` are its pieces, for
    `llmnotes.encoder.matcher`.
    """

    asked: Asked
    text: str
    terms: Mapping[str, float]
    names: Mapping[str, float]
    others: Mapping[str, Sequence[tuple[str, float]]]
    pairs: frozenset[tuple[str, str]]
    vector: Floats
    alike: tuple[Floats, Floats]
    soft: Soft
    unknown: float
    unknown_names: float
    money: bool
    counted: frozenset[str]
    facets: frozenset[str]
    subject: Soft
    sources: bool
    asking: Asking


def want(asked: Asked, index: Index, encoder: TextEncoder) -> Wanted:
    """Look up the words of a question in the vault, the lexicon and the thesaurus."""
    typed = asked.text
    with index.snapshot() as columns:
        query = read_query(asked.text, index.known, classes=load_words().classes)
        text = rewritten(asked.text, dict(query.mended))
        held = dict(query.terms)
        others = _translations(text, held)
        abroad = {other for there in others.values() for other, _ in there}
        known = index.known(sorted(abroad)) if abroad else {}
        for key, there in others.items():  # a word may only stand in the other language
            held[key] = held[key] or max(known.get(other, 0) for other, _ in there)
        weights = {key: _weight(key, n, columns.passages) for key, n in held.items()}
    asked = read_question(text, asked.lang) if query.mended else asked
    alike = synonyms(text)
    names = {key: weights[key] for key in _names(asked.text) if key in weights}
    missing = {key for key, n in held.items() if not n}
    standing = {key: _standing_for(key, others, alike) for key in weights}
    facets = asked_facets(text)
    asking = _facet_words(text, facets)
    about = {key: weight for key, weight in weights.items() if key not in asking}
    mended, slips = load_question_encoder()([text, typed])
    return Wanted(
        asked=asked,
        text=text,
        terms=weights,
        names=names,
        others=others,
        pairs=pairs_of([key for key in stems(text) if key in weights]),
        vector=np.asarray(encoder.queries([text])[0], dtype=np.float32),
        alike=(mended, slips),
        soft=Soft.of(weights, standing),
        unknown=_share(weights, missing, 1.0),
        unknown_names=_share(names, missing, 0.0),
        money=bool(_MONEY.search(fold(text))),
        counted=_counted(text, others),
        facets=facets,
        subject=Soft.of(about, standing),
        sources=bool(_SOURCES.search(fold(text))),
        asking=load_matcher().question(text),
    )


def plain_query(text: str) -> str:
    """Return `text` without words that nearly every question holds, if others are left.

    >>> plain_query("Por que a IA sempre concorda comigo?")
    'Por que sempre concorda comigo?'
    >>> plain_query("O que é IA?")
    'O que é IA?'
    """
    kept = [part for part in text.split() if fold(part.strip("\"'“”?.,;:!()")) not in _GENERIC]
    told = " ".join(kept)
    left = [word for word in content_words(told) if word not in STOP_WORDS]
    return told if len(left) > 1 or len(left) == len(content_words(text)) else text


def pairs_of(keys: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the words that stand side by side."""
    return frozenset(pairwise(keys))


def _standing_for(
    key: str,
    others: Mapping[str, Sequence[tuple[str, float]]],
    alike: Mapping[str, Sequence[tuple[str, ...]]],
) -> list[tuple[tuple[str, ...], float]]:
    abroad = [((other,), min(1.0, _TRANSLATION + share)) for other, share in others.get(key, ())]
    return [*abroad, *((phrase, _SYNONYM) for phrase in alike.get(key, ()))]


def _share(weights: Mapping[str, float], keys: Collection[str], otherwise: float) -> float:
    total = sum(weights.values())
    return sum(weights[key] for key in weights if key in keys) / total if total else otherwise


def _translations(text: str, terms: Collection[str]) -> dict[str, Translations]:
    """Return the keys that each of `terms` has in the other language, with their shares."""
    lexicon = load_lexicon()
    found: dict[str, dict[str, float]] = {}
    for word in words(text):
        if (key := stem(word)) in terms:
            for other, share in lexicon.translate(word):
                if share >= _SURE:
                    for part in map(stem, words(other)):
                        shares = found.setdefault(key, {})
                        shares[part] = max(shares.get(part, 0.0), share)
    return {key: tuple(shares.items()) for key, shares in found.items()}


def _counted(text: str, others: Mapping[str, Translations]) -> frozenset[str]:
    """Return the keys of what `text` asks the number of, in both languages.

    >>> sorted(_counted("Quantas camadas tem?", {"cam": (("laier", 0.9),)}))
    ['cam', 'laier']
    """
    keys = [stem(word) for word in _COUNTED.findall(fold(text))]
    return frozenset(keys).union(*(dict(others.get(key, ())) for key in keys))


def _facet_words(text: str, facets: Collection[str]) -> frozenset[str]:
    """Return the keys of the words by which `text` asks about `facets`, or that say nothing.

    What stands between the first and the last of them may be what it asks about.

    >>> set(stems("evitar alucinação")) & _facet_words("Como evitar alucinações?", {"remedy"})
    {'evit'}
    >>> stem("atenção") in _facet_words("Como a atenção funciona?", {"works"})
    False
    """
    said = " ".join(words(text))
    known = known_facets()
    found = (match[0] for name in facets for match in compiled(known[name].asks).finditer(said))
    ends = (end for asking in found for end in (asking.split()[0], asking.split()[-1]))
    return _ASKING.union(map(stem, ends))


def _names(text: str) -> Iterator[str]:
    """Yield the keys of proper names and numbers.

    >>> list(_names("Quantos watts puxa uma RTX 4090?"))
    ['rtx', '4090']
    """
    for match in _NAME.finditer(text):
        yield from stems(match[0])


def _weight(key: str, holders: int, passages: int) -> float:
    """Return what a word weighs; one that only asks and stands nowhere weighs nothing."""
    if key not in _ASKING:
        return idf(holders, passages + _MORE)
    return idf(holders, passages + _MORE) * _FAINT if holders else 0.0
