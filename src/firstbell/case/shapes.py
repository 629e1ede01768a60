"""The shapes of facts' values, by subject: one table, which docs/formats/case.md shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from firstbell.base.clock import InvalidTimeError, parse_given_time
from firstbell.base.counts import say_count
from firstbell.case.errors import FactError
from firstbell.record.facts import FactStatus, Subject

_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_SINGLE = frozenset(["time", "count", "text", "list", "number"])


class ValueKind(msgspec.Struct, frozen=True):
    """A kind of value. `name`: as the document has it. `fits`: whether a value is one. `written`: how to
    write one, "" where the name says it.
    """

    name: str
    fits: Callable[[Any], bool]
    written: str = ""

    @property
    def called(self) -> str:
        """The name as it stands in a sentence."""
        return f"a {self.name}" if self.name.split()[0] in _SINGLE else self.name

    @property
    def hint(self) -> str:
        """What to tell somebody who wrote another value."""
        return f"write {self.written}" if self.written else ""

    def __or__(self, other: ValueKind) -> ValueKind:
        """Either of both."""
        return ValueKind(
            f"{self.name} or {other.name}",
            lambda value: self.fits(value) or other.fits(value),
            "; or ".join(filter(None, (self.written, other.written))),
        )


def is_moment(value: Any) -> bool:
    """Whether this is a date, or a time as RFC 3339 has it."""
    if not isinstance(value, str) or not _DATED.match(value):
        return False
    try:
        parse_given_time(value)
    except InvalidTimeError:
        return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


YES_NO = ValueKind(
    "yes or no", lambda value: isinstance(value, bool), "true or false, without quotation marks"
)
TEXT = ValueKind("text", _is_text)
TEXTS = ValueKind(
    "list of texts", lambda value: isinstance(value, list | tuple) and all(map(_is_text, value))
)
TIME = ValueKind("time", is_moment, 'a date or a time, such as "2026-11-20" or "2026-11-20T08:00-06:00"')
TIMES = ValueKind(
    "list of times", lambda value: isinstance(value, list | tuple) and all(map(is_moment, value))
)
COUNT = ValueKind(
    "count", lambda value: _is_number(value) and value >= 0 and value % 1 == 0, "a whole number, such as 1250"
)
AMOUNT = ValueKind(
    "amount",
    lambda value: _is_number(value) and value >= 0,
    "a number without signs or commas, such as 120000",
)
PERCENT = ValueKind("0 to 100", lambda value: _is_number(value) and 0 <= value <= 100)
STATE = ValueKind(
    "undetermined, none_found or confirmed",
    lambda value: value in ("undetermined", "none_found", "confirmed") and isinstance(value, str),
)


class Fields(msgspec.Struct, frozen=True):
    """An object. `needed`: fields that must be there; `further`: those that may."""

    needed: Mapping[str, ValueKind]
    further: Mapping[str, ValueKind]

    @property
    def all(self) -> Mapping[str, ValueKind]:
        """Every field."""
        return {**self.needed, **self.further}


class Named(msgspec.Struct, frozen=True):
    """An object of any names, each with an object of these fields."""

    fields: Fields


Shape = ValueKind | Fields | Named


def _fields(needed: Mapping[str, ValueKind] | None = None, **further: ValueKind) -> Fields:
    return Fields(needed or {}, further)


_ENGAGED = _fields({"engaged": YES_NO | TIME})

SHAPES: Mapping[Subject, Shape] = {
    Subject.ENCRYPTION_EVENT: _fields(confirmed=YES_NO, found=TIME, first_damage=TIME),
    Subject.WAY_IN: TEXT,
    Subject.FIRST_ACCESS: TIME,
    Subject.EXFILTRATION: _fields(
        {"state": STATE},
        reviewed_days=COUNT,
        of_days=COUNT,
        published=YES_NO | TIME,
        bytes_at_least=COUNT,
        bytes=COUNT,
        published_bytes=COUNT,
        unexplained_bytes=COUNT,
        confirmed=TIME,
        taken_from=TIME,
        taken_until=TIME,
        destinations=TEXTS,
    ),
    Subject.PERSONAL_DATA_SEARCH: _fields(
        {"coverage_percent": PERCENT},
        unreadable_files=COUNT,
        recall_low_percent=PERCENT,
        recall_high_percent=PERCENT,
        precision_low_percent=PERCENT,
        precision_high_percent=PERCENT,
    ),
    Subject.PEOPLE_AFFECTED: _fields({"count": COUNT}, final=YES_NO, groups=TEXTS),
    Subject.KINDS_FOUND: TEXTS,
    Subject.SYSTEMS_RESTORED: _fields(
        verified=TEXTS, pending=TEXTS, without_backup=TEXTS, nothing_to_restore=TEXTS, verified_by=TIME
    ),
    Subject.FILES_WITHOUT_CLEAN_VERSION: COUNT,
    Subject.RANSOM: _fields(
        demanded=YES_NO | AMOUNT | TEXT,
        paid=YES_NO | AMOUNT,
        amount=AMOUNT | TEXT,
        demanded_at=TIME,
        paid_at=TIME,
        deadline=TIME,
        variant=TEXT,
        wallet=TEXT,
    ),
    Subject.FORENSIC_FIRM: _ENGAGED,
    Subject.LEGAL_COUNSEL: _ENGAGED,
    Subject.LAW_ENFORCEMENT: _fields(informed=TEXTS, since=TIME),
    Subject.REPORTS: Named(_fields({"filed": YES_NO | TIME})),
    Subject.MISUSE_SEARCH: _fields({"done": YES_NO | TIME}, begun=TIME, finished=TIME, found=COUNT),
    Subject.LETTERS_SENT: COUNT,
    Subject.CREDIT_MONITORING: _fields(
        contract=YES_NO | TEXT, codes_issued=YES_NO | COUNT | TIME, months=COUNT
    ),
    Subject.PASSWORD_RESET: _fields(
        staff=YES_NO | TIME,
        students=YES_NO | TIME,
        staff_done=COUNT,
        staff_of=COUNT,
        students_done=COUNT,
        students_of=COUNT,
    ),
    Subject.MULTI_FACTOR: Fields({}, {"for": TEXT | TEXTS, "since": TIME}),
    Subject.COERCION_CONTACTS: _fields({"count": COUNT}, since=TIME, until=TIME, groups=TEXTS),
    Subject.UNAFFECTED_SYSTEMS: TEXTS,
    Subject.HOSTED_ELSEWHERE: TEXTS,
    Subject.MAILING: _fields(first=TIME, last=TIME, undeliverable=COUNT),
    Subject.INCIDENT: _fields(
        identified=TIME,
        believed=TIME,
        determined=TIME,
        confirmed=TIME,
        contractor_told=TIME,
        people_told=TIME,
        closed=TIME,
        federal_report=TIME,
    ),
    Subject.PEOPLE_IMPACTED: _fields({"count": COUNT}, final=YES_NO),
    Subject.ENTITY: _fields(hipaa=YES_NO, title_iv=YES_NO, pupils=COUNT),
    Subject.CONTACT: _fields(name=TEXT, phone=TEXT, email=TEXT),
    Subject.INSURANCE: _fields(
        policy=TEXT, carrier=TEXT, informed=YES_NO | TIME, limit=AMOUNT, deductible=AMOUNT, paid=AMOUNT
    ),
    Subject.INDICATORS: TEXTS,
    Subject.MEASURES: _fields(taken=TEXTS, before=TEXTS),
    Subject.LOSSES: AMOUNT | TEXT,
    Subject.HELP_WANTED: TEXT,
    Subject.CALL_CENTER: _fields(
        phone=TEXT, hours=TEXT, opened=YES_NO | TIME, closes=TIME, languages=TEXTS, calls=COUNT
    ),
    Subject.RESPONSE_COST: _fields(spent=AMOUNT, expected=AMOUNT),
    Subject.SCHOOL_CLOSURE: _fields(closed=TIMES, reopened=TIME),
    Subject.INTRUDERS: _fields(name=TEXT, identified=YES_NO, claimed=YES_NO | TIME),
}


def check_value(subject: str, status: FactStatus, value: Any) -> Sequence[str]:
    """The fields of the value that no claim can lean on, dotted; a subject that is not listed has none.

    Raises: FactError when the value has not the shape of its subject.
    """
    if subject not in SHAPES:
        return ()
    if value is None and status is FactStatus.UNKNOWN:
        return ()
    shape = SHAPES[Subject(subject)]
    if isinstance(shape, ValueKind):
        if not shape.fits(value):
            raise FactError(
                f"its value is {show_value(value)}, not {shape.called}", subject=subject, hint=shape.hint
            )
        return ()
    if not isinstance(value, Mapping):
        raise FactError(
            f"its value {show_value(value)} fits none of its fields", subject=subject, hint=list_fields(shape)
        )
    if isinstance(shape, Fields):
        strange = _check_fields(_Place(subject, "", status), shape, value)
        _check_days(subject, value)
        return strange
    return _check_named(subject, status, shape, value)


class _Place(msgspec.Struct, frozen=True):
    subject: str
    prefix: str
    status: FactStatus

    def refuse(self, field: str, problem: str, *, hint: str = "") -> FactError:
        return FactError(problem, subject=self.subject, field=self.prefix + field, hint=hint)


# what somebody writes who does not know one field, or only believes it
_OF_WHOLE = "a status is that of the whole fact: leave out the field that nobody knows"


def _check_fields(place: _Place, shape: Fields, value: Mapping[str, Any]) -> list[str]:
    for field, kind in shape.all.items():
        found = value.get(field)
        if found is None:
            if field in shape.needed and place.status is not FactStatus.UNKNOWN:
                raise place.refuse(field, f"it is missing; it is {kind.called}")
        elif not kind.fits(found):
            hint = _OF_WHOLE if isinstance(found, Mapping) and "status" in found else kind.hint
            raise place.refuse(field, f"it is {show_value(found)}, not {kind.called}", hint=hint)
    if not any(field in value for field in shape.all):
        raise place.refuse("", "it has none of its fields", hint=list_fields(shape))
    return [place.prefix + field for field in value if field not in shape.all]


def _check_named(subject: str, status: FactStatus, shape: Named, value: Mapping[str, Any]) -> list[str]:
    strange = []
    for name, inner in value.items():
        place = _Place(subject, f"{name}.", status)
        if not isinstance(inner, Mapping):
            raise FactError(f"it is {show_value(inner)}, not an object", subject=subject, field=name)
        strange += _check_fields(place, shape.fields, inner)
    return strange


def _check_days(subject: str, value: Mapping[str, Any]) -> None:
    reviewed, days = value.get("reviewed_days"), value.get("of_days")
    if subject == Subject.EXFILTRATION and reviewed is not None and days is not None and reviewed > days:
        raise FactError(
            f"{say_count(reviewed, 'day')} cannot be reviewed of {days}",
            subject=subject,
            field="reviewed_days",
        )


def list_fields(shape: Fields | Named) -> str:
    """The fields of an object, with their kinds, for a hint."""
    if isinstance(shape, Named):
        inner = ", ".join(shape.fields.all)
        return f"it is an object of names, each with an object of: {inner}"
    return "its fields are " + ", ".join(f"{name} ({kind.name})" for name, kind in shape.all.items())


def show_value(value: Any) -> str:
    """A value, as an error names it."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def wants_text(subject: str) -> bool:
    """Whether the subject's value is a text, also where it looks like a number."""
    return subject in SHAPES and SHAPES[Subject(subject)] in (TEXT, TIME)
