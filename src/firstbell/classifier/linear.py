"""A linear model over the words and characters of a short text: softmax regression on hashed features.

A file of weights holds, in NumPy's npz format without pickles: `weights`, int8 (buckets, classes); `scales`
and `bias`, float32 (classes); `words`, sorted uint32, the CRC-32 of every word the model was trained on.
A score is `bias + scales * sum of the rows of the text's features / sqrt(their number)`; where the file holds
`apart`, that sum is taken for words, for runs of words, for parts of words, for who wrote it and for
stretches of text across words, each by its own number.
Source: hashed n-grams as in Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009).
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firstbell.base.errors import Error

BUCKETS = 1 << 15
# parts what is written from who wrote it; no text that is read holds it
WRITTEN_BY = "\x1f"
_TOKEN = re.compile(r"\$?\d[\d,.:/]*\d|\d|[^\W\d_]+(?:['-][^\W\d_]+)*|[%?!$#@\"]")
_SHORTEST, _LONGEST = 3, 5
_SHORTEST_STRETCH, _LONGEST_STRETCH = 4, 6
# a digit in a word is the letter that it looks like: what a camera or a fax read, and what hides from filters
_WORD_WITH_DIGIT = re.compile(r"\b(?=\w*[^\W\d_])\w*\d\w*\b")
_LOOKS_LIKE = str.maketrans("013457", "oieast")
_FAMILY = {b"1": 0, b"2": 1, b"3": 1, b"c": 2}
_SAME = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " ", 0x2011: "-", 0x2010: "-"}


class WeightsError(Error):
    """Weights that are not those that came with this version. `found`, `expected`: SHA-256, hex."""

    code = "classifier.weights"

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(
            f"{name} is not the file of weights that belongs to this version: its SHA-256 is {found}",
            hint="install Firstbell again: one of its files was changed",
        )
        self.found = found
        self.expected = expected


def split_tokens(text: str) -> list[str]:
    """Words in lower case; numbers by what they look like: "#" for each digit, at most four."""
    tokens = _TOKEN.findall(text.translate(_SAME).lower())
    return [re.sub(r"\d", "#", token.replace(",", ""))[:4] if "#" in token or token[-1].isdigit() else token
            for token in tokens]  # fmt: skip


def list_features(text: str, buckets: int = BUCKETS) -> npt.NDArray[np.int64]:
    """The buckets of a text's words, pairs and trios of words, and parts of words; each once, sorted."""
    return np.unique(np.fromiter((zlib.crc32(one) % buckets for one in _iterate(text)), dtype=np.int64))


def list_families(text: str, buckets: int) -> tuple[npt.NDArray[np.int64], ...]:
    """The buckets of a text's words, runs of two and three words, parts of words, who wrote it and stretches
    of text, apart.

    Who wrote it stands behind the last `WRITTEN_BY`, where there is one.
    """
    said, _, sender = text.rpartition(WRITTEN_BY) if WRITTEN_BY in text else (text, "", "")
    found: tuple[set[int], ...] = (set(), set(), set(), set(), set())
    for one in _iterate(said):
        found[_FAMILY[one[:1]]].add(zlib.crc32(one) % buckets)
    found[3].update(zlib.crc32(f"w {word}".encode()) % buckets for word in split_tokens(sender))
    found[4].update(zlib.crc32(one) % buckets for one in _iterate_stretches(said))
    return tuple(np.array(sorted(rows), dtype=np.int64) for rows in found)


def _iterate(text: str) -> Iterator[bytes]:
    tokens = ["^", *split_tokens(text), "$"]
    for token in tokens:
        yield f"1 {token}".encode()
        bare = f"<{token}>"
        for size in range(_SHORTEST, _LONGEST + 1):
            for at in range(len(bare) - size + 1):
                yield f"c {bare[at : at + size]}".encode()
    for size in (2, 3):
        for at in range(len(tokens) - size + 1):
            yield " ".join((str(size), *tokens[at : at + size])).encode()


def _iterate_stretches(text: str) -> Iterator[bytes]:
    """Runs of characters across words, each number as long as it is but without its digits."""
    folded = " ".join(text.translate(_SAME).lower().split())
    folded = _WORD_WITH_DIGIT.sub(lambda found: found[0].translate(_LOOKS_LIKE), folded)
    folded = re.sub(r"\d", "#", folded)
    for size in range(_SHORTEST_STRETCH, _LONGEST_STRETCH + 1):
        for at in range(len(folded) - size + 1):
            yield f"s {folded[at : at + size]}".encode()


def hash_word(word: str) -> int:
    """The number by which a word is remembered."""
    return zlib.crc32(word.encode())


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights: `weights` (buckets, classes), `bias` (classes); `words`: sorted hashes of those it knows.

    `apart`: words, runs of words, parts of words, who wrote it and stretches of text are each divided by the
    root of their own number, so that the many parts of words do not drown the few words.
    """

    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    words: npt.NDArray[np.uint32]
    apart: bool = False

    def predict(self, text: str) -> npt.NDArray[np.float64]:
        """The probability of each class, in the order of the classes."""
        buckets = len(self.weights)
        families = list_families(text, buckets) if self.apart else (list_features(text, buckets),)
        scores = self.bias.astype(np.float32)
        for rows in families:
            scores = scores + self.weights[rows].sum(axis=0) / np.sqrt(max(len(rows), 1))
        grown = np.exp(scores.astype(np.float64) - scores.max())
        return np.asarray(grown / grown.sum())

    def knows(self, word: str) -> bool:
        """Whether a word in lower case stood in what it was trained on."""
        at = int(np.searchsorted(self.words, np.uint32(hash_word(word))))
        return at < len(self.words) and int(self.words[at]) == hash_word(word)


def dump_model(model: LinearModel) -> bytes:
    """The bytes of a file of weights; weights are rounded to a 127th of the largest of their class."""
    scales = np.maximum(np.abs(model.weights).max(axis=0), np.float32(1e-6)) / np.float32(127)
    rounded = np.rint(model.weights / scales).astype(np.int8)
    buffer = io.BytesIO()
    if model.apart:
        apart = np.ones(1, dtype=np.int8)
        np.savez_compressed(
            buffer, weights=rounded, scales=scales, bias=model.bias, words=model.words, apart=apart
        )
    else:
        np.savez_compressed(buffer, weights=rounded, scales=scales, bias=model.bias, words=model.words)
    return buffer.getvalue()


def load_model(content: bytes, *, name: str, sha256: str) -> LinearModel:
    """The model of a file of weights. Raises: WeightsError when the bytes are not those pinned."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise WeightsError(name, found, sha256)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        weights = arrays["weights"].astype(np.float32) * arrays["scales"]
        return LinearModel(weights, arrays["bias"], arrays["words"], "apart" in arrays)


def collect_words(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The sorted hashes of every word of texts."""
    return np.unique(
        np.array([hash_word(word) for text in texts for word in split_tokens(text)], dtype=np.uint32)
    )
