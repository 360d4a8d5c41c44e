"""Scripts lose what only writers need, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmnotes.site.dressing import THEME
from llmnotes.site.scripts import slim

SCRIPTS = sorted(THEME.rglob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_slim_script_has_every_line_of_code_and_no_other(path: Path) -> None:
    written = path.read_text("utf-8")
    slimmed = slim(written)
    assert slim(slimmed) == slimmed
    code, inside = [], False
    for line in map(str.strip, written.splitlines()):
        remark = inside or line.startswith(("//", "/*"))
        inside = (inside or line.startswith("/*")) and not line.endswith("*/")
        code += [] if remark or not line else [line]
    assert [line.strip() for line in slimmed.splitlines() if line.strip()] == code


def test_text_in_a_template_keeps_its_blanks() -> None:
    script = "  const a = `one\n    // two\n\n  ${b}`;\n  // three\n  c();\n"
    assert slim(script) == "const a = `one\n    // two\n\n  ${b}`;\nc();\n"


def test_scripts_are_a_good_deal_shorter() -> None:
    before = sum(len(path.read_bytes()) for path in SCRIPTS)
    after = sum(len(slim(path.read_text("utf-8")).encode()) for path in SCRIPTS)
    assert after < 0.83 * before
