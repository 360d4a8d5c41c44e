"""What holds for every test: a slow machine fails no law."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("llmnotes", deadline=None)
settings.load_profile("llmnotes")
