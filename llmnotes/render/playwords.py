"""What widgets and the page for questions say, in Brazilian Portuguese and in English."""

from __future__ import annotations

PLAY_WORDS: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
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
        "comparar com o modelo ajustado para responder (mais 6 MB)",
        "compare with the model tuned for answers (6 MB more)",
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
