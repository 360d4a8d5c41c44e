"""A site speaks one language: no word of ours in the other one is on any of its pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from graph_helpers import write_vault
from site_helpers import build

from llmnotes.render import words

NOTES = {
    "Index.md": "---\naliases: [Zeta]\ntags: [abc/def]\nok: true\nbroader: '[[Beta]]'\n---\n"
    "[[Beta]] #q\n",
    "Beta.md": "---\ndescription: Xyz.\nupdated: 2024-01-02\n---\n# Beta\n\n"
    "Gamma. [[Omega]] ![[p.png]]\n",
    "Gamma.md": "- [ ] a\n- [x] b\n\n> [!tip]\n> c\n\n[[#Nope]] a[^1] https://example.org\n\n"
    "[^1]: d\n",
    "F/Delta.md": "---\nupdated: 2024-05-02\n---\n```dataview\nx\n```\n\n"
    "```mermaid\nflowchart TD; A-->B\n```\nBeta\n",
    "C.canvas": '{"nodes":[{"id":"1","type":"text","text":"x","x":0,"y":0,"width":9,"height":9}]}',
}
SAID = ("title", "alt", "placeholder", "aria-label", "content", "data-label", "data-none")
TELLING = {
    "pt": r"não|nota|notas|página|etiquetas?|grafo|glossário|início|pasta|citada|procurar|voltar",
    "en": r"note|notes|the|page|tags|graph|glossary|home|folder|linked|search|back|show",
}


class Words(HTMLParser):
    """All that a page says to a reader, scripts and styles aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._mute = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mute += tag in {"script", "style"}
        for key, value in attrs:
            if key in SAID:
                self.said.append(value or "")
            elif key.startswith("data-w"):  # the words of a script, by keys nobody sees
                self.said += (
                    json.loads(value).values() if (value or "")[:1] == "{" else [value or ""]
                )

    def handle_endtag(self, tag: str) -> None:
        self._mute -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.said.append(data)


def phrases(lang: str) -> list[str]:
    """Return the site's own phrases in `lang` that mean nothing in the other language."""
    pairs = words._WORDS.values()
    own, other = (0, 1) if lang == "pt" else (1, 0)
    foreign = " ".join(pair[other].lower() for pair in pairs)
    parts = (part for pair in pairs for part in re.split(r"\{\w+\}|[.:,;]", pair[own]))
    return sorted(
        {
            part.strip()
            for part in parts
            if len(part.strip()) > 5 and part.strip().lower() not in foreign
        }
    )


@pytest.mark.parametrize(("lang", "other"), [("en", "pt"), ("pt", "en")])
def test_no_page_speaks_the_other_language(lang: str, other: str, tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "v", NOTES)
    build(vault, tmp_path / "s", lang=lang, edit_url="https://example.org/e/")
    strange = phrases(other)
    assert len(strange) > 60
    pages = sorted((tmp_path / "s").rglob("*.html"))
    assert len(pages) > 14
    found = []
    for path in pages:
        html = path.read_text("utf-8")
        said = " ".join(Words(html).said)
        found += [f"{path.name}: {phrase}" for phrase in strange if phrase in said]
        found += [
            f"{path.name}: {m[0]}" for m in re.finditer(rf"(?i)\b(?:{TELLING[other]})\b", said)
        ]
        assert f'<html lang="{"pt-BR" if lang == "pt" else "en"}"' in html
    assert found == []
    assert any(re.search(rf"(?i)\b(?:{TELLING[lang]})\b", p.read_text("utf-8")) for p in pages)
