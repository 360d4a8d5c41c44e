"""Search finds what is there, in an order that only the notes decide."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_helpers import Notes, WordHashes, indexed, made

from llmnotes.errors import UsageError
from llmnotes.index import Index
from llmnotes.model import Note
from llmnotes.search import MODES, Filters, Mode, hit_json, scoring, search, snippet
from llmnotes.search.query import edits, read_query
from llmnotes.stemming import STOP_WORDS, fold, stem

ENCODER = WordHashes()
WORDS = ("rede", "neural", "atenção", "token", "modelo", "peso", "dados", "treino", "camada")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


def vault() -> Notes:
    return Notes(
        {
            "Arquitetura/Atenção.md": made(
                "Atenção.md",
                "Pesa o que cada palavra deve às outras.",
                aliases=("Attention", "Mecanismo de atenção"),
                tags=("IA/modelos",),
                lang="pt",
            ),
            "Arquitetura/Transformer.md": made(
                "Transformer.md",
                "Camadas de atenção, atenção e mais atenção: a arquitetura dos modelos atuais.",
                tags=("IA",),
                lang="pt",
            ),
            "en/Overfitting.md": made(
                "Overfitting.md",
                "A model that learns its training data by heart fails on new data.",
                lang="en",
                properties={"updated": date(2024, 5, 1)},
            ),
            "Precipitação.md": made(
                "Precipitação.md", "A previsão de chuvas no Nordeste.", lang="pt"
            ),
        }
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    notes = vault()
    fixed = {path: Note(**{**_fields(note), "id": path}) for path, note in notes.notes.items()}
    with indexed(tmp_path_factory.mktemp("index"), Notes(fixed), ENCODER) as opened:
        yield opened


def _fields(note: Note) -> dict[str, object]:
    return {name: getattr(note, name) for name in Note.__slots__}


def paths(index: Index, query: str, mode: Mode = "hybrid", **asked: object) -> list[str]:
    only = Filters(**asked)  # type: ignore[arg-type]
    return [hit.passage.note for hit in search(index, query, ENCODER, 10, mode, only)]


@pytest.mark.parametrize("query", ["Atenção", "atencao", "attention", "O que é a atenção?"])
def test_a_title_or_alias_leads_to_its_note_first(index: Index, query: str) -> None:
    assert paths(index, query)[0] == "Arquitetura/Atenção.md"


def test_the_reason_says_that_a_name_was_asked_for(index: Index) -> None:
    assert search(index, "o que é mecanismo de atenção", ENCODER)[0].reason == "alias"
    assert search(index, "chuvas", ENCODER)[0].reason == ""


@pytest.mark.parametrize("mode", MODES)
def test_accents_and_case_make_no_difference(index: Index, mode: Mode) -> None:
    for query in ("previsão de CHUVAS", "Precipitação", "atenções"):
        one = search(index, query, ENCODER, 10, mode)
        other = search(index, fold(query), ENCODER, 10, mode)
        assert [hit.passage for hit in one] == [hit.passage for hit in other]


@pytest.mark.parametrize("slip", ["chuvaz", "chuva", "chvuas", "chhuvas", "chvas"])
def test_a_slip_of_one_letter_finds_the_word(index: Index, slip: str) -> None:
    assert paths(index, slip, "lexical") == ["Precipitação.md"]


def test_filters_let_through_what_they_name(index: Index) -> None:
    assert set(paths(index, "atenção dados", tags=("ia",))) == {
        "Arquitetura/Atenção.md",
        "Arquitetura/Transformer.md",
    }
    assert set(paths(index, "atenção", tags=("#IA/modelos",))) == {"Arquitetura/Atenção.md"}
    assert set(paths(index, "training data", folder="en/")) == {"en/Overfitting.md"}
    assert set(paths(index, "data", lang="en-US")) == {"en/Overfitting.md"}
    assert "en/Overfitting.md" not in paths(index, "data", since="2024-05-02")
    assert "en/Overfitting.md" in paths(index, "data", since="2024-05-01")
    assert paths(index, "Atenção", folder="en") == ["en/Overfitting.md"] or not paths(
        index, "Atenção", "lexical", folder="en"
    )


def test_wrong_use_is_told(index: Index) -> None:
    with pytest.raises(UsageError, match="hybrid, lexical, semantic"):
        search(index, "x", ENCODER, mode="fuzzy")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="needs an encoder"):
        search(index, "x", None)
    assert search(index, "  ", ENCODER) == ()
    assert search(index, "atenção", ENCODER, k=0) == ()


def test_a_hit_as_json_has_the_fields_of_the_contract(index: Index) -> None:
    (hit, *_) = search(index, "chuvas", ENCODER)
    assert hit_json(hit) == {
        "path": "Precipitação.md",
        "title": "Precipitação",
        "heading": [],
        "lines": [1, 1],
        "score": round(hit.score, 4),
        "text": "A previsão de chuvas no Nordeste.",
    }


@settings(max_examples=25, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=12), sentences, st.sampled_from(MODES))
def test_asking_for_more_keeps_the_first(texts: list[str], query: str, mode: Mode) -> None:
    notes = Notes({f"n{i // 3}/{i}.md": text for i, text in enumerate(texts)})
    with tempfile.TemporaryDirectory() as place, indexed(Path(place), notes) as index:
        most = search(index, query, ENCODER, 30, mode)
        for k in (1, 2, 5):
            assert search(index, query, ENCODER, k, mode) == most[:k]
        assert [hit.score for hit in most] == sorted((hit.score for hit in most), reverse=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=8, unique=True))
def test_a_passage_is_its_own_best_match(texts: list[str]) -> None:
    notes = Notes({f"{i}.md": made("", text) for i, text in enumerate(texts)})
    with tempfile.TemporaryDirectory() as place, indexed(Path(place), notes) as index:
        for text in texts:
            hits = search(index, text, ENCODER, 20, "semantic")
            best = {hit.passage.text for hit in hits if hit.score >= hits[0].score - 1e-3}
            assert text in best


def test_notes_take_turns(tmp_path: Path) -> None:
    many = "\n".join(f"rede neural {'palavra ' * 120} {i}" for i in range(6))
    notes = Notes({"a.md": many, "b.md": f"rede neural {'texto ' * 121}"})
    with indexed(tmp_path, notes) as index:
        found = [hit.passage.note for hit in search(index, "rede neural", None, 7, "lexical")]
    assert len(found) == 7
    assert found.index("b.md") <= 2


def test_linked_notes_go_before_equal_ones_and_not_far(tmp_path: Path) -> None:
    from llmnotes.model import Link

    linking = {f"l{i}.md": made("", "nada", links=(Link("b"),)) for i in range(5)}
    notes = Notes({"a.md": "rede", "b.md": "rede", **linking})
    with indexed(tmp_path, notes) as index:
        first, second = search(index, "rede", None, mode="lexical")
    assert [first.passage.note, second.passage.note] == ["b.md", "a.md"]
    assert 1 < first.score / second.score <= 1.15


def test_an_empty_vault_has_no_hits(tmp_path: Path) -> None:
    with indexed(tmp_path, Notes()) as index:
        assert search(index, "rede", ENCODER) == ()


@given(st.sampled_from(WORDS).map(fold))
def test_every_edit_is_one_letter_away(word: str) -> None:
    for edit in edits(word, 1):
        assert edit != word
        assert edit[0] == word[0]
        assert abs(len(edit) - len(word)) <= 1


def test_words_of_another_language_are_not_mended() -> None:
    vocabulary = {stem(word): 5 for word in ("vent", "marte", "casa")}
    known = lambda keys: {key: vocabulary[key] for key in keys if key in vocabulary}  # noqa: E731
    assert read_query("vents", known).mended == (("vents", "vent"),) or vocabulary[stem("vents")]
    query = read_query("wind weather warm winds forest", known)
    assert query.mended == ()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("execption", "exception"),  # swapped, before "execution", which more passages hold
        ("scalr", "scalar"),  # lost, before "scal", which more passages hold
        ("pcckage", "package"),  # and not "pacckage", which has the same stem
        ("contekt", "context"),  # far commoner than "contest", though the vault lacks it
        ("content", None),  # spelt right: a word of another subject
        ("planeh", "plane"),  # the vault has it, and it is as common as "planet"
        ("otken", "token"),  # swapped at once
        ("oken", "token"),  # of the vault, though "open" begins with this letter
        ("pla", None),  # too short: one edit leads anywhere
    ],
)
def test_a_slip_becomes_the_word_that_is_likeliest_meant(slip: str, meant: str | None) -> None:
    held = {"exception": 1, "execution": 9, "scalar": 1, "scal": 9, "package": 3, "contest": 9}
    vocabulary = {stem(word): count for word, count in (held | {"plane": 1, "token": 2}).items()}
    listed = {"exception": 9, "execution": 10, "scalar": 7, "package": 9, "contest": 6, "vents": 9}
    listed |= {"context": 12, "content": 12, "plane": 8, "planet": 8, "token": 9, "open": 9}

    def classes(words: Iterable[str]) -> dict[str, int]:
        return {word: listed[word] for word in words if word in listed}

    known = lambda keys: {key: vocabulary[key] for key in keys if key in vocabulary}  # noqa: E731
    assert dict(read_query(slip, known, None, classes).mended).get(slip) == meant


def test_words_that_are_spelt_right_are_no_slips_however_many() -> None:
    right = {"wind": 9, "weather": 9, "warm": 9, "forest": 9, "rede": 9}
    classes = lambda words: {word: right[word] for word in words if word in right}  # noqa: E731
    known = lambda keys: {key: 1 for key in keys if key == stem("rede")}  # noqa: E731
    query = read_query("wind weather warm forest rdee", known, None, classes)
    assert dict(query.mended) == {"rdee": "rede"}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.data())
def test_diversity_never_raises_a_score_nor_changes_the_first(
    values: list[float], data: st.DataObject
) -> None:
    notes = data.draw(st.lists(st.integers(0, 4), min_size=len(values), max_size=len(values)))
    order = sorted(range(len(values)), key=lambda i: -values[i])
    lowered = scoring.diverse(np.array(order), np.array(values), np.array(notes)).tolist()
    assert all(after <= before for after, before in zip(lowered, values, strict=True))
    assert lowered[order[0]] == values[order[0]]


@given(st.integers(1, 12), st.floats(0, 1), st.floats(0, 1))
def test_fusion_lies_between_its_halves(terms: int, lexical: float, cosine: float) -> None:
    fused = scoring.fuse(np.array([lexical], "f4"), np.array([cosine], "f4"), terms)[0]
    assert min(lexical, cosine) - 1e-6 <= fused <= max(lexical, cosine) + 1e-6


@given(st.lists(st.sampled_from([*WORDS, "de", "a", "xyz."]), max_size=200), st.integers(40, 200))
def test_a_snippet_marks_words_of_the_query(parts: list[str], width: int) -> None:
    text = " ".join(parts)
    shown, spans = snippet(text, "atencao redes", width)
    assert len(shown) <= width + 2
    assert all(shown[a:b] in ("atenção", "rede") for a, b in spans)
    if "atenção" in text.split():
        assert spans


def test_small_words_alone_are_still_a_query(tmp_path: Path) -> None:
    assert {"o", "que"} <= STOP_WORDS
    with indexed(tmp_path, Notes({"a.md": "o que é", "b.md": "outra coisa"})) as index:
        assert search(index, "o que", None, mode="lexical")[0].passage.note == "a.md"
