"""The glossary on the site: every term once, by its names, and nothing that a script could run."""

from __future__ import annotations

import json
import re
from pathlib import Path

from graph_helpers import write_vault
from site_helpers import VAULT, PageReader, build, copy_vault, dead_addresses

from llmnotes.site.termnames import language, term_names

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def built(folder: Path, notes: dict[str, str], **settings: str) -> Path:
    build(write_vault(folder / "v", notes), folder / "s", **settings)
    return folder / "s"


def test_a_term_has_its_definition_its_names_and_an_anchor(tmp_path: Path) -> None:
    site = built(
        tmp_path,
        {
            "Atenção.md": "---\naliases: [atençao, atenções, attention, atencão]\n"
            "description: Peso dado a cada parte.\nlang: pt-BR\n---\ntexto de uma nota",
            "Rede.md": "# Rede\n\n## Partes\n\n- **Camada:** um andar da rede, com $x^2$.\n",
        },
        lang="pt",
    )
    html = (site / "glossary.html").read_text("utf-8")
    term = html[html.index('id="t-atencao"') :].split("</div>")[0]
    assert '<a href="Aten%C3%A7%C3%A3o.html">Atenção</a>' in term
    assert '<bdi lang="en">attention</bdi>' in term
    assert "Peso dado a cada parte." in term
    assert "atenções" not in term and "atençao" not in term
    loose = html[html.index('id="t-camada"') :].split("</div>")[0]
    assert 'href="Rede.html#partes"' in loose
    assert "Um andar da rede" in loose
    assert "<math>" in loose
    assert dead_addresses(site) == []


def test_the_linked_data_are_data_whatever_the_notes_say(tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><!--"
    site = built(
        tmp_path,
        {"A.md": f"---\ndescription: {json.dumps(evil)}\naliases: [{json.dumps(evil)}]\n---\n"},
        site_url="https://example.org/n/",
    )
    html = (site / "glossary.html").read_text("utf-8")
    found = DATA.findall(html)
    assert len(found) == 1
    assert "<" not in found[0] and "&" not in found[0]
    data = json.loads(found[0])
    assert data["@type"] == "DefinedTermSet"
    (term,) = data["hasDefinedTerm"]
    assert term["url"] == "https://example.org/n/A.html"
    own = json.loads(DATA.findall((site / "A.html").read_text("utf-8"))[0])
    assert (own["@type"], own["description"]) == ("DefinedTerm", evil)
    assert "alert(1)</script>" not in html


def test_anchors_are_unique_and_letters_lead_to_their_terms(tmp_path: Path) -> None:
    notes = {f"{name}.md": "Um texto." for name in ("Água", "Agua", "3D", "agua!", "Zebra")}
    site = built(tmp_path, notes)
    reader = PageReader((site / "glossary.html").read_text("utf-8"))
    assert len(reader.ids) == len(set(reader.ids))
    letters = [address for _, address in reader.addresses if address.startswith("#letter")]
    assert letters == ["#letter-0", "#letter-a", "#letter-z"]
    assert dead_addresses(site) == []


def test_a_long_glossary_has_a_page_for_each_letter(tmp_path: Path, monkeypatch: object) -> None:
    import llmnotes.site.glossarypage as glossarypage

    monkeypatch.setattr(glossarypage, "LONGEST", 3)  # type: ignore[attr-defined]
    notes = {f"{name}.md": "Um texto." for name in ("Abelha", "Bola", "Boi", "glossary")}
    notes["glossary/b.md"] = "Outro texto."
    site = built(tmp_path, notes)
    front = (site / "glossary.html").read_text("utf-8")
    assert 'href="glossary/a.html#letter-a"' in front
    page = (site / "glossary" / "b.html").read_text("utf-8")
    assert 'id="t-boi"' in page and 'id="t-abelha"' not in page
    assert dead_addresses(site) == []


def test_the_small_site_has_a_glossary_that_opens(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "v")
    build(vault, tmp_path / "s")
    reader = PageReader((tmp_path / "s" / "glossary.html").read_text("utf-8"))
    assert sum(id.startswith("t-") for id in reader.ids) > 5


def test_names_that_repeat_another_are_left_out() -> None:
    aliases = ["promt", "prompts", "prompt", "instrução de entrada", "instrucao de entrada"]
    names = term_names("Prompt", aliases, "pt")
    assert (names.other, names.lang, names.more) == ("instrução de entrada", "pt", ())


def test_versions_and_acronyms_are_no_slips_of_each_other() -> None:
    assert term_names("Phi", ["Phi-2", "Phi-3"], "pt").more == ("Phi-2", "Phi-3")
    assert term_names("BERT", ["BART"], "pt").more == ("BART",)


def test_a_language_is_told_only_where_the_spelling_tells() -> None:
    assert language("janela de contexto") == "pt"
    assert language("context window") == "en"
    assert language("você") == "pt"
    assert language("Claude Sonnet") == language("LLM") == language("xyz zyx" * 0) == ""
