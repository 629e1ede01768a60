"""What a person rules: that an event is declared or over, that a snapshot is benign or an event, that files
are taken from after a boundary. Each is an entry of the desk's ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.actions.access.desk import DeskRepository
from firstbell.actions.events.events import list_events
from firstbell.actions.reasons import read_reason
from firstbell.catalog import ExaminationRow, SnapshotRow, find_events
from firstbell.catalog.description import describe_examination
from firstbell.compose.description import describe_event
from firstbell.compose.examination import ExaminationContext, examine_pending
from firstbell.compose.hosts import find_host
from firstbell.compose.releases import count_damaged, release_paths, spell_patterns, undo_release
from firstbell.compose.rulings import EventRuling, close_event, close_named, declare_event
from firstbell.compose.verdicts import RuledSnapshot, rule_snapshot, undo_ruling
from firstbell.ledger import Entry
from firstbell.record.patterns import PathPatterns
from firstbell.repository import Repository
from firstbell.vault import VaultStore


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRequest:
    """An event by its id or how that begins, and why it is closed."""

    event: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class EventResult:
    """Where the event stands now. `fields`: as `event list --json` gives them."""

    hex_id: str
    ruling: EventRuling
    fields: dict[str, Any]


def declare(desk: DeskRepository, request: EventRequest) -> EventResult:
    """Start an event's clock. Raises: EventNotFoundError; EventStateError; what examining raises."""
    with desk.open_context() as context:
        event = list_events(context).pick(request.event)
        ruling = declare_event(desk.open_ledger(), event)
        return EventResult(event.hex_id, ruling, describe_event(event, ruling))


def close(desk: DeskRepository, request: EventRequest) -> EventResult:
    """End an event; one that was declared, too, of which people ruled later that it is none.

    Raises: as `declare`.
    """
    with desk.open_context() as context:
        events = list_events(context)
        ruled = events.find_ruled(request.event)
        if ruled:
            ruling = close_named(desk.open_ledger(), ruled, request.why)
            fields = {**events.describe_ruled(ruled), "declared": ruling.declared, "closed": ruling.closed}
            return EventResult(ruled, ruling, fields)
        event = events.pick(request.event)
        ruling = close_event(desk.open_ledger(), event, request.why)
        return EventResult(event.hex_id, ruling, describe_event(event, ruling))


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingRequest:
    """A ruling on one snapshot: `benign` or `event`; None takes the one before back.

    `snapshot`: an id, how it begins, or `latest`. `why`: a sentence. `who`: a login name.
    """

    snapshot: str
    verdict: str | None
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class RulingResult:
    """The examination of the snapshot after the ruling, and the others whose verdict changed with it.

    `examinations`: all of these, the ruled one first, with their fields.
    """

    row: ExaminationRow
    changed: Sequence[ExaminationRow]
    examinations: Sequence[tuple[ExaminationRow, dict[str, Any]]]


def rule(desk: DeskRepository, request: RulingRequest) -> RulingResult:
    """Put a ruling down, and work out what follows: verdicts, what retention keeps, what a vault shows.

    Raises: UsageError without a reason; RulingStateError; what examining and appending raise.
    """
    reason = read_reason(request.why)
    with desk.open_context() as context:
        row = find_named(context, desk.repository, request.snapshot)
        subject = _find_subject(context, row, request.who)
    ledger = desk.open_ledger()
    if request.verdict is None:
        undo_ruling(ledger, row, reason)
    else:
        rule_snapshot(ledger, row, verdict=request.verdict, why=reason, subject=subject)
    with desk.open_context() as context:
        before = {key: one.verdict for key, one in context.catalog.list_examinations().items()}
        examine_pending(context, {row.id})
        after = context.catalog.list_examinations()
        changed = [one for key, one in after.items() if before.get(key) != one.verdict]
        told = {one.snapshot.id: one for one in (after[row.id], *changed)}.values()
        if isinstance(desk.repository.store, VaultStore):
            for one in told:
                desk.repository.store.show_verdict(one.snapshot.hex_id, one.verdict.value, why=reason)
        others = [one for one in changed if one.snapshot.id != row.id]
        described = [(one, describe_examination(context.catalog, one)) for one in told]
    return RulingResult(after[row.id], others, described)


def find_named(context: ExaminationContext, repository: Repository, spec: str) -> SnapshotRow:
    """The snapshot that is named; `latest`: the newest that a backup made, since a composed one is never
    examined.

    Raises: SnapshotNotFoundError, AmbiguousIdError, SnapshotNotInCatalogError.
    """
    if spec == "latest":
        newest = context.catalog.list_snapshots()[-1:]
        if newest:
            return newest[0]
    return context.catalog.find_snapshot(repository.find_snapshot(spec).hex_id)


def _find_subject(context: ExaminationContext, row: SnapshotRow, who: str) -> RuledSnapshot:
    """What is ruled on: the event that it belongs to now, if any."""
    events = find_events(context.catalog.list_examinations().values())
    struck = {one.snapshot.id: event for event in events for one in event.struck}
    event = struck.get(row.id)
    known = context.catalog.list_examinations().get(row.id)
    return RuledSnapshot(
        event=event.hex_id if event else "", files_damaged=known.files_damaged if known else 0, who=who
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRequest:
    """Files that a person takes from after a boundary: paths or patterns, as `--exclude` takes them.

    `host`: None where only one host shares the repository.
    """

    patterns: Sequence[str]
    host: str | None
    why: str


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """The entry, and the host that it is about.

    `patterns`: as the snapshots call what is meant. `renamed`: what was typed, and that name. `damaged`: how
    many of the files were judged damaged.
    """

    entry: Entry
    host: str
    patterns: Sequence[str]
    renamed: Sequence[tuple[str, str]] = ()
    damaged: int = 0


def release(desk: DeskRepository, request: ReleaseRequest) -> ReleaseResult:
    """Put a release down.

    Raises: UsageError, InvalidPatternError, NoSnapshotError, SeveralHostsError; PathNotInCatalogError where a
    pattern fits no file; SeveralPathsError.
    """
    PathPatterns(request.patterns)
    reason = read_reason(request.why)
    with desk.open_context() as context:
        host = find_host(context.catalog, request.host)
        spelled = spell_patterns(context.catalog, host, request.patterns)
        damaged = count_damaged(context.catalog, host, spelled.patterns)
    entry = release_paths(desk.open_ledger(), host, patterns=spelled.patterns, why=reason)
    return ReleaseResult(entry, host, spelled.patterns, spelled.renamed, damaged)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseUndoRequest:
    """A release by its entry's id, or how that begins, and why it is taken back."""

    release: str
    why: str


def take_back_release(desk: DeskRepository, request: ReleaseUndoRequest) -> ReleaseResult:
    """Hold files back again that were released.

    Raises: UsageError without a reason; RulingStateError; what appending raises.
    """
    entry, body = undo_release(desk.open_ledger(), request.release, read_reason(request.why))
    return ReleaseResult(entry, body.host, body.patterns)
