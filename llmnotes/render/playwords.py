"""What widgets and the page for questions say, in Brazilian Portuguese and in English."""

from __future__ import annotations

PLAY_WORDS: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
    "ask.answer": ("Resposta", "Answer"),
    "ask.button": ("Perguntar", "Ask"),
    "ask.cite": ("Ver o trecho citado em {name}", "See the passage cited in {name}"),
    "ask.copied": (
        "Cada frase está escrita nas notas; os números levam a ela.",
        "Each sentence is written in the notes; the numbers lead to it.",
    ),
    "ask.decoder": ("Escolhida pelo modelo desta página", "Picked by the model on this page"),
    "ask.example": ("O que é {name}?", "What is {name}?"),
    "ask.examples": ("Por exemplo:", "For example:"),
    "ask.extractive": (
        "Resposta imediata, tirada das frases mais próximas",
        "Instant answer, from the nearest sentences",
    ),
    "ask.failed": (
        "Não foi possível ler o índice das notas. De um arquivo aberto direto do disco, o "
        "navegador não o deixa carregar: use llmnotes serve.",
        "The index of the notes could not be read. From a file opened straight from disk the "
        "browser does not let it load: use llmnotes serve.",
    ),
    "ask.ghost": ("“{name}” ainda não tem nota.", "“{name}” has no note yet."),
    "ask.ghost.asked": ("Notas que pedem por ela:", "Notes that ask for it:"),
    "ask.label": ("Pergunte às notas", "Ask the notes"),
    "ask.lead": (
        "As respostas saem das notas, frase por frase, com a fonte de cada uma. Tudo roda aqui, no "
        "seu navegador: a pergunta não sai deste aparelho.",
        "Answers come out of the notes, sentence by sentence, each with its source. Everything "
        "runs here, in your browser: the question never leaves this device.",
    ),
    "ask.left": ("… e mais {n} em", "… and {n} more in"),
    "ask.line": ("linha {n}", "line {n}"),
    "ask.lines": ("linhas {n}", "lines {n}"),
    "ask.load": ("Carregar o modelo (8 MB)", "Load the model (8 MB)"),
    "ask.loading": ("Carregando o modelo: {n}", "Loading the model: {n}"),
    "ask.model": (
        "O modelo não pôde ser carregado; esta é a resposta imediata.",
        "The model could not be loaded; this is the instant answer.",
    ),
    "ask.nearest": ("O que mais se aproxima:", "What comes nearest:"),
    "ask.noscript": (
        "Responder perguntas precisa de JavaScript; ler as notas, não.",
        "Answering questions needs JavaScript; reading the notes does not.",
    ),
    "ask.ready": ("Resposta pronta.", "Answer ready."),
    "ask.refused": ("As notas não dizem.", "The notes do not say."),
    "ask.searching": ("Procurando nas notas…", "Looking through the notes…"),
    "ask.settings": ("Como a resposta é escolhida", "How the answer is chosen"),
    "ask.settings.about": (
        "Com temperatura zero sai sempre a melhor resposta. Acima de zero a primeira frase é "
        "sorteada, e a mesma semente sorteia a mesma, aqui e em llmnotes ask.",
        "At temperature zero the best answer always comes out. Above zero the first sentence is "
        "drawn, and the same seed draws the same one, here and in llmnotes ask.",
    ),
    "ask.sure": ("Confiança: {n}", "Confidence: {n}"),
    "ask.thinking": ("O modelo está lendo os trechos…", "The model is reading the passages…"),
    "control.frequency_penalty": ("Penalidade de frequência", "Frequency penalty"),
    "control.max_length": ("Máximo de tokens", "Most tokens"),
    "control.presence_penalty": ("Penalidade de presença", "Presence penalty"),
    "control.seed": ("Semente", "Seed"),
    "control.stop": ("Parar em (separe com |)", "Stop at (parted by |)"),
    "control.temperature": ("Temperatura", "Temperature"),
    "control.top_p": ("Top-p", "Top-p"),
    "widget.base": ("Modelo base", "Base model"),
    "widget.chars.many": ("{n} caracteres", "{n} characters"),
    "widget.chars.one": ("1 caractere", "1 character"),
    "widget.compare": (
        "comparar com o modelo ajustado para responder (mais 8 MB)",
        "compare with the model tuned for answers (8 MB more)",
    ),
    "widget.draw": ("Sortear de novo", "Draw again"),
    "widget.failed": (
        "O modelo não pôde ser carregado. De um arquivo aberto direto do disco, o navegador não o "
        "deixa carregar: use llmnotes serve.",
        "The model could not be loaded. From a file opened straight from disk the browser does "
        "not let it load: use llmnotes serve.",
    ),
    "widget.label": ("Texto", "Text"),
    "widget.loading": ("Carregando o modelo: {n}", "Loading the model: {n}"),
    "widget.next-word": ("Experimente: a próxima palavra", "Try it: the next word"),
    "widget.next-word.about": (
        "Um modelo pequeno, que roda aqui na página, dá a cada token a chance de ser o próximo.",
        "A small model, which runs here on the page, gives each token its chance to come next.",
    ),
    "widget.none": ("Escreva um texto.", "Write a text."),
    "widget.ratio": ("{n} caracteres por token", "{n} characters per token"),
    "widget.sampling": ("Experimente: o sorteio dos tokens", "Try it: drawing tokens"),
    "widget.sampling.about": (
        "O mesmo começo, continuado três vezes por um modelo pequeno, cada vez com outra semente.",
        "The same beginning, continued three times by a small model, each time with another seed.",
    ),
    "widget.seed": ("Semente {n}", "Seed {n}"),
    "widget.text": ("A inteligência artificial é", "Artificial intelligence is"),
    "widget.tokens": ("Experimente: o texto em tokens", "Try it: a text in tokens"),
    "widget.tokens.about": (
        "Cada cor é um token, com o seu número no vocabulário; ␣ é um espaço.",
        "Each colour is a token, with its number in the vocabulary; ␣ is a space.",
    ),
    "widget.tokens.many": ("{n} tokens", "{n} tokens"),
    "widget.tokens.one": ("1 token", "1 token"),
    "widget.tuned": ("Modelo ajustado", "Tuned model"),
    "widget.unknown": ("Widget desconhecido: {name}", "Unknown widget: {name}"),
}
