"""The concept graph says what the links say, and answers alike on every run."""

from __future__ import annotations

import json
import subprocess
import sys

import networkx as nx
import pytest
from graph_helpers import graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.errors import UsageError
from llmnotes.graph import NodeKind, page_rank
from llmnotes.model import NoteId, TargetKind

NOTES = {
    "Atenção.md": "---\nalias: attention\n---\nUsa [[Softmax]]. Depois [[softmax|ela]] de novo.",
    "Softmax.md": "Vem dos [[logits]]. ![[curva.png]] #mat/função",
    "Transformer.md": "---\nrelated: '[[Atenção]]'\n---\nTem [[Atenção#x]] e [[Logits]]. #Mat",
    "Solta.md": "Nada, só #mat e ![[curva.png]] e [[Solta]].",
    "sub/Outra.md": "[[Transformer]] [[Outra coisa]]",
}
FILES = ("curva.png", "sobra.png")

LETTERS = "abcdef"
VAULTS = st.dictionaries(
    st.sampled_from([f"{letter}.md" for letter in LETTERS]),
    st.lists(st.sampled_from([*LETTERS, "ghost", "Ghost", "p.png"]), max_size=5).map(
        lambda names: " ".join(f"[[{name}]]." for name in names)
    ),
)


def test_nodes_are_notes_ghosts_tags_and_files() -> None:
    graph = graph_of(NOTES, FILES)
    kinds = {kind: {n for n in graph.network if graph.kind(n) is kind} for kind in NodeKind}
    assert kinds == {
        NodeKind.NOTE: set(NOTES),
        NodeKind.GHOST: {"logits", "Outra coisa"},
        NodeKind.TAG: {"#mat", "#mat/função"},
        NodeKind.FILE: {"curva.png"},
    }


def test_edges_know_their_kind_their_line_and_their_context() -> None:
    network = graph_of(NOTES, FILES).network
    edges = {
        (source, target, data["kind"], data["line"])
        for source, target, data in network.edges(data=True)
    }
    assert ("Transformer.md", "Atenção.md", "property", 2) in edges
    assert ("Transformer.md", "Atenção.md", "link", 4) in edges
    assert ("Softmax.md", "curva.png", "embed", 1) in edges
    assert ("Transformer.md", "#mat", "tag", 4) in edges
    assert ("#mat/função", "#mat", "tag", 1) in edges
    contexts = [data["context"] for data in network["Atenção.md"]["Softmax.md"].values()]
    assert contexts == ["Usa Softmax. Depois ela de novo."] * 2


def test_two_links_to_one_note_are_two_edges_and_one_backlink() -> None:
    graph = graph_of(NOTES, FILES)
    assert graph.network.number_of_edges("Atenção.md", "Softmax.md") == 2
    (backlink,) = graph.backlinks("Softmax.md")
    assert backlink.source == "Atenção.md"
    assert [mention.text for mention in backlink.mentions] == [
        "Usa Softmax.",
        "Depois ela de novo.",
    ]
    assert [one.text[slice(*one.span)] for one in backlink.mentions] == ["Softmax", "ela"]


def test_a_ghost_goes_by_its_first_spelling() -> None:
    graph = graph_of(NOTES, FILES)
    ghosts = {ghost.name: ghost.asked_by for ghost in graph.ghosts()}
    assert ghosts == {
        "logits": (("Softmax.md", 1), ("Transformer.md", 4)),
        "Outra coisa": (("sub/Outra.md", 1),),
    }
    assert [ghost.name for ghost in graph.ghosts()] == ["logits", "Outra coisa"]
    assert [one.source for one in graph.backlinks("logits")] == ["Softmax.md", "Transformer.md"]


def test_orphans_have_no_link_either_way() -> None:
    assert graph_of(NOTES, FILES).orphans() == ("Solta.md",)


def test_files_that_no_note_points_to_are_named() -> None:
    graph = graph_of(NOTES, FILES)
    assert (graph.used_files(), graph.unused_files()) == (("curva.png",), ("sobra.png",))


def test_near_goes_both_ways_and_through_no_tag() -> None:
    graph = graph_of(NOTES, FILES)
    assert graph.near("Atenção.md") == (("Softmax.md", 1), ("Transformer.md", 1))
    assert dict(graph.near("Atenção.md", 2)) == {
        "Softmax.md": 1,
        "Transformer.md": 1,
        "curva.png": 2,
        "logits": 2,
        "sub/Outra.md": 2,
    }
    assert dict(graph.near("#mat")) == {"#mat/função": 1, "Solta.md": 1, "Transformer.md": 1}
    assert graph.near("Atenção.md", 0) == ()


def test_a_path_is_a_shortest_one() -> None:
    graph = graph_of(NOTES, FILES)
    assert graph.path("sub/Outra.md", "Softmax.md") == (
        "sub/Outra.md",
        "Transformer.md",
        "Atenção.md",
        "Softmax.md",
    )
    assert graph.path("Softmax.md", "Softmax.md") == ("Softmax.md",)
    assert graph.path("Outra coisa", "#mat") == (
        "Outra coisa",
        "sub/Outra.md",
        "Transformer.md",
        "#mat",
    )
    assert graph_of({"a.md": "#t", "b.md": "#t"}).path("a.md", "b.md") == ()


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("Atenção.md", "Atenção.md"),
        ("atenção", "Atenção.md"),
        ("Attention", "Atenção.md"),
        ("Outra", "sub/Outra.md"),
        ("LOGITS", "logits"),
        ("#MAT", "#mat"),
        ("curva.png", "curva.png"),
    ],
)
def test_people_find_nodes_by_any_name(name: str, node: str) -> None:
    assert graph_of(NOTES, FILES).find(name) == node


def test_a_name_that_is_none_suggests_the_closest() -> None:
    with pytest.raises(UsageError, match=r"Transformr: .*did you mean Transformer\.md\?"):
        graph_of(NOTES, FILES).find("Transformr")


def test_the_arrows_of_a_canvas_join_what_they_point_to() -> None:
    board = {
        "nodes": [
            {"id": "1", "type": "file", "file": "a.md"},
            {"id": "2", "type": "file", "file": "b.md"},
            {"id": "3", "type": "file", "file": "nada.md"},
        ],
        "edges": [{"id": "e", "fromNode": "1", "toNode": "2", "label": "usa"}],
    }
    from llmnotes.graph import ConceptGraph
    from llmnotes.links import Resolver
    from llmnotes.model import Note
    from llmnotes.vault.canvas import read_canvas

    notes = [
        Note(NoteId("a.md"), "a"),
        Note(NoteId("b.md"), "b"),
        read_canvas(NoteId("q.canvas"), json.dumps(board)),
    ]
    graph = ConceptGraph.build(notes, (), Resolver(notes))
    edges = {(a, b, data["context"]) for a, b, data in graph.network.edges(data=True)}
    assert edges == {
        ("q.canvas", "a.md", "a —usa→ b"),
        ("q.canvas", "b.md", "a —usa→ b"),
        ("q.canvas", "nada", ""),
        ("a.md", "b.md", "usa"),
    }
    assert {data["kind"] for _, _, data in graph.network.edges(data=True)} == {"canvas"}
    assert graph.backlinks("b.md")[0].source == "q.canvas"


@given(VAULTS)
def test_backlinks_mirror_links(texts: dict[str, str]) -> None:
    graph = graph_of(texts, ["p.png"])
    forward = {
        (link.source, link.target)
        for links in graph.resolved.values()
        for link in links
        if link.source != link.target
    }
    backward = {
        (backlink.source, target)
        for target in graph.network
        for backlink in graph.backlinks(target)
    }
    assert forward == backward


@given(VAULTS)
def test_every_link_is_an_edge_and_every_edge_a_link(texts: dict[str, str]) -> None:
    graph = graph_of(texts, ["p.png"])
    links = sorted((one.source, one.target) for found in graph.resolved.values() for one in found)
    assert links == sorted(graph.network.edges())


@given(VAULTS)
def test_what_is_resolved_exists(texts: dict[str, str]) -> None:
    graph = graph_of(texts, ["p.png"])
    for links in graph.resolved.values():
        for link in links:
            there = {TargetKind.NOTE: link.target in texts, TargetKind.FILE: link.target == "p.png"}
            assert there.get(link.kind, link.target.lower() not in texts)


@given(VAULTS, st.randoms())
def test_the_order_of_files_does_not_matter(texts: dict[str, str], random: object) -> None:
    names = list(texts)
    random.shuffle(names)  # type: ignore[attr-defined]
    one, two = graph_of(texts), graph_of({name: texts[name] for name in names})
    assert list(one.network.edges(data=True)) == list(two.network.edges(data=True))
    assert one.resolved == two.resolved
    assert one.communities == two.communities


@given(VAULTS, st.integers(0, 4))
def test_near_grows_with_depth_and_agrees_with_path(texts: dict[str, str], depth: int) -> None:
    graph = graph_of(texts, ["p.png"])
    for start in texts:
        near = dict(graph.near(start, depth))
        assert near.items() <= dict(graph.near(start, depth + 1)).items()
        for node, distance in near.items():
            assert len(graph.path(start, node)) == distance + 1


@pytest.mark.models  # its page rank needs scipy
@settings(max_examples=50)
@given(VAULTS)
def test_page_rank_is_what_networkx_computes(texts: dict[str, str]) -> None:
    graph = graph_of(texts, ["p.png"])
    among = nx.MultiDiGraph()
    among.add_nodes_from(graph.notes)
    among.add_edges_from((a, b) for a, b in graph.network.edges() if a != b and b in graph.notes)
    expected = nx.pagerank(among, tol=1e-10, max_iter=1000) if texts else {}
    assert graph.ranks == pytest.approx(expected, abs=1e-7)
    assert sum(graph.ranks.values()) == pytest.approx(1.0 if texts else 0.0)


def test_page_rank_of_a_star_and_its_leaves_by_hand() -> None:
    hub, one, two = map(NoteId, "hab")
    ranks = page_rank((hub, one, two), [(one, hub), (two, hub)])
    # r_leaf = .05 + .85 r_hub / 3 ; r_hub = r_leaf + 2 * .85 r_leaf
    leaf = 0.05 / (1 - 0.85 / 3 * 2.7)
    assert ranks == pytest.approx({hub: 2.7 * leaf, one: leaf, two: leaf})


def test_communities_are_named_by_their_central_note() -> None:
    texts = {
        **{f"a{i}.md": "[[a0]] [[a1]]" for i in range(5)},
        **{f"b{i}.md": "[[b0]] [[b1]]" for i in range(4)},
        "b3.md": "[[b0]] [[b1]] [[a4]]",
    }
    communities = graph_of(texts).communities
    assert [one.name for one in communities] == ["a0", "b0"]
    assert set(communities[1].members) == {"b0.md", "b1.md", "b2.md", "b3.md"}


def test_stats_count_what_is_there() -> None:
    stats = graph_of(NOTES, FILES).stats()
    assert stats["nodes"] == {"note": 5, "ghost": 2, "tag": 2, "file": 1}
    assert stats["edges"] == {"embed": 2, "link": 8, "property": 1, "tag": 4}
    assert (stats["orphans"], stats["unused_files"]) == (1, 1)
    json.dumps(stats)


def test_communities_do_not_depend_on_the_seed_of_hashes() -> None:
    program = """
from graph_helpers import graph_of
import random
chance = random.Random(1)
names = [f"n{i}" for i in range(60)]
texts = {f"{n}.md": " ".join(f"[[{chance.choice(names)}]]" for _ in range(3)) for n in names}
print(graph_of(texts).communities)
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "tests:."},
            capture_output=True,
            text=True,
            check=True,
            cwd=__file__.rpartition("/tests/")[0],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
