"""An entry of a ledger as one sentence, whatever its body holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from firstbell.investigate.phrases import show_text
from firstbell.ledger import Entry

Body = Mapping[str, Any]

# what says most of an entry of any kind, the first first
_TEXTS = ("text", "why", "sentence", "title", "name", "subject")
_MOST_CHARACTERS = 2000
_MOST_VALUES = 8


def tell_entry(entry: Entry) -> str:
    """One sentence: by the kind where that is known, else what a person wrote, else its plain values."""
    teller = _TELLERS.get(entry.kind)
    if teller is not None:
        text = ": ".join(
            part for part in (teller(entry.body), _find_text(entry.body, ("why", "name"))) if part
        )
    else:
        said = _find_text(entry.body, _TEXTS) or _list_values(entry.body)
        text = f"{entry.kind}: {said}" if said else entry.kind
    return show_text(" ".join(text.split()))[:_MOST_CHARACTERS]


def _find_text(body: Body, names: tuple[str, ...]) -> str:
    return next((body[name] for name in names if isinstance(body.get(name), str) and body[name]), "")


def _list_values(body: Body) -> str:
    plain = [
        f"{name}: {value}"
        for name, value in sorted(body.items())
        if isinstance(value, str | int | float) and value != ""
    ]
    return "; ".join(plain[:_MOST_VALUES])


def _say(text: str, *names: str) -> Callable[[Body], str]:
    """A sentence with values of the body, in their order."""
    return lambda body: text.format(*(_show(body.get(name)) for name in names))


def _show(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _tell_key(body: Body) -> str:
    actor = body.get("actor")
    named = actor if isinstance(actor, Mapping) else {"name": actor}
    role = f" ({_show(named['role'])})" if named.get("role") else ""
    return f"A key of {_show(named.get('name'))}{role} was {_show(body.get('action'))}"


def _tell_taken(body: Body) -> str:
    taken = body.get("evidence")
    path = taken.get("path") if isinstance(taken, Mapping) else None
    return f"Evidence taken, {_show(path)}"


_TELLERS: Mapping[str, Callable[[Body], str]] = {
    "case.closed": _say("The case was closed"),
    "case.reopened": _say("The case was opened again"),
    "case.opened": _say("The case was opened"),
    "event.closed": _say("The event {} was closed", "event"),
    "event.declared": _say("The event {} was declared", "event"),
    "evidence.checked": _say("Evidence checked, it is {}", "condition"),
    "evidence.handed": _say("Evidence handed to {}", "to"),
    "evidence.imported": _say("Imported as {}, {} lines taken, {} not", "format", "lines", "problems"),
    "evidence.taken": _tell_taken,
    "fact": _say("Fact, {}: {} is {}", "status", "subject", "value"),
    "key": _tell_key,
    "pin.added": _say("Snapshots were pinned"),
    "pin.removed": _say("A pin was taken off"),
    "recover.run": _say("Files were restored to {}", "target"),
}
