"""Compound files (OLE) of whole sectors, as Outlook's messages and old Word files are. Source: [MS-CFB]."""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# shorter streams would lie in another place
_LEAST = 4096


def make_compound(streams: dict[str, bytes]) -> bytes:
    """A file with these streams right below the root, each filled up to 4096 bytes."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    contents = [streams[name] + bytes(max(0, _LEAST - len(streams[name]))) for name in names]
    entries = (1 + len(names) + 3) // 4 * 4
    directory = entries * 128 // _SECTOR
    fat: list[int] = [_FAT, *range(2, 1 + directory), _END]
    data, starts = b"", []
    for content in contents:
        padded = content + bytes(-len(content) % _SECTOR)
        starts.append(len(fat))
        count = len(padded) // _SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        data += padded
    assert len(fat) <= _SECTOR // 4
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    numbers = (62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    head = struct.pack("<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *numbers)
    head = head + b"\xff" * (_SECTOR - len(head))
    tree = [_make_entry("Root Entry", 5, child=1 if names else _FREE, start=_END, size=0)]
    for number, (name, content) in enumerate(zip(names, contents, strict=True)):
        right = number + 2 if number + 1 < len(names) else _FREE
        tree.append(_make_entry(name, 2, right=right, start=starts[number], size=len(content)))
    listed = b"".join(tree) + bytes(128) * (entries - len(tree))
    return head + table + listed + data


def _make_entry(
    name: str, kind: int, *, start: int, size: int, child: int = _FREE, right: int = _FREE
) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, right, child)
        + bytes(16 + 4 + 16)
        + struct.pack("<IQ", start, size)
    )


def make_message(body: str, subject: str = "Friday") -> bytes:
    """Outlook's message with a body. Source: [MS-OXMSG] 2.1."""
    texts = {0x0037: subject, 0x0C1F: "karen.oneil@dist.org", 0x0E04: "william.hart@dist.org", 0x1000: body}
    streams = {f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in texts.items()}
    return make_compound({**streams, "__properties_version1.0": bytes(32)})


def make_word(text: str) -> bytes:
    """An old Word file of one piece. Source: [MS-DOC] 2.4.1, 2.5.1, 2.8.35."""
    start, lines = 2048, text.replace("\n", "\r")
    try:
        raw, place = lines.encode("cp1252"), start * 2 | 0x40000000
    except UnicodeEncodeError:
        raw, place = lines.encode("utf-16-le"), start
    count = len(raw) if place != start else len(raw) // 2
    pieces = struct.pack("<II", 0, count) + struct.pack("<HIH", 0, place, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    body = bytearray(start) + raw
    struct.pack_into("<HH", body, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", body, 10, 0x0200)
    struct.pack_into("<II", body, 0x01A2, 0, len(table))
    return make_compound({"WordDocument": bytes(body), "1Table": table})
