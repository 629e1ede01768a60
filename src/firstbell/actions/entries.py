"""What verbs write on ledgers: one type for each kind of entry, read back by the same type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

import msgspec

from firstbell.case.case import FOUND
from firstbell.ledger.bodies import EntryBody
from firstbell.record.receipt import Receipt


class NotCarriedCount(msgspec.Struct, frozen=True):
    """What of the snapshot the target could not hold, such as access lists, and of how many entries."""

    what: str
    count: int


class RecoverRun(EntryBody, frozen=True, kw_only=True):
    """A snapshot or a composed tree was restored. `snapshot_id`: "" where it was composed in memory."""

    KIND: ClassVar[str] = "recover.run"
    renamed: ClassVar[Mapping[str, str]] = {"snapshot_hex_id": "snapshot_id"}

    snapshot_id: str
    target: str
    files_restored: int
    bytes_restored: int
    files_verified: int
    files_failed: int
    files_skipped: int
    seconds: float
    not_carried: tuple[NotCarriedCount, ...] = ()

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """The body that a receipt becomes."""
        return cls(
            snapshot_id=receipt.snapshot_hex_id,
            target=receipt.target,
            files_restored=receipt.files_restored,
            bytes_restored=receipt.bytes_restored,
            files_verified=receipt.files_verified,
            files_failed=receipt.files_failed,
            files_skipped=receipt.files_skipped,
            seconds=round(receipt.seconds, 3),
            not_carried=tuple(NotCarriedCount(one.what, one.count) for one in receipt.not_carried),
        )


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


class ReadinessMeasured(EntryBody, frozen=True, kw_only=True):
    """When the school would reopen, as it was measured. Seconds; `tiers`: pairs of tier and seconds."""

    KIND: ClassVar[str] = "drill.readiness"

    all_s: float
    measured: bool
    first_bell_s: float | None = None
    tiers: tuple[tuple[int, float | None], ...] = ()
    without: tuple[str, ...] = ()
    never_rehearsed: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    single_copy: tuple[str, ...] = ()


class PacksRead(EntryBody, frozen=True, kw_only=True):
    """What of a repository was read and proven. `unread`: packs not read within `days`."""

    KIND: ClassVar[str] = "drill.packs_read"

    repository: str
    packs: int
    packs_read: int
    bytes_read: int
    unread: int
    days: float
    problems: tuple[str, ...] = ()


class CaseNoted(EntryBody, frozen=True, kw_only=True):
    """On the desk's ledger: which case is about an event of the repository."""

    KIND: ClassVar[str] = "case.opened"

    case: str
    name: str
    event: str | None = None
    repository: str | None = None


class HeadStamped(EntryBody, frozen=True, kw_only=True):
    """An authority time-stamped a head of this ledger. `serial`: of the stamp; `stamped`: RFC 3339, UTC."""

    KIND: ClassVar[str] = "note.stamped"

    text: str
    root: str
    size: int
    serial: str
    stamped: str
    authority: str


class DamageFound(EntryBody, frozen=True, kw_only=True):
    """The examiner found damage in a snapshot. `signs`: codes of the reasons; `clean_point`: hex id of the
    newest clean snapshot before, None where there is none.
    """

    KIND: ClassVar[str] = FOUND

    host: str
    repository: str
    event: str | None
    snapshot: str
    snapshot_time: str
    verdict: str
    signs: tuple[str, ...]
    files_damaged: int
    files_deleted: int
    clean_point: str | None
