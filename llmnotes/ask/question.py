"""The words of a question → what it wants to know, in Portuguese and in English."""

from __future__ import annotations

import re

from llmnotes.model import Asked
from llmnotes.stemming import detect, subject, words

_ARTICLE = r"(?:an? |the |uma? |os? |as? )?"
_PAIRS = (
    rf".*\bdiferencas? entre {_ARTICLE}(.+?) e {_ARTICLE}(.+)",
    rf".*\bdifferences? between {_ARTICLE}(.+?) and {_ARTICLE}(.+)",
    rf".*\b(?:distingue|diferencia|difere|separa) {_ARTICLE}(.+?) d[eoa]s? {_ARTICLE}(.+)",
    rf"(?:how (?:is|are|does|do)|what makes) {_ARTICLE}(.+?) (?:different|differ) from "
    rf"{_ARTICLE}(.+)",
    rf"(?:em que |no que |como |qual a diferenca d[eoa]s? )?{_ARTICLE}(.+?) "
    rf"(?:e |sao )?(?:difere|diferem|diferentes?|diferenca) (?:d[eoa]s?|para|pra) "
    rf"{_ARTICLE}(.+)",
    rf"{_ARTICLE}(.+?) (?:e|sao|seria) (?:o mesmo que|a mesma coisa que|igual a) "
    rf"{_ARTICLE}(.+)",
    rf"(?:is|are) {_ARTICLE}(.+?) the same(?: thing)? as {_ARTICLE}(.+)",
    rf"{_ARTICLE}(.+?) e {_ARTICLE}(.+?) (?:e|sao) (?:o mesmo|a mesma coisa|iguais)",
    rf"(?:are )?{_ARTICLE}(.+?) and {_ARTICLE}(.+?) (?:are )?the same(?: thing)?",
    rf"(?:qual |quais )?(?:a |as )?vantage(?:m|ns) d[eoa]s? (.+?) sobre {_ARTICLE}(.+)",
    rf"whats? (?:s |is )?the advantages? of {_ARTICLE}(.+?) over {_ARTICLE}(.+)",
    rf"(?:compar[ea]r? )?{_ARTICLE}(.+?) (?:versus|vs|x) {_ARTICLE}(.+)",
)
"""Questions for a difference, with the two sides; the words are folded, without punctuation."""
_COMPARING = (
    "difere", "differ", "disting", "separa", "mesm", "igua", "same", "vantage", " versus ", " vs ",
    " x ",
)  # fmt: skip
"""One of these stands in every such question: for others those slow patterns are not even made."""

_TAIL = re.compile(r" (?:which is which|em ia|na ia|da ia|in ai|afinal|mesmo|exatamente)$")

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("difference", r"\b(?:diferencas?|differences?|different from|versus|vs)\b"),
        ("where", r"^(?:de |por )?a?onde\b|^where\b|\b(?:em que nota|em qual nota|which note)\b"),
        (
            "list",
            r"^(?:quais(?! e )|liste|cite|enumere|list|name the|which are)\b"
            r"|\bwhat are the (?:\w+ )?(?:types|kinds|parts|steps|components|options|ways|risks)\b",
        ),
        ("definition", r"\b(?:para|pra) que servem?\b|\bwhat (?:is|are) .+ for$"),
        ("why", r"\b(?:por ?que|pra que|para que|porque|why|what for|qual o motivo)\b"),
        (
            "when",
            r"^(?:desde )?quando\b|^(?:since )?when\b|\b(?:em que|what|which) (?:ano|year)\b",
        ),
        ("amount", r"\b(?:quant[oa]s?|how (?:many|much|long|big|large|far)|what size)\b"),
        ("who", r"^(?:\w+ )?quem\b|^(?:by )?who(?:se)?\b"),
        (
            "advice",
            r"\bo que (?:eu )?(?:faco|fazer|devo|posso|ajuda|adianta)\b"
            r"|\bque (?:eu )?(?:faco|fazer)\b"
            r"|\bcomo (?:eu |se |a gente |podemos |posso |(?:fazer|faco) (?:para|pra) )"
            r"|\bcomo\b.*\b(?:evit|reduz|proteg|diminu|melhor|corrig|impe[dc]|preven|resolv|escolh"
            r"|defend|garant)\w*|\bcomo lidar\b"
            r"|\bhow (?:do|can|could|should) (?:i|we|you|one)\b|\bhow to\b"
            r"|\bwhat (?:should|can|do) (?:i|we)\b",
        ),
        (
            "definition",
            r"^(?:e |mas )?(?:o )?q(?:ue)? (?:e|sao|significa|quer dizer|faz)\b"
            r"|^what(?: is| are|s)\b"
            r"|^(?:me )?(?:defina|explique|explica|descreva|define|explain|describe)\b"
            r"|\b(?:definicao|definition|significado|meaning of|stands? for|se chama|called)\b"
            r"|^what (?:does|do) .+ (?:mean\b|do$)",
        ),
        ("how", r"\b(?:como|how)\b"),
        (
            "whether",
            r"^(?:(?:mas|entao|e|so|but|and) )?"
            r"(?:is|are|does|do|did|can|could|was|were|will|would|should|has|have)\b"
            r"|^(?=\w+ \w+ \w)(?!.*\b(?:qual|quais|que|quem|what|which|whose)\b)",
        ),
    )
)
"""The first pattern that a question holds says its kind; else it is a ``which``.

``advice`` wants to know what to do, ``whether`` a yes or a no.
"""

_WHEN = ("quando ", "em que ")
_MADE = (
    r"(?:cri|invent|lanc|fund|public|apresent|descobr|desenvolv|propos|fei|escri|surg|nasc|aparec"
    r"|sai|saiu|comec|ocorr|acontec)\w*"
)
_BEGAN = r"(?:created|invented|released|launched|founded|published|introduced|proposed|made|born)"
_ABOUT = (
    (("o que ", "que "), rf"(?:o )?que (?:e|sao) {_ARTICLE}(.+?) e (?:para|pra) que servem?"),
    (("o que ", "que "), rf"(?:o )?que (?:e que )?fa(?:z|zem) {_ARTICLE}(.+)"),
    (("o que ", "que "), rf"(?:o )?que {_ARTICLE}(.+?) fa(?:z|zem)"),
    (("e pa", "e pra", "pa", "pra "), rf"(?:e )?(?:para|pra) que servem? {_ARTICLE}(.+)"),
    (("como ",), rf"como (?:e que )?funcionam? {_ARTICLE}(.+)"),
    (("como ",), rf"como {_ARTICLE}(.+?) funcionam?"),
    (
        ("qual ", "que "),
        rf"(?:qual|que) (?:empresa|laboratorio|grupo|pessoa|pais) (?:\w+ )?"
        rf"(?:criou|inventou|fez|desenvolveu|lancou|publicou|mantem) {_ARTICLE}(.+)",
    ),
    (
        ("quem ",),
        rf"quem (?:foi que |e que )?(?:criou|inventou|fez|faz|desenvolveu|propos|lancou|publicou"
        rf"|fundou|escreveu|descobriu|mantem) {_ARTICLE}(.+?)(?: e (?:quando|em que ano))?",
    ),
    (_WHEN, rf"(?:quando|em que ano) (?:e que )?(?:foi |foram )?{_MADE} {_ARTICLE}(.+)"),
    (_WHEN, rf"(?:quando|em que ano) {_ARTICLE}(.+?) (?:foi |foram )?{_MADE}"),
    (_WHEN, rf"(?:quando|em que ano) (?:foi|foram) {_ARTICLE}(.+)"),
    (("what d",), rf"what (?:does|do|did) {_ARTICLE}(.+) do"),
    (("what is ", "what are "), rf"what (?:is|are) {_ARTICLE}(.+?) (?:used )?for"),
    (("how do",), rf"how (?:does|do) {_ARTICLE}(.+) work"),
    (
        ("who ", "which ", "what "),
        rf"(?:who|which company|what company) (?:made|makes|created|invented|developed|wrote"
        rf"|founded|proposed|introduced|discovered|published|owns) {_ARTICLE}(.+)",
    ),
    (
        ("when ", "what ", "in ", "which "),
        rf"(?:when|what year|in what year|which year) (?:was|were|did) {_ARTICLE}(.+?) "
        rf"(?:{_BEGAN}|come out|appear|start|begin|happen)",
    ),
)
"""How questions for one side of a thing begin, and such questions with its name.

A pattern takes half a millisecond to be made, so it is where a question begins like that.
"""

_SAID = (
    (
        re.compile(r"\boq(?:ue)?\b|\bo q\b|^q(?= (?:[ée]|s[ãa]o|significa|quer)\b)", re.IGNORECASE),
        "o que",
    ),
    *(
        (re.compile(rf"^{asking}s\b", re.IGNORECASE), f"{asking} is")
        for asking in ("what", "who", "where", "how")
    ),
    (
        re.compile(
            r"^(?:por favor|please|oi|olá|me (?:dá|dê|da|diga|diz|fala|explica)"
            r"|(?:(?:você|vc) )?(?:pode|sabe) me (?:dizer|explicar)|(?:você|vc) sabe(?= o? ?que )"
            r"|can you (?:please )?(?:tell|explain)(?: to)? me)[, ]+"
            r"(?:uma? (?=defini[cç]))?",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        re.compile(
            r"[,;]? +(?:em (?:poucas|outras) palavras|em uma (?:frase|palavra)|de forma simples"
            r"|resumidamente|por favor|please|in (?:a few|simple|other) (?:words|terms)"
            r"|que (?:um|uma|até|ate) .{1,40} entend[ae])(?=[ ?.!]*$)",
            re.IGNORECASE,
        ),
        "",
    ),
)
"""How people write and how they ask nicely, and what to read instead."""


def read_question(text: str, lang: str = "pt") -> Asked:
    """Understand `text`; `lang` is its language where its words do not tell.

    >>> read_question("Qual a diferença entre top-p e a temperatura?")
    ... # doctest: +NORMALIZE_WHITESPACE
    Asked(text='Qual a diferença entre top-p e a temperatura?', kind='difference', lang='pt',
          subjects=('top p', 'temperatura'))
    >>> read_question("What is a token?").subjects
    ('token',)
    """
    text = plain_question(text)
    folded = " ".join(words(text))
    spoken = detect(text) or lang.lower()[:2]
    spoken = "en" if spoken == "en" else "pt"
    bare = _TAIL.sub("", folded)
    if pair := _pair(bare):
        return Asked(text, "difference", spoken, pair)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(folded)), "which")
    about = _about(bare)
    return Asked(text, kind, spoken, (about,) if about else ())


def _about(bare: str) -> str:
    """Return the one thing that `bare` asks about, empty if it does not tell.

    >>> _about("quando foi lancado o bert"), _about("what does the decoder do"), _about("e agora")
    ('bert', 'decoder', '')
    """
    for begins, pattern in _ABOUT:
        if bare.startswith(begins) and (found := re.fullmatch(pattern, bare)):
            return found[1]
    about = subject(bare)
    return about if about != bare else ""


def _pair(bare: str) -> tuple[str, str] | None:
    """Return the two sides of which `bare` asks the difference, None if it asks for none."""
    if any(sign in bare for sign in _COMPARING):
        for pattern in _PAIRS:
            if pair := re.fullmatch(pattern, bare):
                return pair[1], pair[2]
    return None


def plain_question(text: str) -> str:
    """Return `text` without courtesies and with the commonest short forms written out.

    >>> plain_question("oq é RAG, em poucas palavras?")
    'o que é RAG?'
    >>> plain_question("whats ETTR"), plain_question("o q é ETTR")
    ('what is ETTR', 'o que é ETTR')
    """
    said = text
    for pattern, plain in _SAID:
        said = pattern.sub(plain, said)
    said = " ".join(said.split())
    return said if words(said) else text
