"""An open registry hive: its keys by path, their values, and when they were written.

`descriptor`: of a file with room for the bytes, for a fenced child, which can make none and open no other.
"""

from __future__ import annotations

import mmap
import re
import tempfile
from collections.abc import Iterator
from typing import Any

import regipy_rs

from firstbell.investigate.hunts.readers.found import UnreadableSourceError

EPOCH_TICKS = 116_444_736_000_000_000
_MOST_SUBKEYS = 20_000
Values = dict[str, tuple[str, str, Any]]


class Hive:
    """One open hive. Values are (name as written, type, data); text for text, int for numbers, bytes else."""

    def __init__(self, data: bytes, path: str, descriptor: int = -1) -> None:
        if data[:4] != b"regf":
            raise UnreadableSourceError("it does not begin as a registry hive does")
        hive: Any = _open(data) if descriptor < 0 else _open_held(data, descriptor)
        self.root = hive.root()
        self.name = path.rpartition("/")[2].upper()
        self.is_dirty = hive.header.primary_sequence_num != hive.header.secondary_sequence_num

    def find(self, path: str, start: Any = None) -> Any:
        """The key at a path; None where there is none."""
        key: Any = start or self.root
        for part in path.split("\\") if path else ():
            if key is None:
                return None
            key = key.find_subkey(part)
        return key

    def list_keys(self, pattern: str, start: Any = None) -> Iterator[tuple[str, Any]]:
        """(path, key) of every key that a path with `*` names."""
        before, star, after = pattern.partition("\\*")
        key = self.find(before, start)
        if key is None:
            return
        if not star:
            yield before, key
            return
        for inner in list_subkeys(key):
            found = self.find(after.lstrip("\\"), inner) if after else inner
            if found is not None:
                yield f"{before}\\{inner.name}{after}", found


def _open(data: bytes) -> Any:
    """The library reads a path, and reads it whole."""
    with tempfile.TemporaryFile() as copy:
        copy.write(data)
        copy.flush()
        copy.seek(0)
        return regipy_rs.RegistryHive(f"/dev/fd/{copy.fileno()}")


def _open_held(data: bytes, descriptor: int) -> Any:
    with mmap.mmap(descriptor, 0) as held:
        if held[: len(data)] != data:  # its logs were applied
            held[: len(data)] = data
    return regipy_rs.RegistryHive(f"/dev/fd/{descriptor}")


def list_subkeys(key: Any) -> Iterator[Any]:
    """The subkeys that can be read."""
    try:
        for at, inner in enumerate(key.subkeys()):
            if at >= _MOST_SUBKEYS:
                return
            yield inner
    except regipy_rs.ParsingError:
        return


def read_values(key: Any) -> Values:
    """The values of a key by name in lower case."""
    values, _ = key.values(as_json=False, trim_values=False)
    found: Values = {}
    for one in values:
        name = str(one[0] or "")
        name = "" if name == "(default)" else name
        found[name.lower()] = (name, str(one[1]), one[2])
    return found


def render(data: Any) -> str:
    """Data as text."""
    if isinstance(data, list | tuple):
        return " | ".join(str(one) for one in data if str(one))
    if isinstance(data, bytes):
        return data.hex()
    return str(data).strip("\0 ")


def read_time_ns(key: Any) -> int:
    """When a key was written last, in nanoseconds."""
    return max(0, (int(key.header.last_modified) - EPOCH_TICKS) * 100)


def read_text(values: Values, name: str) -> str:
    """A value as text, by its name in lower case; "" where there is none."""
    return render(values[name][2]) if name in values else ""


def read_raw(data: Any) -> bytes:
    """Data as bytes: the library gives them as hexadecimal text."""
    if isinstance(data, str) and len(data) % 2 == 0 and re.fullmatch(r"[0-9a-fA-F]*", data) is not None:
        return bytes.fromhex(data)
    return data if isinstance(data, bytes) else b""
