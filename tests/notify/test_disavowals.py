"""What turns a sentence around, what hangs behind a true beginning, what only seems to deny a search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.notify.records import know, weigh_text

OPEN = replace(
    know(
        {
            "encryption_event": {"confirmed": True, "found": "2026-10-05T06:40-05:00"},
            "forensic_firm": {"engaged": "2026-10-06"},
            "law_enforcement": {"informed": ["FBI"], "since": "2026-10-05"},
            "way_in": {"status": "unknown", "value": None},
            "exfiltration": {"state": "undetermined"},
            "systems_restored": {"verified": ["payroll"], "pending": ["library", "email"]},
            "unaffected_systems": ["heating controls", "phones"],
            "password_reset": {"staff": "2026-10-07", "students": False},
            "misuse_search": {"done": False},
            "credit_monitoring": {"contract": "2026-10-20", "months": 12},
            "ransom": {"demanded": True, "paid": False},
            "letters_sent": 0,
        }
    ),
    today=date(2026, 10, 26),
    names=("Elm Fork Schools",),
)
QUIET = replace(
    know(
        {
            "encryption_event": {"confirmed": True, "found": "2026-10-05T06:40-05:00"},
            "exfiltration": {"state": "none_found", "reviewed_days": 9, "of_days": 9},
            "personal_data_search": {"coverage_percent": 100},
        }
    ),
    today=date(2026, 10, 26),
)


@pytest.mark.parametrize(
    "text",
    [
        "It would be a lie to say that the theft has not been ruled out.",
        "It is inaccurate to write that two systems are pending.",
        "Whoever says that it is not known whether data was taken is misinformed.",
        "To claim that we do not know how the intruders got in would be false.",
        "The notion that we do not know whether data was taken is absurd.",
        "We dispute the report that it is not known whether data was taken.",
        "There is no truth to the rumor that student passwords have not been reset.",
        "Contrary to a report that we do not know how they got in, we do.",
        "We would never claim that the way in is unknown.",
        "Nobody should believe that the way in is unknown.",
        "We are not saying that we do not know whether data was taken.",
        "It is not as though we did not know whether data was taken.",
        "Far from it being unknown how they got in, we have known for days.",
        "It is no longer unclear whether data was taken.",
        "We have not been unable to rule out a theft.",
        "You may hear that we do not know whether data was taken; we do.",
        "A theft of data cannot be ruled out, some say; it can.",
        "Sería un error decir que no sabemos cómo entraron los intrusos.",
    ],
)
def test_what_is_called_wrong_to_say_passes_nowhere(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "We do not know whether data was taken.",
        "It is not known how the intruders got in.",
        "We cannot say that no data was taken.",
        "Student passwords have not been reset.",
        "We were asked for money, and we have not paid.",
        "It would be wrong to say that data was taken, and just as wrong to say that it was not.",
    ],
)
def test_the_same_without_a_frame_passes(text: str) -> None:
    assert weigh_text(text, OPEN) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "We looked for signs of misuse, and none exist.",
        "We searched for misuse without any result.",
        "The search for misuse is over: zero cases.",
        "Our check for misuse was made; it found no case.",
        "Search for misuse: finished, nothing found.",
        "Having looked for misuse, we can report that there is none.",
    ],
)
def test_who_looked_and_saw_nothing_denies_no_search(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"


def test_that_nobody_looked_passes_where_nobody_did() -> None:
    for text in ("We have not looked for misuse.", "No search for misuse has been carried out."):
        assert weigh_text(text, OPEN) == "passes"
    searched = replace(know({"misuse_search": {"done": "2026-10-20", "found": 0}}), today=date(2026, 10, 26))
    assert weigh_text("We searched for misuse and found none.", searched) == "passes"
    assert weigh_text("We have not looked for misuse.", searched) == "stopped"


@pytest.mark.parametrize(
    "text",
    [
        "The heating controls were among the systems that were encrypted.",
        "Among the encrypted systems were the phones.",
        "The attack knocked out payroll, the library and the phones.",
        "Ransomware disabled email and the heating controls.",
        "Entre los sistemas cifrados estaban los teléfonos.",
        "An encryption event hit the phones on October 5.",
    ],
)
def test_a_spared_system_is_not_said_to_be_hit(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"


def test_a_system_that_was_hit_may_be_named() -> None:
    assert weigh_text("The library and email were among the systems that were encrypted.", OPEN) == "passes"
    assert weigh_text("Email was hit; the phones were not affected.", OPEN) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "The forensic firm, engaged on October 6, has traced the attack to a supplier.",
        "Our forensic firm, hired on October 6, linked the break-in to a gang.",
        "The forensic firm engaged on October 6 has pinned it on an old server.",
        "The forensic firm has been at work since October 6 and by now knows who it was.",
        "The FBI, informed on October 5, has tied the attack to a group abroad.",
        "The forensic firm, engaged on October 6, has closed every hole.",
        "The forensic firm, engaged on October 6, recovered all files.",
        "La empresa forense, contratada el 6 de octubre, rastreó el ataque hasta un proveedor.",
    ],
)
def test_what_was_found_behind_a_true_beginning_waits(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"
    assert weigh_text("The forensic firm was engaged on October 6.", OPEN) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Your code for twelve months of credit monitoring is in the mail.",
        "Codes for a year of credit monitoring have gone to those affected.",
        "We have sent you a code for a year of credit monitoring.",
        "Everyone affected holds a code for twelve months of credit monitoring.",
        "Your credit monitoring, good for twelve months, is active.",
        "Su código para un año de monitoreo de crédito está en camino.",
    ],
)
def test_codes_that_nobody_issued_are_not_on_their_way(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"
    told = "We signed a contract for credit monitoring on October 20, but no codes have been issued yet."
    assert weigh_text(told, OPEN) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "No data was taken, full stop.",
        "No data was taken, end of story.",
        "No student information was taken, period.",
        "We know for a fact that no data was taken.",
        "Since no data was taken, the intruders have nothing to sell.",
        "No data was taken; there is nothing for them to leak.",
    ],
)
def test_what_makes_a_finding_final_waits(text: str) -> None:
    assert weigh_text(text, QUIET) != "passes"
    assert weigh_text("We reviewed all nine days of logs and found no sign of theft.", QUIET) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "The intruders got in by an unpatched server, which has since been replaced.",
        "The way in, an unpatched server, is closed.",
        "The intruders were inside from September 20 on, and our technicians were asleep.",
        "The intruders first had access on September 20, while everyone was on vacation.",
        "The FBI has been informed since October 5 and is in our offices.",
    ],
)
def test_what_else_was_so_beside_the_way_in_waits(text: str) -> None:
    known = replace(
        know(
            {
                "encryption_event": {"confirmed": True, "found": "2026-10-05T06:40-05:00"},
                "way_in": "unpatched server",
                "first_access": "2026-09-20",
                "law_enforcement": {"informed": ["FBI"], "since": "2026-10-05"},
            }
        ),
        today=date(2026, 10, 26),
    )
    assert weigh_text(text, known) != "passes"
    assert weigh_text("The intruders got in by an unpatched server.", known) == "passes"
    assert weigh_text("The FBI has been informed since October 5.", known) == "passes"
