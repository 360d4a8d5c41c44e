"""The search of a site finds in a browser what `llmnotes search` finds, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from browser_helpers import Watched, serve_folder, window
from markdown_helpers import read_cases
from search_cases import CASES, FILE, QUERIES
from site_helpers import SHIPPED, copy_vault

from llmnotes.api import Vault
from llmnotes.config import Config
from llmnotes.encoder import BUNDLED
from llmnotes.encoder.lexicon import load_lexicon
from llmnotes.encoder.thesaurus import synonyms
from llmnotes.encoder.wordlist import FIRST_CLASS, load_words
from llmnotes.index import load_by_name, open_index
from llmnotes.passages import split
from llmnotes.search import hit_json, search
from llmnotes.search.plain import plain, readable
from llmnotes.search.query import read_query
from llmnotes.search.scoring import likely
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
SLIPS = ("virtine", "docstring fastq", "quanitzed wieghts", "otken", "rdee", "gpt5 wrods", "aaaa")
OPENED = (
    "const {open} = await import(base + '/assets/search/search.js'); const site = await open(base);"
)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped vault, indexed, beside a folder that has its search and no pages."""
    root = tmp_path_factory.mktemp("shipped")
    vault = copy_vault(SHIPPED, root / "vault")
    rmtree(vault / "perguntas")  # what a site's search does not know
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
    context = window(chromium)
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/index.html")
    found = watched.page.evaluate(f"async ([base, value]) => {{{code}}}", [f"{address}/", value])
    assert watched.wrong == []
    context.close()
    return found


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
          const [shown, spans] = snippet(text, keys, s, site.files.head.rules.tex);
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


def test_formulas_are_made_plain_as_python_makes_them(
    chromium: Any, shipped: Path, searchable: str
) -> None:
    texts = [case.source for case in read_cases("plain")]
    texts += [one.text for note in Vault.open(shipped / "vault").notes for one in split(note)]
    code = OPENED + (
        "const {plain, readable} = await import(base + '/assets/search/plain.js');"
        "const {tex} = site.files.head.rules;"
        "return value.map((text) => [plain(text, tex), readable(text, tex)]);"
    )
    for text, ours in zip(texts, run(chromium, searchable, code, texts), strict=True):
        assert ours == [plain(text), readable(text)]


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


def test_words_for_the_same_things_are_those_of_python(
    chromium: Any, shipped: Path, searchable: str
) -> None:
    code = OPENED + (
        "const {readQuery} = await import(base + '/assets/search/query.js');"
        "const {likely} = await import(base + '/assets/search/scoring.js');"
        "const classes = (some) => site.words.classes(some);"
        "const one = ([key, {holders}]) => [key, holders];"
        "const told = (alike) => likely(alike, site.rules).map(one);"
        "const found = [];"
        "for (const text of value) {"
        "  const query = await readQuery(text, site.words, false, classes);"
        "  found.push(query.alike.map(told));"
        "}"
        "return [found, [...site.files.loaded.keys()]];"
    )
    found, loaded = run(chromium, searchable, code, list(QUERIES))
    with open_index(shipped / "vault") as index, index.snapshot() as columns:
        translate, classes = load_lexicon().translate, load_words().classes
        for text, ours in zip(QUERIES, found, strict=True):
            query = read_query(text, index.known, translate, classes, synonyms)
            told = [likely(alike, columns.passages) for alike in query.alike]
            assert ours == [[list(one) for one in words] for words in told], text
    assert sum(len(words) for ours in found for words in ours) > len(QUERIES)
    assert not any(path.startswith("lists/") for path in loaded)


def test_words_in_use_are_read_by_the_rules_of_python(chromium: Any, searchable: str) -> None:
    code = OPENED + (
        "const {Words} = await import(base + '/assets/search/words.js');"
        "const {Files} = await import(base + '/assets/search/files.js');"
        "const {base: folder, head} = site.files;"
        "const rules = {...head.rules, listed: {...head.rules.listed, ...value}};"
        "const words = new Words(new Files(folder, {...head, rules}));"
        "return [...await words.classes(['token', 'cientista'])];"
    )
    known = load_words().classes(["token", "cientista"])
    assert dict(run(chromium, searchable, code, {})) == known
    assert dict(run(chromium, searchable, code, {"shortest": 6, "class": FIRST_CLASS - 1})) == {
        "cientista": known["cientista"] + 1
    }


def test_a_first_search_moves_little(chromium: Any, searchable: str) -> None:
    for query in ("atencao multi cabeca", "transfomer", "how does the model remember"):
        code = OPENED + "await site.search(value); return site.files.moved;"
        assert 50_000 < run(chromium, searchable, code, query) < BUDGET
