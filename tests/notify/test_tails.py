"""What is set behind a claim, or told of those whom thanks name, waits where nothing bears it out."""

from __future__ import annotations

from functools import partial

import pytest

from tests.notify.records import know, weigh_text

RECORD = know({
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-09-12T02:20:00-05:00",
        "found": "2026-09-12T07:05:00-05:00",
    },
    "forensic_firm": {"engaged": "2026-09-13"},
    "legal_counsel": {"engaged": "2026-09-13"},
    "law_enforcement": {"informed": ["FBI", "BCA"], "since": "2026-09-13"},
    "way_in": {"status": "unknown", "value": None},
    "exfiltration": {"state": "confirmed", "confirmed": "2026-10-02", "reviewed_days": 10, "of_days": 10,
                     "published": True, "bytes": 12000000000},
    "personal_data_search": {"coverage_percent": 58},
    "systems_restored": {"verified": ["payroll", "phones", "email"], "pending": ["library", "door badges"]},
    "credit_monitoring": {"contract": "2026-10-01", "codes_issued": None},
    "ransom": {"demanded": 400000, "paid": False},
    "letters_sent": 0,
    "misuse_search": {"done": False},
    "password_reset": {"staff": True, "students": True},
})  # fmt: skip
weigh = partial(weigh_text, record=RECORD)

UNREAD = [
    # participles and adjectives
    "Payroll is back, rebuilt on borrowed machines.",
    "No letters have been sent, held back by a strike at the printing plant.",
    "The intruders demanded $400,000, payable in weekly parcels.",
    "Twelve gigabytes were taken, sold on within a day.",
    # appositions, and what stands without a verb
    "Our lawyers, old friends of the chairman, were engaged on September 13.",
    "No ransom was paid, to the annoyance of our insurer.",
    "The library is still down, minus a few shelves.",
    "Passwords of staff and students have been reset, over the protests of the union.",
    "Stolen data was published, with the faces of children blurred.",
    # reasons and circumstances
    "No letters have been sent, since the envelopes were misprinted.",
    "We engaged a forensic firm on September 13, following a quarrel among trustees.",
    # what is read as another claim without its subject
    "The theft was confirmed on October 2, which was then contained.",
    # who knows, and who does not
    "How the intruders got in is unknown, and unknown to the FBI as well.",
    "The way in is not known, nor is the name of the janitor who saw them.",
]
READ = [
    "Payroll is back, as are the phones.",
    "No letters have been sent so far, which we know is frustrating for families.",
    "The intruders demanded $400,000, none of which was paid.",
    "The theft was confirmed on October 2, and stolen data has been published.",
    "We engaged legal counsel on September 13, the same day as a forensic firm.",
    "The library is still down, and the door badges are, too.",
    "How the intruders got in is unknown, and so is when.",
    "Passwords have been reset, both for staff and for students.",
    "The library is still down, so please bring your own books.",
    "We have searched 58 percent of the files so far, with 42 percent still to go.",
    # a date before the claim
    "On September 13, 2026, a forensic firm was engaged.",
]
GRANTED = [
    "We thank the families who paid the ransom.",
    "We wish the intern who was arrested for this a fair trial.",
    "Thank you to the technicians who got the library running again.",
    "We are sorry for those whose savings were emptied.",
    "Best wishes to the crossing guard who lost his job over this.",
]
HARMLESS = [
    "We thank the families who brought lunch.",
    "Thank you to the teachers who have been so patient.",
    "We are grateful to all who worked through the weekend.",
    "Good luck to the students who play on Friday.",
]


@pytest.mark.parametrize("text", UNREAD)
def test_what_hangs_on_a_claim_and_is_not_read_waits(text: str) -> None:
    assert weigh(text) == "waits"


@pytest.mark.parametrize("text", READ)
def test_what_hangs_on_a_claim_and_is_read_passes(text: str) -> None:
    assert weigh(text) == "passes"


@pytest.mark.parametrize("text", GRANTED)
def test_what_thanks_tell_of_somebody_waits(text: str) -> None:
    assert weigh(text) == "waits"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_everyday_words_tell_of_those_who_are_thanked_passes(text: str) -> None:
    assert weigh(text) == "passes"
