"""Compiled pages, byte for byte: `pytest --update-golden` writes them again, for review as code."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_helpers import ROOT, VAULT, copy_vault

from llmnotes.config import Config
from llmnotes.site.prepare import prepare

GOLDEN = ROOT / "golden" / "site"
PAGES = (
    "index.md",
    "Vitrine.md",
    "Outra nota.md",
    "Conceitos/index.md",
    "Conceitos/Redes/Rede neural.md",
    "Desenho.canvas.md",
    "Anexos/tabela.base.md",
    "contents.md",
    "tags/redes-1.md",
    "ghosts/Fantasma.md",
    "assets/llmnotes/tree.js",
)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault = copy_vault(VAULT, tmp_path_factory.mktemp("golden") / "vault")
    with pytest.MonkeyPatch.context() as patched:  # an encoder trained anew has other neighbours
        patched.setattr("llmnotes.site.asides.near_notes", lambda notes, workshop: {})
        return prepare(vault, Config(vault=vault, site_name="Cofre")).docs


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_it_was(page: str, docs: Path, request: pytest.FixtureRequest) -> None:
    made = (docs / page).read_text("utf-8")
    golden = GOLDEN / f"{page}.txt"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")
