"""Encryption events for lists: those that stand, and those that people ruled benign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from firstbell.catalog import Catalog, EncryptionEvent, find_events
from firstbell.catalog.description import describe_damage
from firstbell.compose.description import describe_event, describe_ruled
from firstbell.compose.errors import EventNotFoundError
from firstbell.compose.examination import ExaminationContext, examine_pending
from firstbell.compose.rulings import find_named_ruling, find_ruling, pick_event
from firstbell.compose.verdicts import VerdictRuling, list_ruled_events
from firstbell.ledger import Entry
from firstbell.record.examination import Verdict


class EventList(msgspec.Struct, frozen=True):
    """The events of a repository. `ruled`: rulings by the id of an event that is none any more."""

    catalog: Catalog
    entries: Sequence[Entry]
    events: Sequence[EncryptionEvent]
    ruled: Mapping[str, Sequence[VerdictRuling]]

    def describe(self) -> list[dict[str, Any]]:
        """The fields of each, as `event list --json` gives them: oldest first, then those ruled benign."""
        standing = [describe_event(event, find_ruling(self.entries, event)) for event in self.events]
        return [*standing, *(self.describe_ruled(hex_id) for hex_id in self.ruled)]

    def describe_one(self, prefix: str) -> dict[str, Any]:
        """All of the event whose id begins so, as `event show --json` gives it; `damages` is one a host.

        Raises: EventNotFoundError.
        """
        ruled = self.find_ruled(prefix)
        if ruled:
            return self.describe_ruled(ruled)
        event = pick_event(self.events, prefix)
        damages = [describe_damage(self.catalog, damage) for damage in event.damages]
        return {**describe_event(event, find_ruling(self.entries, event)), "damages": damages}

    def count_suspect(self) -> int:
        """How many snapshots are suspect: damage that is no event yet, and that somebody should look at."""
        verdicts = self.catalog.list_examinations().values()
        return sum(one.verdict is Verdict.SUSPECT for one in verdicts)

    def pick(self, prefix: str) -> EncryptionEvent:
        """The event that stands and whose id begins so.

        Raises: EventNotFoundError; for one that a person ruled benign it names what makes it an event again.
        """
        ruled = self.find_ruled(prefix)
        if ruled:
            snapshot = self.ruled[ruled][0].subject.snapshot
            raise EventNotFoundError(
                f"a person ruled that {ruled} is no encryption event",
                hint=f"`firstbell examine rule {snapshot[:8]} --undo --why TEXT` makes it one again",
            )
        return pick_event(self.events, prefix)

    def find_ruled(self, prefix: str) -> str:
        """The id, which begins so, of an event that is none any more; "" where one that stands begins so."""
        named = prefix.lower()
        if not named or any(event.hex_id.startswith(named) for event in self.events):
            return ""
        return next((hex_id for hex_id in self.ruled if hex_id.startswith(named)), "")

    def describe_ruled(self, hex_id: str) -> dict[str, Any]:
        """The fields of an event that is none any more."""
        return describe_ruled(hex_id, self.ruled[hex_id], find_named_ruling(self.entries, hex_id))


def list_events(context: ExaminationContext) -> EventList:
    """The events in all that is there; what is pending is examined first. Raises: what examining raises."""
    examine_pending(context)
    events = find_events(context.catalog.list_examinations().values())
    ruled = list_ruled_events(context.rulings, {event.hex_id for event in events})
    return EventList(context.catalog, context.entries, events, ruled)
