"""Two things of which one tells when the other was: every pair of a record, in every form, true and false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

_TODAY = date(2027, 3, 19)
_FACTS = {
    "encryption_event": {"confirmed": True, "found": "2027-02-08T06:30:00-06:00"},
    "forensic_firm": {"engaged": "2027-02-10"},
    "legal_counsel": {"engaged": "2027-02-09"},
    "law_enforcement": {"informed": ["FBI"], "since": "2027-02-08"},
    "password_reset": {"staff": "2027-02-12", "students": "2027-02-17"},
    "call_center": {"opened": "2027-03-04", "phone": "555-0142"},
    "credit_monitoring": {"contract": "2027-02-26", "codes_issued": "2027-03-04"},
    "ransom": {"demanded": True, "demanded_at": "2027-02-09", "paid": False},
    "school_closure": {"closed": ["2027-02-08", "2027-02-09"], "reopened": "2027-02-10"},
    "reports": {"Iowa attorney general": {"filed": "2027-03-02"}},
}
_THINGS = {
    "we found the encrypted files": (date(2027, 2, 8), "the discovery"),
    "an outside forensic firm was engaged": (date(2027, 2, 10), "hiring a forensic firm"),
    "we retained legal counsel": (date(2027, 2, 9), "retaining counsel"),
    "we informed the FBI": (date(2027, 2, 8), "notifying the FBI"),
    "all staff passwords were reset": (date(2027, 2, 12), "the staff password reset"),
    "student passwords were reset": (date(2027, 2, 17), "resetting student passwords"),
    "our call center opened": (date(2027, 3, 4), "the opening of the call center"),
    "codes for credit monitoring were sent": (date(2027, 3, 4), "the issue of codes for credit monitoring"),
    "the ransom demand arrived": (date(2027, 2, 9), "the ransom demand"),
    "our schools reopened": (date(2027, 2, 10), "the reopening of our schools"),
}


@pytest.fixture(scope="module", name="record")
def _record() -> CaseRecord:
    return replace(know(_FACTS), today=_TODAY)


def _list_forms(first: str, second: str, noun: str, days: int) -> Iterator[str]:
    """The forms that say of two things that the first was so many days after the second."""
    head = f"{first[0].upper()}{first[1:]}"
    tail = f"{second[0].upper()}{second[1:]}"
    if days == 0:
        yield f"{head} on the same day that {second}."
        yield f"{tail}, and {first} the same day."
        yield f"On the day {second}, {first}."
    elif days > 0:
        told = "one day" if days == 1 else f"{days} days"
        yield f"{head} {told} after {second}."
        yield f"{head} {told} after {noun}."
        yield f"{tail}, and {told} later {first}."
    else:
        told = "one day" if days == -1 else f"{-days} days"
        yield f"{head} {told} before {second}."
        yield f"{head}, {told} before {noun}."


def test_two_things_pass_where_their_days_stand_so(record: CaseRecord) -> None:
    waiting = []
    pairs = list(permutations(_THINGS.items(), 2))[::9]
    for (first, (day, _)), (second, (base, noun)) in pairs:
        waiting += [
            said
            for said in _list_forms(first, second, noun, (day - base).days)
            if weigh_text(said, record) != "passes"
        ]
    assert len(waiting) <= 2, waiting


def test_no_two_things_pass_where_their_days_stand_otherwise(record: CaseRecord) -> None:
    passing = []
    for at, ((first, (day, _)), (second, (base, noun))) in enumerate(permutations(_THINGS.items(), 2)):
        if at % 9 == 1:
            off = (1, 2, -1, 3)[at % 3]
            passing += [
                said
                for said in _list_forms(first, second, noun, (day - base).days + off)
                if weigh_text(said, record) == "passes"
            ]
    assert passing == []


@pytest.mark.parametrize(
    ("said", "how"),
    [
        (
            "An outside forensic firm came on board on Wednesday, February 10, one day after "
            "our counsel did.",
            "passes",
        ),
        ("Legal counsel was retained on February 9, and a forensic firm followed one day later.", "passes"),
        ("Counsel and a forensic firm were both engaged within two days of the discovery.", "passes"),
        (
            "Codes for credit monitoring were sent on March 4, the same day on which the call center opened.",
            "passes",
        ),
        ("Counsel and a forensic firm were both engaged within one day of the discovery.", "holds"),
        ("The FBI was not informed until two days after we found the encrypted files.", "holds"),
        ("Had we hired counsel one day after the discovery, the FBI would have known.", "holds"),
        ("We informed the FBI after our call center opened.", "holds"),
        ("We retained legal counsel one day after the sheriff was informed.", "holds"),
        ("Our schools reopened two days after we found the encrypted files, and nobody was hurt.", "holds"),
        ("Our call center opened the same day that the data was published.", "holds"),
    ],
)
def test_other_forms(record: CaseRecord, said: str, how: str) -> None:
    assert (weigh_text(said, record) == "passes") == (how == "passes"), said


@pytest.mark.parametrize(
    ("said", "how"),
    [
        (
            "Our report has been on file with the Iowa attorney general since the week after "
            "Presidents' Day.",
            "holds",
        ),
        ("Student passwords were reset on the Thursday after Presidents' Day.", "holds"),
        ("The Iowa attorney general has had our report for several months.", "holds"),
        ("The Iowa attorney general has not had our report for several weeks.", "holds"),
    ],
)
def test_days_by_holidays(record: CaseRecord, said: str, how: str) -> None:
    assert (weigh_text(said, record) == "passes") == (how == "passes"), said
