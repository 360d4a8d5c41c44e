"""The decoder's twin in JavaScript, in a real browser, held to what Python writes down."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from browser_helpers import Watched, serve_folder, window
from decoder_golden import CASES, save_small, settings
from test_decoder_golden import same

from llmnotes.decoder.engine import bundled
from llmnotes.decoder.glance import next_tokens
from llmnotes.decoder.prompt import make_prompt
from llmnotes.decoder.sampling import Sampling
from llmnotes.site.decoderdata import write_decoder
from llmnotes.site.dressing import THEME
from llmnotes.site.files import Folder

pytestmark = pytest.mark.browser

SAME = """async ([cases, plain]) => {
  const at = (name) => import(`/assets/decoder/${name}.js`);
  const [{ Decoder, piecesAt }, { Random }, sampling, { makePrompt }, network] = await Promise.all(
    ["engine", "random", "sampling", "prompt", "network"].map(at));
  const tokenizer = await piecesAt("/assets/decoder/");
  const small = await Decoder.load("/assets/decoder/", "small", { plain });
  const characters = (text, at) => [...text.slice(0, at)].length;
  const list = (numbers, end) => [...numbers.slice(0, end)];
  const promptOf = (one) => makePrompt(tokenizer, one.question, one.passages, one.budget,
    one.keep.map(([passage, start, end]) => ({ passage, start, end })));
  const unlike = cases.tokenizer.filter((one) =>
    tokenizer.decode(tokenizer.ids(one.text)) !== one.text).map((one) => one.text);
  const scores = Float32Array.from(cases.scores);
  const drawn = (one) => {
    const counts = new Map([[3, 2], [17, 1]]);
    const shares = sampling.distribution(scores, one.sampling, counts);
    const random = new Random(one.sampling.seed);
    const tokens = Array.from({ length: 20 }, () => sampling.draw(shares, random));
    return { sampling: one.sampling, shares: [...shares], drawn: tokens };
  };
  const outlook = (one) => {
    const { cache, outlook } = small.read(promptOf(one));
    const copied = one.places.findIndex(Boolean);
    const after = small.advance(cache, one.ids[copied], copied);
    return {
      words: list(outlook.words, 400), places: [...outlook.places], gate: outlook.gate,
      mixed: list(network.scoresOf(outlook), 400).map(Math.exp), copied,
      after: list(after.words, 400), then: [...after.places], answer: 4,
    };
  };
  const answer = ({ sampling }) => {
    const steps = [...small.write(small.read(promptOf(cases.prompts[1])), sampling)];
    return { sampling, written: steps.map((step) => [step.token, step.source]) };
  };
  return [unlike, small.network.kernel.wasm === null, {
    tokenizer: cases.tokenizer.map(({ text }) => {
      const [ids, spans] = tokenizer.idsAndSpans(text);
      return { text, ids, spans: spans.map((span) => span.map((at) => characters(text, at))) };
    }),
    random: cases.random.map(([seed]) => {
      const random = new Random(seed);
      return [seed, [random.random(), random.random(), random.random()]];
    }),
    scores: cases.scores,
    sampling: cases.sampling.map(drawn),
    prompts: cases.prompts.map((one) => {
      const prompt = promptOf(one);
      const place = (p) => p && [p.passage, characters(one.passages[p.passage], p.start),
        characters(one.passages[p.passage], p.end)];
      return { ...one, ids: prompt.ids, features: prompt.features, places: prompt.places.map(place),
        sentences: prompt.sentences.map(({ first, last, score }) => [first, last, score]) };
    }),
    outlooks: cases.outlooks.map((_, i) => outlook(cases.prompts[i])),
    next: { ...cases.next, tokens: small.next(cases.next.text, 12, cases.next.sampling)
      .map((one) => [one.token, one.id, one.probability]) },
    texts: cases.texts.map((one) => ({ ...one, written: small.complete(one.text, one.sampling) })),
    answers: cases.answers.map(answer),
  }];
}"""

BUNDLED = """async ([stage, text, samplings, question, passages]) => {
  const { Decoder } = await import("/assets/decoder/engine.js");
  const { makePrompt } = await import("/assets/decoder/prompt.js");
  const decoder = await Decoder.load("/assets/decoder/", stage);
  const { outlook } = decoder.read(makePrompt(decoder.tokenizer, question, passages, 360));
  return {
    next: decoder.next(text, 8).map((one) => [one.id, one.probability]),
    texts: samplings.map((sampling) => decoder.complete(text, sampling)),
    gate: outlook.gate, places: [...outlook.places],
  };
}"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder with the decoder's scripts, the bundled decoders and the small one."""
    root = tmp_path_factory.mktemp("decoder")
    target = root / "assets" / "decoder"
    shutil.copytree(THEME / "assets" / "decoder", target)
    write_decoder(Folder(root), ("base", "tuned"), {})
    save_small(root)
    shutil.move(root / "weights.safetensors", target / "small.safetensors")
    shutil.move(root / "shape.json", target / "small.json")
    (root / "index.html").write_text("<!doctype html><title>t</title><link rel=icon href=data:,>")
    yield from serve_folder(root)


@pytest.fixture
def page(chromium: Any, origin: str) -> Iterator[Any]:
    context = window(chromium)
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}/index.html")
    yield watched.page
    context.close()
    assert watched.wrong == []


@pytest.mark.parametrize("plain", [False, True])
def test_javascript_does_what_python_wrote_down(page: Any, plain: bool) -> None:
    cases = json.loads(CASES.read_text("utf-8"))
    unlike, without_wasm, found = page.evaluate(SAME, [cases, plain])
    assert unlike == [] and without_wasm is plain
    same(found, cases)


@pytest.mark.parametrize("stage", ["base", "tuned"])
def test_the_bundled_decoders_write_the_same_texts(page: Any, stage: str) -> None:
    decoder = bundled(stage)
    text, question = "O modelo de linguagem", "O que é um token?"
    passages = ["Um token é um pedaço de texto. Os modelos leem tokens.", "A softmax soma 1."]
    samplings = [
        Sampling(max_length=24),
        Sampling(temperature=0.8, top_p=0.95, max_length=32, seed=1),
        Sampling(temperature=1.1, presence_penalty=0.5, max_length=32, seed=2),
        Sampling(temperature=0.9, frequency_penalty=0.8, stop=(".",), max_length=32, seed=3),
    ]
    asked = [stage, text, [settings(one) for one in samplings], question, passages]
    found = page.evaluate(BUNDLED, asked)
    best = next_tokens(decoder, text, 8)
    assert [id for id, _ in found["next"]] == [one.id for one in best]
    for (_, share), one in zip(found["next"], best, strict=True):
        assert share == pytest.approx(one.probability, abs=1e-4)
    assert found["texts"] == [decoder.complete(text, one) for one in samplings]
    _, outlook = decoder.read(make_prompt(decoder.tokenizer, question, passages, 360))
    assert found["gate"] == pytest.approx(outlook.gate, abs=1e-4)
    assert found["places"] == pytest.approx(outlook.places.tolist(), abs=2e-3)


def test_a_worker_streams_tokens_and_can_be_told_to_stop(page: Any) -> None:
    whole, cut = page.evaluate(
        """async () => {
          const { run } = await import("/assets/decoder/client.js");
          const sampling = { temperature: 1, maxLength: 60, seed: 4 };
          const details = { stage: "base", text: "O modelo", sampling };
          const [whole, cut] = [[], []];
          let loaded = 0;
          await run("write", details, {
            onProgress: (size) => { loaded = Math.max(loaded, size); },
            onStep: (step) => whole.push(step.text),
          });
          const { signal, abort } = (() => {
            const one = new AbortController();
            return { signal: one.signal, abort: () => one.abort() };
          })();
          const outcome = await run("write", details, {
            signal, onStep: (step) => cut.push(step.text) === 5 && abort(),
          });
          await run("tokens", { text: "fim" });
          return [[whole.length, loaded > 1e6], [cut.length, outcome === undefined]];
        }"""
    )
    assert whole[0] > 5 and whole[1] and cut == [5, True]
