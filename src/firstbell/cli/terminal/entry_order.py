"""In which order `ls` shows the entries of a snapshot: restic's ways to sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from firstbell.base.clock import parse_time
from firstbell.base.errors import Error

if TYPE_CHECKING:
    from firstbell.repository import Node, WalkEntry

SORTS = ("name", "size", "time", "mtime", "atime", "ctime", "extension")


def sort_entries(entries: Iterable[WalkEntry], sort: str, *, reverse: bool = False) -> list[WalkEntry]:
    """The entries by one of SORTS; what is equal in that stands by path."""
    key = _KEYS[sort]
    return sorted(entries, key=lambda entry: (key(entry.node), entry.path), reverse=reverse)


def _find_extension(node: Node) -> bytes:
    """From the last dot on: a name that begins with its only dot is all extension, as in Go."""
    _, dot, rest = node.name.rpartition(b".")
    return dot + rest if dot else b""


def _read_time(text: str) -> int:
    try:
        return parse_time(text)
    except Error:
        return 0  # no time at all sorts as the oldest


_KEYS: dict[str, Callable[[Any], Any]] = {
    "name": lambda node: 0,
    "size": lambda node: node.size if node.type == "file" else 0,
    "time": lambda node: _read_time(node.mtime),
    "mtime": lambda node: _read_time(node.mtime),
    "atime": lambda node: _read_time(node.atime),
    "ctime": lambda node: _read_time(node.ctime),
    "extension": _find_extension,
}
