"""Any causal model of transformers, by the name or the folder that it is loaded from.

Tokens are drawn by our own sampling, so the six controls and the seed mean the same as everywhere
else; the model only gives the scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from llmnotes.ask.backends import Backend
from llmnotes.ask.backends.foreign import Piece, claims
from llmnotes.ask.manner import Manner
from llmnotes.ask.prompting import Message, Template, load_template, prompt_messages
from llmnotes.decoder.sampling import Doubles, StopWatch, distribution, draw
from llmnotes.errors import ModelError
from llmnotes.messages import say
from llmnotes.model import Claim, Evidence, Usage, Written

if TYPE_CHECKING:
    import numpy.typing as npt

_ALTERNATIVES = 5
_BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Causal:
    """A model with its tokenizer, both as transformers has them."""

    model: Any
    tokenizer: Any
    manner: Manner
    template: Template

    def __call__(self, evidence: Evidence, /) -> Iterator[Claim | Usage]:
        """Yield what the model says, sentence by sentence."""
        messages = prompt_messages(self.template, evidence, self.manner)
        return claims(self._pieces(self._ids(messages)), evidence)

    def _ids(self, messages: tuple[Message, ...]) -> list[int]:
        """Return the prompt's tokens, by the model's own chat template if it has one."""
        said = [{"role": one.role, "content": one.text} for one in messages]
        if self.tokenizer.chat_template:
            try:
                text = self._templated(said)
            except Exception:  # templates raise errors of jinja2 for roles they do not know
                whole = "\n\n".join(one.text for one in messages)
                text = self._templated([{"role": "user", "content": whole}])
            return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])
        text = "\n\n".join(one.text for one in messages) + "\n\n"
        return list(self.tokenizer(text)["input_ids"])

    def _templated(self, said: list[dict[str, str]]) -> str:
        return str(
            self.tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=True)
        )

    def _pieces(self, ids: list[int]) -> Iterator[Piece]:
        sampling = self.manner.sampling
        room = getattr(self.model.config, "max_position_embeddings", None)
        if room and len(ids) + sampling.max_length > room:
            ids = ids[: max(1, room - sampling.max_length)]
        random = np.random.default_rng(sampling.seed)
        watch, counts = StopWatch(sampling.stop), Counter[int]()
        written: list[int] = []
        shown = ""
        step, cache = self._step(ids, None)
        while len(written) < sampling.max_length:
            shares = distribution(step, sampling, counts)
            token = draw(shares, random)
            if token in self._ends:
                break
            written.append(token)
            counts[token] += 1
            text = self._text(written)
            new, shown = ("", shown) if text.endswith(_BROKEN) else (text[len(shown) :], text)
            if new := watch.add(new):
                yield Written(new, float(shares[token]), self._others(shares, token))
            if watch.stopped:
                break
            step, cache = self._step([token], cache)
        if not watch.stopped:
            rest = watch.add(self._text(written)[len(shown) :]) + watch.close()
            if rest:
                yield Written(rest, 1.0)
        yield Usage(len(ids), len(written))

    def _step(self, ids: list[int], cache: Any) -> tuple[npt.NDArray[np.float32], Any]:
        import torch

        with torch.inference_mode():
            out = self.model(torch.tensor([ids]), past_key_values=cache, use_cache=True)
        return out.logits[0, -1].float().numpy(), out.past_key_values

    def _text(self, ids: list[int]) -> str:
        return str(self.tokenizer.decode(ids, skip_special_tokens=True))

    def _others(self, shares: Doubles, token: int) -> tuple[tuple[str, float], ...]:
        best = np.argsort(-shares, kind="stable")[: _ALTERNATIVES + 1]
        return tuple(
            (str(self.tokenizer.decode([int(one)])), float(shares[one]))
            for one in best
            if int(one) != token and shares[one] > 0
        )[:_ALTERNATIVES]

    @property
    def _ends(self) -> frozenset[int]:
        told = self.model.generation_config.eos_token_id if self.model.generation_config else None
        ends = told if isinstance(told, list) else [told]
        return frozenset(one for one in (*ends, self.tokenizer.eos_token_id) if one is not None)


def open_causal(name: str, manner: Manner, folder: Path) -> Backend:
    """Load the model `name`; raises ModelError if transformers or the model cannot be had."""
    template = load_template(manner, folder)
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as error:
        raise ModelError(say("ask.extra", manner.lang, name=name)) from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model: Any = AutoModelForCausalLM.from_pretrained(name)
        model.eval()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0]
        raise ModelError(say("ask.model", manner.lang, name=name, reason=reason)) from error
    parameters = {"template": template.name} | manner.sampling.parameters()
    return Backend(Causal(model, tokenizer, manner, template), parameters, prompted=True)
