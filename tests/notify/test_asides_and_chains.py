"""What is said beside a claim, days that hang on others, and words around what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.days.day_chains import chain_days, name_hours
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.paraphrase.frames import strip_around
from tests.notify.records import know

RECORD = replace(
    know(
        {
            "encryption_event": {
                "confirmed": True,
                "found": "2026-10-05T06:40-05:00",
                "first_damage": "2026-10-05T02:10-05:00",
            },
            "first_access": "2026-09-21",
            "way_in": "stolen password of a vendor's remote access account",
            "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2026-10-05"},
            "forensic_firm": {"engaged": "2026-10-06"},
            "reports": {"state": {"filed": False}, "attorney_general": {"filed": "2026-11-02"}},
            "personal_data_search": {"coverage_percent": 40, "unreadable_files": 12},
            "credit_monitoring": {"contract": True, "codes_issued": True, "months": 24},
            "ransom": {"demanded": 900000, "paid": 310000, "paid_at": "2026-10-20"},
            "files_without_clean_version": 0,
            "password_reset": {"staff": "2026-10-08", "students": "2026-10-15"},
        }
    ),
    today=date(2026, 11, 13),
    names=("Elm Fork Schools",),
)


def judge(text: str) -> str:
    claims = check_statement(text, RECORD)
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"


@pytest.mark.parametrize(
    "text",
    [
        "The FBI, the sheriff and the state have all been told.",
        "A careless vendor let the intruders in with a stolen password.",
        "We had known since September 21 that intruders were in the network.",
        "Officials hid the break-in of September 21.",
        "No child will ever suffer from this.",
        "Everyone affected gets credit monitoring for one year.",
        # nobody has told of how many codes there are
        "Everyone affected gets credit monitoring for two years.",
        "The criminals gave up because our backups are intact.",
        "Paying brought all of our files back.",
        "Payments have reached the limit of the policy.",
        "The attorney general was notified in May.",
        "We hired a forensic firm on the day of the attack.",
        "If you did not receive a letter, your data was not stolen.",
        "Si usted no recibi\u00f3 carta, sus datos no fueron robados.",
        "The search of our files is under way, at roughly 80 percent.",
    ],
)
def test_what_is_said_beside_a_claim_does_not_pass_with_it(text: str) -> None:
    assert judge(text) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "The FBI and the sheriff have both been told.",
        "The intruders got in with a stolen password of a vendor.",
        "Everyone affected is offered credit monitoring for two years.",
        "The attorney general was notified in November.",
        "We told the FBI on the day of the attack.",
        "The search of our files is under way, at roughly 40 percent.",
        "Staff passwords were changed on October 8 and student passwords a week later.",
        "At twenty to seven in the morning on October 5 we found that files had been encrypted.",
        "Minutes, Nov. 13: Mr. Lane stated that the FBI has been informed since October 5.",
        "If asked about the state: we have not filed a report there yet.",
    ],
)
def test_what_is_so_passes_with_what_stands_around_it(text: str) -> None:
    assert judge(text) == "passes"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Reset on October 8, and students a week later.", "on October 15, 2026"),
        ("We found it on October 5; schools closed that same day.", "on October 5, 2026"),
        ("Found on Tuesday, October 6, and on Friday of that week it was over.", "on October 9, 2026"),
        ("In place for staff since October 8 and for vendors since the day after.", "since October 9, 2026"),
    ],
)
def test_a_day_that_hangs_on_another_is_named(text: str, named: str) -> None:
    assert named in chain_days(text, date(2026, 11, 13))[0]


def test_without_a_date_before_it_no_day_is_named() -> None:
    text = "The forensic firm came the day after."
    assert chain_days(text, date(2026, 11, 13)) == (text, [])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("at ten past two on Thursday morning", "at 2:10 a.m. on Thursday morning"),
        ("a little after eight in the evening", "a little after 8:00 p.m."),
        ("at a quarter to seven in the morning", "at 6:45 a.m."),
        ("two in the library", "two in the library"),
    ],
)
def test_an_hour_has_the_half_of_the_day_that_stands_behind_it(text: str, read: str) -> None:
    assert name_hours(text)[0] == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Ms. Roe asked how many people are affected; the clerk replied that the number is not known.",
            "It is not known how many people are affected.",
        ),
        ("If asked about letters: none has gone out.", "None of the letters has gone out."),
        ("Payroll is back, which is what most of you asked me about.", "Payroll is back."),
        ("Mr. Roe moved to accept the report that $9,000 was spent; carried.", "$9,000 was spent."),
    ],
)
def test_words_around_what_is_told_are_left_out(text: str, told: str) -> None:
    assert strip_around(text) == told


@pytest.mark.parametrize(
    ("fact", "sentence", "verdict"),
    [
        ("stolen VPN password", "The intruder used the VPN account of an employee.", "supported"),
        (
            "stolen VPN password of a contractor",
            "The intruder used the VPN account of an employee.",
            "unsupported",
        ),
        ("unpatched firewall", "The intruder used the VPN account of an employee.", "contradicted"),
    ],
)
def test_an_account_is_of_the_staff_unless_the_fact_names_another_owner(
    fact: str, sentence: str, verdict: str
) -> None:
    assert [claim.verdict.value for claim in check_statement(sentence, know({"way_in": fact}))] == [verdict]


@pytest.mark.parametrize("size", ["large or small", "of any kind", "big or small"])
def test_of_whatever_size_is_of_all(size: str) -> None:
    sentence = f"No ransom, {size}, was ever paid."
    for paid, verdict in ((False, "supported"), (310000, "contradicted")):
        (claim,) = check_statement(sentence, know({"ransom": {"demanded": 900000, "paid": paid}}))
        assert (claim.verdict.value, claim.waiting, claim.reading.text) == (verdict, False, sentence)


@pytest.mark.parametrize("whom", ["everyone affected", "all of our families", "every one of them"])
def test_no_letter_to_nobody_is_no_letter_to_all(whom: str) -> None:
    record = know({"people_affected": {"count": 0, "final": True}, "letters_sent": 0})
    claims = check_statement(f"We have mailed letters to {whom}.", record)
    assert claims
    assert not any(claim.verdict.value == "supported" and not claim.waiting for claim in claims)


@pytest.mark.parametrize(
    "sentence",
    [
        "They got in on the morning of October 5, and we caught them that same morning.",
        "The intruder got in on October 5; we found the encryption that day.",
        "Everyone affected is offered lifetime credit monitoring.",
        "Fewer than two thousand affected in total by the attack.",
    ],
)
def test_a_day_of_the_entry_a_length_and_a_bare_number_are_compared_or_wait(sentence: str) -> None:
    restored = know({"systems_restored": {"verified": ["payroll", "phones"], "pending": ["library"]}})
    record = replace(RECORD, facts={**RECORD.facts, **restored.facts})
    claims = check_statement(sentence, record)
    assert any(claim.waiting or claim.verdict in STOPPING for claim in claims)
