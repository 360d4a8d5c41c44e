"""Notes become HTML as the tables say, and no note says anything in the name of the site."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_helpers import CASES as FOLDER
from markdown_helpers import Case, read_cases
from render_helpers import Seen, html_of, page_of, rendered

from llmnotes.render.escape import clean_text, markdown_block, markdown_inline, safe_url, tag, text
from llmnotes.render.sanitize import ATTRIBUTES, ELEMENTS, balanced
from llmnotes.render.tex import math
from llmnotes.site.markdown_page import make_page

CASES = list(read_cases("render"))
HOSTILE = list(read_cases("xss"))
OURS = {"input", "audio", "video", "iframe"}
SCRIPT = re.compile(r"^[\x00-\x20]*(javascript|vbscript|data)[\x00-\x20]*:", re.I)


@pytest.mark.parametrize("case", [*CASES, *HOSTILE], ids=lambda case: case.title)
def test_a_note_becomes_the_html_of_its_row(case: Case) -> None:
    assert html_of(case.source).rstrip("\n") == case.expected


def misdeeds(html: str) -> list[str]:
    """Return what in `html` would run, load from elsewhere or reach the page around it."""
    found = []
    for name, attributes in Seen(html).tags:
        if name not in ELEMENTS | OURS and not name.startswith("m"):
            found.append(name)
        for key, value in attributes.items():
            loads = key in {"src", "srcset", "poster", "data", "background"}
            if key.startswith("on") or key in {"style", "srcdoc", "formaction", "action"}:
                found.append(f"{name} {key}")
            elif SCRIPT.match(value or "") or (loads and re.match(r"\w*:?//", value or "")):
                found.append(f"{name} {key}={value}")
    return found


@pytest.mark.parametrize("case", [*CASES, *HOSTILE], ids=lambda case: case.title)
def test_no_row_runs_anything_or_loads_from_elsewhere(case: Case) -> None:
    assert misdeeds(html_of(case.source)) == []


def test_the_misdeeds_are_seen_where_they_are() -> None:
    wrong = (
        "<script>1</script><img src=x onerror=1><a href=' java&#115;cript:1'>x</a>"
        "<img src=//evil.example/x><p style=x>"
    )
    assert len(misdeeds(wrong)) == 5


WORDS = """
<div> </div> <details> </p> <b> </b> <table> <td> </td> <a/href='x'> </a> <svg> <style> <!-- -->
** [[Outra]] ![[Outra]] $x$ `c` ==m== > - | # [^1] <script> <math> "
"""
PIECES = st.lists(st.sampled_from([*WORDS.split(), "\n\n", "<a href='x'>"]), max_size=12)


@given(PIECES)
def test_whatever_a_section_holds_is_balanced_and_harmless(pieces: list[str]) -> None:
    html = html_of(" ".join(pieces))
    assert misdeeds(html) == []
    for section in rendered(" ".join(pieces)).sections:
        if "<math" not in section.html and "data-kept" not in section.html:
            assert Seen(balanced(section.html)).tags == Seen(section.html).tags


@given(st.text())
def test_no_text_is_markup(value: str) -> None:
    assert Seen(tag("p", text(value), title=value)).tags[0][0] == "p"
    assert len(Seen(tag("p", text(value), title=value)).tags) == 1


@given(st.text())
def test_what_is_followed_out_of_the_site_is_no_script(url: str) -> None:
    assert not SCRIPT.match(safe_url(url))


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "file", "blob", "about"])
@pytest.mark.parametrize("blank", ["", "\t", "\n", "\x01", " ", "\u200b", "\ufeff", "\xa0"])
def test_blanks_inside_a_scheme_hide_nothing(scheme: str, blank: str) -> None:
    assert safe_url(f"{blank}{scheme[:2]}{blank}{scheme[2:]}{blank}:x") == ""


def test_the_allow_list_holds_nothing_that_runs() -> None:
    assert ELEMENTS.isdisjoint(
        {"script", "style", "svg", "math", "iframe", "object", "embed", "form", "base", "link"}
    )
    allowed = set().union(*ATTRIBUTES.values())
    assert allowed.isdisjoint({"style", "srcdoc", "srcset", "class", "id", "name", "target"})
    assert not any(name.startswith("on") for name in allowed)


def test_embeds_that_double_each_other_come_to_an_end() -> None:
    others = {f"N{i}.md": f"{i} ![[N{i + 1}]] ![[N{i + 1}]]\n" for i in range(30)}
    html = html_of("![[N0]]", others)
    assert html.count('class="ln-embed"') <= 200
    assert len(html) < 200_000


def test_two_notes_that_embed_sections_of_each_other_are_no_cycle() -> None:
    others = {
        "A.md": "## a\n\n![[B#b]]\n\n## z\n\nfim de A\n",
        "B.md": "## b\n\n![[A#z]] fim de B\n",
    }
    html = html_of("![[A#a]]", others)
    assert "fim de A" in html
    assert "fim de B" in html
    assert "ln-remark" not in html


def test_ids_are_unique_on_a_page() -> None:
    html = html_of("# Um\n\n![[Outra]]\n\n![[Outra]]\n\n## Um\n\na[^1]\n\n[^1]: b\n\n![[Outra#Um]]")
    ids = [attributes["id"] for _, attributes in Seen(html).tags if "id" in attributes]
    assert len(ids) == len(set(ids)) > 8


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 2000,
        r"\frac" * 500,
        r"\left(" * 50,
        "^" * 99,
        "&",
        r"\begin{a}",
        "$",
        "\\",
        "x" * 9999,
    ],
)
def test_bad_tex_never_raises(tex: str) -> None:
    assert math(tex, True).startswith(("<math", "<code"))


@given(st.text(max_size=40))
def test_any_tex_is_math_or_code(tex: str) -> None:
    html = math(tex)
    assert html.startswith(("<math", "<code"))
    assert misdeeds(html) == []


@given(st.text())
def test_text_in_a_heading_says_the_same_after_python_markdown(value: str) -> None:
    from markdown import Markdown

    value = " ".join("".join(c for c in value if c.isprintable()).split())
    if not value:
        return
    html = Markdown(extensions=["attr_list"]).convert(f"# {markdown_inline(text(value))} {{#s}}")
    seen = Seen(html)
    assert seen.tags == [("h1", {"id": "s"})]
    assert seen.text == value


@given(st.text())
def test_any_title_comes_back_from_the_front_matter(title: str) -> None:
    from mkdocs.utils import meta

    title = clean_text(title)
    markdown = make_page("a.html", title, {"kind": "note", "diagrams": True}, ["<p>x</p>"]).markdown
    body, data = meta.get_data(markdown)
    assert data.get("title", "") == title
    assert data["kind"] == "note"
    assert data["diagrams"] is True
    assert body.strip() == "<p>x</p>"


NASTY = [
    "<pre><code>a\n\n\n```\nb\n\t~~~\n    c\n</code></pre>",
    "<p>a\n* b\n# c\n\n[x]: y\n</p>",
    "<p>a &amp; &lt;b&gt; `c` *d* _e_ [f](g) ![h](i) \\* {#j} ^k ~~~l</p>",
    "<details><summary>x</summary>\n\n<p>y</p>\n\n\n</details>",
    '<p title="a b *c* [d] `e`">x</p><p></p><hr><br>',
    "<ul>\n<li>a\n\n<p>b</p></li>\n</ul>",
    '<figure class="x"><figcaption>a</figcaption><pre><code>\n\n\n</code></pre></figure>',
    '<p><span class="p"><iframe src="x.pdf" title="y"></iframe></span></p>',
    "<math><mrow><mo>&lt;</mo><mi>x</mi></mrow></math>",
    '<svg viewBox="0 0 1 1"><a href="#x"><rect x="1"></rect><text>a\n\nb</text></a></svg>',
]


@pytest.mark.parametrize("html", NASTY)
def test_python_markdown_passes_a_block_through_as_it_is(html: str) -> None:
    assert_survives(f"<div>{html}</div>")


@pytest.mark.parametrize("case", [*CASES, *HOSTILE], ids=lambda case: case.title)
def test_python_markdown_passes_every_row_through_as_it_is(case: Case) -> None:
    for section in rendered(case.source).sections:
        assert_survives(f'<div class="ln-section">{section.html}</div>')


def test_python_markdown_passes_the_whole_of_commonmark_through_as_it_is() -> None:
    examples = json.loads((FOLDER / "commonmark.json").read_text("utf-8"))["examples"]
    assert len(examples) == 652
    for _, _, source in examples:
        for section in rendered(source).sections:
            assert_survives(f'<div class="ln-section">{section.html}</div>')


def assert_survives(html: str) -> None:
    """Assert that Python-Markdown, as mkdocs sets it up, leaves a block alone, byte for byte."""
    from markdown import Markdown

    block = markdown_block(html)
    converted = Markdown(extensions=["toc", "tables", "fenced_code", "attr_list"]).convert(
        f"# Título {{#t}}\n\n{block}\n\n## Outro {{#o}}\n\n{block}\n"
    )
    expected = f'<h1 id="t">Título</h1>\n{block}\n\n<h2 id="o">Outro</h2>\n{block}'
    assert re.sub(r"\n+", "\n", converted) == re.sub(r"\n+", "\n", expected)
    shown, meant = Seen(block), Seen(html)
    assert shown.tags == meant.tags
    assert "".join(shown.text.split()) == "".join(meant.text.split())


def test_lines_of_code_are_kept_as_they_are() -> None:
    html = "<pre><code>a\n\n\tb  \n   \n```\n</code></pre>"
    assert Seen(markdown_block(html)).text == Seen(html).text


def test_a_page_says_its_title_once() -> None:
    assert page_of("# Nota\n\ntexto").count("\n# ") == 1
    assert "\n# Nota {#nota}" in page_of("# Nota\n\ntexto")
    assert "\n# Nota {#top}" in page_of("texto\n\n## b")
    assert "\n## a {#a}" in page_of("# a\n\n# b")
    assert "\n### c {#c}" in page_of("# a\n\n## c")
