"""Read the README's two commands and wait for the page that the first one shows."""

from __future__ import annotations

import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BLOCK = re.compile(r"<!-- ci:(\w+) -->\n```(?:bash|sh|console)\n(.*?)```", re.DOTALL)


def command(name: str) -> str:
    """Return the shell command that the README marks with ``<!-- ci:name -->``."""
    readme = Path(__file__).parent.parent / "README.md"
    return dict(BLOCK.findall(readme.read_text("utf-8")))[name]


def wait(url: str, seconds: float) -> bool:
    """Return whether `url` answers 200 within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


if __name__ == "__main__":
    if sys.argv[1] == "wait":
        sys.exit(0 if wait(sys.argv[2], float(sys.argv[3])) else 1)
    print(command(sys.argv[1]))
