"""Sentences of several clauses: what is borne out alone passes in company, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.paraphrase.joints import part_clauses
from tests.notify.records import know, weigh_text

RECORD = replace(
    know(
        {
            "encryption_event": {
                "confirmed": True,
                "first_damage": "2026-10-05T02:10-05:00",
                "found": "2026-10-05T06:40-05:00",
            },
            "forensic_firm": {"engaged": "2026-10-06"},
            "legal_counsel": {"engaged": "2026-10-05"},
            "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2026-10-05"},
            "insurance": {"informed": "2026-10-06", "limit": 2000000, "deductible": 100000},
            "response_cost": {"spent": 310000, "expected": 500000},
            "first_access": {"status": "unknown", "value": None},
            "way_in": {"status": "unknown", "value": None},
            "exfiltration": {"state": "confirmed", "confirmed": "2026-10-20", "published": "2026-11-02"},
            "personal_data_search": {"coverage_percent": 60, "unreadable_files": 41},
            "people_affected": {"count": 4200, "final": True},
            "letters_sent": 1500,
            "files_without_clean_version": 230,
            "ransom": {"demanded": True, "amount": 800000, "paid": 200000, "paid_at": "2026-10-15"},
            "systems_restored": {
                "verified": ["payroll", "email", "phones"],
                "pending": ["library", "door badges"],
            },
            "unaffected_systems": ["heating controls", "bus radios"],
            "password_reset": {"staff": "2026-10-07", "students": "2026-10-12"},
            "multi_factor": {"for": "administrators", "since": "2026-10-09"},
            "misuse_search": {"done": False},
            "call_center": {"opened": "2026-11-04", "phone": "1-800-555-0199"},
            "school_closure": {"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"},
        }
    ),
    today=date(2026, 11, 13),
    names=("Elm Fork Schools",),
)

SOUND = [
    # who told it, and what leads to it
    "As many of you know, payroll and email are back, and we have paid $200,000.",
    "For your records: the forensic firm was engaged on October 6, and the FBI was informed on October 5.",
    "I am sorry to have to tell you that data was taken from our network, that the theft was confirmed on"
    " October 20,"
    " and that stolen data has been published.",
    "Ms. Ostrow reported that three systems have been restored (payroll, email, phones) and two are pending"
    " (library, door badges).",
    # sums that the sentence itself works out
    "Of the 4,200 people affected, 1,500 have been sent a letter, the treasurer noted, which leaves 2,700"
    " letters to send.",
    "We have spent $310,000 and expect $500,000 in all, so that some $190,000 is still to come, against a"
    " policy limit of"
    " two million and a deductible of one hundred thousand.",
    "The search for personal information is at 60 percent, forty short of the whole, and 41 files cannot"
    " be read.",
    "$800,000 was demanded, and on October 15 the district paid $200,000, which is one quarter of that.",
    # days that hang on others
    "The encryption was found at 6:40 a.m. on October 5, the FBI and the county sheriff were informed"
    " that same day, and"
    " the forensic firm was engaged the next day.",
    "Staff passwords were reset on October 7 and the students' five days later.",
    "Administrators have had multi-factor sign-in for thirty-five days now, that is, since October 9.",
    # subjects that are carried on
    "The multi-factor sign-in that began on October 9 is for administrators.",
    "Our call center opened on November 4, its number is 1-800-555-0199, and we thank you for your patience.",
    # what nobody knows
    "At this point we know neither when the intruders first got in nor by what route.",
    "We do not know when the intruders first got in, or how they did, and a ransom was demanded.",
    # advice beside it
    "There are 230 files of which we have no clean version, and if a teacher asks for your work again, we"
    " thank you.",
    "Neither the heating controls nor the bus radios were affected, so please dress as you always do.",
    "We gave you notice on October 6 under the policy whose limit is two million dollars and whose"
    " deductible is one"
    " hundred thousand.",
]

FALSE = [
    # another number, day, system, scope, party in one of the clauses
    "As many of you know, payroll and the library are back, and we have paid $200,000.",
    "For your records: the forensic firm was engaged on October 6, and the FBI was informed on October 6.",
    "I am sorry to have to tell you that data was taken from our network, that the theft was confirmed on"
    " October 21,"
    " and that stolen data has been published.",
    "Ms. Ostrow reported that three systems have been restored (payroll, email, library) and two are pending"
    " (phones, door badges).",
    "Ms. Ostrow reported that data was taken, that nobody misused it, and that payroll is back.",
    # a sum that is wrong, or of something else
    "Of the 4,200 people affected, 1,500 have been sent a letter, the treasurer noted, which leaves 2,600"
    " letters to send.",
    "Of the 4,200 people affected, 1,500 have been sent a letter, which leaves 2,700 people without any"
    " harm.",
    "We have spent $310,000 and expect $500,000 in all, so that some $150,000 is still to come.",
    "We have spent $310,000 and expect $500,000 in all, against a policy limit of three million and a"
    " deductible of one"
    " hundred thousand.",
    "The search for personal information is at 60 percent, thirty short of the whole, and 41 files cannot"
    " be read.",
    "$800,000 was demanded, and on October 15 the district paid $200,000, which is one third of that.",
    # days that hang on others
    "The encryption was found at 6:40 a.m. on October 5, the FBI and the county sheriff were informed the"
    " next day.",
    "The theft was confirmed on October 20, and a forensic firm was engaged the next day.",
    "Staff passwords were reset on October 7 and the students' six days later.",
    "Administrators have had multi-factor sign-in for twenty days now, that is, since October 9.",
    "Our schools were closed on Tuesday and Wednesday, October 5 and 6, and your children were back on"
    " the Wednesday.",
    # a joint that says something, and a tail that is no fact
    "Payroll is back because we paid $200,000.",
    "The FBI was informed on October 5, and only then was the forensic firm engaged.",
    "A ransom was demanded, and as a result we have paid $200,000.",
    "Payroll, email and phones are back, and everyone can relax.",
    "The multi-factor sign-in that began on October 9 is for all staff.",
    "Our call center opened on November 4, its number is 1-800-555-0100, and we thank you.",
    "At this point we know neither when the files were found nor how many people are affected.",
    "Neither the heating controls nor the library were affected, so please dress as you always do.",
    "We gave you notice on October 5 under the policy whose limit is two million dollars and whose"
    " deductible is one"
    " hundred thousand.",
    # what is not so, or only so under a condition
    "It is not true that payroll is back, and a ransom was demanded.",
    "If our backups are good, payroll is back, and the library is back.",
    "Q: Was any data taken? A: No; payroll, email and phones are back.",
]


@pytest.mark.parametrize("text", SOUND)
def test_a_sentence_passes_where_each_of_its_clauses_does(text: str) -> None:
    assert weigh_text(text, RECORD) == "passes"


@pytest.mark.parametrize("text", FALSE)
def test_a_sentence_with_a_clause_that_is_not_so_is_held(text: str) -> None:
    assert weigh_text(text, RECORD) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Hackers run off with student files, leave a ransom note behind",
        "Intruders help themselves to personnel records and demand a ransom.",
        "Criminals carry away data, leave ransom note",
        "Thieves clean out our servers and leave a note.",
        "Attackers make off with grades and demand $800,000.",
        "Los intrusos se van con archivos de alumnos y dejan una nota",
    ],
)
def test_a_theft_in_whatever_verb_is_held_where_none_is_known(text: str) -> None:
    facts = {"encryption_event": {"confirmed": True}, "exfiltration": {"state": "undetermined"}}
    asked = {"demanded": True, "amount": 800000, "paid": False, "note": True}
    assert weigh_text(text, know(facts | {"ransom": asked})) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Please treat the 4,200 as a preliminary figure, which will grow as the files are read.",
        "Please regard our count as provisional.",
        "Please consider the investigation closed.",
        "Please see the count as an early one.",
        "Please think of the 4,200 as an estimate that may still rise.",
        "Please read the figure as confirmed.",
    ],
)
def test_an_advice_that_says_what_a_figure_is_is_a_claim(text: str) -> None:
    record = know(
        {"people_affected": {"count": 4200, "final": True}, "exfiltration": {"state": "undetermined"}}
    )
    assert weigh_text(text, record) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Payroll is back, and so please call us.; ",
        "If the library is back, and payroll is, we will say so.",
        "We wish that payroll were back, and that email were.",
        'Somebody wrote "payroll is back; email is back" on our page.',
    ],
)
def test_what_binds_several_clauses_is_not_parted(text: str) -> None:
    assert all(len(way) == 1 for way in part_clauses(text, RECORD))


@pytest.mark.parametrize(
    "text",
    [
        "Payroll is back; the vendor has accepted responsibility for what happened.",
        "Payroll is back, and we can say that the attack was noticed within an hour of its start.",
        "Proud that the education department praised how we handled this; payroll is back.",
    ],
)
def test_what_waits_alone_waits_beside_something_sound(text: str) -> None:
    assert weigh_text(text, RECORD) != "passes"
