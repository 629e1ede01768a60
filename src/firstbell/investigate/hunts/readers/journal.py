"""Journals of systemd: their entries in order, each with its fields; logons as auth.log would tell them.

Header: `LPKSHHRH`, flags (u32, u32; incompatible ones at 12: 1 XZ, 2 LZ4, 4 keyed hash, 8 zstd, 16 compact),
at 88 the header's size, at 96 the arena's. Objects from there on, each on a multiple of 8: type, flags (1 XZ,
2 LZ4, 4 zstd), six bytes, size (u64). Data (1): payload `NAME=value` at 64, in a compact journal at 72. Entry
(3): number (u64 at 16), microseconds since the epoch (u64 at 24), boot (16 bytes at 40), items from 64 on:
offsets of data, each followed by a hash (16 bytes in all), or of four bytes in a compact journal.

Source: systemd, "Journal File Format" (systemd.io/JOURNAL_FILE_FORMAT).
"""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import zstandard

from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.readers.textlogs import find_logon

_MAGIC = b"LPKSHHRH"
_KNOWN_FLAGS = 0x1F
_COMPACT = 16
_DATA, _ENTRY = 1, 3
_XZ, _LZ4, _ZSTD = 1, 2, 4
_MOST_VALUE = 1 << 20
# the year 3000
_LAST_MICROS = 32_503_680_000 * 10**6
_MOST_KEPT = 200_000
_Fields = dict[str, str]
# what of an entry is kept; the rest says nothing that a hunt looks at
_WANTED = frozenset(
    {
        "MESSAGE",
        "SYSLOG_IDENTIFIER",
        "_COMM",
        "_PID",
        "_CMDLINE",
        "_EXE",
        "_SYSTEMD_UNIT",
        "_HOSTNAME",
        "_UID",
        "PRIORITY",
        "UNIT",
        "USER_UNIT",
    }
)


@dataclass(frozen=True)
class SystemdEntry:
    """One entry. `lost`: how many of its fields cannot be read."""

    number: int
    time_ns: int
    boot: bytes
    fields: Mapping[str, str]
    lost: int


class SystemdJournal:
    """A journal in memory. Raises: UnreadableSourceError for what is none, or of a newer kind."""

    def __init__(self, data: bytes) -> None:
        if data[:8] != _MAGIC or len(data) < 208:
            raise UnreadableSourceError("it does not begin as a journal does")
        (flags,) = struct.unpack_from("<I", data, 12)
        if flags & ~_KNOWN_FLAGS:
            raise UnreadableSourceError(f"it is a journal of a newer kind (flags {flags:#x})")
        self._data = data
        self._is_compact = bool(flags & _COMPACT)
        self._start, arena = struct.unpack_from("<QQ", data, 88)
        # a journal that is written to is longer than what it holds
        self._end = min(len(data), self._start + arena)
        self._kept: dict[int, tuple[str, str] | None] = {}

    def list_entries(self) -> Iterator[SystemdEntry]:
        """Every entry, in the order in which they lie. What is damaged ends the reading of its stretch."""
        at = self._start
        while at + 16 <= self._end:
            kind, size = self._data[at], struct.unpack_from("<Q", self._data, at + 8)[0]
            if not kind and not size:
                return  # nothing was written from here on
            if size < 16 or at + size > self._end:
                raise UnreadableSourceError(f"its object at {at:,} runs over its end")
            if kind == _ENTRY and size >= 64:
                yield self._read_entry(at, size)
            at += -(-size // 8) * 8

    def _read_entry(self, at: int, size: int) -> SystemdEntry:
        number, micros = struct.unpack_from("<QQ", self._data, at + 16)
        if micros > _LAST_MICROS:
            micros = 0  # damaged: no clock says so
        step, form = (4, "<I") if self._is_compact else (16, "<Q")
        fields: _Fields = {}
        lost = 0
        for place in range(at + 64, at + size - step + 1, step):
            (offset,) = struct.unpack_from(form, self._data, place)
            if not offset:
                continue
            try:
                found = self._read_value(offset)
            except (ValueError, struct.error, lzma.LZMAError, zstandard.ZstdError):
                lost += 1
                continue
            if found is not None:
                fields.setdefault(*found)
        return SystemdEntry(number, micros * 1000, self._data[at + 40 : at + 56], fields, lost)

    def _read_value(self, at: int) -> tuple[str, str] | None:
        if at in self._kept:
            return self._kept[at]
        if at + 64 > len(self._data):
            raise ValueError("no data there")
        kind, flags = self._data[at], self._data[at + 1]
        (size,) = struct.unpack_from("<Q", self._data, at + 8)
        head = 72 if self._is_compact else 64
        if kind != _DATA or size < head or at + size > len(self._data):
            raise ValueError("no data there")
        payload = _expand(self._data[at + head : at + size], flags)
        name, equals, value = payload.partition(b"=")
        wanted = name.decode("ascii", "replace") if equals else ""
        found = (wanted, value[:16_384].decode("utf-8", "replace")) if wanted in _WANTED else None
        if len(self._kept) < _MOST_KEPT:
            self._kept[at] = found
        return found


def _expand(payload: bytes, flags: int) -> bytes:
    if flags & _ZSTD:
        reader = zstandard.ZstdDecompressor().stream_reader(payload)
        return reader.read(_MOST_VALUE)
    if flags & _XZ:
        return lzma.LZMADecompressor().decompress(payload, _MOST_VALUE)
    if flags & _LZ4:
        return expand_lz4(payload[8:], min(int.from_bytes(payload[:8], "little"), _MOST_VALUE))
    return payload


def expand_lz4(data: bytes, size: int) -> bytes:
    """A block of LZ4, of which at most so many bytes are wanted. Raises: ValueError for a damaged one.

    Source: LZ4 block format description, github.com/lz4/lz4.

    >>> expand_lz4(bytes([0x52, 97, 98, 99, 100, 101, 5, 0, 0x10, 33]), 20)
    b'abcdeabcdea!'
    """
    out = bytearray()
    at = 0
    while at < len(data) and len(out) < size:
        token = data[at]
        at += 1
        length, at = _read_length(data, at, token >> 4)
        if at + length > len(data):
            raise ValueError("a literal runs over the end")
        out += data[at : at + length]
        at += length
        if at >= len(data):
            break
        distance = int.from_bytes(data[at : at + 2], "little")
        at += 2
        length, at = _read_length(data, at, token & 15)
        if not 0 < distance <= len(out):
            raise ValueError("a match lies before the beginning")
        for _ in range(min(length + 4, size - len(out))):
            out.append(out[-distance])
    return bytes(out[:size])


def _read_length(data: bytes, at: int, length: int) -> tuple[int, int]:
    if length == 15:
        while at < len(data):
            length += data[at]
            at += 1
            if data[at - 1] != 255:
                break
    return length, at


def read_journal(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Entries as records: the line that a text log would hold, and what it says of logons.

    Raises: UnreadableSourceError.
    """
    lost = 0
    for entry in SystemdJournal(data).list_entries():
        told = entry.fields
        program = told.get("SYSLOG_IDENTIFIER") or told.get("_COMM") or "?"
        number = f"[{told['_PID']}]" if "_PID" in told else ""
        line = f"{program}{number}: {told.get('MESSAGE', '')}"
        fields: dict[str, str | list[str]] = {"Message": line, "Unit": told.get("_SYSTEMD_UNIT", "")}
        if told.get("_CMDLINE"):
            fields["CommandLine"] = told["_CMDLINE"]
        fields |= find_logon(line)
        # the entry's own number and time: the same message may come again
        mark = zlib.crc32(struct.pack("<QQ", entry.number, entry.time_ns) + entry.boot) or 1
        lost += bool(entry.lost)
        yield FoundRecords("journal", entry.time_ns, fields, mark=mark)
    if lost:
        yield FoundRecords("journal", lost=lost)


JOURNALS = (ArtefactReader("journal", 1, read_journal, most_bytes=512 << 20),)
