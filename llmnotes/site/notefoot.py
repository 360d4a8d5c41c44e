"""What stands below the text of a note: where to go on, what is like it, who names it."""

from __future__ import annotations

from collections.abc import Sequence

from llmnotes.model import Mention, NoteId
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word
from llmnotes.site.asides import Aside
from llmnotes.site.backlinks import quoted
from llmnotes.site.dates import shown_date
from llmnotes.site.pageview import PageView
from llmnotes.site.sequence import Steps


def steps_nav(view: PageView, steps: Steps | None) -> str:
    """Return the links to the notes before and after."""
    if steps is None:
        return ""
    before = _step(view, steps.before, "before")
    after = _step(view, steps.after, "after")
    label = word("steps.folder", view.lang)
    along = ""
    if steps.along is not None:
        label = word("steps.along", view.lang, title=view.note_title(steps.along))
        along = tag("p", _link(view, steps.along), class_="ln-steps-along")
    return tag("nav", along + before + after, class_="ln-steps", aria_label=label)


def related(view: PageView, notes: Sequence[NoteId]) -> str:
    """Return the notes near in meaning."""
    if not notes:
        return ""
    head = tag("h2", word("page.related", view.lang), id="related")
    items = "".join(tag("li", _link(view, note)) for note in notes)
    return tag("section", head + tag("ul", items), class_="ln-related", aria_labelledby="related")


def mentions(view: PageView, aside: Aside) -> str:
    """Return who names this note without a link, folded away."""
    if not aside.mentions:
        return ""
    count = tag("span", str(aside.mentioned), class_="ln-count")
    summary = tag("summary", f"{word('page.mentions', view.lang)} {count}")
    items = "".join(_mention(view, source, said) for source, said in aside.mentions)
    left = aside.mentioned - len(aside.mentions)
    more = tag("p", word("graph.more", view.lang, n=left), class_="ln-count") if left else ""
    return tag("details", summary + tag("ul", items) + more, class_="ln-mentions")


def changed_line(view: PageView, aside: Aside) -> str:
    """Return when the note changed, where anybody tells."""
    if aside.changed is None:
        return ""
    day = shown_date(aside.changed, view.lang)
    said = tag("time", text(day), datetime=aside.changed.date().isoformat())
    return tag("p", f"{word('page.changed', view.lang)} {said}", class_="ln-changed")


def _mention(view: PageView, source: NoteId, said: Mention) -> str:
    return tag("li", _link(view, source) + tag("p", quoted(said)))


def _step(view: PageView, note: NoteId | None, way: str) -> str:
    if note is None:
        return ""
    hint = tag("span", word(f"steps.{way}", view.lang))
    rel = "prev" if way == "before" else "next"
    content = hint + tag("b", text(view.note_title(note)))
    return tag("a", content, href=view.note_href(note), class_=f"ln-step-{way}", rel=rel)


def _link(view: PageView, note: NoteId) -> str:
    return tag("a", text(view.note_title(note)), href=view.note_href(note), class_="wikilink")
