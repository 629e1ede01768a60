r"""Windows event logs, made: a file of 64 KiB chunks, one template instance a record.

File header (4,096 bytes): `ElfFile\0`, first and last chunk (u64), next record (u64), 128 (u32), version 3.1
(u16, u16), 4,096 (u16), chunks (u16); at 120 flags (u32), CRC-32 of the first 120 bytes (u32).
Chunk header (512 bytes): `ElfChnk\0`, first and last number, first and last id (u64 each), 128 (u32),
offset of the last record, of the free space, CRC-32 of the records; at 124 CRC-32 of bytes 0 to 120 and 128
to 512. Record: `**\0\0`, size (u32), number (u64), FILETIME (u64), binary XML, size again.

Source: libyal, "Windows XML Event Log (EVTX) format"; read back by the readers of `investigate.hunts`.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

CHUNK_BYTES = 0x10000
HEADER_BYTES = 0x1000
_CHUNK_HEADER_BYTES = 512
_EPOCH_TICKS = 116_444_736_000_000_000
_STRING, _UINT16, _UINT64, _FILETIME = 0x01, 0x06, 0x0A, 0x11


@dataclass(frozen=True)
class Event:
    """One record to be written. `data`: named values of EventData, or of the element that `user_data`
    names.
    """

    record_id: int
    time_ns: int
    event_id: int
    channel: str
    provider: str
    data: Mapping[str, str] = field(default_factory=dict)
    computer: str = "host.district.example"
    user_data: str = ""
    number: int = 0


def write_log(events: Sequence[Event]) -> bytes:
    """A whole log file that holds these events, in this order."""
    chunks = list(_fill_chunks(events))
    head = b"ElfFile\0" + struct.pack(
        "<QQQIHHHH", 0, max(0, len(chunks) - 1), len(events) + 1, 128, 1, 3, HEADER_BYTES, len(chunks)
    )
    head = head.ljust(120, b"\0")
    head += struct.pack("<II", 0, zlib.crc32(head))
    return head.ljust(HEADER_BYTES, b"\0") + b"".join(chunks)


def _fill_chunks(events: Sequence[Event]) -> Iterable[bytes]:
    body = bytearray()
    held: list[tuple[int, int]] = []
    for at, event in enumerate(events, 1):
        number = event.number or event.record_id or at
        record = _render_record(event, number, _CHUNK_HEADER_BYTES + len(body))
        if _CHUNK_HEADER_BYTES + len(body) + len(record) > CHUNK_BYTES:
            yield _close_chunk(body, held)
            body, held = bytearray(), []
            record = _render_record(event, number, _CHUNK_HEADER_BYTES)
        held.append((number, _CHUNK_HEADER_BYTES + len(body)))
        body += record
    if held:
        yield _close_chunk(body, held)


def _close_chunk(body: bytearray, held: Sequence[tuple[int, int]]) -> bytes:
    first, last = held[0][0], held[-1][0]
    head = b"ElfChnk\0" + struct.pack("<QQQQ", first, last, first, last)
    head += struct.pack("<IIII", 128, held[-1][1], _CHUNK_HEADER_BYTES + len(body), zlib.crc32(bytes(body)))
    head = head.ljust(120, b"\0")
    tables = bytes(_CHUNK_HEADER_BYTES - 128)
    head += struct.pack("<II", 0, zlib.crc32(head + tables))
    return (head + tables + bytes(body)).ljust(CHUNK_BYTES, b"\0")


def _render_record(event: Event, number: int, offset: int) -> bytes:
    ticks = event.time_ns // 100 + _EPOCH_TICKS
    binary = _render_instance(event, offset + 24, ticks)
    size = 24 + len(binary) + 4
    return struct.pack("<4sIQQ", b"**\0\0", size, number, ticks) + binary + struct.pack("<I", size)


@functools.cache
def _render_name(text: str) -> bytes:
    value = 0
    for unit in text:
        value = (value * 65599 + ord(unit)) & 0xFFFFFFFF
    return struct.pack("<IHH", 0, value & 0xFFFF, len(text)) + text.encode("utf-16-le") + b"\0\0"


class _Template:
    """Binary XML of a template, and the values that are put into it. `at`: where in the chunk it begins."""

    def __init__(self, at: int) -> None:
        self.out = bytearray()
        self._at = at
        self.values: list[tuple[int, bytes]] = []

    def _name(self, text: str) -> None:
        self.out += struct.pack("<I", self._at + len(self.out) + 4) + _render_name(text)

    def put(self, kind: int, value: bytes) -> None:
        """A place for a value, and the value."""
        self.out += struct.pack("<BHB", 0x0D, len(self.values), kind)
        self.values.append((kind, value))

    def element(self, name: str, attributes: Mapping[str, tuple[int, bytes]], content: object = None) -> None:
        """An element; `content`: a pair (kind, value), a function that adds children, or nothing."""
        self.out += struct.pack("<BH", 0x41 if attributes else 0x01, 0xFFFF)
        size_at = len(self.out)
        self.out += b"\0\0\0\0"
        self._name(name)
        if attributes:
            self._attributes(attributes)
        if content is None:
            self.out += b"\x03"
        else:
            self.out += b"\x02"
            if callable(content):
                content()
            elif isinstance(content, tuple):
                self.put(*content)
            self.out += b"\x04"
        self.out[size_at : size_at + 4] = struct.pack("<I", len(self.out) - size_at - 4)

    def _attributes(self, attributes: Mapping[str, tuple[int, bytes]]) -> None:
        size_at = len(self.out)
        self.out += b"\0\0\0\0"
        for left, (name, value) in zip(range(len(attributes) - 1, -1, -1), attributes.items(), strict=True):
            self.out += b"\x46" if left else b"\x06"
            self._name(name)
            self.put(*value)
        self.out[size_at : size_at + 4] = struct.pack("<I", len(self.out) - size_at - 4)


def _text(value: str) -> tuple[int, bytes]:
    return _STRING, value.encode("utf-16-le", "replace")


def _render_instance(event: Event, at: int, ticks: int) -> bytes:
    # fragment header 4, instance token 1 + 1 + 4 + 4, definition 4 + 16 + 4
    definition_at = at + 4 + 10
    template = _Template(definition_at + 24)
    template.out += b"\x0f\x01\x01\x00"

    def fill_event() -> None:
        template.element("System", {}, lambda: _fill_system(template, event, ticks))
        if event.user_data:
            inner = lambda: _fill_named(template, event.data)  # noqa: E731 - two levels of one thing
            template.element("UserData", {}, lambda: template.element(event.user_data, {}, inner))
        else:
            template.element("EventData", {}, lambda: _fill_data(template, event.data))

    template.element("Event", {}, fill_event)
    template.out += b"\x00"
    out = b"\x0f\x01\x01\x00" + struct.pack("<BBII", 0x0C, 1, event.event_id, definition_at)
    out += struct.pack("<I16sI", 0, struct.pack("<IIII", event.event_id, 1, 2, 3), len(template.out))
    out += bytes(template.out)
    out += struct.pack("<I", len(template.values))
    out += b"".join(struct.pack("<HBB", len(value), kind, 0) for kind, value in template.values)
    return out + b"".join(value for _, value in template.values) + b"\x00"


def _fill_system(template: _Template, event: Event, ticks: int) -> None:
    template.element("Provider", {"Name": _text(event.provider)})
    template.element("EventID", {}, (_UINT16, struct.pack("<H", event.event_id)))
    template.element("TimeCreated", {"SystemTime": (_FILETIME, struct.pack("<Q", ticks))})
    template.element("EventRecordID", {}, (_UINT64, struct.pack("<Q", event.record_id)))
    template.element("Channel", {}, _text(event.channel))
    template.element("Computer", {}, _text(event.computer))


def _fill_data(template: _Template, data: Mapping[str, str]) -> None:
    for name, value in data.items():
        template.element("Data", {"Name": _text(name)} if name else {}, _text(value))


def _fill_named(template: _Template, data: Mapping[str, str]) -> None:
    for name, value in data.items():
        template.element(name, {}, _text(value))
