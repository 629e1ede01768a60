"""Transaction logs of hives (`.LOG1`, `.LOG2`): what Windows had written there and not into the hive yet.

A log: a copy of the hive's base block (512 bytes), then entries. An entry: `HvLE`, size, flags, sequence,
size of the hive's bins, number of pages (u32 each), two hashes (u64 each), then for each page its offset in
the bins and its size (u32 each), then the pages. Entries count up from the hive's second sequence number; a
gap ends them.

Source: Maxim Suhanov, "Windows registry file format specification", new format of transaction logs.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BASE_BYTES = 4096
_LOG_HEAD_BYTES = 512
_ENTRY = b"HvLE"
_MASK = 0xFFFFFFFF
_MOST_ENTRY = 64 << 20
_SEED = (0x82EF4D88, 0x7A4E55C5)


@dataclass(frozen=True)
class LoggedPages:
    """One entry of a log. `pages`: (offset behind the base block, bytes)."""

    sequence: int
    bins_bytes: int
    pages: tuple[tuple[int, bytes], ...]


def is_dirty(hive: bytes) -> bool:
    """Whether a hive was in use when it was copied: its two sequence numbers differ."""
    return len(hive) >= _BASE_BYTES and hive[4:8] != hive[8:12]


def apply_logs(hive: bytes, logs: Iterable[bytes]) -> tuple[bytes, int]:
    """(the hive with what its logs hold beyond it, how many entries that were)."""
    if not is_dirty(hive):
        return hive, 0
    (wanted,) = struct.unpack_from("<I", hive, 8)
    entries = {entry.sequence: entry for log in logs for entry in list_entries(log)}
    out = bytearray(hive)
    count = 0
    while wanted in entries:
        entry = entries[wanted]
        end = _BASE_BYTES + entry.bins_bytes
        out.extend(bytes(max(0, end - len(out))))
        for offset, data in entry.pages:
            out[_BASE_BYTES + offset : _BASE_BYTES + offset + len(data)] = data
        struct.pack_into("<I", out, 40, entry.bins_bytes)
        wanted = (wanted + 1) & _MASK
        count += 1
    if count:
        struct.pack_into("<II", out, 4, wanted, wanted)
        struct.pack_into("<I", out, 508, check_base(bytes(out[:508])))
    return bytes(out), count


def check_base(head: bytes) -> int:
    """The checksum of a base block: the XOR of its first 127 words, never 0 or all ones."""
    value = 0
    for word in struct.unpack("<127I", head):
        value ^= word
    return {0: 1, _MASK: _MASK - 1}.get(value, value)


def list_entries(log: bytes) -> Iterator[LoggedPages]:
    """The entries of a log up to the first that is damaged."""
    at = _LOG_HEAD_BYTES
    while log[at : at + 4] == _ENTRY and at + 40 <= len(log):
        size, _, sequence, bins, count = struct.unpack_from("<5I", log, at + 4)
        whole = log[at : at + size]
        if not 40 <= size <= _MOST_ENTRY or len(whole) != size or 40 + 8 * count > size:
            return
        first, second = struct.unpack_from("<QQ", whole, 24)
        if hash_marvin(whole[40:]) != first or hash_marvin(whole[:32]) != second:
            return
        pages, place = [], 40 + 8 * count
        for number in range(count):
            offset, length = struct.unpack_from("<II", whole, 40 + 8 * number)
            if place + length > size or offset + length > bins:
                return
            pages.append((offset, whole[place : place + length]))
            place += length
        yield LoggedPages(sequence, bins, tuple(pages))
        at += size


def hash_marvin(data: bytes) -> int:
    """Marvin32 with the seed of hives, as 64 bits.

    >>> hex(hash_marvin(b""))
    '0xb39efca403966e08'
    """
    low, high = _SEED[1], _SEED[0]
    whole = len(data) // 4 * 4
    for (word,) in struct.iter_unpack("<I", data[:whole]):
        low = (low + word) & _MASK
        low, high = _mix(low, high)
    rest = data[whole:] + b"\x80"
    low = (low + int.from_bytes(rest, "little")) & _MASK
    low, high = _mix(*_mix(low, high))
    return high << 32 | low


def _mix(low: int, high: int) -> tuple[int, int]:
    high ^= low
    low = (_turn(low, 20) + high) & _MASK
    high = _turn(high, 9) ^ low
    low = (_turn(low, 27) + high) & _MASK
    return low, _turn(high, 19)


def _turn(value: int, bits: int) -> int:
    return (value << bits | value >> (32 - bits)) & _MASK
