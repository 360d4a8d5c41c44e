"""The bundled encoder with some vectors of pieces changed for one vault: what `tune` keeps."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.static import StaticEncoder
from llmnotes.errors import ModelError
from llmnotes.files import replace_file
from llmnotes.messages import language, say

FILE = "encoder.npz"


class TunedEncoder(StaticEncoder):
    """A `StaticEncoder` whose table is the bundled one but for some rows."""

    @property
    def fingerprint(self) -> str:
        """Return a hash of the base and of what was changed."""
        return f"tuned-{self.dim}-{self._digest}"

    _digest: str


def tuned(
    base: StaticEncoder, pieces: npt.NDArray[np.int32], rows: npt.NDArray[np.float16]
) -> TunedEncoder:
    """Return `base` with the vectors of `pieces` replaced by `rows`."""
    table = np.array(base.table[:, : base.dim], dtype=np.float32)
    table[pieces] = rows
    encoder = TunedEncoder(base.path, base.tokenize, table, base.dim)
    parts = (base.fingerprint.encode(), pieces.tobytes(), rows.tobytes())
    digest = hashlib.blake2b(b"".join(parts), digest_size=16).hexdigest()
    object.__setattr__(encoder, "_digest", digest)  # frozen, as its base is
    return encoder


def write_tuned(
    folder: Path,
    base: StaticEncoder,
    pieces: npt.NDArray[np.int32],
    rows: npt.NDArray[np.float16],
) -> None:
    """Keep the changed rows in `folder`, with the fingerprint of what they change."""
    made_for = np.frombuffer(base.fingerprint.encode(), dtype=np.uint8)

    def fill(path: Path) -> None:
        with path.open("wb") as file:  # by name, numpy would add an ending of its own
            np.savez_compressed(file, base=made_for, pieces=pieces, rows=rows)

    replace_file(folder / FILE, fill)


def read_tuned(folder: Path, base: StaticEncoder) -> TunedEncoder:
    """Read what `write_tuned` kept; ModelError if it is gone, broken or for another base."""
    path = folder / FILE
    try:
        with np.load(path) as kept:
            made_for, pieces, rows = bytes(kept["base"]).decode(), kept["pieces"], kept["rows"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(say("tune.broken", language(), path=path, reason=error)) from error
    if made_for != base.fingerprint:
        raise ModelError(say("tune.base", language(), path=path))
    return tuned(base, pieces, rows)
