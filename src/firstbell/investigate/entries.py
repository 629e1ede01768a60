"""Lines of what people put on a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.base.pathtext import say_text
from firstbell.investigate.attack import is_technique
from firstbell.ledger import Entry
from firstbell.ledger.sightings import SnapshotsSeen
from firstbell.record.sentences import tell_entry
from firstbell.record.timeline import LineKind, TimelineLine

ENTRY_TIME = "Entry Time (by the desk's clock)"
GIVEN_TIME = "Time Given by a Person"


def list_entry_lines(
    entries: Iterable[Entry], actors: Mapping[str, str], *, source: str = "case ledger"
) -> list[TimelineLine]:
    """A line for each entry but what the desk notes by itself on each look at a repository.

    `actors`: names by id. An `at` in a body says when it happened; the entry's own time then goes along.
    """
    return [_tell_entry(entry, actors, source) for entry in entries if entry.kind != SnapshotsSeen.KIND]


def _tell_entry(entry: Entry, actors: Mapping[str, str], source: str) -> TimelineLine:
    actor = actors.get(entry.actor, entry.actor)
    given_ns = _read_time(entry.body.get("at"))
    fields: dict[str, Any] = {"entry": entry.kind, "seq": entry.seq, "actor": actor, "added": entry.time}
    attack = _list_techniques(entry.body.get("attack"))
    if attack:
        fields["attack"] = attack
    return TimelineLine(
        time_ns=parse_time(entry.time) if given_ns is None else given_ns,
        kind=LineKind.ENTRY,
        message=f"{tell_entry(entry.kind, entry.body)} ({say_text(actor)})",
        timestamp_desc=ENTRY_TIME if given_ns is None else GIVEN_TIME,
        host=_read_text(entry.body.get("host")),
        path=_read_text(entry.body.get("path")).encode(errors="surrogateescape"),
        source=source,
        reference=f"entry:{entry.hex_id}",
        fields=fields,
    )


def _read_time(value: object) -> int | None:
    try:
        return parse_time(value) if isinstance(value, str) else None
    except InvalidTimeError:
        return None


def _read_text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list_techniques(value: object) -> list[str]:
    return (
        [one for one in value if isinstance(one, str) and is_technique(one)]
        if isinstance(value, list)
        else []
    )
