"""The graph on the site: one vault makes one map, all of it opens and nothing on it is private."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from graph_helpers import write_vault
from hypothesis import given, settings
from hypothesis import strategies as st
from site_helpers import SHIPPED, VAULT, PageReader, build, copy_vault, dead_addresses

from llmnotes.config import Config
from llmnotes.site.graphdata import GRAPH, GraphMap
from llmnotes.site.layout import lay_out, near_pairs
from llmnotes.site.vaultsite import VaultSite, open_site
from llmnotes.vault import read_vault

SECRETS = ("CANARY", "Rascunho", "só do segredo")


def site_of(vault: Path) -> VaultSite:
    settings = Config(vault=vault)
    return open_site(read_vault(vault, settings), settings)


def map_of(vault: Path) -> dict[str, Any]:
    """Return the data that the browser gets, read from the script as it is written."""
    script = GraphMap(site_of(vault)).script()
    return dict(json.loads(script.removeprefix("globalThis.llmnotesGraph=").removesuffix(";\n")))


def varints(packed: str) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in base64.b64decode(packed):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    return numbers


def path_of(data: dict[str, Any], i: int) -> str:
    """Return the page of node `i` as graph-read.js finds it."""
    if str(i) in data["paths"]:
        return str(data["paths"][str(i)])
    folder = "ghosts" if data["kinds"][i] == "g" else data["folders"][varints(data["in"])[i]]
    return f"{folder}/{data['titles'][i]}.html".removeprefix("/")


def links_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    numbers = iter(varints(data["links"]))
    found = set()
    for i, title in enumerate(data["titles"]):
        other = i
        for _ in range(next(numbers)):
            other += next(numbers)
            found.add((title, data["titles"][other]))
    assert next(numbers, None) is None
    return found


def places_of(data: dict[str, Any]) -> np.ndarray[Any, Any]:
    packed = np.frombuffer(base64.b64decode(data["at"]), "<u2").reshape(-1, 2)
    return packed * data["span"] / 65535


def made_up(notes: int, groups: int) -> tuple[list[int], np.ndarray[Any, Any]]:
    """Return the sizes of clusters and eight links a note, most of them inside its cluster."""
    chance = np.random.default_rng(1)
    size = notes // groups
    source = np.repeat(np.arange(size * groups), 8)
    inside = source // size * size + chance.integers(0, size, len(source))
    anywhere = chance.integers(0, size * groups, len(source))
    target = np.where(chance.random(len(source)) < 0.75, inside, anywhere)
    edges = np.stack((source, target), axis=1)
    return [size] * groups, edges[source != target]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    build(copy_vault(VAULT, folder / "vault"), folder / "site")
    return folder / "site"


def test_one_vault_makes_one_map(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    assert GraphMap(site_of(vault)).script() == GraphMap(site_of(vault)).script()


def test_every_node_opens_a_page(small: Path) -> None:
    script = (small / GRAPH).read_text("utf-8")
    data = json.loads(script.removeprefix("globalThis.llmnotesGraph=").removesuffix(";\n"))
    assert len(data["titles"]) > 15
    for i in range(len(data["titles"])):
        assert (small / path_of(data, i)).is_file()
    assert dead_addresses(small) == []


def test_nothing_private_is_on_the_map_or_in_the_glossary(small: Path) -> None:
    for name in (GRAPH, "graph.html", "glossary.html"):
        said = (small / name).read_text("utf-8")
        assert not [secret for secret in SECRETS if secret in said], name


def test_the_map_has_the_links_of_the_graph_and_ghosts_as_ghosts(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path / "v",
        {
            "A.md": "[[B]] [[B]] [[A]] [[Ninguém]] ![[x.png]]",
            "b/B.md": "[[A]] #um/dois",
            "C.md": "",
        },
    )
    (vault / "x.png").write_bytes(b"x")
    data = map_of(vault)
    pairs = {frozenset(pair) for pair in links_of(data)}
    assert pairs == {frozenset(pair) for pair in (("A", "B"), ("A", "Ninguém"), ("A", "x.png"))}
    kinds = dict(zip(data["titles"], data["kinds"], strict=True))
    assert kinds == {"A": "n", "B": "n", "C": "n", "Ninguém": "g", "x.png": "f"}
    assert data["tags"] == ["um/dois"]
    assert {path_of(data, i) for i in range(5)} == {
        *("A.html", "b/B.html", "C.html", "ghosts/Ninguém.html", "x.png")
    }


def test_a_title_may_be_anything(tmp_path: Path) -> None:
    odd = "</script><script>alert(1)</script>\u2028`${x}`"
    vault = write_vault(
        tmp_path / "v", {"A.md": f"---\ntitle: {json.dumps(odd)}\n---\n[[B]]", "B.md": ""}
    )
    data = map_of(vault)
    assert odd in data["titles"]
    assert path_of(data, data["titles"].index(odd)) == "A.html"


def test_clusters_of_the_shipped_vault_are_named_and_apart() -> None:
    graph = GraphMap(site_of(SHIPPED))
    named = [cluster for cluster in graph.clusters if cluster.name]
    assert len(named) >= 4
    assert sum(len(cluster.members) for cluster in graph.clusters) == len(graph.nodes)
    data = graph.data()
    at = places_of(data)
    discs, first = [], 0
    for _, size in data["clusters"]:
        inside = at[first : first + size]
        middle = inside.mean(axis=0)
        discs.append((middle, np.hypot(*(inside - middle).T).max()))
        first += size
    for i, (middle, radius) in enumerate(discs):
        for other, other_radius in discs[:i]:
            assert np.hypot(*(middle - other)) > radius + other_radius


@settings(max_examples=25)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_every_layout_is_finite_and_no_two_nodes_meet(sizes: list[int], chance: Any) -> None:
    n = sum(sizes)
    pairs = [(chance.randrange(n), chance.randrange(n)) for _ in range(2 * n)]
    edges = np.array([pair for pair in pairs if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)
    at = lay_out(sizes, edges)
    assert at.shape == (n, 2)
    assert np.isfinite(at).all()
    assert np.array_equal(at, lay_out(sizes, edges))
    gaps = np.hypot(*(at[:, None] - at[None, :]).T) + 9 * np.eye(n)
    assert gaps.min() > 0.1


def test_near_pairs_are_all_pairs_that_are_near() -> None:
    at = np.random.default_rng(2).random((300, 2)) * 12
    found = {tuple(sorted(pair)) for pair in near_pairs(at, 1.5).tolist()}
    near = np.hypot(*(at[:, None] - at[None, :]).T) < 1.5
    assert {(i, j) for i, j in np.argwhere(near).tolist() if i < j} <= found


def test_ten_thousand_nodes_are_laid_out_in_seconds_and_spread() -> None:
    costs = []
    for notes in (2500, 10_000):
        sizes, edges = made_up(notes, notes // 160)
        start = time.process_time()
        at = lay_out(sizes, edges)
        costs.append(time.process_time() - start)
    assert costs[1] < 20
    assert costs[1] < 9 * costs[0] + 1  # four times the nodes
    pairs = near_pairs(at, 0.3)
    assert (np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T) < 0.3).sum() < len(at) / 200


def test_a_page_of_a_note_does_not_grow_with_the_graph(tmp_path: Path) -> None:
    few = {f"n{i}.md": f"[[n{(i + 1) % 3}]]" for i in range(3)}
    many = few | {f"m{i}.md": f"[[m{(i + 1) % 60}]]" for i in range(60)}
    sizes = []
    for name, notes in (("few", few), ("many", many)):
        build(write_vault(tmp_path / name / "v", notes), tmp_path / name / "s", site_name="s")
        html = (tmp_path / name / "s" / "n1.html").read_text("utf-8")
        # The more notes there are, the more of them are like this one: up to six are shown.
        related = re.search(r'(?s)<section class="ln-related".*?</section>', html)
        assert related and related[0].count("<li>") <= 6
        sizes.append(len(html) - len(related[0]))
    assert sizes[0] == sizes[1]


def test_without_a_script_the_page_lists_the_clusters(small: Path) -> None:
    html = (small / "graph.html").read_text("utf-8")
    links = [address for where, address in PageReader(html).addresses if where == "a href"]
    assert "Vitrine.html" in links
    assert html.count('<details class="ln-cluster">') >= 2


def test_the_map_is_made_again_only_when_the_graph_changes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "v", {"A.md": "[[B]]", "B.md": "texto"})
    build(vault, tmp_path / "s")
    before = (tmp_path / "s" / GRAPH).read_bytes()
    stamp = (vault / ".llmnotes/site/docs" / GRAPH).stat().st_mtime_ns
    (vault / "B.md").write_text("outro texto")
    build(vault, tmp_path / "s")
    assert (vault / ".llmnotes/site/docs" / GRAPH).stat().st_mtime_ns == stamp
    (vault / "C.md").write_text("[[A]]")
    build(vault, tmp_path / "s")
    assert (tmp_path / "s" / GRAPH).read_bytes() != before


def test_of_a_large_vault_a_page_shows_the_graph_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import llmnotes.site.graphdata as graphdata

    vault = write_vault(tmp_path / "v", {"A.md": "[[B]]", "B.md": ""})
    build(vault, tmp_path / "s")
    assert 'data-ask="1"' not in (tmp_path / "s/A.html").read_text("utf-8")
    monkeypatch.setattr(graphdata, "LARGE", 1)
    build(vault, tmp_path / "s")
    assert 'data-ask="1"' in (tmp_path / "s/A.html").read_text("utf-8")
