"""Labels, nouns, files, letters and calls in other words; what stands beside an advice; who was not hired."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-05T06:20:00-05:00"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-10-05"},
    "forensic_firm": {"engaged": "2026-10-06"},
    "exfiltration": {"state": "confirmed", "confirmed": "2026-10-20", "published": False},
    "people_affected": {"count": 5310, "final": True},
    "letters_sent": 3900,
    "files_without_clean_version": 214,
    "systems_restored": {
        "verified": ["payroll", "mail", "student records"],
        "pending": ["library", "phones"],
    },
    "misuse_search": {"done": False},
    "credit_monitoring": {"contract": "2026-11-02", "months": 24},
    "call_center": {
        "phone": "555-0148",
        "opened": "2026-11-06",
        "hours": "Monday to Friday, 8 a.m. to 6 p.m.",
        "calls": 412,
    },
}


def _record(**other: Any) -> CaseRecord:
    return replace(know({**FACTS, **other}), today=date(2026, 11, 20), names=("Elm Fork Schools",))


NOBODY_HIRED = _record(forensic_firm={"engaged": False})
NOTHING_LOST = _record(files_without_clean_version=0)


@pytest.mark.parametrize(
    "text",
    [
        "LOBBY SIGN: The library system is still down; payroll and mail are back.",
        "SCHOOL APP ALERT: Payroll, mail and student records are restored.",
        "Home page banner: Phones and the library system are not back yet.",
        "Staff newsletter: We told the FBI on October 5.",
        "RADIO SCRIPT: Data was stolen; that was confirmed on October 20.",
        "Elm Fork Schools confirms theft of data, notifies FBI",
        "District confirms encryption of files",
        "Elm Fork Schools announces restoration of payroll",
        "We could not restore a clean version of 214 files.",
        "Our staff were unable to find a clean copy of 214 files.",
        "We have not been able to recover any clean copy of 214 files.",
        "We have sent 3,900 letters; not all of the 5,310 people have one yet.",
        "3,900 letters are out, and not all of the people affected have theirs.",
        "Not everyone affected has been sent a letter yet.",
        "Letters have not been sent to everyone affected.",
        "Some of those affected have not been sent a letter.",
        "Our line, 555-0148, opened on November 6. It has answered 412 calls.",
        "The call center opened on November 6. It has taken 412 calls since November 6.",
        "TALKING POINT: If asked about misuse, say that we have not searched for it yet.",
        "When asked about misuse, tell callers that we have not searched for it.",
        "Mr. Vance asked about backups. Data was stolen.",
        "A parent asked about the library. The library system is not back yet.",
    ],
)
def test_what_the_record_bears_out_passes_in_other_words(text: str) -> None:
    assert weigh_text(text, _record()) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "LOBBY SIGN: The library system is back.",
        "SCHOOL APP ALERT: Phones, mail and student records are restored.",
        "RUMOR: Data was not stolen.",
        "Elm Fork Schools confirms publication of student files",
        "District announces restoration of phones",
        "We could not restore a clean version of 21 files.",
        "We could not find a clean copy of all files.",
        "We have sent 3,900 letters; not all of the 6,000 people have one yet.",
        "We have sent 4,900 letters; not all of the 5,310 people have one yet.",
        "Our line, 555-0148, opened on November 6. It has answered 4,120 calls.",
        "If asked about misuse, say that we have searched for it.",
        "If asked about misuse, say that it did not happen.",
        "Mr. Vance asked about the stolen backups.",
        "Ms. Ray asked about the library, which is back.",
    ],
)
def test_near_neighbors_of_these_words_do_not_pass(text: str) -> None:
    assert weigh_text(text, _record()) != "passes"


def test_not_everyone_has_a_letter_only_while_there_are_fewer_of_them() -> None:
    whole = _record(letters_sent=5310)
    assert weigh_text("Not everyone affected has been sent a letter yet.", whole) == "stopped"
    assert weigh_text("Letters have not been sent to everyone affected.", whole) == "stopped"
    assert weigh_text("Everyone affected has been sent a letter.", _record()) == "stopped"


def test_of_each_file_is_of_every_file() -> None:
    for text in (
        "No file was lost: there is a clean version of each.",
        "Not one file was lost; we have a clean copy of each of them.",
    ):
        assert weigh_text(text, _record()) != "passes"
    assert weigh_text("No file was lost: there is a clean version of each.", NOTHING_LOST) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "A forensic firm has not been hired yet.",
        "We have not hired a forensic firm yet.",
        "No outside experts have been brought in.",
        "So far the district has not engaged any forensic firm.",
    ],
)
def test_that_nobody_was_hired_is_told_of_those_who_are_not_there(text: str) -> None:
    assert weigh_text(text, NOBODY_HIRED) == "passes"
    assert weigh_text(text, _record()) == "stopped"


@pytest.mark.parametrize(
    "text",
    [
        "No forensic firm has been hired, and our experts found nothing.",
        "Forensic experts have not found any theft.",
        "We have hired a forensic firm.",
    ],
)
def test_what_experts_found_whom_nobody_hired_does_not_pass(text: str) -> None:
    assert weigh_text(text, NOBODY_HIRED) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Please stop worrying: there has been no fraud and there will be none.",
        "Please relax: no fraud has happened.",
        "Do not worry, because nobody has misused your data.",
        "Please rest easy; nothing has been misused.",
        "You can ignore such calls: nobody's data was stolen.",
        "Please keep calm; your information was never taken.",
        "Please stay calm, since every letter has been sent.",
        "Please use the side door: phones are back.",
        "Keep your letter, because all files were recovered.",
        "Por favor no se preocupen: no se robaron datos.",
        "Welcome back: no misuse has been seen.",
        "Hello, no data was taken.",
        "Good morning, all letters were sent.",
        "Please ignore rumors that data was stolen; they are false.",
        "Do not believe posts saying that data was taken.",
        "Please stop repeating that letters were sent late or that data was stolen.",
        "Do not share reports that phones are down.",
        "Disregard talk that the library system is still down.",
    ],
)
def test_what_is_told_beside_an_advice_is_judged(text: str) -> None:
    assert weigh_text(text, _record()) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Please do three things: change your password, freeze your credit and watch your accounts.",
        "Please remember: we will never ask for your password.",
        "Please bring: a pencil, a lunch and a jacket.",
        "Please watch your accounts, because data was stolen.",
        "Please be patient: the library system is not back yet.",
        "Do not pay anyone who writes to you: call the sheriff.",
        "Please keep your letter; the code in it is yours alone.",
        "Please call 555-0148: it is open Monday to Friday, 8 a.m. to 6 p.m.",
        "Please ignore rumors that data was published.",
        "Do not believe callers who say that they work for the district.",
        "Welcome back to school, everyone!",
        "Good morning, families and friends.",
        "Please do not share rumors about what happened.",
        "Please hang up, because callers may pretend to be from the bank.",
        "Please write to us by e-mail: phones are not back yet.",
    ],
)
def test_an_advice_whose_reason_is_so_or_that_only_advises_passes(text: str) -> None:
    assert weigh_text(text, _record()) == "passes"
