"""Clauses about numbers by slots: each way to tell a field, with numbers that fit and with others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.amounts.values import SaidValue, ValueUnit, mark_values
from firstbell.notify.statements.paraphrase.list_words import tell_kinds, tell_systems
from firstbell.notify.statements.paraphrase.slot_words import is_flat, tell_slots
from firstbell.notify.statements.record import make_record
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-03-08T06:10-05:00"},
    "response_cost": {"spent": 840000, "expected": 1120000},
    "insurance": {"informed": "2026-03-08", "limit": 1500000, "deductible": 40000},
    "ransom": {"demanded": True, "amount": 650000, "paid": False},
    "letters_sent": 2310,
    "people_affected": {"count": 5870, "final": False},
    "coercion_contacts": {"count": 19, "since": "2026-03-20"},
    "personal_data_search": {"coverage_percent": 72, "unreadable_files": 264},
    "files_without_clean_version": 930,
    "kinds_found": ["names", "birth dates", "social security numbers"],
    "systems_restored": {
        "verified": ["email", "payroll", "phones"],
        "pending": ["library", "bus routing"],
    },
}
RECORD = replace(
    know(FACTS), today=date(2026, 4, 2), names=make_record([], [], names=["Cedar Hollow Schools"]).names
)
UNTOLD = replace(know({"encryption_event": FACTS["encryption_event"]}), today=date(2026, 4, 2))
weigh = partial(weigh_text, record=RECORD)

# for each field: how people tell it; numbers that lie within what is said; and numbers that do not
FIELDS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "spent": (
        [
            "The district has spent {} so far",
            "Spending has reached {}",
            "Response bill at {}",
            "Cedar Hollow's response spending now totals {}",
            "{} has gone into the recovery so far",
            "What we have spent so far comes to {}",
        ],
        ["$840,000", "more than $800,000", "almost $850,000", "just over $830,000", "$840K"],
        ["$820,000", "$1,120,000", "over $900,000", "$40,000"],
    ),
    "expected": (
        [
            "We expect the response to cost {}",
            "Costs are headed for {}",
            "Our projected total is {}",
            "The bill is expected to come to {} in the end",
        ],
        ["$1,120,000", "$1.12 million", "more than $1.1 million"],
        ["$840,000", "$1.3 million", "less than $1 million"],
    ),
    "limit": (
        [
            "Our insurance policy carries a limit of {}",
            "The most our policy pays is {}",
            "Our policy is capped at {}",
            "The district carries insurance with a limit of {}",
        ],
        ["$1,500,000", "$1.5 million", "one and a half million dollars"],
        ["$1,000,000", "$1,120,000", "$40,000"],
    ),
    "demanded": (
        ["The criminals wanted {} from a school district", "The group demanded {} in ransom"],
        ["$650,000", "650,000 dollars", "more than $600,000"],
        ["$65,000", "$600,000", "$840,000"],
    ),
    "letters": (
        ["{} notices are in the mail", "The district has put in the mail {} letters"],
        ["2,310", "more than 2,300", "nearly 2,400"],
        ["2,300", "5,870", "more than 2,400"],
    ),
    "contacts": (
        [
            "The district has logged {} attempts to pressure people",
            "The number of threatening contacts stands at {}",
            "There have been {} attempts by the attackers to frighten people",
        ],
        ["19", "nineteen", "about twenty", "more than a dozen"],
        ["29", "nine", "about thirty", "2,310"],
    ),
    "unreadable": (
        ["We could not open {} files", "{} documents could not be read at all"],
        ["264", "some 260", "over two hundred"],
        ["246", "some 300", "390", "under 200"],
    ),
    "coverage": (
        ["The search has covered {} of the files", "{} of the files have been gone through so far"],
        ["72 percent", "more than two thirds", "nearly three quarters"],
        ["27 percent", "more than three quarters", "half"],
    ),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_number_passes_where_the_record_s_lies_within_what_is_said(field: str) -> None:
    frames, sound, false = FIELDS[field]
    for frame in frames:
        for value in sound:
            said = frame.format(value)
            said = f"{said[:1].upper()}{said[1:]}."
            assert weigh(said) == "passes", said
            assert weigh_text(said, UNTOLD) != "passes", said
        for value in false:
            said = frame.format(value)
            said = f"{said[:1].upper()}{said[1:]}."
            assert weigh(said) != "passes", said
            assert tell_slots(said, RECORD) == said


@pytest.mark.parametrize(
    "said",
    [
        "Response bill at $840,000 and headed for $1.12 million",
        "We have spent $840,000 against a policy with a $1.5 million limit.",
        "Policy limit $1,500,000, deductible $40,000",
        "The $840,000 spent so far is below our insurance policy's limit of $1.5 million.",
        "Of the $1,120,000 that we expect the response to cost, more than two thirds has been spent.",
        "Spending stands at $840,000, three quarters of the $1,120,000 we expect.",
        "What we have spent so far is more than half of the policy limit.",
        "The response has cost $840,000, which is $660,000 below the limit of our insurance.",
        "There is $660,000 left under the policy limit.",
        "Another $280,000 in costs is expected.",
        "We have used up the deductible.",
        "We remain within the $1.5 million limit of our policy.",
        "Our costs so far have passed the $40,000 deductible.",
        "The policy will cover up to $1.5 million after a deductible of $40,000.",
        "The search has covered 72 percent of the files, and more than two hundred others could not be read.",
        "More than a quarter of the review is still ahead of us, and 264 files could not be opened.",
        "What they demanded is less than what the response has cost.",
        "We have spent $840,000 and expect to spend $1,120,000 in all.",
        "At $840,000, our costs so far are within the policy limit of $1.5 million.",
        "The attackers asked for $650,000; Cedar Hollow has not paid.",
    ],
)
def test_parts_and_comparisons_that_the_record_bears_out_pass(said: str) -> None:
    assert weigh(said) == "passes"
    assert weigh_text(said, UNTOLD) != "passes"


@pytest.mark.parametrize(
    "said",
    [
        "We have not spent $840,000.",
        "The vendor has spent $840,000.",
        "We would have spent $840,000.",
        "The final cost of the response is $840,000.",
        "We have spent $840,000 on new computers.",
        "We have spent $840,000, and the deductible is $50,000.",
        "We have spent $840,000 on the response, all of it covered by insurance.",
        "We have spent $840,000 and expect no further costs.",
        "Spending has reached $840,000 against a limit of $1 million.",
        "Spending has passed the policy limit.",
        "Spending is below the deductible.",
        "What we have spent is half of the policy limit.",
        "The response has cost $840,000, which is $560,000 below the policy limit.",
        "There is $560,000 left under the policy limit.",
        "We expect to spend another $380,000.",
        "Our policy has a $40,000 limit and a $1.5 million deductible.",
        "Our old policy had a $1.5 million limit.",
        "The vendor's policy has a $1.5 million limit.",
        "We asked for a policy with a $1.5 million limit.",
        "The policy pays up to $1.5 million for each family.",
        "The intruders demanded $650,000, and we paid it.",
        "The intruders demanded $650,000 from each family.",
        "2,310 letters have been drafted.",
        "Threatening contacts reached 19 students.",
        "264 files could not be opened, but none of them holds personal information.",
        "72 percent of the files have been searched for misuse.",
        "It is not true that we spent $840,000, and the policy has a limit of $1.5 million.",
        "They claim that we have spent $840,000, and that the limit is $1.5 million.",
        "Spending has reached $840,000, or so they say.",
        "Of the $650,000 demanded, more than half has been spent.",
        "Of the $1.5 million limit, $840,000 has been paid by the insurer.",
    ],
)
def test_a_clause_with_a_word_or_a_number_of_its_own_does_not_pass(said: str) -> None:
    assert weigh(said) != "passes"


@pytest.mark.parametrize(
    ("sound", "false"),
    [
        (
            "Email, payroll, phones restored; library, bus routing still pending",
            "Email, payroll, library restored; phones, bus routing still pending",
        ),
        (
            "Three systems are verified, leaving two: library and bus routing.",
            "Two systems are verified, leaving three: library, phones and bus routing.",
        ),
        (
            "Email, payroll and phones are verified; only the library and bus routing are left to restore.",
            "Email and payroll are all verified, and only the library is left to bring back.",
        ),
        ("Everything but the library and bus routing is back.", "Everything but the library is back."),
        ("All but two of our five systems are back.", "All but one of our five systems are back."),
        ("Left on the list: library and bus routing.", "Left on the list: the library."),
        ("We are still waiting on the library and bus routing.", "We are still waiting on payroll."),
    ],
)
def test_a_list_of_systems_passes_as_the_record_has_it(sound: str, false: str) -> None:
    assert weigh(sound) == "passes"
    assert tell_systems(false, RECORD) == false


def test_nothing_is_left_where_no_system_is_pending() -> None:
    systems = {"verified": ["email", "phones"], "pending": []}
    record = know({**FACTS, "systems_restored": systems})
    said = "Email and phones have been restored, and nothing on our list is still pending."
    assert weigh_text(said, record) == "passes"
    assert weigh(said) != "passes"


@pytest.mark.parametrize(
    ("sound", "false"),
    [
        (
            "Going through the files, we have found names, birth dates and Social Security numbers.",
            "Going through the files, we have found names, birth dates and health information.",
        ),
        (
            "So far we have come across Social Security numbers and names in the files.",
            "So far we have come across Social Security numbers and grades in the files.",
        ),
        (
            "In the files searched so far are names and birth dates.",
            "In the files searched so far are only names.",
        ),
    ],
)
def test_kinds_that_were_found_pass_in_any_order_and_part(sound: str, false: str) -> None:
    assert weigh(sound) == "passes"
    assert tell_kinds(false, RECORD) == false


def test_only_what_lies_within_the_bound_fits() -> None:
    assert mark_values("some 260 files")[1] == [SaidValue(260, ValueUnit.COUNT, "about")]
    assert mark_values("no one") == ("no #0", [SaidValue(1, ValueUnit.COUNT)])
    assert SaidValue(80, ValueUnit.SHARE, "more").fits(84)
    assert not SaidValue(80, ValueUnit.SHARE, "more").fits(80)
    assert not SaidValue(100, ValueUnit.SHARE).fits(99.8)
    assert not SaidValue(300000, ValueUnit.MONEY, "more").fits(840000)


def test_what_stands_beside_a_clause_may_not_bind_it() -> None:
    assert is_flat("Cedar Hollow has not paid")
    assert not is_flat("it is not true that we paid")
    assert not is_flat("if the insurer agrees")
