"""The reasons for each sentence are in a browser those of Python, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from ask_twin_notes import NOTES
from browser_helpers import Watched, serve_folder, window
from site_helpers import SHIPPED

from llmnotes.api import Vault
from llmnotes.ask.evidence import Findings
from llmnotes.ask.features import NAMES
from llmnotes.ask.question import read_question
from llmnotes.config import Config
from llmnotes.encoder.matcher import load_matcher
from llmnotes.site.askdata import write_ask
from llmnotes.site.dressing import THEME
from llmnotes.site.files import Folder
from llmnotes.site.searchdata import write_search
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

pytestmark = pytest.mark.browser

SOME = 60
"""Shipped notes that are asked: enough for some of their pieces to be rare."""
STRANGE = "# \n\n⚙️ ☃\n\n## ☃\n\n- ☃\n- Um quokka zurupado, ☃ e atenção.\n"
QUESTIONS = (
    "O que é um token?",
    "Qual a diferença entre token e palavra?",
    "O que faz o quokka zurupado?",
    "Em que ano o Transformer foi proposto?",
    "Por que a atenção multicabeça é dividida em cabeças?",
    "What is attention and why does it need queries, keys and values?",
    "Quais são os tipos de token que há?",
    "☃",
    "Quem ganhou a copa do mundo de 1994?",
)
ROWS = """async ([base, questions]) => {
  const at = (path) => import(`${base}assets/${path}.js`);
  const [{ open }, { findings }] = await Promise.all(["search/search", "ask/evidence"].map(at));
  const site = await open(base);
  const found = [];
  for (const question of questions) {
    const { found: rows, wanted } = await findings(site, question);
    found.push({
      shares: wanted.asking.map(({ share }) => share),
      vectors: wanted.asking.map(({ vector }) => [...vector]),
      rows: rows.map(({ unit, row }) => [unit.sentence.note, unit.sentence.place, row]),
    });
  }
  return found;
}"""
EXACT = [place for place, name in enumerate(NAMES) if "matched" in name]
"""The columns that no rounding of vectors touches."""


def settings_of(vault: Path) -> Config:
    """Return the settings of both sides: notes that name no language are Portuguese."""
    return Config(vault=vault, lang="pt-BR")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rows")
    chosen = sorted(SHIPPED.rglob("*.md"))[::2][:SOME]
    notes = {path.relative_to(SHIPPED).as_posix(): path.read_text("utf-8") for path in chosen}
    for path, source in (notes | NOTES | {"Estranha.md": STRANGE}).items():
        file = root / "vault" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, "utf-8")
    return root / "vault"


@pytest.fixture(scope="module")
def origin(vault: Path) -> Iterator[str]:
    settings, folder = settings_of(vault), Folder(vault.parent / "docs")
    site = open_site(read_vault(vault, settings), settings)
    write_ask(site, folder, write_search(site, folder))
    for name in ("ask", "search"):
        copytree(THEME / "assets" / name, folder.root / "assets" / name, dirs_exist_ok=True)
    (folder.root / "index.html").write_text("<title>.</title><link rel=icon href=data:,>", "utf-8")
    yield from serve_folder(folder.root)


@pytest.fixture(scope="module")
def ours(chromium: Any, origin: str) -> list[Any]:
    context = window(chromium)
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}/index.html")
    found: list[Any] = watched.page.evaluate(ROWS, [f"{origin}/", list(QUESTIONS)])
    assert watched.wrong == []
    context.close()
    return found


@pytest.fixture(scope="module")
def theirs(vault: Path, origin: str) -> list[Findings]:
    with Vault(settings_of(vault), "pt").asker() as asker:
        return [asker._gather(read_question(question, "pt")) for question in QUESTIONS]


def test_the_same_sentences_have_the_same_reasons(ours: list[Any], theirs: list[Findings]) -> None:
    seen = np.zeros(len(NAMES))
    for question, found, expected in zip(QUESTIONS, ours, theirs, strict=True):
        units = [(unit.sentence.note, unit.sentence.place) for unit in expected.units]
        assert [(note, place) for note, place, _ in found["rows"]] == units, question
        rows = np.array([row for _, _, row in found["rows"]]).reshape(expected.rows.shape)
        apart = np.abs(rows - expected.rows).max(axis=0, initial=0.0)
        assert apart[EXACT].max() < 1e-4, dict(zip(NAMES, apart, strict=True))
        assert apart.max() < 0.02, dict(zip(NAMES, apart, strict=True))
        seen = np.maximum(seen, np.abs(expected.rows).max(axis=0, initial=0.0))
    assert len(EXACT) == 8
    assert seen[EXACT].min() > 0.1


def test_the_pieces_of_a_question_are_pythons(ours: list[Any]) -> None:
    for question, found in zip(QUESTIONS, ours, strict=True):
        vectors, shares = load_matcher().question(read_question(question, "pt").text)
        assert np.abs(np.array(found["shares"]) - shares).max(initial=0.0) < 1e-6
        assert np.abs(np.array(found["vectors"]) - vectors).max(initial=0.0) < 1e-6
