"""Numbers of the roster in cells: beside other words, and inside longer runs of digits, as files of the state
have them: the number of the district and the building before it, a grade behind it, and nothing between.

>>> rows = [["Ada", "0622120004102"], ["Ben", "0622120025503"], ["Cy", "0622120039904"]]
>>> spans = find_spans(rows, {b"200041", b"200255", b"200399"}, {6: 1e-6})
>>> spans, cut_spans(rows[0], spans)
({1: (5, 11)}, ['Ada', '200041'])
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from firstbell.impact.detection.tables.cells.signs import has_digit
from firstbell.impact.people.dates import read_date
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon

_FEWEST_ROWS, _MOST = 3, 0.7
_SHORTEST, _LONGEST = 8, 40
_FEWEST_DIGITS = 5
# where more of all numbers of a length are somebody's, chance finds them everywhere
_DENSEST = 0.05
_TRIED = 3
_SPARSE_ROWS = 200
_RUN = re.compile(r"(?<!\d)\d{8,40}(?!\d)")
_MOST_LINES = 2_000


def list_ids(lexicon: Lexicon, cell: str) -> list[bytes]:
    """The numbers of the roster that stand in a cell beside other words.

    Words without a digit are none: they may as well be names.
    """
    if not has_digit(cell):
        return []
    words = [squeeze(word) for word in cell.split() if has_digit(word)]
    return [word for word in words if word in lexicon.ids]


def drop_padding(number: bytes) -> bytes:
    """A number without the zeros that a program fills it up with, b"" where it has none or is short.

    >>> drop_padding(b"0020254"), drop_padding(b"20254"), drop_padding(b"00412")
    (b'20254', b'', b'')
    """
    bare = number.lstrip(b"0") if number[:1] == b"0" and number.isdigit() else b""
    return bare if len(bare) >= _FEWEST_DIGITS else b""


def measure_density(ids: Iterable[bytes]) -> dict[int, float]:
    """Length -> the share of all numbers of it that are somebody's."""
    lengths = Counter(len(one) for one in ids if one.isdigit())
    return {length: count / 10**length for length, count in lengths.items() if length >= _FEWEST_DIGITS}


def find_spans(
    rows: Sequence[Sequence[str]], ids: Container[bytes], density: Mapping[int, float]
) -> dict[int, tuple[int, int]]:
    """Column -> (start, end) of the numbers in its cells; `density`: as `measure_density`."""
    lengths = sorted((one for one, share in density.items() if share <= _DENSEST), reverse=True)
    spans: dict[int, tuple[int, int]] = {}
    for at in range(max(map(len, rows), default=0)) if lengths else ():
        cells = [row[at] for row in rows[:_SPARSE_ROWS] if at < len(row) and row[at]]
        # a header stands above them
        cells = cells[1:] if cells and not cells[0].isdigit() else cells
        if len(cells) < _FEWEST_ROWS or not all(
            one.isdigit() and one.isascii() and _SHORTEST <= len(one) <= _LONGEST for one in cells
        ):
            continue
        days = [read_date(one) for one in cells if len(one) == _SHORTEST]
        if len(days) == len(cells) and all(days) and len({day[:4] for day in days}) > 1:
            continue  # numbers do not fall on days of several years alone
        if span := _find_span([one.encode() for one in cells], ids, lengths):
            spans[at] = span
    return spans


def _find_span(
    cells: Sequence[bytes], ids: Container[bytes], lengths: Iterable[int]
) -> tuple[int, int] | None:
    if sum(one in ids for one in cells) * 2 > len(cells):
        return None
    shortest = min(map(len, cells))
    for length in lengths:
        for start in range(shortest - length + 1 if length < shortest else 0):
            if not any(one[start : start + length] in ids for one in cells[:_TRIED]):
                continue
            found = {part for one in cells if (part := one[start : start + length]) in ids}
            if len(found) >= max(_FEWEST_ROWS, _MOST * len(cells)):
                return start, start + length
    return None


def spell_numbered(text: str, ids: Container[bytes], density: Mapping[int, float]) -> list[list[str]]:
    r"""A row for each line with such a run, the number first and the rest of the line behind it, below a
    header; none where fewer than three lines have one at the same place.

    >>> lines = ["2907 0120004104DIS09 late", "2907 0120025503DIS01 early", "2907 0120039902DIS05 late"]
    >>> spell_numbered("\n".join(lines), {b"200041", b"200255", b"200399"}, {6: 1e-6})[1]
    ['200041', '2907  DIS09 late']
    """
    lines = text.splitlines()[:_MOST_LINES]
    found: dict[int, list[re.Match[str]]] = defaultdict(list)
    for line in lines:
        if match := _RUN.search(line):
            found[match.start()].append(match)
    matches = max(found.values(), key=len, default=[])
    if len(matches) < max(_FEWEST_ROWS, _MOST * sum(1 for line in lines if line.strip())):
        return []
    spans = find_spans([[match[0]] for match in matches], ids, density)
    if not spans:
        return []
    start, end = spans[0]
    return [
        ["ID", "Notes"],
        *(
            [match[0][start:end], _leave_out(match)]
            for match in matches
            if match[0][start:end].encode() in ids
        ),
    ]


def _leave_out(match: re.Match[str]) -> str:
    return f"{match.string[: match.start()]} {match.string[match.end() :]}".strip()


def cut_spans(row: Sequence[str], spans: Mapping[int, tuple[int, int]]) -> Sequence[str]:
    """The row with the numbers alone in those columns."""
    if not spans:
        return row
    return [
        cell[spans[at][0] : spans[at][1]] if at in spans and cell.isdigit() else cell
        for at, cell in enumerate(row)
    ]
