"""A statement's text, read from the file that somebody wrote it in."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from firstbell.base.errors import raising
from firstbell.notify.errors import TextFileError

_MAX_BYTES = 16 << 20


def load_text(path: Path) -> str:
    """The text of a file: plain text or Markdown in any Unicode encoding, or a Word document (docx).

    Raises: TextFileError.
    """
    with raising(TextFileError, path):
        if path.stat().st_size > _MAX_BYTES:
            raise TextFileError(f"{path}: {path.stat().st_size:,} bytes are too many for a statement")
        return decode_text(path.read_bytes(), str(path))


def decode_text(data: bytes, name: str) -> str:
    """The same of bytes. Raises: TextFileError."""
    if data.startswith(b"PK\x03\x04"):
        return _read_docx(data, name)
    for encoding in (
        ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TextFileError(f"{name}: it is not a text", hint="give a text, Markdown or Word (docx) file")


def _read_docx(data: bytes, name: str) -> str:
    # loaded when it is needed: it takes a quarter of a second
    from docx import Document  # noqa: PLC0415
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        document = Document(BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise TextFileError(
            f"{name}: it is no Word document", hint="give a text, Markdown or docx file"
        ) from None
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
