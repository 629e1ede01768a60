"""The fields of snapshots and of their entries for lists, under restic's names."""

from __future__ import annotations

from typing import Any

import msgspec

from firstbell.base.pathtext import show_path
from firstbell.repository.format.node import Node
from firstbell.repository.format.snapshot import Snapshot

_OWN_FIELDS = ("hex_id", "extra")
# Go's os.FileMode writes a letter for each of its high bits
_MODE_LETTERS = "dalTLDpSugct?"


def describe_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot's fields, as restic gives them."""
    fields: dict[str, Any] = msgspec.to_builtins(snapshot)
    for name in _OWN_FIELDS:
        fields.pop(name, None)
    fields.setdefault("paths", list(snapshot.paths))
    return {**fields, **snapshot.extra, "id": snapshot.hex_id, "short_id": snapshot.short_id}


def format_mode(mode: int) -> str:
    """A Go file mode as Go writes it.

    >>> format_mode((1 << 31) | 0o750)
    'drwxr-x---'
    """
    letters = "".join(letter for at, letter in enumerate(_MODE_LETTERS) if mode & (1 << (31 - at)))
    permissions = "".join(letter if mode & (1 << (8 - at)) else "-" for at, letter in enumerate("rwxrwxrwx"))
    return (letters or "-") + permissions


def describe_node(path: bytes, node: Node) -> dict[str, Any]:
    """The fields of an entry of a folder, as `ls --json` gives them."""
    fields: dict[str, Any] = {"name": show_path(node.name), "type": node.type, "path": show_path(path)}
    fields |= {"uid": node.uid, "gid": node.gid}
    if node.type == "file":
        fields["size"] = node.size
    fields |= {"mode": node.mode, "permissions": format_mode(node.mode)}
    fields |= {"mtime": node.mtime, "atime": node.atime, "ctime": node.ctime, "inode": node.inode}
    return fields
