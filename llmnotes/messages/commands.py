"""What the commands say, but for those that ask, evaluate and tune."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    "build.done": (
        "{pages} páginas em {out}: {written} escritas, {unchanged} como estavam, "
        "{problems} problemas, {seconds:.1f} s",
        "{pages} pages in {out}: {written} written, {unchanged} as they were, "
        "{problems} problems, {seconds:.1f} s",
    ),
    "settings.flag": (
        "{key} é {value!r}; esperado true ou false",
        "{key} is {value!r}; expected true or false",
    ),
    "settings.folder": (
        "{key} é {value}; esperada uma pasta",
        "{key} is {value}; expected a folder",
    ),
    "settings.list": (
        "{key} é {value!r}; esperada uma lista de textos",
        "{key} is {value!r}; expected a list of strings",
    ),
    "settings.no-folder": ("{path} não é uma pasta", "{path} is not a folder"),
    "settings.no-vault": (
        "aqui não há notas nem uma pasta de nome vault; dê uma com --vault",
        "no notes here and no folder named vault; name one with --vault",
    ),
    "settings.number": (
        "{key} é {value!r}; esperado um número",
        "{key} is {value!r}; expected a number",
    ),
    "settings.table": (
        "{key} é {value!r}; esperada uma tabela",
        "{key} is {value!r}; expected a table",
    ),
    "settings.text": (
        "{key} é {value!r}; esperado um texto",
        "{key} is {value!r}; expected a string",
    ),
    "settings.unknown": (
        "configuração {key!r} desconhecida; esperada uma destas: {known}",
        "unknown setting {key!r}; expected one of {known}",
    ),
    "settings.unreadable": ("não pôde ser lido: {reason}", "cannot be read: {reason}"),
    "settings.whole": (
        "{key} é {value!r}; esperado um número inteiro",
        "{key} is {value!r}; expected a whole number",
    ),
    "sampling.range": (
        "{name} {value}; esperado de {low} a {high}",
        "{name} {value}; expected {low} to {high}",
    ),
    "sampling.least": (
        "{name} {value}; esperado {low} ou mais",
        "{name} {value}; expected {low} or more",
    ),
    "sampling.stop": ("stop ''; esperado algum texto", "stop ''; expected some text"),
    "index.status": (
        "{notes} notas, {passages} passagens, {embedded} com vetor de {dim} números ({encoder}), "
        "{megabytes:.1f} MB",
        "{notes} notes, {passages} passages, {embedded} with a vector of {dim} numbers "
        "({encoder}), {megabytes:.1f} MB",
    ),
    "index.renewed": (
        "o codificador que vem com o llmnotes mudou: o índice é refeito",
        "the encoder that comes with llmnotes has changed: the index is made afresh",
    ),
    "index.skipped": ("{count} arquivos fora do índice:", "{count} files are not in the index:"),
    "search.one": (
        "dê uma pergunta ou --batch, e só um dos dois",
        "give a query or --batch, and only one of them",
    ),
    "search.none": ("nada encontrado para: {query}", "nothing found for: {query}"),
    "related.similar": ("parecida com {title}", "like {title}"),
    "related.duplicate": (
        "repete {percent} % de {path}",
        "repeats {percent} % of {path}",
    ),
    "related.mention": (
        "menciona “{name}” sem link para {path}",
        "mentions “{name}” without a link to {path}",
    ),
    "related.near": (
        "trata de assunto próximo e não tem link com {path}",
        "close in meaning, and not linked with {path}",
    ),
    "related.unknown": (
        "nenhuma nota tem este caminho, título ou alias",
        "no note of this path, title or alias",
    ),
    "related.none": ("nada a sugerir", "nothing to suggest"),
    "check.ghosts": (
        "{count} nomes com links e ainda sem nota, o mais pedido primeiro:",
        "{count} names are linked to and have no note yet, the most wanted first:",
    ),
    "check.summary": (
        "{notes} notas, {links} links, {resolved} resolvidos, {problems} problemas",
        "{notes} notes, {links} links, {resolved} resolved, {problems} problems",
    ),
    "graph.written": ("gravado em {path}", "written to {path}"),
    "graph.close": ("; seria {name}?", "; did you mean {name}?"),
    "graph.unknown": (
        "nenhuma nota, etiqueta ou arquivo tem este nome",
        "no note, tag or file of this name",
    ),
    "graph.no-path": (
        "nenhum caminho de links entre {start} e {end}",
        "no way along links between {start} and {end}",
    ),
    "glossary.none": (
        "{term}: nenhuma nota define este termo",
        "{term}: no note defines this term",
    ),
    "serve.ready": (
        "o site está em {url} e se refaz a cada mudança (Ctrl+C encerra)",
        "the site is at {url} and is built again on every change (Ctrl+C ends)",
    ),
    "serve.rebuilt": (
        "{written} páginas escritas em {seconds:.1f} s",
        "{written} pages written in {seconds:.1f} s",
    ),
    "next.hidden": (
        "peças especiais (<eos>, <blank>…) ocultas; as demais somam 100 %",
        "special pieces (<eos>, <blank>…) hidden; the others sum to 100 %",
    ),
    "tokens.count": (
        "{tokens} peças para {characters} caracteres",
        "{tokens} pieces for {characters} characters",
    ),
    "encoder.broken": (
        "o codificador {path} não pôde ser carregado: {reason}",
        "the encoder {path} cannot be loaded: {reason}",
    ),
    "encoder.dim": (
        "{found} dimensões pedidas; este codificador tem de 1 a {most}",
        "{found} dimensions asked for; this encoder has 1 to {most}",
    ),
    "encoder.extra": (
        "o codificador {name} precisa do sentence-transformers: "
        'execute `pip install "llmnotes[models]"`',
        'the encoder {name} needs sentence-transformers: run `pip install "llmnotes[models]"`',
    ),
    "encoder.missing": (
        "não há codificador em {path}: falta modules.json",
        "there is no encoder in {path}: modules.json is missing",
    ),
    "mcp.extra": (
        'falta o SDK do MCP: execute `pip install "llmnotes[mcp]"`',
        'the MCP SDK is missing: run `pip install "llmnotes[mcp]"`',
    ),
}
