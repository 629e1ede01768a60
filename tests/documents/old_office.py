"""Workbooks of old and binary formats, written record by record; Outlook's messages and Word's documents are
in `tests/documents/compound.py`.

Sources: [MS-XLS] 2.1.7, 2.4 (records of BIFF8), [MS-XLSB] 2.1.4, 2.4 (records of BIFF12).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

from tests.documents.compound import make_compound

_BOF, _EOF, _BOUNDSHEET, _DIMENSIONS, _LABEL = 0x0809, 0x000A, 0x0085, 0x0200, 0x0204
_WORKBOOK, _SHEET = 0x0005, 0x0010
_OFFICE = "http://schemas.openxmlformats.org"
_BINARY = "application/vnd.ms-excel"


def make_xls(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of Excel 97 with one sheet."""
    sheet = _record(_BOF, struct.pack("<HHHHII", 0x0600, _SHEET, 0, 0, 0, 0))
    width = max(map(len, rows), default=0)
    sheet += _record(_DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            text = cell[:8000]
            head = struct.pack("<HHHHB", at, column, 0, len(text), 1)
            sheet += _record(_LABEL, head + text.encode("utf-16-le"))
    sheet += _record(_EOF, b"")
    head = _record(_BOF, struct.pack("<HHHHII", 0x0600, _WORKBOOK, 0, 0, 0, 0))
    told = name.encode("latin-1", "replace")
    size = len(head) + 4 + 8 + len(told) + 4
    bound = struct.pack("<IBBBB", size, 0, 0, len(told), 0) + told
    return make_compound({"Workbook": head + _record(_BOUNDSHEET, bound) + _record(_EOF, b"") + sheet})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def make_xlsb(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A binary workbook with one sheet."""
    width = max(map(len, rows), default=1)
    sheet = _binary(129) + _binary(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, width - 1))
    sheet += _binary(145)
    for at, row in enumerate(rows):
        sheet += _binary(0, struct.pack("<IIHBBBI", at, 0, 0x012C, 0, 0, 0, 0))
        for column, cell in enumerate(row):
            sheet += _binary(6, struct.pack("<II", column, 0) + _wide(cell))
    sheet += _binary(146) + _binary(130)
    book = _binary(131) + _binary(143)
    book += _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name))
    book += _binary(144) + _binary(132)
    related = (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument/2006/relationships/{{}}" Target="{{}}"/></Relationships>'
    )
    types = (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" '
        f'ContentType="{_BINARY}.sheet.binary.macroEnabled.main"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", related.format("officeDocument", "xl/workbook.bin"))
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/_rels/workbook.bin.rels", related.format("worksheet", "worksheets/sheet1.bin"))
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def _binary(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def enable_macros(package: bytes) -> bytes:
    """The same office file as one that may hold macros: docm of docx, xlsm of xlsx."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "[Content_Types].xml":
                for main, plain in (
                    ("word", "openxmlformats-officedocument.wordprocessingml.document.main+xml"),
                    ("excel", "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
                ):
                    kind = "document" if main == "word" else "sheet"
                    macro = f"ms-{main}.{kind}.macroEnabled.main+xml"
                    data = data.replace(plain.encode(), macro.encode())
            target.writestr(info, data)
    return out.getvalue()
