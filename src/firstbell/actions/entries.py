"""What verbs write on ledgers: one type for each kind of entry, with a version, read back by the same type.

An entry without a version, in any spelling it ever had, is version 0. It is read for ever, never rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import msgspec

from firstbell.base.errors import Error
from firstbell.ledger import Entry, Ledger
from firstbell.record.receipt import Receipt


class EntryVersionError(Error):
    """An entry of a newer version than this program knows, or one whose fields are not of its kind."""

    code = "ledger.entry_version"


class EntryBody(msgspec.Struct, frozen=True, kw_only=True):
    """The body of one kind of entry. `renamed`: a field of version 0 -> the field that it is now."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    renamed: ClassVar[Mapping[str, str]] = {}

    version: int = 1

    def append_to(self, ledger: Ledger) -> Entry:
        """Put it on a ledger. Raises: what appending raises."""
        return ledger.append(self.KIND, msgspec.to_builtins(self))

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The body of an entry of this kind. Raises: EntryVersionError."""
        body: dict[str, Any] = dict(entry.body)
        version = body.setdefault("version", 0)
        if not isinstance(version, int) or version > cls.VERSION:
            raise EntryVersionError(
                f"entry {entry.hex_id[:8]} ({entry.kind}) is of version {version}",
                hint="use a newer version of Firstbell",
            )
        if version == 0:
            for old, new in cls.renamed.items():
                if old in body:
                    body.setdefault(new, body.pop(old))
        try:
            return msgspec.convert(body, cls)
        except msgspec.ValidationError as error:
            raise EntryVersionError(f"entry {entry.hex_id[:8]} ({entry.kind}): {error}") from None


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
