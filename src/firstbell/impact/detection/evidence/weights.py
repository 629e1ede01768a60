"""How much each piece of evidence counts: a table of numbers that are data, and no code.

>>> WEIGHTS.term["strong"] >= THRESHOLD
True
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

# a sum of weights that is as large as this decides
THRESHOLD = 1.0


class Weights(msgspec.Struct, frozen=True):
    """Tables of weights by name. Source: weights.toml."""

    term: dict[str, float]
    table: dict[str, float]
    subject: dict[str, float]
    bearer: dict[str, float]


def load_weights() -> Weights:
    """The weights that stand beside this module."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return Weights(told["term"], told["table"], told["subject"], told["bearer"])


WEIGHTS = load_weights()
