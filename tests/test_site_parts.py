"""What a site may do without: the page that answers questions, and the search of whole notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_helpers import (
    VAULT,
    build,
    compiled,
    copy_vault,
    dead_addresses,
    files_of,
    pages_of,
)

from llmnotes.config import Config, read_config
from llmnotes.site.decoderdata import decoder_stages
from llmnotes.site.dressing import is_used

ASKING = ("ask.html", "ln-ask", "llmnotes/ask.")
NOTES = {"A.md": "Uma nota com [[B]].", "B.md": "Outra nota."}
WIDGET = {**NOTES, "C.md": "> [!widget] tokens\n> Um texto."}


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that answers nothing."""
    folder = tmp_path_factory.mktemp("silent")
    build(copy_vault(VAULT, folder / "vault"), folder / "site", site_ask=False)
    return folder / "site"


def test_nothing_of_asking_is_left_where_the_site_does_not_answer(silent: Path) -> None:
    paths = list(files_of(silent))
    assert not [path for path in paths if path.startswith(("ask", "assets/ask/"))]
    for page in pages_of(silent):
        text = page.read_text("utf-8")
        assert not [word for word in ASKING if word in text], page
    assert dead_addresses(silent) == []
    assert any(path.startswith("assets/search/data/texts/") for path in paths)


def test_weights_stay_for_widgets_only(tmp_path: Path) -> None:
    for name, notes, asks, kept in (
        ("a", NOTES, False, set()),
        ("b", NOTES, True, {"tuned.safetensors"}),
        ("c", WIDGET, False, {"base.safetensors", "tuned.safetensors"}),
    ):
        made = compiled(tmp_path / name, notes, site_ask=asks)
        found = {path.name for path in made.docs.rglob("*.safetensors")}
        assert found == kept
        assert (set() if not kept else {"pieces.bin"}) == {
            path.name for path in made.docs.glob("assets/decoder/*.bin")
        }
        assert decoder_stages(made.site.notes.values(), asks=asks) == tuple(
            sorted(one.removesuffix(".safetensors") for one in kept)
        )


def test_scripts_of_the_theme_go_with_what_they_serve() -> None:
    def used(path: str, searches: bool, asks: bool, widgets: bool) -> bool:
        return is_used(path, searches=searches, asks=asks, widgets=widgets)

    assert not used("assets/decoder/engine.js", True, False, False)
    assert used("assets/decoder/engine.js", True, False, True)
    assert not used("assets/llmnotes/ask.css", True, False, True)
    assert used("assets/llmnotes/widgets.css", True, True, False)  # the sliders of the ask page
    assert not used("assets/widgets/tokens.js", True, False, False)
    assert not used("assets/search/worker.js", False, False, False)
    assert used("assets/search/titles.js", False, False, False)
    assert used("assets/llmnotes/base.css", False, False, False)


def test_a_site_that_searches_titles_has_no_data_to_search(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(copy_vault(VAULT, tmp_path / "vault"), out, site_search=False)
    left = [path for path in files_of(out) if path.startswith(("assets/search", "assets/ask"))]
    assert left == [f"assets/search/{name}" for name in ("box.js", "search.css", "titles.js")]
    assert 'data-titles="1"' in (out / "index.html").read_text("utf-8")
    assert not (out / "ask.html").exists()
    assert dead_addresses(out) == []


def test_what_was_left_out_comes_back(tmp_path: Path, silent: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    out = tmp_path / "site"
    build(vault, out)
    whole = files_of(out)
    assert "ask.html" in whole
    build(vault, out, site_ask=False)
    assert set(files_of(out)) == set(files_of(silent))
    build(vault, out)
    assert files_of(out) == whole


def test_both_settings_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "llmnotes.toml"
    file.write_text("site_search = false\nsite_ask = false\n")
    assert read_config(file) == Config(site_search=False, site_ask=False, source=file)
