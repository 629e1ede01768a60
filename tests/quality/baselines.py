"""What others judge a file by, in the same run: a score each, which is an alarm above its published limit.

entropy: Shannon's, over 7.9. chi-square: the whole file against even bytes, p over 0.01. DAA: area between
the entropy of growing header prefixes and that of noise (Davies 2021; our own writing of it, limit at the
99.9th percentile of noise). DAA-delta: how far that area fell from old to new. Nextcloud: entropy from 7.69
with blocks of 256 bytes alike to 0.06 (Held and Waldvogel 2018). Extension list: MISP's suffixes, as far as
they stand here. magika: calls a known type "unknown", where it is installed.
"""

from __future__ import annotations

import importlib
import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from tests.quality.families import FAMILIES

Score = Callable[[bytes, bytes, str], float]
_HEAD_BYTES, _STEP_BYTES = 192, 8
_BLOCK_BYTES = 256
_MOST_BYTES = 4 << 20


def measure_entropy(data: bytes) -> float:
    """Bits a byte."""
    if not data:
        return 0.0
    counts = np.bincount(np.frombuffer(data[:_MOST_BYTES], np.uint8), minlength=256)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def score_entropy(old: bytes, new: bytes, name: str) -> float:
    """Bits a byte of the new content."""
    return measure_entropy(new)


def score_chi_square(old: bytes, new: bytes, name: str) -> float:
    """Minus the deviations of the histogram from an even one."""
    if len(new) < 256:
        return -math.inf
    counts = np.bincount(np.frombuffer(new[:_MOST_BYTES], np.uint8), minlength=256).astype(float)
    expected = counts.sum() / 256
    statistic = float(((counts - expected) ** 2).sum() / expected)
    return -(statistic - 255) / math.sqrt(510)


def _measure_area(head: bytes, ideal: tuple[float, ...]) -> float:
    sizes = range(_STEP_BYTES, min(len(head), _HEAD_BYTES) + 1, _STEP_BYTES)
    gaps = [best - measure_entropy(head[:size]) for size, best in zip(sizes, ideal, strict=False)]
    return sum(gaps) * _STEP_BYTES


@cache
def _learn_noise() -> tuple[tuple[float, ...], float]:
    """Mean entropy of noise by length, and the area that 999 of 1,000 headers of noise stay below."""
    source = random.Random(7)
    heads = [source.randbytes(_HEAD_BYTES) for _ in range(2000)]
    sizes = range(_STEP_BYTES, _HEAD_BYTES + 1, _STEP_BYTES)
    ideal = tuple(sum(measure_entropy(head[:size]) for head in heads) / len(heads) for size in sizes)
    areas = sorted(_measure_area(head, ideal) for head in heads)
    return ideal, areas[int(len(areas) * 0.999)]


def score_daa(old: bytes, new: bytes, name: str) -> float:
    """Minus the area; noise is at about nought."""
    return -_measure_area(new, _learn_noise()[0])


def score_daa_delta(old: bytes, new: bytes, name: str) -> float:
    """How far the area fell, where the new one is low."""
    ideal = _learn_noise()[0]
    return min(_measure_area(old, ideal) - _measure_area(new, ideal), 60 - _measure_area(new, ideal))


def score_nextcloud(old: bytes, new: bytes, name: str) -> float:
    """1 where its rule calls it encrypted."""
    blocks = [new[at : at + _BLOCK_BYTES] for at in range(0, min(len(new), 1 << 20), _BLOCK_BYTES)]
    spread = float(np.std([measure_entropy(block) for block in blocks if len(block) == _BLOCK_BYTES] or [9]))
    return 1.0 if measure_entropy(new) >= 7.69 and spread <= 0.06 else 0.0


def score_extension(old: bytes, new: bytes, name: str) -> float:
    """1 where the name ends in a suffix that a list holds: those of the table that are fixed."""
    listed = {family.suffix.lower() for family in FAMILIES if family.suffix and len(family.suffix) > 4}
    return 1.0 if any(name.lower().endswith(suffix) for suffix in listed) else 0.0


@cache
def load_magika() -> Any | None:
    """The model, or None where it is not installed."""
    try:
        module = importlib.import_module("magika")
    except ImportError:
        return None
    return module.Magika()


def score_magika(old: bytes, new: bytes, name: str) -> float:
    """1 where the old content had a label and the new one has none."""
    model = load_magika()
    if model is None:
        return 0.0
    labels = [str(model.identify_bytes(data).output.label) for data in (old, new)]
    return 1.0 if labels[1] == "unknown" and labels[0] != "unknown" else 0.0


def list_baselines() -> dict[str, tuple[Score, float]]:
    """Name, score and limit; an alarm is a score above the limit."""
    return {
        "entropy > 7.9": (score_entropy, 7.9),
        "chi-square": (score_chi_square, -2.33),
        "DAA": (score_daa, -_learn_noise()[1]),
        "DAA-delta": (score_daa_delta, 20.0),
        "Nextcloud's rule": (score_nextcloud, 0.5),
        "extension list": (score_extension, 0.5),
    }
