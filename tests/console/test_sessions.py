"""A session: what it counts, what it keeps, and for how long."""

from __future__ import annotations

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.console.key_process.register import ConsolePerson
from firstbell.console.key_process.sessions import LONGEST_S, SessionTable, SignedIn

ADA = ConsolePerson(id="a1", name="Ada", role="counsel", added="2026-01-01T00:00:00Z")


@pytest.fixture
def session() -> SignedIn:
    return SignedIn("token", ADA, 0, 0)


def test_rows_count_for_a_minute_and_no_longer(session: SignedIn) -> None:
    assert session.may_show(5, 0, most=5)
    assert not session.may_show(1, 60 * NS_PER_S - 1, most=5)
    assert session.may_show(5, 60 * NS_PER_S, most=5)


def test_rows_that_were_refused_do_not_count(session: SignedIn) -> None:
    assert session.may_show(3, 0, most=5)
    assert not session.may_show(3, 0, most=5)
    assert session.may_show(2, 0, most=5)


def test_of_many_searches_the_newest_are_kept_and_the_same_words_are_one(session: SignedIn) -> None:
    names = [session.keep_search({"words": str(number)}) for number in range(60)]
    assert len(session.searches) == 50
    assert names[0] not in session.searches
    assert session.searches[names[-1]] == {"words": "59"}
    assert session.keep_search({"words": "59"}) == names[-1]
    assert len(session.searches) == 50


def test_a_session_that_is_used_all_day_ends_all_the_same() -> None:
    clock = FixedClock(1_770_000_000 * NS_PER_S)
    table = SessionTable(clock)
    token = table.begin(ADA).token
    for _ in range(LONGEST_S // 600):
        clock.advance(600)
        assert table.find(token, on_people=True) is not None
    clock.advance(1)
    assert table.find(token, on_people=True) is None
    assert table.find("", on_people=False) is None
