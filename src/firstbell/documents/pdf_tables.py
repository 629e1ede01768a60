"""Tables of a PDF page, which knows none: pieces of text that stand in lines and below each other.

A name stands in one row with its number only if that is seen; else the row's date of birth, which tells
namesakes apart, is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# beyond these a page is drawn letter by letter, or is no text at all
_MAX_PIECES = 6000
_FEWEST_ROWS = 3
_PIECES_A_LINE = 1.3
# of a line's height: what stands closer is one cell, what begins within it is in one column
_CELL_GAP = 0.9
_COLUMN_SLACK = 1.5


@dataclass(frozen=True, slots=True)
class TextPiece:
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
    if not max(_FEWEST_ROWS * 2, _PIECES_A_LINE * line_count) <= count <= _MAX_PIECES:
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
    return (running, tables) if tables else ([], [])


def _read_piece(text_page: Any, at: int) -> TextPiece:
    left, bottom, right, top = text_page.get_rect(at)
    text = text_page.get_text_bounded(left, bottom, right, top, errors="ignore")
    return TextPiece(left, bottom, right, top, " ".join(text.split()))


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
        while end < len(lines) and len(lines[at]) >= 2 and _continues(lines[at], lines[end]):
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


def _lay_out(run: Sequence[Sequence[TextPiece]]) -> list[list[str]]:
    """The rows, each cell in the column where it begins."""
    columns = [cell.left for cell in run[0]]
    rows = []
    for line in run:
        row = [""] * len(columns)
        for cell in line:
            at = min(range(len(columns)), key=lambda column: abs(columns[column] - cell.left))
            row[at] = f"{row[at]} {cell.text}".strip()
        rows.append(row)
    return rows
