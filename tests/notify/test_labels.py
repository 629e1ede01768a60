"""Labels with values, what is left by subtraction, how long something has held, and their false sisters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.paraphrase.labels import strip_dateline
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-11-02T01:15:00-06:00",
        "found": "2026-11-02T06:30:00-06:00",
    },
    "law_enforcement": {"informed": ["FBI"], "since": "2026-11-02"},
    "forensic_firm": {"engaged": "2026-11-03"},
    "legal_counsel": {"engaged": "2026-11-02"},
    "first_access": {"status": "unknown", "value": None},
    "exfiltration": {
        "state": "confirmed",
        "confirmed": "2026-11-12",
        "reviewed_days": 11,
        "of_days": 16,
        "published": False,
    },
    "personal_data_search": {"coverage_percent": 70},
    "people_affected": {"count": 4200, "final": False},
    "kinds_found": ["names", "addresses", "birth dates", "bank account numbers"],
    "letters_sent": 3100,
    "ransom": {
        "demanded": True,
        "amount": 450000,
        "demanded_at": "2026-11-03",
        "paid": 120000,
        "paid_at": "2026-11-09",
    },
    "systems_restored": {
        "verified": ["mail", "phones", "student records"],
        "pending": ["payroll", "library"],
    },
    "unaffected_systems": ["cameras", "door badges"],
    "password_reset": {"staff": "2026-11-06", "students": False},
    "multi_factor": {"for": "all staff", "since": "2026-11-16"},
    "misuse_search": {"done": False},
    "credit_monitoring": {"contract": "2026-11-20", "codes_issued": "2026-11-25", "months": 12},
    "call_center": {"phone": "555-0170", "opened": "2026-11-25"},
    "insurance": {"informed": "2026-11-03", "limit": 800000, "deductible": 40000},
    "response_cost": {"spent": 300000, "expected": 520000},
    "school_closure": {"closed": ["2026-11-02", "2026-11-03"], "reopened": "2026-11-04"},
    "coercion_contacts": {"count": 9, "since": "2026-11-15", "until": "2026-11-21"},
    "reports": {"attorney general": {"filed": "2026-11-10"}},
}
TODAY = date(2026, 12, 1)
RECORD = replace(know(FACTS), today=TODAY, names=("Elm Fork Schools", "EFS", "Elm Fork"))


weigh = partial(weigh_text, record=RECORD)


@pytest.mark.parametrize(
    "sound",
    [
        "Payroll: recovery pending",
        "Phones: restored and verified",
        "STATUS 6 AM | Mail: back | Phones: back | Payroll: pending",
        "Mail: back; library: pending",
        "Restoration board: 3 verified, 2 to go",
        "Systems: 3 of 5 verified, 2 pending",
        "Not there yet: two systems to go.",
        "Two Elm Fork systems await restoration.",
        "Payroll and the library: two of the two systems still down.",
        "Payroll is one of two systems still pending.",
        "Spending: $300,000 spent, $520,000 expected",
        "Letters mailed: 3,100, or 1,100 short of the number of people affected.",
        "Our bill stands at $300,000, leaving $500,000 to the limit.",
        "Spending stands at $300,000, which puts us $260,000 past the deductible.",
        "What we have spent is $500,000 below the policy limit.",
        "Our costs so far are $260,000 over the deductible.",
        "We paid $330,000 less than was demanded.",
        "With seventy percent of the file search behind us, thirty lies ahead.",
        "With eleven days of logs done, five remain.",
        "All staff have now been on multi-factor sign-in for fifteen days.",
        "The attorney general has had our report for three weeks as of today.",
        "Staff passwords were reset on November 6. Student passwords have not been.",
        "Between the first damage and the moment we found it, five hours and 15 minutes passed.",
        "One day passed between the discovery and hiring the forensic firm.",
        "A lawyer on day one, a forensic firm on day two.",
        "Questions? The call center opened six days ago: 555-0170",
        "EFS, Tues. Dec. 1: mail and phones are back. Payroll and the library are not.",
        "Did EFS pay? Yes. $120,000, on November 9.",
        "What sort of information has turned up so far? Names, addresses, birth dates and bank account"
        " numbers.",
        "Four kinds of information were found.",
        "Did you find bank account numbers? Yes, they are one of four kinds of information found.",
        "Is anybody misusing our data? We haven't done that search yet, so we can't say.",
        "We logged nine coercive emails between November 15 and November 21.",
        "The codes went out on November 25 and cover 12 months.",
        "Discovery was at 6:30 in the morning on November 2; the date of first access is unknown to us.",
        "We lost two school days, Monday and Tuesday, and welcomed students back on Wednesday, November 4.",
        "Bring your badge as usual; cameras and door badges were not hit.",
        "Los códigos salieron el 25 de noviembre y cubren doce meses.",
        "Hace cuatro semanas, el 3 de noviembre, contratamos a una firma forense.",
    ],
)
def test_what_the_record_bears_out_passes_in_short_forms(sound: str) -> None:
    assert weigh(sound) == "passes"


@pytest.mark.parametrize(
    "false",
    [
        "Payroll: restored",
        "Email: pending until Friday",
        "Phones: recovery pending",
        "STATUS 6 AM | Mail: back | Phones: back | Payroll: back",
        "STATUS 6 AM | Mail: back | Phones: back | Data: safe",
        "STATUS 6 AM | Mail: back | Cameras: down",
        "Mail: back; library: pending until Monday",
        "Restoration board: 4 verified, 1 to go",
        "Restoration board: 3 verified, 2 to go, neither of them important",
        "Letters board: 3 verified, 2 to go",
        "Systems: 3 of 6 verified, 2 pending",
        "Not there yet: one system to go.",
        "Two Elm Fork systems await restoration, none verified so far.",
        "Payroll and the library: two of the three systems still down.",
        "Payroll and the cameras: two of the two systems still down.",
        "Phones are one of two systems still pending.",
        "Spending: $520,000 spent, $300,000 expected",
        "Spending: $300,000 spent, $520,000 expected, all of it insured",
        "Letters mailed: 3,100, or 1,000 short of the number of people affected.",
        "Our bill stands at $300,000, leaving $400,000 to the limit.",
        "Our bill stands at $300,000, leaving $500,000 for new servers.",
        "Spending stands at $300,000, which puts us $300,000 past the deductible.",
        "What the insurer has paid is $500,000 below the policy limit.",
        "We paid $120,000 less than was demanded.",
        "Our insurer paid $330,000 less than was demanded.",
        "With seventy percent of the file search behind us, twenty lies ahead.",
        "With eleven days of logs done, two remain.",
        "All staff have now been on multi-factor sign-in for sixteen days.",
        "All staff have been on multi-factor sign-in for twenty-one days.",
        "All staff and students have now been on multi-factor sign-in for fifteen days.",
        "The attorney general has had our report for four weeks as of today.",
        "Student passwords were reset on November 6. Staff passwords have not been.",
        "Between the first damage and the moment we found it, nine hours passed.",
        "Three days passed between the discovery and hiring the forensic firm.",
        "A lawyer on day one, a forensic firm on day one.",
        "A negotiator on day one, a forensic firm on day two.",
        "Questions? The call center opened six days ago: 555-0171",
        "The call center opened six days ago: 555-0171",
        "EFS, Tues. Dec. 1: mail and payroll are back.",
        "Did EFS pay? Yes. $130,000, on November 9.",
        "Did EFS pay? Yes. $120,000, on November 10.",
        "Five kinds of information were found.",
        "Did you find bank account numbers? Yes, they are one of five kinds of information found.",
        "Is anybody misusing our data? We have done that search.",
        "We logged ten coercive emails between November 15 and November 21.",
        "We logged nine coercive emails between November 15 and November 25.",
        "We logged nine coercive emails from parents.",
        "The codes went out on November 25 and cover 24 months.",
        "Discovery was at 6:30 in the morning on November 2, by our night custodian.",
        "We lost two school days, Tuesday and Wednesday.",
        "Use payroll as usual; cameras and door badges were not hit.",
        "Stay calm, all is well; cameras and door badges were not hit.",
        "Payroll and the cameras are down.",
        "Los códigos salieron el 25 de noviembre y cubren treinta y seis meses.",
        "Hace cinco semanas, el 3 de noviembre, contratamos a una firma forense.",
    ],
)
def test_what_it_does_not_bear_out_is_held_in_short_forms(false: str) -> None:
    assert weigh(false) != "passes"


def test_a_line_that_tells_who_speaks_and_when_is_left_out_on_that_day_alone() -> None:
    assert strip_dateline("EFS, Tues. Dec. 1: mail is back.", RECORD.names, TODAY) == "Mail is back."
    for other in ("EFS, Mon. Nov. 30: mail is back.", "KTV, Tues. Dec. 1: mail is back."):
        assert strip_dateline(other, RECORD.names, TODAY) == other
