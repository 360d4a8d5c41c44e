"""A small decoder with random weights: every law must hold for any weights."""

from __future__ import annotations

from functools import cache

import numpy as np

from llmnotes.decoder.engine import MODELS, Decoder
from llmnotes.decoder.network import Network
from llmnotes.decoder.shape import FEATURE_ROWS, Shape
from llmnotes.decoder.tokenizer import Tokenizer
from llmnotes.decoder.weights import Weights

SMALL = Shape(width=32, layers=2, heads=4, kv_heads=2, head=8, hidden=48, rotary=4, copy=16)


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer.load(MODELS / "tokenizer.json")


def random_weights(shape: Shape, seed: int = 0) -> Weights:
    rng = np.random.default_rng(seed)
    queries, keys = shape.heads * shape.head, shape.kv_heads * shape.head
    sizes: dict[str, tuple[int, ...]] = {
        "embed.weight": (shape.vocabulary, shape.width),
        "features": (FEATURE_ROWS, shape.width),
        "before": (2, shape.width),
        "source.weight": (shape.width, shape.width),
        "point_from.weight": (shape.copy, shape.width),
        "point_from.bias": (shape.copy,),
        "point_to.weight": (shape.copy, shape.width),
        "follow": (),
        "gate.weight": (1, shape.width),
        "gate.bias": (1,),
        "prior": (shape.vocabulary,),
    }
    for layer in range(shape.layers):
        sizes |= {
            f"blocks.{layer}.query.weight": (queries, shape.width),
            f"blocks.{layer}.key.weight": (keys, shape.width),
            f"blocks.{layer}.value.weight": (keys, shape.width),
            f"blocks.{layer}.out.weight": (shape.width, queries),
            f"blocks.{layer}.up.weight": (shape.hidden, shape.width),
            f"blocks.{layer}.down.weight": (shape.width, shape.hidden),
        }
    return {
        name: np.asarray(rng.normal(size=size) * 0.3, np.float32) for name, size in sizes.items()
    }


@cache
def small_decoder(seed: int = 0) -> Decoder:
    return Decoder(tokenizer(), Network(SMALL, random_weights(SMALL, seed)), "small")
