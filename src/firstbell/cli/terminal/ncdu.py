"""A listing in the export format of ncdu, in which `ncdu -f -` shows what takes the room.

Source: https://dev.yorhel.nl/ncdu/jsonfmt; field names and their order as restic 0.18 writes them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path
from firstbell.repository.description import describe_snapshot

if TYPE_CHECKING:
    from firstbell.repository import Node, Snapshot, WalkEntry

_BLOCK_BYTES = 512
_FORMAT = "1, 2"
# as in `stat`: set-user-id, set-group-id, sticky
_MODE_BITS = ((23, 0o4000), (22, 0o2000), (20, 0o1000))


def write_ncdu(snapshot: Snapshot, entries: Iterable[WalkEntry]) -> None:
    """Write the listing to stdout. `entries`: a folder stands before what is in it."""
    about = describe_snapshot(snapshot)
    for name in ("id", "short_id"):
        del about[name]
    out = sys.stdout
    out.write(f'[{_FORMAT}, {_render(about)}, [{{"name":"/"}}')
    above: list[bytes] = []
    for path, node in entries:
        while above and not path.startswith(above[-1] + b"/"):
            above.pop()
            out.write("\n" + _indent(above) + "]")
        out.write(",\n" + _indent(above))
        if node.type == "dir":
            above.append(path)
            out.write("[\n" + _indent(above))
        out.write(_render(_describe(node)))
    while above:
        above.pop()
        out.write("\n" + _indent(above) + "]")
    out.write("\n]\n]\n")


def _indent(above: list[bytes]) -> str:
    return "  " * (len(above) + 1)


def _render(fields: dict[str, Any]) -> str:
    return msgspec.json.encode(fields).decode()


def _describe(node: Node) -> dict[str, Any]:
    blocks = -(-node.size // _BLOCK_BYTES)
    try:
        mtime_s = parse_time(node.mtime) // NS_PER_S
    except Error:
        mtime_s = 0
    mode = node.mode & 0o777
    for bit, value in _MODE_BITS:
        mode |= value if node.mode >> bit & 1 else 0
    return {
        "name": show_path(node.name),
        "asize": node.size,
        "dsize": blocks * _BLOCK_BYTES,
        "dev": node.device_id,
        "ino": node.inode,
        "nlink": node.links,
        "notreg": node.type not in {"file", "dir"},
        "uid": node.uid,
        "gid": node.gid,
        "mode": mode,
        "mtime": mtime_s,
    }
