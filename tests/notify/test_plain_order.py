"""Sentences in another order than rules read: what they say passes, and their false sisters do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.notify.records import know, weigh_text

_FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-01-11T22:30:00-05:00",
        "found": "2027-01-12T05:40:00-05:00",
    },
    "first_access": "2027-01-08",
    "exfiltration": {"state": "none_found", "reviewed_days": 21, "of_days": 21},
    "personal_data_search": {"coverage_percent": 64, "unreadable_files": 1180},
    "people_affected": {"count": 3140, "final": True},
    "systems_restored": {"verified": ["payroll", "email"], "pending": ["library", "bus routing"]},
    "unaffected_systems": ["website", "phones"],
    "ransom": {"demanded": True, "demanded_at": "2027-01-12", "paid": False},
    "password_reset": {"staff": "2027-01-14", "students": False},
    "misuse_search": {"done": False},
    "letters_sent": 0,
    "insurance": {"informed": "2027-01-13"},
}
_PARTLY: dict[str, Any] = {"exfiltration": {"state": "undetermined", "reviewed_days": 9, "of_days": 21}}
_TODAY = date(2027, 1, 20)


def _weigh(said: str, **changed: Any) -> str:
    return weigh_text(said, replace(know(_FACTS | changed), today=_TODAY))


@pytest.mark.parametrize(
    "said",
    [
        "While employees already have new passwords, those of our students have not been reset.",
        "Payroll and email are back, although the library is still pending.",
        "Still pending are the library and bus routing, while payroll and email have been restored.",
        "We want to be plain with you that a search for misuse has not been done.",
        "Asked whether the number of people affected might rise, the district said it is final.",
        "In the search for personal information, more than a thousand files have proved to be unreadable.",
        "About three days passed between the first intrusion and the encryption.",
        "The demand came on the same day the locked files were found.",
        "Finding no sign of theft is not proof that none took place.",
        "The log review turned up no evidence that employee files left our network.",
        "Data theft has been ruled out after a review of all 21 days of outbound logs.",
        "En los registros de salida que revisamos no encontramos indicios de robo de datos.",
        "Revisamos los 21 d\u00edas de registros y el robo de datos qued\u00f3 descartado.",
    ],
)
def test_a_sentence_in_another_order_says_what_its_clauses_say(said: str) -> None:
    assert _weigh(said) == "passes"


@pytest.mark.parametrize(
    "said",
    [
        "While students already have new passwords, those of our employees have not been reset.",
        "Payroll and the library are back, although bus routing is still pending.",
        "Still pending are the library and email, while payroll has been restored.",
        "Still pending are the library and the phones, while payroll and email have been restored.",
        "In the search for personal information, more than two thousand files have proved to be unreadable.",
        "About six days passed between the first intrusion and the encryption.",
        "The demand came two days after the locked files were found.",
        "The log review turned up evidence that employee files left our network.",
        "Data theft has been ruled out after a review of all 30 days of outbound logs.",
        "Our forensic firm found no evidence of data theft in the logs.",
        "The phones and the library have not been restored.",
    ],
)
def test_where_one_clause_is_wrong_it_does_not_pass(said: str) -> None:
    assert _weigh(said) != "passes"


@pytest.mark.parametrize(
    "said",
    [
        "Finding no sign of theft is not proof that none took place.",
        "The log review turned up no evidence that employee files left our network.",
        "Data theft has been ruled out after a review of all 21 days of outbound logs.",
        "En los registros de salida que revisamos no encontramos indicios de robo de datos.",
    ],
)
def test_what_a_review_did_not_find_needs_every_day_reviewed(said: str) -> None:
    assert _weigh(said, **_PARTLY) != "passes"


def test_what_is_counted_of_a_whole_must_make_the_whole() -> None:
    said = "Of three weeks of logs, {} days have been reviewed and {} have not."
    assert _weigh(said.format("nine", "twelve"), **_PARTLY) == "passes"
    for one, other in (("nine", "thirteen"), ("ten", "eleven"), ("twelve", "nine")):
        assert _weigh(said.format(one, other), **_PARTLY) != "passes"


def test_a_list_in_the_middle_is_judged_item_by_item() -> None:
    said = "Of the systems on our restoration list, including {}, none has been restored yet."
    none_back: dict[str, Any] = {"verified": [], "pending": ["library", "bus routing", "payroll"]}
    assert _weigh(said.format("payroll and the library"), systems_restored=none_back) == "passes"
    assert _weigh(said.format("the phones and the library"), systems_restored=none_back) != "passes"
    assert _weigh(said.format("payroll and the library")) != "passes"


@pytest.mark.parametrize(
    ("said", "how"),
    [
        # right for the insurer, and wrong for a family
        ("You were notified on Wednesday, one day after the encrypted files were found.", "waits"),
        ("You were notified on Friday, three days after the encrypted files were found.", "stopped"),
        # what is denied is not what the clause of the claim says
        ("It is no exaggeration to say that all staff passwords were reset on Thursday.", "waits"),
    ],
)
def test_what_is_not_surely_read_waits(said: str, how: str) -> None:
    assert _weigh(said) == how


def test_several_dozen_are_more_than_twelve() -> None:
    assert _weigh("Several dozen files have no clean version.", files_without_clean_version=58) == "passes"
    assert _weigh("Several dozen files have no clean version.", files_without_clean_version=12) == "stopped"
