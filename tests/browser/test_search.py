"""The search box of the theme, and the browser's search beside Python's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from browser_helpers import Watched, serve_folder
from search_cases import CASES, FILE, QUERIES
from site_helpers import SHIPPED, VAULT, build, copy_vault

from llmnotes.api import Vault
from llmnotes.config import Config
from llmnotes.encoder import BUNDLED
from llmnotes.encoder.wordlist import load_words
from llmnotes.index import load_by_name, open_index
from llmnotes.search import hit_json, search
from llmnotes.search.query import read_query
from llmnotes.site.dressing import THEME
from llmnotes.site.files import Folder
from llmnotes.site.searchdata import write_search
from llmnotes.site.searchdata_encoder import row_order
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

pytestmark = pytest.mark.browser

FILTERS = CASES / "search_filters.txt"
BUDGET = 300_000
"""Bytes of a first search."""
RESULT = ".md-search-result__item"
SLIPS = ("virtine", "docstring fastq", "quanitzed wieghts", "otken", "rdee", "gpt5 wrods", "aaaa")
OPENED = (
    "const {open} = await import(base + '/assets/search/search.js'); const site = await open(base);"
)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped vault, indexed, beside a folder that has its search and no pages."""
    root = tmp_path_factory.mktemp("shipped")
    vault = copy_vault(SHIPPED, root / "vault")
    settings = Config(vault=vault)
    folder = Folder(root / "docs")
    write_search(open_site(read_vault(vault, settings), settings), folder)
    copytree(THEME / "assets" / "search", root / "docs" / "assets" / "search", dirs_exist_ok=True)
    (root / "docs" / "index.html").write_text("<!doctype html><title>.</title>", "utf-8")
    return root


@pytest.fixture(scope="session")
def searchable(shipped: Path) -> Iterator[str]:
    """The address of that folder."""
    yield from serve_folder(shipped / "docs")


def run(chromium: Any, address: str, code: str, value: object) -> Any:
    """Run code on an empty page of the site, with `base` and `value`."""
    context = chromium.new_context()
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/index.html")
    found = watched.page.evaluate(f"async ([base, value]) => {{{code}}}", [f"{address}/", value])
    assert watched.wrong == []
    context.close()
    return found


def type_in(watched: Watched, text: str) -> Any:
    """Type into the search box and return the results."""
    watched.page.locator(".md-search__input").focus()
    watched.page.keyboard.type(text)
    results = watched.page.locator(RESULT)
    results.first.wait_for(timeout=60_000)
    return results


def test_hits_come_in_the_order_of_python(chromium: Any, shipped: Path, searchable: str) -> None:
    encoder = load_by_name("")
    with open_index(shipped / "vault") as index:
        expected = [[hit_json(hit) for hit in search(index, query, encoder)] for query in QUERIES]
    code = OPENED + (
        "const found = [];"
        "for (const query of value) found.push(await site.search(query));"
        "return found;"
    )
    found = run(chromium, searchable, code, list(QUERIES))
    for query, hits, ours in zip(QUERIES, expected, found, strict=True):
        places = [(hit["path"], hit["lines"]) for hit in hits]
        assert [(hit["path"], hit["lines"]) for hit in ours] == places, query
        for hit, our in zip(hits, ours, strict=True):
            assert abs(our["score"] - float(str(hit["score"]))) < 1e-4
            assert [our[key] for key in ("title", "heading", "text")] == [
                hit[key] for key in ("title", "heading", "text")
            ]


def test_filters_typed_in_the_box_let_through_what_python_does(
    chromium: Any, shipped: Path, searchable: str
) -> None:
    queries = FILTERS.read_text("utf-8").splitlines()
    vault = Vault.open(shipped / "vault")
    with vault.index() as index:
        expected = [[hit_json(hit) for hit in vault.search(q, index=index)] for q in queries]
    assert sum(map(bool, expected)) > len(queries) * 0.7
    code = OPENED + (
        "const found = [];"
        "for (const query of value) found.push(await site.searchTyped(query));"
        "return found;"
    )
    found = run(chromium, searchable, code, queries)
    for query, hits, ours in zip(queries, expected, found, strict=True):
        assert [(hit["path"], hit["lines"]) for hit in ours] == [
            (hit["path"], hit["lines"]) for hit in hits
        ], query
        for hit, our in zip(hits, ours, strict=True):
            assert abs(our["score"] - float(str(hit["score"]))) < 1e-4


def test_words_and_snippets_are_pythons(chromium: Any, searchable: str) -> None:
    cases = json.loads(FILE.read_text("utf-8"))
    code = (
        OPENED
        + """
        const { fold, words } = await import(base + "/assets/search/stemming.js");
        const { snippet } = await import(base + "/assets/search/snippet.js");
        const { edits } = await import(base + "/assets/search/query.js");
        const s = site.words.stemming;
        const texts = [];
        for (const { text } of value.texts) texts.push({
          text, fold: fold(text), words: words(text), stems: s.stems(text),
          content: s.contentWords(text), subject: s.subject(text), name: s.nameKey(text),
          pieces: await site.encoder.tokenize(text),
        });
        const snippets = value.snippets.map(({ query, text }) => {
          const keys = new Set(s.contentWords(query).map((word) => s.stem(word)));
          const [shown, spans] = snippet(text, keys, s);
          return { query, text, shown, spans };
        });
        const letters = site.words.rules.letters;
        const edited = Object.fromEntries(Object.keys(value.edits).map(
          (word) => [word, [1, 0].map((start) => [...edits(word, start, letters)])],
        ));
        return { texts, snippets, edits: edited };
    """
    )
    found = run(chromium, searchable, code, cases)
    numbers = [number for _, number in row_order(BUNDLED / "tokenizer.json")]
    for ours in found["texts"]:
        ours["pieces"] = [numbers[row] for row in ours["pieces"]]
    for kind in ("texts", "snippets"):
        for ours, case in zip(found[kind], cases[kind], strict=True):
            assert ours == case
    assert found["edits"] == cases["edits"]


def test_a_query_becomes_the_vector_of_python(chromium: Any, searchable: str) -> None:
    queries = ["Como o modelo lembra da conversa?", "fine-tuning", "日本語 xyz", ""]
    code = OPENED + (
        "const rows = await Promise.all(value.map((text) => site.encoder.encode(text)));"
        "return rows.map((row) => [...row]);"
    )
    found = run(chromium, searchable, code, queries)
    for row, ours in zip(load_by_name("").queries(queries).tolist(), found, strict=True):
        assert max(abs(a - b) for a, b in zip(row, ours, strict=True)) < 1e-6


def test_slips_are_mended_as_python_mends_them(
    chromium: Any, shipped: Path, searchable: str
) -> None:
    code = OPENED + (
        "const {readQuery} = await import(base + '/assets/search/query.js');"
        "const classes = (some) => site.words.classes(some);"
        "const found = [];"
        "for (const query of value) found.push(await readQuery(query, site.words, false, classes));"
        "return found.map(({terms, mended, name}) => [terms, [...mended], name]);"
    )
    asked = [*QUERIES, *SLIPS]
    found = run(chromium, searchable, code, asked)
    with open_index(shipped / "vault") as index, index.snapshot():
        for text, ours in zip(asked, found, strict=True):
            query = read_query(text, index.known, None, load_words().classes)
            lists = ([list(pair) for pair in pairs] for pairs in (query.terms, query.mended))
            assert ours == [*lists, query.name], text


def test_a_first_search_moves_little(chromium: Any, searchable: str) -> None:
    for query in ("atencao multi cabeca", "transfomer", "how does the model remember"):
        code = OPENED + "await site.search(value); return site.files.moved;"
        assert 50_000 < run(chromium, searchable, code, query) < BUDGET


def test_nothing_of_the_search_is_loaded_before_somebody_types(chromium: Any, served: str) -> None:
    context = chromium.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(served)))
    watched = Watched(context.new_page(), served)
    watched.page.goto(f"{served}/Vitrine.html")
    watched.page.wait_for_load_state("networkidle")
    at_rest = [path for path in asked if "search" in path]
    assert at_rest == ["/assets/search/search.css", "/assets/search/box.js"]
    type_in(watched, "rede")
    assert any(path.startswith("/assets/search/data/") for path in asked)
    assert watched.wrong == []
    context.close()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("angulo", "Ângulo"),
        ("neural network", "Rede neural"),
        ("neurla", "Rede neural"),
        ("vitri", "Vitrine"),
        ("C++", "C++"),
    ],
)
def test_the_box_finds_what_is_meant(open_page: Any, typed: str, title: str) -> None:
    watched = open_page("index.html")
    type_in(watched, typed)
    among = watched.page.locator(f"{RESULT}:nth-child(-n+2) h1").get_by_text(title, exact=True)
    among.first.wait_for(timeout=60_000)  # what was typed before the last letter comes first
    assert watched.wrong == []


def test_the_box_takes_filters_and_says_so(open_page: Any) -> None:
    watched = open_page("index.html")
    watched.page.locator(".md-search__input").focus()
    hint = watched.page.locator(".ln-search-filters")
    assert "pasta:" in hint.inner_text()
    results = type_in(watched, "rede tag:redes")
    assert results.locator("h1").first.inner_text() == "Rede neural"
    assert not hint.is_visible()
    assert watched.page.locator(f"{RESULT} h1").get_by_text("Vitrine", exact=True).count() == 0
    watched.page.locator(".md-search__input").fill("")
    watched.page.keyboard.type("tag:profundas rede")
    nothing = watched.page.locator(".md-search-result__meta", has_text="Nada")
    nothing.wait_for(timeout=60_000)
    assert watched.wrong == []


def test_the_keyboard_is_enough(open_page: Any) -> None:
    watched = open_page("index.html")
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("rede neural")
    watched.page.locator(RESULT).first.wait_for(timeout=60_000)
    assert watched.page.locator(f"{RESULT} mark").first.inner_text()
    watched.page.keyboard.press("ArrowDown")
    focused = "document.activeElement.closest('.md-search-result__item') !== null"
    assert watched.page.evaluate(focused)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/Rede%20neural.html*")
    assert watched.wrong == []


def test_an_address_with_a_question_opens_its_results(open_page: Any) -> None:
    watched = open_page("index.html?q=%C3%82ngulo")
    watched.page.locator(RESULT).first.wait_for(timeout=60_000)
    assert watched.page.locator(f"{RESULT} h1").first.inner_text() == "Ângulo"


def test_an_emptied_box_shows_no_results(open_page: Any) -> None:
    watched = open_page("index.html")
    type_in(watched, "rede")
    watched.page.locator(".md-search__input").fill("")
    watched.page.keyboard.press("Backspace")
    watched.page.locator(RESULT).first.wait_for(state="detached")
    assert watched.page.locator(".md-search-result__meta").inner_text().startswith("Palavras")


def test_the_box_opens_on_a_phone(open_page: Any) -> None:
    watched = open_page("Vitrine.html", 390)
    watched.page.locator("label.ln-icon-search.md-header__button").click()
    type_in(watched, "rede")
    wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert watched.wrong == []


def test_results_are_text_and_not_markup(open_page: Any) -> None:
    watched = open_page("index.html")
    type_in(watched, "código")
    assert watched.page.locator(f"{RESULT} article :not(h1,h2,mark,div)").count() == 0
    assert watched.wrong == []


def test_a_site_on_disk_is_searched_by_titles(chromium: Any, site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    page.locator(".md-search__input").focus()
    page.keyboard.type("angulo")
    page.locator(RESULT).first.wait_for(timeout=30_000)
    assert page.locator(f"{RESULT} h1").first.inner_text() == "Ângulo"
    assert "pasta" in page.locator(".md-search-result__meta").inner_text()
    context.close()


def test_a_search_that_cannot_be_loaded_says_so(chromium: Any, served: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/assets/search/data/**", lambda route: route.abort())
    page.goto(f"{served}/index.html")
    page.locator(".md-search__input").focus()
    page.keyboard.type("rede")
    said = page.locator(".md-search-result__meta", has_text="não pôde ser carregada")
    said.wait_for(timeout=60_000)
    context.close()


def test_a_site_without_search_data_is_searched_by_titles(chromium: Any, tmp_path: Path) -> None:
    build(copy_vault(VAULT, tmp_path / "vault"), tmp_path / "site", site_search=False)
    for address in serve_folder(tmp_path / "site"):
        context = chromium.new_context()
        watched = Watched(context.new_page(), address)
        watched.page.goto(f"{address}/index.html")
        results = type_in(watched, "angulo")
        assert results.locator("h1").first.inner_text() == "Ângulo"
        assert "pasta" not in watched.page.locator(".md-search-result__meta").inner_text()
        assert watched.wrong == []
        context.close()
