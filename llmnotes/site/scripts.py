"""Our own scripts as readers load them: without the remarks and indents that only writers need.

The statements are the same (a test compares the syntax trees), and a third of the bytes is saved on
hosts that compress nothing.
"""

from __future__ import annotations

import re

_UNREAD = re.compile(
    r"(`(?:\\[\s\S]|[^`\\])*`)"  # a template literal, whose blanks are text
    r"|^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n"
    r"|^[ \t]+"
    r"|^\n",
    re.M,
)


def slim(script: str) -> str:
    r"""Return `script` without lines that are remarks or empty, and without indents.

    >>> slim("// why\nif (a) {\n\n  /** what */\n  b(`x\n  // y`); // z\n}\n")
    'if (a) {\nb(`x\n  // y`); // z\n}\n'
    """
    return _UNREAD.sub(lambda match: match[1] or "", script)
