"""Numbers of the roster inside longer runs of digits, as files of the state have them: the number of the
district and the building before it, a grade behind it, and nothing between.

>>> rows = [["Ada", "0622120004102"], ["Ben", "0622120025503"], ["Cy", "0622120039904"]]
>>> spans = find_spans(rows, {b"200041", b"200255", b"200399"}, {6: 1e-6})
>>> spans, cut_spans(rows[0], spans)
({1: (5, 11)}, ['Ada', '200041'])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

_FEWEST_ROWS, _MOST = 3, 0.7
_SHORTEST, _LONGEST = 8, 40
_FEWEST_DIGITS = 5
# where more of all numbers of a length are somebody's, chance finds them everywhere
_DENSEST = 0.05
_TRIED = 3
_SPARSE_ROWS = 200


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


def cut_spans(row: Sequence[str], spans: Mapping[int, tuple[int, int]]) -> Sequence[str]:
    """The row with the numbers alone in those columns."""
    if not spans:
        return row
    return [
        cell[spans[at][0] : spans[at][1]] if at in spans and cell.isdigit() else cell
        for at, cell in enumerate(row)
    ]
