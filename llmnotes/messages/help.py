"""What each command and option is for."""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    "help.about": (
        "Transforma uma pasta de notas com wikilinks em grafo de conceitos, busca e site.",
        "Turn a folder of wikilinked notes into a concept graph, a search and a site.",
    ),
    "help.lang": ("idioma das mensagens", "language of messages"),
    "help.vault": (
        "pasta das notas (senão LLMNOTES_VAULT, a configuração, ./vault ou a pasta atual)",
        "folder of the notes (else LLMNOTES_VAULT, the settings, ./vault or the current folder)",
    ),
    "help.json": ("imprime um documento JSON", "print one JSON document"),
    "help.build": ("gera o site estático", "build the static site"),
    "help.out": ("pasta de saída (padrão: site)", "output folder (default: site)"),
    "help.clean": ("apaga o que existe e refaz tudo", "remove what is there and build all again"),
    "help.jobs": ("processos que leem notas", "processes that read notes"),
    "help.serve": (
        "gera o site, abre em 127.0.0.1 e recarrega a cada mudança",
        "build the site, serve it on 127.0.0.1 and reload on every change",
    ),
    "help.port": ("porta (padrão: 8000)", "port (default: 8000)"),
    "help.check": (
        "lista tudo o que um autor pode consertar nas notas",
        "list everything a writer can mend in the notes",
    ),
    "help.strict": ("termina com 1 se houver problemas", "end with 1 if there are problems"),
    "help.graph": ("exporta o grafo de conceitos", "export the concept graph"),
    "help.format": ("formato da exportação", "format of the export"),
    "help.out-file": ("arquivo de saída (padrão: saída padrão)", "output file (default: stdout)"),
    "help.graph-stats": ("números do grafo", "the graph in figures"),
    "help.graph-path": ("caminho mais curto de A a B", "shortest path from A to B"),
    "help.graph-near": ("notas a poucos links de A", "notes a few links away from A"),
    "help.depth": ("quantos links de distância", "how many links away"),
    "help.glossary": ("termos e suas definições", "terms and their definitions"),
    "help.index": ("atualiza o índice de busca", "update the search index"),
    "help.encoder": (
        "modelo de sentenças: nome ou pasta (padrão: o incluído)",
        "sentence model: a name or a folder (default: the bundled one)",
    ),
    "help.status": ("só diz o que o índice cobre", "only say what the index covers"),
    "help.search": ("busca por palavras e por sentido", "search by words and by meaning"),
    "help.k": ("quantos resultados", "how many results"),
    "help.tag": ("só notas com esta tag (ou abaixo dela)", "only notes with this tag or below it"),
    "help.folder": ("só notas desta pasta", "only notes in this folder"),
    "help.only-lang": ("só passagens neste idioma", "only passages in this language"),
    "help.since": ("só notas mudadas desde esta data", "only notes changed since this date"),
    "help.batch": (
        'perguntas em JSON Lines ({{"id","text"}}); - lê da entrada padrão',
        'queries as JSON Lines ({{"id","text"}}); - reads standard input',
    ),
    "help.similar": ("notas parecidas com NOTE", "notes like NOTE"),
    "help.suggest": ("links que vale a pena criar", "links worth adding"),
    "help.duplicates": ("notas quase iguais", "notes that nearly repeat each other"),
    "help.mcp": (
        "oferece as notas a assistentes pelo protocolo MCP, em stdio",
        "offer the notes to assistants over the MCP protocol, on stdio",
    ),
    "help.ask": (
        "responde só com o que as notas dizem, citando as linhas",
        "answer with what the notes say, citing their lines",
    ),
    "help.temperature": (
        "divide as diferenças entre as notas das peças; 0 escolhe sempre a melhor",
        "divides the differences between scores; 0 always takes the best",
    ),
    "help.top-p": (
        "só as peças mais prováveis que somam P",
        "only the likeliest pieces that sum to P",
    ),
    "help.frequency-penalty": (
        "tira este tanto por vez que a peça já apareceu (-2 a 2)",
        "taken off for each time a piece has come (-2 to 2)",
    ),
    "help.presence-penalty": (
        "tira este tanto da peça que já apareceu (-2 a 2)",
        "taken off a piece that has come (-2 to 2)",
    ),
    "help.next": (
        "o que o decodificador espera depois de um texto, em barras",
        "what the decoder expects after a text, as bars",
    ),
    "help.k-next": ("quantas peças", "how many pieces"),
    "help.stage": (
        "base leu só prosa; bundled aprendeu depois a responder (padrão: base)",
        "base has only read prose; bundled then learnt to answer (default: base)",
    ),
    "help.tokens": (
        "como um texto é cortado em peças (tokens), e seus números",
        "how a text is cut into pieces (tokens), and their ids",
    ),
    "help.k-ask": ("de quantas passagens responder", "how many passages to answer from"),
    "help.decoder": (
        "quem redige: bundled, base, extractive, hf:NOME ou http://MÁQUINA/v1#MODELO",
        "what words the answer: bundled, base, extractive, hf:NAME or http://HOST/v1#MODEL",
    ),
    "help.max-length": ("tokens da resposta, no máximo", "tokens of the answer at most"),
    "help.stop": (
        "texto em que a resposta acaba; pode ser repetido",
        "text at which the answer ends; may be repeated",
    ),
    "help.seed": ("semente do sorteio de tokens", "seed of the drawing of tokens"),
    "help.template": (
        "modelo de prompt: plain, recipe, recipe.xml, um de .llmnotes/templates ou um caminho",
        "prompt template: plain, recipe, recipe.xml, one of .llmnotes/templates or a path",
    ),
    "help.field": (
        "valor de um campo do modelo de prompt (persona, roteiro, objetivo, modelo, panorama, "
        "transformar); pode ser repetido",
        "value of a field of the prompt template (persona, roteiro, objetivo, modelo, panorama, "
        "transformar); may be repeated",
    ),
    "help.free": (
        "não prende a redação ao texto das notas",
        "do not hold the wording to the text of the notes",
    ),
    "help.strict-ask": (
        "deixa fora o que as notas não sustentam; termina com 1 se não responderem",
        "leave out what the notes do not bear out; end with 1 if they do not answer",
    ),
    "help.explain": (
        "mostra cada token com probabilidade, alternativas e origem",
        "show each token with its probability, alternatives and source",
    ),
    "help.report": ("grava o mesmo como página HTML", "write the same as an HTML page"),
    "help.show-prompt": (
        "mostra o prompt em vez de responder",
        "show the prompt instead of an answer",
    ),
    "help.timeout": (
        "segundos que um servidor pode ficar sem dar sinal",
        "seconds that a server may give no sign",
    ),
    "help.evaluate": (
        "compara decodificadores, prompts e ajustes em casos de teste",
        "compare decoders, prompts and settings on test cases",
    ),
    "help.example": ("mostra um arquivo de casos para começar", "print a cases file to begin with"),
    "help.pin": (
        "faz do vencedor o padrão do cofre, em .llmnotes/ask.toml",
        "make the winner the vault's default, in .llmnotes/ask.toml",
    ),
    "help.report-evaluate": (
        "grava um relatório HTML com gráficos",
        "write an HTML report with plots",
    ),
    "help.strict-evaluate": (
        "termina com 1 se nenhuma variante cumpre os critérios",
        "end with 1 if no variant meets the criteria",
    ),
    "help.tune": (
        "adapta a busca e as respostas a este cofre, se isso as melhora",
        "adapt search and answers to this vault, if that improves them",
    ),
    "help.undo": ("volta ao que veio com o programa", "go back to what came with the program"),
    "help.tune-asked": (
        "perguntas de quem lê: `# nota` e, abaixo, uma por linha; `> frase` acima das que ela"
        " responde",
        "questions of your readers: `# note` and, below it, one a line; `> sentence` above those"
        " that it answers",
    ),
    "help.tune-minutes": ("minutos de CPU, no máximo", "minutes of CPU at most"),
}
