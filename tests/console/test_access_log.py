"""The log of looks: each line holds the one before, and a change is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.access_log import AccessEntry, AccessLog, LooksHead
from tests.base.small_files import no_file_beyond


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


def look(log: AccessLog, person: str) -> None:
    log.note(AccessEntry(seq=0, at="", who="Ida", role="reviewer", case="c", page="person", people=[person]))


@pytest.mark.parametrize("torn", [b"{", b'{"seq":3,"at":"2026', b"\0\0\0", b"\xff", b"\r"])
def test_until_the_next_look_a_torn_line_hides_none_and_breaks_no_chain(log: AccessLog, torn: bytes) -> None:
    """A page that lists looks is opened before the next look is noted."""
    with log.path.open("ab") as stream:
        stream.write(torn)
    assert [one.seq for one in log.list_newest(None, most=5)] == [2, 1, 0]
    assert log.count_lately(3600) == [("Ada", "counsel", 3)]
    assert [one.seq for one in log.read()] == [0, 1, 2]
    head = log.find_head()
    assert head is not None
    assert head.looks == 3
    look(log, "p4")
    assert [one.seq for one in log.read()] == [0, 1, 2, 3]
    assert log.check_head(head) == ""


@pytest.mark.parametrize("room", [0, 1, 17, 100])
def test_a_look_that_the_disk_does_not_take_whole_is_refused_and_leaves_nothing(
    log: AccessLog, room: int
) -> None:
    before = log.path.read_bytes()
    with no_file_beyond(len(before) + room), pytest.raises(OSError, match="File too large"):
        look(log, "p4")
    assert log.path.read_bytes() == before
    look(log, "p5")
    assert [one.people for one in log.read()] == [["p0"], ["p1"], ["p2"], ["p5"]]


@pytest.mark.parametrize("line", [b"{}", b"[]", b"\xff", b'{"seq": 1, "x": ' + b"[" * 100_000])
def test_a_last_line_that_is_no_look_stops_the_next_one_with_a_word(log: AccessLog, line: bytes) -> None:
    with log.path.open("ab") as stream:
        stream.write(line + b"\n")
    before = log.path.read_bytes()
    with pytest.raises(ConsoleError, match="the last line of the log of looks does not read"):
        look(log, "p4")
    with pytest.raises(ConsoleError, match="line 4 does not follow"):
        log.read()
    assert log.path.read_bytes() == before


@pytest.mark.parametrize("size", [1, 1000, 70_000])
def test_looks_are_found_from_the_end_however_long_the_lines_are(tmp_path: Path, size: int) -> None:
    log = AccessLog(tmp_path, FixedClock(1_770_000_000_000_000_000))
    for number in range(12):
        look(log, f"{number}-" + "x" * size)
    newest = [one.seq for one in log.list_newest(None, most=12)]
    assert newest == sorted(newest, reverse=True)
    assert newest[:2] == [11, 10]
    assert [one.seq for one in log.read()] == list(range(12))


def test_a_head_that_was_kept_finds_what_was_cut_off_and_what_was_changed(log: AccessLog) -> None:
    head = log.find_head()
    assert head is not None
    assert LooksHead.read(head.render()) == head
    assert LooksHead.read("Subject: x\r\n\r\n" + head.render().replace("\n", "\r\n")) == head
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join(lines[:2]))
    assert log.check_head(head) == "1 of the 3 looks that there were are gone"
    log.path.write_bytes(b"".join(lines))
    assert log.check_head(LooksHead(3, "0" * 64)) == "the first 3 looks are others than there were"
    assert log.check_head(LooksHead(0, "0" * 64)) == ""


@pytest.mark.parametrize(
    "text", ["", "looks: 3", "sha256: " + "0" * 64, "looks: -1\nsha256: " + "0" * 64, "looks: 3\nsha256: 0"]
)
def test_what_is_no_head_is_refused_with_where_to_find_one(text: str) -> None:
    with pytest.raises(ConsoleError, match="this is no head") as refused:
        LooksHead.read(text)
    assert "mail-heads" in refused.value.hint
