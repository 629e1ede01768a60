"""Workbooks: xlsx, xlsm, xlsb, xls, ods. python-calamine reads them fast; where it fails, openpyxl reads
slowly.

python-calamine asks for the whole rectangle of a sheet at once: a workbook of 5 kB with a cell at XFD1048575
makes it ask for 549 GB, and the process is gone. Where the cells of a sheet say so they are read slowly; who
reads workbooks must be fenced all the same, and ask again with `draft.is_slow`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from firstbell.base.deferral import defer
from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.formats import DAMAGE
from firstbell.documents.joined_tables import join_tables
from firstbell.documents.word import read_part

if TYPE_CHECKING:
    import python_calamine
else:  # what lies in mail and archives is read without it
    python_calamine = defer("python_calamine")

# two words or three, as a name is written, with a number behind it or without
_NAME = re.compile(
    r"[^\W\d_a-z][^\W\d_]*(?:['.-][^\W\d_]+)*(?:,?[ ][^\W\d_a-z][\w.'-]*){1,3}(?:[ ]+[#(]?\d{4,9}\)?)?"
)
_NOTE_PARTS = re.compile(r"xl/(?:comments/?\w*|threadedComments/\w+|drawings/drawing\d+)\.xml\Z")
_TAG = re.compile(rb"<(?:\w+:)?t(?: [^>]*)?>([^<]*)</")
_EMPTY_ROWS = 100_000
_COMMENTED_BYTES = 2 << 20
# a cell takes 32 bytes there, and a child has 1 GiB
_MOST_CELLS = 28_000_000
_MOST_COLUMNS = 16_384
_MOST_COMMENTED_CELLS = 2_000_000
# of a larger sheet only what it says of itself is looked at
_SEARCHED_BYTES = 16 << 20
_SHEET_PARTS = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"')
_ROW_NUMBER = re.compile(rb'[^>]*?\br="(\d{1,7})"')
_LONG_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d')
# of a larger workbook each sheet is read alone, a row at a time
_MOST_ROWS, _MOST_SHEETS, _HEAD_ROWS = 5_000, 30, 6


def read_sheet(source: DocumentSource, draft: Extraction) -> None:
    """Every sheet, hidden ones too; comments and text boxes. Raises: UnreadableError; LimitError."""
    draft.lean_on_library()
    if draft.is_slow or _is_vast(source, draft):
        _read_slowly(source, draft)
        return
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source.open())
    except python_calamine.PasswordError:
        raise UnreadableError("it is encrypted") from None
    except python_calamine.CalamineError as error:
        _read_otherwise(source, draft, str(error))
        return
    problems: list[str] = []
    sheets = list(_open_sheets(book, problems))
    joined = _join_sheets(sheets)
    for name, sheet in sheets:
        with draft.at(f"sheet {name}"):
            draft.rows(joined[name] if name in joined else _render_sheet(sheet))
    _read_notes(source, draft)
    for problem in problems:
        draft.miss(problem)


def _is_vast(source: DocumentSource, draft: Extraction) -> bool:
    """Whether a sheet's cells lie so far apart that its rectangle has no room. Raises: LimitError."""
    if source.data[:2] != b"PK":
        return False
    try:
        with zipfile.ZipFile(source.open()) as archive:
            draft.budget.check_room(sum(part.file_size for part in archive.infolist()))
            sheets = [part for part in archive.infolist() if _SHEET_PARTS.match(part.filename)]
            return any(_count_cells(archive, part) > _MOST_CELLS for part in sheets)
    except (*DAMAGE, NotImplementedError):
        return False  # what is wrong with it is told by who reads it


def _count_cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many cells the rectangle of a sheet has, from its first cell to its last; none if it is small."""
    with archive.open(part) as sheet:
        text = sheet.read(_SEARCHED_BYTES)
    told = _DIMENSION.search(text, 0, 4096)
    columns, rows = (_number_column(told[1]), int(told[2])) if told else (0, 0)
    if part.file_size > _SEARCHED_BYTES:
        return rows * columns
    last = _ROW_NUMBER.match(text, text.rfind(b"row ") + 3)
    rows = max(rows, int(last[1]) if last else 0)
    if rows * _MOST_COLUMNS <= _MOST_CELLS:
        return 0
    return rows * max(columns, *map(_number_column, {b"Z", *_LONG_COLUMN.findall(text)}))


def _number_column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _open_sheets(book: Any, problems: list[str]) -> Iterator[tuple[str, Any]]:
    for name in book.sheet_names:
        try:
            yield name, book.get_sheet_by_name(name)
        except (python_calamine.CalamineError, ValueError) as error:
            if "worksheet" not in str(error).lower():
                problems.append(f"sheet {name}: {error}")


def _join_sheets(sheets: Sequence[tuple[str, Any]]) -> dict[str, list[list[str]]]:
    """The sheets of a small workbook, each with what stands in those that it refers to; nothing of others."""
    if not 1 < len(sheets) <= _MOST_SHEETS or sum(sheet.total_height for _, sheet in sheets) > _MOST_ROWS:
        return {}
    heads: dict[str, list[list[str]]] = {}
    bodies: dict[str, list[list[str]]] = {}
    for name, sheet in sheets:
        rows = list(_render_sheet(sheet))
        at = next((number for number, row in enumerate(rows[:_HEAD_ROWS]) if _is_header(row)), -1)
        heads[name], bodies[name] = rows[: max(at, 0)], rows[max(at, 0) :]
    joined = dict(join_tables({name: rows for name, rows in bodies.items() if rows}))
    return {name: [*heads[name], *map(list, joined.get(name, ()))] for name in bodies}


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) >= 2 and not any(any(map(str.isdigit, cell)) and len(cell) > 12 for cell in filled)


def _render_sheet(sheet: Any) -> Iterator[list[str]]:
    return _render_rows(sheet.iter_rows(), (sheet.start or (0, 0))[0])


def _render_rows(rows: Any, first: int) -> Iterator[list[str]]:
    for _ in range(min(first, _EMPTY_ROWS)):
        yield []
    for row in rows:
        yield [render_cell(cell) for cell in row]


def render_cell(cell: Any) -> str:
    """A cell's value as a person would read it: whole numbers without a point, dates as dates."""
    if cell.__class__ is str:
        return str(cell)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell == cell and abs(cell) < 1e15 and cell == int(cell) else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell)


def _read_otherwise(source: DocumentSource, draft: Extraction, problem: str) -> None:
    if b"EncryptedPackage" in source.data[:] or "password" in problem.lower():
        raise UnreadableError("it is encrypted")
    try:
        _read_slowly(source, draft)
    except UnreadableError:
        raise UnreadableError(f"it is damaged: {problem}") from None


def _read_slowly(source: DocumentSource, draft: Extraction) -> None:
    import openpyxl  # noqa: PLC0415 - slow to load, and seldom needed

    try:
        book = openpyxl.load_workbook(source.open(), read_only=True, data_only=True)
        for sheet in book.worksheets:
            with draft.at(f"sheet {sheet.title}"):
                sheet.reset_dimensions()
                draft.rows(_trim_rows(sheet.iter_rows(values_only=True)))
        _read_notes(source, draft)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, AttributeError) as error:
        raise UnreadableError(f"it is damaged: {error}") from None


def _trim_rows(rows: Iterator[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        cells = [render_cell(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _read_comments(source: DocumentSource, draft: Extraction) -> bool:
    """Comments on cells, each behind what stands in its row; whether that is all there is of notes."""
    if len(source.data) > _COMMENTED_BYTES:
        return False
    try:
        with zipfile.ZipFile(source.open()) as archive:
            notes = [name for name in archive.namelist() if _NOTE_PARTS.match(name)]
    except zipfile.BadZipFile:
        return False
    if not notes or any("drawing" in name or "threaded" in name for name in notes):
        return False
    import openpyxl  # noqa: PLC0415 - slow to load, and seldom needed

    try:
        book = openpyxl.load_workbook(source.open(), data_only=True)
    except (KeyError, ValueError, TypeError, OSError, EOFError, AttributeError, zipfile.BadZipFile):
        return False
    if any(sheet.max_row * sheet.max_column > _MOST_COMMENTED_CELLS for sheet in book.worksheets):
        return False
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None:
                    own = render_cell(cell.value)
                    # a seating plan has somebody else in every cell
                    cells = [own] if _NAME.fullmatch(own) else [render_cell(one.value) for one in row]
                    beside = "  ".join(filter(None, cells))
                    with draft.at(f"sheet {sheet.title}, comment on {cell.coordinate}"):
                        draft.text(f"{beside}: {cell.comment.text}")
    return True


def _read_notes(source: DocumentSource, draft: Extraction) -> None:
    if source.data[:2] != b"PK" or _read_comments(source, draft):
        return
    try:
        with zipfile.ZipFile(source.open()) as archive:
            for name in archive.namelist():
                if _NOTE_PARTS.match(name):
                    texts = _TAG.findall(read_part(archive, name, draft))
                    with draft.at(name.rpartition("/")[2].removesuffix(".xml")):
                        draft.text("\n".join(text.decode("utf-8", "replace") for text in texts))
    except (zipfile.BadZipFile, UnreadableError) as error:
        draft.miss(f"comments: {error}")
