"""The only grammar: text → `Document` (tokens, properties, problems) → `Note`.

`parse` reads one note into markdown-it block tokens; nothing is resolved. Every block token that
has a ``map`` holds ``[first, last]``: lines of the file, counted from 1, both included (closing
tokens have None, as in markdown-it). ``%%comments%%`` and ``<!-- comments -->`` are in no token at
all, and front matter is not a token but `Document.properties`. The ``content`` of an ``inline``
token is its plain text.

Besides markdown-it's own tokens (paragraph, heading, list, blockquote, table, fence, code_block,
hr, html_block; text, strong, em, s, code_inline, softbreak, hardbreak, link, image, html_inline)
there are these. "n" is the index of the token's `Link` in `Document.links` (= `Note.links`).

| token | where | content | meta |
|---|---|---|---|
| ``wikilink`` | inline | the text to show; ``children``: | ``n`` int, ``link`` Link |
| | | tokens of a label with markup, else None | |
| ``embed`` | inline | alternative text or ``""`` | ``n``, ``link``, |
| | | | ``width``, ``height`` (int or None) |
| ``link_open`` | inline | – (attrs ``href``, ``title``) | ``n``, ``link`` if it points into the |
| | | | vault, else empty; bare URLs have ``info == "auto"`` |
| ``image`` | inline | alternative text | ``width``, ``height``; always external: |
| | | (attrs ``src``, ``title``) | ``![x](in the vault.png)`` is an ``embed`` |
| ``tag`` | inline | the tag without ``#`` | – |
| ``mark_open/close`` | inline | – | – (``tag == "mark"``; ``==so==``) |
| ``math_inline`` | inline | TeX of ``$…$`` | – |
| ``math_display`` | inline | TeX of ``$$…$$`` in a paragraph | – |
| ``math_block`` | block | TeX of a ``$$`` block | – |
| ``footnote_ref`` | inline | – | ``id`` int from 0, ``subId`` int, |
| | | | ``label`` str (absent if ``^[inline]``) |
| ``footnote_block_open/close`` | block | – | – (one, at the very end of the stream) |
| ``footnote_open/close`` | block | – | ``id``, ``label`` as above |
| ``footnote_anchor`` | block | – | ``id``, ``subId``: the way back to a reference; stands |
| | | | before the last ``paragraph_close`` |
| ``callout_open/close`` | block | – | ``type`` lower case, ``fold`` ``""``/``"+"``/``"-"``, |
| | | | ``data`` str after ``|`` in the brackets, ``title`` str as written or ``""`` |
| ``widget`` | block | – | ``name`` lower case (see `widgets.WIDGETS`), ``text``, |
| | | | ``data``: all of a callout of type widget |
| ``callout_title_open/close`` | block | – | around one ``inline`` token; absent without title |

Keys that stock tokens gain in ``meta``:

| token | key |
|---|---|
| ``heading_open`` | ``slug`` (unique in the note), ``text`` (plain), |
| | ``index`` into `Document.headings` |
| opening or single block token | ``block``: the ``^id`` written on it or right after it |
| ``list_item_open`` | ``task``: the mark between the brackets, ``" "`` for open, absent |
| | if no task; ``term``: the term of ``- **Term:** text`` |

``fence`` keeps its ``info`` as written: ``mermaid``, ``dataview``, ``base`` are fences. Table cells
are ``th_open``/``td_open`` with ``attrs["style"]`` for alignment. HTML is raw in ``html_block`` and
``html_inline`` (sanitize it). Blocks nested deeper than 50 levels become text.
"""

from .document import Document, parse, read_note
from .text import heading_key, heading_keys, plain_text, sentence, slugify

__all__ = [
    "Document",
    "heading_key",
    "heading_keys",
    "parse",
    "plain_text",
    "read_note",
    "sentence",
    "slugify",
]
