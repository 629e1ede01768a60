"""Noise written as text: in an alphabet (hex, base64, ...), spread over letters, as numbers, as escapes.

Whatever the alphabet, noise uses its symbols evenly and one after the other by chance. No language does, no
table, no program text: there some symbols are rare and each depends on the one before it.

Source: Lee et al. 2022 (base64 blinds entropy), Bang et al. 2024 (masking as text); the limits are measured.
"""

from __future__ import annotations

import codecs
import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from firstbell.examine.randomness import Bytes, as_array

if TYPE_CHECKING:
    import numpy.typing as npt

    _Counts = npt.NDArray[np.intp] | npt.NDArray[np.float64]

_ALPHABETS: Sequence[tuple[str, frozenset[int]]] = (
    ("hex", frozenset(b"0123456789abcdef")),
    ("hex", frozenset(b"0123456789ABCDEF")),
    ("base32", frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    ("base64", frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")),
    ("base64", frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")),
    (
        "base85",
        frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"),
    ),
    ("ascii85", frozenset(range(33, 118))),
    ("printable", frozenset(range(32, 127))),
)
_BREAKS = b"\r\n="
_HEX_SPACING = b" \t\r\n,;:"
_ASCII_BYTES = 128
# of the beginning that nearly always has so many bytes that are no spacing
_HEAD_BYTES, _PREFIX_BYTES = 64, 1024
# shorter ones may be tokens and keys
LEAST_ENCODED_BYTES = 64
# for what no standard names, more has to speak
_LEAST_SYMBOLS = 192
_TIMES_EACH = 12
_FRAME_BYTES = 4
# inner bytes of UTF-8: a cut may leave some
_CONTINUATION = bytes(range(0x80, 0xC0))
_FRAME_WORDS = 2
_LEAST_KINDS = 16
_MOST_KINDS = 256
_LONGEST_UNIT = 6
_LEAST_UNIT_BITS = 6.0
_SEPARATORS = bytes.maketrans(b",;|\t\r\n", b"      ")
# a few pages of any language have more words than stand for bytes
_FIRST_WORDS_BYTES = 8 << 10
# enough to tell; what is not noise is told by much less
_SAMPLE_BYTES = 64 << 10
# pairs are counted in a table of up to so many times their number, else sorted
_TABLE_SHARE = 4


class _Alphabet(msgspec.Struct, frozen=True):
    """`members`: its symbols, those apart that are spacing; `others`: all that is not of it, as `_mark`."""

    name: str
    size: int
    members: npt.NDArray[np.intp]
    others: int


def _prepare(name: str, symbols: frozenset[int]) -> _Alphabet:
    others = np.ones(_ASCII_BYTES, dtype=np.bool_)
    others[sorted(symbols)] = False
    members = np.array(sorted(symbols - frozenset(_BREAKS)), dtype=np.intp)
    return _Alphabet(name, len(symbols), members, _mark(others))


def _mark(symbols: npt.NDArray[np.bool_]) -> int:
    """A number with a bit for each symbol of ASCII."""
    return int.from_bytes(np.packbits(symbols).tobytes())


_PREPARED = [_prepare(name, symbols) for name, symbols in _ALPHABETS]


def find_encoded_noise(data: bytes) -> str | None:
    """Name of the alphabet over which the content is noise (hex, base64, ...), or None.

    All of the content must be of the alphabet, line ends apart (for hex also spacing), and use it as
    evenly as encoded noise would.
    """
    if len(data) >= LEAST_ENCODED_BYTES and data.isascii():
        counts = np.bincount(as_array(data), minlength=_ASCII_BYTES)
        for spacing, alphabets in ((_BREAKS, _PREPARED), (_HEX_SPACING, _PREPARED[:2])):
            name = _find_alphabet(data, counts, spacing=spacing, alphabets=alphabets)
            if name is not None:
                return name
    return _find_own_alphabet(data)


def _find_alphabet(
    data: bytes, counts: npt.NDArray[np.intp], *, spacing: bytes, alphabets: Sequence[_Alphabet]
) -> str | None:
    """The first of these over which the content is noise, spacing apart. `counts`: of each byte in it."""
    bare = counts.astype(np.float64)
    bare[list(spacing)] = 0.0
    size = int(bare.sum())
    if size < LEAST_ENCODED_BYTES or size * 2 < len(data) or max(_read_head(data, spacing)) > 126:
        return None
    used = _mark(bare > 0)
    for alphabet in alphabets:
        # any text without spaces is of the widest alphabets: only length tells evenness there
        is_long = size >= 3 * alphabet.size or alphabet.size <= 85
        if is_long and not used & alphabet.others and _is_even(bare[alphabet.members], size):
            return alphabet.name
    return None


def _read_head(data: bytes, spacing: bytes) -> bytes:
    """The first bytes that are no spacing."""
    head = data[:_PREFIX_BYTES].translate(None, spacing)
    return (head if len(head) >= _HEAD_BYTES else data.translate(None, spacing))[:_HEAD_BYTES]


def _find_own_alphabet(data: bytes) -> str | None:
    """The same for alphabets that no standard names; judged by the beginning and the end of long content."""
    if len(data) <= 2 * _SAMPLE_BYTES:
        return _find_own_alphabet_of(data)
    end = data[-_SAMPLE_BYTES:].lstrip(_CONTINUATION)
    return _find_own_alphabet_of(data[:_SAMPLE_BYTES]) if _find_own_alphabet_of(end) else None


def _find_own_alphabet_of(sample: bytes) -> str | None:
    if not _is_text(sample):
        return None
    # a quote or a bracket around it
    bare = as_array(sample.translate(None, b"\r\n"))[_FRAME_BYTES:-_FRAME_BYTES]
    if len(bare) < _LEAST_SYMBOLS:
        return None
    counts = np.bincount(bare)
    members = counts[counts > 0]
    if _is_spread(bare, members):
        return "symbols of its own"
    for length in range(2, _LONGEST_UNIT + 1):
        if _is_unit(bare, length):
            return f"units of {length} characters"
    return "words or numbers" if _is_of_words(sample) else None


def _is_text(sample: bytes) -> bool:
    """Whether it reads as UTF-8, the cut at its end apart."""
    if sample.isascii():
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_spread(symbols: Bytes, members: _Counts) -> bool:
    """Whether at least 16 symbols, whichever they are, are used evenly and by chance. `members`: counts."""
    return len(members) >= _LEAST_KINDS and _is_surely_even(members, len(symbols)) and _is_by_chance(symbols)


def _is_unit(symbols: Bytes, length: int) -> bool:
    """Whether it consists of units such as `%4f`: what varies in them is even and by chance.

    Their places differ in the symbols they take: what has the same at each is no unit but dice.
    """
    columns = symbols[: len(symbols) // length * length].reshape(-1, length).T
    bits, varying, kinds = 0.0, [], set()
    for column in columns:
        counts = np.bincount(column)
        members = counts[counts > 0]
        if len(members) > 1:
            if not _is_surely_even(members, len(column)):
                return False
            varying.append(column)
        bits += math.log2(len(members))
        kinds.add(counts.astype(bool).tobytes())
    return bits >= _LEAST_UNIT_BITS and len(kinds) > 1 and all(_is_by_chance(column) for column in varying)


def _is_of_words(sample: bytes) -> bool:
    """Whether each of at most 256 words or numbers stands for a byte."""
    first = sample[:_FIRST_WORDS_BYTES].translate(_SEPARATORS).split()
    # the last one may be cut, and lie in the frame
    kinds = len(set(first[_FRAME_WORDS : -_FRAME_WORDS - 1]))
    if kinds > _MOST_KINDS:
        return False
    words = first if len(sample) <= _FIRST_WORDS_BYTES else sample.translate(_SEPARATORS).split()
    words = words[_FRAME_WORDS:-_FRAME_WORDS]
    if len(words) < kinds * _TIMES_EACH:
        return False  # of few of each nothing can be told, as below
    counts = Counter(words)
    if not _LEAST_KINDS <= len(counts) <= _MOST_KINDS:
        return False
    if not _is_surely_even(np.array(list(counts.values())), len(words)):
        return False
    names = {word: number for number, word in enumerate(counts)}
    numbers = np.fromiter(map(names.__getitem__, words), dtype=np.int64, count=len(words))
    return _is_by_chance(numbers)


def _is_surely_even(members: _Counts, total: int) -> bool:
    """Even, and often enough to tell: of a few of each anything is even.

    None is rare either: a line of text in a page of base64 brings spaces and stops. `total`: their sum.
    """
    mean = total / len(members)
    if mean < _TIMES_EACH:
        return False
    return bool(members.min() >= mean / 2 - 3 * math.sqrt(mean)) and _is_even(members, total)


def _is_even(members: _Counts, total: int) -> bool:
    """Whether these counts are as even as those of encoded noise. `total`: their sum."""
    size = len(members)
    chi_square = float(np.dot(members, members)) * size / total - total
    # encodings are not exactly even (base85 by its carry, padding): allow 2 % of relative spread
    return bool(chi_square - (size - 1) < 6 * math.sqrt(2 * (size - 1)) + 0.02 * total)


def _is_by_chance(symbols: npt.NDArray[np.integer]) -> bool:
    """Whether a symbol does not depend on the one before it: pairs repeat as often as chance has them."""
    numbers = symbols.astype(np.int64)
    kinds = int(numbers.max()) + 1
    singles = np.bincount(numbers).astype(np.float64) / len(numbers)
    pairs = _count_equal(numbers[:-1] * kinds + numbers[1:], below=kinds * kinds).astype(np.float64)
    repeats = float((pairs * (pairs - 1)).sum()) / 2
    expected = (len(numbers) - 1) * (len(numbers) - 2) / 2 * float(np.dot(singles, singles)) ** 2
    return repeats < 1.15 * expected + 6 * math.sqrt(expected) + 3


def _count_equal(numbers: npt.NDArray[np.int64], *, below: int) -> npt.NDArray[np.intp]:
    """How often each number is there, maybe with zeros for those that are not.

    Each is less than `below`. Takes less time than `np.unique` for a few thousand.
    """
    if below <= _TABLE_SHARE * len(numbers):
        return np.bincount(numbers)
    ordered = np.sort(numbers)
    starts = np.flatnonzero(np.diff(ordered)) + 1
    return np.diff(starts, prepend=0, append=len(ordered))
