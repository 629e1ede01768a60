"""Misuse that nobody looked for, work under way, contacts since a day, plain words: with their neighbors."""

from __future__ import annotations

import pytest

from tests.notify.records import know, weigh_text

_RECORD = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-02-06T01:10:00-06:00",
        "found": "2027-02-06T05:50:00-06:00",
    },
    "misuse_search": {"done": False},
    "ransom": {"demanded": "note on three servers, no amount", "paid": False},
    "reports": {"state_72h": {"filed": "2027-02-08T09:00:00-06:00"}},
    "unaffected_systems": ["learning platform"],
    "exfiltration": {
        "state": "undetermined",
        "reviewed_days": 5,
        "of_days": 12,
        "published": False,
        "unexplained_bytes": 22_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 40},
    "people_affected": {"count": 2210, "final": False},
    "systems_restored": {"verified": ["payroll", "mail"], "pending": ["phones", "library"]},
    "coercion_contacts": {"count": 21, "since": "2027-03-04"},
    "way_in": {"status": "believed", "value": "stolen VPN password of a contractor account"},
}
OPEN = know(_RECORD)
SEARCHED = know(_RECORD | {"misuse_search": {"done": True, "found": 0}})
REVIEWED = know(_RECORD | {"exfiltration": {"state": "confirmed", "reviewed_days": 12, "of_days": 12}})


@pytest.mark.parametrize(
    "text",
    [
        "No search for misuse has been done, so we cannot say anything about it.",
        "Whether anyone has misused the data, we do not know; no search has been done.",
    ],
)
def test_that_nobody_looked_is_why_nothing_can_be_said_of_misuse(text: str) -> None:
    assert weigh_text(text, OPEN) == "passes"
    assert weigh_text(text, SEARCHED) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        # the opposite does not follow
        "Because nobody has looked for misuse, we can rule it out.",
        "Nobody has looked for misuse, so there was none.",
        "It would be wrong to say that no misuse has occurred.",
    ],
)
def test_what_does_not_follow_from_it_does_not_pass(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Not all of the logs have been reviewed.",
        "Some of the logs have not been reviewed yet.",
        "We have not reviewed all of the logs.",
        "We are still working to bring back phones and the library.",
        "Contacts have been reported since March 4.",
        "Twenty-one attempts to reach staff have been reported since March 4.",
        "The note states no amount.",
        "The note on three servers gives no sum.",
        "Search coverage is at 40 percent.",
        "Payroll and mail have passed verification.",
        "What was in the unexplained transfer of 22 gigabytes is something we cannot say.",
        "Signing in to the learning platform worked throughout the event.",
        "That a contractor's VPN password was stolen is what we believe, not what we have confirmed.",
        "Our count of people is not final, so we cannot give you a total.",
        "More people may be added to the list; how many, we do not know.",
    ],
)
def test_what_is_so_passes_in_plain_words(text: str) -> None:
    assert weigh_text(text, OPEN) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "None of the logs have been reviewed.",
        "We worked to bring back phones, and they are back.",
        "We managed to bring back the library.",
        "Contacts have been reported since March 1.",
        "Thirty attempts to reach staff have been reported since March 4.",
        "The note on five servers gives no sum.",
        "Search coverage is at 90 percent.",
        "Phones have passed verification.",
        "What was in the unexplained transfer of 80 gigabytes is something we cannot say.",
        "Signing in to payroll worked throughout the event.",
        "That a teacher's VPN password was stolen is what we believe, not what we have confirmed.",
    ],
)
def test_their_neighbors_do_not(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"


@pytest.mark.parametrize(
    "text", ["Not all of the logs have been reviewed.", "Some of the logs have not been read."]
)
def test_logs_that_were_all_reviewed_are_not_partly_so(text: str) -> None:
    assert weigh_text(text, REVIEWED) == "stopped"


def test_a_count_that_is_final_has_a_total() -> None:
    final = know(_RECORD | {"people_affected": {"count": 2210, "final": True}})
    for text in (
        "Our count of people is not final, so we cannot give you a total.",
        "More people may be added to the list; how many, we do not know.",
    ):
        assert weigh_text(text, final) != "passes"


@pytest.mark.parametrize(
    "text",
    ["Not all of the logs have been reviewed.", "Some of the logs have not been reviewed yet."],
)
def test_of_logs_that_nobody_reviewed_it_says_too_little(text: str) -> None:
    unread = know(_RECORD | {"exfiltration": {"state": "undetermined", "reviewed_days": 0, "of_days": 14}})
    assert weigh_text(text, unread) == "waits"
