"""What people ruled about encryption events, from the desk's ledger: found, declared, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any

import msgspec

from firstbell.catalog import EncryptionEvent
from firstbell.compose.entries import EventClosed, EventDeclared
from firstbell.compose.errors import EventNotFoundError, EventStateError
from firstbell.ledger import Entry, Ledger


class Stage(StrEnum):
    """Where an event stands. Its clock runs from `declared` on."""

    FOUND = "found"
    DECLARED = "declared"
    CLOSED = "closed"


class EventRuling(msgspec.Struct, frozen=True):
    """What was ruled about one event. Times: RFC 3339, "" where it was not."""

    stage: Stage = Stage.FOUND
    declared: str = ""
    closed: str = ""


def find_ruling(entries: Iterable[Entry], event: EncryptionEvent) -> EventRuling:
    """The ruling on an event: by its id, or by a snapshot of it, since its first one may be forgotten."""
    return find_named_ruling(entries, event.hex_id, {row.snapshot.hex_id for row in event.struck})


def find_named_ruling(
    entries: Iterable[Entry], hex_id: str, struck: AbstractSet[str] = frozenset()
) -> EventRuling:
    """The ruling on the event with this id, or one that struck one of these snapshots."""
    ruling = EventRuling()
    for entry in entries:
        body = EventDeclared.find(entry) or EventClosed.find(entry)
        if body is None or (body.event != hex_id and struck.isdisjoint(body.snapshots)):
            continue
        if isinstance(body, EventDeclared):
            ruling = EventRuling(Stage.DECLARED, declared=entry.time)
        else:
            ruling = EventRuling(Stage.CLOSED, declared=ruling.declared, closed=entry.time)
    return ruling


def declare_event(ledger: Ledger, event: EncryptionEvent) -> EventRuling:
    """Start the event's clock; a closed one is declared anew.

    Raises: EventStateError when its clock runs already; LedgerError.
    """
    ruling = find_ruling(ledger.read(), event)
    if ruling.stage is Stage.DECLARED:
        raise EventStateError(f"event {event.hex_id} was declared at {ruling.declared}")
    EventDeclared(**_name(event)).append_to(ledger)
    return find_ruling(ledger.read(), event)


def close_event(ledger: Ledger, event: EncryptionEvent, why: str) -> EventRuling:
    """End the event.

    Raises: EventStateError when it is closed already; LedgerError.
    """
    _check_open(event.hex_id, find_ruling(ledger.read(), event))
    EventClosed(**_name(event), why=why or None).append_to(ledger)
    return find_ruling(ledger.read(), event)


def close_named(ledger: Ledger, hex_id: str, why: str) -> EventRuling:
    """End an event that was declared, by its id: no snapshot is struck any more since people ruled so.

    Raises: EventStateError when it was never declared, or is closed already; LedgerError.
    """
    entries = ledger.read()
    declared = [body for _, body in EventDeclared.list_all(entries) if body.event == hex_id]
    if not declared:
        raise EventStateError(
            f"event {hex_id} was never declared, and a person ruled that it is no encryption event",
            hint="there is nothing to close",
        )
    _check_open(hex_id, find_named_ruling(entries, hex_id))
    last = declared[-1]
    EventClosed(event=hex_id, hosts=last.hosts, snapshots=last.snapshots, why=why or None).append_to(ledger)
    return find_named_ruling(ledger.read(), hex_id)


def _check_open(hex_id: str, ruling: EventRuling) -> None:
    if ruling.stage is Stage.CLOSED:
        raise EventStateError(f"event {hex_id} was closed at {ruling.closed}")


def _name(event: EncryptionEvent) -> dict[str, Any]:
    snapshots = tuple(row.snapshot.hex_id for row in event.struck)
    return {"event": event.hex_id, "hosts": tuple(event.hosts), "snapshots": snapshots}


def pick_event(events: Sequence[EncryptionEvent], prefix: str) -> EncryptionEvent:
    """The event whose id begins so.

    Raises: EventNotFoundError.
    """
    matches = [event for event in events if prefix and event.hex_id.startswith(prefix.lower())]
    if len(matches) == 1:
        return matches[0]
    problem = f"fits {len(matches)} encryption events" if matches else "is not the id of an encryption event"
    raise EventNotFoundError(f"{prefix!r} {problem}", hint="`firstbell event list` shows the events")
