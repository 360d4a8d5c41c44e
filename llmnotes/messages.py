"""What llmnotes says to people, in Brazilian Portuguese and in English.

Every sentence a user may read stands here under one key, so that both languages are seen side by
side. Data (paths, titles, JSON keys) is never translated.
"""

from __future__ import annotations

import os
from typing import Literal

Lang = Literal["pt", "en"]

_MESSAGES: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    # markdown/: what is wrong inside a note; the key ends in the problem's kind
    "markdown.comment": (
        "comentário `%%` sem fim: o resto da nota fica oculto",
        "comment that never ends: the rest of the note is hidden",
    ),
    "markdown.widget": (
        "widget “{name}” desconhecido; existem {known}",
        "unknown widget “{name}”; there are {known}",
    ),
    "markdown.yaml": (
        "propriedades com YAML inválido, lidas como texto: {reason}",
        "properties are not valid YAML, read as text: {reason}",
    ),
    # vault/: what is wrong with a file; the key ends in the problem's kind
    "vault.canvas": ("o canvas não pôde ser lido: {reason}", "the canvas cannot be read: {reason}"),
    "vault.latin-1": ("não está em UTF-8; lido como Latin-1", "not UTF-8; read as Latin-1"),
    "vault.lfs": (
        "aqui há só um ponteiro do Git LFS; execute `git lfs pull`",
        "only a Git LFS pointer is here; run `git lfs pull`",
    ),
    "vault.name": ("o nome do arquivo não é UTF-8; deixado de fora", "name not in UTF-8; left out"),
    "vault.nul": ("contém bytes NUL, lidos como U+FFFD", "holds NUL bytes, read as U+FFFD"),
    "vault.symlink": (
        "o link simbólico não leva a um arquivo do cofre; não seguido",
        "this symbolic link ends at no file of the vault; not followed",
    ),
    "vault.unreadable": ("não pôde ser lido", "cannot be read"),
    # links.py: what is wrong with a link; the key ends in the problem's kind
    "link.ambiguous": (
        "“{target}” pode ser {candidates}; usado {chosen}",
        "“{target}” may be {candidates}; took {chosen}",
    ),
    "link.alias": (
        "[[{target}]] é um alias; o Obsidian só o acha como [[{name}|{target}]]",
        "[[{target}]] is an alias; Obsidian finds it only as [[{name}|{target}]]",
    ),
    "link.missing-heading": (
        "{chosen} não tem o título “{heading}”",
        "{chosen} has no heading “{heading}”",
    ),
    "link.missing-block": ("{chosen} não tem o bloco {heading}", "{chosen} has no block {heading}"),
    "link.missing-embed": ("“{target}” não existe", "“{target}” does not exist"),
    "link.dead-path": (
        "nenhum arquivo em {target}, contado a partir desta nota",
        "no file at {target}, seen from this note",
    ),
    "link.private": (
        "“{target}” leva a uma nota que não é publicada",
        "“{target}” leads to a note that is not published",
    ),
    # check.py
    "check.orphan": (
        "nenhuma nota leva a esta e ela não leva a nenhuma",
        "no note links here and this one links to none",
    ),
    # cli/: what the commands say
    "build.done": (
        "{pages} páginas em {out}: {written} escritas, {unchanged} como estavam, "
        "{problems} problemas, {seconds:.1f} s",
        "{pages} pages in {out}: {written} written, {unchanged} as they were, "
        "{problems} problems, {seconds:.1f} s",
    ),
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
    "graph.no-path": (
        "nenhum caminho de links entre {start} e {end}",
        "no way along links between {start} and {end}",
    ),
    "glossary.none": (
        "{term}: nenhuma nota define este termo",
        "{term}: no note defines this term",
    ),
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
    "serve.ready": (
        "o site está em {url} e se refaz a cada mudança (Ctrl+C encerra)",
        "the site is at {url} and is built again on every change (Ctrl+C ends)",
    ),
    "serve.rebuilt": (
        "{written} páginas escritas em {seconds:.1f} s",
        "{written} pages written in {seconds:.1f} s",
    ),
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
    "next.hidden": (
        "peças especiais (<eos>, <blank>…) ocultas; as demais somam 100 %",
        "special pieces (<eos>, <blank>…) hidden; the others sum to 100 %",
    ),
    "tokens.count": (
        "{tokens} peças para {characters} caracteres",
        "{tokens} pieces for {characters} characters",
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
    "ask.field-form": (
        "--field {text!r}; esperado NOME=TEXTO",
        "--field {text!r}; expected NAME=TEXT",
    ),
    # ask/: what is said where the notes are silent
    "ask.refusal": ("As notas não dizem.", "The notes do not say."),
    "ask.nearest": ("O que mais se aproxima:", "What comes nearest:"),
    "ask.ghost": (
        "“{name}” ainda não tem nota; pedem por ela: {places}",
        "“{name}” has no note yet; asked for by: {places}",
    ),
    "ask.one": (
        "faça uma pergunta, ou dê um arquivo com --batch",
        "ask a question, or give a file with --batch",
    ),
    "ask.unsupported": (
        "[?] não está nas linhas de nenhuma nota encontrada",
        "[?] stands in the lines of no note that was found",
    ),
    "ask.free": (
        "--free: a redação não foi presa ao texto das notas",
        "--free: the wording was not held to the text of the notes",
    ),
    # ask/backends/: why an answer cannot be worded
    "ask.decoder": (
        "o decodificador é {name!r}; esperado um destes: {known}",
        "decoder is {name!r}; expected one of {known}",
    ),
    "ask.address": (
        "o endereço é {name!r}; esperado http://MÁQUINA:PORTA/v1#MODELO",
        "the address is {name!r}; expected http://HOST:PORT/v1#MODEL",
    ),
    "ask.extra": (
        'hf:{name} precisa do transformers: execute `pip install "llmnotes[models]"`',
        'hf:{name} needs transformers: run `pip install "llmnotes[models]"`',
    ),
    "ask.model": (
        "hf:{name} não pôde ser carregado: {reason}",
        "hf:{name} cannot be loaded: {reason}",
    ),
    "ask.http-unreachable": (
        "{url}: o servidor não pôde ser alcançado: {reason}",
        "{url}: the server cannot be reached: {reason}",
    ),
    "ask.http-slow": (
        "{url}: o servidor ficou {seconds} s sem dar sinal",
        "{url}: the server gave no sign for {seconds} s",
    ),
    "ask.http-broken": (
        "{url}: o servidor interrompeu a resposta no meio",
        "{url}: the server broke off in the middle of the answer",
    ),
    "ask.http-malformed": (
        "{url}: o servidor respondeu algo que não é o protocolo: {reason}",
        "{url}: the server answered something outside the protocol: {reason}",
    ),
    "ask.http-key": (
        "{url}: o servidor recusou a chave ({status}: {reason}); ponha-a em LLMNOTES_API_KEY",
        "{url}: the server refused the key ({status}: {reason}); put one into LLMNOTES_API_KEY",
    ),
    "ask.http-status": (
        "{url}: o servidor respondeu {status}: {reason}",
        "{url}: the server answered {status}: {reason}",
    ),
    # ask/prompting.py: what is wrong with a template
    "ask.template": (
        "o modelo de prompt {name!r} não existe; há {known}, os de .llmnotes/{folder} e caminhos",
        "there is no prompt template {name!r}; there are {known}, those of .llmnotes/{folder}, "
        "and paths",
    ),
    "ask.field": (
        "o campo {name!r} não existe; há {known}",
        "there is no field {name!r}; there are {known}",
    ),
    "ask.xml": ("não é XML bem formado: {reason}", "not well-formed XML: {reason}"),
    # ask/explain.py and ask/report.py
    "explain.confidence": ("confiança {share}", "confidence {share}"),
    "explain.tokens": (
        "“{text}”: token, probabilidade, caracteres da fonte, alternativas",
        "“{text}”: token, probability, characters of the source, alternatives",
    ),
    "explain.hits": ("passagens encontradas:", "passages found:"),
    "explain.sentences": (
        "frases, pelo que fala a favor delas:",
        "sentences, by what speaks for them:",
    ),
    "report.confidence": ("confiança", "confidence"),
    "report.decoder": ("decodificador", "decoder"),
    "report.read": ("tokens lidos", "tokens read"),
    "report.written": ("tokens escritos", "tokens written"),
    "report.seconds": ("tempo", "time"),
    "report.sources": ("De onde vem", "Where it comes from"),
    "report.tokens": ("Token a token", "Token by token"),
    "report.tokens-note": (
        "Quanto mais forte o fundo, menos provável era o token. Linha cheia: continua um trecho "
        "das notas; pontilhada: palavra do próprio decodificador. Passe o mouse para ver as "
        "alternativas.",
        "The stronger the background, the less likely the token was. Solid line: goes on with a "
        "span of the notes; dotted: a word of the decoder's own. Point at a token for its "
        "alternatives.",
    ),
    "report.table": ("todos os números", "all the numbers"),
    "report.token": ("token", "token"),
    "report.probability": ("probabilidade", "probability"),
    "report.source": ("caracteres da fonte", "characters of the source"),
    "report.others": ("alternativas", "alternatives"),
    "report.sentences": ("Frases candidatas", "Candidate sentences"),
    "report.hits": ("Passagens encontradas", "Passages found"),
    # cli/chat.py
    "chat.hello": (
        "Pergunte às notas. Tab completa títulos; /help mostra os comandos, /quit encerra.",
        "Ask the notes. Tab completes titles; /help shows the commands, /quit ends.",
    ),
    "chat.help": (
        "/sources  de onde veio a última resposta\n"
        "/reset    esquece a conversa\n"
        "/quit     encerra (ou Ctrl+D)\n"
        "Continuações valem: “e o top-p?”, “por quê?”, “um exemplo?”, “e em inglês?”",
        "/sources  where the last answer came from\n"
        "/reset    forget the conversation\n"
        "/quit     end (or Ctrl+D)\n"
        "Follow-ups work: “what about top-p?”, “why?”, “an example?”, “in Portuguese?”",
    ),
    "chat.reset": ("conversa esquecida", "conversation forgotten"),
    "chat.no-sources": ("ainda não há resposta com citações", "no answer with citations yet"),
    # encoder/: why an encoder cannot be had
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
    # evaluate/: cases × decoders × templates × settings
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
    "help.tune-minutes": ("minutos de CPU, no máximo", "minutes of CPU at most"),
    "evaluate.one": (
        "dê um arquivo de casos; `llmnotes evaluate --example` mostra um",
        "give a file of cases; `llmnotes evaluate --example` prints one",
    ),
    "evaluate.no-cases": (
        "não há casos; esperada uma lista `cases`",
        "no cases; expected a list `cases`",
    ),
    "evaluate.no-question": ("o caso não tem `question`", "the case has no `question`"),
    "evaluate.demands": (
        "o caso precisa de `notes`, `answer` ou `contains`, ou então de `refuse: true`",
        "the case needs `notes`, `answer` or `contains`, or else `refuse: true`",
    ),
    "evaluate.table": ("esperada uma tabela `chave: valor`", "expected a table `key: value`"),
    "evaluate.list": ("esperada uma lista `- …`", "expected a list `- …`"),
    "evaluate.text": ("esperado um texto", "expected a text"),
    "evaluate.number": ("{found!r}; esperado um número", "{found!r}; expected a number"),
    "evaluate.negative": (
        "{found}; esperado um número não negativo",
        "{found}; expected a number not below zero",
    ),
    "evaluate.twice": ("{key!r} aparece duas vezes", "{key!r} stands there twice"),
    "evaluate.unknown": (
        "{found!r} desconhecido; esperado um destes: {known}",
        "unknown {found!r}; expected one of {known}",
    ),
    "evaluate.title": ("Avaliação: {name}", "Evaluation: {name}"),
    "evaluate.count": (
        "{cases} casos, {variants} variantes.",
        "{cases} cases, {variants} variants.",
    ),
    "evaluate.criteria": ("Critérios", "Criteria"),
    "evaluate.accuracy-limit": ("acertos de {value} ou mais", "accuracy of {value} or more"),
    "evaluate.seconds-limit": ("até {value} s de CPU", "up to {value} s of CPU"),
    "evaluate.latency-limit": ("até {value} s de espera", "up to {value} s of waiting"),
    "evaluate.cost-limit": ("até {value} por resposta", "up to {value} an answer"),
    "evaluate.cases": ("Os casos", "The cases"),
    "evaluate.variant": ("variante", "variant"),
    "evaluate.accuracy": ("acertos", "accuracy"),
    "evaluate.note": ("nota certa", "right note"),
    "evaluate.f1": ("F1", "F1"),
    "evaluate.refusal": ("recusas certas", "refusals right"),
    "evaluate.cited": ("nas linhas citadas", "in cited lines"),
    "evaluate.tokens": ("tokens", "tokens"),
    "evaluate.cost": ("custo", "cost"),
    "evaluate.seconds": ("s de CPU", "CPU s"),
    "evaluate.latency": ("s de espera", "s waited"),
    "evaluate.winner": ("Vence: {name}", "The winner: {name}"),
    "evaluate.no-winner": (
        "Nenhuma variante cumpre todos os critérios.",
        "No variant meets all criteria.",
    ),
    "evaluate.pinned-by": (
        "O padrão de `llmnotes ask` neste cofre; venceu em {name} com {accuracy} de acertos.\n"
        "Apague este arquivo para voltar ao padrão do programa.",
        "The default of `llmnotes ask` in this vault; won on {name} with an accuracy of"
        " {accuracy}.\nDelete this file to go back to the program's own.",
    ),
    "evaluate.pinned": ("{path}: fixado {name}", "{path}: pinned {name}"),
    # tune/: the encoder adapted to one vault
    "tune.broken": (
        "{path}: a adaptação não pôde ser lida ({reason}); execute `llmnotes tune --undo`",
        "{path}: the adaptation cannot be read ({reason}); run `llmnotes tune --undo`",
    ),
    "tune.base": (
        "{path}: a adaptação é de outra versão do codificador; execute `llmnotes tune` de novo"
        " ou `llmnotes tune --undo`",
        "{path}: the adaptation is of another version of the encoder; run `llmnotes tune` again"
        " or `llmnotes tune --undo`",
    ),
    "tune.few": (
        "perguntas de menos para julgar ({found}): o cofre tem poucos links e descrições",
        "too few questions to judge by ({found}): the vault has few links and descriptions",
    ),
    "tune.undone": ("de volta ao codificador do programa", "back to the program's own encoder"),
    "tune.nothing": ("não há adaptação a desfazer", "there is no adaptation to undo"),
    "tune.before": ("antes", "before"),
    "tune.after": ("depois", "after"),
    "tune.rank": ("1 / posição da nota certa", "1 / rank of the right note"),
    "tune.paired": (
        "{better} perguntas melhores, {worse} piores, de {of} que não foram vistas;"
        " por acaso: {chance}",
        "{better} questions better, {worse} worse, of {of} not seen before; by chance: {chance}",
    ),
    "tune.kept": ("Mantido em .llmnotes/tuned.", "Kept in .llmnotes/tuned."),
    "tune.refused": ("Sem ganho: nada mudou.", "No gain: nothing was changed."),
    "tune.cases-stage": ("reunindo perguntas do cofre", "gathering the vault's questions"),
    "tune.fit-stage": ("adaptando", "adapting"),
    "tune.before-stage": ("medindo como era", "measuring how it was"),
    "tune.after-stage": ("medindo como ficou", "measuring how it is now"),
    "tune.keep-stage": ("refazendo o índice", "making the index anew"),
}


def say(key: str, lang: Lang, /, **values: object) -> str:
    """Return the message `key` in `lang` with `values` filled in; KeyError for an unknown key."""
    return _MESSAGES[key][0 if lang == "pt" else 1].format(**values)


def language(choice: str | None = None) -> Lang:
    """Return the language of messages: `choice`, else what the locale's environment asks for.

    >>> language("pt-BR")
    'pt'
    """
    wanted = choice or next(
        (v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "en"
    )
    return "pt" if wanted.lower().startswith("pt") else "en"
