"""What districts say of each field of a record, in other words, and the neighbors that must not pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "found": "2026-11-02T06:10-06:00",
        "first_damage": "2026-11-01T23:20-06:00",
    },
    "first_access": "2026-10-21",
    "way_in": "phishing email opened by a staff member",
    "exfiltration": {
        "state": "confirmed",
        "confirmed": "2026-11-12",
        "reviewed_days": 14,
        "of_days": 20,
        "bytes": 80_000_000_000,
        "published": "2026-11-14",
        "published_bytes": 8_000_000_000,
        "taken_from": "2026-10-27",
        "taken_until": "2026-11-01",
    },
    "intruders": {"name": "Tin Sparrow", "identified": False, "claimed": "2026-11-13"},
    "ransom": {"demanded": True, "amount": 500_000, "paid": 120_000, "paid_at": "2026-11-09"},
    "reports": {"state": {"filed": "2026-11-04"}, "attorney_general": {"filed": False}},
    "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2026-11-02"},
    "insurance": {"carrier": "Prairie Mutual", "informed": "2026-11-02", "paid": 90_000},
    "response_cost": {"spent": 180_000, "expected": 400_000},
    "personal_data_search": {"coverage_percent": 100, "unreadable_files": 40},
    "people_affected": {"count": 3_000, "final": True, "groups": ["students", "former students", "staff"]},
    "kinds_found": ["contact", "dob", "health"],
    "systems_restored": {"verified": ["payroll", "phones", "mail"], "pending": ["library"]},
    "unaffected_systems": ["fire alarms", "bus radios"],
    "files_without_clean_version": 57,
    "letters_sent": 2_700,
    "mailing": {"first": "2026-11-16", "last": "2026-11-20", "undeliverable": 21},
    "call_center": {"languages": ["English", "Spanish"], "calls": 140},
    "school_closure": {"closed": ["2026-11-02", "2026-11-03"], "reopened": "2026-11-04"},
    "password_reset": {
        "staff": "2026-11-05",
        "staff_done": 400,
        "staff_of": 400,
        "students": False,
        "students_done": 1_500,
        "students_of": 2_000,
    },
    "coercion_contacts": {"count": 4},
}
RECORD = replace(know(FACTS), today=date(2026, 11, 23))


weigh = partial(weigh_text, record=RECORD)


@pytest.mark.parametrize(
    ("sound", "neighbor"),
    [
        ("The fire alarms and the bus radios were never touched.", "Payroll was never touched."),
        ("Four systems were hit: payroll, phones, mail and the library.", "The fire alarms were hit, too."),
        ("One of our four systems is still down.", "Two of our four systems are still down."),
        ("Three quarters of our systems are running again.", "Half of our systems are running again."),
        ("57 files are gone for good.", "Not a single file was lost."),
        ("57 files cannot be brought back.", "We recovered everything."),
        ("500 students still use their old password.", "All of our students have a new password."),
        ("A quarter of our students still need to change their passwords.", "Students still need nothing."),
        ("Twenty-one letters have come back to us.", "No letter came back to us."),
        ("21 of the 2,700 letters were returned.", "12 of the 2,700 letters were returned."),
        ("300 people have not had a letter from us.", "Every affected person has had a letter."),
        ("Nine in ten of those affected have been sent a letter.", "Half of those affected got a letter."),
        ("The first letters went out on November 16.", "Letters started going out in October."),
        (
            "Students, former students and staff are affected.",
            "Only staff are affected.",
        ),
        ("Health information was found in the files.", "Only contact details were in the files."),
        ("Our costs come to $180,000 so far.", "Our costs come to $18,000 so far."),
        ("We expect the total bill to come to $400,000.", "We expect the total bill to come to $200,000."),
        (
            "Our insurer has paid $90,000 of the $180,000 that we have spent.",
            "Our insurer has paid nearly all that we have spent.",
        ),
        ("We paid $120,000 on November 9.", "We paid the full demand."),
        ("About eight of the 80 gigabytes have shown up online.", "All of the data has shown up online."),
        (
            "Data was stolen between late October and November 1.",
            "Data was stolen between November 1 and November 5.",
        ),
        ("The intruders had access for twelve days before we found them.", "They had access for two days."),
        ("We still owe the attorney general a report.", "We still owe the state a report."),
        ("Schools were closed for two days, November 2 and 3.", "Schools were closed for one day."),
        ("The people behind this call themselves Tin Sparrow.", "We know who did this."),
        (
            "The intruders got in through a phishing email that a staff member opened.",
            "The intruders got in through a text message with a phishing link.",
        ),
        ("Phones are back, and payroll is too.", "One system, the library, is back."),
        ("Tuvieron acceso desde el 21 de octubre.", "Tuvieron acceso durante dos días."),
        ("Veintiuna cartas fueron devueltas.", "Ninguna carta fue devuelta."),
        ("Hemos gastado 180.000 dólares.", "Hemos gastado 18.000 dólares."),
    ],
)
def test_each_field_of_a_record_is_read_in_other_words(sound: str, neighbor: str) -> None:
    assert weigh(sound) == "passes"
    assert weigh(neighbor) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Payment was approved by the FBI.",
        "Prairie Mutual paid the ransom for us.",
        "The payment came out of federal funds.",
        "Tin Sparrow is based in Eastern Europe.",
    ],
)
def test_who_else_had_a_hand_in_it_is_not_passed_over(text: str) -> None:
    assert weigh(text) != "passes"


@pytest.mark.parametrize(
    ("everyday", "neighbor"),
    [
        ("Buses leave ten minutes early on Friday.", "Bus routes are running again."),
        ("Bring a coat; the west wing is cold.", "It was just old yearbook photos."),
        ("The book fair opens Wednesday in the library.", "The library works again."),
        ("We know that this is hard on families, and we are sorry.", "There is no concern for families."),
        ("Use a different password for each account.", "No grades were changed."),
        ("Nobody from the district will call to ask for your Social Security number.", "We will pay."),
        ("Los autobuses salen a la hora de siempre.", "Los autobuses no tienen radios."),
    ],
)
def test_everyday_sentences_pass_and_what_everyday_words_say_of_the_event_does_not(
    everyday: str, neighbor: str
) -> None:
    assert weigh(everyday) == "passes"
    assert weigh(neighbor) != "passes"


BESIDE = """
We lost 57 files, all of them old.
57 files were lost, each of them a duplicate.
57 files cannot be recovered, mostly lesson plans.
57 files are lost, but each had a paper copy.
8 gigabytes have been published, mainly menus.
Four people were contacted by the intruders, all of them staff.
Only four people have been contacted by the intruders, and none paid.
We were asked for $500,000 in bitcoin.
We paid $120,000, all of it from insurance.
We paid $120,000, and the data came back.
The payment was legal.
They had access for 11 days, mostly at night.
80 gigabytes of old data were taken.
80 gigabytes were taken from the library server.
The FBI and the county sheriff know who did it.
El FBI ya sabe quién fue.
Health records of staff were in the files.
Se encontraron datos de salud de los alumnos.
Payroll was back first.
Payroll, phones and mail are back, the important ones.
The intruders got in by an old server.
Los intrusos entraron por un servidor.
500 students still use their old passwords, and their accounts are locked.
The state was informed on November 4, ahead of the deadline.
The 2,700 letters went to parents alone.
The intruders have been out of our systems since November 2.
Families were the first to know.
Both of our systems that were hit are back.
""".strip().splitlines()


@pytest.mark.parametrize("text", BESIDE)
def test_what_a_clause_says_beside_its_fact_is_not_borne_out_by_it(text: str) -> None:
    claims = check_statement(text, RECORD)
    assert any(claim.waiting or claim.verdict in STOPPING for claim in claims)


def test_both_is_two_systems() -> None:
    facts = {**FACTS, "systems_restored": {"verified": ["payroll", "phones", "mail"], "pending": []}}
    record = replace(know(facts), today=date(2026, 11, 23))

    assert any(
        one.waiting or one.verdict in STOPPING for one in check_statement("Both systems are back.", record)
    )
    assert not any(
        one.waiting or one.verdict in STOPPING
        for one in check_statement("All three systems are back.", record)
    )
