"""Which format bytes are of: told by their content first, by the name's ending where that says nothing."""

from __future__ import annotations

import lzma
import zipfile
import zlib

from firstbell.documents.dbase import is_dbase
from firstbell.documents.dbase_memos import is_memo_file
from firstbell.documents.extraction import DocumentSource

# magic numbers at offset 0. Source: each format's own specification; the list of file(1) was not used
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x00\x01\x00\x00Standard Jet DB", "access"),
    (b"\x00\x01\x00\x00Standard ACE DB", "access"),
    (b"!BDN", "pst"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"fLaC", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
_PACKAGES = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "sheet"),
    ("xl/workbook.bin", "sheet"),
    ("ppt/presentation.xml", "pptx"),
)
_OPEN = {"text": "odt", "spreadsheet": "sheet", "presentation": "odt", "graphics": "odt"}
_BY_SUFFIX = {
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".xml": "xml",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".geojson": "json",
    ".eml": "mail",
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".vcf": "vcard",
    ".ics": "vcard",
}
_RUN_BYTES = 4096
_MIME_BYTES = 100
# what a package that is damaged raises
DAMAGE = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error, lzma.LZMAError)


def find_format(source: DocumentSource) -> str:
    """The name of the format, a key of `registry.READERS`."""
    head = bytes(source.data[:_RUN_BYTES])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _find_package(source)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[257:262] == b"ustar":
        return "tar"
    if is_dbase(head) or is_memo_file(source):
        return "dbase" if is_dbase(head) else "memos"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _find_media(source, head) or _find_text(source, head)


def _find_media(source: DocumentSource, head: bytes) -> str:
    """The format of pictures and recordings that begin by no fixed bytes; "" for anything else."""
    if (head[:2] == b"BM" and source.suffix == ".bmp") or head[4:12] in {b"ftypheic", b"ftypmif1"}:
        return "image"
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] in {b"WAVE", b"AVI "}):
        return "media"
    return "image" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _find_package(source: DocumentSource) -> str:
    try:
        with zipfile.ZipFile(source.open()) as archive:
            names = set(archive.namelist()[:2000])
            if "mimetype" in names:
                with archive.open("mimetype") as member:  # it may expand to anything
                    mime = member.read(_MIME_BYTES).decode("ascii", "replace")
                if "opendocument" in mime:
                    return _OPEN.get(mime.rpartition(".")[2].split("-")[0], "odt")
    except DAMAGE:
        return "zip"
    return next((name for part, name in _PACKAGES if part in names), "zip")


def _find_text(source: DocumentSource, head: bytes) -> str:
    if source.suffix in _BY_SUFFIX:
        return _BY_SUFFIX[source.suffix]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    if start.startswith(b"begin:v"):
        return "vcard"
    if head.startswith(b"From ") and b"\nfrom:" in head.lower():
        return "mbox"
    if start.startswith((b"received:", b"return-path:", b"from:", b"message-id:", b"mime-version:")):
        return "mail" if b"\nsubject:" in head.lower() or b"\nto:" in head.lower() else "text"
    return "text"
