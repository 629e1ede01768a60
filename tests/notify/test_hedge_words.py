"""What a sentence leaves open, and how little it says that a review proves."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import weigh_text
from tests.notify.test_relations import CLEAN, OPEN, PAID

SOUND = [
    (CLEAN, "A review that finds nothing is not a guarantee, and we will not call it one."),
    (OPEN, "Was data stolen? At this point we cannot say either way."),
    (OPEN, "It is too early to say how many people are affected, and we would rather wait for the facts than"
           " give you a number we must take back."),
]  # fmt: skip
FALSE = [
    (PAID, "Data was stolen, although no review can prove that with certainty."),
    (PAID, "The logs showed no sign that data left our network, although logs cannot show us everything."),
    (OPEN, "The logs showed no sign that data left our network, and that is not the same as proof."),
    (PAID, "We know that many of you want to hear that nothing was taken, but we would be guessing if we said"
           " so today, and we will not guess."),
    (CLEAN, "Many of you want to hear that nothing was taken, but we would be guessing if we said so."),
    (PAID, "Many of you want to hear whether data was taken, and we wish we had an answer, but we do not."),
    (PAID, "We cannot say that data was taken, nor can we say that it was not."),
    (PAID, "Whether anyone copied data has not been determined, and until that review is complete we are not"
           " going to rule it in or out."),
    (PAID, "The number of people affected is a running count, not a final one."),
    (PAID, "We cannot promise that the number of people affected will stay where it is today."),
    (OPEN, "Were files encrypted? At this point we cannot say either way."),
    (PAID, "The likely way in was a VPN appliance, although this is our belief and not yet settled."),
]  # fmt: skip


@pytest.mark.parametrize(("record", "text"), SOUND, ids=[text for _, text in SOUND])
def test_what_is_open_on_the_record_may_be_left_open(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) == "passes"


@pytest.mark.parametrize(("record", "text"), FALSE, ids=[text for _, text in FALSE])
def test_what_is_known_may_not_be_left_open(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) != "passes"
