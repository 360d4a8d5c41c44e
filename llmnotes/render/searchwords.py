"""What the search box says, in Brazilian Portuguese and in English."""

from __future__ import annotations

SEARCH_WORDS: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    "search.clear": ("Limpar", "Clear"),
    "search.examples": (
        "tag:ia pasta:Modelos idioma:en desde:2024-05",
        "tag:ai folder:Models lang:pt since:2024-05",
    ),
    "search.filters": ("Filtros:", "Filters:"),
    "search.failed": (
        "A busca não pôde ser carregada. Verifique a conexão e tente de novo.",
        "The search could not be loaded. Check the connection and try again.",
    ),
    "search.label": ("Buscar nas notas", "Search the notes"),
    "search.offline": (
        "Site aberto de uma pasta: a busca vê só os títulos. Publicado ou com `llmnotes serve`, "
        "vê o texto todo.",
        "Site opened from a folder: the search sees titles only. Published, or with "
        "`llmnotes serve`, it sees all the text.",
    ),
    "search.one": ("1 nota encontrada", "1 note found"),
    "search.open": ("Abrir a busca", "Open the search"),
    "search.other": ("# notas encontradas", "# notes found"),
    "search.more.one": ("mais 1 trecho desta nota", "1 more passage of this note"),
    "search.more.other": ("mais # trechos desta nota", "# more passages of this note"),
    "search.none": ("Nada encontrado", "Nothing found"),
    "search.placeholder": ("Buscar", "Search"),
    "search.searching": ("Procurando…", "Searching…"),
    "search.start": (
        "Palavras ou uma pergunta, em português ou inglês",
        "Words or a question, in Portuguese or English",
    ),
}
