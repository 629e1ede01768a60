"""7z archives: the names of their members, and the members, folder by folder.

Source: 7zFormat.txt of the LZMA SDK.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import msgspec

from firstbell.documents.archives import DAMAGE, give_member
from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.sevenzip_headers import (
    HEADER,
    MAIN_STREAMS,
    PACKED_HEADER,
    HeaderError,
    HeaderReader,
    PackedFolder,
    Streams,
    UncheckedError,
    read_streams,
    unpack_folder,
)

_FILES, _EMPTY_STREAMS, _NAMES, _PROPERTIES = 5, 0x0E, 0x11, 2
_AES = bytes.fromhex("06f10701")
_START = struct.Struct("<12xQQ")
_START_BYTES = 32
_PROBLEMS = (HeaderError, UncheckedError, UnicodeDecodeError, struct.error, *DAMAGE)


class _Archive(msgspec.Struct, frozen=True):
    """`names`: of the members that have content, in the order of the folders' parts."""

    streams: Streams
    names: list[str]


def read_7z(source: DocumentSource, draft: Extraction) -> None:
    """Every member. Raises: UnreadableError; LimitError."""
    try:
        archive = _read_headers(source, draft)
    except _PROBLEMS as error:
        raise UnreadableError(f"the archive is damaged: {error}") from None
    names = iter(archive.names)
    offset, packed = _START_BYTES + archive.streams.offset, iter(archive.streams.packed)
    is_locked = 0
    for folder in archive.streams.folders:
        inside = [next(names, "member") for _ in range(len(folder.parts) or 1)]
        sizes = [next(packed, 0) for _ in range(folder.packed_streams)]
        if any(method == _AES for method, _ in folder.coders):
            is_locked += 1
            draft.miss(f"{inside[0]}: it is encrypted")
        else:
            _give_folder(bytes(source.data[offset : offset + sum(sizes)]), folder, inside, draft)
        offset += sum(sizes)
    if is_locked and is_locked == len(archive.streams.folders):
        draft.missing.clear()
        raise UnreadableError("it is encrypted")


def _give_folder(packed: bytes, folder: PackedFolder, names: list[str], draft: Extraction) -> None:
    draft.budget.spend(folder.size)
    try:
        if folder.packed_streams != 1:
            raise UncheckedError("it is packed in several streams")
        content = unpack_folder(packed, folder)
    except _PROBLEMS as error:
        for name in names[:20]:
            draft.miss(f"{name}: it cannot be unpacked: {error}")
        return
    # it was counted as a whole, and is counted again part by part
    draft.budget.expanded_bytes -= folder.size
    start = 0
    for name, (size, _) in zip(names, folder.parts or [(folder.size, None)], strict=False):
        part = content[start : start + size]
        give_member(name, lambda part=part: io.BytesIO(part), draft)  # type: ignore[misc]
        start += size


def _read_headers(source: DocumentSource, draft: Extraction) -> _Archive:
    offset, size = _START.unpack_from(source.held)
    header = bytes(source.data[_START_BYTES + offset : _START_BYTES + offset + size])
    if len(header) != size:
        raise HeaderError("it ends before its end header")
    while header[:1] == bytes([PACKED_HEADER]):
        header = _unpack_header(source, header, draft)
    reader = HeaderReader(header)
    if not header or reader.number() != HEADER:
        return _Archive(Streams(), [])
    streams, names = Streams(), []
    while kind := reader.number():
        if kind == MAIN_STREAMS:
            streams = read_streams(reader)
        elif kind == _FILES:
            names = list(_read_names(reader))
        elif kind == _PROPERTIES:
            _skip_properties(reader)
        else:
            raise UncheckedError("its header tells something unknown")
    return _Archive(streams, names)


def _unpack_header(source: DocumentSource, header: bytes, draft: Extraction) -> bytes:
    reader = HeaderReader(header)
    reader.take(1)
    streams = read_streams(reader)
    if not streams.folders or not streams.packed:
        raise HeaderError("its packed header has no stream")
    if any(method == _AES for method, _ in streams.folders[0].coders):
        raise UnreadableError("it is encrypted, including the names in it")
    draft.budget.spend(streams.folders[0].size)
    start = _START_BYTES + streams.offset
    return unpack_folder(bytes(source.data[start : start + streams.packed[0]]), streams.folders[0])


def _skip_properties(reader: HeaderReader) -> None:
    while reader.number():
        reader.take(reader.count())


def _read_names(reader: HeaderReader) -> Iterator[str]:
    """The names of the files that have content."""
    count = reader.count()
    names: list[str] = []
    is_empty = [False] * count
    while kind := reader.number():
        data = reader.take(reader.count())
        if kind == _NAMES and data[:1] == b"\0":
            names = data[1:].decode("utf-16-le").split("\0")
        elif kind == _EMPTY_STREAMS:
            is_empty = [bool(data[at >> 3] & 0x80 >> (at & 7)) for at in range(count)]
    names += ["member"] * (count - len(names))
    return (name for name, empty in zip(names[:count], is_empty, strict=True) if not empty)
