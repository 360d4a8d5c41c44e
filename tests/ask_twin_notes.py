"""Notes that are asked in Python and in a browser, which must answer alike."""

from __future__ import annotations

NOTES = {
    "Token.md": (
        "Um **token** é a unidade mínima de texto que o modelo processa. Pode ser uma palavra ou "
        "um pedaço dela.\n\nEle recebe um número. Por isso, a ordem dos números não quer dizer "
        "nada.\n\n## Tipos\n\nHá três tipos de token:\n\n- palavras inteiras\n- pedaços de "
        "palavras\n- bytes soltos\n"
    ),
    "Palavra.md": (
        "Uma palavra é uma unidade da língua, separada por espaços. Já um token pode cortar a "
        "palavra ao meio.\n\n| Texto | Tokens |\n|---|---|\n| casa | 1 |\n| casarão | 2 |\n"
    ),
    "Temperatura.md": (
        "A temperatura divide os logits: $T=0{,}5$ concentra e $T \\times 2$ espalha. Assim, o "
        "acaso aumenta com ela.\n"
    ),
}
