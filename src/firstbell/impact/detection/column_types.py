"""What columns hold whose headers say nothing: told by what most of their cells look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from firstbell.impact.detection.columns import EMAIL, FAMILY, GIVEN, ID, NAME, NOTE, PHONE, STREET, Column
from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.numbers import THING_WORDS, is_ssn
from firstbell.impact.people.dates import read_date
from firstbell.impact.people.folded_text import split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import digits_of

_MAX_COLUMNS = 400
_SAMPLE_ROWS = 200
_MOST = 0.6
_NOTE_CHARS = 25
_SSN = re.compile(r"\d{3}-\d\d-\d{4}")
_THING = re.compile(rf"\b(?:{THING_WORDS})\b", re.IGNORECASE)


def type_by_values(
    rows: Sequence[Sequence[str]], known: Iterable[Column], lexicon: Lexicon, *, header: Sequence[str] = ()
) -> list[Column]:
    """Further columns, beside those that are known by their headers.

    `header`: the row of headers, where one was found; else the first cell of a column may be its header.
    """
    taken = {column.at for column in known}
    width = max(map(len, rows), default=0)
    found = []
    for at in range(min(width, _MAX_COLUMNS)):
        if at in taken:
            continue
        cells = [row[at].strip() for row in rows[:_SAMPLE_ROWS] if at < len(row) and row[at].strip()]
        if len(cells) >= 2 or (cells and len(rows) <= 2):
            role = _guess(cells, lexicon)
            heading = header[at] if at < len(header) else cells[0]
            if role and not (role == DataKind.SSN and _THING.search(heading.replace("_", " "))):
                found.append(Column(at, role))
    return found


def _guess(cells: Sequence[str], lexicon: Lexicon) -> str:
    tests: tuple[tuple[str, float, Callable[[str], bool]], ...] = (
        (DataKind.SSN, _MOST, lambda cell: bool(_SSN.fullmatch(cell)) and is_ssn(cell.replace("-", ""))),
        (EMAIL, _MOST, lambda cell: "@" in cell and "." in cell and " " not in cell),
        (ID, _MOST, lambda cell: squeeze(cell) in lexicon.ids),
        (DataKind.DOB, _MOST, lambda cell: _is_known_birth(cell, lexicon)),
        (PHONE, _MOST, lambda cell: bool(digits_of(cell)) and not cell.isdigit()),
        (NAME, 0.5, lambda cell: _is_full_name(cell, lexicon)),
        (STREET, _MOST, lambda cell: len(cell) > 8 and bool(re.match(r"\d+ [A-Za-z]", cell))),
    )
    for role, least, test in tests:
        if sum(map(test, cells)) >= least * len(cells):
            return role
    return _guess_part_of_name(cells, lexicon)


def _guess_part_of_name(cells: Sequence[str], lexicon: Lexicon) -> str:
    words = [one for one in map(split_name, cells) if one]
    given = sum(one[0] in lexicon.given for one in words)
    family = sum(all(word in lexicon.family for word in one) for one in words)
    if max(given, family) > 0.7 * len(cells):
        return FAMILY if family >= given else GIVEN
    return NOTE if sum(map(len, cells)) > _NOTE_CHARS * len(cells) else ""


def _is_known_birth(cell: str, lexicon: Lexicon) -> bool:
    iso = read_date(cell)
    return bool(iso) and iso in lexicon.dobs


def _is_full_name(cell: str, lexicon: Lexicon) -> bool:
    words = split_name(cell)
    if not 2 <= len(words) <= 6 or any(word.isdigit() for word in words):
        return False
    return any(first + b" " + last in lexicon.pairs for first in words for last in words if first != last)
