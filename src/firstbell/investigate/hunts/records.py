"""What readers give: records that fit a rule, what a log holds by id, and what only whole nights can
judge.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

FORMAT_VERSION = 4
# of a field that a trace tells, so much is kept
MOST_FIELD = 600
_MOST_FIELDS = 48
# results hold times in 64 bits: up to the year 2262
_MOST_NS = 2**63 - 1


def fit_time(time_ns: int) -> int:
    """A time in nanoseconds; 0, none, for one that results cannot hold.

    Anybody can write "9999-12-31" into a log: such a line must not make the whole file unreadable.
    """
    return time_ns if -_MOST_NS <= time_ns <= _MOST_NS else 0


class HeldRecords(msgspec.Struct, array_like=True, frozen=True):
    """A file as a snapshot holds it. `content`: hex ids of its blobs, joined by nothing (64 digits each).

    `born_ns`: when Windows says that it was made, 0 where nobody says; `source`: the reader that reads it,
    or "".
    """

    path: bytes
    size_bytes: int
    content: str
    mtime_ns: int
    ctime_ns: int
    born_ns: int = 0
    mode: int = 0
    source: str = ""

    @property
    def blob_ids(self) -> list[bytes]:
        """The ids of its blobs, 32 bytes each."""
        return [bytes.fromhex(self.content[at : at + 64]) for at in range(0, len(self.content), 64)]


class Hit(msgspec.Struct, array_like=True):
    """A record that fits a rule. `record`: its EventRecordID, -1 where its source has none.

    `source`: "eventlog/Security"; `computer`: the name in the record, which may be another host's.
    """

    rule: str
    record: int
    time_ns: int
    source: str
    computer: str
    fields: dict[str, str]


class LogPart(msgspec.Struct, array_like=True):
    """What one piece holds of one log. `ids`: EventRecordIDs, ascending; `marks`: a CRC-32 of each record.

    `live`: the numbers of the records' headers are their ids, as in a log that nobody exported or merged.
    """

    channel: str
    computer: str
    ids: list[int]
    marks: list[int]
    first_ns: int
    last_ns: int
    live: bool


class HuntRecord(msgspec.Struct, array_like=True):
    """One thing that a source says and that nights are compared by: a value that starts something, a line.

    `kind`: "autostart", "line", "logon", "network", "setting" ...; `key` names it among its kind.
    """

    kind: str
    key: str
    time_ns: int
    fields: dict[str, str]

    def __post_init__(self) -> None:
        self.time_ns = fit_time(self.time_ns)


class HuntReading(msgspec.Struct):
    """What was read of one piece. `problem`: why it could not be read, or "" ."""

    records: int = 0
    lost: int = 0
    hits: list[Hit] = []
    logs: list[LogPart] = []
    items: list[HuntRecord] = []
    first_ns: int = 0
    last_ns: int = 0
    problem: str = ""
    code: str = ""


def cut_fields(fields: Mapping[str, str | list[str]]) -> dict[str, str]:
    """The fields of a record as a hit keeps them."""
    kept: dict[str, str] = {}
    for name, value in list(fields.items())[:_MOST_FIELDS]:
        text = value if isinstance(value, str) else " | ".join(value)
        kept[name] = text[:MOST_FIELD]
    return kept
