"""The log of looks: each line holds the one before, and a change is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.access_log import AccessEntry, AccessLog


@pytest.fixture
def log(tmp_path: Path) -> AccessLog:
    log = AccessLog(tmp_path, FixedClock(1_770_000_000_000_000_000))
    for number in range(3):
        people = [f"p{number}"]
        log.note(AccessEntry(seq=0, at="", who="Ada", role="counsel", case="c", page="people", people=people))
    return log


def test_looks_are_numbered_and_timed_by_the_log(log: AccessLog) -> None:
    assert [(one.seq, one.people) for one in log.read()] == [(0, ["p0"]), (1, ["p1"]), (2, ["p2"])]
    assert {one.at for one in log.read()} == {"2026-02-02T02:40:00Z"}


@pytest.mark.parametrize("change", [(b'"p1"', b'"p9"'), (b'"Ada"', b'"Ida"')])
def test_a_changed_line_is_named(log: AccessLog, change: tuple[bytes, bytes]) -> None:
    log.path.write_bytes(log.path.read_bytes().replace(*change, 2))
    with pytest.raises(ConsoleError, match=r"line [23] does not follow"):
        log.read()


def test_a_line_that_was_taken_out_is_seen(log: AccessLog) -> None:
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(lines[0] + lines[2])
    with pytest.raises(ConsoleError, match="line 2"):
        log.read()


def test_what_a_power_cut_left_half_written_is_passed_over(log: AccessLog) -> None:
    with log.path.open("ab") as stream:
        stream.write(b'{"seq":3,"at":"2026')
    log.note(AccessEntry(seq=0, at="", who="Ida", role="reviewer", case="c", page="person", people=["p4"]))
    assert [one.who for one in log.read()] == ["Ada", "Ada", "Ada", "Ida"]


def test_the_newest_looks_are_read_from_the_end(log: AccessLog) -> None:
    log.note(AccessEntry(seq=0, at="", who="Ida", role="reviewer", case="c", page="person", people=["p4"]))
    assert [one.seq for one in log.list_newest(None, most=2)] == [3, 2]
    assert [one.seq for one in log.list_newest("Ada", most=2)] == [2, 1]
    assert log.list_newest("Bo", most=2) == []


def test_there_is_no_log_before_the_first_look(tmp_path: Path) -> None:
    assert AccessLog(tmp_path, FixedClock(0)).read() == []


def test_people_who_were_looked_at_within_an_hour_are_counted_by_who_looked(tmp_path: Path) -> None:
    clock = FixedClock(1_770_000_000_000_000_000)
    log = AccessLog(tmp_path, clock)
    assert log.count_lately(3600) == []

    def look(who: str, first: int, count: int = 50) -> None:
        people = [f"p{number:015}" for number in range(first, first + count)]
        log.note(AccessEntry(seq=0, at="", who=who, role="reviewer", case="c", page="people", people=people))

    look("Ada", 0)
    clock.advance(3601)
    for number in range(20):
        look("Ida", number * 50)
    look("Ida", 0)
    look("Bo", 0, 3)
    # the same person counts once; what is older than an hour does not
    assert log.count_lately(3600) == [("Ida", "reviewer", 1000), ("Bo", "reviewer", 3)]
    for number in range(300):
        look("Cy", number * 50)
    # of very many looks the newest are read
    assert log.count_lately(3600)[0][2] > 10_000
