"""One vault, opened: what programs and the command line ask of it, each part made when needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from llmnotes.config import Config, load_config
from llmnotes.messages import Lang, language

if TYPE_CHECKING:
    from llmnotes.ask import Asker, Manner
    from llmnotes.check import Report
    from llmnotes.encoder import TextEncoder
    from llmnotes.graph import ConceptGraph
    from llmnotes.index import Index, Status
    from llmnotes.model import Answer, GlossaryEntry, Hit, Note, Problem
    from llmnotes.search import Filters, Mode
    from llmnotes.site.build import BuildReport
    from llmnotes.vault import VaultFiles


class Vault:
    """A folder of notes; nothing is read before it is asked for, and then only once.

    >>> vault = Vault.open("vault")  # doctest: +SKIP
    >>> vault.graph.backlinks("Token.md")  # doctest: +SKIP
    """

    def __init__(self, config: Config, lang: Lang = "en") -> None:
        self.config, self.lang = config, lang
        self._encoders: dict[str, TextEncoder] = {}

    @classmethod
    def open(cls, path: str | Path | None = None, lang: str | None = None) -> Vault:
        """Find the vault at `path`, else where the settings and the environment say it is.

        `lang` is the language of messages. Raises UsageError if there is no vault, ConfigError if
        the settings are wrong.
        """
        spoken = language(lang)
        return cls(load_config(path, lang=spoken), spoken)

    def reopened(self) -> Vault:
        """Return the same vault with its files not read yet; loaded encoders are kept."""
        again = Vault(self.config, self.lang)
        again._encoders = self._encoders
        return again

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.config.vault

    @cached_property
    def files(self) -> VaultFiles:
        """All that was read from the folder."""
        from llmnotes.vault import read_vault

        return read_vault(self.root, self.config, self.lang)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes, sorted by path; private ones are not among them."""
        return self.files.notes

    @cached_property
    def graph(self) -> ConceptGraph:
        """The notes and every link between them."""
        from llmnotes.graph import ConceptGraph

        return ConceptGraph.of(self.files, self.lang)

    @cached_property
    def glossary(self) -> tuple[GlossaryEntry, ...]:
        """The terms of the vault in the order of a dictionary."""
        from llmnotes.glossary import glossary

        return glossary(self.graph)

    @cached_property
    def report(self) -> Report:
        """Everything that a writer can mend."""
        from llmnotes.check import check

        return check(self.files, self.graph, self.config.planned, self.lang)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the report, by place."""
        return self.report.problems

    def build(self, out: str | Path, clean: bool = False, jobs: int = 1) -> BuildReport:
        """Make the static site in the folder `out`, writing only what changed.

        As many processes as `jobs` says read a large vault.

        Raises SiteError if `out` holds something that is not a site of ours, or cannot be written.
        """
        from llmnotes.site.build import build_site

        return build_site(self.root, Path(out), self.config, self.lang, clean, jobs)

    def index(self, encoder: str | None = None) -> Index:
        """Bring the search index up to date and open it; close it, or use it in a ``with``.

        `encoder` names the encoder to use from now on; None keeps the one in use.
        """
        from llmnotes.index import refresh

        return refresh(self.root, self.config, encoder, self._encoder, _remark)

    def index_status(self) -> Status:
        """Say what the index covers, as it is."""
        from llmnotes.index import status

        return status(self.root, self.config)

    def search(
        self,
        query: str,
        k: int = 10,
        mode: Mode = "hybrid",
        only: Filters | None = None,
        index: Index | None = None,
    ) -> tuple[Hit, ...]:
        """Return the `k` best passages for `query`, best first.

        Filters may stand among its words, as in ``tag:ia atenção``, and beside them in `only`;
        without any words the notes that they admit are listed.
        An `index` that is open already spares looking for changes in the vault.
        """
        from llmnotes.search import Filters, listing, read_typed, search

        if index is None:
            with self.index() as opened:
                return self.search(query, k, mode, only, opened)
        words, typed = read_typed(query)
        filters = (only or Filters()).along_with(typed)
        if filters and not words.strip():
            return listing(index, k, filters)
        encoder = None if mode == "lexical" else self._encoder(index.columns().encoder)
        return search(index, words, encoder, k, mode, filters)

    @contextmanager
    def asker(self, manner: Manner | str | None = None) -> Iterator[Asker]:
        """Give what answers questions, one index and one model for all of them.

        `manner` says how; the name of a decoder alone will do. None is what the vault's own
        settings say, or else the usual.
        """
        from llmnotes.ask import Asker
        from llmnotes.ask.defaults import read_defaults
        from llmnotes.index import FOLDER, VaultSource

        manner = read_defaults(self.root / FOLDER, self.lang) if manner is None else manner
        source = VaultSource(self.root, self.config)
        with self.index() as index:
            encoder = self._encoder(index.columns().encoder)
            yield Asker(index, encoder, source.note, manner, self.config.lang)

    def ask(self, question: str, k: int = 10, manner: Manner | str | None = None) -> Answer:
        """Return what the notes say to `question`, every sentence cited, or a refusal."""
        with self.asker(manner) as asker:
            return asker(question, k)

    def similar(self, note: str, k: int = 10) -> tuple[Hit, ...]:
        """Return the `k` notes most like `note`, the most alike first."""
        from llmnotes.related import similar

        with self.index() as index:
            return similar(index, note, k, self.lang)

    def suggest(self, note: str | None = None, k: int = 10) -> tuple[Hit, ...]:
        """Return links worth adding to `note`, or to any note: names it mentions, near meanings."""
        from llmnotes.related import suggest

        with self.index() as index:
            return suggest(index, self.notes, note, k, self.lang)

    def duplicates(self, k: int = 50) -> tuple[Hit, ...]:
        """Return passages of notes that nearly repeat each other."""
        from llmnotes.related import duplicates

        with self.index() as index:
            return duplicates(index, k, self.lang)

    def _encoder(self, name: str) -> TextEncoder:
        from llmnotes.index import load_by_name

        if name not in self._encoders:
            self._encoders[name] = load_by_name(name, self.root)
        return self._encoders[name]


def _remark(text: str) -> None:
    """Tell the person at the terminal; what is printed there is no result."""
    print(text, file=sys.stderr)
