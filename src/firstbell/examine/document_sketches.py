"""Sketches of documents and archives: what needs unpacking. Runs in fenced children alone.

Limits: text that a PDF draws by glyph numbers is compared by these numbers; of packed files that are no text,
nothing is told. Of a scan, pictures by JPEG and JPEG 2000 are looked at, others have to be the same.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

import msgspec
import zstandard

from firstbell.examine.picture_sketches import draw_places
from firstbell.examine.sketches import (
    MOST_BYTES,
    ContentSketch,
    read_text,
    sketch_latin,
    sketch_words,
    strip_tags,
    tell_sketch,
)
from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import Outcome
from firstbell.examine.validators.sevenzip import list_parts

_MOST_UNPACKED_BYTES = 32 << 20
_MOST_MEMBERS = 4096
_TAG = re.compile(rb"<[^>]*>")
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(rb"<v>(.*?)</v>", re.DOTALL)
_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_PARTS = re.compile(
    r"(word/(document|header\d*|footer\d*|footnotes|endnotes)|ppt/(slides|notesSlides)/\w+|content)\.xml$"
    r"|.*\.x?html?$"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# what is smaller is a logo, and no page
_LEAST_PAGE_BYTES, _MOST_PAGES = 16 << 10, 12
_PICTURE_FILTER = re.compile(rb"/(?:DCT|JPX|JBIG2|CCITTFax)Decode")
_FILTERS = (_ASCII85, _DEFLATED, _FILTER) = (b"ASCII85Decode", b"FlateDecode", b"/Filter")
_MOST_STREAMS = 4096
# possessive: nothing that was read as text is its end, however it is read
_PDF_TEXT = re.compile(rb"\(((?:[^()\\]++|\\.)*+)\)|<([0-9A-Fa-f\s]{4,}+)>")


def sketch_document(data: bytes) -> Outcome:
    """The sketch of a document, an archive or a packed text. Raises: what decoders raise."""
    if data.startswith(b"PK\x03\x04"):
        return tell_sketch(_sketch_zip(data))
    if data.startswith(b"7z"):
        parts = [size ^ crc for size, crc in list_parts(data) if size]
        # where the headers are encrypted nobody can tell
        return tell_sketch(ContentSketch("members", parts, parts) if parts else ContentSketch())
    if data[:1024].find(b"%PDF-") >= 0:
        return tell_sketch(_sketch_pdf(data))
    inner = _unpack(data)
    text = read_text(inner) if inner is not None else None
    return tell_sketch(ContentSketch() if text is None else sketch_words(text))


def _unpack(data: bytes) -> bytes | None:
    """What a packer of single files packed, up to a limit."""
    if data.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(MOST_BYTES)
    if data.startswith(b"BZh"):
        return bz2.BZ2Decompressor().decompress(data, MOST_BYTES)
    if data.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMADecompressor(memlimit=1 << 30).decompress(data, MOST_BYTES)
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as reader:
            return bytes(reader.read(MOST_BYTES))
    return None


def _sketch_zip(data: bytes) -> ContentSketch:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()[:_MOST_MEMBERS]
        parts = [entry for entry in entries if _PARTS.match(entry.filename)]
        sheets = [entry for entry in entries if _SHEET.match(entry.filename)]
        budget = _MOST_UNPACKED_BYTES - sum(entry.file_size for entry in (*parts, *sheets))
        if (parts or sheets) and budget > 0:
            pieces = [strip_tags(archive.read(entry)) for entry in parts]
            pieces += _read_cells(archive, sheets)
            found = sketch_words(b" \n ".join(pieces).decode("utf-8", "replace"))
            if found.marks:
                return found
    members = dict.fromkeys(entry.CRC ^ entry.file_size for entry in entries if entry.file_size)
    return ContentSketch("members", list(members), list(members))


def _read_cells(archive: zipfile.ZipFile, sheets: Sequence[zipfile.ZipInfo]) -> list[bytes]:
    """The values of all cells by rows, texts looked up."""
    strings: list[bytes] = []
    with suppress(KeyError):
        entry = archive.getinfo("xl/sharedStrings.xml")
        if entry.file_size < _MOST_UNPACKED_BYTES:
            strings = [_TAG.sub(b"", found) for found in _STRING.findall(archive.read(entry))]
    values = []
    for sheet in sheets:
        for attributes, inside in _CELL.findall(archive.read(sheet)):
            found = _VALUE.search(inside)
            value = found.group(1) if found else _TAG.sub(b"", inside)
            if b't="s"' in attributes and value.isdigit() and int(value) < len(strings):
                value = strings[int(value)]
            values.append(value)
    return values


def _sketch_pdf(data: bytes) -> ContentSketch:
    words: list[bytes] = []
    pages: list[str] = []
    budget, place = _MOST_UNPACKED_BYTES, 0
    while (found := _PDF_STREAM.search(data, place)) is not None and budget > 0:
        dictionary = data[max(0, data.rfind(b" obj", 0, found.start())) : found.start()]
        end = data.find(b"endstream", found.end())
        if end < 0:
            break
        body, place = data[found.end() : end], end
        if _PICTURE_FILTER.search(dictionary):
            if len(body) >= _LEAST_PAGE_BYTES and len(pages) < _MOST_PAGES:
                pages.append(_draw_page(body))
            continue
        text, size_bytes = _read_stream(body, tuple(name for name in _FILTERS if name in dictionary))
        budget -= size_bytes
        words += text
    return msgspec.structs.replace(_sketch_latin(b" ".join(words)), pages=pages)


# Two versions of a file are sketched by one child, which ends after that: most of their streams are the same.
_sketch_latin = lru_cache(maxsize=2)(sketch_latin)


@lru_cache(maxsize=_MOST_PAGES)
def _draw_page(body: bytes) -> str:
    return draw_places(body) or f"{zlib.crc32(body):08x}"


@lru_cache(maxsize=_MOST_STREAMS)
def _read_stream(body: bytes, filters: tuple[bytes, ...]) -> tuple[tuple[bytes, ...], int]:
    """What a stream of a PDF draws as text, and how many bytes it unpacks to. `filters`: those it names."""
    content = _inflate(body, filters)
    if b"BT" not in content or b"ET" not in content:
        return (), len(content)
    return tuple(text or code for text, code in _PDF_TEXT.findall(content)), len(content)


def _inflate(body: bytes, filters: Sequence[bytes]) -> bytes:
    """A stream of a PDF unpacked, as far as that goes."""
    with suppress(ValueError):
        if _ASCII85 in filters:
            body = base64.a85decode(body.strip().removeprefix(b"<~").removesuffix(b"~>"))
    if _DEFLATED not in filters:
        return body if _FILTER not in filters else b""
    with suppress(*INFLATION.errors):
        return INFLATION.open(15).decompress(body, MOST_BYTES)
    return b""
