"""Labels with values, timelines and tables are held against the record as the sentences that they are."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.paraphrase.form_lines import open_rows
from tests.notify.records import know

_RECORD = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-03-01T01:10:00-05:00",
        "found": "2027-03-01T06:20-05:00",
    },
    "forensic_firm": {"engaged": "2027-03-02"},
    "legal_counsel": {"engaged": "2027-03-01"},
    "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2027-03-01"},
    "way_in": {"status": "believed", "value": "password of a vendor"},
    "first_access": {"status": "believed", "value": "2027-02-19"},
    "exfiltration": {"state": "undetermined", "reviewed_days": 6, "of_days": 10},
    "personal_data_search": {"coverage_percent": 40, "unreadable_files": 310},
    "people_affected": {"status": "unknown", "value": None},
    "kinds_found": ["names", "birth dates"],
    "systems_restored": {"verified": ["phones", "email"], "pending": ["payroll", "library"]},
    "unaffected_systems": ["website"],
    "files_without_clean_version": {"status": "unknown", "value": None},
    "ransom": {"demanded": True, "amount": 420000, "demanded_at": "2027-03-01", "paid": False},
    "password_reset": {"staff": "2027-03-03", "students": False},
    "credit_monitoring": {"contract": False},
    "letters_sent": 0,
    "misuse_search": {"done": False},
    "response_cost": {"spent": 96000, "expected": 310000},
    "insurance": {"informed": "2027-03-01", "limit": 1000000, "deductible": 25000},
}
_TRUE = (
    "Theft of data: undetermined",
    "First access: February 19 (believed, not confirmed)",
    "2/19: first access (believed, not confirmed)",
    "3/1, 6:20 a.m.: found",
    "March 1: counsel engaged, insurer notified, FBI and county sheriff informed",
    "3/2: forensic firm engaged",
    "Suspected entry point: a vendor's password",
    "Outbound logs: 6 of 10 days reviewed",
    "Number of people affected: unknown",
    "Files with no clean version: unknown",
    "Ransom demand: $420,000, received March 1",
    "Ransom paid: $0",
    "Response cost to date: $96,000",
    "Insurance limit: $1 million",
    "Deductible: $25,000",
    "Kinds found so far: names, birth dates",
    "Verified: phones, email",
    "Pending: payroll and library",
    "Letters sent: none",
    "Unreadable files: 310",
    "Staff passwords: reset March 3",
    "Student passwords: not reset",
    "| Payroll | Pending |",
    "| Discovery | March 1, 2027, 6:20 a.m. |",
    "Personal data search\n- 40% covered\n- 310 unreadable files",
    "Exfiltration\nUndetermined.",
    "What we do not know\n- Whether data was stolen\n- How many people are affected",
    "What is working\nPhones and email",
    "The search has found:\n- names\n- birth dates",
)
_FALSE = (
    "Theft of data: confirmed",
    "Theft of data: none found",
    "First access: February 19",
    "3/2, 6:20 a.m.: found",
    "March 1: counsel engaged, insurer notified, FBI and state police informed",
    "3/2: counsel engaged",
    "Entry point: a vendor's password",
    "Outbound logs: 9 of 10 days reviewed",
    "Number of people affected: 120",
    "Files with no clean version: none",
    "Ransom demand: $240,000",
    "Ransom paid: $420,000",
    "Response cost to date: $310,000",
    "Insurance limit: $2 million",
    "Kinds found so far: names, birth dates, grades",
    "Verified: phones, email, payroll",
    "Pending: none",
    "Letters sent: 400",
    "Student passwords: reset March 3",
    "| Payroll | Restored |",
    "| Discovery | March 2, 2027 |",
    "Personal data search\n- complete",
    "Exfiltration\nNone found.",
    "What we do not know\n- How much was demanded",
    "What is working\nPhones and payroll",
    "The search has found:\n- names\n- Social Security numbers",
    "The data was stolen. The search has found:\n- names\n- birth dates",
)


def _judge(text: str) -> str:
    claims = check_statement(text, know(_RECORD))
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"


@pytest.mark.parametrize("text", _TRUE)
def test_a_line_of_a_form_passes_where_the_record_bears_it_out(text: str) -> None:
    assert _judge(text) == "passes"


@pytest.mark.parametrize("text", _FALSE)
def test_a_line_of_a_form_that_the_record_does_not_bear_out_is_held(text: str) -> None:
    assert _judge(text) != "passes"


def test_the_claim_of_a_line_is_told_as_it_is_written() -> None:
    texts = [claim.text for claim in check_statement("Ransom paid: $420,000", know(_RECORD))]
    assert texts == ["Ransom paid: $420,000"]


def test_heads_and_rules_of_tables_and_numbers_of_threads_are_left_out() -> None:
    table = "| System | Status |\n|---|---|\n| Email | Restored |\n"
    assert open_rows(table).split() == ["Email:", "Restored"]
    assert open_rows("1/2 Phones are back.\n2/2 Email is back.") == "Phones are back.\nEmail is back."
    # one line with such a number may be one of a day
    assert open_rows("3/14 School is closed.") == "3/14 School is closed."


def test_each_line_of_a_timeline_is_told_by_itself_below_its_heading() -> None:
    text = "Timeline\n3/1, 6:20 a.m.: found\n3/2: forensic firm engaged\n3/2, 9 a.m.: counsel engaged\n"
    verdicts = [(claim.text, claim.verdict.value) for claim in check_statement(text, know(_RECORD))]
    assert verdicts == [
        ("3/1, 6:20 a.m.: found", "supported"),
        ("3/2: forensic firm engaged", "supported"),
        ("3/2, 9 a.m.: counsel engaged", "contradicted"),
    ]


def test_what_is_done_by_hand_until_a_system_is_back_says_that_it_is_not() -> None:
    assert _judge("Until payroll is restored, checks are written by hand.") == "passes"
    assert _judge("Teachers lend books on paper until the library is back.") == "passes"
    assert _judge("Until email is restored, teachers are using paper.") != "passes"
    assert _judge("Until payroll is restored, no record is kept on paper.") != "passes"
    assert _judge("Until the library is back, the stolen files are kept on paper.") != "passes"


def test_what_a_search_has_not_found_so_far_is_no_claim_that_it_is_not_there() -> None:
    assert _judge("The search has not found Social Security numbers so far.") == "passes"
    assert _judge("The search has not found birth dates so far.") != "passes"
    assert _judge("No Social Security numbers were stolen so far.") != "passes"
    assert _judge("The files hold no Social Security numbers.") != "passes"
