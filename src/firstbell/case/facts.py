"""The facts of a case: checked, put down, and what was known when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from firstbell.base.clock import InvalidTimeError, parse_given_time
from firstbell.case.bodies import FactStated, NoteAdded, OrganisationNamed
from firstbell.case.entries import find_cited
from firstbell.case.errors import FactError
from firstbell.case.given_values import settle_value
from firstbell.case.moments import fix_time
from firstbell.case.shapes import check_value
from firstbell.ledger import Entry, Ledger
from firstbell.ledger.personal import refuse_personal
from firstbell.record.facts import Fact, FactStatus, Subject

_STATUSES = ", ".join(status.value for status in FactStatus)


class FactDraft(msgspec.Struct, frozen=True):
    """A fact to be put down. `as_of`: RFC 3339. `because`: the beginning of an entry's id, or a text, or "".

    `strange`: fields of the value that no claim can lean on.
    """

    subject: str
    status: FactStatus
    value: Any
    as_of: str
    because: str = ""
    strange: Sequence[str] = ()


def draft_fact(fields: Mapping[str, Any], default_as_of: str) -> FactDraft:
    """The fact that these fields describe, checked: `subject`, `status`, `value`, `as_of`, `because`.

    Its `strange` fields are those of the value that no claim can lean on. Raises: FactError,
    PersonalValueError.
    """
    subject = fields.get("subject")
    if not isinstance(subject, str) or not subject.strip():
        raise FactError("it names no subject", hint="subjects are " + ", ".join(Subject))
    status = fields.get("status", FactStatus.KNOWN)
    if not isinstance(status, str) or status not in set(FactStatus):
        raise FactError(
            f"there is no status called {status!r}", subject=subject, hint=f"it is one of {_STATUSES}"
        )
    because = fields.get("because")
    if because is not None and not isinstance(because, str):
        raise FactError("it is neither a text nor an entry's id", subject=subject, field="because")
    further = set(fields) - {"subject", "status", "value", "as_of", "because"}
    if further:
        raise FactError(f"there is no field called {min(further)!r}", subject=subject)
    value = settle_value(subject, fields.get("value"))
    if value is None and status != FactStatus.UNKNOWN:
        raise FactError("it has no value", subject=subject, hint="only unknown facts may leave the value out")
    strange = check_value(subject, FactStatus(status), value)
    as_of = _read_time(subject, fields.get("as_of") or default_as_of)
    refuse_personal(f"fact {subject}", {"value": value, "because": because or ""})
    return FactDraft(subject, FactStatus(status), value, as_of, because or "", strange)


def _read_time(subject: str, as_of: Any) -> str:
    try:
        return fix_time(as_of if isinstance(as_of, str) else str(as_of))
    except InvalidTimeError as error:
        raise FactError(str(error), subject=subject, field="as_of", hint=error.hint) from None


def put_facts(
    ledger: Ledger, drafts: Sequence[FactDraft], names: Sequence[str] = (), *, at: str
) -> list[Fact]:
    """Put facts down in one batch: all or none. A `because` that is a text becomes a note before them.

    `names`: of the organisation, which are kept too, as of `at`. Raises: EntryNotFoundError when a `because`
    is a whole id that no entry has; what appending raises.
    """
    cited = _cite(ledger, [draft.because for draft in drafts])
    bodies = [_state(draft, cited).draft(_refer(draft, cited)) for draft in drafts]
    if names:
        bodies.append(OrganisationNamed(names=tuple(names), as_of=at).draft())
    return [fact for entry in ledger.append_many(bodies) if (fact := read_fact(entry))]


def _cite(ledger: Ledger, reasons: Iterable[str]) -> dict[str, str]:
    """Hex id of an entry for each reason; of a note with the same text, where nobody has put it down yet."""
    wanted = dict.fromkeys(reason for reason in reasons if reason)
    if not wanted:
        return {}
    entries = ledger.read()
    notes = {body.text: entry.hex_id for entry, body in NoteAdded.list_all(entries)}
    cited = {reason: find_cited(entries, reason) or notes.get(reason, "") for reason in wanted}
    texts = [reason for reason in wanted if not cited[reason]]
    if texts:  # no note stays behind of somebody who may not state facts
        ledger.require_right(FactStated.KIND)
    made = ledger.append_many([NoteAdded(text=text).draft() for text in texts])
    return cited | {text: entry.hex_id for text, entry in zip(texts, made, strict=True)}


def _refer(draft: FactDraft, cited: Mapping[str, str]) -> tuple[str, ...]:
    return (cited[draft.because],) if draft.because else ()


def _state(draft: FactDraft, cited: Mapping[str, str]) -> FactStated:
    because = draft.because
    if because and cited[because].startswith(because.lower()):
        because = cited[because]
    return FactStated(
        subject=draft.subject,
        status=draft.status.value,
        value=draft.value,
        as_of=draft.as_of,
        because=because,
    )


def read_fact(entry: Entry) -> Fact | None:
    """The fact of an entry; None where it is none, or says it as no fact does."""
    body = FactStated.find(entry)
    if body is None:
        return None
    try:
        parse_given_time(body.as_of)
        return Fact(
            subject=body.subject,
            status=FactStatus(body.status),
            value=body.value,
            as_of=body.as_of,
            because=body.because or "",
            entry=entry.hex_id,
            recorded=entry.time,
            supports=body.subject in set(Subject),
            refs=entry.refs,
        )
    except (ValueError, InvalidTimeError):
        return None


def list_all_facts(entries: Iterable[Entry]) -> list[Fact]:
    """Every fact by `as_of`, then in the order in which they were put down: the last of a subject counts."""
    facts = [fact for entry in entries if (fact := read_fact(entry))]
    return sorted(facts, key=lambda fact: parse_given_time(fact.as_of))


def list_facts(entries: Iterable[Entry], as_of_ns: int | None = None) -> list[Fact]:
    """What was known then of each subject, by subject; without a time, what is known now.

    `as_of_ns`: nanoseconds since the epoch; `moments.find_last_moment` reads one that a person gives.
    """
    latest: dict[str, Fact] = {}
    for fact in list_all_facts(entries):
        if as_of_ns is None or parse_given_time(fact.as_of) <= as_of_ns:
            latest[fact.subject] = fact
    return [latest[subject] for subject in sorted(latest)]


def list_names(entries: Iterable[Entry]) -> list[str]:
    """What the organisation calls itself, as it was put down last."""
    names: list[str] = []
    for _, body in OrganisationNamed.list_all(entries):
        names = list(body.names)
    return names
