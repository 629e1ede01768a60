"""Long sentences of letters: clauses that claim nothing are peeled off, and every other one must stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.paraphrase.peelings import list_peeled
from tests.notify.records import know, weigh_text

_FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-10-04T02:10:00-05:00",
        "found": "2026-10-05T06:15:00-05:00",
    },
    "forensic_firm": {"engaged": "2026-10-06"},
    "legal_counsel": {"engaged": "2026-10-05"},
    "law_enforcement": {"informed": ["FBI", "state police"], "since": "2026-10-05"},
    "way_in": {"status": "unknown", "value": None},
    "first_access": {"status": "unknown", "value": None},
    "exfiltration": {"state": "undetermined", "reviewed_days": 7, "of_days": 18, "unexplained_bytes": 22e9},
    "personal_data_search": {"coverage_percent": 44},
    "people_affected": {"count": 2310, "final": False},
    "kinds_found": ["names", "birth dates"],
    "systems_restored": {"verified": ["payroll", "phones"], "pending": ["email", "library"]},
    "files_without_clean_version": 318,
    "ransom": {"demanded": "note on three servers, 400,000 USD", "amount": 400000, "paid": False},
    "password_reset": {"staff": "2026-10-07", "students": "2026-10-13"},
    "misuse_search": {"done": False},
    "coercion_contacts": {"count": 5, "since": "2026-10-12"},
    "credit_monitoring": {"contract": "2026-10-16", "codes_issued": None},
    "letters_sent": 0,
    "school_closure": {
        "closed": ["2026-10-05", "2026-10-06", "2026-10-07"],
        "reopened": "2026-10-08",
    },
}
_LATER: dict[str, Any] = _FACTS | {
    "exfiltration": {
        "state": "confirmed", "confirmed": "2026-10-20", "reviewed_days": 18, "of_days": 18,
        "bytes": 50_000_000_000, "published": "2026-10-28", "published_bytes": 30_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 100},
    "people_affected": {"count": 6120, "final": True},
    "credit_monitoring": {"contract": "2026-10-16", "codes_issued": "2026-10-30", "months": 12},
    "call_center": {"opened": "2026-10-21", "phone": "1-800-555-0133"},
    "letters_sent": 4000,
}  # fmt: skip
EARLY = replace(know(_FACTS), today=date(2026, 10, 19))
LATER = replace(know(_LATER), today=date(2026, 11, 5))


@pytest.mark.parametrize(
    "said",
    [
        "Although the phones are working again, email is still down.",
        "Email is still down, so the easiest way to reach a teacher is to call the front office.",
        "While we are glad to be able to say that payroll has been restored, we know that this does not make"
        " up"
        " for the trouble it has caused.",
        "If you have questions, our counsel was engaged on October 5.",
        "We have paid no ransom, and we will tell you if that changes.",
        "The library has not been restored, and work of this kind takes longer than any of us would like.",
        "Because the search of the files is only 44 percent complete, the number of people is not final.",
        "Nobody has looked for misuse yet, so we cannot promise you that it has not happened.",
        "Two systems, email and the library, are still pending.",
        "We do not yet have an explanation for the 22 GB transfer.",
        "Our schools were closed from Monday, October 5, through Wednesday, October 7.",
        "Since October 12, five attempts at coercion have been reported.",
        "Since October 12, five attempts to frighten families have been reported.",
        "The ransom note was found on three servers.",
        "How many people will be on the final list is not known.",
        "Aún no se ha investigado si hubo un uso indebido de los datos.",
        "Payroll is working again, as are the phones.",
        "Our schools closed for three days, October 5, 6 and 7, and reopened on the 8th.",
        "Students missed three days of school, October 5, 6 and 7, and came back on Thursday the 8th.",
    ],
)
def test_what_is_borne_out_passes_beside_what_claims_nothing(said: str) -> None:
    assert weigh_text(said, EARLY) == "passes"


@pytest.mark.parametrize(
    "said",
    [
        # a clause that is not so
        "Although the phones are working again, email is back, too.",
        "Although email is working again, the phones are still down.",
        "Email is working again, so the easiest way to reach a teacher is to write one.",
        "While we are glad to be able to say that email has been restored, we know that this does not make up"
        " for the trouble it has caused.",
        "We have paid the ransom, and we will tell you if that changes.",
        # a clause that says more
        "We have paid no ransom, so the intruders have gone away.",
        "Payroll has been restored, and everyone was paid on time.",
        "Payroll has been restored, so please do not worry about your data.",
        "Nobody has looked for misuse yet, so we can promise you that it has not happened.",
        # a reason between two that are so
        "Because payroll has been restored, we have paid no ransom.",
        "The library has not been restored because we have paid no ransom.",
        # a condition of what is told
        "If your information was stolen, our counsel was engaged on October 9.",
        "If you have no letter, your information was not taken.",
        # counts and their lists
        "Three systems, email and the library, are still pending.",
        "Two systems, email and the phones, are still pending.",
        "Counting the two systems that are back and the two on trial, all four can be used.",
        "We do not yet have an explanation for the 23 GB transfer.",
        "Our schools were closed from Monday, October 5, through Thursday, October 8.",
        "Since October 12, six attempts at coercion have been reported.",
        "Student passwords were changed on October 13, five days after those of our staff.",
        "Two agencies, the FBI and the sheriff, were informed on October 5.",
        "Our schools closed for three days, October 6, 7 and 8, and reopened on the 9th.",
        "Students missed two days of school, October 5, 6 and 7, and came back on Thursday the 8th.",
        "We have looked for misuse since October 9, and that search is not complete.",
        "Every system that is back was restored without the loss of a single file.",
    ],
)
def test_a_clause_that_is_not_borne_out_holds_all_of_it(said: str) -> None:
    assert weigh_text(said, EARLY) != "passes"


@pytest.mark.parametrize(
    "said",
    [
        "We regret to tell you that data was stolen, that some of it was published on October 28, and that"
        " the"
        " information of 6,120 people is involved.",
        "Of the 50 gigabytes that were taken, 30 have been published.",
        "Our call center, which opened on October 21, can be reached at 1-800-555-0133.",
        "If you would rather talk to somebody, our call center can be reached at 1-800-555-0133.",
        "The codes that you need to enroll were issued on October 30.",
        "You can use your code for credit monitoring.",
    ],
)
def test_parts_of_one_sentence_are_told_one_by_one(said: str) -> None:
    assert weigh_text(said, LATER) == "passes"


@pytest.mark.parametrize(
    "said",
    [
        "We regret to tell you that data was stolen, that most of it was published on October 20, and that"
        " the"
        " information of 6,120 people is involved.",
        "We regret to tell you that data was stolen, that some of it was published on October 28, and that"
        " the"
        " information of 4,000 people is involved.",
        "Of the 50 gigabytes that were taken, 40 have been published.",
        "Of the 60 gigabytes that were taken, 30 have been published.",
        "Our call center, which opened on October 12, can be reached at 1-800-555-0133.",
        "The codes that you need to enroll were issued on October 16.",
    ],
)
def test_one_part_that_is_wrong_holds_the_sentence(said: str) -> None:
    assert weigh_text(said, LATER) != "passes"


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("You can use your code for credit monitoring.", EARLY),
        ("Ya pueden usar su código para el monitoreo de crédito.", EARLY),
        ("The ransom note was found on a printer.", EARLY),
        ("The ransom note was found on two servers.", EARLY),
        ("Families were also contacted by the intruders.", EARLY),
        ("Parents have been threatened by the attackers.", LATER),
        ("Every single file was opened and read.", LATER),
    ],
)
def test_what_no_fact_carries_waits(said: str, record: Any) -> None:
    assert weigh_text(said, record) != "passes"


def test_what_cannot_be_said_stands_beside_the_search_that_is_not_begun() -> None:
    unsearched = replace(
        know(_FACTS | {"personal_data_search": {"coverage_percent": 0}, "people_affected": None}),
        today=date(2026, 10, 9),
    )
    said = "Whose names are in the encrypted files we cannot say, since we have not searched them."
    assert weigh_text(said, unsearched) == "passes"
    assert weigh_text(said, LATER) != "passes"


def test_that_every_file_could_be_read_needs_the_number_of_those_that_could_not() -> None:
    told = _LATER | {"personal_data_search": {"coverage_percent": 100, "unreadable_files": 0}}
    every, none = (
        "We searched all files for personal information, and every file could be read.",
        "The search for personal information covered 100 percent of the files, and no file was unreadable.",
    )
    assert [weigh_text(said, replace(know(told), today=date(2026, 11, 5))) for said in (every, none)] == [
        "passes",
        "passes",
    ]
    assert weigh_text(every, LATER) != "passes"


def test_each_way_peels_further_than_the_one_before() -> None:
    ways = [
        [clause.said for clause in way]
        for way in list_peeled("Although the phones are up, email is down, and we are sorry for that.", "")
    ]
    assert ways == [
        ["Although the phones are up, email is down."],
        ["The phones are up.", "Email is down."],
    ]


@pytest.mark.parametrize(
    "said",
    ["While school was closed, no data was taken.", "Email, phones and payroll are back.", "It is down."],
)
def test_what_is_one_clause_is_left_as_it_is(said: str) -> None:
    assert list(list_peeled(said, "")) == []
