"""Vault → static site: pages compiled from notes, dressed by mkdocs-material.

    VaultFiles, ConceptGraph → Places → Page → .llmnotes/docs → mkdocs → site/

`places` gives every note, tag, ghost and folder its address, `compile` writes their pages,
`plugin` hands the folder to mkdocs, `build` runs it and `serve` shows it.
"""
