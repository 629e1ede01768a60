"""A long passage that comes again and again is judged twice, and what it tells stays found."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import OpenKeeper
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STUDENT, Person

_TOLD = "Individualized education program of Quillanette Overby, born 2013-02-28.\n\n"
_LONG = _TOLD + "0" * (1 << 17)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passages that were judged."""
    taken: list[str] = []
    take = Unit.take

    def note(unit: Unit, location: str, text: str) -> None:
        taken.append(text)
        take(unit, location, text)

    monkeypatch.setattr(Unit, "take", note)
    return taken


def _begin() -> Analyst:
    person = Person("q", "1", STUDENT, "Quillanette", "Overby", dob="2013-02-28")
    analyst = Analyst(Lexicon([person]), OpenKeeper("2026-11-28"))
    analyst.begin("notes.txt")
    return analyst


def test_a_passage_that_repeats_is_judged_twice(judged: list[str]) -> None:
    analyst = _begin()
    for _ in range(9):
        analyst.take_text("", _LONG)
    assert judged.count(_LONG[: len(judged[0])]) == 2
    assert analyst.chars == 9 * len(_LONG)
    assert [link.keys for link in analyst.end().links] == [("q",)]


def test_what_comes_between_is_judged(judged: list[str]) -> None:
    analyst = _begin()
    for _ in range(4):
        analyst.take_text("", "0" * (1 << 17))
    analyst.take_text("", _TOLD)
    analyst.take_text("", "0" * (1 << 17))
    assert [len(text) for text in judged] == [1 << 17, 1 << 17, len(_TOLD), 1 << 17]
    assert [link.keys for link in analyst.end().links] == [("q",)]


def test_short_passages_are_judged_each_time(judged: list[str]) -> None:
    analyst = _begin()
    for _ in range(5):
        analyst.take_text("", _TOLD)
    assert len(judged) == 5


def test_the_same_passage_in_another_place_is_judged(judged: list[str]) -> None:
    analyst = _begin()
    for place in ("page 1", "page 2", "page 3", "page 4"):
        analyst.take_text(place, "0" * (1 << 17))
    assert len(judged) == 4
