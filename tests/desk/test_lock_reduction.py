"""A shorter retention lock: two people, two keys, seven days after the second."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock, parse_time
from firstbell.desk.lock_reduction import (
    LoweringError,
    approve,
    ask,
    list_standing,
    note_done,
    pick_lowering,
    read_lowerings,
    refuse_early,
    withdraw,
)
from firstbell.ledger import Ledger, Signer, make_actor, make_signer
from firstbell.ledger.errors import LedgerError
from firstbell.ledger.roster import MADE, describe_public

DAY_NS = 86400 * NS_PER_S
MORNING_NS = parse_time("2023-02-18T06:00:00Z")


class Desk:
    """Two holders of keys, one ledger, one clock."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(MORNING_NS)
        self.folder = folder / "ledger"
        self.first = self.open(make_signer(make_actor("Ada", "director")))
        self.first.append("note.begun", {})
        self.second = self.admit("Ben", "director")

    def open(self, signer: Signer) -> Ledger:
        return Ledger(self.folder, self.clock, signer)

    def admit(self, name: str, role: str) -> Ledger:
        signer = make_signer(make_actor(name, role))
        self.first.append("key", describe_public(MADE, signer.actor, signer.public))
        return self.open(signer)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_two_people_and_seven_days(desk: Desk) -> None:
    wish = ask(desk.first, "v", days=3, from_days=30, why="the disk is full")
    with pytest.raises(LoweringError, match="only one person"):
        refuse_early(wish, lock_days=30, now_ns=MORNING_NS + 900 * DAY_NS)
    with pytest.raises(LoweringError, match="cannot also approve"):
        approve(desk.first, wish)
    desk.clock.advance(5 * 86400)
    wish = approve(desk.second, pick_lowering(desk.second, "v", wish.hex_id[:6]))
    # the days count from the second signature
    with pytest.raises(LoweringError, match="7 days"):
        refuse_early(wish, lock_days=30, now_ns=MORNING_NS + 12 * DAY_NS - 1)
    refuse_early(wish, lock_days=30, now_ns=MORNING_NS + 12 * DAY_NS)
    with pytest.raises(LoweringError, match="now it is 40"):
        refuse_early(wish, lock_days=40, now_ns=MORNING_NS + 12 * DAY_NS)
    with pytest.raises(LoweringError, match="already"):
        approve(desk.second, wish)
    note_done(desk.first, wish)
    assert list_standing(desk.first.read(), "v") == []
    assert [each.ended for each in read_lowerings(desk.first.read(), "v")] == ["done"]


def test_one_that_was_withdrawn_is_over(desk: Desk) -> None:
    wish = ask(desk.first, "v", days=3, from_days=30, why="by mistake")
    withdraw(desk.second, wish, "not agreed")
    with pytest.raises(LoweringError, match="no open request"):
        pick_lowering(desk.second, "v", wish.hex_id)
    desk.second.append("lock.lowering_approved", {"asked": wish.hex_id})
    (ended,) = read_lowerings(desk.first.read(), "v")
    assert (ended.ended, ended.approved) == ("withdrawn", "")


def test_what_is_no_lowering_is_refused(desk: Desk) -> None:
    with pytest.raises(LoweringError, match="not less"):
        ask(desk.first, "v", days=30, from_days=30, why="x")
    with pytest.raises(LoweringError, match="reason"):
        ask(desk.first, "v", days=3, from_days=30, why=" ")
    wish = ask(desk.first, "v", days=3, from_days=30, why="x")
    assert list_standing(desk.first.read(), "another") == []
    with pytest.raises(LoweringError, match="no open request"):
        pick_lowering(desk.first, "another", wish.hex_id)


def test_only_directors_sign(desk: Desk) -> None:
    technician = desk.admit("Cy", "technician")
    wish = ask(desk.first, "v", days=3, from_days=30, why="x")
    with pytest.raises(LedgerError):
        approve(technician, wish)
    with pytest.raises(LedgerError):
        ask(technician, "v", days=3, from_days=30, why="x")


def test_an_entry_of_who_asked_is_no_second_signature(desk: Desk) -> None:
    wish = ask(desk.first, "v", days=3, from_days=30, why="x")
    desk.first.append("lock.lowering_approved", {"asked": wish.hex_id})
    desk.first.append("lock.lowering_done", {"asked": wish.hex_id})
    (standing,) = list_standing(desk.first.read(), "v")
    assert standing.approved == ""
