"""The reported messages of a record: what does harm, and what a person decided on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from firstbell.actions.entries import MessageDecided, MessageFound
from firstbell.case.case import Case
from firstbell.ledger import Entry
from firstbell.ledger.roles import KEY
from firstbell.ledger.roster import read_change
from firstbell.triage.answers import find_decided_kind, tell_advice, tell_title
from firstbell.triage.labels import Label
from firstbell.triage.triage import Triaged


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedMessage:
    """A message on the record. `found`: what the readers said last, where that was harm; `readers`: what they
    had said before a person decided. `decided`: what a person said last, `decided_by`: who. `at`: when it
    came onto the record, RFC 3339. `entry`, `decision`: hex ids, "" for none.
    """

    sha256: str
    at: str
    found: Label | None = None
    readers: Label | None = None
    decided: Label | None = None
    decided_by: str = ""
    why: str = ""
    decided_at: str = ""
    entry: str = ""
    decision: str = ""
    size_bytes: int = 0

    @property
    def label(self) -> Label:
        """What it is: a person's word comes before the readers'."""
        return self.decided or self.found or Label.OTHER

    @property
    def title(self) -> str:
        """What it is, in words."""
        return tell_title(self.label, kind=self._kind)

    @property
    def advice(self) -> str:
        """What to answer to whoever handed it in."""
        return tell_advice(self.label, look=False, kind=self._kind)

    @property
    def _kind(self) -> str:
        return find_decided_kind(self.decided) if self.decided else ""

    def settle(self, triaged: Triaged) -> Triaged:
        """What two readers make of the message, with what a person decided in the place of their label."""
        if self.decided is None:
            return triaged
        return replace(triaged, label=self.decided, look=False, kind=self._kind, advice=self.advice)

    def describe_decision(self) -> dict[str, Any]:
        """What a person decided, as part of a line of `message triage --json`."""
        return {
            "label": self.label.value,
            "readers": self.readers.value if self.readers else None,
            "by": self.decided_by or None,
            "at": self.decided_at or None,
            "why": self.why,
            "entry": self.decision or None,
        }

    def tell_decision(self) -> str:
        """Who decided and when, RFC 3339, as a sentence without its full stop."""
        return f"{self.decided_by or 'somebody'} decided on it at {self.decided_at}: {self.why}"

    def describe(self) -> dict[str, Any]:
        """It as a line of `message list --json`."""
        return {
            "message_type": "reported",
            "sha256": self.sha256,
            "at": self.at,
            "label": self.label.value,
            "title": self.title,
            "advice": self.advice,
            "found": self.found.value if self.found else None,
            "decided": self.decided.value if self.decided else None,
            "decided_by": self.decided_by or None,
            "decided_at": self.decided_at or None,
            "why": self.why or None,
            "entry": self.entry or None,
            "decision": self.decision or None,
            "size_bytes": self.size_bytes,
        }


def list_decided(case: Case) -> dict[str, ReportedMessage]:
    """The messages of a case that a person decided on, by the SHA-256 of what was handed in.

    Raises: what reading the case raises.
    """
    return {one.sha256: one for one in list_reported(case.main.read()) if one.decided is not None}


def list_reported(entries: Sequence[Entry]) -> list[ReportedMessage]:
    """The messages, the newest on the record first. `entries`: all of the record, for they hold who decided.

    Raises: EntryVersionError.
    """
    names = _name_actors(entries)
    found: dict[str, dict[str, Any]] = {}
    for entry, body in MessageFound.list_all(entries):
        told = _begin(found, entry, body.message)
        told |= {"found": _read_label(body.label), "entry": entry.hex_id}
    for entry, decided in MessageDecided.list_all(entries):
        told = _begin(found, entry, decided.message)
        readers = _read_label(decided.readers)
        # a finding that a decision brought with it has the person's label
        told |= {"found": readers if readers is not None and readers.is_harmful else None}
        told |= {"decided": _read_label(decided.label), "why": decided.why}
        told |= {"decision": entry.hex_id, "decided_at": entry.time, "readers": readers}
        told |= {"decided_by": names.get(entry.actor, entry.actor)}
    messages = [ReportedMessage(**told) for told in found.values()]
    return sorted(messages, key=lambda one: one.at, reverse=True)


def _name_actors(entries: Sequence[Entry]) -> dict[str, str]:
    """Id -> name, by the entries that brought the keys."""
    changes = (read_change(entry.body) for entry in entries if entry.kind == KEY)
    return {change.actor.id: change.actor.name for change in changes if change is not None}


def _begin(found: dict[str, dict[str, Any]], entry: Entry, message: dict[str, Any]) -> dict[str, Any]:
    sha256, size = str(message.get("sha256", "")), message.get("size_bytes")
    size_bytes = size if isinstance(size, int) else 0
    return found.setdefault(sha256, {"sha256": sha256, "at": entry.time, "size_bytes": size_bytes})


def _read_label(name: str) -> Label | None:
    """The label; None for one that somebody made up."""
    return Label(name) if name in set(Label) else None
