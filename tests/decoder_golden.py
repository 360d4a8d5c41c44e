"""What the decoder does, written down for its twin in JavaScript.

    python tests/decoder_golden.py        # writes tests/cases/decoder.json anew

The network is a small one with random weights, so that training leaves the file as it is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from decoder_helpers import SMALL, random_weights, tokenizer

from llmnotes.decoder import weights
from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Network
from llmnotes.decoder.prompt import Place, Prompt, make_prompt
from llmnotes.decoder.sampling import Sampling, distribution, draw
from llmnotes.decoder.tokenizer import ANSWER

CASES = Path(__file__).parent / "cases" / "decoder.json"
DIGITS = 5

TEXTS = (
    "",
    " ",
    "Olá, mundo!",
    "A tokenização corta o texto em pedaços.",
    "  dois  espaços\n\n\tfim  ",
    "2024 12345678 3,14 R$ 1.000",
    "The model's attention isn't free.",
    "e\u0301 é ﬁ Ⅷ ½ ² ﷺ",
    "日本語 русский ελληνικάς عربى",
    "👩‍👩‍👧 😀🫠 🏳️‍🌈",
    "a\u0085b\ufeffc\u00a0d\u3000e\u200bf",
    "<eos><bos><1> <0xE2>",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "!" * 40,
    "Straße ΣΑΣ ﬀ İstanbul",
)
QUESTIONS = (
    (
        "O que é a atenção?",
        (
            "A atenção pesa cada token. Ela foi proposta em 2014; veio antes do Transformer.\n"
            "Outra linha 😀 com emoji.",
            "Redes recorrentes leem um token por vez. Elas não têm atenção!",
        ),
        None,
        (),
    ),
    (
        "When was the Transformer proposed, and by whom?",
        (
            "The Transformer was proposed in 2017 by Vaswani et al. It uses attention only.",
            "Transformers are large. " * 12,
            "Gatos & cães “falam”. Não? ‘Sim.’ (fim.) ok…  Eles dormem.",
        ),
        120,
        ((2, 0, 8),),
    ),
    ("", ("Sem pergunta.",), 40, ()),
    ("straße e ΣΑΣ 𝐀𝐁", ("STRASSE σας. 😀😀😀😀😀😀😀😀 emoji e mais texto. 𝐀𝐁 fim.",), 30, ()),
)
SAMPLINGS = (
    Sampling(),
    Sampling(temperature=1.0, seed=1),
    Sampling(temperature=0.7, top_p=0.5, seed=42),
    Sampling(temperature=1.3, top_p=0.9, frequency_penalty=0.7, presence_penalty=-0.4, seed=7),
    Sampling(temperature=0.0, frequency_penalty=1.5, seed=3),
    Sampling(temperature=2.0, top_p=0.0, seed=5),
)
WRITTEN = (
    Sampling(max_length=12),
    Sampling(temperature=0.9, max_length=16, seed=11),
    Sampling(temperature=1.2, top_p=0.8, max_length=16, frequency_penalty=0.5, seed=2**40),
)


def save_small(folder: Path) -> Decoder:
    """Write the small decoder as it is shipped, and return it as it is read back."""
    weights.save(folder, SMALL, random_weights(SMALL, 5))
    return Decoder(tokenizer(), Network(*weights.load(folder)), "small")


def scores() -> list[float]:
    """Return scores in which some are equal."""
    values = np.round(np.random.default_rng(9).normal(size=60) * 2, 1)
    return [float(np.float32(value)) for value in values]


def prompts() -> list[Prompt]:
    return [
        make_prompt(tokenizer(), question, passages, budget, [Place(*one) for one in keep])
        for question, passages, budget, keep in QUESTIONS
    ]


def golden(decoder: Decoder) -> dict[str, Any]:
    """Return everything that both sides must agree on."""
    return {
        "tokenizer": [_tokens(text) for text in TEXTS],
        "random": [[seed, _numbers(seed)] for seed in (0, 1, 42, 2**40 + 7, 2**53 - 1)],
        "scores": scores(),
        "sampling": [_sampled(sampling) for sampling in SAMPLINGS],
        "prompts": [_prompt(*asked) for asked in zip(QUESTIONS, prompts(), strict=True)],
        "outlooks": [_outlook(decoder, prompt) for prompt in prompts()[:2]],
        "next": _next(decoder),
        "texts": [_text(decoder, sampling) for sampling in WRITTEN],
        "answers": [_answer(decoder, prompts()[1], sampling) for sampling in WRITTEN],
    }


def _tokens(text: str) -> dict[str, Any]:
    ids, spans = tokenizer().ids_and_spans(text)
    return {"text": text, "ids": ids, "spans": [list(span) for span in spans]}


def _numbers(seed: int) -> list[float]:
    random = np.random.default_rng(seed)
    return [float(random.random()) for _ in range(3)]


def _sampled(sampling: Sampling) -> dict[str, Any]:
    counts = {3: 2, 17: 1}
    shares = distribution(np.array(scores(), np.float32), sampling, counts)
    random = np.random.default_rng(sampling.seed)
    drawn = [draw(shares, random) for _ in range(20)]
    return {"sampling": settings(sampling), "shares": _rounded(shares), "drawn": drawn}


def _prompt(asked: Any, prompt: Prompt) -> dict[str, Any]:
    question, passages, budget, keep = asked
    return {
        "question": question,
        "passages": list(passages),
        "budget": budget,
        "keep": [list(one) for one in keep],
        "ids": prompt.ids.tolist(),
        "features": prompt.features.tolist(),
        "places": [place and [place.passage, place.start, place.end] for place in prompt.places],
        "sentences": [[one.first, one.last, round(one.score, 9)] for one in prompt.sentences],
    }


def _outlook(decoder: Decoder, prompt: Prompt) -> dict[str, Any]:
    cache, outlook = decoder.read(prompt)
    copied = int(np.flatnonzero(prompt.copyable)[0])
    after = decoder.advance(cache, int(prompt.ids[copied]), copied)
    return {
        "words": _rounded(outlook.words[:400]),
        "places": _rounded(outlook.places),
        "gate": round(outlook.gate, DIGITS),
        "mixed": _rounded(np.exp(outlook.scores()[:400])),
        "copied": copied,
        "after": _rounded(after.words[:400]),
        "then": _rounded(after.places),
        "answer": ANSWER,
    }


def _next(decoder: Decoder) -> dict[str, Any]:
    from llmnotes.decoder.glance import next_tokens

    sampling = Sampling(temperature=0.5, frequency_penalty=0.3)
    found = next_tokens(decoder, "Um modelo de um", 12, sampling)
    tokens = [[one.token, one.id, round(one.probability, DIGITS)] for one in found]
    return {"text": "Um modelo de um", "sampling": settings(sampling), "tokens": tokens}


def _text(decoder: Decoder, sampling: Sampling) -> dict[str, Any]:
    text = "O modelo lê"
    return {
        "text": text,
        "sampling": settings(sampling),
        "written": decoder.complete(text, sampling),
    }


def _answer(decoder: Decoder, prompt: Prompt, sampling: Sampling) -> dict[str, Any]:
    steps = decoder.write(decoder.read(prompt), sampling)
    written = [[step.token, step.source] for step in steps]
    return {"sampling": settings(sampling), "written": written}


def settings(sampling: Sampling) -> dict[str, Any]:
    """Return the settings as JavaScript names them."""
    return {
        "temperature": sampling.temperature,
        "topP": sampling.top_p,
        "maxLength": sampling.max_length,
        "stop": list(sampling.stop),
        "frequencyPenalty": sampling.frequency_penalty,
        "presencePenalty": sampling.presence_penalty,
        "seed": sampling.seed,
    }


def _rounded(values: Any) -> list[float]:
    return [round(float(value), DIGITS) for value in values]


def main() -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        data = golden(save_small(Path(folder)))
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in data.items()]
    CASES.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
