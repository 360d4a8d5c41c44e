"""What holds for every test: a slow machine fails no law."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("llmnotes", deadline=None)
settings.load_profile("llmnotes")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written again, so that their diff is reviewed like code."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ again")
