"""Every export opens in the program it is for, and the same graph gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess

import networkx as nx
import pytest
from graph_helpers import graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.exports import FORMATS, export, to_csv, to_dot, to_gexf, to_graphml, to_json, to_skos
from llmnotes.exports.canvas import to_canvas
from llmnotes.graph import ConceptGraph
from llmnotes.vault import parse_canvas

NASTY = 'a"b\\.md'
NOTES = {
    "Atenção.md": '---\naliases: [attention, "a \\"b\\" \\\\ c"]\nlang: pt\n'
    'broader: "[[Rede]]"\nrelated: ["[[Softmax]]", "[[Rede]]"]\n'
    'description: "Diz \\"onde\\" olhar.\\nSempre."\n---\n[[Softmax#x]] #ml [[Não escrita]]',
    "Rede.md": '---\nnarrower: "[[Softmax]]"\n---\n![[p.png]] [[Atenção]] [[Atenção]]',
    "Softmax.md": "[[Atenção]]",
    NASTY: "[[Rede]] <b>&amp;</b>",
    "c\\.md": "",
    "% {espaço} <x>.md": "[[TCP/IP]]",
}


@pytest.fixture
def graph() -> ConceptGraph:
    return graph_of(NOTES, ["p.png"])


def edges_of(graph: ConceptGraph) -> list[tuple[str, str, str, int]]:
    return sorted(
        (source, target, data["kind"], data["line"])
        for source, target, data in graph.network.edges(data=True)
    )


def read_edges(network: nx.MultiDiGraph) -> list[tuple[str, str, str, int]]:
    return sorted(
        (a, b, data["kind"], int(data["line"])) for a, b, data in network.edges(data=True)
    )


def test_json_has_the_shape_of_the_contract(graph: ConceptGraph) -> None:
    data = json.loads(to_json(graph))
    assert data["nodes"][0].keys() == {"id", "title", "kind"}
    assert data["edges"][0].keys() == {"source", "target", "kind", "line"}
    assert {node["id"] for node in data["nodes"]} == set(graph.network)
    assert [tuple(edge.values()) for edge in data["edges"]] == [
        (source, target, kind, line) for source, target, kind, line in edges_of(graph)
    ]


def test_graphml_opens_in_networkx_again(graph: ConceptGraph) -> None:
    network = nx.parse_graphml(to_graphml(graph), force_multigraph=True)
    assert dict(network.nodes(data="kind")) == dict(graph.network.nodes(data="kind"))
    assert dict(network.nodes(data="title")) == dict(graph.network.nodes(data="title"))
    assert read_edges(network) == edges_of(graph)


def test_gexf_opens_in_networkx_again(graph: ConceptGraph) -> None:
    network = nx.read_gexf(io.BytesIO(to_gexf(graph).encode()))
    assert dict(network.nodes(data="kind")) == dict(graph.network.nodes(data="kind"))
    assert dict(network.nodes(data="label")) == dict(graph.network.nodes(data="title"))
    assert read_edges(network) == edges_of(graph)


@pytest.mark.skipif(shutil.which("dot") is None, reason="graphviz is not installed")
def test_graphviz_draws_dot(graph: ConceptGraph) -> None:
    drawn = subprocess.run(
        ["dot", "-Tjson"], input=to_dot(graph), capture_output=True, text=True, check=True
    )
    assert drawn.stderr == ""
    data = json.loads(drawn.stdout)
    assert len(data["objects"]) == graph.network.number_of_nodes()
    assert len(data["edges"]) == graph.network.number_of_edges()


def test_csv_has_a_line_for_each_edge(graph: ConceptGraph) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(graph))))
    assert [(row["source"], row["target"], row["kind"], int(row["line"])) for row in rows] == [
        *edges_of(graph)
    ]


def test_skos_is_read_by_rdflib(graph: ConceptGraph) -> None:
    rdflib = pytest.importorskip("rdflib")
    from rdflib.namespace import RDF, SKOS

    turtle = rdflib.Graph().parse(data=to_skos(graph, "https://x.org/k/", "en"), format="turtle")
    label = {str(s): o for s, o in turtle.subject_objects(SKOS.prefLabel)}
    iri = {str(title): rdflib.URIRef(s) for s, title in label.items()}
    assert set(iri) == {
        *("Atenção", "Rede", "Softmax", 'a"b\\', "c\\", "% {espaço} <x>", "Não escrita", "TCP/IP")
    }
    assert str(iri["Atenção"]) == "https://x.org/k/Aten%C3%A7%C3%A3o"
    assert {name.language for name in label.values()} == {"pt", "en"}
    assert set(turtle.objects(iri["Atenção"], SKOS.altLabel)) == {
        rdflib.Literal("attention", lang="pt"),
        rdflib.Literal('a "b" \\ c', lang="pt"),
    }
    assert set(turtle.objects(iri["Atenção"], SKOS.definition)) == {
        rdflib.Literal('Diz "onde" olhar.\nSempre.', lang="pt")
    }
    assert set(turtle.objects(iri["Rede"], SKOS.narrower)) == {iri["Atenção"], iri["Softmax"]}
    assert set(turtle.objects(iri["Softmax"], SKOS.related)) == {iri["Atenção"]}
    scheme = rdflib.URIRef("https://x.org/k/")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in turtle
    assert set(turtle.subjects(SKOS.topConceptOf, scheme)) == {
        iri[title] for title in iri if title not in ("Atenção", "Softmax")
    }


def test_skos_relations_are_closed_and_apart(graph: ConceptGraph) -> None:
    rdflib = pytest.importorskip("rdflib")
    from rdflib.namespace import SKOS

    turtle = rdflib.Graph().parse(data=to_skos(graph), format="turtle")
    broader, narrower = (set(turtle.subject_objects(p)) for p in (SKOS.broader, SKOS.narrower))
    related = set(turtle.subject_objects(SKOS.related))
    assert narrower == {(b, a) for a, b in broader}
    assert related == {(b, a) for a, b in related}
    assert not related & (broader | narrower)


def test_a_canvas_has_a_card_for_each_note_and_ghost(graph: ConceptGraph) -> None:
    canvas = parse_canvas(to_canvas(graph))
    files = {node.content for node in canvas.nodes if node.type == "file"}
    texts = {node.content for node in canvas.nodes if node.type == "text"}
    assert (files, texts) == (set(NOTES), {"Não escrita", "TCP/IP"})
    assert len({node.id for node in canvas.nodes}) == len(canvas.nodes)
    name = {node.id: node.content for node in canvas.nodes}
    arrows = [(name[edge.source], name[edge.target]) for edge in canvas.edges]
    assert arrows.count(("Rede.md", "Atenção.md")) == 1


def test_no_two_cards_overlap(graph: ConceptGraph) -> None:
    nodes = parse_canvas(to_canvas(graph)).nodes
    for kinds in (("file", "text"), ("group",)):
        boxes = [node for node in nodes if node.type in kinds]
        for i, one in enumerate(boxes):
            for two in boxes[i + 1 :]:
                apart = (
                    one.x + one.width <= two.x
                    or two.x + two.width <= one.x
                    or one.y + one.height <= two.y
                    or two.y + two.height <= one.y
                )
                assert apart, (one, two)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_notes_give_the_same_bytes(format: str) -> None:
    one = graph_of(NOTES, ["p.png"])
    two = graph_of(dict(reversed(NOTES.items())), ["p.png"])
    assert export(one, format, "https://x.org/", "pt") == export(
        two, format, "https://x.org/", "pt"
    )


@pytest.mark.parametrize("format", FORMATS)
def test_a_vault_without_notes_can_be_exported(format: str) -> None:
    assert export(graph_of({}), format)


TITLES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1)


@settings(max_examples=60)
@given(st.lists(TITLES, unique=True, max_size=4))
def test_no_title_is_too_strange_for_any_format(titles: list[str]) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = graph_of(
        {f"{i}.md": f"---\ntitle: {json.dumps(t)}\n---\n" for i, t in enumerate(titles)}
    )
    assert len(nx.parse_graphml(to_graphml(graph))) == len(titles)
    assert len(nx.read_gexf(io.BytesIO(to_gexf(graph).encode()))) == len(titles)
    assert rdflib.Graph().parse(data=to_skos(graph), format="turtle")
    assert to_dot(graph).count("\n") == len(titles) + 4
    assert len(json.loads(to_json(graph))["nodes"]) == len(titles)
