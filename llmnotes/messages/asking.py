"""What is said while questions are answered, and why they cannot be."""

from __future__ import annotations

ASKING: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    "ask.field-form": (
        "--field {text!r}; esperado NOME=TEXTO",
        "--field {text!r}; expected NAME=TEXT",
    ),
    "ask.refusal": ("As notas não dizem.", "The notes do not say."),
    "ask.left": ("… e mais {count} em {places}", "… and {count} more in {places}"),
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
    "ask.template": (
        "o modelo de prompt {name!r} não existe; há {known}, os de .llmnotes/{folder} e caminhos",
        "there is no prompt template {name!r}; there are {known}, those of .llmnotes/{folder}, "
        "and paths",
    ),
    "ask.unread": (
        "{decoder} lê passagens e não prompts: --template e --field não mudam a resposta",
        "{decoder} reads passages and no prompts: --template and --field do not change the answer",
    ),
    "ask.field": (
        "o campo {name!r} não existe; há {known}",
        "there is no field {name!r}; there are {known}",
    ),
    "ask.xml": ("não é XML bem formado: {reason}", "not well-formed XML: {reason}"),
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
}
