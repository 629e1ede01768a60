"""How one thing of the record stands to another: far below it, a part of it, one of them, days after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.amounts.differences import drop_degrees, lie_apart
from firstbell.notify.statements.amounts.work_stages import is_stage_wrong
from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

OPEN = replace(
    know({
        "encryption_event": {"confirmed": True, "first_damage": "2026-10-12T01:10:00-05:00",
                             "found": "2026-10-12T06:20:00-05:00"},
        "forensic_firm": {"engaged": "2026-10-13"},
        "legal_counsel": {"engaged": "2026-10-12"},
        "law_enforcement": {"informed": ["FBI"], "since": "2026-10-12"},
        "way_in": {"status": "believed", "value": "stolen password of a vendor"},
        "first_access": {"status": "believed", "value": "2026-10-02"},
        "exfiltration": {"state": "undetermined", "reviewed_days": 8, "of_days": 12},
        "personal_data_search": {"coverage_percent": 35, "unreadable_files": 1410},
        "people_affected": {"status": "unknown", "value": None},
        "systems_restored": {"verified": ["payroll", "email", "phones"],
                             "pending": ["student records", "library catalog", "bus routing"]},
        "ransom": {"demanded": True, "amount": 700000, "demanded_at": "2026-10-14", "paid": False},
        "password_reset": {"staff": "2026-10-15", "students": "2026-10-19"},
        "misuse_search": {"done": False},
        "letters_sent": 0,
        "coercion_contacts": {"count": 4, "since": "2026-10-21"},
        "response_cost": {"spent": 160000, "expected": 640000},
        "insurance": {"informed": "2026-10-12", "limit": 2000000, "deductible": 50000},
        "school_closure": {"closed": ["2026-10-12", "2026-10-13"], "reopened": "2026-10-14"},
    }),
    today=date(2026, 10, 29),
)  # fmt: skip
PAID = replace(
    know({
        "encryption_event": {"confirmed": True, "first_damage": "2026-09-14T01:10:00-05:00",
                             "found": "2026-09-14T06:20:00-05:00"},
        "forensic_firm": {"engaged": "2026-09-15"},
        "legal_counsel": {"engaged": "2026-09-14"},
        "law_enforcement": {"informed": ["FBI"], "since": "2026-09-14"},
        "reports": {"state attorney general": {"filed": "2026-10-08"},
                    "U.S. Department of Education": {"filed": "2026-10-12"}},
        "way_in": "unpatched VPN appliance",
        "first_access": "2026-08-20",
        "exfiltration": {"state": "confirmed", "confirmed": "2026-10-01", "reviewed_days": 25, "of_days": 25,
                         "bytes": 64000000000, "published": "2026-10-09", "published_bytes": 41000000000},
        "personal_data_search": {"coverage_percent": 100},
        "people_affected": {"count": 9640, "final": True},
        "kinds_found": ["names", "birth dates"],
        "systems_restored": {"verified": ["payroll", "email", "phones", "library catalog", "student records"],
                             "pending": ["facility scheduling"]},
        "files_without_clean_version": 72,
        "ransom": {"demanded": True, "amount": 900000, "demanded_at": "2026-09-15", "paid": 260000,
                   "paid_at": "2026-09-25"},
        "misuse_search": {"done": False},
        "letters_sent": 7000,
        "coercion_contacts": {"count": 12, "since": "2026-10-03", "until": "2026-10-16"},
        "response_cost": {"spent": 810000, "expected": 1700000},
        "insurance": {"informed": "2026-09-14", "limit": 3000000, "deductible": 100000},
    }),
    today=date(2026, 10, 29),
)  # fmt: skip
CLEAN = replace(
    know({
        "encryption_event": {"confirmed": True, "found": "2026-10-05T06:20:00-05:00"},
        "exfiltration": {"state": "none_found", "reviewed_days": 18, "of_days": 18},
        "personal_data_search": {"coverage_percent": 100},
        "systems_restored": {"verified": ["payroll", "email", "phones"], "pending": []},
        "files_without_clean_version": 87,
        "letters_sent": 0,
    }),
    today=date(2026, 11, 12),
)  # fmt: skip

SOUND = [
    # how far apart two sums are
    (OPEN, "What the response has cost so far is well below the limit of our policy."),
    (OPEN, "Our spending to date exceeds the deductible by a wide margin."),
    (OPEN, "We expect the response to cost a good deal more than the amount spent so far."),
    (PAID, "The intruders asked for more than three times what we eventually paid."),
    (PAID, "The payment was far below the demand."),
    (PAID, "They demanded more than three times what the district paid."),
    (OPEN, "We have spent far less than what we expect."),
    # how far the work is
    (OPEN, "The restoration of our systems is half done."),
    # a count that stands apart
    # one of so many systems
    (OPEN, "Bus routing is one of only three systems we have not yet brought back."),
    (PAID, "Facility scheduling is the one system still waiting to be restored."),
    (CLEAN, "The district has no systems left to restore after the October attack."),
    (OPEN, "Still waiting on recovery: \u2022 student records \u2022 library catalog \u2022 bus routing"),
    # days
    (OPEN, "Student passwords were changed a few days after the staff passwords."),
    (PAID, "More than a month after the attack, facility scheduling is still waiting to be restored."),
]  # fmt: skip
FALSE = [
    (PAID, "What the response has cost so far is well above the limit of our policy."),
    (PAID, "The intruders asked for more than four times what we eventually paid."),
    (PAID, "The intruders asked for twice what we paid."),
    (PAID, "The payment was close to the demand."),
    (PAID, "The response has cost well over $800,000."),
    (PAID, "We have sent far more than 6,900 letters."),
    (OPEN, "The search of our files is more than half finished."),
    (PAID, "The search of our files is far from finished."),
    (OPEN, "The search is not far from finished."),
    (OPEN, "The review of the logs is nearly complete."),
    (OPEN, "If the search of our files is far from finished, that is no reason to worry."),
    (PAID, "A small number of files, fewer than fifty, have no clean version."),
    (PAID, "A large number of files, 72 in all, have no clean version."),
    (OPEN, "There are files that the search could not read, more than two thousand of them."),
    (OPEN, "Threatening messages began to arrive last week, and we have counted five of them."),
    (OPEN, "Threatening messages were sent to teachers, and we have counted four of them."),
    (OPEN, "Bus routing is one of only two systems we have not yet brought back."),
    (OPEN, "Payroll is one of only three systems we have not yet brought back."),
    (OPEN, "Bus routing is the one system still waiting to be restored."),
    (PAID, "Payroll is the one system still waiting to be restored."),
    (PAID, "The district has no systems left to restore."),
    (CLEAN, "The district has no systems left to restore after the March attack."),
    (OPEN, "Still waiting on recovery: \u2022 student records \u2022 library catalog \u2022 payroll"),
    (PAID, "Payment went out a little over two weeks after the demand came in."),
    (PAID, "Payment went out a little over a week before the demand came in."),
    (OPEN, "Student passwords were changed a few weeks after the staff passwords."),
    (PAID, "A report was filed with the attorney general and, a few weeks later, with the U.S. Department of"
           " Education."),
    (OPEN, "More than a month after the attack, the library catalog is still waiting to be restored."),
    (PAID, "More than a month after the attack, payroll is still waiting to be restored."),
    (PAID, "The last threatening contact that we know of came on October 14."),
]  # fmt: skip


@pytest.mark.parametrize(("record", "text"), SOUND, ids=[text for _, text in SOUND])
def test_a_relation_that_the_record_bears_out_passes(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) == "passes"


@pytest.mark.parametrize(("record", "text"), FALSE, ids=[text for _, text in FALSE])
def test_a_relation_that_the_record_does_not_bear_out_never_passes(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) != "passes"


def test_a_degree_is_taken_out_of_a_clause_and_wants_numbers_far_apart() -> None:
    assert drop_degrees("our spending is well below the limit") == ("our spending is below the limit", True)
    assert drop_degrees("our spending is below the limit") == ("our spending is below the limit", False)
    assert lie_apart(80, 100)
    assert not lie_apart(90, 100)


def test_a_stage_is_wrong_where_no_fact_tells_of_the_work() -> None:
    assert is_stage_wrong("The mailing is nearly done.", OPEN)
    assert not is_stage_wrong("The search of the files is not yet complete.", OPEN)
