"""A site's answers know the questions that its notes are known to answer, as Python's do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from browser_helpers import Watched, serve_folder, window

from llmnotes.api import Vault
from llmnotes.ask.features import NAMES
from llmnotes.ask.question import read_question
from llmnotes.config import Config
from llmnotes.site.askdata import write_ask
from llmnotes.site.dressing import THEME
from llmnotes.site.files import Folder
from llmnotes.site.searchdata import write_search
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

pytestmark = pytest.mark.browser

NOTES = {
    "Orquestra.md": "# Orquestra\n\nA orquestra toca em salas grandes.\n\n## Afinação\n\n"
    "O oboé dá o lá antes do concerto. Todos afinam por ele.\n",
    "Padaria.md": "# Padaria\n\nO forno fica aceso a noite toda. A massa descansa antes.\n",
    "Jardim.md": "# Jardim\n\nAs rosas são podadas em julho.\n",
}
ASKED = """# Orquestra.md
> O oboé dá o lá antes do concerto.
quem apita para o pessoal acertar as cordas?
which instrument gives everybody the pitch?
> A orquestra toca em salas grandes.
onde os músicos se apresentam?

# Padaria
> A massa descansa antes.
por que esperar tanto até assar?
"""
QUESTIONS = (
    "quem apita para o pessoal acertar as cordas?",
    "Por que esperar tanto até assar o pão?",
    "Quando se podam as rosas?",
)
ASK = """async ([base, questions]) => {
  const at = (path) => import(`${base}assets/${path}.js`);
  const [{ open }, ask] = await Promise.all(["search/search", "ask/evidence"].map(at));
  const site = await open(base);
  const found = [];
  for (const question of questions) {
    const { found: rows } = await ask.findings(site, question);
    const { sentences, refused } = await ask.gather(site, question);
    found.push({
      rows: rows.map(({ unit, row, asked }) => [unit.sentence.text, asked, row]),
      first: refused ? "" : sentences[0].text,
    });
  }
  return found;
}"""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("known")
    (root / "vault").mkdir()
    for path, text in NOTES.items():
        (root / "vault" / path).write_text(text, "utf-8")
    (root / "vault" / "leitores.asked.txt").write_text(ASKED, "utf-8")
    return root / "vault"


@pytest.fixture(scope="module")
def origin(vault: Path) -> Iterator[str]:
    settings, folder = Config(vault=vault, lang="pt-BR"), Folder(vault.parent / "docs")
    site = open_site(read_vault(vault, settings), settings)
    write_ask(site, folder, write_search(site, folder))
    for name in ("ask", "search"):
        copytree(THEME / "assets" / name, folder.root / "assets" / name, dirs_exist_ok=True)
    (folder.root / "index.html").write_text("<title>.</title><link rel=icon href=data:,>", "utf-8")
    yield from serve_folder(folder.root)


def test_known_questions_are_known_in_a_browser(chromium: Any, origin: str, vault: Path) -> None:
    context = window(chromium)
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}/index.html")
    ours = watched.page.evaluate(ASK, [f"{origin}/", list(QUESTIONS)])
    assert watched.wrong == []
    context.close()
    at = [NAMES.index("known"), NAMES.index("note_known")]
    with Vault(Config(vault=vault, lang="pt-BR"), "pt").asker() as asker:
        for question, found in zip(QUESTIONS, ours, strict=True):
            expected = asker._gather(read_question(question, "pt"))
            told = {
                unit.sentence.text: row[at]
                for unit, row in zip(expected.units, expected.rows, strict=True)
            }
            assert {text for text, _, _ in found["rows"]} == set(told)
            for text, _, row in found["rows"]:
                assert [row[place] for place in at] == pytest.approx(told[text], abs=0.02), text
            asked = [text for text, is_asked, _ in found["rows"] if is_asked]
            assert len(asked) == round(expected.covered * len(told)) == 3
    assert ours[0]["first"] == "O oboé dá o lá antes do concerto."
    assert ours[1]["first"] == "A massa descansa antes."


def test_where_nothing_is_found_no_question_is_known(chromium: Any, origin: str) -> None:
    context = window(chromium)
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}/index.html")
    script = "import('/assets/ask/confidence.js').then(({ least }) => [[], [{ asked: true }]]"
    weights = "{ threshold: 0.5, unasked: 0.4 }"
    found = watched.page.evaluate(f"{script}.map((found) => least(found, {weights})))")
    assert found == pytest.approx([0.4, 0.5])
    context.close()


def test_the_data_of_a_site_change_with_its_questions(vault: Path, tmp_path: Path) -> None:
    copytree(vault, tmp_path / "vault")
    settings, folder = Config(vault=tmp_path / "vault", lang="pt-BR"), Folder(tmp_path / "docs")

    def made() -> str:
        site = open_site(read_vault(settings.vault, settings), settings)
        return write_ask(site, folder, write_search(site, folder))

    first = made()
    assert made() == first
    (settings.vault / "leitores.asked.txt").unlink()
    assert made() != first
