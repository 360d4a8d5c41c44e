"""Prompt templates: what a model is told, and what is wrong with a template."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmnotes.ask import Manner, read_question
from llmnotes.ask.prompting import (
    FIELDS,
    SHIPPED,
    field_values,
    load_template,
    prompt_messages,
)
from llmnotes.errors import UsageError, VaultError
from llmnotes.model import Evidence, Hit, NoteId, Passage

HITS = (
    Hit(Passage(NoteId("a.md"), "Se a < b & c, pare.", "Regra", ("Um", "Dois")), 1.0),
    Hit(Passage(NoteId("b.md"), "Top-p corta.", "Top-p"), 0.5),
)


def messages(folder: Path, question: str = "O que é top-p?", **how: object) -> list[str]:
    manner = Manner(**how)  # type: ignore[arg-type]
    evidence = Evidence(read_question(question), HITS, ())
    return [
        f"{one.role}: {one.text}"
        for one in prompt_messages(load_template(manner, folder), evidence, manner)
    ]


@pytest.mark.parametrize("name", ["plain", "recipe", "recipe.md", "recipe.xml"])
def test_shipped_templates_hold_question_and_passages_and_no_comment(
    tmp_path: Path, name: str
) -> None:
    system, user = messages(tmp_path, template=name)
    assert system.startswith("system: ")
    assert "O que é top-p?" in user
    assert "Top-p corta." in user
    assert "Regra › Um › Dois" in user
    assert "{{" not in system + user
    assert "<!--" not in system + user
    if name != "plain":
        assert all(field_values("pt")[field] in system for field in FIELDS)


def test_xml_escapes_what_the_notes_say_and_markdown_does_not(tmp_path: Path) -> None:
    assert "a &lt; b &amp; c" in messages(tmp_path, template="recipe.xml")[1]
    assert "a < b & c" in messages(tmp_path, template="recipe")[1]


def test_templates_speak_the_language_of_the_question(tmp_path: Path) -> None:
    english = messages(tmp_path, "What is the meaning of top-p?")[0]
    assert "The notes do not say" in english
    assert "As notas não dizem" in messages(tmp_path)[0]


def test_every_field_is_explained_in_both_languages() -> None:
    for path in (SHIPPED / "plain.md", SHIPPED / "recipe.md", SHIPPED / "recipe.xml"):
        text = path.read_text("utf-8").casefold()
        assert all(text.count(field) >= 2 for field in FIELDS), path


def test_a_template_of_the_vault_comes_before_a_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "plain.md"
    own.parent.mkdir()
    own.write_text(
        "---\npersona: Uma poeta\n  de Minas\nroteiro: 'Responda'\n---\n"
        "<!-- nota -->{{ persona }}: {{roteiro}}\n<!-- role: user -->\n{{pergunta}} {{passagens}}",
        "utf-8",
    )
    system, user = messages(tmp_path)
    assert system == "system: Uma poeta de Minas: Responda"
    assert user.startswith("user: O que é top-p? [1] Regra")
    named = messages(tmp_path, template=str(own), fields={"persona": "Um físico"})
    assert named[0] == "system: Um físico: Responda"


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("x.md", "um\n\n{{persna}}", ":3: there is no field 'persna'"),
        ("x.md", "<!-- a\nb -->\n{{nada}}", ":3: there is no field 'nada'"),
        ("x.md", "---\npersona: a\ncor: azul\n---\n", ":3: there is no field 'cor'"),
        ("x.xml", "<a>\n<b>\n</a>", ":3: not well-formed XML: mismatched tag"),
        ("x.xml", "<a>\n{{question}}\n{{ outra }}</a>", ":3: there is no field 'outra'"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_with_its_line(
    tmp_path: Path, name: str, text: str, where: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(VaultError) as caught:
        load_template(Manner(template=str(path)), tmp_path)
    assert str(caught.value).startswith(f"{path}{where}")


def test_an_unknown_template_or_field_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"recipe\.xml"):
        load_template(Manner(template="nada"), tmp_path)
    with pytest.raises(UsageError, match="'cor'"):
        load_template(Manner(fields={"cor": "azul"}), tmp_path)
