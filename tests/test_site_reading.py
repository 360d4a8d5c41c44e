"""What helps to read on: previews, terms, notes alike, dates, ways through the notes, redirects."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from site_helpers import VAULT, compiled, copy_vault, page

from llmnotes.config import Config
from llmnotes.errors import ConfigError
from llmnotes.site.near import STORE
from llmnotes.site.prepare import Prepared, prepare
from llmnotes.site.preview import FOLDER

TOKEN = (
    "---\ndescription: Pedaço de texto, como $x_1$.\naliases: [tokens]\n---\n# Token\n\nTexto.\n"
)


def preview(prepared: Prepared, path: str) -> dict[str, Any]:
    source = page(prepared, f"{FOLDER}{path}.js")
    match = re.fullmatch(r"\(globalThis\.llmnotesPreviews\?\?=\{\}\)\[(.*?)\]=(.*);\n", source)
    assert match is not None
    assert json.loads(match[1]) == path
    found: dict[str, Any] = json.loads(match[2])
    return found


# --- previews


def test_a_preview_holds_the_note_and_the_parts_that_links_name(tmp_path: Path) -> None:
    prepared = compiled(
        tmp_path,
        {
            "A.md": "# A\n\nComeço.\n\n## Um\n\nPrimeiro.\n\n## Dois\n\nSegundo.\n\nbloco ^b\n",
            "B.md": "[[A#Um]] e [[A#^b]]\n",
        },
    )
    parts = preview(prepared, "A.html")["parts"]
    assert set(parts) == {"", "um", "^b"}
    assert "Começo." in parts[""] and "<h1" not in parts[""]
    assert parts["um"].startswith("<h3>Um</h3>") and "Segundo" not in parts["um"]
    assert parts["^b"] == "<p>bloco</p>"


def test_a_preview_is_short_closed_and_without_ids(tmp_path: Path) -> None:
    items = "\n".join(f"- item número {n} da lista" for n in range(500))
    prepared = compiled(tmp_path, {"A.md": f"{items}\n\n> [!tip] T\n> x\n", "B.md": "[[A]]"})
    html = preview(prepared, "A.html")["parts"][""]
    assert len(html) < 1500
    assert html.count("<li>") == html.count("</li>") > 5
    assert html.endswith("</ul>")
    assert ' id="' not in html


def test_a_preview_shows_embeds_as_links_and_no_raw_html(tmp_path: Path) -> None:
    notes = {
        "A.md": "Antes ![[B]] e <b onclick=x>forte</b>.\n\n<script>a(1)</script>\n\n![[f.pdf]]\n",
        "B.md": "Muito longo. [[A]]\n",
    }
    html = preview(compiled(tmp_path, notes), "A.html")["parts"][""]
    assert "Muito longo" not in html
    assert '<a href="B.html" class="wikilink">' in html
    assert "<script" not in html and "onclick" not in html and "<iframe" not in html
    assert "forte" in html


def test_a_private_note_has_no_preview_and_is_in_none(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "v")
    docs = prepare(vault, Config(vault=vault)).docs
    scripts = list((docs / FOLDER).rglob("*.js"))
    assert len(scripts) > 8
    for script in scripts:
        assert "CANARY" not in script.read_text("utf-8").upper()
        assert "Segredo" not in script.name


# --- terms


def terms_in(markdown: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a class="ln-def" href="([^"]*)"[^>]*>([^<]*)</a>', markdown)
    return [(said, href) for href, said in found]


def test_the_first_mention_of_a_term_is_marked_with_its_definition(tmp_path: Path) -> None:
    notes = {
        "Token.md": TOKEN,
        "A.md": "# Token no título\n\nUm *token*, `token`, $token$.\n\nDois tokens, outro token.\n",
    }
    made = page(compiled(tmp_path, notes), "A.md")
    assert terms_in(made) == [("tokens", "Token.html")]
    assert 'data-def="Pedaço de texto, como x_1."' in made


def test_a_link_explains_its_term_and_a_note_not_itself(tmp_path: Path) -> None:
    notes = {
        "Token.md": TOKEN + "\nUm token é um token.\n",
        "A.md": "Veja [[Token]]. Um token.\n",
        "B.md": "Um token. Veja [[Token]].\n",
    }
    prepared = compiled(tmp_path, notes)
    assert terms_in(page(prepared, "Token.md")) == []
    assert terms_in(page(prepared, "A.md")) == []
    assert terms_in(page(prepared, "B.md")) == [("token", "Token.html")]


def test_no_term_is_marked_in_callout_titles_embeds_and_raw_html(tmp_path: Path) -> None:
    notes = {
        "Token.md": TOKEN,
        "A.md": "> [!tip] Um token\n> nada\n\n![[B]]\n\n<u>um token</u>\n",
        "B.md": "Um token.\n",
    }
    assert terms_in(page(compiled(tmp_path, notes), "A.md")) == []


def test_a_common_word_defined_in_passing_is_a_term_only_among_its_own(tmp_path: Path) -> None:
    notes = {
        "Atenção.md": "Texto.\n\n- **Valor:** o que se entrega.\n- **Rede neural:** camadas.\n",
        "A.md": "O valor do gradiente na rede neural.\n",
        "B.md": "O valor na [[Atenção]].\n",
    }
    prepared = compiled(tmp_path, notes)
    assert [said for said, _ in terms_in(page(prepared, "A.md"))] == ["rede neural"]
    assert [said for said, _ in terms_in(page(prepared, "B.md"))] == ["valor"]


def test_a_name_that_all_writers_capitalise_is_not_the_word_it_looks_like(tmp_path: Path) -> None:
    notes = {
        "Meta.md": "Empresa.\n",
        "A.md": "A [[Meta]] e a [[Meta]].\n",
        "B.md": "A meta do curso.\n",
        "C.md": "A Meta lançou um modelo.\n",
    }
    prepared = compiled(tmp_path, notes)
    assert terms_in(page(prepared, "B.md")) == []
    assert terms_in(page(prepared, "C.md")) == [("Meta", "Meta.html")]


def test_terms_can_be_left_unmarked(tmp_path: Path) -> None:
    notes = {"Token.md": TOKEN, "A.md": "Um token.\n"}
    made = page(compiled(tmp_path, notes, underline_terms=False), "A.md")
    assert terms_in(made) == []
    (tmp_path / "v" / "llmnotes.toml").write_text("underline_terms = 3\n")
    from llmnotes.config import load_config

    with pytest.raises(ConfigError, match="expected true or false"):
        load_config(tmp_path / "v")


# --- who names a note, what is like it


def test_mentions_without_a_link_are_quoted_and_links_are_none(tmp_path: Path) -> None:
    notes = {
        "Rede neural.md": "Camadas.\n",
        "A.md": "Uma rede neural aprende, diz <b>ele</b>.\n",
        "B.md": "Uma [[rede neural]] e outra rede neural.\n",
        "C.md": "`rede neural` é código.\n",
    }
    made = page(compiled(tmp_path, notes), "Rede neural.md")
    box = made[made.index('class="ln-mentions"') :]
    assert "Uma <mark>rede neural</mark> aprende" in box
    assert 'href="A.html"' in box
    assert 'href="B.html"' not in box and 'href="C.html"' not in box


TOPICS = {
    "Gato.md": "O gato é um animal felino doméstico que mia e caça ratos.\n",
    "Felino.md": "Felinos são animais como o gato, o leão e o tigre, que caçam.\n",
    "Juros.md": "Os juros são o preço do dinheiro emprestado pelo banco.\n",
    "Banco.md": "O banco empresta dinheiro e cobra juros pelo empréstimo.\n",
}


def related_in(markdown: str) -> list[str]:
    found = re.search(r'<section class="ln-related".*?</section>', markdown, re.S)
    return re.findall(r">([^<>]+)</a>", found[0]) if found else []


def test_notes_alike_in_meaning_are_named_nearest_first(tmp_path: Path) -> None:
    prepared = compiled(tmp_path, TOPICS)
    assert related_in(page(prepared, "Gato.md"))[:1] == ["Felino"]
    assert related_in(page(prepared, "Juros.md"))[:1] == ["Banco"]
    assert (prepared.docs.parent / STORE).is_file()


def test_vectors_that_are_kept_give_the_same_pages(tmp_path: Path) -> None:
    prepared = compiled(tmp_path / "a", TOPICS)
    vault = tmp_path / "a" / "v"
    (vault / "Tigre.md").write_text("O tigre é um felino grande que caça.\n", "utf-8")
    again = prepare(vault, Config(vault=vault, lang="pt-BR"))
    fresh = compiled(tmp_path / "b", {**TOPICS, "Tigre.md": (vault / "Tigre.md").read_text()})
    for name in (*TOPICS, "Tigre.md"):
        assert page(again, name) == page(fresh, name)
    assert "Felino" in related_in(page(again, "Tigre.md"))
    (prepared.docs.parent / STORE).write_bytes(b"broken")
    assert prepare(vault, Config(vault=vault, lang="pt-BR")).compiled.changed == ()


# --- ways through the notes


def steps_in(markdown: str) -> tuple[list[str], list[str]]:
    nav = re.search(r'<nav class="ln-steps".*?</nav>', markdown, re.S)
    if nav is None:
        return [], []
    before = re.findall(r'ln-step-before".*?<b>(.*?)</b>', nav[0])
    return before, re.findall(r'ln-step-after".*?<b>(.*?)</b>', nav[0])


def test_a_map_orders_what_it_lists_and_a_folder_the_rest(tmp_path: Path) -> None:
    notes = {
        "Trilha.md": "---\ntags: [moc]\n---\n1. [[Zebra]]\n2. [[Abelha]]\n3. [[Pasta/Um]]\n",
        **{f"{name}.md": "x\n" for name in ("Zebra", "Abelha", "Carro")},
        **{f"Pasta/{name}.md": "x\n" for name in ("Um", "Ângulo", "Bola")},
    }
    prepared = compiled(tmp_path, notes)
    assert steps_in(page(prepared, "Zebra.md")) == ([], ["Abelha"])
    assert steps_in(page(prepared, "Abelha.md")) == (["Zebra"], ["Um"])
    assert 'href="../Trilha.html"' in page(prepared, "Pasta/Um.md")
    assert steps_in(page(prepared, "Pasta/Ângulo.md")) == ([], ["Bola"])
    assert steps_in(page(prepared, "Pasta/Bola.md")) == (["Ângulo"], ["Um"])
