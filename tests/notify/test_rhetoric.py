"""Questions that tell, what offers and promises take for granted, what a theft or an attack reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

# nobody knows yet whether data was taken, and no monitoring is arranged
OPEN: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-05T06:20:00-05:00"},
    "exfiltration": {"state": "undetermined", "reviewed_days": 4, "of_days": 30},
    "systems_restored": {
        "verified": ["payroll", "mail"],
        "pending": ["library", "phones", "student records"],
    },
    "way_in": {"status": "believed", "value": "phishing message opened by an employee"},
    "misuse_search": {"done": False},
    "credit_monitoring": {"contract": False},
    "letters_sent": 0,
}
# data was taken, and monitoring is offered
TAKEN = {
    **OPEN,
    "exfiltration": {"state": "confirmed", "confirmed": "2026-10-20", "reviewed_days": 30, "of_days": 30},
    "credit_monitoring": {"contract": "2026-11-02", "codes_issued": "2026-11-06", "months": 12},
}
# every day was reviewed, and all is back
QUIET = {
    **OPEN,
    "exfiltration": {"state": "none_found", "reviewed_days": 30, "of_days": 30},
    "systems_restored": {"verified": ["payroll", "mail", "library"], "pending": []},
    "way_in": "phishing message opened by an employee",
}


def _record(facts: dict[str, Any]) -> CaseRecord:
    return replace(know(facts), today=date(2026, 11, 20), names=("Elm Fork Schools",))


@pytest.mark.parametrize(
    "text",
    [
        "Isn't it wonderful that not one file was stolen?",
        "Aren't you relieved that every system is running again?",
        "Did you know that no student records were taken?",
        "Who would have believed that nothing was lost?",
        "How good is it that all our systems are back?",
        "Have you noticed that nobody's data has surfaced?",
        "Wouldn't you say that every family's records are safe?",
        "Is it any wonder that no data left our network?",
        "Haven't we restored every system?",
        "Your records are safe, aren't they?",
        "What if we told you that no files were ever taken?",
        "Ever wonder how we kept the thieves away from all student files?",
        "\u00bfNo es maravilloso que no se robaron datos?",
        "Ning\u00fan dato fue robado, \u00bfverdad?",
        "\u00bfSab\u00eda usted que todos los sistemas est\u00e1n restablecidos?",
    ],
)
def test_a_question_that_tells_is_read_as_what_it_tells(text: str) -> None:
    assert weigh_text(text, _record(OPEN)) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Isn't it wonderful that no data was taken?",
        "Did you know that every system is back?",
        "Isn't it nice that the book fair is next Friday?",
    ],
)
def test_what_such_a_question_tells_may_be_so(text: str) -> None:
    assert weigh_text(text, _record(QUIET)) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Do you think that somebody used your account?",
        "Have you noticed a call that you did not expect?",
        "Do you know where to find your school's number?",
        "Is it true that files were stolen?",
        "Will you tell us whether our data was taken?",
        "Have the intruders published anything?",
        "\u00bfCree que alguien us\u00f3 su cuenta?",
        "\u00bfTiene dudas que no respondimos?",
    ],
)
def test_a_question_asked_in_earnest_tells_nothing(text: str) -> None:
    assert weigh_text(text, _record(OPEN)) == "passes"


PRESUMING = (
    "Next month a letter will tell you which files the hackers copied.",
    "We will write to each family about what was stolen from them.",
    "Each school will explain whose records the intruders have.",
    "We will tell you about the grades that the criminals took.",
    "A letter will list everything the thieves got.",
    "Una carta le dir\u00e1 qu\u00e9 datos robaron los intrusos.",
)


@pytest.mark.parametrize("text", PRESUMING)
def test_a_promise_that_takes_a_theft_for_granted_waits_where_none_is_known(text: str) -> None:
    assert weigh_text(text, _record(OPEN)) != "passes"


def test_a_promise_may_speak_of_a_theft_that_is_known_or_left_open() -> None:
    assert weigh_text(PRESUMING[1], _record(TAKEN)) == "passes"
    assert weigh_text("We will tell you whether your data was stolen.", _record(OPEN)) == "passes"


OFFERING = (
    "Call 555-0148 to pick up your monitoring code.",
    "Please enroll in the free credit monitoring that we offer.",
    "Ask the front office for your activation code.",
    "Sign up for your free identity protection today.",
    "Do not forget to activate your credit monitoring.",
    "Active hoy su c\u00f3digo de monitoreo de cr\u00e9dito.",
    "Llame al 555-0148 y reciba su c\u00f3digo gratuito de monitoreo de cr\u00e9dito.",
)


@pytest.mark.parametrize("text", OFFERING)
def test_an_advice_that_takes_monitoring_for_granted_waits_without_a_contract(text: str) -> None:
    assert weigh_text(text, _record(OPEN)) != "passes"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (OFFERING[0], TAKEN),
        ("Beware of anyone who offers you a monitoring code.", OPEN),
        ("If somebody calls about a monitoring code, please hang up.", OPEN),
    ],
)
def test_such_an_advice_passes_where_it_is_offered_or_takes_nothing_for_granted(
    text: str, facts: dict[str, Any]
) -> None:
    assert weigh_text(text, _record(facts)) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "The theft touched only the three systems that are still down.",
        "The stolen data came from the library alone.",
        "The data was taken from the systems that are still pending.",
        "The thieves stopped at the phone system.",
        "What the thieves took sat on the library server.",
        "El robo afect\u00f3 solamente a los tres sistemas que siguen pendientes.",
        "The attack hit only the three systems that are still down.",
        "Only three systems were hit by the attack.",
        "The encryption was confined to two servers.",
    ],
)
def test_what_a_theft_or_an_attack_reached_waits(text: str) -> None:
    assert weigh_text(text, _record(TAKEN)) != "passes"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("All 30 days of logs have been examined, and the question is open.", TAKEN),
        ("Our working belief, now a finding, is that an employee opened a phishing message.", OPEN),
        ("Our belief, not yet confirmed, is that an employee opened a phishing message.", QUIET),
        ("It started when a contractor opened a phishing message.", QUIET),
        ("It started when a bus driver opened a phishing message.", QUIET),
        ("The library, the phones, the student records and payroll are still waiting to be restored.", OPEN),
        ("Only the library, phones, student records and payroll are still down.", OPEN),
        ("Mail is still on the list of systems to be restored.", OPEN),
    ],
)
def test_how_sure_who_did_it_and_what_still_waits_are_compared(text: str, facts: dict[str, Any]) -> None:
    assert weigh_text(text, _record(facts)) != "passes"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Our working belief, not yet a finding, is that an employee opened a phishing message.", OPEN),
        ("If you are wondering about the library: it is still on the list of systems to be restored.", OPEN),
        ("How did it begin? An employee opened a phishing message.", QUIET),
        ("Four of the thirty days under review have been examined, and the question is still open.", OPEN),
    ],
)
def test_what_the_record_says_so_passes(text: str, facts: dict[str, Any]) -> None:
    around = "Was data taken? We do not know. " if "days" in text else ""
    assert weigh_text(around + text, _record(facts)) == "passes"
