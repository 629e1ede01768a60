"""Tables of a PDF page, which knows none: pieces of text that stand in lines and below each other.

A name stands in one row with its number only if that is seen; else the row's date of birth, which tells
namesakes apart, is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

# beyond these a page is drawn letter by letter, or is no text at all
_MAX_PIECES = 6000
_FEWEST_ROWS = 3
_PIECES_A_LINE = 1.3
# of a line's height: what stands closer is one cell, what begins within it is in one column
_CELL_GAP = 0.9
_COLUMN_SLACK = 1.5
_FEWEST_FILLED = 2
# of a line's height: a cell that goes on in the next line is no farther below
_LINE_GAP, _WRAP_SLACK = 0.8, 0.3


class TextPiece(msgspec.Struct, frozen=True):
    """A piece of text and its box, in points from the lower left."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def read_layout(text_page: Any, line_count: int) -> tuple[list[str], list[list[list[str]]]]:
    """The lines that stand in no table, and the tables; no tables where none are seen.

    `line_count`: of the page's text. Running text is one piece a line, and is not looked at closely.
    """
    count = text_page.count_rects()
    if not _FEWEST_ROWS * 2 <= count <= _MAX_PIECES:
        return [], []
    # what was typed into a form is drawn behind all that is printed on it
    is_filled = _is_drawn_over([_read_box(text_page, at) for at in range(count)])
    if not is_filled and count < _PIECES_A_LINE * line_count:
        return [], []
    pieces = [_read_piece(text_page, at) for at in range(count)]
    lines = [_join_cells(line) for line in _group_lines([piece for piece in pieces if piece.text])]
    running: list[str] = []
    tables: list[list[list[str]]] = []
    for run, is_table in _split_runs(lines):
        if is_table:
            tables.append(_lay_out(run))
        else:
            running += ["  ".join(cell.text for cell in line) for line in run]
    if tables:
        return running, tables
    return (["  ".join(cell.text for cell in line) for line in lines] if is_filled else []), []


def _is_drawn_over(pieces: Sequence[TextPiece]) -> bool:
    """Whether pieces were drawn between others that stood there before, above and below them: columns of
    running text are drawn one beside the other.

    >>> page = [TextPiece(10, bottom, 90, bottom + 10, "Name") for bottom in (90, 60, 30)]
    >>> filled = [TextPiece(12, bottom, 60, bottom + 10, "Ada") for bottom in (75, 45)]
    >>> beside = [TextPiece(100, bottom, 180, bottom + 10, "Ada") for bottom in (90, 60, 30)]
    >>> _is_drawn_over([*page, *filled]), _is_drawn_over([*page, *beside]), _is_drawn_over(page)
    (True, False, False)
    """
    lowest, over = float("inf"), 0
    drawn: list[TextPiece] = []
    for piece in pieces:
        if piece.bottom > lowest:
            same = [one for one in drawn if one.left < piece.right and piece.left < one.right]
            over += any(one.bottom >= piece.top for one in same) and any(
                one.top <= piece.bottom for one in same
            )
        else:
            drawn.append(piece)
        lowest = min(lowest, piece.bottom)
    return over >= _FEWEST_FILLED


def _read_box(text_page: Any, at: int) -> TextPiece:
    left, bottom, right, top = text_page.get_rect(at)
    return TextPiece(left, bottom, right, top, "")


def _read_piece(text_page: Any, at: int) -> TextPiece:
    box = _read_box(text_page, at)
    text = text_page.get_text_bounded(box.left, box.bottom, box.right, box.top, errors="ignore")
    return TextPiece(box.left, box.bottom, box.right, box.top, " ".join(text.split()))


def _group_lines(pieces: Sequence[TextPiece]) -> Iterator[list[TextPiece]]:
    """The pieces by line, from the top, each from the left."""
    line: list[TextPiece] = []
    for piece in sorted(pieces, key=lambda piece: (-(piece.bottom + piece.top), piece.left)):
        middle = (piece.bottom + piece.top) / 2
        if line and not line[0].bottom <= middle <= line[0].top:
            yield sorted(line, key=lambda piece: piece.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda piece: piece.left)


def _join_cells(line: Sequence[TextPiece]) -> list[TextPiece]:
    """Pieces that stand close together as one."""
    cells: list[TextPiece] = []
    for piece in line:
        last = cells[-1] if cells else None
        if last and piece.left - last.right < _CELL_GAP * (last.top - last.bottom):
            text = f"{last.text} {piece.text}"
            cells[-1] = TextPiece(
                last.left, min(last.bottom, piece.bottom), piece.right, max(last.top, piece.top), text
            )
        else:
            cells.append(piece)
    return cells


def _split_runs(lines: Sequence[list[TextPiece]]) -> Iterator[tuple[list[list[TextPiece]], bool]]:
    """Runs of lines, and whether a run is a table: cells of each line begin where those of its first do."""
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and len(lines[at]) >= 2:
            if not (_continues(lines[at], lines[end]) or _wraps(lines[at], lines[end - 1 : end + 1])):
                break
            end += 1
        is_table = end - at >= _FEWEST_ROWS
        end = end if is_table else at + 1
        yield [list(line) for line in lines[at:end]], is_table
        at = end


def _continues(first: Sequence[TextPiece], line: Sequence[TextPiece]) -> bool:
    if len(line) < 2:
        return False
    slack = _COLUMN_SLACK * (first[0].top - first[0].bottom)
    fitting = sum(any(abs(cell.left - column.left) <= slack for column in first) for cell in line)
    return fitting >= 0.8 * len(line)


def _wraps(first: Sequence[TextPiece], lines: Sequence[Sequence[TextPiece]]) -> bool:
    """Whether one cell of a line goes on alone in the next: right below it, and not at the margin."""
    above, below = lines
    if len(below) != 1:
        return False
    height = max(piece.top - piece.bottom for piece in (*above, *below))
    is_near = min(piece.bottom for piece in above) - below[0].top <= _LINE_GAP * height
    return is_near and any(abs(below[0].left - column.left) <= _WRAP_SLACK * height for column in first[1:])


def _lay_out(run: Sequence[Sequence[TextPiece]]) -> list[list[str]]:
    """The rows, each cell in the column where it begins; lines in which cells go on are put to their rows."""
    columns = [cell.left for cell in run[0]]
    wrapped = _list_wrapped(run, columns)
    rows: list[list[str]] = []
    for number, line in enumerate(run):
        if number not in wrapped:
            rows.append([""] * len(columns))
        row = rows[-1]
        for cell in line:
            at = _find_column(columns, cell)
            row[at] = f"{row[at]} {cell.text}".strip()
    return rows


def _find_column(columns: Sequence[float], cell: TextPiece) -> int:
    return min(range(len(columns)), key=lambda column: abs(columns[column] - cell.left))


def _list_wrapped(run: Sequence[Sequence[TextPiece]], columns: Sequence[float]) -> set[int]:
    """Which lines have nothing in the first column and stand nearer to the line above than any line that has
    something there: cells that go on.
    """
    tops = [max(piece.top for piece in line) for line in run]
    gaps = {at: tops[at - 1] - tops[at] for at in range(1, len(run))}
    keyed = {at for at in gaps if any(_find_column(columns, cell) == 0 for cell in run[at])}
    behind = {at for at in gaps if at not in keyed}
    if not behind or not keyed - {1}:
        return set()
    nearest = min(gaps[at] for at in keyed)
    return behind if all(gaps[at] < nearest for at in behind) else set()
