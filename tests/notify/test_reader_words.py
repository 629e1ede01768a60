"""What a text tells its readers of themselves, days without school by weekdays, headlines, the way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.record import CaseRecord, make_record
from tests.notify.records import know, weigh_text
from tests.notify.test_relations import CLEAN, OPEN, PAID

MAPLE = replace(
    know({
        "encryption_event": {"confirmed": True, "found": "2026-10-05T06:20:00-05:00"},
        "law_enforcement": {"informed": ["FBI"], "since": "2026-10-05"},
        "way_in": "password guessed on a remote access account",
        "first_access": "2026-09-21",
        "exfiltration": {"state": "confirmed", "confirmed": "2026-10-20"},
        "password_reset": {"staff": "2026-10-07", "students": "2026-10-12"},
        "call_center": {"opened": "2026-10-19", "phone": "844-555-0171"},
        "school_closure": {"closed": ["2026-10-05"], "reopened": "2026-10-06"},
        "response_cost": {"spent": 310000, "expected": 500000},
        "letters_sent": 0,
    }),
    today=date(2026, 10, 21),
    names=make_record([], names=("Maple Fork Schools",)).names,
)  # fmt: skip
VENDOR = replace(
    know({
        "encryption_event": {"confirmed": True, "found": "2026-10-05T06:20:00-05:00"},
        "way_in": {"status": "believed", "value": "vendor account without multi-factor sign-in"},
        "multi_factor": {"for": "all staff", "since": "2026-10-12"},
        "school_closure": {"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"},
    }),
    today=date(2026, 10, 8),
)  # fmt: skip

SOUND = [
    # of readers
    (MAPLE, "Families with questions can reach our call center at 844-555-0171."),
    # of days without school
    # headlines
    (MAPLE, "Ransomware hits Maple Fork Schools; FBI notified"),
    # the way in by some of its words, and turned around
    (MAPLE, "Access began on September 21 through a guessed password."),
    (VENDOR, "A vendor account that lacked multi-factor sign-in is the suspected way in."),
    # sums
    (MAPLE, "We expect costs to keep rising."),
    (PAID, "Roughly 64 gigabytes were taken, and most of that was later put online."),
    # questions
    (CLEAN, "Is every system back? Yes, all systems have been restored."),
    # Spanish
    (CLEAN, "Ya no queda ning\u00fan sistema por restaurar."),
    (MAPLE, "El centro de llamadas ya est\u00e1 abierto."),
]  # fmt: skip
FALSE = [
    (PAID, "You have not had a notification letter from us because none have been sent."),
    (MAPLE, "Families with questions can reach our call center at 844-555-0172."),
    (VENDOR, "Families with questions can reach our call center at 844-555-0171."),
    (MAPLE, "Your old password no longer works, because all staff passwords were reset on October 8."),
    (OPEN, "Did you pay? Yes, student passwords were reset on October 19."),
    (MAPLE, "Schools were closed for a single day, a Tuesday."),
    (VENDOR, "School was closed for three days before students came back."),
    (VENDOR, "Students came back to class on Wednesday, after the first three days of the week had been"
             " lost to the closure."),
    (CLEAN, "Maple Fork Schools confirms data theft"),
    (MAPLE, "Ransomware hits Maple Fork Schools; CISA notified"),
    (MAPLE, "Access began on September 22 through a guessed password."),
    (MAPLE, "The way in was a stolen password."),
    (VENDOR, "An employee account that lacked multi-factor sign-in is the suspected way in."),
    (VENDOR, "A vendor account that lacked multi-factor sign-in is the way in."),
    (PAID, "The intruders got in through an unpatched server."),
    (OPEN, "Roughly 64 gigabytes were taken, and most of that was later put online."),
    (PAID, "Roughly 64 gigabytes were taken, and less than half of that was later put online."),
    (CLEAN, "We expect costs to keep rising."),
    (OPEN, "Have you restored all systems? Not yet, but two thirds of them."),
    (PAID, "Have you looked through every file? Not quite, but more than nine in ten."),
    (OPEN, "Is every system back? Yes, all systems have been restored."),
    (OPEN, "Ya no queda ning\u00fan sistema por restaurar."),
    (PAID, "La b\u00fasqueda en nuestros archivos est\u00e1 lejos de terminar."),
    (OPEN, "Las contrase\u00f1as de los alumnos se cambiaron seis d\u00edas"
            " despu\u00e9s que las del personal."),
    (OPEN, "El centro de llamadas ya est\u00e1 abierto."),
]  # fmt: skip


@pytest.mark.parametrize(("record", "text"), SOUND, ids=[text for _, text in SOUND])
def test_what_the_record_bears_out_passes(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) == "passes"


@pytest.mark.parametrize(("record", "text"), FALSE, ids=[text for _, text in FALSE])
def test_its_false_sister_never_passes(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) != "passes"
