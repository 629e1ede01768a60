"""Registry hives, made: base block, one bin, keys with values.

Base block (4,096 bytes): `regf`, two sequence numbers, FILETIME, version 1.3, offset of the root, bytes of
bins; at 508 the XOR of the 127 words before. Bin: `hbin`, offset, size; cells with a negative size where
used. Cells: `nk` (76 bytes and the name), `vk` (20 bytes and the name), `lh` (offset and hash of each
subkey).

Source: Maxim Suhanov, "Windows registry file format specification".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_EPOCH_TICKS = 116_444_736_000_000_000
_NOTHING = 0xFFFFFFFF
_SZ, _BINARY, _DWORD, _MULTI_SZ = 1, 3, 4, 7
Value = str | int | bytes | Sequence[str]


@dataclass
class HiveKey:
    """One key: its values and its subkeys by name. `time_ns`: when it was written last."""

    values: dict[str, Value] = field(default_factory=dict)
    subkeys: dict[str, HiveKey] = field(default_factory=dict)
    time_ns: int = 1_600_000_000_000_000_000


def make_tree(values: Mapping[str, Mapping[str, Value]], time_ns: int = 1_600_000_000_000_000_000) -> HiveKey:
    r"""A tree of keys from paths (`Software\Microsoft`) and their values."""
    root = HiveKey(time_ns=time_ns)
    for path, named in values.items():
        key = root
        for part in path.split("\\") if path else ():
            key = key.subkeys.setdefault(part, HiveKey(time_ns=time_ns))
        key.values.update(named)
    return root


class _Bin:
    def __init__(self) -> None:
        self.out = bytearray(32)
        self._security = 0

    def add(self, data: bytes) -> int:
        """A cell; its offset from the first bin."""
        at = len(self.out)
        size = -(-(len(data) + 4) // 8) * 8
        self.out += struct.pack("<i", -size) + data.ljust(size - 4, b"\0")
        return at

    def find_security(self) -> int:
        """The one `sk` cell that all keys share. It is not the first: readers look there for the root."""
        if not self._security:
            owner = struct.pack("<BBHIIII", 1, 0, 0x8004, 0, 0, 0, 0)
            self._security = at = self.add(struct.pack("<2sHIIII", b"sk", 0, 0, 0, 1, len(owner)) + owner)
            self.out[at + 8 : at + 16] = struct.pack("<II", at, at)
        return self._security

    def close(self) -> bytes:
        """The whole bin."""
        size = -(-(len(self.out) + 8) // 4096) * 4096
        left = size - len(self.out)
        self.out += struct.pack("<i", left).ljust(left, b"\0")
        self.out[:32] = struct.pack("<4sII8xQI", b"hbin", 0, size, 0, 0)
        return bytes(self.out)


def write_hive(root: HiveKey) -> bytes:
    """A whole hive file."""
    cells = _Bin()
    at = _write_key(cells, root, name="ROOT", parent=0)
    body = cells.close()
    head = struct.pack(
        "<4sIIQIIIIIII", b"regf", 1, 1, root.time_ns // 100 + _EPOCH_TICKS, 1, 3, 0, 1, at, len(body), 1
    )
    head = head.ljust(508, b"\0")
    checksum = 0
    for (word,) in struct.iter_unpack("<I", head):
        checksum ^= word
    return (head + struct.pack("<I", checksum)).ljust(4096, b"\0") + body


def _write_key(cells: _Bin, key: HiveKey, *, name: str, parent: int) -> int:
    at = cells.add(bytes(76 + len(name)))
    security = cells.find_security()
    offsets = [
        (_write_key(cells, inner, name=label, parent=at), label)
        for label, inner in sorted(key.subkeys.items(), key=lambda pair: pair[0].upper())
    ]
    listed = cells.add(_render_list(offsets)) if offsets else _NOTHING
    held = [_write_value(cells, label, value) for label, value in key.values.items()]
    values = cells.add(b"".join(struct.pack("<I", one) for one in held)) if held else _NOTHING
    flags = 0x20 if parent else 0x2C
    record = struct.pack(
        "<2sHQIIIIII",
        b"nk",
        flags,
        key.time_ns // 100 + _EPOCH_TICKS,
        0,
        parent,
        len(offsets),
        0,
        listed,
        _NOTHING,
    )
    record += struct.pack("<IIII", len(held), values, security, _NOTHING)
    record += struct.pack("<IIIIIHH", 64, 0, 64, 1024, 0, len(name), 0) + name.encode("latin-1", "replace")
    cells.out[at + 4 : at + 4 + len(record)] = record
    return at


def _render_list(offsets: Sequence[tuple[int, str]]) -> bytes:
    out = struct.pack("<2sH", b"lh", len(offsets))
    for at, label in offsets:
        value = 0
        for character in label.upper():
            value = (value * 37 + ord(character)) & 0xFFFFFFFF
        out += struct.pack("<II", at, value)
    return out


def _write_value(cells: _Bin, label: str, value: Value) -> int:
    kind, data = _encode(value)
    if len(data) <= 4:
        length, at = len(data) | 0x80000000, int.from_bytes(data.ljust(4, b"\0"), "little")
    else:
        length, at = len(data), cells.add(data)
    name = label.encode("latin-1", "replace")
    return cells.add(struct.pack("<2sHIIIHH", b"vk", len(name), length, at, kind, 1, 0) + name)


def _encode(value: Value) -> tuple[int, bytes]:
    if isinstance(value, int):
        return _DWORD, struct.pack("<I", value)
    if isinstance(value, bytes):
        return _BINARY, value
    if isinstance(value, str):
        return _SZ, (value + "\0").encode("utf-16-le")
    return _MULTI_SZ, ("".join(one + "\0" for one in value) + "\0").encode("utf-16-le")
