"""A follow-up in a conversation → a question that stands alone, by a few rules.

    e o top-p? · what about top-p?         the question before, asked of another thing
    e a diferença para o top-k?            the difference between the thing before and this one
    e em inglês? · in English?             the question before, to be answered in that language
    por quê? · como? · um exemplo? · e onde?    the same of the thing before
    para que ele serve?                    a pronoun stands for the thing before

Nothing is guessed: what fits no rule is asked as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from llmnotes.ask.question import read_question
from llmnotes.model import Asked
from llmnotes.stemming import words

_ARTICLE = r"(?:(?P<article>an?|the|uma?|os?|as?) )?"
_ANY = r"(?:(?:an?|the|uma?|os?|as?) )?"
_ARTICLES = r"(?:an?|the|uma?|os?|as?|d[oa]s?|n[oa]s?|of|ao?s?)"
_LAST = re.compile(rf"(?:.* )?{_ARTICLES} (\S.*)")
_LEADING = re.compile(rf"(?:^|(?<=\s)){_ARTICLES} $", re.IGNORECASE)
_OTHER = re.compile(
    rf"(?:e (?:quanto a[os]?|sobre|no caso d[eoa]s?|d[eoa]s?)|mas e|e|what about|how about|and"
    rf"(?: what about)?) {_ARTICLE}(?P<name>.+)"
)
_VERSUS = re.compile(
    rf"(?:e )?(?:qual )?(?:e )?(?:a |sua )?(?:diferenca|comparado|em relacao) (?:para|d[eoa]s?"
    rf"|com|a[os]?) {_ANY}(?P<pt>.+)"
    rf"|(?:and )?(?:how does it differ from|whats? (?:is )?the difference (?:from|to|with)"
    rf"|compared (?:to|with)|versus|vs) {_ANY}(?P<en>.+)"
)
_LANGUAGE = re.compile(
    r"(?:e |and |agora |now )?(?:em|in) (?P<lang>ingles|portugues|english|portuguese)"
)
_BARE: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"(?:e |mas |and |but )?(?:{pattern})"), pt, en)
    for pattern, pt, en in (
        (r"por ?que|why|why so|why not", "Por que usar {0}?", "Why use {0}?"),
        (
            r"como|como (?:assim|funciona|e isso)|how|how so|how does (?:it|that) work",
            "Como funciona {0}?",
            "How does {0} work?",
        ),
        (
            r"(?:me )?(?:da|de|tem|ha)? ?(?:um |outro |mais )?exemplos?(?: dis[st]o)?"
            r"|(?:for|an?|give me an?|any)? ?examples?",
            "Qual é um exemplo de {0}?",
            "What is an example of {0}?",
        ),
        (
            r"para que(?: serve)?|pra que(?: serve)?|what for",
            "Para que serve {0}?",
            "What is {0} for?",
        ),
        (r"onde|where", "Onde se usa {0}?", "Where is {0} used?"),
        (r"quando|when", "Quando surgiu {0}?", "When did {0} appear?"),
        (r"quem|who", "Quem criou {0}?", "Who made {0}?"),
        (r"(?:me )?(?:conte|fale|diga)? ?mais|tell me more|more", "O que é {0}?", "What is {0}?"),
    )
)
_PRONOUNS = {
    "pt": re.compile(r"\b(?:(d|n)?(?:el[ea]s?|iss[oa]|isto))\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:it|they|them|that|this)\b(?! is\b| are\b)", re.IGNORECASE),
}
_ASKED: Mapping[str, Mapping[str, str]] = {
    "pt": {
        "definition": "O que é {0}?",
        "difference": "Qual a diferença entre {0} e {1}?",
        "how": "Como funciona {0}?",
        "why": "Por que usar {0}?",
    },
    "en": {
        "definition": "What is {0}?",
        "difference": "What is the difference between {0} and {1}?",
        "how": "How does {0} work?",
        "why": "Why use {0}?",
    },
}
_LONGEST = 6
"""Words of the longest thing that a follow-up may name."""


def stands_alone(text: str, before: Asked | None) -> Asked:
    """Return `text` as a question that needs no conversation; `before` was asked last.

    >>> before = read_question("O que é a temperatura?")
    >>> stands_alone("e o top-p?", before).text
    'O que é o top-p?'
    >>> stands_alone("and in English?", before).text
    'What is temperatura?'
    """
    asked = read_question(text)
    if before is None:
        return asked
    folded = " ".join(words(text))
    thing = _thing(before)
    if match := _LANGUAGE.fullmatch(folded):
        return _in_language(before, "en" if match["lang"] in ("ingles", "english") else "pt")
    if thing and (match := _VERSUS.fullmatch(folded)):
        sides = (thing, _written(text, match["pt"] or match["en"]))
        return _made("difference", before.lang, sides)
    if thing:
        for pattern, *forms in _BARE:
            if pattern.fullmatch(folded):
                asked = read_question(forms[before.lang == "en"].format(thing), before.lang)
                return replace(asked, subjects=(" ".join(words(thing)),))
    match = _OTHER.fullmatch(folded)
    if match and len(match["name"].split()) <= _LONGEST and not _asks(match["name"]):
        return _of_another(before, match["article"] or "", _written(text, match["name"]))
    return _bound(text, asked, thing)


def _in_language(before: Asked, lang: str) -> Asked:
    """Return the question before in another language, if it can be said there; else its answer."""
    if before.subjects and before.kind in _ASKED[lang]:
        sides = tuple(_written(before.text, one) for one in before.subjects)
        return _made(before.kind, lang, sides)
    return Asked(before.text, before.kind, lang, before.subjects)


def _of_another(before: Asked, article: str, name: str) -> Asked:
    """Return the question before with `name` in the place of what it asked about."""
    thing = _thing(before)
    if before.kind == "difference" and before.subjects:
        return _made("difference", before.lang, (thing, name))
    place = _find(before.text, " ".join(words(thing))) if thing else None
    if place is None:
        return _made("definition", before.lang, (name,))
    head, tail = before.text[: place[0]], before.text[place[1] :]
    own = _LEADING.search(head)
    if own and article:
        head = f"{head[: own.start()]}{_joined(own[0].strip(), article)} "
    return _about(read_question(f"{head}{name}{tail}", before.lang), name)


def _joined(old: str, article: str) -> str:
    """Return `article` as it stands in the place of `old`, which may hold a preposition.

    >>> _joined("da", "o"), _joined("the", "a")
    ('do', 'a')
    """
    return old[0] + article if old[0] in "dn" and article in ("o", "a", "os", "as") else article


def _bound(text: str, asked: Asked, thing: str) -> Asked:
    """Return `asked` with the thing before in the place of a pronoun; else as it is."""
    if not thing:
        return asked
    lang = asked.lang

    def named(match: re.Match[str]) -> str:
        joined = {"d": "de ", "n": "em "}.get((match[1] or "").lower(), "") if lang == "pt" else ""
        return joined + thing

    bound = _PRONOUNS[lang].sub(named, text, count=1)
    return asked if bound == text else _about(read_question(bound, lang), thing)


def _about(asked: Asked, thing: str) -> Asked:
    """Return `asked` with `thing` as what it asks about, if it does not tell by itself."""
    return asked if asked.subjects else replace(asked, subjects=(" ".join(words(thing)),))


def _made(kind: str, lang: str, subjects: tuple[str, ...]) -> Asked:
    frame = _ASKED[lang].get(kind, _ASKED[lang]["definition"])
    return read_question(frame.format(*subjects), lang)


def _thing(before: Asked) -> str:
    """Return what was asked about, as it was written; of a difference the first side.

    Where the question does not tell, it is what follows the last article.
    """
    if before.subjects:
        return _written(before.text, before.subjects[0])
    last = _LAST.fullmatch(" ".join(words(before.text)))
    return _written(before.text, last[1]) if last else ""


def _written(text: str, folded: str) -> str:
    """Return `folded` words as `text` has them."""
    place = _find(text, folded)
    return text[place[0] : place[1]] if place else folded


def _find(text: str, folded: str) -> tuple[int, int] | None:
    """Return where the folded words stand in `text`."""
    wanted = folded.split()
    spans = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    said = [" ".join(words(text[start:end])) for start, end in spans]
    for at in range(len(said) - len(wanted) + 1):
        if said[at : at + len(wanted)] == wanted:
            return spans[at][0], spans[at + len(wanted) - 1][1]
    return None


def _asks(name: str) -> bool:
    """Tell whether some words are a question of their own rather than a name."""
    return bool(_QUESTION.match(name))


_QUESTION = re.compile(
    r"(?:o que|qual|quais|como|quando|onde|quem|quant[oa]s?|por ?que|para que|se|what|which|how"
    r"|when|where|who|why|is|are|does|do|can|if)\b"
)
