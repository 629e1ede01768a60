"""How people change one file: the result is valid in its format, and most of it is as it was."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image

from firstbell.drill.district.archives import extend_zip
from firstbell.drill.district.databases import extend_sqlite
from firstbell.drill.district.documents import extend_docx
from firstbell.drill.district.pages import render_pdf
from firstbell.drill.district.plaintext import render_txt
from firstbell.drill.district.sheets import extend_xlsx
from firstbell.drill.district.writer import DocumentWriter

_LARGEST_TEXT_BYTES = 4 << 20
# a line at their end would break them: people edit these with programs
_STRUCTURED = (b".json", b".xml", b".svg", b".ipynb", b".eml", b".pdf")

Change = Callable[[bytes, DocumentWriter], bytes]


def append_line(data: bytes, writer: DocumentWriter) -> bytes:
    """Text with one more line."""
    gap = b"" if data.endswith(b"\n") else b"\n"
    return data + gap + writer.sentence().encode() + b"\n"


def _extend_json(data: bytes, writer: DocumentWriter) -> bytes:
    document = json.loads(data)
    return json.dumps({**document, "reviewed": writer.sentence()}, ensure_ascii=False).encode()


def _retouch_photo(data: bytes, _: DocumentWriter) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.crop((4, 4, picture.width - 4, picture.height - 4)).save(out, "JPEG", quality=88)
    return out.getvalue()


# by the end of the name; the longest that fits counts
DOCUMENT_CHANGES: Mapping[bytes, Change] = MappingProxyType(
    {
        b".docx": lambda data, writer: extend_docx(data, writer.paragraph()),
        b".xlsx": lambda data, writer: extend_xlsx(data, writer.grade_row()),
        b".sqlite": lambda data, writer: extend_sqlite(data, writer.grade_row()),
        b".zip": lambda data, writer: extend_zip(data, f"{writer.date()}.txt", render_txt(writer)),
        b".pdf": lambda _, writer: render_pdf(writer),
        b".jpg": _retouch_photo,
        b".json": _extend_json,
    }
)
_UNTOUCHED = (b".locked.zip", b".album.zip")


def is_text(data: bytes) -> bool:
    """Whether a person can read it: not empty, UTF-8, no control bytes that text does not have."""
    if not data or b"\0" in data or len(data) > _LARGEST_TEXT_BYTES:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def find_change(path: bytes, data: bytes, *, documents: bool) -> Change | None:
    """How a person would change this file, or None where they would not.

    `documents`: whether files are known to be what their names say, as in the sample district; in a
    foreign tree only text is changed.
    """
    name = path.lower()
    if documents and not name.endswith(_UNTOUCHED):
        for suffix, change in DOCUMENT_CHANGES.items():
            if name.endswith(suffix):
                return change
    if is_text(data) and not name.endswith(_STRUCTURED) and data[:1] not in b"{[<%":
        return append_line
    return None
