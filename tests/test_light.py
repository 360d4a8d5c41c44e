"""`import llmnotes` and `llmnotes --help` are instant, and a question loads only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "faiss", "mkdocs", "sentence_transformers", "onnxruntime", "numpy", "networkx")

UNASKED = (
    "torch", "faiss", "mkdocs", "networkx", "tokenizers", "transformers", "yaml",
    "http.client", "ssl", "numpy.random",
    "llmnotes.ask.prompting", "llmnotes.ask.backends.foreign", "llmnotes.ask.backends.freely",
    "llmnotes.ask.backends.trace", "llmnotes.decoder.constraint", "llmnotes.decoder.grounding",
    "llmnotes.index.writer", "llmnotes.model.linked", "llmnotes.vault.canvas",
)  # fmt: skip
"""What a question to an index that is up to date does not need: they took a tenth of its time."""


def loaded(code: str, among: tuple[str, ...] = HEAVY) -> set[str]:
    """Return which of the modules `among` a new interpreter holds after running `code`."""
    report = f"{code}\nimport sys; print('|'.join(m for m in {among!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split("|")) - {""}


def test_the_probe_sees_a_heavy_import() -> None:
    assert "numpy" in loaded("import numpy")


@pytest.mark.parametrize(
    "code",
    [
        "import llmnotes",
        "from llmnotes import Vault",
        "import sys; sys.argv=['llmnotes', '--help']\n"
        "from llmnotes.cli import main\n"
        "try: main()\nexcept SystemExit: pass",
    ],
    ids=["import", "Vault", "help"],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert loaded(code) == set()


def test_help_makes_no_settings() -> None:
    code = "import sys\nfrom llmnotes.cli.parser import make_parser\nmake_parser().format_help()"
    assert loaded(code, ("llmnotes.api", "llmnotes.config")) == set()


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("vault")
    (root / "Token.md").write_text("# O que é\n\nUm token é um pedaço de texto.\n", "utf-8")
    loaded(asked(root))  # its index is up to date from here on
    return root


def asked(vault: Path, then: str = "") -> str:
    """Return code that asks a question as the command does, and goes on with `then`."""
    argv = ["ask", "O que é um token?", "--vault", str(vault), "--json"]
    return f"from llmnotes.cli import main\nassert main({argv!r}) == 0\n{then}"


def test_a_question_loads_only_what_it_needs(vault: Path) -> None:
    assert loaded(asked(vault), UNASKED) == set()


def test_a_question_makes_ready_only_the_patterns_it_needs(vault: Path) -> None:
    then = (
        "from llmnotes.ask.facets import compiled, facets\n"
        "ready = compiled.cache_info().currsize\n"
        "assert 0 < ready <= 2 * len(facets()), ready"  # none of the third part: what sentences say
    )
    loaded(asked(vault, then))


def test_a_question_makes_floats_only_of_the_vectors_it_needs(vault: Path) -> None:
    then = (
        "from llmnotes.decoder.engine import bundled\n"
        "from llmnotes.decoder.weights import TABLE\n"
        "assert TABLE not in bundled().network.weights._ready"
    )
    loaded(asked(vault, then))
