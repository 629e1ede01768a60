"""What the record must show, by the names that whole.toml, surplus.toml and presumptions.toml have for it.

Here the record alone decides; what depends on the words as well stands beside those who read the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from firstbell.notify.statements.judges.theft import is_fully_reviewed
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import is_published, is_taken
from firstbell.record.facts import Subject

Condition = Callable[[CaseRecord], bool]


def _has(subject: Subject, field: str) -> Condition:
    return lambda record: bool(record.get(subject, field))


def _lacks(subject: Subject, field: str) -> Condition:
    return lambda record: record.get(subject, field) is None


def _is(subject: Subject, field: str, *, value: bool) -> Condition:
    return lambda record: record.get(subject, field) is value


def _is_not(subject: Subject, field: str, *, value: bool) -> Condition:
    return lambda record: record.get(subject, field) is not value


def _is_soon(record: CaseRecord) -> bool:
    """Whether helpers and law enforcement were there within a day of the finding, as far as days are told."""
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    days = [
        day
        for subject, field in (
            (Subject.FORENSIC_FIRM, "engaged"),
            (Subject.LEGAL_COUNSEL, "engaged"),
            (Subject.LAW_ENFORCEMENT, "since"),
        )
        if (day := record.get_day(subject, field))
    ]
    return found is not None and bool(days) and all((day - found).days <= 1 for day in days)


def _is_found_at_once(record: CaseRecord) -> bool:
    """Whether no more than a quarter of an hour lay between the first damage and its finding."""
    first, found = (record.get_moment(Subject.ENCRYPTION_EVENT, name) for name in ("first_damage", "found"))
    return first is not None and found is not None and (found - first).total_seconds() <= _AT_ONCE


_AT_ONCE = 900


def _is_insured_at_once(record: CaseRecord) -> bool:
    """Whether the insurer was told on the day of the finding."""
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    return found is not None and found == record.get_day(Subject.INSURANCE, "informed")


def _is_nobody(record: CaseRecord) -> bool:
    """Whether nobody's data was taken, so that it was not any child's either."""
    none_found = record.get(Subject.EXFILTRATION, "state") == "none_found"
    return none_found or bool(record.get(Subject.PEOPLE_AFFECTED, "count") == 0)


_LONG_HOURS = any_case(r"around the clock|24|day and night|seven days|weekend|saturday|daily|every day")


def _are_hours_told(record: CaseRecord) -> bool:
    """Whether the record tells hours of the call center that reach as far."""
    return _LONG_HOURS.search(str(record.get(Subject.CALL_CENTER, "hours") or "")) is not None


def _is_paid_whole(record: CaseRecord) -> bool:
    """Whether nothing was paid, or no less than was demanded, as far as the record tells."""
    paid, demanded = (record.get_count(Subject.RANSOM, field) for field in ("paid", "demanded"))
    return record.get(Subject.RANSOM, "paid") is False or None in (paid, demanded) or paid == demanded


def _count_missing_codes(record: CaseRecord, *, untold: float) -> float:
    """How many of those affected have no code; `untold` where one of the numbers is not told."""
    codes: Any = record.get_count(Subject.CREDIT_MONITORING, "codes_issued")
    people: Any = record.get_count(Subject.PEOPLE_AFFECTED, "count")
    return people - codes if isinstance(codes, int) and isinstance(people, int) else untold


def _stood_before(record: CaseRecord) -> bool:
    """Whether a second factor was asked for before the attack, by its day."""
    event = Subject.ENCRYPTION_EVENT
    began = (
        record.get_day(Subject.FIRST_ACCESS),
        record.get_day(event, "first_damage"),
        record.get_day(event, "found"),
    )
    since, known = record.get_day(Subject.MULTI_FACTOR, "since"), [day for day in began if day]
    return since is not None and bool(known) and since < min(known)


def are_letters_complete(record: CaseRecord) -> bool:
    """Whether no fewer letters were sent than people are affected."""
    sent, people = record.get(Subject.LETTERS_SENT), record.get(Subject.PEOPLE_AFFECTED, "count")
    return isinstance(sent, int) and isinstance(people, int) and sent >= people > 0


def _is_payment_day_other(record: CaseRecord) -> bool:
    """Whether the payment is not on record for the day of the attack."""
    days = {record.get_day(Subject.ENCRYPTION_EVENT, one) for one in ("found", "first_damage")} - {None}
    return record.get_day(Subject.RANSOM, "paid_at") not in days


def _is_search_unfinished(record: CaseRecord) -> bool:
    """Whether files are still to be searched, of whatever is said to be in none."""
    coverage = record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    return coverage is not None and coverage < _WHOLE


_WHOLE = 100


def read_way(record: CaseRecord) -> str:
    """The way in as the fact tells it, known or believed; "" where none does."""
    return str(record.get(Subject.WAY_IN) or "")


_FLAW = any_case(r"flaw|vulnerab|exploit|bug\b|unpatched|hole|weakness|misconfigur")


def _is_everything_clean(record: CaseRecord) -> bool:
    """Whether it is known that every file has a clean version."""
    lost = Subject.FILES_WITHOUT_CLEAN_VERSION
    return record.get(lost) == 0 and record.is_known(lost)


def _is_none_known_lost(record: CaseRecord) -> bool:
    """Whether no file is known that has no clean version."""
    lost = record.get(Subject.FILES_WITHOUT_CLEAN_VERSION)
    return not isinstance(lost, int) or lost == 0


_MONITORING, _THEFT, _PEOPLE = Subject.CREDIT_MONITORING, Subject.EXFILTRATION, Subject.PEOPLE_AFFECTED
CONDITIONS: Mapping[str, Condition] = {
    # what was taken
    "taken": is_taken,
    "untaken": lambda record: not is_taken(record),
    "theft_known": lambda record: record.get(_THEFT, "state") == "confirmed" and record.is_known(_THEFT),
    # where the record has no word of it, the count of those affected is all that is held against it
    "theft_denied": lambda record: record.find(_THEFT) is not None and not is_taken(record),
    "theft_unsettled": lambda record: record.get(_THEFT, "state") not in ("confirmed", "none_found"),
    "theft_open": lambda record: record.get(_THEFT, "state") != "none_found" or not is_fully_reviewed(record),
    "traffic_open": lambda record: (
        bool(record.get(_THEFT, "unexplained_bytes")) or not is_fully_reviewed(record)
    ),
    "published": is_published,
    "is_published": _has(_THEFT, "published"),
    # whom it concerns
    "nobody": _is_nobody,
    "groups": _has(_PEOPLE, "groups"),
    "final": _is(_PEOPLE, "final", value=True),
    "count_open": _is_not(_PEOPLE, "final", value=True),
    "concerns_somebody": lambda record: (
        record.get(_PEOPLE, "count") != 0 or record.get(_PEOPLE, "final") is not True
    ),
    "search_unfinished": _is_search_unfinished,
    "nobody_looked": _is(Subject.MISUSE_SEARCH, "done", value=False),
    "contacts_known": _has(Subject.COERCION_CONTACTS, "count"),
    "contacted_untold": lambda record: not record.get(Subject.COERCION_CONTACTS, "groups"),
    # letters, monitoring and its codes
    "letters_out": lambda record: (
        record.find(Subject.LETTERS_SENT) is None or record.get(Subject.LETTERS_SENT) not in (0, None)
    ),
    "no_letter_sent": lambda record: record.get_count(Subject.LETTERS_SENT) == 0,
    "letters_complete": lambda record: record.get(_PEOPLE, "final") is True and are_letters_complete(record),
    "codes_out": _has(_MONITORING, "codes_issued"),
    "coded": _is_not(_MONITORING, "codes_issued", value=False),
    "all_coded": lambda record: _count_missing_codes(record, untold=1) <= 0,
    "codes_suffice": lambda record: _count_missing_codes(record, untold=0) <= 0,
    "contract_signed": _has(_MONITORING, "contract"),
    "term_untold": _lacks(_MONITORING, "months"),
    "enrolled": lambda record: record.get(_MONITORING, "enrolled") is not None,
    "enroll_by": lambda record: record.get(_MONITORING, "enroll_by") is not None,
    "line_hours": _are_hours_told,
    # the demand
    "unpaid": _is(Subject.RANSOM, "paid", value=False),
    "paid_whole": _is_paid_whole,
    "deadline_untold": _lacks(Subject.RANSOM, "deadline"),
    "payment_day_other": _is_payment_day_other,
    # the attack, how it came about, and what was done at once
    "event_known": lambda record: (
        record.is_known(Subject.ENCRYPTION_EVENT)
        and record.get(Subject.ENCRYPTION_EVENT, "confirmed") is True
    ),
    "intruders_known": _has(Subject.INTRUDERS, "identified"),
    "way_known": lambda record: record.is_known(Subject.WAY_IN, Subject.FIRST_ACCESS),
    "way_open": lambda record: not record.is_known(Subject.WAY_IN),
    "access_open": lambda record: not record.is_known(Subject.WAY_IN, Subject.FIRST_ACCESS),
    "password_guessed": lambda record: "guess" in read_way(record).lower(),
    "flaw_untold": lambda record: bool(read_way(record)) and not _FLAW.search(read_way(record)),
    "found_at_once": _is_found_at_once,
    "insured_at_once": _is_insured_at_once,
    "soon": _is_soon,
    # what was lost, and how it stands now
    "nothing_lost": _is_everything_clean,
    "none_known_lost": _is_none_known_lost,
    "multi_factor_on": _has(Subject.MULTI_FACTOR, "for"),
    "stood_before": _stood_before,
    "schools_closed": lambda record: (
        bool(record.get(Subject.SCHOOL_CLOSURE, "closed"))
        and not record.get(Subject.SCHOOL_CLOSURE, "reopened")
    ),
}
