"""A sketch of what a content says: its text, its picture, its members; enough to tell how much another keeps.

Text (plain, office, PDF) is a row of words; each three in a row are a mark, so that the same words in another
order are another text. A picture is its brightness on 16 by 16 places. An archive is the checksums of its
members. Other content that is not dense is marks of eight bytes at places that the content itself chooses.
It runs in the process of checks (`validators/fence.py`), since it unpacks what nobody vouches for.

Limits: content above 8 MiB, media, and what is dense without a known type have no sketch; text that a PDF
draws by glyph numbers is compared by these numbers.
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

import msgspec
import numpy as np
import zstandard
from PIL import Image

from firstbell.examine.randomness import as_array, measure_flatness
from firstbell.examine.validators.outcome import Grade, Outcome

MOST_BYTES = 8 << 20
SIDE = 16
_DENSE_DEVIATIONS = 300.0
_MOST_UNPACKED_BYTES = 32 << 20
_MOST_PIXELS = 64 << 20
_MOST_MARKS = 4096
_MOST_MEMBERS = 4096
_LEAST_LETTERS = 0.9
_WORD = re.compile(r"\w+")
_TAG = re.compile(rb"<[^>]*>")
_BREAK = re.compile(
    rb"</(?:w:p|a:p|text:p|text:h|p|h\d|li|td|div)>|<(?:w:tab|w:br|text:tab|text:s|br)\b[^>]*>"
)
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(rb"<v>(.*?)</v>", re.DOTALL)
_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_PARTS = re.compile(
    r"(word/(document|header\d*|footer\d*|footnotes|endnotes)|ppt/(slides|notesSlides)/\w+|content)\.xml$"
    r"|.*\.x?html?$"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PDF_TEXT = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{4,})>")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")


class Sketch(msgspec.Struct, frozen=True):
    """`kind`: text, picture, members, bytes, or "" where there is none. `marks`: in order, each once.

    `anchors`: of each mark the number by which it was chosen; `step`: chosen were those it divides.
    `places`: of a picture, its brightness by rows, as hex.
    """

    kind: str = ""
    marks: list[int] = []
    anchors: list[int] = []
    step: int = 1
    places: str = ""


def sketch_for_fence(data: bytes) -> Outcome:
    """The sketch as the detail of an outcome, as the process of checks answers."""
    return Outcome(Grade.SOUND, "sketch", msgspec.json.encode(sketch(data)).decode())


def read_sketch(outcome: Outcome) -> Sketch:
    """The sketch in an outcome; none where it did not come to an end."""
    if outcome.grade is not Grade.SOUND:
        return Sketch()
    return msgspec.json.decode(outcome.detail, type=Sketch)


def sketch(data: bytes, *, depth: int = 0) -> Sketch:
    """The sketch of a content. Raises: what decoders raise."""
    if len(data) > MOST_BYTES:
        return Sketch()
    if data.startswith(b"PK\x03\x04"):
        return _sketch_zip(data)
    if data[:1024].find(b"%PDF-") >= 0:
        return _sketch_pdf(data)
    if data.startswith(_PICTURES) and (found := _sketch_picture(data)) is not None:
        return found
    if depth == 0 and (inner := _unpack(data)) is not None:
        return sketch(inner, depth=1)
    text = _read_text(data)
    if text is not None:
        return _sketch_words(text)
    return _sketch_bytes(data)


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


def _read_text(data: bytes) -> str | None:
    """The content as text, None where it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        if not text or _count_printable(data) < len(data) * _LEAST_LETTERS:
            return None
    else:
        if b"\0" in data:
            return None
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return _strip(data).decode("utf-8", "replace")
    if head.startswith(b"{\\rtf"):
        return re.sub(r"\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|[{}]", " ", text)
    return text


_PRINTABLE = bytes((9, 10, 13, *range(32, 127)))


def _count_printable(data: bytes) -> int:
    return len(data) - len(data.translate(None, _PRINTABLE))


def _strip(markup: bytes) -> bytes:
    return _TAG.sub(b"", _BREAK.sub(b" ", markup))


def _sketch_words(text: str) -> Sketch:
    words = [word.encode() for word in _WORD.findall(text.lower())]
    if len(words) < 3:
        return Sketch("text")
    step = 1
    while len(words) > _MOST_MARKS // 2 * step:
        step *= 2
    marks: dict[int, int] = {}
    for at in range(len(words) - 2):
        anchor = zlib.crc32(words[at])
        if anchor % step == 0:
            marks.setdefault(zlib.crc32(b" ".join(words[at : at + 3])), anchor)
    chosen = list(marks.items())[:_MOST_MARKS]
    return Sketch("text", [mark for mark, _ in chosen], [anchor for _, anchor in chosen], step)


def _sketch_zip(data: bytes) -> Sketch:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()[:_MOST_MEMBERS]
        parts = [entry for entry in entries if _PARTS.match(entry.filename)]
        sheets = [entry for entry in entries if _SHEET.match(entry.filename)]
        budget = _MOST_UNPACKED_BYTES - sum(entry.file_size for entry in (*parts, *sheets))
        if (parts or sheets) and budget > 0:
            pieces = [_strip(archive.read(entry)) for entry in parts]
            pieces += _read_cells(archive, sheets)
            found = _sketch_words(b" \n ".join(pieces).decode("utf-8", "replace"))
            if found.marks:
                return found
    members = dict.fromkeys(entry.CRC ^ entry.file_size for entry in entries if entry.file_size)
    return Sketch("members", list(members), list(members))


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


def _sketch_pdf(data: bytes) -> Sketch:
    words: list[bytes] = []
    picture, budget, place = b"", _MOST_UNPACKED_BYTES, 0
    while (found := _PDF_STREAM.search(data, place)) is not None and budget > 0:
        dictionary = data[max(0, data.rfind(b" obj", 0, found.start())) : found.start()]
        end = data.find(b"endstream", found.end())
        if end < 0:
            break
        body, place = data[found.end() : end], end
        if b"DCTDecode" in dictionary and b"ASCII85" not in dictionary:
            picture = max(picture, body, key=len)
            continue
        content = _inflate(body, dictionary)
        budget -= len(content)
        if b"BT" in content and b"ET" in content:
            words += [text or code for text, code in _PDF_TEXT.findall(content)]
    found_text = _sketch_words(b" ".join(words).decode("latin-1"))
    if len(found_text.marks) < 12 and picture:
        return _sketch_picture(picture) or found_text
    return found_text


def _inflate(body: bytes, dictionary: bytes) -> bytes:
    """A stream of a PDF unpacked, as far as that goes."""
    with suppress(ValueError):
        if b"ASCII85Decode" in dictionary:
            body = base64.a85decode(body.strip().removeprefix(b"<~").removesuffix(b"~>"))
    if b"FlateDecode" not in dictionary:
        return body if b"/Filter" not in dictionary else b""
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(body, MOST_BYTES)
    return b""


def _sketch_picture(data: bytes) -> Sketch | None:
    """None where it cannot be decoded, or has more pixels than are decoded here."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.draft("L", (SIDE * 4, SIDE * 4))
            small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
            return Sketch("picture", places=small.tobytes().hex())
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _sketch_bytes(data: bytes) -> Sketch:
    array = as_array(data)
    if len(array) < 64 or measure_flatness(array) < _DENSE_DEVIATIONS:
        return Sketch()
    usable = len(array) - 8
    words = np.lib.stride_tricks.sliding_window_view(array, 8)[:usable]
    numbers = np.ascontiguousarray(words).view(np.uint64).ravel()
    mixed = (numbers * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    step = 1
    while usable > _MOST_MARKS // 4 * step:
        step *= 2
    chosen = mixed[mixed % np.uint64(step) == 0]
    marks = list(dict.fromkeys(int(mark) for mark in chosen))[:_MOST_MARKS]
    return Sketch("bytes", marks, marks, step)


def list_common(old: Sketch, new: Sketch) -> tuple[list[int], list[int]]:
    """The marks of both that were chosen by the same step."""
    step = max(old.step, new.step)
    sides = (
        [mark for mark, anchor in zip(one.marks, one.anchors, strict=True) if anchor % step == 0]
        for one in (old, new)
    )
    first, second = sides
    return first, second
