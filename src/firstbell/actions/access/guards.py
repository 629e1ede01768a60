"""What the guards go by, asked of a repository and the desk's ledger of it."""

from __future__ import annotations

from firstbell.actions.access.desk import DeskRepository
from firstbell.catalog import find_events
from firstbell.compose.examination import examine_pending
from firstbell.ledger.pins import LedgerPins
from firstbell.retention.guard_set import Guards
from firstbell.retention.guards import find_on_hold


def ask_guards(desk: DeskRepository) -> Guards:
    """What the guards go by; every snapshot is examined for it. Raises: what examining raises."""
    pins = LedgerPins(desk.open_ledger()).list_pins()
    with desk.open_context() as context:
        examine_pending(context)
        examinations = context.catalog.list_examinations()
        events = find_events(examinations.values())
        now_ns = desk.repository.clock.now_ns()
        lines = {line.id: context.catalog.list_snapshots(line.id) for line in context.catalog.list_lines()}
        on_hold = find_on_hold(examinations.values(), lines, closed=context.closed, now_ns=now_ns)
        open_events = [event for event in events if event.hex_id not in context.closed]
        return Guards(open_events, pins, examinations, on_hold, now_ns)
