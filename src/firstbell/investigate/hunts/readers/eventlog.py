"""Windows event logs, chunk by chunk: 64 KiB pieces that parse alone behind a header made for them.

A log in a backup was live: its own header lags, so chunks are found by their magic. A hostile chunk costs
only itself.

Source: libyal, "Windows XML Event Log (EVTX) format"; the JSON is that of the `evtx` library.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from evtx import PyEvtxParser

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.base.counts import read_number
from firstbell.base.errors import UNREADABLE

READER_VERSION = 4
FILE_HEADER_BYTES = 0x1000
CHUNK_BYTES = 0x10000
CHUNK_MAGIC = b"ElfChnk\0"
_EPOCH_TICKS = 116_444_736_000_000_000
_RECORD = struct.Struct("<4sIQQ")
_SIZE, _LAST_AT = struct.Struct("<I"), struct.Struct("<Q")
# where a chunk's header says that its records end
_FREE_AT = struct.Struct("<48xI")
# a number that no record bears
_NO_RECORD = 2**63
# later times do not fit into what keeps them
_MOST_NS = 2**62
_FIRST_RECORD_AT = 512


class _System(msgspec.Struct):
    event: Any = msgspec.field(name="EventID", default=0)
    channel: Any = msgspec.field(name="Channel", default="")
    record: Any = msgspec.field(name="EventRecordID", default=None)
    computer: Any = msgspec.field(name="Computer", default="")
    created: Any = msgspec.field(name="TimeCreated", default=None)


class _Event(msgspec.Struct):
    system: _System = msgspec.field(name="System")


class _Outer(msgspec.Struct):
    event: _Event = msgspec.field(name="Event")


class LogRecord(NamedTuple):
    """One record. `text`: its JSON. `record`: the EventRecordID of its body, None where it has none.

    `number`: that of its header, which tools that copy records renumber.
    """

    text: str
    event: str
    channel: str
    computer: str
    record: int | None
    number: int
    time_ns: int


_outline = msgspec.json.Decoder(_Outer)
_whole = msgspec.json.Decoder()


def make_header(chunks: int = 1) -> bytes:
    """The header of a log file of so many chunks."""
    head = b"ElfFile\0" + struct.pack("<QQQIHHHH", 0, chunks - 1, 1, 128, 1, 3, FILE_HEADER_BYTES, chunks)
    head = head.ljust(120, b"\0")
    return (head + struct.pack("<II", 0, zlib.crc32(head))).ljust(FILE_HEADER_BYTES, b"\0")


_HEADER = make_header()


def read_chunk(chunk: bytes) -> tuple[list[LogRecord], int]:
    """The records of a chunk, and how many of it could not be read.

    Raises: RuntimeError, what the library raises for a chunk that is none.
    """
    records: list[LogRecord] = []
    is_chunk = chunk.startswith(CHUNK_MAGIC)
    # the library passes over what is shorter than a chunk, as the last one of a log that was cut off
    chunk = chunk.ljust(CHUNK_BYTES, b"\0")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        times, chunk = _walk_chunk(chunk)
        parser = PyEvtxParser(io.BytesIO(_HEADER + chunk), number_of_threads=1, skip_errors=True)
        for one in parser.records_json():
            if one is not None:
                records.append(_outline_record(one["data"], one["event_record_id"], times))
    lost = max(len(told), len(times) - len(records)) if told else 0
    return records, lost or int(not is_chunk and not records)


def _walk_chunk(chunk: bytes) -> tuple[dict[int, int], bytes]:
    """Number of each record -> its time in nanoseconds, by the records' headers; and the chunk as it is read.

    The header of a chunk lags in a log that was live, and the library stops where it says that the last
    record is; it is made anew where it does not fit. What stands behind that place counts only as far as the
    numbers go on: remains of older records lie there, too.
    """
    times: dict[int, int] = {}
    free, last_at, number = _FREE_AT.unpack_from(chunk)[0] if len(chunk) > _FIRST_RECORD_AT else 0, 0, -1
    at, is_unique = _FIRST_RECORD_AT, True
    while at + _RECORD.size + _SIZE.size <= len(chunk):
        magic, size, next_number, ticks = _RECORD.unpack_from(chunk, at)
        if magic != b"**\0\0" or size < _RECORD.size + _SIZE.size:
            break
        if at >= free and (next_number != number + 1 or not _is_closed(chunk, at, size)):
            break
        # two records of one number: the times in their bodies tell which is which
        is_unique = is_unique and next_number not in times
        times[next_number] = 0 if next_number in times else _read_ticks(ticks)
        last_at, number = at, next_number
        at += size
    told = _LAST_AT.unpack_from(chunk, 16)[0] if number >= 0 else -1
    # what is damaged before that place is the library's to tell
    last = _NO_RECORD if not is_unique else number if at >= free else max(number, told)
    if number < 0 or (at <= free and last == told):
        return times, chunk
    mended = bytearray(chunk)
    for place in (16, 32):
        _LAST_AT.pack_into(mended, place, last)
    struct.pack_into("<II", mended, 44, last_at, min(max(at, free), len(chunk)))
    return times, bytes(mended)


def _is_closed(chunk: bytes, at: int, size: int) -> bool:
    """Whether a record ends as it begins, with its size."""
    end = at + size - _SIZE.size
    return end + _SIZE.size <= len(chunk) and _SIZE.unpack_from(chunk, end)[0] == size


def _read_ticks(ticks: int) -> int:
    """A FILETIME as nanoseconds of Unix time; 0 where it is none, as tools that copy records leave it."""
    time_ns = (ticks - _EPOCH_TICKS) * 100
    return time_ns if 0 < time_ns < _MOST_NS else 0


def _read_created(created: Any) -> int:
    """The time in the body of a record, in nanoseconds; 0 where it tells none."""
    told = (created.get("#attributes") or {}).get("SystemTime") if isinstance(created, dict) else None
    try:
        time_ns = parse_time(told) if isinstance(told, str) else 0
    except InvalidTimeError:
        return 0
    return time_ns if 0 < time_ns < _MOST_NS else 0


def _outline_record(text: str, number: int, times: dict[int, int]) -> LogRecord:
    try:
        system = _outline.decode(text).event.system
    except UNREADABLE:
        return LogRecord(text, "", "", "", None, number, times.get(number, 0))
    record = _plain(system.record)
    return LogRecord(
        text,
        _plain(system.event),
        _plain(system.channel),
        _plain(system.computer),
        read_number(record),
        number,
        times.get(number, 0) or _read_created(system.created),
    )


def _plain(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, dict):
        value = value.get("#text", "")
    return "" if value is None else str(value)


def flatten(text: str) -> dict[str, str | list[str]]:
    """The fields of a record by name, as Sigma writes them: without spaces; unnamed data under `Data`."""
    return flatten_event(_whole.decode(text).get("Event", {}))


def flatten_event(event: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """As `flatten`, of what stands in `Event`."""
    fields: dict[str, str | list[str]] = {}
    head = event.get("System")
    for name, value in head.items() if isinstance(head, dict) else ():
        if not isinstance(value, dict):
            fields[name] = value if isinstance(value, str) else _render(value)
            continue
        attributes = value.get("#attributes")
        if isinstance(attributes, dict):
            for key, one in attributes.items():
                fields[f"{name}_{key}"] = one if isinstance(one, str) else _render(one)
        if "#text" in value:
            fields[name] = _render(value["#text"])
    for part in ("EventData", "UserData"):
        _collect(event.get(part), fields, depth=0)
    return add_aliases(fields)


def _collect(value: Any, fields: dict[str, str | list[str]], *, depth: int) -> None:
    if not isinstance(value, dict):
        return
    for name, one in value.items():
        if name == "#attributes" or depth > 4:
            continue
        plain = name.replace(" ", "") if " " in name else name
        if isinstance(one, str):
            fields[plain] = one
        elif not isinstance(one, dict):
            fields[plain] = render_value(one)
        elif "#text" in one:
            fields[plain] = render_value(one["#text"])
        else:
            _collect(one, fields, depth=depth + 1)


def render_value(value: Any) -> str | list[str]:
    """A value of JSON as rules ask for it."""
    if isinstance(value, list):
        return [_render(one) for one in value]
    return _render(value)


def _render(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value if isinstance(value, str) else str(value)


# what the Security log calls otherwise than Sysmon, whose names Sigma took
_ALIASES = {
    "4688": {
        "NewProcessName": "Image", "ParentProcessName": "ParentImage", "ProcessId": "ParentProcessId",
        "NewProcessId": "ProcessId", "SubjectUserName": "User",
    },
    "5156": {
        "Application": "Image", "SourceAddress": "SourceIp", "DestAddress": "DestinationIp",
        "DestPort": "DestinationPort",
    },
    "4657": {"ObjectName": "TargetObject", "NewValue": "Details"},
    "4689": {"ProcessName": "Image"},
}  # fmt: skip


# "Accepted password for bob from 203.0.113.7 port 50412 ssh2"
_SSH_FROM = re.compile(r"\bfrom (?P<address>[0-9A-Fa-f.:]+)(?:%\S+)? port \d")


def add_aliases(fields: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """The fields, and beside them the names under which rules for several logs ask for them.

    Of OpenSSH's lines the address they came from, as `PayloadAddress`.
    """
    if fields.get("Channel") == "OpenSSH/Operational":
        found = _SSH_FROM.search(str(fields.get("payload", "")))
        if found is not None:
            fields["PayloadAddress"] = found["address"]
        return fields
    aliases = _ALIASES.get(str(fields.get("EventID"))) if fields.get("Channel") == "Security" else None
    for name, alias in (aliases or {}).items():
        value = fields.get(name)
        if value is not None and (alias not in fields or alias == "ProcessId"):
            fields[alias] = value
    if aliases and fields.get("EventID") == "4657":
        fields["TargetObject"] = f"{fields.get('ObjectName', '')}\\{fields.get('ObjectValueName', '')}"
    return fields


def list_alias_sources(source: str, event: str) -> frozenset[str]:
    """The fields of a kind of record that bear other names for rules, too."""
    aliases = _ALIASES.get(event, {}) if source == "eventlog/Security" else {}
    return frozenset({*aliases, "ObjectValueName"} if event == "4657" else aliases)


class StartedProcesses:
    """Which program each process of a chunk runs: Windows before 10 names of a parent its number alone."""

    def __init__(self) -> None:
        self._programs: dict[tuple[str, str], str] = {}

    def name_parent(self, record: LogRecord) -> str:
        """The program of the process that started this one, where its own record stands before; else ""."""
        if record.event != "4688" or record.channel != "Security" or '"ParentProcessName"' in record.text:
            return ""
        fields = flatten(record.text)
        parent = self._programs.get((record.computer, str(fields.get("ParentProcessId", ""))), "")
        self._programs[record.computer, str(fields.get("ProcessId", ""))] = str(fields.get("Image", ""))
        return parent


def list_chunks(size: int) -> Iterator[int]:
    """Where chunks may begin in a file of this size."""
    yield from range(FILE_HEADER_BYTES, size - _FIRST_RECORD_AT, CHUNK_BYTES)


class ChunkSpan(NamedTuple):
    """What the headers of a chunk say: numbers and times of its first and last record."""

    first: int
    last: int
    first_ns: int
    last_ns: int


def map_chunk(log: bytes | memoryview, at: int) -> ChunkSpan | None:
    """What the chunk's headers say, without reading its records; None where no chunk with records is.

    Reads 536 bytes at the chunk's begin, and 24 where its last record stands.
    """
    if bytes(log[at : at + 8]) != CHUNK_MAGIC:
        return None
    first, last = struct.unpack_from("<QQ", log, at + 8)
    (last_at,) = struct.unpack_from("<I", log, at + 44)
    spans = []
    for offset in (_FIRST_RECORD_AT, last_at):
        if offset + _RECORD.size > CHUNK_BYTES or at + offset + _RECORD.size > len(log):
            return None
        magic, _, _, ticks = _RECORD.unpack_from(log, at + offset)
        if magic != b"**\0\0":
            return None
        spans.append(_read_ticks(ticks))
    return ChunkSpan(first, last, spans[0], spans[1])
