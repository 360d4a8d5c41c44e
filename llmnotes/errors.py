"""The errors that stop the work.

    LlmnotesError
    ├── ConfigError     a setting is missing, unknown or of the wrong kind
    ├── VaultError      a vault file cannot be read: ``path:line: reason``
    ├── UsageError      the command was called in a way that cannot work
    ├── SiteError       the site cannot be built
    ├── IndexingError   the index cannot be read, written or trusted
    └── ModelError      an encoder or a decoder cannot be loaded or run

What a writer can mend in a note is not an error but a `Problem` (see `model`): problems are
collected while the work goes on, and listed when it is done.
"""

from __future__ import annotations


class LlmnotesError(Exception):
    """The base of every error that llmnotes raises on purpose."""


class ConfigError(LlmnotesError):
    """A setting is missing, unknown or of the wrong kind."""


class VaultError(LlmnotesError):
    """A vault file cannot be read; reads as ``path:line: reason``."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class UsageError(LlmnotesError):
    """The command was called in a way that cannot work."""


class SiteError(LlmnotesError):
    """The site cannot be built."""


class IndexingError(LlmnotesError):
    """The index cannot be read, written or trusted."""


class ModelError(LlmnotesError):
    """An encoder or a decoder cannot be loaded or run."""
