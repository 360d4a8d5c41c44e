"""What is wrong in a note or a file; a key ends in the problem's kind."""

from __future__ import annotations

NOTES: dict[str, tuple[str, str]] = {
    # key: (pt-BR, English)
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
    "check.orphan": (
        "nenhuma nota leva a esta e ela não leva a nenhuma",
        "no note links here and this one links to none",
    ),
    "check.asked-nowhere": (
        "pergunta acima da primeira nota; escreva antes `# nota`",
        "a question above the first note; write `# note` before it",
    ),
    "check.asked-note": (
        "pergunta-se a “{name}”, e não há nota com esse nome",
        "asked of “{name}”, and there is no note of that name",
    ),
    "check.asked-sentence": (
        "{name} já não diz: “{text}”",
        "{name} no longer says: “{text}”",
    ),
}
