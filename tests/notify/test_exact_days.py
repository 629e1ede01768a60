"""Adjuncts of time that name no day: a claim passes with one where its day lies in it, else never."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.language.contexts import says_more
from firstbell.notify.statements.paraphrase.exact_days import list_samples
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-10-13T22:40:00-05:00",
        "found": "2026-10-14T06:10:00-05:00",
    },
    "forensic_firm": {"engaged": "2026-10-16"},
    "legal_counsel": {"engaged": "2026-10-15"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-10-14"},
    "exfiltration": {"state": "confirmed", "confirmed": "2026-10-29", "published": "2026-11-09"},
    "password_reset": {"staff": "2026-10-17", "students": "2026-10-22"},
    "credit_monitoring": {"contract": "2026-11-12"},
    "call_center": {"opened": "2026-11-16"},
    "reports": {"state attorney general": {"filed": "2026-11-10"}},
    "insurance": {"informed": "2026-10-19"},
}
TODAY = date(2026, 11, 27)
FOUND = date(2026, 10, 14)
RECORD = replace(know(FACTS), today=TODAY)
weigh = partial(weigh_text, record=RECORD)

CLAIMS: Mapping[str, date] = {
    "Legal counsel was retained {}.": date(2026, 10, 15),
    "We hired a forensic firm {}.": date(2026, 10, 16),
    "Staff passwords were reset {}.": date(2026, 10, 17),
    "Student passwords were changed {}.": date(2026, 10, 22),
    "{}, we confirmed that data had been stolen.": date(2026, 10, 29),
    "We filed our report with the attorney general {}.": date(2026, 11, 10),
    "We signed a contract for credit monitoring {}.": date(2026, 11, 12),
    "Our call center opened {}.": date(2026, 11, 16),
}


def _from_to(first: date, last: date) -> Callable[[date], bool]:
    return lambda day: first <= day <= last


def _after(days: int, most: int | None = None) -> Callable[[date], bool]:
    return lambda day: days <= (day - FOUND).days <= (days if most is None else most)


NOVEMBER = _from_to(date(2026, 11, 1), date(2026, 11, 30))
PHRASES: Mapping[str, Callable[[date], bool]] = {
    "this month": NOVEMBER,
    "earlier this month": NOVEMBER,
    "last month": _from_to(date(2026, 10, 1), date(2026, 10, 31)),
    "late last month": _from_to(date(2026, 10, 21), date(2026, 10, 31)),
    "last week": _from_to(date(2026, 11, 16), date(2026, 11, 21)),
    "in the second week of November": _from_to(date(2026, 11, 8), date(2026, 11, 14)),
    "in the last week of November": _from_to(date(2026, 11, 24), date(2026, 11, 30)),
    "in the second half of November": _from_to(date(2026, 11, 16), date(2026, 11, 30)),
    "between the ninth and the eleventh of November": _from_to(date(2026, 11, 9), date(2026, 11, 11)),
    "between October 15 and October 20": _from_to(date(2026, 10, 15), date(2026, 10, 20)),
    "two days after the encryption was found": _after(2),
    "the day after the encryption was found": _after(1),
    "within two days of the discovery": _after(0, 2),
    "weeks after the encryption was found": _after(13, 45),
    "the day before the forensic firm was": _after(1),
    "five days after the staff did": lambda day: day - date(2026, 10, 17) == timedelta(days=5),
    "a few weeks ago": _from_to(TODAY - timedelta(days=45), TODAY - timedelta(days=13)),
    "in the past two weeks": _from_to(TODAY - timedelta(days=14), TODAY),
}
_SELF = {("Student passwords were changed {}.", "five days after the staff did")}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_passes_with_the_phrases_in_which_its_day_lies(claim: str) -> None:
    outcomes = {
        phrase: weigh(_write(claim, phrase)) for phrase, fits in PHRASES.items() if fits(CLAIMS[claim])
    }
    held = [phrase for phrase, how in outcomes.items() if how != "passes" and "staff did" not in phrase]
    # no judge reads some of them beside some claims: what is not read waits
    assert len(held) <= len(outcomes) / 4, held


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_passes_with_a_phrase_in_which_its_day_does_not_lie(claim: str) -> None:
    wrong = [phrase for phrase, fits in PHRASES.items() if not fits(CLAIMS[claim])]
    assert [phrase for phrase in wrong if weigh(_write(claim, phrase)) == "passes"] == []


def _write(claim: str, phrase: str) -> str:
    said = claim.format(phrase)
    return f"{said[:1].upper()}{said[1:]}"


@pytest.mark.parametrize(
    "text",
    [
        "Two days before the forensic firm was hired, we told the FBI.",
        "Counsel was retained on October 15, the day after the encryption was found.",
        "A finales de octubre confirmamos que se hab\u00edan robado datos.",
    ],
)
def test_days_that_hang_on_others_are_read(text: str) -> None:
    assert weigh(text) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Student passwords were not changed in the first week of November.",
        "Student passwords would have been changed in the fourth week of October.",
        "If student passwords were changed in the fourth week of October, all is well.",
        "Only staff passwords were reset last month.",
        "All passwords that were reset last month are safe.",
        "Ours is one of twelve districts that were attacked last month.",
        "We informed our insurer the morning the encryption was found.",
        "We informed our insurer on October 19, the morning the encryption was found.",
        "Counsel was retained that same morning.",
        "Our insurer was informed the same day.",
        "We found the encryption within twenty minutes of the first encrypted file.",
        "Student passwords were changed on October 24, a week after those of staff.",
        "Counsel was retained two days after the attack on our neighbors.",
        "Counsel was retained within hours of the discovery.",
        "On the very day of the discovery, the FBI was told, and our insurer was informed.",
        "Hace dos semanas confirmamos que se hab\u00edan robado datos.",
    ],
)
def test_what_the_record_does_not_tell_so_does_not_pass(text: str) -> None:
    assert weigh(text) != "passes"


def test_a_sample_stands_beside_the_same_with_another_day() -> None:
    sample = next(list_samples("Student passwords were changed in the fourth week of October.", RECORD))
    assert sample.told == "Student passwords were changed on October 22."
    assert sample.others == ["Student passwords were changed on October 18."]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Letters went out in October.", True),
        ("Letters did not go out in October.", False),
        ("If letters went out in October, you have one.", False),
        ("Letters went out in October, so if you have none, call us.", True),
        ("All letters that went out in October were wrong.", False),
        ("All letters were sent in October.", True),
        ("Did letters go out in October?", False),
        ("We paid nothing, and letters went out in October.", True),
    ],
)
def test_an_exact_day_says_more_where_nothing_turns_it(text: str, more: bool) -> None:
    start = text.index("in October")
    assert says_more(text, start, start + len("in October")) is more
