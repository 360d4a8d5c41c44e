"""How much a question asks for: one fact, something, or an account.

*Quando* and *who* are answered with a few words, *quais são* and *why* with a clause or a sentence.
The words of the question say so more reliably than a small network does.
"""

from __future__ import annotations

import re

from llmnotes.decoder.features import fold

FACT, SOMETHING, ACCOUNT = range(3)

_FACT = re.compile(
    r"\b(quem|quando|quant[oa]s?|onde|em que (ano|data|dia|cidade|pais|local|seculo)"
    r"|qual (o nome|e o nome|foi o ano|ano)"
    r"|who|whom|whose|when|where|which|how (many|much|long|old|far|often|large|big)"
    r"|what (year|date|day|time|percent|percentage|number|name))\b"
)
_ACCOUNT = re.compile(
    r"\b(quais (sao|foram|eram|as|os|podem|outr[oa]s|dois|duas|tres)|no que consiste"
    r"|por ?que|porque|como|explique|descreva"
    r"|what (are|were|types|kinds|factors|methods)|why|explain|describe"
    r"|how (do|does|did|is|are|was|were|can|has|have)"
    r"|importan\w+|diferenc\w+|differen\w+|objetiv\w+|purpose|causa\w*|cause\w*"
    r"|efeito\w*|effect\w*|vantage\w+|advantage\w*)\b"
)


def breadth(question: str) -> int:
    """Return FACT, SOMETHING or ACCOUNT.

    >>> breadth("Quando foi?"), breadth("O que é um token?"), breadth("Why is it so?")
    (0, 1, 2)
    """
    text = fold(question)
    if _FACT.search(text):
        return FACT
    return ACCOUNT if _ACCOUNT.search(text) else SOMETHING
