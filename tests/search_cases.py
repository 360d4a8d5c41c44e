"""What Python makes of words and snippets, written down for the browser's twin to be held to.

    python tests/search_cases.py        # writes tests/cases/search_words.json again

The order of hits is not written down: it changes with the encoder, so a test asks both sides.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from llmnotes.encoder.static import StaticEncoder
from llmnotes.index import load_by_name
from llmnotes.search.query import edits
from llmnotes.search.snippet import snippet
from llmnotes.stemming import content_words, fold, name_key, stems, subject, words

CASES = Path(__file__).parent / "cases"
QUERIES = tuple((CASES / "search_queries.txt").read_text("utf-8").splitlines())
FILE = CASES / "search_words.json"

TEXTS = (
    *QUERIES,
    "Informação, informações & information: atenções",
    "As ações dos usuários; the users' actions",
    "C++ e C# não são C, nem c++11 ou x+y",
    "straße, naïve, ﬁm, Ⅳ, x², œuvre, ÅNGSTRÖM, Σίσυφος",
    "e-mail snake_case CamelCase 3.14 1.000,50 GPT-4o",
    "défi\u0301 a\u0303o cafe\u0301",
    "acesso processo classes passes less glass pass",
    "physics phone theory lyrics rhythm black act adaptação aptidão",
    "token tokens, imagem imagens, padrão padrões, fácil fáceis, lugares, softwares, caracteres",
    "problems systems plugins neurons transformers layers matrices children viés vieses analysis",
    "defina o que são os embeddings",
    "tell me about the attention",
    "what's the meaning of life",
    "",
    "   ",
    "— … ¿?",
    "Ångström‐Ωmega µm ﬃ",
)
LONG = (
    "A atenção é o mecanismo pelo qual cada token olha para os outros. " * 3
    + "As cabeças de atenção olham para coisas diferentes, e o modelo as soma no fim da camada. "
    + "Nada disso exige recorrência; tudo cabe em multiplicações de matrizes. " * 3
)
TEX = "A atenção divide por $\\sqrt{d_k}$.\n\\frac{1}{n}\\sum_i x_i\nCusta US$ 5 | 2 $x$"
SNIPPETS = (
    ("cabeças de atenção", LONG),
    ("recorrência", LONG),
    ("nada", "curto"),
    ("x", LONG),
    ("atenção", TEX),
)
TYPED = ("token", "rede")


def made() -> dict[str, Any]:
    """Return all cases as Python answers them."""
    encoder = load_by_name("")
    assert isinstance(encoder, StaticEncoder)
    return {
        "texts": [
            {
                "text": text,
                "fold": fold(text),
                "words": words(text),
                "stems": stems(text),
                "content": content_words(text),
                "subject": subject(text),
                "name": name_key(text),
                "pieces": encoder.tokenize(text),
            }
            for text in TEXTS
        ],
        "snippets": [
            {"query": query, "text": text, "shown": snippet(text, query)[0]}
            | {"spans": [list(span) for span in snippet(text, query)[1]]}
            for query, text in SNIPPETS
        ],
        "edits": {word: [list(edits(word, start)) for start in (1, 0)] for word in TYPED},
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=0) + "\n", "utf-8")
