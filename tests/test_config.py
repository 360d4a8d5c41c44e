"""Settings are found from the vault upwards, and a wrong one says where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graph_helpers import write_vault

from llmnotes.cli import main
from llmnotes.config import Config, find_vault, load_config
from llmnotes.errors import ConfigError, UsageError


def test_the_argument_comes_first(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a/x.md": "", "b/x.md": "", "llmnotes.toml": 'vault = "b"\n'})
    environ = {"LLMNOTES_VAULT": "b"}
    assert find_vault("a", tmp_path, environ) == tmp_path / "a"
    assert find_vault(tmp_path / "a", tmp_path, environ) == tmp_path / "a"


def test_then_the_environment(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a/x.md": "", "b/x.md": "", "llmnotes.toml": 'vault = "a"\n'})
    assert find_vault(None, tmp_path, {"LLMNOTES_VAULT": "b"}) == tmp_path / "b"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("llmnotes.toml", 'vault = "notas"\n'),
        ("pyproject.toml", '[tool.llmnotes]\nvault = "notas"\n'),
    ],
)
def test_then_the_settings_here_or_above(tmp_path: Path, name: str, text: str) -> None:
    write_vault(tmp_path, {"notas/x.md": "", "sub/vault/x.md": "", name: text})
    assert find_vault(None, tmp_path, {}) == tmp_path / "notas"
    assert find_vault(None, tmp_path / "sub", {}) == tmp_path / "notas"


def test_then_a_folder_named_vault_then_the_folder_itself(tmp_path: Path) -> None:
    write_vault(tmp_path, {"vault/x.md": "", "solto/um.MD": "", "fundo/a/um.md": ""})
    assert find_vault(None, tmp_path, {}) == tmp_path / "vault"
    assert find_vault(None, tmp_path / "solto", {}) == tmp_path / "solto"
    assert find_vault(None, tmp_path / "fundo", {}) == tmp_path / "fundo"


def test_a_folder_without_notes_is_no_vault(tmp_path: Path) -> None:
    write_vault(tmp_path, {".obsidian/x.md": "", "a.txt": ""})
    with pytest.raises(UsageError, match="--vault"):
        find_vault(None, tmp_path, {})


@pytest.mark.parametrize(
    ("argument", "environ"), [("nada", {}), (None, {"LLMNOTES_VAULT": "nada"})]
)
def test_a_vault_that_is_not_there_is_wrong_use(
    tmp_path: Path, argument: str | None, environ: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match="nada is not a folder"):
        find_vault(argument, tmp_path, environ)


def test_settings_that_name_a_missing_vault_say_so(tmp_path: Path) -> None:
    write_vault(tmp_path, {"llmnotes.toml": 'vault = "nada"\n'})
    with pytest.raises(ConfigError, match=r"llmnotes\.toml: vault is .*nada"):
        load_config(None, tmp_path, {})


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
        vault = "."
        exclude = ["modelos/"]
        planned = ["Ainda não"]
        site_name = "Notas"
        site_url = "https://example.org/"
        site_description = "Sobre modelos"
        lang = "pt"
        home = "Início.md"
        edit_url = "https://example.org/edit/"
    """
    write_vault(tmp_path, {"a.md": "", "llmnotes.toml": text})
    assert load_config(None, tmp_path, {}) == Config(
        vault=tmp_path,
        exclude=("modelos/",),
        planned=("Ainda não",),
        site_name="Notas",
        site_url="https://example.org/",
        site_description="Sobre modelos",
        lang="pt",
        home="Início.md",
        edit_url="https://example.org/edit/",
        source=tmp_path / "llmnotes.toml",
    )


def test_settings_inside_a_vault_are_found_by_its_name_alone(tmp_path: Path) -> None:
    write_vault(tmp_path, {"v/a.md": "", "v/llmnotes.toml": 'lang = "pt"\n', "b.md": ""})
    settings = load_config("v", tmp_path, {})
    assert (settings.vault, settings.lang) == (tmp_path / "v", "pt")


def test_settings_of_one_vault_do_not_leak_into_another(tmp_path: Path) -> None:
    write_vault(
        tmp_path, {"v/a.md": "", "w/a.md": "", "llmnotes.toml": 'vault = "v"\nlang = "pt"\n'}
    )
    assert load_config("v", tmp_path, {}).lang == "pt"
    assert load_config("w", tmp_path, {}) == Config(vault=tmp_path / "w")


def test_settings_without_a_vault_hold_for_all_below(tmp_path: Path) -> None:
    write_vault(tmp_path, {"v/a.md": "", "llmnotes.toml": 'lang = "pt"\n'})
    settings = load_config("v", tmp_path, {})
    assert (settings.vault, settings.lang) == (tmp_path / "v", "pt")


def test_a_pyproject_of_others_says_nothing(tmp_path: Path) -> None:
    write_vault(
        tmp_path, {"a.md": "", "pyproject.toml": "[project]\n", "b/pyproject.toml": "not toml ["}
    )
    assert load_config(None, tmp_path, {}) == Config(vault=tmp_path)
    assert load_config(tmp_path / "b", tmp_path, {}) == Config(vault=tmp_path / "b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("excluded = []", "unknown setting 'excluded'"),
        ('source = "x"', "unknown setting 'source'"),
        ('exclude = "a"', "exclude is 'a'; expected a list of strings"),
        ("exclude = [1]", r"exclude is \[1\]; expected a list of strings"),
        ("lang = 1", "lang is 1; expected a string"),
        ("vault = []", r"vault is \[\]; expected a string"),
        ("lang = ", "Invalid value"),
    ],
)
def test_a_wrong_setting_names_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    write_vault(tmp_path, {"a.md": "", "llmnotes.toml": text})
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(None, tmp_path, {})
    assert str(tmp_path / "llmnotes.toml") in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("excluded = []", ": configuração 'excluded' desconhecida; esperada uma destas: edit_url"),
        ('exclude = "a"', ": exclude é 'a'; esperada uma lista de textos"),
        ("lang = 1", ": lang é 1; esperado um texto"),
        ("site_ask = 1", ": site_ask é 1; esperado true ou false"),
        ('vault = "nada"', "; esperada uma pasta"),
        ('lang = "pt"\nhome = \n', ":2: não pôde ser lido: "),
    ],
)
def test_a_wrong_setting_is_told_in_portuguese_too(tmp_path: Path, text: str, message: str) -> None:
    write_vault(tmp_path, {"a.md": "", "llmnotes.toml": text})
    with pytest.raises(ConfigError, match=re.escape(message)) as caught:
        load_config(None, tmp_path, {}, "pt")
    assert str(caught.value).startswith(str(tmp_path / "llmnotes.toml"))


def test_the_command_line_tells_faults_of_settings_in_its_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_vault(tmp_path, {"a.md": "", ".llmnotes/ask.toml": 'temperature = "alta"\n'})
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    asked = ("ask", "O que é?", "--lang", "pt", "--vault")
    for words, message in (
        (("check", "--lang", "pt", "--vault", "nada"), "nada não é uma pasta"),
        (("next", "o", "--top-p", "7", "--lang", "pt"), "top_p 7.0; esperado de 0.0 a 1.0"),
        ((*asked, str(tmp_path)), "ask.toml: temperature é 'alta'; esperado um número"),
    ):
        assert main(words) == 2
        assert message in capsys.readouterr().err
    (tmp_path / ".llmnotes" / "ask.toml").unlink()
    assert main((*asked, str(tmp_path), "--seed", "-1")) == 2
    assert "seed -1; esperado 0 ou mais" in capsys.readouterr().err


def test_tool_llmnotes_must_be_a_table(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "", "pyproject.toml": "[tool]\nllmnotes = 3\n"})
    with pytest.raises(ConfigError, match="expected a table"):
        load_config(None, tmp_path, {})
