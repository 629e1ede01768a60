"""Bodies of the entries that rulings, events and canaries are: docs/formats/ledger.md."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from firstbell.ledger.bodies import EntryBody


class EventDeclared(EntryBody, frozen=True, kw_only=True):
    """Somebody started an event's clock. `snapshots`: hex ids of the struck ones. In a case `repository`: its
    id, and `declared`: since when, where the desk had declared it before.
    """

    KIND: ClassVar[str] = "event.declared"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"repository", "declared"})

    event: str | None = None
    hosts: tuple[str, ...] = ()
    snapshots: tuple[str, ...] = ()
    repository: str | None = None
    declared: str | None = None


class EventClosed(EntryBody, frozen=True, kw_only=True):
    """Somebody closed an event."""

    KIND: ClassVar[str] = "event.closed"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"why"})

    event: str | None = None
    hosts: tuple[str, ...] = ()
    snapshots: tuple[str, ...] = ()
    why: str | None = None


class ExaminationRuled(EntryBody, frozen=True, kw_only=True):
    """A person ruled on the verdict of a snapshot; it is known again by `host`, `tree` and `snapshot_time`.

    `event`: that it belonged to. `who`: the login name of who ruled.
    """

    KIND: ClassVar[str] = "ruling.examination"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"event", "files_damaged", "who"})

    snapshot: str
    host: str
    tree: str
    snapshot_time: str
    verdict: str
    why: str
    event: str | None = None
    files_damaged: int | None = None
    who: str | None = None


class ExaminationUnruled(EntryBody, frozen=True, kw_only=True):
    """A person took such a ruling back."""

    KIND: ClassVar[str] = "ruling.examination_undone"

    snapshot: str
    host: str
    tree: str
    snapshot_time: str
    why: str


class VersionsReleased(EntryBody, frozen=True, kw_only=True):
    """A person takes what fits the patterns from after a boundary, as it stood when the entry was made."""

    KIND: ClassVar[str] = "ruling.released"

    host: str
    patterns: tuple[str, ...]
    why: str


class ReleaseUndone(EntryBody, frozen=True, kw_only=True):
    """A person took a release back. `release`: hex id of its entry."""

    KIND: ClassVar[str] = "ruling.release_undone"

    release: str
    host: str
    patterns: tuple[str, ...]
    why: str


class PlantedFile(msgspec.Struct, frozen=True):
    """A canary: its path in snapshots, and its SHA-256 in hex."""

    path: str
    sha256: str


class CanariesPlanted(EntryBody, frozen=True, kw_only=True):
    """Canaries stand on a host."""

    KIND: ClassVar[str] = "action.canaries_planted"

    canaries: tuple[PlantedFile, ...]
    host: str = ""


class CanariesRemoved(EntryBody, frozen=True, kw_only=True):
    """Canaries stand no more."""

    KIND: ClassVar[str] = "action.canaries_removed"

    paths: tuple[str, ...]
    host: str = ""
    why: str = ""
