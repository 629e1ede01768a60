"""The rows of a catalog as frozen values."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from firstbell.base.clock import format_time, parse_time
from firstbell.catalog.entries import split_content
from firstbell.record.evidence import Evidence
from firstbell.record.examination import Reason, Verdict
from firstbell.record.versions import FileVersion, Judgement, State


class LineRow(msgspec.Struct, frozen=True):
    """One line: the snapshots of `host` with these `paths`; `length` of them."""

    id: int
    host: str
    paths: tuple[str, ...]
    length: int


class HolderRow(NamedTuple):
    """A line that ever held a path. `path`: as the line spells it."""

    line: LineRow
    path: bytes


class SnapshotRow(msgspec.Struct, frozen=True):
    """One snapshot of a line. `time`: RFC 3339 as the snapshot says it. `tree`: 32 bytes.

    `time_ns`: by which it counts, which is later where it came later than it says (`order`). `excludes`: the
    patterns that its backup left out.
    """

    id: bytes
    line: int
    host: str
    position: int
    time_ns: int
    time: str
    tree: bytes
    excludes: tuple[str, ...] = ()

    @property
    def hex_id(self) -> str:
        """The id as text."""
        return self.id.hex()

    @property
    def moment(self) -> str:
        """The time by which it counts, RFC 3339; as the snapshot writes it where that is the same."""
        is_own = parse_time(self.time) >= self.time_ns
        return self.time if is_own else format_time(self.time_ns)


class VersionRow(msgspec.Struct, frozen=True):
    """One version of one path in one line, held by the snapshots at positions `first` to `gone` - 1.

    `gone` is None while the newest snapshot holds it. `judgement` is None where nobody looked yet.
    `was`: the path the same document had before, where this version came with a new name.
    """

    line: int
    path: bytes
    first: int
    gone: int | None
    kind: str
    size_bytes: int
    content: bytes
    target: bytes
    mtime_ns: int
    judgement: Judgement | None
    was: bytes | None

    @property
    def state(self) -> State | None:
        """The state, None where nobody looked yet."""
        return self.judgement.state if self.judgement else None

    def is_held_at(self, position: int) -> bool:
        """Whether the snapshot at this position holds the version."""
        return self.first <= position and (self.gone is None or position < self.gone)

    def to_version(self) -> FileVersion:
        """The fact that travels between rooms."""
        return FileVersion(
            path=self.path,
            kind=self.kind,
            size_bytes=self.size_bytes,
            content=split_content(self.content),
            mtime_ns=self.mtime_ns,
        )


class ExaminationRow(msgspec.Struct, frozen=True):
    """The stored examination of one snapshot, without its findings (these stand at the versions).

    `evidence`: what the verdict was worked out from, None where nobody weighed.
    """

    snapshot: SnapshotRow
    verdict: Verdict
    reasons: tuple[Reason, ...]
    files_changed: int
    files_damaged: int
    notes: tuple[bytes, ...]
    deleted: tuple[bytes, ...]
    renamed: tuple[tuple[bytes, bytes], ...]
    hints: tuple[str, ...]
    evidence: Evidence | None = None
