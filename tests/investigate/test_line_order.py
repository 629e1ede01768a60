from __future__ import annotations

import random
from pathlib import Path

import pytest

from firstbell.base.clock import parse_time
from firstbell.investigate.line_order import join_lines
from firstbell.record.timeline import TimelineLine
from tests.investigate.struck import make_line


def make_lines(number: int) -> list[TimelineLine]:
    lines = [
        make_line(at // 3, f"line {at}", host="h" * (at % 2), path=b"/\xff%d" % (at % 5), fields={"at": at})
        for at in range(number)
    ]
    random.Random(1).shuffle(lines)
    return lines


@pytest.mark.parametrize("run_lines", [7, 100, 10_000])
def test_lines_come_in_one_order_whether_sorted_in_memory_or_on_the_disk(
    run_lines: int, tmp_path: Path
) -> None:
    lines = make_lines(1000)
    joined = list(join_lines([lines[:300], iter(lines[300:])], scratch=tmp_path, run_lines=run_lines))
    assert joined == sorted(lines, key=lambda line: line.sort_key)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("run_lines", [2, 100])
def test_what_is_said_twice_comes_once(run_lines: int) -> None:
    lines = make_lines(10)
    assert len(list(join_lines([lines, lines, lines[:3]], run_lines=run_lines))) == 10


def test_the_order_is_time_then_host_then_path_then_kind() -> None:
    lines = [make_line(2), make_line(1, host="b"), make_line(1, host="a", path=b"/b"), make_line(1, host="a")]
    assert list(join_lines([lines])) == [lines[3], lines[2], lines[1], lines[0]]


def test_times_that_64_bits_cannot_hold_survive_the_disk() -> None:
    times = ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59Z"]
    lines = [make_line(parse_time(time), time) for time in times]
    joined = list(join_lines([reversed(lines)], run_lines=1))
    assert [line.time for line in joined] == times
    assert joined == lines


def test_leaving_early_leaves_nothing_behind(tmp_path: Path) -> None:
    joined = join_lines([make_lines(50)], scratch=tmp_path, run_lines=5)
    next(joined)
    joined.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
