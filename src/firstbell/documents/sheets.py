"""Workbooks: xlsx, xlsm, xlsb, xls, ods. python-calamine reads them fast; where it fails, openpyxl reads
slowly.

A workbook of 5 kB whose only cell is XFD1048575 makes python-calamine ask for 549 GB, and the process is
gone: who is asked for one must be fenced, and ask again with `draft.is_slow`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from firstbell.documents.draft import Draft, Source, UnreadableError
from firstbell.documents.word import read_part

_NOTE_PARTS = re.compile(r"xl/(?:comments\d*|threadedComments/\w+|drawings/drawing\d+)\.xml\Z")
_TAG = re.compile(rb"<(?:\w+:)?t(?: [^>]*)?>([^<]*)</")
_EMPTY_ROWS = 100_000


def read_sheet(source: Source, draft: Draft) -> None:
    """Every sheet, hidden ones too; comments and text boxes. Raises: UnreadableError; LimitError."""
    if draft.is_slow:
        _read_slowly(source, draft)
        return
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source.open())
    except python_calamine.PasswordError:
        raise UnreadableError("it is encrypted") from None
    except python_calamine.CalamineError as error:
        _read_otherwise(source, draft, str(error))
        return
    problems = []
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except (python_calamine.CalamineError, ValueError) as error:
            if "worksheet" not in str(error).lower():
                problems.append(f"sheet {name}: {error}")
            continue
        with draft.at(f"sheet {name}"):
            first = (sheet.start or (0, 0))[0]
            draft.rows(_render_rows(sheet.iter_rows(), first))
    _read_notes(source, draft)
    for problem in problems:
        draft.miss(problem)


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


def _read_otherwise(source: Source, draft: Draft, problem: str) -> None:
    if b"EncryptedPackage" in source.data[:] or "password" in problem.lower():
        raise UnreadableError("it is encrypted")
    try:
        _read_slowly(source, draft)
    except UnreadableError:
        raise UnreadableError(f"it is damaged: {problem}") from None


def _read_slowly(source: Source, draft: Draft) -> None:
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


def _read_notes(source: Source, draft: Draft) -> None:
    if source.data[:2] != b"PK":
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
