"""Lines of what people put on a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.investigate.attack import is_technique
from firstbell.investigate.wording import show_text
from firstbell.ledger import Entry
from firstbell.ledger.sightings import SEEN
from firstbell.record.timeline import LineKind, TimelineLine

ENTRY_TIME = "Entry Time (by the desk's clock)"
GIVEN_TIME = "Time Given by a Person"
_TEXTS = ("text", "why", "sentence", "title", "name", "subject")
_MOST_CHARACTERS = 2000
_MOST_VALUES = 8

_SENTENCES = {
    "event.declared": "The event {event} was declared",
    "event.closed": "The event {event} was closed",
    "case.opened": "The case was opened",
    "case.closed": "The case was closed",
    "pin.added": "Snapshots were pinned",
    "pin.removed": "A pin was taken off",
    "recover.run": "Files were restored to {target}",
    "key.made": "A key was made",
    "key.rotated": "A key was rotated",
    "key.revoked": "A key was revoked",
}


def list_entry_lines(
    entries: Iterable[Entry], actors: Mapping[str, str], *, source: str = "case ledger"
) -> list[TimelineLine]:
    """A line for each entry but what the desk notes by itself on each look at a repository.

    `actors`: names by id. An `at` in a body says when it happened; the entry's own time then goes along.
    """
    return [_tell_entry(entry, actors, source) for entry in entries if entry.kind != SEEN]


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
        message=f"{_describe(entry)} ({show_text(actor)})",
        timestamp_desc=ENTRY_TIME if given_ns is None else GIVEN_TIME,
        host=_read_text(entry.body.get("host")),
        path=_read_text(entry.body.get("path")).encode(errors="surrogateescape"),
        source=source,
        reference=f"entry:{entry.hex_id}",
        fields=fields,
    )


def _describe(entry: Entry) -> str:
    """One sentence of an entry: one that is known, what a person wrote, else its plain values."""
    body = entry.body
    words = [_fill(_SENTENCES[entry.kind], body)] if entry.kind in _SENTENCES else []
    words += [str(body[name]) for name in _TEXTS if isinstance(body.get(name), str) and body[name]]
    if not words:
        plain = [f"{name}: {value}" for name, value in sorted(body.items()) if _is_plain(value)]
        words = ["; ".join(plain[:_MOST_VALUES])] if plain else []
    text = ": ".join(words[:2])
    if entry.kind not in _SENTENCES:
        text = f"{entry.kind}: {text}" if text else entry.kind
    return show_text(" ".join(text.split()))[:_MOST_CHARACTERS]


def _fill(sentence: str, body: Mapping[str, Any]) -> str:
    for name in ("event", "target"):
        sentence = sentence.replace("{" + name + "}", str(body.get(name, "")))
    return sentence


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and value != ""


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
