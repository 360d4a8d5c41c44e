"""The bundled answer in a browser: from the same evidence and seed, what Python says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ask_twin_notes import NOTES
from browser_helpers import Watched, serve_folder, window
from decoder_golden import settings

from llmnotes.ask.backends.bundled import Bundled
from llmnotes.ask.extractive import Extractive
from llmnotes.ask.question import read_question
from llmnotes.ask.verify import verified
from llmnotes.ask.wording import ended, worded
from llmnotes.decoder.engine import bundled
from llmnotes.decoder.sampling import Sampling
from llmnotes.markdown import read_note
from llmnotes.model import Claim, Decoder, Evidence, Note, NoteId, Rest
from llmnotes.sentences import sentences
from llmnotes.site.askrules import choice_rules
from llmnotes.site.decoderdata import write_decoder
from llmnotes.site.dressing import THEME
from llmnotes.site.files import Folder
from llmnotes.site.searchdata_rules import rules
from llmnotes.stemming import stems

pytestmark = pytest.mark.browser

QUESTIONS = (
    "O que é um token?",
    "O que recebe um número?",
    "Qual a diferença entre token e palavra?",
    "O que a temperatura faz com os logits?",
    "Por que os bytes soltos são tokens?",
    "Quais são as palavras?",
    "Quais são as formas de rodar?",
    "O que se pede a um servidor?",
    "Quais são as frutas?",
    "Quais são as limitações do ajuste fino?",
)
LISTS = {
    "Formas.md": (
        "As formas de rodar são:\n\n- Local.\n  - Roda em casa.\n    - Sem rede.\n- Remota.\n"
        "  - Tudo se pede a um servidor.\n"
    ),
    "Frutas.md": "As frutas são:\n\n" + "".join(f"- Fruta número {n}\n" for n in range(25)),
    "Ajuste.md": (
        "O ajuste fino tem limitações. Por exemplo, custa caro e demora. Sem ele, nada disso.\n"
    ),
}
SAMPLINGS = (
    Sampling(max_length=256),
    Sampling(max_length=256, temperature=0.9, seed=1),
    Sampling(max_length=256, temperature=1.5, top_p=0.8, seed=2, presence_penalty=0.3),
    Sampling(max_length=14, stop=("unidade",)),
)

ANSWERS = """async ([evidence, samplings, rules]) => {
  const at = (path) => import(`/assets/${path}.js`);
  const [{ Decoder }, { answer }, { extractive }, { Facets }, { Stemming }, wording] =
    await Promise.all(["decoder/engine", "ask/bundled", "ask/extractive", "ask/facets",
      "search/stemming", "ask/wording"].map(at));
  const decoder = await Decoder.load("/assets/decoder/", "tuned");
  const stemming = new Stemming(rules.stemming);
  const tools = { stemming, facets: new Facets(rules.facets), rules };
  const steps = (decoder, one, sampling) => [...answer(decoder, one, sampling, rules)];
  const told = ({ text, source, rest }) =>
    rest ? rest.map((one) => one.place) : [text, source.note, source.place, source.quote];
  return evidence.map((one) => ({
    extractive: extractive(one, tools).map((said) => [said.text, said.place]),
    bundled: samplings.map((sampling) => steps(decoder, one, sampling).map(told)),
    worded: one.sentences
      .map((said) => wording.ended(wording.worded(said, one.sentences, rules.tex).text)),
  }));
}"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("ask")
    for folder in ("decoder", "ask", "search"):
        shutil.copytree(THEME / "assets" / folder, root / "assets" / folder)
    write_decoder(Folder(root), ("tuned",), {})
    (root / "index.html").write_text("<!doctype html><title>t</title><link rel=icon href=data:,>")
    yield from serve_folder(root)


def notes() -> dict[str, Note]:
    return {path: read_note(NoteId(path), source)[0] for path, source in (NOTES | LISTS).items()}


def found(question: str) -> Evidence:
    """Return all sentences, scored by the words that they share with the question."""
    asked = read_question(question, "pt")
    keys = set(stems(question))
    scored = [
        (one, round(2.0 * len(keys & set(stems(one.text))) - 0.01 * one.place, 4))
        for note in notes().values()
        for one in sentences(note)
    ]
    scored.sort(key=lambda pair: -pair[1])
    listed = frozenset((one.note, one.heading) for one, _ in scored if one.kind == "item")
    return Evidence(asked, (), tuple(scored), listed if asked.kind == "why" else frozenset())


def said(decoder: Decoder, evidence: Evidence) -> list[list[object]]:
    """Return what a back end says and the notes bear out, and the places of what it leaves out."""
    read, found = notes().get, list[list[object]]()
    for one in decoder(evidence):
        if isinstance(one, Rest):
            found.append([left.place for left in one.sentences])
        elif isinstance(one, Claim) and one.source and verified([one], read)[0]:
            source = one.source
            found.append([one.text, source.note, source.place, source.quote])
    return found


def places(evidence: Evidence) -> list[int]:
    """Return the places of what the plain back end says, and of what it leaves out."""
    found: list[int] = []
    for one in Extractive()(evidence):
        if isinstance(one, Rest):
            found += [left.place for left in one.sentences]
        elif one.source:
            found.append(one.source.place)
    return found


def as_data(evidence: Evidence) -> dict[str, Any]:
    """Return the evidence as a site has it; sections are numbers, by note."""
    asked = evidence.asked
    of_note: dict[NoteId, list[tuple[str, ...]]] = {}
    for one, _ in evidence.sentences:
        of_note.setdefault(one.note, []).append(one.heading)
    number = {note: list(dict.fromkeys(of_note[note])).index for note in of_note}
    return {
        "asked": {
            "text": asked.text,
            "kind": asked.kind,
            "lang": asked.lang,
            "subjects": list(asked.subjects),
        },
        "sentences": [
            {
                "note": one.note,
                "text": one.text,
                "quote": one.quote,
                "lines": list(one.lines),
                "title": one.title,
                "heading": list(one.heading),
                "section": number[one.note](one.heading),
                "kind": one.kind,
                "place": one.place,
                "depth": one.depth,
                "score": score,
            }
            for one, score in evidence.sentences
        ],
        "sections": [[note, number[note](heading)] for note, heading in sorted(evidence.sections)],
    }


def test_the_same_evidence_and_seed_give_the_same_answer(chromium: Any, origin: str) -> None:
    every = [found(question) for question in QUESTIONS]
    context = window(chromium)
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}/index.html")
    data = [as_data(one) for one in every]
    told = choice_rules() | {name: rules()[name] for name in ("stemming", "tex")}
    answers = watched.page.evaluate(ANSWERS, [data, [settings(one) for one in SAMPLINGS], told])
    context.close()
    assert watched.wrong == []
    for evidence, answer in zip(every, answers, strict=True):
        near = [one for one, _ in evidence.sentences]
        assert answer["worded"] == [ended(worded(one, near).text) for one in near]
        assert [place for _, place in answer["extractive"]] == places(evidence)
        for sampling, texts in zip(SAMPLINGS, answer["bundled"], strict=True):
            assert texts == said(Bundled(bundled("tuned"), sampling), evidence)
    assert len({str(answer["bundled"]) for answer in answers}) == len(answers)


def test_the_rules_are_those_of_python() -> None:
    from llmnotes.ask.backends import choice

    told = choice_rules()
    assert (told["trust"], told["candidates"]) == (choice.TRUST, choice.CANDIDATES)
    assert Path(THEME / "assets" / "ask" / "choice.js").is_file()
