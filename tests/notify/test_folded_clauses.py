"""What a sentence folds into one passes where each part is so, and waits where one of them is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.notify.records import know, weigh_text

_RECORD = replace(
    know(
        {
            "encryption_event": {"confirmed": True, "found": "2027-02-08T06:30:00-06:00"},
            "law_enforcement": {"informed": ["FBI", "Iowa State Police"], "since": "2027-02-08"},
            "forensic_firm": {"engaged": "2027-02-10"},
            "legal_counsel": {"engaged": "2027-02-09"},
            "way_in": {"status": "believed", "value": "stolen VPN password"},
            "exfiltration": {"state": "none_found", "reviewed_days": 14, "of_days": 14},
            "systems_restored": {"verified": ["phones", "email"], "pending": ["library"]},
            "school_closure": {"closed": ["2027-02-08", "2027-02-09"], "reopened": "2027-02-10"},
            "coercion_contacts": {"count": 4, "since": "2027-02-15", "until": "2027-03-03"},
            "response_cost": {"spent": 210000, "expected": 540000},
            "insurance": {"informed": "2027-02-08", "limit": 2000000, "deductible": 50000},
        }
    ),
    today=date(2027, 3, 19),
    names=("Cedar Point Schools", "Cedar Point"),
)


@pytest.mark.parametrize(
    "said",
    [
        "Both the FBI and the Iowa State Police have had word from us since February 8.",
        "This matter has been brought to both the FBI and the Iowa State Police.",
        "Response spending to date: $210,000 of an expected $540,000.",
        "Spending on the response remains below our insurance limit, although it is "
        "expected to reach $540,000.",
        "Our belief at present, which further work may change, is that a stolen VPN "
        "password let the intruders in.",
        "Finding no sign of theft is not proof that none took place.",
        "Finding no evidence of theft is reassuring, but it is not a guarantee.",
    ],
)
def test_it_passes_where_each_part_is_so(said: str) -> None:
    assert weigh_text(said, _RECORD) == "passes"


@pytest.mark.parametrize(
    "said",
    [
        "Both the FBI and the county sheriff have had word from us since February 8.",
        "Both the FBI and the Iowa State Police have had word from us since February 9.",
        "Neither the FBI nor the Iowa State Police, both of them busy, have had word from us.",
        "Under our cyber policy the limit is $2 million and the deductible $60,000.",
        "Under our cyber policy the deductible is $2 million and the limit $50,000.",
        "Response spending to date: $210,000 of an expected $580,000.",
        "Spending on the response remains below our insurance limit, although it is "
        "expected to reach $2.5 million.",
        "Spending on the response remains above our insurance limit, although it is "
        "expected to reach $540,000.",
        "Four coercive contacts reached us, the first of them on February 16.",
        "Four coercive contacts reached us, the last in late February.",
        "Five coercive contacts reached us, the last in early March.",
        "The coercive contacts, five in all, ran into early March.",
        "The coercive contacts, four in all, began in early March.",
        "Classes resumed on February 10 across Cedar Point, after three days on which "
        "our schools were closed.",
        "Classes resumed on February 11 across Cedar Point, after two days on which our schools were closed.",
        "The library is working again in our buildings.",
        "Only the phones are working again in our buildings.",
        "Our belief at present, which further work may change, is that a phishing "
        "message let the intruders in.",
        "Our firm conclusion is that a stolen VPN password let the intruders in.",
        "Finding no sign of theft is proof that none took place.",
        "Finding no sign of theft is not only proof that none took place.",
    ],
)
def test_it_does_not_where_one_is_not(said: str) -> None:
    assert weigh_text(said, _RECORD) != "passes"
