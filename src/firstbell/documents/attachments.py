"""Text of attached documents, as far as a look at them costs next to nothing: text files, docx, xlsx, pptx.

No more than a little of each is unpacked, whatever its headers promise.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib

import msgspec

_MAX_BYTES = 1 << 20
_TEXT_ENDINGS = (
    ".txt", ".csv", ".tsv", ".log", ".md", ".htm", ".html", ".shtml", ".json", ".xml", ".ics", ".rtf",
    ".svg",
)  # fmt: skip
_PARTS = {
    ".docx": ("word/document.xml",),
    ".xlsx": ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"),
    ".pptx": ("ppt/slides/slide1.xml",),
}
_TAG = re.compile(r"<[^>]{0,2000}>")
_ROW_END = re.compile(r"</(?:w:p|row|a:p|si)>")


class EnclosureText(msgspec.Struct, frozen=True):
    """`text`: what a file says. `links`: where its links and its codes lead. `unread`: why it could not be
    read, in words that follow its name; "" where it was, or is of a kind that nobody reads.
    """

    text: str = ""
    links: tuple[str, ...] = ()
    unread: str = ""


def read_document(name: str, data: bytes) -> str:
    """What a document says; "" where it is none of those that are looked into."""
    lowered = name.lower()
    if lowered.endswith(_TEXT_ENDINGS):
        return _decode(data[:_MAX_BYTES])
    for ending, parts in _PARTS.items():
        if lowered.endswith(ending):
            return "\n".join(_read_part(data, part) for part in parts)
    return ""


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _read_part(data: bytes, part: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(part) as member:
            xml = member.read(_MAX_BYTES).decode("utf-8", "replace")
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        RuntimeError,
        ValueError,
        NotImplementedError,
        zlib.error,
        lzma.LZMAError,
        EOFError,
    ):
        return ""
    return _TAG.sub(" ", _ROW_END.sub("\n", xml))
