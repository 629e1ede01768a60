"""Workbooks, by openpyxl."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from firstbell.drill.district.plaintext import GRADE_HEAD, PAYMENT_HEAD
from firstbell.drill.district.writer import DocumentWriter
from firstbell.drill.district.zipparts import pack_parts, unpack_parts

_PROPERTIES = "docProps/core.xml"
# openpyxl stamps the moment of saving into the properties
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _save(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    parts = unpack_parts(out.getvalue())
    parts[_PROPERTIES] = _STAMP.sub(b"2023-02-01T08:00:00Z", parts[_PROPERTIES])
    return pack_parts(parts)


def _fill(sheet: Worksheet, writer: DocumentWriter, rows: int) -> None:
    graded = writer.rng.random() < 0.5
    sheet.title = "Marks" if graded else "Payments"
    sheet.append(GRADE_HEAD if graded else PAYMENT_HEAD)
    for _ in range(rows):
        sheet.append(writer.grade_row() if graded else writer.payment_row())


def render_xlsx(writer: DocumentWriter) -> bytes:
    """A workbook of one or two sheets."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    _fill(sheet, writer, writer.rng.choice((5, 20, 60, 150)))
    if writer.rng.random() < 0.3:
        _fill(workbook.create_sheet(), writer, 12)
    return _save(workbook)


def extend_xlsx(data: bytes, row: Sequence[object]) -> bytes:
    """The same workbook with one more row on its first sheet."""
    workbook = load_workbook(io.BytesIO(data))
    workbook.worksheets[0].append(row)
    return _save(workbook)
