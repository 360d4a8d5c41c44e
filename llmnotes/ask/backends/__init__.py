"""What words an answer: a `model.Decoder` by name, with what it was told.

    bundled, base    the decoder that comes with the package, held to the sentences found
    extractive       the best sentences as they stand
    hf:NAME          a causal model of transformers, by name or folder
    http://…/v1#MODEL    a server that speaks OpenAI's chat completions

bundled.py      the package's own decoder; choice.py says exactly how it picks, trace.py how sure
                it was, freely.py writes with it and not held to the notes
causal.py       transformers
server.py, sse.py  the server
foreign.py      what a model writes as it likes → claims
attribute.py    a sentence → the lines of the notes that bear it out

Nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from llmnotes.ask.manner import Manner
from llmnotes.errors import UsageError
from llmnotes.messages import say
from llmnotes.model import Decoder


@dataclass(frozen=True, slots=True)
class Backend:
    """A decoder ready to run; `parameters` are those that reach it.

    `prompted` says that it reads whole passages in a prompt of words.
    """

    decoder: Decoder
    parameters: Mapping[str, object] = field(default_factory=dict)
    prompted: bool = False


def _extractive(manner: Manner, folder: Path) -> Backend:
    from llmnotes.ask.extractive import Extractive

    return Backend(Extractive())


def _bundled(manner: Manner, folder: Path) -> Backend:
    from llmnotes.ask.backends.bundled import open_bundled

    return open_bundled("tuned", manner)


def _base(manner: Manner, folder: Path) -> Backend:
    from llmnotes.ask.backends.bundled import open_bundled

    return open_bundled("base", manner)


DECODERS: Mapping[str, Callable[[Manner, Path], Backend]] = {
    "bundled": _bundled,
    "base": _base,
    "extractive": _extractive,
}
"""The back ends that need no address."""


def open_backend(manner: Manner, folder: Path) -> Backend:
    """Return what `manner` names; `folder` is the vault's own, which may hold templates.

    Raises UsageError for a name that is none.
    """
    name = manner.decoder
    if name in DECODERS:
        return DECODERS[name](manner, folder)
    kind, _, rest = name.partition(":")
    if kind == "hf" and rest:
        from llmnotes.ask.backends.causal import open_causal

        return open_causal(rest, manner, folder)
    if kind in ("http", "https"):
        from llmnotes.ask.backends.server import open_server

        return open_server(name, manner, folder)
    known = ", ".join((*DECODERS, "hf:NAME", "http://HOST/v1#MODEL"))
    raise UsageError(say("ask.decoder", manner.lang, name=name, known=known))
