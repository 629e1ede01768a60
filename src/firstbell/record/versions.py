"""What is known of one version of one path: its state and why."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class State(StrEnum):
    """State of a version. `unknown` never outranks `intact`."""

    INTACT = "intact"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


class Judgement(msgspec.Struct, frozen=True):
    """A state with its reason: `code` is stable and dotted, `reason` is one line for a technician."""

    state: State
    code: str
    reason: str


class FileVersion(msgspec.Struct, frozen=True):
    """One content of one path, as a snapshot held it.

    `path`: absolute path inside the snapshot, bytes. `content`: blob ids (32 raw bytes each) in order.
    `mtime_ns` and `ctime_ns`: nanoseconds since the epoch. `inode` and `device_id` are 0 where unknown.
    `kind`: restic's node type ("file", "symlink", ...); only a "file" has content.
    """

    path: bytes
    kind: str
    size_bytes: int
    content: tuple[bytes, ...]
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0
    device_id: int = 0
    mode: int = 0


class Change(msgspec.Struct, frozen=True):
    """What became of one path between two snapshots; at least one side is set.

    new: old is None. removed: new is None. changed: both. Renames are found later, by pairing.
    """

    old: FileVersion | None
    new: FileVersion | None
