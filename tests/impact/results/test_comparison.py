"""A worse result is told in words that agree with their counts."""

from __future__ import annotations

from firstbell.impact.results.comparison import list_losses
from firstbell.impact.results.results import ImpactTotals


def test_what_there_is_less_of_is_told_in_words_that_agree() -> None:
    before = ImpactTotals(people_certain=2, people_probable=3, files_read=2, files_partly=1, kinds=["health"])
    after = ImpactTotals(people_certain=1, people_probable=3, files_read=1, kinds=["health"])
    assert list_losses(before, after) == [
        "1 person certain instead of 2",
        "4 people certain or probable instead of 5",
        "1 file read instead of 3",
    ]
    assert list_losses(before, before) == []
    assert list_losses(before, ImpactTotals(people_certain=9, files_read=9)) == ["no health any more"]
