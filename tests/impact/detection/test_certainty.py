"""Who is called certain: only who is known beyond doubt, and of whom a kind was told in a way that holds."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.certainty import NO_TALLY, RIGHT, Certainty, Tally, load_tallies, sum_tallies
from firstbell.impact.detection.evidence.results import PersonLink

TALLIES = load_tallies()
SETS = sorted({one for sets in TALLIES.values() for one in sets})


def make_link(sureness: str, told: dict[str, set[str]]) -> PersonLink:
    return PersonLink(("one",), None, set(told), sureness, set(), [], [], told=told)


def test_a_column_of_birth_dates_holds_and_a_word_in_a_folder_does_not() -> None:
    certainty = Certainty(sum_tallies(TALLIES))
    assert certainty.holds("id/column/dob")
    assert certainty.holds("name+dob/number/ssn")
    assert not certainty.holds("id/place/discipline")
    assert not certainty.holds("id/remark/health")
    assert not certainty.holds("name/column/dob")


def test_the_word_is_taken_from_claims_that_rest_on_nothing_that_holds() -> None:
    links = [
        make_link("certain", {"dob": {"id/column"}, "health": {"id/title"}}),
        make_link("certain", {"health": {"id/title"}}),
        make_link("possible", {"dob": {"id/column"}}),
        make_link("certain", {"contact": {"id/column"}}),
    ]
    Certainty(sum_tallies(TALLIES)).settle(links)
    assert [one.sureness for one in links] == ["certain", "probable", "possible", "certain"]
    assert not any(one.told for one in links)


def test_a_way_that_was_seen_too_seldom_does_not_hold() -> None:
    assert not Certainty({"id/column/health": Tally(12, 12, 12)}).holds("id/column/health")
    assert not Certainty({"id/column/health": Tally(400, 400, 2)}).holds("id/column/health")
    assert not Certainty({"id/column/health": Tally(395, 400, 80)}).holds("id/column/health")
    assert Certainty({"id/column/health": Tally(397, 400, 80)}).holds("id/column/health")


@pytest.mark.parametrize("name", SETS)
def test_what_holds_without_a_set_is_right_in_that_set(name: str) -> None:
    certainty = Certainty(sum_tallies(TALLIES, without=name))
    held = [sets[name] for way, sets in TALLIES.items() if name in sets and certainty.holds(way)]
    total = sum(held, NO_TALLY)
    assert total.claims >= 50
    assert total.right >= (RIGHT - 0.015) * total.claims, total


def test_what_holds_without_each_set_in_turn_is_right_in_ninety_nine_of_a_hundred() -> None:
    total = NO_TALLY
    for name in SETS:
        certainty = Certainty(sum_tallies(TALLIES, without=name))
        total += sum(
            (sets[name] for way, sets in TALLIES.items() if name in sets and certainty.holds(way)), NO_TALLY
        )
    assert total.right >= RIGHT * total.claims, total
