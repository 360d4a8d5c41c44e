"""The page that answers questions from the notes, and the box on the home page that leads to it."""

from __future__ import annotations

import json

from llmnotes.ask.manner import Manner
from llmnotes.model import Page
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word
from llmnotes.site.controls import controls
from llmnotes.site.lists import crumb_list
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import ASK_PAGE, INDEX
from llmnotes.site.vaultsite import VaultSite

EXAMPLES = 4
"""Questions that a reader is offered."""
_CONTROLS = (
    *("temperature", "top_p", "frequency_penalty", "presence_penalty"),
    *("max_length", "stop", "seed"),
)
_SCRIPT_WORDS = (
    "answer cite copied decoder extractive failed ghost ghost.asked left line lines load loading "
    "model nearest ready refused searching sure thinking"
)


def ask_page(site: VaultSite) -> Page:
    """Return the page for questions; a script answers them."""
    view = PageView(site, ASK_PAGE)
    title = word("page.ask", site.lang)
    crumbs = crumb_list(view, [tag("a", word("page.home", site.lang), href=view.to(INDEX))])
    lead = tag("p", text(word("ask.lead", site.lang)), class_="ln-lead")
    return make_page(
        ASK_PAGE,
        title,
        {
            "kind": "ask",
            "description": word("ask.lead", site.lang),
            "styles": ["widgets", "ask"],
            "scripts": ["ask"],
        },
        [crumbs, heading(title, html=lead + _asking(view))],
    )


def ask_box(view: PageView) -> str:
    """Return the box on the home page, if there is a page that answers: a form without scripts."""
    if not view.site.asks:
        return ""
    field = _field(view, "ln-ask-home")
    form = tag("form", field, class_="ln-ask-form", action=view.to(ASK_PAGE), role="search")
    return tag("div", form, class_="ln-ask ln-ask-box")


def ask_digest(site: VaultSite) -> str:
    """Return what the page and the box depend on besides what every page of the vault does."""
    return repr((Manner().sampling, questions(site))) if site.asks else ""


def questions(site: VaultSite) -> list[str]:
    """Return questions about the notes that others link to most, described ones first."""
    asked = site.graph.links_to
    notes = sorted(
        (note for note in site.notes.values() if note.id != site.places.home),
        key=lambda note: (not note.description, -len(asked(note.id)), note.id),
    )
    return [word("ask.example", site.lang, name=note.title) for note in notes[:EXAMPLES]]


def _asking(view: PageView) -> str:
    lang = view.lang
    words = {key: word(f"ask.{key}", lang, n="{n}", name="{name}") for key in _SCRIPT_WORDS.split()}
    parts = (
        tag("form", _field(view, "ln-ask-question") + _settings(view), class_="ln-ask-form"),
        tag("p", text(word("ask.noscript", lang)), class_="ln-ask-noscript"),
        _examples(view),
        tag("p", "", class_="ln-ask-status", role="status"),
        tag("div", "", class_="ln-ask-answer", aria_live="polite"),
    )
    return tag(
        "div",
        "".join(parts),
        class_="ln-ask",
        data_lang="pt-BR" if lang == "pt" else "en",
        data_words=json.dumps(words, ensure_ascii=False),
    )


def _field(view: PageView, id: str) -> str:
    label = tag("label", text(word("ask.label", view.lang)), for_=id)
    box = tag(
        "input", type="search", id=id, name="q", required=True, autocomplete="off", maxlength=400,
        placeholder=next(iter(questions(view.site)), ""), enterkeyhint="send",
    )  # fmt: skip
    button = tag("button", text(word("ask.button", view.lang)), type="submit")
    return label + tag("div", box + button, class_="ln-ask-line")


def _settings(view: PageView) -> str:
    """Return the panel of the six controls and the seed."""
    inside = controls(_CONTROLS, Manner().sampling, "ln-ask", view.lang)
    about = tag("p", text(word("ask.settings.about", view.lang)), class_="ln-ask-about")
    summary = tag("summary", text(word("ask.settings", view.lang)))
    return tag("details", summary + about + inside, class_="ln-ask-settings")


def _examples(view: PageView) -> str:
    """Return links that ask what a reader may want to know."""
    links = [
        tag("li", tag("a", text(question), href=_asked(question)))
        for question in questions(view.site)
    ]
    if not links:
        return ""
    label = tag("p", text(word("ask.examples", view.lang)), id="ln-ask-examples")
    items = tag("ul", "".join(links), aria_labelledby="ln-ask-examples")
    return tag("div", label + items, class_="ln-ask-examples")


def _asked(question: str) -> str:
    from urllib.parse import urlencode

    return "?" + urlencode({"q": question})
