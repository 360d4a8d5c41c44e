"""What `evaluate` and `tune` say."""

from __future__ import annotations

TRIALS: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
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
    "evaluate.seconds": ("CPU (s)", "CPU (s)"),
    "evaluate.latency": ("espera (s)", "wait (s)"),
    "evaluate.wants-note": ("deve citar primeiro {text}", "must cite {text} first"),
    "evaluate.wants-contains": ("deve dizer {text}", "must say {text}"),
    "evaluate.wants-f1": ("boa resposta: {text}", "a good answer: {text}"),
    "evaluate.wants-refusal": (
        "as notas não respondem: deve recusar",
        "the notes do not answer: must refuse",
    ),
    "evaluate.fault-note": ("citou primeiro {first}", "cited {first} first"),
    "evaluate.fault-none": ("não citou nenhuma nota", "cited no note"),
    "evaluate.fault-contains": ("não diz o que deve", "does not say what it must"),
    "evaluate.fault-f1": (
        "tem poucas palavras da boa resposta",
        "shares few words with the good answer",
    ),
    "evaluate.fault-failed": ("não respondeu", "could not answer"),
    "evaluate.fault-refused": ("devia recusar", "should have refused"),
    "evaluate.fault-answered": ("recusou, e as notas respondem", "refused, and the notes answer"),
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
    "tune.unreadable": (
        "{path}: as perguntas não puderam ser lidas ({reason})",
        "{path}: the questions cannot be read ({reason})",
    ),
    "tune.no-note": (
        "pergunta sem nota: escreva antes `# ` e o nome da nota",
        "a question of no note: write `# ` and the name of the note above it",
    ),
    "tune.unknown": (
        "nenhuma nota publicada se chama {name}",
        "no published note is called {name}",
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
    "tune.refused": (
        "Sem ganho que valha a mudança: nada mudou.",
        "No gain worth a change: nothing was changed.",
    ),
    "tune.cases-stage": ("reunindo perguntas do cofre", "gathering the vault's questions"),
    "tune.fit-stage": ("adaptando", "adapting"),
    "tune.before-stage": ("medindo como era", "measuring how it was"),
    "tune.after-stage": ("medindo como ficou", "measuring how it is now"),
    "tune.keep-stage": ("refazendo o índice", "making the index anew"),
}
