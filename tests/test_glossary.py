"""The glossary says what each term means, once, and finds it by any of its names."""

from __future__ import annotations

import json

from graph_helpers import graph_of
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.glossary import as_data, glossary, lookup, opening, term_key
from llmnotes.model import GlossaryEntry

NOTES = {
    "Atenção.md": "---\naliases: [attention, mecanismo de atenção]\ndescription: Diz onde olhar.\n"
    "related: '[[Softmax]]'\n---\n# Atenção\nUsa [[Transformer]], [[Transformer]] e [[Softmax]].",
    "Softmax.md": "# Softmax\n\n> Citação\n\nTransforma **logits** em [[Probabilidade|chances]].",
    "Transformer.md": "---\naliases: TF\n---\n",
    "Ágata.md": "Uma pedra.",
    "Termos.md": "# Lista\n- **Viés:** preconceito [[Softmax|nos]] dados.\n"
    "- **TF:** rede com atenção.\n- **Atenção:** outra coisa.",
    "Outros.md": "- **Vies:** curto.",
    "quadro.canvas": "",
}


def entries() -> dict[str, GlossaryEntry]:
    return {entry.term: entry for entry in glossary(graph_of(NOTES))}


def test_the_description_defines_a_note() -> None:
    entry = entries()["Atenção"]
    assert (entry.definition, entry.path, entry.line) == ("Diz onde olhar.", "Atenção.md", 1)
    assert entry.aliases == ("attention", "mecanismo de atenção")


def test_else_its_first_paragraph_does() -> None:
    entry = entries()["Softmax"]
    assert entry.definition == "Transforma logits em chances."
    assert (entry.path, entry.line) == ("Softmax.md", 5)


def test_lists_of_terms_define_what_has_no_note() -> None:
    entry = entries()["Viés"]
    assert entry.definition == "preconceito nos dados."
    assert (entry.path, entry.line, entry.related) == ("Termos.md", 2, ("Termos",))
    assert "Vies" not in entries()


def test_a_list_defines_a_note_that_is_silent() -> None:
    entry = entries()["Transformer"]
    assert (entry.definition, entry.path, entry.line) == ("rede com atenção.", "Termos.md", 3)
    assert entry.aliases == ("TF",)
    assert entry.related == ("Atenção",)


def test_a_note_with_something_to_say_wins_over_lists() -> None:
    assert [one.definition for one in lookup(entries().values(), "atencao")] == ["Diz onde olhar."]


def test_properties_come_first_among_the_related_then_the_most_links() -> None:
    assert entries()["Atenção"].related == ("Softmax", "Transformer")


def test_terms_come_in_the_order_of_a_dictionary() -> None:
    assert list(entries()) == [
        *("Ágata", "Atenção", "Outros", "Softmax", "Termos", "Transformer", "Viés")
    ]


def test_terms_are_found_without_accents_and_by_alias() -> None:
    for name in ("atencao", "ATENÇÃO", " Attention ", "mecanismo  de atencao"):
        assert [entry.term for entry in lookup(entries().values(), name)] == ["Atenção"]
    assert lookup(entries().values(), "nada") == ()


def test_data_has_the_shape_of_the_contract() -> None:
    data = json.loads(json.dumps(as_data(glossary(graph_of(NOTES)))))
    assert all(
        entry.keys() == {"term", "definition", "aliases", "path", "line", "related"}
        for entry in data
    )


def test_a_long_paragraph_gives_its_first_sentences() -> None:
    long = "Curta. " + "A primeira frase que já explica bastante coisa sobre o tema. " + "X " * 200
    assert opening(long) == ("Curta. A primeira frase que já explica bastante coisa sobre o tema.")
    assert opening("Uma. Duas.") == "Uma. Duas."
    assert opening("x" * 1000) == "x" * 1000


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert term_key(term_key(text)) == term_key(text)


@given(st.lists(st.sampled_from(["Viés", "vies", "Tom", "tom", "Ébano"]), max_size=6))
def test_every_term_is_there_once(terms: list[str]) -> None:
    texts = {f"n{i}.md": f"- **{term}:** texto {i}." for i, term in enumerate(terms)}
    found = [term_key(entry.term) for entry in glossary(graph_of(texts))]
    assert {*map(term_key, terms)} <= {*found}
    assert len(found) == len({*found})
