"""Questions with their answers, posts, and days told from today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.paraphrase.phrases import split_phrases, strip_marks
from firstbell.notify.statements.record import make_record
from tests.notify.records import make_fact

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-17T06:15:00-05:00"},
    "ransom": {"paid": False},
    "systems_restored": {"verified": ["phones", "payroll"], "pending": ["library"]},
}
RECORD = make_record([make_fact(*pair) for pair in FACTS.items()], today=date(2026, 10, 21))
CASES = [
    ("Did you pay a ransom? No.", "supported"),
    ("Did you pay a ransom? No, we did not.", "supported"),
    ("Q: Did you pay a ransom? A: Yes.", "contradicted"),
    ("Have all systems been restored? Not yet.", "supported"),
    ("Have all systems been restored? Yes.", "contradicted"),
    ("Q: Did the district pay? A: No.", "supported"),
    ("Have all systems been restored? We have not restored the library.", "supported"),
    ("We found the attack last Saturday.", "supported"),
    ("We found the attack yesterday.", "contradicted"),
    ("Four days ago we discovered the attack.", "supported"),
    ("None of our systems has been restored.", "contradicted"),
    ("Not all systems have been restored.", "supported"),
    ("Two systems are back and one is pending.", "supported"),
]


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_answers_and_days_are_read_as_they_are_meant(text: str, verdict: str) -> None:
    (claim,) = check_statement(text, RECORD)
    assert (claim.verdict.value, claim.waiting) == (verdict, False)
    assert claim.text in text


def test_an_answer_that_says_more_than_yes_or_no_waits() -> None:
    (claim,) = check_statement("Are phones working? Yes, since Monday.", RECORD)
    assert claim.waiting
    assert "since Monday" in claim.needs[0]


def test_a_spanish_answer_is_read_with_its_question_or_waits() -> None:
    for text in (
        "\u00bfSe llevaron datos? No, nada fue copiado.",
        "\u00bfCu\u00e1ntas familias est\u00e1n afectadas? Menos de cincuenta.",
        "\u00bfC\u00f3mo entraron? Por un mensaje falso.",
    ):
        claims = check_statement(text, RECORD)
        assert claims, text
        assert all(claim.waiting or claim.verdict.value != "supported" for claim in claims), text


def test_what_an_answer_calls_it_is_named_by_the_question() -> None:
    (claim,) = check_statement("Q: Is our payroll working? A: It was restored.", RECORD)
    assert (claim.text, claim.verdict.value) == ("It was restored.", "supported")
    assert [one.read for one in split_phrases("Has our data been published? It has not been published.")] == [
        "Has our data been published?",
        "Our data has not been published.",
    ]


def test_a_number_is_no_answer_and_an_answer_no_number() -> None:
    said = [one.said for one in split_phrases("Form No. 5 is due. Are you sure? No. We are not.")]
    assert said[0] == "Form No. 5 is due."
    assert said[-1] == "We are not."


def test_minutes_and_talking_points_say_what_they_lead_to() -> None:
    for text in (
        "The administration reported that payroll has been restored.",
        "Superintendent Hale told the board that payroll has been restored.",
        "Payroll has been restored, the chair noted.",
        "Say it plainly: payroll has been restored.",
    ):
        (claim,) = check_statement(text, RECORD)
        assert claim.verdict.value == "supported", text
        assert claim.text in text
    (claim,) = check_statement("The FBI reported that payroll has been restored.", RECORD)
    assert claim.verdict.value != "supported"


FURTHER: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-11-26T06:15:00-06:00"},
    "ransom": {"paid": False},
    "exfiltration": {"state": "confirmed", "confirmed": "2026-11-27", "bytes": 31_000_000_000},
    "way_in": "stolen password of a vendor",
    "legal_counsel": {"engaged": "2026-11-26"},
    "kinds_found": ["names", "addresses"],
    "personal_data_search": {"coverage_percent": 100},
}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Q: How much was taken? A: About 31 gigabytes; the theft was confirmed on November 27.", True),
        ("Q: How much was taken? A: About 310 gigabytes; the theft was confirmed on November 27.", False),
        ("When was the attack found? On November 26.", True),
        ("When was the attack found? On November 16.", False),
        ("How did they get in? With the stolen password of a vendor.", True),
        ("How did they get in? Through an unpatched server.", False),
        ("How did they get in? We don't know yet.", False),
        ("How many people are affected? We don't know yet.", True),
        ("What information was found? Names and addresses.", True),
        ("What information was found? Names and grades.", False),
        ("If a parent asks whether the district has paid a ransom, the answer is no.", True),
        ("If a parent asks whether the district has paid a ransom, the answer is yes.", False),
        ("Why have you not paid a ransom? Please see our letter.", True),
        ("Why did you pay a ransom? Please see our letter.", False),
        ("Counsel was engaged on Thanksgiving Day.", True),
        ("Counsel was engaged on Labor Day.", False),
    ],
)
def test_short_answers_talking_points_and_holidays_are_read_with_what_they_answer(
    text: str, passes: bool
) -> None:
    record = make_record([make_fact(*pair) for pair in FURTHER.items()], today=date(2026, 11, 29))
    claims = check_statement(text, record)
    assert all(claim.verdict.value == "supported" for claim in claims) is passes, claims


def test_without_a_day_to_tell_from_yesterday_waits() -> None:
    record = make_record([make_fact(*pair) for pair in FACTS.items()])
    (claim,) = check_statement("We found the attack last Saturday.", record)
    assert claim.waiting


def test_a_question_without_an_answer_claims_nothing() -> None:
    assert check_statement("Did you pay a ransom?", RECORD) == []
    assert [phrase.read for phrase in split_phrases("When will it end? We will share more.")] == [
        "When will it end?",
        "We will share more.",
    ]


def test_marks_of_posts_are_no_words_of_theirs() -> None:
    assert strip_marks("RT @plps: \U0001f6a8 Phones are back! \U0001f64f #plps #school") == "Phones are back!"
    assert strip_marks("UPDATE: no ransom was paid https://t.example/x") == "no ransom was paid"
    assert strip_marks("#") == "#"
    (claim,) = check_statement("UPDATE: we have not paid a ransom #plps", RECORD)
    assert claim.verdict.value == "supported"
