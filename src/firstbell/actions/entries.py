"""What verbs write on ledgers: one type for each kind of entry, read back by the same type."""

from __future__ import annotations

from typing import Any, ClassVar

from firstbell.ledger.bodies import EntryBody


class RecoverKeep(EntryBody, frozen=True, kw_only=True):
    """A person keeps something that would start again, though it looks hostile. `start`: its id."""

    KIND: ClassVar[str] = "recover.keep_persistence"

    start: str
    host: str
    place: str
    key: str
    command: str
    path: str
    reason: str


class ImpactScan(EntryBody, frozen=True, kw_only=True):
    """A scan for personal data: counts, never a name or a value. `read_now`: contents read this time."""

    KIND: ClassVar[str] = "impact.scan"

    files_in_scope: int
    files_read: int
    people: int
    sources: tuple[str, ...] = ()
    files_partly: int = 0
    files_unreadable: int = 0
    bytes_read: int = 0
    exposures: int = 0
    read_now: int = 0
    seconds: float = 0.0


class HeadStamped(EntryBody, frozen=True, kw_only=True):
    """An authority time-stamped a head of this ledger. `serial`: of the stamp; `stamped`: RFC 3339, UTC."""

    KIND: ClassVar[str] = "note.stamped"

    text: str
    root: str
    size: int
    serial: str
    stamped: str
    authority: str


class ImpactReported(EntryBody, frozen=True, kw_only=True):
    """A copy of a scan's result was written. `what`: `page` or `register`; `masked`: names are left out."""

    KIND: ClassVar[str] = "report.impact"

    what: str
    masked: bool
    sha256: str
    people: int


class MessageFound(EntryBody, frozen=True, kw_only=True):
    """A message that somebody handed in does harm. `message`: its `sha256`, `size_bytes` and `number` in the
    file that is evidence. `indicators`: objects with `kind` and `value`, none of them somebody's own data.
    """

    KIND: ClassVar[str] = "finding.message"

    text: str
    label: str
    score: float
    message: dict[str, Any]
    signs: tuple[str, ...] = ()
    indicators: tuple[dict[str, str], ...] = ()


class MessageDecided(EntryBody, frozen=True, kw_only=True):
    """A person decided what a message is. `message`: as of `MessageFound`; `readers`: its label before."""

    KIND: ClassVar[str] = "finding.message_decided"

    text: str
    label: str
    readers: str
    message: dict[str, Any]
    why: str


class ExercisePlayed(EntryBody, frozen=True, kw_only=True):
    """An exercise was played with the district's own systems. `stages`: seconds by name."""

    KIND: ClassVar[str] = "drill.exercised"

    systems: tuple[str, ...] = ()
    files: int = 0
    size_bytes: int = 0
    struck: int = 0
    verdicts: dict[str, str] | None = None
    identical: int = 0
    not_identical: int = 0
    stages: dict[str, float] | None = None
    first_bell_s: float | None = None
    all_s: float | None = None
