"""A vault in memory, and what its notes look like on their pages."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from llmnotes.config import Config
from llmnotes.markdown import read_note
from llmnotes.model import NoteId
from llmnotes.render import Rendered, render_note
from llmnotes.site.notes import note_page
from llmnotes.site.pageview import PageView
from llmnotes.site.vaultsite import VaultSite, open_site
from llmnotes.vault import VaultFiles

OTHERS = {
    "Outra.md": "---\naliases: [Apelido]\n---\nComeço.\n\n## Um\n\nPrimeiro.\n\n### Um ponto um\n\n"
    "Fundo.\n\n## Dois\n\nSegundo. ^bloco\n\n- a\n- b ^item\n",
    "Pasta/Longe & cia.md": "Longe.\n",
}
FILES = ("foto.png", "som.mp3", "filme.mp4", "doc.pdf", "dados.csv", "Anexos/50% off?.png")


def make_site(notes: dict[str, str], files: tuple[str, ...] = FILES, lang: str = "pt") -> VaultSite:
    """Return the site of notes that exist only here."""
    read = [read_note(NoteId(path), source)[0] for path, source in sorted(notes.items())]
    return open_site(VaultFiles(Path("nowhere"), tuple(read), files), Config(lang=lang))


def rendered(source: str, others: dict[str, str] | None = None) -> Rendered:
    """Render `source` as Nota.md among other notes."""
    site = make_site({**(OTHERS if others is None else others), "Nota.md": source})
    return render_note(
        NoteId("Nota.md"), site.document(NoteId("Nota.md")), PageView(site, "Nota.html")
    )


def html_of(source: str, others: dict[str, str] | None = None) -> str:
    """Return the HTML of a note's sections, each heading as it will stand on the page."""
    parts = []
    for section in rendered(source, others).sections:
        if section.level:
            level = section.level
            parts.append(f'<h{level} id="{section.slug}">{section.heading}</h{level}>\n')
        parts.append(section.html)
    return "".join(parts)


def page_of(source: str, others: dict[str, str] | None = None) -> str:
    """Return the compiled Markdown of a note's page."""
    site = make_site({**(OTHERS if others is None else others), "Nota.md": source})
    return note_page(site, site.notes[NoteId("Nota.md")]).markdown


class Seen(HTMLParser):
    """What a piece of HTML holds: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data
