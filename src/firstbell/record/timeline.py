"""Lines of a timeline: what happened when, who says so, and where to look. docs/formats/timeline.md."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from firstbell.base.clock import format_time

_DOMAIN = b"firstbell timeline line\n"
_ID_BYTES = 16
_encode = msgspec.json.Encoder(order="deterministic").encode


class LineKind(StrEnum):
    """What a line is about. What stands before the dot names several at once."""

    SNAPSHOT = "snapshot"
    VERDICT = "verdict"
    FIRST_DAMAGE = "damage.first"
    DAMAGE_HOUR = "damage.hour"
    NOTE = "note"
    DELETION = "deletion"
    RENAME = "rename"
    ARRIVAL = "arrival"
    ENTRY = "entry"
    IMPORTED = "imported"
    TRACE = "trace"
    GAP = "coverage.gap"

    @property
    def words(self) -> str:
        """What it is called where a person reads it."""
        return _WORDS[self]


_WORDS = {
    LineKind.SNAPSHOT: "Snapshot",
    LineKind.VERDICT: "Verdict",
    LineKind.FIRST_DAMAGE: "First damage",
    LineKind.DAMAGE_HOUR: "Damage by hour",
    LineKind.NOTE: "Ransom note",
    LineKind.DELETION: "Deletion",
    LineKind.RENAME: "Renaming",
    LineKind.ARRIVAL: "Arrival",
    LineKind.ENTRY: "Entry",
    LineKind.IMPORTED: "Imported",
    LineKind.TRACE: "Trace",
    LineKind.GAP: "Coverage gap",
}


def say_line_kind(kind: str) -> str:
    """A kind of line in words; one that is none stands as it is.

    >>> say_line_kind("damage.first")
    'First damage'
    """
    return next((one.words for one in LineKind if one.value == kind), kind)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line. `path`: bytes inside a snapshot, b"" where it is about none. `fields`: what JSON can hold.

    `timestamp_desc`: what kind of time it is, by whose clock. `reference`: `snapshot:`, `entry:` or
    `import:` and an id, "" where there is none.
    """

    time_ns: int
    kind: LineKind
    message: str
    timestamp_desc: str
    host: str = ""
    path: bytes = b""
    source: str = ""
    reference: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def time(self) -> str:
        """RFC 3339, UTC."""
        return format_time(self.time_ns)

    @property
    def hex_id(self) -> str:
        """32 hex digits, the same wherever the same is said."""
        said = [
            self.time,
            self.kind,
            self.message,
            self.timestamp_desc,
            self.host,
            self.path.hex(),
            self.source,
            self.reference,
            self.fields,
        ]
        return hashlib.sha256(_DOMAIN + _encode(said)).digest()[:_ID_BYTES].hex()

    @property
    def sort_key(self) -> tuple[int, str, bytes, str, str]:
        """The one order of lines: time, host, path, kind, id."""
        return self.time_ns, self.host, self.path, self.kind.value, self.hex_id
