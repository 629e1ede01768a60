"""Whether a table is the old one sorted: every line stands as it was, in the order of one of its columns.

Lines in an order of no column are another matter: whoever keeps the key can put them back, and nobody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

_SEPARATORS = b",;\t|"
_LEAST_LINES, _MOST_BYTES, _MOST_COLUMNS = 3, 8 << 20, 60
_Key = tuple[int, float, bytes]
_Row = list[bytes]


def is_sorted_anew(old: bytes, new: bytes) -> bool:
    """Whether the lines of the new table are those of the old one, sorted by a column."""
    if len(new) > _MOST_BYTES or abs(len(old) - len(new)) > 2 or b"\0" in old:
        return False
    before, after = old.splitlines(), new.splitlines()
    if len(before) < _LEAST_LINES or before == after or Counter(before) != Counter(after):
        return False
    start = before[0] == after[0]
    return any(_is_in_order(before[start:], after[start:], bytes((one,))) for one in _SEPARATORS)


def _is_in_order(before: Sequence[bytes], after: Sequence[bytes], separator: bytes) -> bool:
    rows, sorted_rows = ([line.split(separator) for line in lines] for lines in (before, after))
    columns = min(map(len, rows))
    if columns < 2:
        return False
    return any(_is_by(rows, sorted_rows, at) for at in range(min(columns, _MOST_COLUMNS)))


def _is_by(rows: Sequence[_Row], sorted_rows: Sequence[_Row], at: int) -> bool:
    """Whether rows are sorted by a column: those that it does not tell apart stand as they stood."""
    readings: tuple[Callable[[bytes], _Key], ...] = (_read_text, _read_folded, _read_number)
    return any(
        sorted(rows, key=lambda row, read=read: read(row[at]), reverse=is_down) == sorted_rows
        for read in readings
        for is_down in (False, True)
    )


def _read_text(cell: bytes) -> _Key:
    return 0, 0.0, cell


def _read_folded(cell: bytes) -> _Key:
    return 0, 0.0, cell.strip(b' "').lower()


def _read_number(cell: bytes) -> _Key:
    try:
        return 0, float(cell.strip(b' "$')), b""
    except ValueError:
        return 1, 0.0, cell
