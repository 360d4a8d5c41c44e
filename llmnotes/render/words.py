"""What the pages of the site say, in Brazilian Portuguese and in English.

The words of the command line are in `messages`; these are what a visitor of the site reads.
"""

from __future__ import annotations

from llmnotes.messages import Lang
from llmnotes.render.playwords import PLAY_WORDS
from llmnotes.render.searchwords import SEARCH_WORDS

_WORDS: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    "callout.abstract": ("Resumo", "Abstract"),
    "callout.bug": ("Defeito", "Bug"),
    "callout.danger": ("Perigo", "Danger"),
    "callout.example": ("Exemplo", "Example"),
    "callout.failure": ("Falha", "Failure"),
    "callout.info": ("Informação", "Info"),
    "callout.note": ("Nota", "Note"),
    "callout.question": ("Pergunta", "Question"),
    "callout.quote": ("Citação", "Quote"),
    "callout.success": ("Sucesso", "Success"),
    "callout.tip": ("Dica", "Tip"),
    "callout.todo": ("A fazer", "To do"),
    "callout.warning": ("Atenção", "Warning"),
    "code.base": (
        "Uma base do Obsidian: aqui aparece o seu código, não a tabela.",
        "An Obsidian base: this is its code, not its table.",
    ),
    "code.dataview": (
        "Uma consulta do plugin Dataview: aqui aparece o seu código, não o resultado.",
        "A query of the Dataview plugin: this is its code, not its result.",
    ),
    "code.plugin": (
        "Um bloco de um plugin do Obsidian: aqui aparece o seu código.",
        "A block of an Obsidian plugin: this is its code.",
    ),
    "code.query": (
        "Uma busca embutida do Obsidian: aqui aparece o seu código.",
        "An embedded search of Obsidian: this is its code.",
    ),
    "diagram": ("Diagrama", "Diagram"),
    "embed.cycle": (
        "Este trecho já está aberto acima; aqui fica só o link.",
        "This passage is already open above; here it is only a link.",
    ),
    "embed.missing": ("Não encontrado", "Not found"),
    "embed.open": ("Abrir", "Open"),
    "embed.remote": ("Imagem em {host}", "Image at {host}"),
    "footnote.back": ("Voltar ao texto", "Back to the text"),
    "footnotes": ("Notas de rodapé", "Footnotes"),
    "glossary.also": ("Também:", "Also:"),
    "glossary.en": ("em inglês", "in English"),
    "glossary.filter": ("Filtrar os termos", "Filter the terms"),
    "glossary.lead": (
        "{n} termos e o que as notas dizem deles.",
        "{n} terms and what the notes say of them.",
    ),
    "glossary.letters": ("Letras", "Letters"),
    "glossary.none": ("Nenhum termo com estas letras.", "No term with these letters."),
    "glossary.pt": ("em português", "in Portuguese"),
    "graph.all": ("todas", "all"),
    "graph.canvas": ("Quadros", "Canvases"),
    "graph.clear": ("Limpar filtros", "Clear filters"),
    "graph.close": ("Fechar", "Close"),
    "graph.clusters": ("Grupos de notas", "Groups of notes"),
    "graph.depth": ("Alcance", "Depth"),
    "graph.file": ("Arquivos", "Files"),
    "graph.fit": ("Ver tudo", "Show all"),
    "graph.fold": ("Pasta", "Folder"),
    "graph.found.many": ("{n} notas encontradas", "{n} notes found"),
    "graph.found.none": ("Nenhuma nota com este nome", "No note of this name"),
    "graph.found.one": ("1 nota encontrada", "1 note found"),
    "graph.ghost": ("Ainda não escritas", "Not written yet"),
    "graph.in": ("Aproximar", "Zoom in"),
    "graph.keys": (
        "Mapa das notas. Setas movem, mais e menos aproximam e afastam, zero mostra tudo, "
        "N e P passam de nota em nota, Enter abre a nota. As mesmas notas estão em lista abaixo.",
        "Map of the notes. Arrows move it, plus and minus zoom, zero shows all, N and P go from "
        "note to note, Enter opens the note. The same notes are listed below.",
    ),
    "graph.kind": ("Mostrar", "Show"),
    "graph.lead": (
        "Cada ponto é uma nota, e notas que se citam muito formam um grupo.",
        "Each dot is a note, and notes that link to each other often form a group.",
    ),
    "graph.links.many": ("{n} ligações", "{n} links"),
    "graph.links.one": ("1 ligação", "1 link"),
    "graph.local": ("Grafo local", "Local graph"),
    "graph.loose": ("Notas soltas", "Loose notes"),
    "graph.more": ("e mais {n}", "and {n} more"),
    "graph.note": ("Notas", "Notes"),
    "graph.open": ("Abrir", "Open"),
    "graph.out": ("Afastar", "Zoom out"),
    "graph.search": ("Procurar no grafo", "Search the graph"),
    "graph.show": ("Mostrar o grafo", "Show the graph"),
    "graph.shown": ("{n} de {all} notas à vista", "{n} of {all} notes shown"),
    "graph.tag": ("Etiqueta", "Tag"),
    "graph.whole": ("Grafo inteiro", "Whole graph"),
    "link.ghost": ("Ainda não escrita", "Not written yet"),
    "link.missing-block": ("O bloco não existe nesta nota", "This block is not in the note"),
    "link.missing-heading": ("O título não existe nesta nota", "This heading is not in the note"),
    "page.ask": ("Perguntar", "Ask"),
    "page.aliases": ("Também chamada", "Also called"),
    "page.backlinks": ("Citada em", "Linked from"),
    "page.backlinks.all": ("Todas as {n} notas que citam esta", "All {n} notes that link here"),
    "page.backlinks.of": ("Notas que citam {title}", "Notes that link to {title}"),
    "page.canvas": ("Quadro", "Canvas"),
    "page.canvas.arrows": ("Ligações", "Connections"),
    "page.changed": ("Alterada em", "Changed on"),
    "page.code": (
        "Um arquivo do Obsidian que o site não executa: aqui aparece o seu código.",
        "An Obsidian file that the site does not run: this is its code.",
    ),
    "page.contents": ("Todas as notas", "All notes"),
    "page.crumbs": ("Caminho até aqui", "Way to this page"),
    "page.dark": ("Mudar para o tema escuro", "Switch to the dark theme"),
    "page.edit": ("Editar esta nota", "Edit this note"),
    "page.explorer": ("Notas", "Notes"),
    "page.folders": ("Pastas", "Folders"),
    "page.ghost": (
        "Esta nota ainda não foi escrita. Abaixo, quem já fala dela.",
        "This note has not been written yet. Below is who already speaks of it.",
    ),
    "page.ghost.file": (
        "Este arquivo não está no cofre. Abaixo, quem o pede.",
        "This file is not in the vault. Below is who asks for it.",
    ),
    "page.ghosts": ("Ainda não escritas", "Not written yet"),
    "page.ghosts.none": (
        "Nada: tudo o que as notas citam já está escrito.",
        "Nothing: all that notes link to is written.",
    ),
    "page.ghosts.text": (
        "Ideias que as notas citam e que ninguém escreveu, as mais pedidas primeiro.",
        "Ideas that notes link to and nobody has written, the most wanted first.",
    ),
    "page.glossary": ("Glossário", "Glossary"),
    "page.graph": ("Grafo", "Graph"),
    "page.header": ("Cabeçalho", "Header"),
    "page.home": ("Início", "Home"),
    "page.light": ("Mudar para o tema claro", "Switch to the light theme"),
    "page.made-with": ("Feito com", "Made with"),
    "page.mentions": ("Mencionada sem link em", "Mentioned without a link in"),
    "page.menu": ("Abrir a lista de notas", "Open the list of notes"),
    "page.no": ("não", "no"),
    "page.not-found": ("Página não encontrada", "Page not found"),
    "page.not-found.near": ("Talvez você procure:", "You may be looking for:"),
    "page.not-found.none": ("Nenhuma nota com um nome parecido.", "No note of a similar name."),
    "page.not-found.search": ("Procurar uma nota pelo nome", "Look for a note by its name"),
    "page.not-found.text": (
        "Não há nada neste endereço. A nota pode ter mudado de nome ou de lugar.",
        "There is nothing at this address. The note may have been renamed or moved.",
    ),
    "page.notes": ("Notas", "Notes"),
    "page.notes.many": ("{n} notas", "{n} notes"),
    "page.notes.one": ("1 nota", "1 note"),
    "page.pages": ("Páginas", "Pages"),
    "page.permalink": ("Endereço deste título", "Address of this heading"),
    "page.properties": ("Propriedades", "Properties"),
    "page.recent": ("Alteradas há pouco", "Recently changed"),
    "page.recent.text": (
        "As notas que mudaram por último, as mais novas primeiro.",
        "The notes that changed last, the newest first.",
    ),
    "page.related": ("Parecidas pelo sentido", "Close in meaning"),
    "page.skip": ("Ir para o texto", "Skip to the text"),
    "page.tag": ("Etiqueta", "Tag"),
    "page.tags": ("Etiquetas", "Tags"),
    "page.tags.inside": ("Mais específicas", "More specific"),
    "page.toc": ("Nesta página", "On this page"),
    "page.top": ("Voltar ao topo", "Back to top"),
    "page.wanted.many": ("pedida por {n} notas", "wanted by {n} notes"),
    "page.wanted.one": ("pedida por 1 nota", "wanted by 1 note"),
    "page.yes": ("sim", "yes"),
    "property.broader": ("Mais gerais", "Broader"),
    "property.narrower": ("Mais específicas", "Narrower"),
    "property.related": ("Relacionadas", "Related"),
    "steps.after": ("Seguinte", "Next"),
    "steps.along": ("Caminho de {title}", "Along {title}"),
    "steps.before": ("Anterior", "Previous"),
    "steps.folder": ("Notas vizinhas", "Neighbouring notes"),
    "code.copied": ("Copiado", "Copied"),
    "code.copy": ("Copiar", "Copy"),
    "task.done": ("feito", "done"),
    "task.open": ("a fazer", "to do"),
    "task.other": ("marcado com {mark}", "marked {mark}"),
}
_WORDS |= PLAY_WORDS | SEARCH_WORDS


def word(key: str, lang: Lang, /, **values: object) -> str:
    """Return the words for `key` in `lang` with `values` filled in; KeyError for an unknown key.

    >>> word("callout.tip", "pt")
    'Dica'
    """
    return _WORDS[key][0 if lang == "pt" else 1].format(**values)
