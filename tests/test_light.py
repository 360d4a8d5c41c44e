"""`import llmnotes` and `llmnotes --help` are instant: they load nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "faiss", "mkdocs", "sentence_transformers", "onnxruntime", "numpy", "networkx")


def loaded(code: str) -> set[str]:
    """Return which heavy modules a new interpreter holds after running `code`."""
    report = f"{code}\nimport sys; print('|'.join(m for m in {HEAVY!r} if m in sys.modules))"
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
