"""Question and passages → the messages that a model is prompted with, by a template.

A template is a text in Markdown or XML. ``{{name}}`` stands for a field: `question`, `passages` (or
`pergunta`, `passagens`), and the six of the recipe: persona, roteiro, objetivo, modelo, panorama,
transformar. Their values come from ``--field``, else from the front matter of a Markdown template,
else from templates/fields.toml in the language of the question. ``<!-- role: user -->`` begins the
message of the user; every other comment is for the reader, and no part of the prompt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from llmnotes.ask.manner import Manner
from llmnotes.errors import UsageError, VaultError
from llmnotes.messages import Lang, say
from llmnotes.model import Evidence, Hit

SHIPPED = Path(__file__).parent / "templates"
FOLDER = "templates"
"""The folder of a vault's own templates, inside its .llmnotes."""
FIELDS = ("persona", "roteiro", "objetivo", "modelo", "panorama", "transformar")
_GIVEN = {
    "question": "question",
    "pergunta": "question",
    "passages": "passages",
    "passagens": "passages",
}
_ENDINGS = (".md", ".xml")
_SLOT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->[ \t]*\n?", re.DOTALL)
_ROLE = re.compile(r"role:\s*(system|user)")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LINE = re.compile(r"(\w+):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `role` is ``system`` or ``user``."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template as read: its messages, still with slots; `fields` are values of its own."""

    name: str
    messages: tuple[Message, ...]
    xml: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


def load_template(manner: Manner, folder: Path) -> Template:
    """Read the template that `manner` names: a path, one of the vault's, or a shipped one.

    Raises UsageError if there is none, VaultError with path and line if it is wrong.
    """
    for name in manner.fields:
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise UsageError(say("ask.field", manner.lang, name=name, known=known))
    wanted = manner.template
    for place in (Path(), folder / FOLDER, SHIPPED):
        for ending in ("", *_ENDINGS):
            path = place / f"{wanted}{ending}"
            if path.suffix in _ENDINGS and path.is_file():
                return read_template(wanted, path, manner.lang)
    known = ", ".join(sorted(path.name for path in SHIPPED.iterdir() if path.suffix in _ENDINGS))
    raise UsageError(say("ask.template", manner.lang, name=wanted, known=known, folder=FOLDER))


def read_template(name: str, path: Path, lang: Lang) -> Template:
    """Read one template."""
    try:
        source = path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise VaultError(str(path), 1, str(error)) from error
    xml = path.suffix == ".xml"
    front = None if xml else _FRONT.match(source)
    fields = _fields(path, front[1], lang) if front else {}
    body = _blanked(source, front.end()) if front else source
    for slot in _SLOT.finditer(_COMMENT.sub(_newlines, body)):
        if slot[1] not in FIELDS and slot[1] not in _GIVEN:
            line = _COMMENT.sub(_newlines, body).count("\n", 0, slot.start()) + 1
            known = ", ".join((*_GIVEN, *FIELDS))
            raise VaultError(str(path), line, say("ask.field", lang, name=slot[1], known=known))
    if xml:
        _check_xml(path, body, lang)
    return Template(name, _messages(body), xml, fields)


def prompt_messages(template: Template, evidence: Evidence, manner: Manner) -> tuple[Message, ...]:
    """Fill `template` with a question and its passages, each once, in the order of the hits."""
    lang: Lang = "en" if evidence.asked.lang == "en" else "pt"
    values = {**field_values(lang), **template.fields, **manner.fields}
    values["question"] = evidence.asked.text
    filled = {key: escape(value) if template.xml else value for key, value in values.items()}
    filled["passages"] = passages_text(evidence.hits, template.xml)

    def value(slot: re.Match[str]) -> str:
        return filled[_GIVEN.get(slot[1], slot[1])]

    return tuple(Message(one.role, _SLOT.sub(value, one.text)) for one in template.messages)


def passages_text(hits: tuple[Hit, ...], xml: bool) -> str:
    """Return the passages as a prompt shows them, numbered from 1."""
    shown = []
    for n, hit in enumerate(hits, 1):
        title = " › ".join((hit.passage.title, *hit.passage.heading))
        if xml:
            text = escape(hit.passage.text)
            shown.append(f'<passage n="{n}" title={quoteattr(title)}>\n{text}\n</passage>')
        else:
            shown.append(f"[{n}] {title}\n{hit.passage.text}")
    return ("\n" if xml else "\n\n").join(shown)


@cache
def field_values(lang: Lang) -> Mapping[str, str]:
    """Return the values that the six fields have in `lang` if nobody gives others."""
    table = tomllib.loads((SHIPPED / "fields.toml").read_text("utf-8"))
    return {name: str(table[lang][name]).strip() for name in FIELDS}


def _messages(body: str) -> tuple[Message, ...]:
    """Cut a template where roles begin, and drop its comments."""
    found: list[Message] = []
    role, start = "system", 0
    for comment in [*_COMMENT.finditer(body), None]:
        change = _ROLE.fullmatch(comment[1]) if comment else None
        if comment and not change:
            continue
        end = comment.start() if comment else len(body)
        if text := _COMMENT.sub("", body[start:end]).strip():
            found.append(Message(role, text))
        if comment and change:
            role, start = change[1], comment.end()
    return tuple(found)


def _fields(path: Path, front: str, lang: Lang) -> dict[str, str]:
    """Read ``field: value`` lines; indented lines go on with the value above them."""
    fields: dict[str, str] = {}
    last = ""
    for number, line in enumerate(front.split("\n"), 2):
        match = _LINE.fullmatch(line)
        if match and match[1] in FIELDS:
            last = match[1]
            fields[last] = "" if match[2] in ("|", ">") else match[2].strip("\"'")
        elif line.startswith((" ", "\t")) and last:
            fields[last] = f"{fields[last]} {line.strip()}".strip()
        elif line.strip() and not line.startswith("#"):
            name = match[1] if match else line
            known = ", ".join(FIELDS)
            raise VaultError(str(path), number, say("ask.field", lang, name=name, known=known))
    return fields


def _check_xml(path: Path, body: str, lang: Lang) -> None:
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        fromstring(f"<prompt>{_SLOT.sub('', body)}</prompt>")  # noqa: S314  (the user's own file, no entities)
    except ParseError as error:
        reason = say("ask.xml", lang, reason=str(error).partition(":")[0])
        raise VaultError(str(path), error.position[0], reason) from error


def _newlines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _blanked(source: str, end: int) -> str:
    """Return `source` with its front matter emptied, so that lines keep their numbers."""
    return "\n" * source[:end].count("\n") + source[end:]
