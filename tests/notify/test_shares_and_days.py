"""Shares that are told in files, days of logs in words, days before the finding, and lists that are final."""

from __future__ import annotations

from typing import Any

import pytest

from tests.notify.records import know, weigh_text

EARLY: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-20T06:05:00-08:00"},
    "law_enforcement": {"informed": ["FBI", "GBI"], "since": "2026-10-20"},
    "way_in": "remote desktop server open to the internet",
    "first_access": "2026-10-11",
    "exfiltration": {
        "state": "undetermined",
        "reviewed_days": 4,
        "of_days": 30,
        "unexplained_bytes": 9_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 10},
    "kinds_found": ["contact"],
    "people_affected": {"status": "unknown", "value": None},
    "misuse_search": {"done": False},
}
LATE: dict[str, Any] = {
    **EARLY,
    "exfiltration": {
        "state": "undetermined",
        "reviewed_days": 30,
        "of_days": 30,
        "unexplained_bytes": 9_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 100},
    "kinds_found": ["contact", "discipline"],
    "people_affected": {"count": 4321, "final": True},
    "misuse_search": {"done": True, "on": "2026-12-04", "found": 0},
}
PASSES = [
    ("We have read one file in ten.", EARLY),
    ("Hasta ahora hemos revisado uno de cada diez archivos.", EARLY),
    ("We are going through them: 10 percent have been searched so far.", EARLY),
    ("Of the 30 days of logs, four have been reviewed, so we cannot say whether data was taken.", EARLY),
    ("We do not yet know whose information is involved.", EARLY),
    ("We informed the FBI and the Georgia Bureau of Investigation.", EARLY),
    ("The intruder got in on October 11, nine days before we found the encrypted files.", EARLY),
    ("Todav\u00eda no sabemos si se copiaron datos.", EARLY),
    ("All thirty days of logs have been read.", LATE),
    ("All thirty days of logs have been read, and one transfer of 9 gigabytes has no explanation.", LATE),
    ("We looked for misuse and, as of December 4, had found none.", LATE),
    ("No files remain to be read.", LATE),
    ("We know whose information was involved.", LATE),
    ("Entre los datos encontrados hay registros de disciplina.", LATE),
    ("Our help line is open weekdays from 7:30 a.m. to 5 p.m.", LATE),
    ("Spring break is March 15 through 19.", LATE),
    ("Next month we will ask the board to approve a budget for new laptops and equipment.", LATE),
]
HELD = [
    ("We have read one file in three.", EARLY),
    ("We have searched more than one file in five.", EARLY),
    ("Hasta ahora hemos revisado uno de cada dos archivos.", EARLY),
    ("Nos faltan dos de cada tres archivos por revisar.", EARLY),
    ("We are going through them: 40 percent have been searched so far.", EARLY),
    ("Of the 30 days of logs, fourteen have been reviewed.", EARLY),
    ("All thirty days of logs have been read.", EARLY),
    ("We know whose information is involved.", EARLY),
    ("We informed the FBI and the Kansas Bureau of Investigation.", EARLY),
    ("The intruder got in on October 11, two days before we found the encrypted files.", EARLY),
    ("The intruder got in on October 15, five days before we found the encrypted files.", EARLY),
    ("We looked for misuse and, as of December 4, had found none.", EARLY),
    ("We were warned about the remote desktop server nine days before we found the encrypted files.", EARLY),
    ("We knew of the intruder nine days before we found the encrypted files.", EARLY),
    ("10 percent have been searched for malware.", EARLY),
    ("4,321 people are affected, and the count keeps rising.", LATE),
    ("All sixty days of logs have been read.", LATE),
    ("All thirty days of logs have been read, and no transfer is without an explanation.", LATE),
    ("We do not yet know whose information is involved.", LATE),
    ("4,321 people were affected, a number that we expect to rise.", LATE),
    ("4,321 names so far.", LATE),
    ("4.321 personas fueron afectadas, y esperamos que el n\u00famero aumente.", LATE),
    ("We looked for misuse and, as of November 2, had found none.", LATE),
    ("Some files remain to be read.", LATE),
    ("Our help line is open from 7 a.m. to 5 p.m. and no data was taken.", LATE),
    ("Spring break is March 15 through 19, when every system will be back.", LATE),
    ("Next month we will ask the board to approve a budget for the ransom.", LATE),
]


def weigh(text: str, facts: dict[str, Any]) -> str:
    return weigh_text(text, know(facts))


@pytest.mark.parametrize(("text", "facts"), PASSES)
def test_what_the_record_bears_out_passes(text: str, facts: dict[str, Any]) -> None:
    assert weigh(text, facts) == "passes"


@pytest.mark.parametrize(("text", "facts"), HELD)
def test_what_the_record_does_not_bear_out_never_passes(text: str, facts: dict[str, Any]) -> None:
    assert weigh(text, facts) != "passes"


def test_a_final_number_that_is_said_to_rise_is_contradicted() -> None:
    assert weigh("4,321 people were affected, and that number may still grow.", LATE) == "stopped"
    growing = {**LATE, "people_affected": {"count": 4321, "final": False}}
    assert weigh("So far 4,321 people were identified, a number that we expect to rise.", growing) == "passes"


@pytest.mark.parametrize(("days", "becomes"), [("seventy-six", "passes"), ("eighty", "stopped")])
def test_every_ten_is_read_in_words(days: str, becomes: str) -> None:
    facts = know({"exfiltration": {"state": "none_found", "reviewed_days": 76, "of_days": 90}})
    assert weigh_text(f"The review covers {days} days of logs out of ninety.", facts) == becomes
