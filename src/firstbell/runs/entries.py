"""Bodies of the entries that recoveries, rehearsals and measurements leave: docs/formats/ledger.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import msgspec

from firstbell.ledger import EntryDraft
from firstbell.ledger.bodies import EntryBody
from firstbell.record.receipt import Receipt
from firstbell.record.recovery import CheckVerdict


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


class SystemProof(EntryBody, frozen=True, kw_only=True):
    """What restoring a system proved. A field that does not apply is left out."""

    system: str
    verdict: str = ""
    why: str | None = None
    snapshots: tuple[str, ...] | None = None
    files: int | None = None
    size_bytes: int | None = None
    files_failed: int | None = None
    files_read_back: int | None = None
    root: str | None = None
    began: str | None = None
    ended: str | None = None
    seconds: float | None = None
    restore_seconds: float | None = None
    who: str | None = None
    checks: tuple[CheckVerdict, ...] | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """The body that a receipt, or the outcome of a rehearsal, becomes."""
        return msgspec.convert({"version": cls.VERSION, **told}, cls)

    def draft(self, refs: Sequence[str] = ()) -> EntryDraft:
        """It as an entry to be, without what does not apply."""
        made = super().draft(refs)
        return made._replace(body={name: value for name, value in made.body.items() if value is not None})


class SystemRehearsed(SystemProof, frozen=True, kw_only=True):
    """A sample of a system was restored and checked, and thrown away. `of_files`, `of_bytes`: of how much."""

    KIND: ClassVar[str] = "drill.rehearsed"

    is_all: bool | None = None
    of_files: int | None = None
    of_bytes: int | None = None
    recovery_point: str | None = None
    checks_left_out: int | None = None
    missing: tuple[str, ...] | None = None


class EndedCommand(msgspec.Struct, frozen=True):
    """A command of a system that was ended before it was done. `when`: `before`, `after` or `check`.

    `ended_by`: `stop`, the run ended it when it was told to end; `next run`, so did the run after one that
    was killed. `said`: how that went.
    """

    system: str
    when: str
    command: str
    ended_by: str
    said: str = ""


class RunStopped(EntryBody, frozen=True, kw_only=True):
    """A plan's run was stopped before its end. `unfinished`: systems that were begun and are not done.

    `how`: `stopped`, it was told to end; `killed`, which the next run found where commands still ran.
    """

    KIND: ClassVar[str] = "recover.stopped"

    plan: str
    who: str
    how: str = ""
    unfinished: tuple[str, ...] = ()
    ended: tuple[EndedCommand, ...] = ()


class SystemRestored(SystemProof, frozen=True, kw_only=True):
    """A plan's run restored a system: its receipt, of `not_carried` without the paths."""

    KIND: ClassVar[str] = "receipt.system"

    plan: str | None = None
    target: str | None = None
    in_place: bool | None = None
    files_kept: int | None = None
    moved_aside: int | None = None
    verify: str | None = None
    not_carried: tuple[NotCarriedCount, ...] | None = None
    files_written: int | None = None
    bytes_written: int | None = None
