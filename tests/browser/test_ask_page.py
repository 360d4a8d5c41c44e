"""The page for questions in a real browser: the answers of `llmnotes ask`, cited and announced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from ask_twin_notes import NOTES
from browser_helpers import Watched, rest, serve_folder, window
from site_helpers import build

from llmnotes.api import Vault
from llmnotes.ask import Manner
from llmnotes.decoder.sampling import Sampling
from llmnotes.model import Answer

pytestmark = pytest.mark.browser

MORE = {
    "Início.md": "Um pequeno glossário: [[Token]], [[Palavra]] e [[Temperatura]].\n",
    "Transformer.md": (
        "---\ndescription: Rede de 2017.\n---\nO Transformer é uma arquitetura de rede neural "
        "proposta em 2017. Ele usa a [[Atenção multicabeça]] em todas as camadas.\n"
    ),
    "Feira.md": (
        "As frutas da feira são estas:\n\n- Fruta doce.\n  - Fruta de verão.\n"
        + "".join(f"- Fruta número {n}.\n" for n in range(25))
    ),
}
QUESTIONS = (
    "O que é um token?",
    "Quais são os tipos de token?",
    "Qual a diferença entre token e palavra?",
    "Em que ano o Transformer foi proposto?",
    "What is a token?",
    "O que é um tokne?",
    "O que faz o Transformer?",
    "O que é Atenção multicabeça?",
    "Quem ganhou a copa do mundo de 1994?",
)
DRAWN = {"temperature": 1.5, "seed": 3}
HEAVY = ("safetensors", "/assets/ask/", "/assets/decoder/", "/assets/search/data/")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("askpage")
    (root / "vault").mkdir()
    for path, source in (NOTES | MORE).items():
        (root / "vault" / path).write_text(source, "utf-8")
    build(root / "vault", root / "site", lang="pt-BR")
    return root / "vault"


@pytest.fixture(scope="module")
def origin(vault: Path) -> Iterator[str]:
    yield from serve_folder(vault.parent / "site")


@pytest.fixture
def opened(chromium: Any, origin: str) -> Iterator[Any]:
    contexts = []

    def open_at(path: str, width: int = 1280, scheme: str = "light") -> Watched:
        context = window(chromium, viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        watched = Watched(context.new_page(), origin)
        watched.requests = []  # type: ignore[attr-defined]
        watched.page.on("request", lambda one: watched.requests.append(one.url))
        watched.page.set_default_timeout(120_000)
        watched.page.goto(f"{origin}/{path}")
        return watched

    yield open_at
    for context in contexts:
        context.close()


TOLD = """(place) => [...place.children].flatMap((one) => one.tagName === "UL"
  ? [...one.children].map((item) => `- ${item.textContent}`) : [one.textContent]).join("\\n")"""


def answered(page: Any) -> str:
    """Wait for the last word on a question, and return it."""
    page.wait_for_selector('.ln-ask-answer[data-by="decoder"], .ln-ask-answer[data-by="refusal"]')
    place = page.locator(".ln-ask-answer")
    if place.get_attribute("data-by") == "refusal":
        return str(place.locator("h2").inner_text())
    told = place.locator(".ln-told").first
    return str(told.evaluate(TOLD))


def expected(vault: Path, question: str, **settings: float) -> Answer:
    sampling = Sampling(max_length=256, **settings)
    with Vault.open(vault, "pt").asker(Manner(sampling=sampling, lang="pt")) as asker:
        return asker(question)


def test_the_page_answers_as_the_command_line_does(opened: Any, vault: Path) -> None:
    watched = opened("ask.html")
    answers = {}
    for question in QUESTIONS:
        watched.page.fill("#ln-ask-question", question)
        watched.page.evaluate("delete document.querySelector('.ln-ask-answer').dataset.by")
        watched.page.keyboard.press("Enter")
        answer = expected(vault, question)
        assert answered(watched.page) == answer.text, question
        answers[question] = answer
    assert any(not one.refused for one in answers.values())
    assert any(one.refused for one in answers.values())
    assert watched.wrong == []


def test_an_address_asks_with_its_settings_and_seed(opened: Any, vault: Path) -> None:
    asked = {"q": QUESTIONS[0], **DRAWN}
    watched = opened(f"ask.html?{urlencode(asked)}", 390, "dark")
    assert answered(watched.page) == expected(vault, QUESTIONS[0], **DRAWN).text
    assert "seed=3" in watched.page.url and "temperature=1.5" in watched.page.url
    assert watched.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert watched.wrong == []


def test_a_citation_leads_to_the_lines_and_marks_them(opened: Any, vault: Path) -> None:
    watched = opened(f"ask.html?{urlencode({'q': QUESTIONS[0]})}")
    answered(watched.page)
    cite = watched.page.locator(".ln-cite").first
    citation = expected(vault, QUESTIONS[0]).citations[0]
    address = unquote(cite.get_attribute("href"))
    assert address.split("#")[0].endswith(citation.path.replace(".md", ".html"))
    assert ":~:text=" in address and citation.quote.split()[0] in address
    assert citation.title in cite.get_attribute("aria-label")
    source = watched.page.locator(".ln-sources li").first.inner_text()
    assert citation.quote in source and str(citation.lines[0]) in source
    cite.click()
    watched.page.wait_for_url("**/Token.html*")
    assert watched.wrong == []


def test_a_long_list_says_what_it_leaves_out(opened: Any, vault: Path) -> None:
    question = "Quais são as frutas da feira?"
    (left,) = expected(vault, question).left_out
    watched = opened(f"ask.html?{urlencode({'q': question})}")
    answered(watched.page)
    place = watched.page.locator(".ln-told")
    shown = place.locator(".ln-left")
    first, last = left.lines
    assert shown.inner_text() == f"… e mais {left.count} em Feira, linhas {first}–{last}"
    assert shown.locator("a").get_attribute("href").endswith("Feira.html")
    nested = place.locator("ul ul > li")
    assert [one.split(" [")[0] for one in nested.all_inner_texts()] == ["Fruta de verão."]
    assert watched.wrong == []


def test_a_refusal_names_what_is_near_and_what_nobody_wrote(opened: Any, vault: Path) -> None:
    question = "O que é Atenção multicabeça?"
    answer = expected(vault, question)
    assert answer.refused and answer.ghost is not None
    watched = opened(f"ask.html?{urlencode({'q': question})}")
    answered(watched.page)
    place = watched.page.locator(".ln-ask-answer")
    assert answer.ghost.name in place.inner_text()
    shown = place.locator(".ln-nearest a").all_inner_texts()
    assert shown == [
        " › ".join((hit.passage.title, *hit.passage.heading)) for hit in answer.nearest
    ]


def test_an_untouched_page_loads_nothing_and_the_home_page_leads_there(opened: Any) -> None:
    watched = opened("index.html")
    rest(watched.page)
    assert not [url for url in watched.requests if any(one in url for one in HEAVY)]
    watched.page.fill(".ln-ask-box input", QUESTIONS[0])
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/ask.html?q=*")
    assert watched.page.locator("#ln-ask-question").input_value() == QUESTIONS[0]
    assert answered(watched.page)
    blank = opened("ask.html")
    rest(blank.page)
    assert not [url for url in blank.requests if any(one in url for one in HEAVY)]
    live = blank.page.locator(".ln-ask [aria-live], .ln-ask [role=status]")
    assert live.count() == 2
    assert blank.page.locator(".ln-ask-examples a").count() > 0
    assert blank.wrong == []
