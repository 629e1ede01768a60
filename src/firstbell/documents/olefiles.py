"""OLE files: which of the old formats one is, and the text of old Word and PowerPoint files.

Source: [MS-DOC] 2.4.1 (text by the piece table), [MS-PPT] 2.9.40 to 2.9.42 (text atoms).
"""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import Any

import olefile

from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.mail import read_msg
from firstbell.documents.sheets import read_sheet
from firstbell.documents.text import read_runs

_MARKS = {7: "\t", 11: "\n", 12: "\n\n", 13: "\n", 30: "-", 160: " "}
_FIELD = re.compile("\x13[^\x14\x15]*\x14?|\x15")
_CHARS_ATOM, _BYTES_ATOM = 0x0FA0, 0x0FA8


def read_ole(source: DocumentSource, draft: Extraction) -> None:
    """An OLE file by what is in it. Raises: UnreadableError; LimitError."""
    try:
        ole = olefile.OleFileIO(BytesIO(source.whole()))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnreadableError(f"it is damaged: {error}") from None
    with ole:
        names = {entry[0].lower() for entry in ole.listdir()}
        if "encryptedpackage" in names:
            raise UnreadableError("it is encrypted")
        if names & {"workbook", "book"}:
            read_sheet(source, draft)
        elif "__properties_version1.0" in names:
            read_msg(source, draft)
        elif "worddocument" in names:
            _read_doc(ole, draft)
        elif "powerpoint document" in names:
            _read_ppt(ole, draft)
        else:
            read_runs(source, draft)


def _read_doc(ole: Any, draft: Extraction) -> None:
    body = ole.openstream("WordDocument").read()
    flags = struct.unpack_from("<H", body, 10)[0]
    if flags & 0x0100:
        raise UnreadableError("it is encrypted")
    try:
        table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
        offset, size = struct.unpack_from("<II", body, 0x01A2)
        text = "".join(_pieces(body, table[offset : offset + size]))
    except (OSError, struct.error, IndexError, ValueError) as error:
        raise UnreadableError(f"it is damaged: {error}") from None
    text = _FIELD.sub("", text.translate(_MARKS))
    draft.text(re.sub(r"\n(?=\S)", "\n\n", text))


def _pieces(body: bytes, table: bytes) -> list[str]:
    """The text of each piece; the table is run properties (skipped), then positions and descriptors."""
    at = 0
    while table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    size = struct.unpack_from("<I", table, at + 1)[0]
    plain = table[at + 5 : at + 5 + size]
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plain)
    texts = []
    for number in range(count):
        offset = struct.unpack_from("<I", plain, 4 * (count + 1) + 8 * number + 2)[0]
        length = ends[number + 1] - ends[number]
        if offset & 0x40000000:
            start = (offset & 0x3FFFFFFF) // 2
            texts.append(body[start : start + length].decode("cp1252", "replace"))
        else:
            texts.append(body[offset : offset + 2 * length].decode("utf-16-le", "replace"))
    return texts


def _read_ppt(ole: Any, draft: Extraction) -> None:
    data = ole.openstream("PowerPoint Document").read()
    texts: list[str] = []
    at = 0
    while at + 8 <= len(data):
        version, kind, size = struct.unpack_from("<HHI", data, at)
        at += 8
        if version & 15 == 15:
            continue  # a container: what it holds comes next
        if kind == _CHARS_ATOM:
            texts.append(data[at : at + size].decode("utf-16-le", "replace"))
        elif kind == _BYTES_ATOM:
            texts.append(data[at : at + size].decode("cp1252", "replace"))
        at += size
    draft.text("\n\n".join(text.replace("\r", "\n") for text in texts))
