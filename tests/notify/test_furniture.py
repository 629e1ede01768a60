"""Dates, addresses, names and topics in a document claim nothing; a heading that tells something does."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.waits.notices import is_furniture
from tests.notify.records import know

_CLAIMS_NOTHING = (
    "March 3, 2027",
    "Tuesday, March 3, 2027",
    "Updated: March 3, 2027 at 4:15 p.m.",
    "3 de marzo de 2027",
    "RAVENNA FLATS, Ohio (March 3, 2027)",
    "Media contact: Lena Ostrow, 330-555-0118, lostrow@ravenna.example",
    "Lena Ostrow, Director of Communications",
    "410 Mill Street, Ravenna Flats",
    "Office of the Superintendent",
    "Updated Tuesday, March 3 | ravenna.example/network",
    "Slide 4 - Investigation",
    "D. Scope",
    "Page 2 of 5",
    "Ransom",
    "Cost and insurance",
    "What is working",
    "What we do not know yet",
    "How to protect your family",
    "Via certified mail",
    "Enclosures (2)",
    "Attn: Lt. Paul Brandt",
)
_CLAIMS = (
    "Stolen data",
    "What was stolen",
    "No ransom",
    "Ransom paid",
    "Data taken: none",
    "Everything is back",
    "Why your data is safe",
    "All systems restored March 3, 2027",
    "Theft of data confirmed",
    "Hackers Gone",
    "Ravenna Flats Schools Fully Restored Two Days After Attack",
    "Ravenna Flats Schools, Fully Restored",
    "Files Leaked, Superintendent",
    "What did not happen",
    "Who was behind the attack: a student",
    "Intruders left March 3, 2027",
)


@pytest.mark.parametrize("line", _CLAIMS_NOTHING)
def test_a_line_that_only_dates_addresses_or_names_a_topic_is_not_judged(line: str) -> None:
    assert is_furniture(line)
    assert check_statement(line, know({})) == []


@pytest.mark.parametrize("line", _CLAIMS)
def test_a_heading_that_says_something_is_judged(line: str) -> None:
    assert not is_furniture(line)
    assert any(claim.waiting or claim.needs for claim in check_statement(line, know({})))


def test_a_long_line_is_no_furniture() -> None:
    assert not is_furniture("Ransom, " * 40)
