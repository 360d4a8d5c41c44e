"""The page of the whole graph: a map for those who can use one, and its clusters as lists."""

from __future__ import annotations

import json

from llmnotes.model import Page
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word
from llmnotes.site.graphdata import Cluster, GraphMap
from llmnotes.site.lists import counted, crumb_list
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import CONTENTS, GRAPH_PAGE, INDEX
from llmnotes.site.vaultsite import VaultSite

LISTED = 60
"""How many notes of a cluster the page lists, so that a large vault has a page one can read."""

_SCRIPTS = ("read", "draw", "paint", "input", "filters", "map")
_WORDS = (
    "all clear close file fit fold found.many found.none found.one ghost in kind keys links.many "
    "links.one loose note canvas open out search shown tag"
)


def graph_page(site: VaultSite, graph: GraphMap) -> Page:
    """Return the page of the graph."""
    view = PageView(site, GRAPH_PAGE)
    title = word("page.graph", site.lang)
    crumbs = crumb_list(view, [tag("a", word("page.home", site.lang), href=view.to(INDEX))])
    lead = tag("p", word("graph.lead", site.lang), class_="ln-lead")
    lists = "".join(_cluster(view, cluster) for cluster in graph.clusters)
    about = tag("h2", word("graph.clusters", site.lang))
    return make_page(
        GRAPH_PAGE,
        title,
        {
            "kind": "graph",
            "description": word("graph.lead", site.lang),
            "styles": ["graph"],
            "scripts": [f"graph-{part}" for part in _SCRIPTS],
        },
        [crumbs, heading(title, html=lead + _stage(view) + about + lists)],
    )


def _stage(view: PageView) -> str:
    """Return the empty stage of the map; scripts put it up, with these words."""
    words = {key: word(f"graph.{key}", view.lang, n="{n}", all="{all}") for key in _WORDS.split()}
    return tag("div", "", class_="ln-map", data_words=json.dumps(words, ensure_ascii=False))


def _cluster(view: PageView, cluster: Cluster) -> str:
    notes = [node for node in cluster.members if node.kind in "nc"]
    name = text(cluster.name or word("graph.loose", view.lang))
    links = [tag("a", text(node.title), href=view.to(node.path)) for node in notes[:LISTED]]
    if len(notes) > LISTED:
        more = word("graph.more", view.lang, n=len(notes) - LISTED)
        links.append(tag("a", more, href=view.to(CONTENTS)))
    items = "".join(tag("li", link) for link in links)
    summary = tag("summary", f"{name} {counted(view, len(notes))}")
    return tag("details", summary + tag("ul", items), class_="ln-cluster") if notes else ""
