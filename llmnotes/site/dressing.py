"""mkdocs and its theme, set up to dress compiled pages and to load nothing from elsewhere."""

from __future__ import annotations

import logging
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import llmnotes
from llmnotes.errors import SiteError
from llmnotes.messages import Lang
from llmnotes.render.escape import names
from llmnotes.render.words import word
from llmnotes.site.places import ASK_PAGE, CONTENTS, GHOSTS, GLOSSARY, GRAPH_PAGE, TAGS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

THEME = Path(__file__).parent / "theme"

FEATURES = ("content.code.copy", "navigation.top", "toc.follow")

_WORDS = (
    "skip explorer header menu dark light toc top home not-found not-found.text "
    "not-found.search not-found.near not-found.none made-with edit"
)

_SEARCH = "clear examples failed filters label offline open placeholder searching start"
_SEARCH_RESULTS = {
    "placeholder": "start",
    "none": "none",
    "one": "one",
    "other": "other",
    "more.one": "more.one",
    "more.other": "more.other",
    "term.missing": "none",
}
"""The theme's names of its own words, and ours."""

_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "assets/images/")
"""What the theme brings for its own search, which this site does not load."""

_OF_ASKING = ("assets/ask/", "assets/llmnotes/ask.")
_OF_WIDGETS = ("assets/widgets/", "assets/llmnotes/widgets.")
_DECODER = "assets/decoder/"
_SEARCH_ROOT = "assets/search/"
_TITLES = frozenset({"box.js", "search.css", "titles.js"})
"""What a search by titles needs."""


def dress(config: MkDocsConfig, name: str, url: str, about: str, lang: Lang) -> None:
    """Point mkdocs at our templates, and give them the words and file names that they need."""
    if config.theme.name != "material":
        raise SiteError(f"theme is {config.theme.name!r}; expected 'material'")
    config.site_name = name
    config.site_url = url or config.site_url
    config.site_description = about or config.site_description
    config.use_directory_urls = False
    config.nav = ["index.md"]
    config.validation.nav.omitted_files = logging.DEBUG
    config.exclude_docs = None
    config.theme.dirs.insert(0, str(THEME))
    config.theme["font"] = False
    config.theme["features"] = sorted({*FEATURES, *config.theme["features"]})
    if "attr_list" not in config.markdown_extensions:
        config.markdown_extensions.append("attr_list")
    toc = config.mdx_configs.setdefault("toc", {})
    toc.setdefault("permalink", "#")
    toc.setdefault("permalink_title", word("page.permalink", lang))
    config.extra["llmnotes"] = _words(lang) | _theme_files() | {"version": llmnotes.__version__}


def is_used(path: str, *, searches: bool, asks: bool, widgets: bool) -> bool:
    """Tell whether a file of the theme belongs on a site that does these things or does not.

    >>> is_used("assets/ask/page.js", searches=True, asks=False, widgets=True)
    False
    """
    if path.startswith(_UNUSED) or path.endswith((".map", ".scss")):
        return False
    if path.startswith(_SEARCH_ROOT):
        return searches or path.removeprefix(_SEARCH_ROOT) in _TITLES
    if path.startswith(_OF_ASKING):
        return asks
    if path.startswith(_DECODER):
        return asks or widgets
    return widgets or asks or not path.startswith(_OF_WIDGETS)


def makers() -> list[tuple[str, str]]:
    """Return the libraries that dress pages, with their versions."""
    return [(name, version(name)) for name in ("mkdocs", "mkdocs-material", "Markdown", "Jinja2")]


def _words(lang: Lang) -> dict[str, Any]:
    keys = sorted(names(_WORDS))
    words: dict[str, Any] = {
        key.replace("-", "_").replace(".", "_"): word(f"page.{key}", lang) for key in keys
    }
    for key in ("local", "depth", "show"):
        words[key] = word(f"graph.{key}", lang)
    return words | {
        "graph": word("graph.whole", lang),
        "lang": "pt-BR" if lang == "pt" else "en",
        "all_notes": word("page.contents", lang),
        "contents": CONTENTS,
        "links": [
            (ASK_PAGE, word("page.ask", lang)),
            (CONTENTS, word("page.contents", lang)),
            (GLOSSARY, word("page.glossary", lang)),
            (GRAPH_PAGE, word("page.graph", lang)),
            (TAGS, word("page.tags", lang)),
            (GHOSTS, word("page.ghosts", lang)),
        ],
        "search": {key: word(f"search.{key}", lang) for key in names(_SEARCH)},
        "translations": {
            **{
                f"search.result.{theirs}": word(f"search.{ours}", lang)
                for theirs, ours in _SEARCH_RESULTS.items()
            },
            "clipboard.copy": word("code.copy", lang),
            "clipboard.copied": word("code.copied", lang),
        },
    }


def _theme_files() -> dict[str, str]:
    """Return the names of the theme's own files, which carry a digest that changes by release."""
    from mkdocs.utils import get_theme_dir

    assets = Path(get_theme_dir("material")) / "assets"
    found: dict[str, str] = {}
    for key, pattern in {
        "main_css": "stylesheets/main.*.min.css",
        "palette_css": "stylesheets/palette.*.min.css",
        "bundle_js": "javascripts/bundle.*.min.js",
    }.items():
        matches = sorted(assets.glob(pattern))
        if len(matches) != 1:
            raise SiteError(f"{len(matches)} files match {pattern} in {assets}; expected 1")
        found[key] = matches[0].name
    return found
