"""A triaged message as the line of `--json`, and as it stands on the page."""

from __future__ import annotations

from typing import Any

from firstbell.triage.answers import tell_title
from firstbell.triage.campaigns import Belonging
from firstbell.triage.indicators import defang
from firstbell.triage.message_files import RawMessage
from firstbell.triage.page import ListedMessage
from firstbell.triage.triage import Triaged
from firstbell.triage.urgency import concerns_child, judge_urgency

_MOST_REASONS = 4


def describe_message(raw: RawMessage, triaged: Triaged, belonging: Belonging) -> dict[str, Any]:
    """A message for JSON. Addresses are defanged, what it says is not told."""
    mail = triaged.mail
    return {
        "message_type": "message",
        "file": raw.path,
        "number": raw.number or None,
        "label": triaged.label.value,
        "title": tell_title(triaged.label, kind=triaged.kind),
        "look": triaged.look,
        "proven": triaged.proven,
        "ordinary": triaged.ordinary,
        "urgency": judge_urgency(triaged).value,
        "concerns_child": concerns_child(triaged),
        "people": {"of_the_case": triaged.people.people, "children": triaged.people.children},
        "duplicate_of": belonging.duplicate_of or None,
        "like": belonging.like or None,
        "score": triaged.score,
        "second_reader": {"harm": triaged.harm},
        "reasons": list(triaged.reasons),
        "advice": triaged.advice,
        "from": defang(mail.sender.email) or None,
        "subject": mail.subject,
        "date": mail.date or None,
        "message_id": mail.message_id or None,
        "carried": None if triaged.way == "own" else triaged.way,
        "signs": [{"sign": clue.name, "side": clue.side, "points": clue.points} for clue in triaged.clues],
        "indicators": [{"kind": one.kind, "value": one.value} for one in triaged.indicators],
        "problems": list(triaged.problems),
        "unread": list(triaged.unread),
        "size_bytes": raw.size_bytes,
        "sha256": raw.sha256,
    }


def list_message(raw: RawMessage, triaged: Triaged, belonging: Belonging) -> ListedMessage:
    """A message for the page."""
    return ListedMessage(
        file=raw.file,
        label=triaged.label,
        urgency=judge_urgency(triaged),
        look=triaged.look,
        child=concerns_child(triaged),
        score=triaged.score,
        title=tell_title(triaged.label, kind=triaged.kind),
        advice=triaged.advice,
        sender=defang(triaged.mail.sender.email),
        subject=triaged.mail.subject,
        date=triaged.mail.date,
        reasons=triaged.reasons[:_MOST_REASONS],
        like=belonging.like,
        duplicate=bool(belonging.duplicate_of),
    )
