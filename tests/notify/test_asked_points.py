"""Questions that are told of, and their answers, as what they say together."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.paraphrase.frames import leave_both_open
from firstbell.notify.statements.questions.stated_questions import join_asked, state_asked


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "Mrs. Lee asked whether letters had been sent, and was told that none had been.",
            "Letters had not been sent.",
        ),
        ("A parent asked if any files were lost; she was told that they were not.", "No files were lost."),
        ("Trustee Ortiz asked whether a ransom was paid and was told that it was.", "A ransom was paid."),
        (
            "Mr. Vang asked how many letters are out, and was told that this is not known.",
            "It is not known how many letters are out.",
        ),
        ("Mr. Vang asked for the minutes, and was told where they are.", ""),
    ],
)
def test_a_question_with_its_answer_is_one_sentence(told: str, said: str) -> None:
    assert state_asked(told) == said


def test_an_answer_may_stand_in_a_sentence_of_its_own() -> None:
    asked = "Ms. Ortiz asked whether any data had been stolen."
    assert join_asked(asked, "The superintendent answered that this is not known.") == (
        "It is not known whether any data had been stolen."
    )
    assert join_asked(asked, "None had.") == "No data had been stolen."
    assert join_asked(asked, "The meeting ended at nine.") == ""


def test_who_lets_say_neither_leaves_it_open_and_who_denies_one_does_not() -> None:
    open_ = (
        "It would be wrong to say that data was taken, and as wrong to say that it was not; we do not know."
    )
    assert leave_both_open(open_) == "It is not known whether data was taken."
    assert leave_both_open("It would be wrong to say that data was taken; it was not.") == ""
    assert leave_both_open("It would be wrong to say that data was taken, and it was deleted.") == ""
