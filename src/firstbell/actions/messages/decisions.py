"""A person decides what a reported message is: the entry, and what harmful messages leave besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from firstbell.actions.entries import MessageDecided
from firstbell.actions.messages.recorder import MessageRecorder, name_message
from firstbell.actions.messages.triage import TriageDesk, TriageRequest, learn_all
from firstbell.base.errors import UsageError
from firstbell.ledger import Entry
from firstbell.ledger.personal import refuse_personal
from firstbell.triage.answers import find_decided_kind, tell_advice, tell_title
from firstbell.triage.enclosures import FencedEnclosures
from firstbell.triage.labels import Label
from firstbell.triage.message_files import RawMessage, read_messages
from firstbell.triage.triage import triage_raw


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDecisionRequest:
    """Which message, and what it is. `number`: from 1, which of an mbox; None: the only one of its file."""

    file: Path
    label: str
    why: str
    number: int | None = None
    domains: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDecision:
    """The entry. `readers`: what two readers said. `evidence`, `finding`: hex ids, "" for none."""

    entry: Entry
    file: str
    sha256: str
    label: Label
    readers: Label
    evidence: str
    finding: str

    @property
    def title(self) -> str:
        """What it is, in words."""
        return tell_title(self.label, kind=find_decided_kind(self.label))

    @property
    def advice(self) -> str:
        """What to answer from now on."""
        return tell_advice(self.label, look=False, kind=find_decided_kind(self.label))

    def describe(self) -> dict[str, Any]:
        """It as the summary of `message decide --json`."""
        return {
            "entry": self.entry.hex_id,
            "sha256": self.sha256,
            "label": self.label.value,
            "readers": self.readers.value,
            "advice": self.advice,
            "evidence": self.evidence or None,
            "finding": self.finding or None,
        }


def decide_message(desk: TriageDesk, request: MessageDecisionRequest) -> MessageDecision:
    """Put down what a person decided. What is harmful becomes evidence and a finding first, as by triage.

    Raises: UsageError without a case or a reason, and for a file of several messages of which none is named;
    PersonalValueError; MessageFileError; what reading the case, taking evidence and appending raise.
    """
    case, label, why = desk.case, Label(request.label), " ".join(request.why.split())
    if case is None:
        raise UsageError("a decision needs a case", hint="name it by --case")
    if not why:
        raise UsageError("no reason is given", hint="say in a few words why, by --why")
    refuse_personal("the reason", why)
    case.main.require_right(MessageDecided.KIND)
    raw = _choose(request.file, request.number)
    district, _ = learn_all(desk, TriageRequest(files=[request.file], domains=request.domains))
    with FencedEnclosures() as enclosures:
        triaged = triage_raw(raw, district, enclosures)
    decided = replace(triaged, label=label)
    ((evidence, finding),) = MessageRecorder(case).record([(raw, decided)], request.file)
    body = MessageDecided(
        text=f"a person decided that a reported message is {label.value}",
        label=label.value,
        readers=triaged.label.value,
        message=name_message(raw),
        why=why,
    )
    entry = body.append_to(case.main, [one for one in (evidence, finding) if one])
    return MessageDecision(
        entry=entry,
        file=raw.file,
        sha256=raw.sha256,
        label=label,
        readers=triaged.label,
        evidence=evidence,
        finding=finding,
    )


def _choose(path: Path, number: int | None) -> RawMessage:
    """The message that is meant. Raises: UsageError, MessageFileError."""
    first: RawMessage | None = None
    for count, raw in enumerate(read_messages(path), 1):
        if number == count:
            return raw
        if number is None and first is not None:
            raise UsageError(f"{path} holds several messages", hint="say which one by --number")
        first = first or raw
    if number is not None or first is None:
        raise UsageError(f"{path} has no message {number}", hint="`firstbell message triage` numbers them")
    return first
