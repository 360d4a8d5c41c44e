"""What holds for every test: a slow machine fails no law."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("llmnotes", deadline=None)
settings.load_profile("llmnotes")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written again, so that their diff is reviewed like code."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ again")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where a test was skipped, if all that are chosen must run (as in .ci/run)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("LLMNOTES_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
