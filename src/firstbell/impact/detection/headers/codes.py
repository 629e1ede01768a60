"""Codes and words in the cells of a column, by the kind that they say: tables have these where a text has
sentences.

>>> find_codes(["OSS", "ISS 3", "OSS"])[0]["discipline"]
1.0
>>> find_codes(["3.25", "1.75", "2.5"])
({}, {})
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from firstbell.impact.detection.kinds.kind import DataKind, load_kinds
from firstbell.impact.detection.values.patterns import PHRASES, Match, Shape, scan
from firstbell.impact.detection.values.unmeant_words import clear_unmeant, is_treated
from firstbell.impact.people.folded_text import compose, fold, squeeze

_MOST_CELLS = 60
# of an order or a person: its first digits are no code
_LONG_NUMBER = re.compile(r"\d[\d .-]{5,}")
_MOST_CODE_CHARS, _MOST_SHORT, _FEWEST_CODES = 5, 0.8, 3
_LONGEST_TOLD = 8
# the result of a test, behind how it was made: "PCR +"
_POSITIVE = re.compile(r"[A-Za-z][A-Za-z ]{1,14} ?\+{1,2}")
# what explains a code of a word: "free (DC)"
_ASIDE = re.compile(r"(?<=[A-Za-z]) ?\([^()]{1,12}\)\Z")
_SPARE = frozenset((Shape.WEAK, Shape.PLACED))


@cache
def _load() -> tuple[dict[str, frozenset[bytes]], dict[str, frozenset[bytes]]]:
    plain, placed = (
        {
            kind: frozenset(map(str.encode, signs.codes[name].split()))
            for kind, signs in load_kinds().items()
            if name in signs.codes
        }
        for name in ("plain", "placed")
    )
    return plain, {kind: codes | plain.get(kind, frozenset()) for kind, codes in placed.items()}


def find_codes(cells: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Kind -> share of the cells that are codes of it: codes that say so anywhere, and those that need a
    place that says so, too.
    """
    plain, placed = _load()
    counted = Counter(map(_squeeze_code, cells[: _MOST_CELLS * 4]))
    return _share(counted, plain), _share(counted, placed)


def are_coded(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are codes that say the same kind wherever they stand.

    >>> are_coded(["OSS", "ISS", "OSS"]), are_coded(["OSS", "chess", "band"])
    (True, False)
    """
    return max(find_codes(cells)[0].values(), default=0.0) >= _MOST_SHORT


def _squeeze_code(cell: str) -> bytes:
    """A code as it is compared: without a number of days behind its letters, "OSS 3", and without what
    brackets add.

    >>> _squeeze_code("OSS 3"), _squeeze_code("PCR +"), _squeeze_code("A+"), _squeeze_code("free (DC)")
    (b'oss', b'pos', b'a', b'free')
    """
    cell = _ASIDE.sub("", cell) if cell.endswith(")") else cell
    if cell.endswith("+") and _POSITIVE.fullmatch(cell):
        return b"pos"
    stem = cell.rstrip("0123456789 ")
    return squeeze(stem if any(map(str.isalpha, stem)) else cell)


def _share(counted: Counter[bytes], codes: Mapping[str, frozenset[bytes]]) -> dict[str, float]:
    total = counted.total()
    return {
        kind: sum(counted[one] for one in counted.keys() & known) / total
        for kind, known in codes.items()
        if counted.keys() & known
    }


def find_telling(cells: Sequence[str], *, is_told: bool = False) -> list[str]:
    """Kinds of codes that say so wherever they stand, in a column of short codes of which most say other
    things, or in one of which other cells tell another kind (`is_told`).

    >>> find_telling(["TDY", "OSS", "EXC", "UNX", "ISS", "TDY"])
    ['discipline']
    >>> find_telling(["MED-mono", "OSS", "MED-flu", "ISS"], is_told=True)
    ['discipline']
    >>> find_telling(["Ada", "OSS is a word"])
    []
    """
    most = _LONGEST_TOLD if is_told else _MOST_CODE_CHARS
    short = [cell for cell in cells if (cell.isupper() or is_told) and len(cell) <= most and " " not in cell]
    if not is_told and (len(short) < _MOST_SHORT * len(cells) or len(set(short)) < _FEWEST_CODES):
        return []
    counted = Counter(squeeze(cell) for cell in short)
    return [kind for kind, codes in _load_telling().items() if counted.keys() & codes]


def says_kind(cell: str, kind: str) -> bool:
    """Whether a cell says a kind by itself, by a code or by a phrase."""
    is_code = kind in find_codes([cell])[0] or squeeze(cell) in _load_telling().get(kind, ())
    return is_code or kind in find_kinds(cell)


@cache
def _load_telling() -> dict[str, frozenset[bytes]]:
    return {
        kind: frozenset(map(str.encode, signs.codes["telling"].split()))
        for kind, signs in load_kinds().items()
        if "telling" in signs.codes
    }


def weigh_words(cells: Sequence[str]) -> dict[str, float]:
    """Kind -> share of the cells that hold a phrase of it."""
    counted: Counter[str] = Counter()
    for cell in cells[:_MOST_CELLS]:
        if any(map(str.isalpha, cell)):
            counted.update(find_kinds(cell))
    return {kind: count / min(len(cells), _MOST_CELLS) for kind, count in counted.items()}


@lru_cache(maxsize=8192)
def scan_cell(cell: str) -> tuple[Match, ...]:
    """Every match in a cell, in order. Cells come again, and are asked for several times."""
    return (*scan(clear_unmeant(fold(compose(cell)))),)


@lru_cache(maxsize=16384)
def find_kinds(cell: str) -> frozenset[str]:
    """The kinds of which a cell holds a phrase, a strong or a plain one.

    >>> sorted(find_kinds("504")), sorted(find_kinds("504-27-9745"))
    (['special_education'], [])
    """
    if _LONG_NUMBER.fullmatch(cell):
        return frozenset()
    found = [match for match in scan_cell(cell) if match.shape in PHRASES]
    if any(match.kind == DataKind.DISCIPLINE for match in found):
        folded = clear_unmeant(fold(compose(cell)))
        found = [one for one in found if one.kind != DataKind.DISCIPLINE or not is_treated(folded, one.end)]
    ends = {match.end: match.kind for match in found if match.shape is Shape.STRONG}
    return frozenset(
        match.kind
        for match in found
        if match.shape not in _SPARE
        and (match.shape is Shape.STRONG or ends.get(match.end, match.kind) == match.kind)
    )
