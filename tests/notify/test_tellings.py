"""What others are to be told, groups as a whole, first days, who did it, reasons; and close neighbors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-11-09T06:10-06:00"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-11-09"},
    "reports": {"state": {"filed": "2026-11-11T09:00-06:00"}},
    "ransom": {"demanded": "note on two servers, no amount", "paid": False},
    "exfiltration": {"state": "none_found", "reviewed_days": 20, "of_days": 20, "published": False},
    "personal_data_search": {"coverage_percent": 0},
    "people_affected": {"count": 500, "final": True, "groups": ["former students"]},
    "systems_restored": {
        "verified": ["mail", "phones", "payroll"],
        "pending": [],
        "verified_by": "2026-11-20",
    },
    "files_without_clean_version": 0,
    "password_reset": {"staff": "2026-11-12", "students": False, "staff_done": 340, "staff_of": 352},
    "multi_factor": {"for": ["staff mail"], "since": "2026-11-18"},
    "misuse_search": {"done": "2026-11-24", "found": 0},
    "intruders": {"name": "Pale Otter", "identified": False, "claimed": "2026-11-15"},
    "school_closure": {"closed": ["2026-11-12", "2026-11-13"], "reopened": "2026-11-16"},
    "response_cost": {"spent": 61000, "expected": 90000},
}
RECORD = replace(know(FACTS), today=date(2026, 11, 25))


weigh = partial(weigh_text, record=RECORD)


@pytest.mark.parametrize(
    ("sound", "neighbor"),
    [
        ("340 of 352 staff members have new passwords.", "Each staff member has a new password."),
        ("We told the FBI on the first day.", "We told the FBI on the second day."),
        ("Tell callers that no ransom was paid.", "Tell callers that a ransom was paid."),
        ("All of the logs have been reviewed.", "About a quarter of the logs has been reviewed so far."),
        ("The people behind the attack have not been identified.", "The criminals have been identified."),
        (
            "Who did this? We do not know; those responsible have not been identified.",
            "Do you know who did it? Yes.",
        ),
        (
            "All three systems, phones among them, were restored and verified by November 20.",
            "All four systems, phones among them, were restored and verified by November 20.",
        ),
        (
            "A search completed on November 24 found no misuse of the data.",
            "A search completed on November 22 found no misuse of the data.",
        ),
        (
            "Since last Wednesday, November 18, staff mail requires a second step at sign-in.",
            "Since last Wednesday, November 18, the VPN requires a second step at sign-in.",
        ),
        (
            "Staff mail requires a second step at sign-in since November 18.",
            "The VPN requires a second step at sign-in since November 18.",
        ),
        (
            "A group that calls itself Pale Otter has claimed the attack.",
            "A group that calls itself Grey Otter has claimed the attack.",
        ),
        (
            "Schools were closed on November 12 and 13 and reopened the following Monday.",
            "Schools were closed on November 12 and 13 and reopened the following Tuesday.",
        ),
        (
            "$61,000 has been spent on the response to date.",
            "$64,000 has been spent on the response to date.",
        ),
        (
            "A full review of the network logs found no sign that data was taken.",
            "A full review of the network logs found signs that data was taken.",
        ),
        (
            "Se encontró una nota en dos servidores; no menciona ninguna suma.",
            "Se encontró una nota en nueve servidores; no menciona ninguna suma.",
        ),
        (
            "No se encontró ningún indicio de que salieran datos.",
            "Se encontraron indicios de que salieran datos.",
        ),
    ],
)
def test_a_sentence_that_the_record_bears_out_passes_and_its_neighbor_does_not(
    sound: str, neighbor: str
) -> None:
    assert weigh(sound) == "passes"
    assert weigh(neighbor) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "No one from outside ever got into our network.",
        "Does this affect former students? No, only those who are enrolled today.",
        "Assure parents that every employee has a new password.",
        "Diga a las familias que se perdieron archivos.",
        "We cannot say who did it, because no file was encrypted.",
        "The state had our report on the second day.",
    ],
)
def test_what_the_record_does_not_bear_out_does_not_pass(text: str) -> None:
    assert weigh(text) != "passes"


def test_what_a_search_cannot_tell_is_no_claim_but_its_reason_is() -> None:
    assert weigh("It cannot tell what may happen later.") == "passes"
    assert weigh("We do not know what may happen later, since every student has a new password.") != "passes"
