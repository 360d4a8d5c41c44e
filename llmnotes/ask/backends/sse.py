"""Server-sent events: lines of a stream → the data that each event carries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

DONE = "[DONE]"


def events(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the JSON object of each event, and one that holds DONE where the server is done.

    Raises ValueError for data that is no object.

    Comments (keep-alives) and fields other than ``data`` are passed over. An event ends at an
    empty line or at the end of the stream.

    >>> list(events([b': hello', b'data: {"a":', b'data: 1}', b'', b'data: [DONE]']))
    [{'a': 1}, {'[DONE]': True}]
    """
    data: list[str] = []
    for raw in lines:
        line = raw.decode("utf-8").rstrip("\r\n")
        if not line:
            if data:
                yield _object(data)
            data = []
        elif line.startswith("data:"):
            value = line.removeprefix("data:").removeprefix(" ")
            if value.strip() == DONE:
                yield {DONE: True}
                return
            data.append(value)
    if data:
        yield _object(data)


def _object(data: list[str]) -> dict[str, Any]:
    value = json.loads("\n".join(data))
    if not isinstance(value, dict):
        raise ValueError(f"{value!r}; expected an object")
    return value
