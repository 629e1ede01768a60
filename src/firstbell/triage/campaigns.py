"""Messages that belong together: the same one handed in again, and many of one campaign.

Two texts are compared by the words in a row that they share (their shingles), estimated from 32 minima of
hashes, so that of 10,000 messages each is compared with a few. Names, numbers and links, which a campaign
changes from one reader to the next, do not count.
Source: Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firstbell.triage.words import fold, split_words

_MINIMA = 32
_BAND = 2
_SHINGLE_WORDS = 3
_MOST_WORDS = 1_500
_FEWEST_WORDS = 8
# the share of shingles that two messages of a campaign have in common
_ALIKE_FROM = 0.5
# of more that are alike in a band, one is as good as the next
_MOST_NEAR = 40
_PRIME = (1 << 31) - 1
_DRAW = np.random.default_rng(20261127)
_FACTORS = _DRAW.integers(1, _PRIME, _MINIMA, dtype=np.int64)
_SHIFTS = _DRAW.integers(0, _PRIME, _MINIMA, dtype=np.int64)
_CHANGING = re.compile(r"https?://\S+|hxxps?://\S+|\S+@\S+|\d[\d.,:/-]*", re.IGNORECASE)
# a name in the middle of a sentence; whom a message greets, too
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'\u00c0-\u024f-]+|(?<=^Dear )\S+|(?<=^Hi )\S+", re.MULTILINE)
# where people can be reached and money sent: what two threats share for a reason
_TELLING = frozenset(
    {"url", "onion", "bitcoin", "monero", "ethereum", "tox", "session", "telegram", "sender"}
)


@dataclass(frozen=True, slots=True)
class Belonging:
    """`duplicate_of`: the message before it with the same words. `like`: the first of its campaign. Each by
    the name it was given, "" where there is none.
    """

    duplicate_of: str = ""
    like: str = ""


class CampaignIndex:
    """What was seen so far; each message is held against those before it."""

    def __init__(self) -> None:
        self._by_text: dict[bytes, str] = {}
        self._by_band: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
        self._by_sign: dict[str, int] = {}
        self._sketches: list[npt.NDArray[np.int64] | None] = []
        self._names: list[str] = []
        self._first_of: dict[str, str] = {}

    def add(self, name: str, text: str, signs: Iterable[tuple[str, str]] = ()) -> Belonging:
        """Where a message belongs. `signs`: kind and value of the indicators of one that harms."""
        words = split_words(fold(_NAME.sub("", _CHANGING.sub(" ", text))))[:_MOST_WORDS]
        same = hashlib.sha256(" ".join(split_words(fold(text))).encode()).digest()
        if words and (before := self._by_text.get(same)):
            return Belonging(duplicate_of=before, like=self._first_of[before])
        self._by_text[same] = name
        sketch = make_sketch(words)
        telling = [f"{kind} {value}" for kind, value in signs if kind in _TELLING]
        alike = self._find_alike(sketch, telling)
        first = "" if alike is None else self._first_of[self._names[alike]]
        self._keep(name, sketch, telling)
        self._first_of[name] = first or name
        return Belonging(like=first)

    def _find_alike(self, sketch: npt.NDArray[np.int64] | None, telling: list[str]) -> int | None:
        """The number of a message of the same campaign; None where there is none."""
        if sketch is not None:
            near = {at for band in _list_bands(sketch) for at in self._by_band[band]}
            for at in sorted(near):
                other = self._sketches[at]
                if other is not None and float((other == sketch).mean()) >= _ALIKE_FROM:
                    return at
        return next((self._by_sign[sign] for sign in telling if sign in self._by_sign), None)

    def _keep(self, name: str, sketch: npt.NDArray[np.int64] | None, telling: list[str]) -> None:
        number = len(self._names)
        self._names.append(name)
        self._sketches.append(sketch)
        for band in _list_bands(sketch) if sketch is not None else ():
            listed = self._by_band[band]
            if len(listed) < _MOST_NEAR:
                listed.append(number)
        for sign in telling:
            self._by_sign.setdefault(sign, number)


def make_sketch(words: list[str]) -> npt.NDArray[np.int64] | None:
    """The minima of the hashes of a text's shingles, (32,) int64; None where it has too few words."""
    if len(words) < _FEWEST_WORDS:
        return None
    shingles = {
        zlib.crc32(" ".join(words[at : at + _SHINGLE_WORDS]).encode()) & 0x7FFFFFFF
        for at in range(len(words) - _SHINGLE_WORDS + 1)
    }
    hashes = np.fromiter(shingles, dtype=np.int64, count=len(shingles))
    # 31 bits times 31 bits stay below 2^63
    mixed = (hashes[:, None] * _FACTORS[None, :] + _SHIFTS[None, :]) % _PRIME
    return np.asarray(mixed.min(axis=0))


def _list_bands(sketch: npt.NDArray[np.int64]) -> list[tuple[int, bytes]]:
    return [(at, sketch[at : at + _BAND].tobytes()) for at in range(0, _MINIMA, _BAND)]
