"""Snapshots: one JSON file each, whose id is the SHA-256 of the stored file.

Fields that we do not know survive (`extra`, and `summary_extra` for those of the summary). Times are
RFC 3339 text as they stand there.
Source: restic design document, "Snapshots"; the summary as restic 0.18.0 writes it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from firstbell.base.clock import ZERO_TIME, InvalidTimeError, parse_time
from firstbell.base.ids import is_hex_id
from firstbell.repository.format.bombs import refuse_bomb
from firstbell.repository.format.errors import FormatError


class SnapshotSummary(msgspec.Struct, omit_defaults=False):
    """Counts of the backup that made the snapshot, by restic's names."""

    backup_start: str = ZERO_TIME
    backup_end: str = ZERO_TIME
    files_new: int = 0
    files_changed: int = 0
    files_unmodified: int = 0
    dirs_new: int = 0
    dirs_changed: int = 0
    dirs_unmodified: int = 0
    data_blobs: int = 0
    tree_blobs: int = 0
    data_added: int = 0
    data_added_packed: int = 0
    total_files_processed: int = 0
    total_bytes_processed: int = 0


class Snapshot(msgspec.Struct, omit_defaults=True):
    """One snapshot. `tree`, `parent`, `original`: hex ids. `hex_id` is its own, "" before it is saved."""

    time: str
    tree: str
    paths: list[str] = msgspec.field(default_factory=list)
    parent: str | None = None
    hostname: str = ""
    username: str = ""
    uid: int = 0
    gid: int = 0
    excludes: list[str] | None = None
    tags: list[str] | None = None
    original: str | None = None
    program_version: str = ""
    summary: SnapshotSummary | None = None
    hex_id: str = ""
    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    summary_extra: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def time_ns(self) -> int:
        """The time in nanoseconds since the epoch."""
        return parse_time(self.time)

    @property
    def short_id(self) -> str:
        """The first eight digits of the id."""
        return self.hex_id[:8]


_OWN = ("hex_id", "extra", "summary_extra")
_KNOWN = frozenset(Snapshot.__struct_fields__) - frozenset(_OWN)
_SUMMARY = frozenset(SnapshotSummary.__struct_fields__)


def parse_snapshot(data: bytes, hex_id: str) -> Snapshot:
    """The snapshot in the plaintext of a snapshot file.

    Raises: FormatError, also when its time is none, or one of its ids.
    """
    what = f"snapshot {hex_id[:8]}"
    refuse_bomb(data, what)
    try:
        fields: dict[str, Any] = msgspec.json.decode(data, type=dict[str, Any])
        extra = {key: value for key, value in fields.items() if key not in _KNOWN}
        known = {key: value for key, value in fields.items() if key in _KNOWN}
        if known.get("paths") is None:
            known["paths"] = []
        snapshot = msgspec.convert(known, type=Snapshot)
        parse_time(snapshot.time)
    except (msgspec.MsgspecError, InvalidTimeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(what, str(error)) from None
    for given in (snapshot.tree, snapshot.parent, snapshot.original):
        if given and not is_hex_id(given):
            raise FormatError(what, f"{given[:70]!r} is no id")
    snapshot.hex_id = hex_id
    snapshot.extra = extra
    summary = known.get("summary") or {}
    snapshot.summary_extra = {key: value for key, value in summary.items() if key not in _SUMMARY}
    return snapshot


def render_snapshot(snapshot: Snapshot) -> bytes:
    """The plaintext of a snapshot file."""
    fields: dict[str, Any] = msgspec.to_builtins(snapshot)
    for name in _OWN:
        fields.pop(name, None)
    fields.setdefault("paths", list(snapshot.paths))
    if snapshot.summary is not None:
        fields["summary"].update(snapshot.summary_extra)
    return msgspec.json.encode({**fields, **snapshot.extra})
