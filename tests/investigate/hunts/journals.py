"""Journals of systemd, made: data objects and entries, plain or compact, as systemd lays them down."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import zstandard

HEADER_BYTES = 264


def write_journal(
    entries: Sequence[tuple[int, Mapping[str, str]]], *, compact: bool = False, packed: bool = False
) -> bytes:
    """A journal of (microseconds since the epoch, fields). `packed`: values by zstd."""
    out = bytearray(HEADER_BYTES)
    out[:8] = b"LPKSHHRH"
    struct.pack_into("<I", out, 12, (16 if compact else 0) | (8 if packed else 0))
    known: dict[bytes, int] = {}
    for number, (micros, fields) in enumerate(entries, 1):
        places = []
        for name, value in fields.items():
            payload = f"{name}={value}".encode()
            if payload not in known:
                stored = zstandard.ZstdCompressor().compress(payload) if packed else payload
                head = bytes(56 if compact else 48)
                known[payload] = _add(out, 1, head + stored, flags=4 if packed else 0)
            places.append(known[payload])
        items = b"".join(struct.pack("<I", at) if compact else struct.pack("<QQ", at, 0) for at in places)
        body = struct.pack("<QQQ", number, micros, micros) + b"b" * 16 + bytes(8) + items
        _add(out, 3, body)
    struct.pack_into("<QQ", out, 88, HEADER_BYTES, len(out) - HEADER_BYTES)
    # systemd lets its files grow ahead
    return bytes(out) + bytes(4096)


def _add(out: bytearray, kind: int, body: bytes, flags: int = 0) -> int:
    at = len(out)
    out += struct.pack("<BB6xQ", kind, flags, 16 + len(body)) + body
    out += bytes(-len(out) % 8)
    return at
