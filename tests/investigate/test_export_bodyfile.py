from __future__ import annotations

import re
from pathlib import Path

from firstbell.record.timeline import TimelineLine
from tests.investigate.exported import export, list_hostile_lines, list_struck_lines
from tests.investigate.imported import read
from tests.investigate.struck import make_line


def read_as_mactime_does(data: bytes) -> list[tuple[bytes, float]]:
    """Names and modification times, by the definition: eleven fields between pipes that are not escaped."""
    found = []
    for line in data.split(b"\n")[:-1]:
        fields = re.split(rb"(?<!\\)(?:\\\\)*\|", line)
        assert len(fields) == 11
        assert [field.strip() for field in fields[4:7]] == [b"0", b"0", fields[6]]
        found.append((fields[1], float(fields[8])))
    return found


def check(lines: list[TimelineLine]) -> None:
    data = export("bodyfile", lines)
    told = read_as_mactime_does(data)
    assert [round(at, 3) for _, at in told] == [round(line.time_ns / 1e9, 3) for line in lines]
    again, opened = read(data)
    assert (opened.format, opened.problem_count) == ("bodyfile", 0)
    assert [line.time_ns for line in again] == [line.time_ns for line in lines]


def test_the_timeline_of_a_struck_host_is_read_back(tmp_path: Path) -> None:
    check(list_struck_lines(tmp_path))


def test_names_with_pipes_newlines_and_other_bytes_are_read_back() -> None:
    lines = list_hostile_lines()
    check(lines)
    again, _ = read(export("bodyfile", lines))
    for old, new in zip(lines, again, strict=True):
        assert old.path in new.path
        assert new.path.startswith(f"[{old.kind.value}] {old.host}:".encode())


def test_the_size_goes_along_and_times_are_exact() -> None:
    line = make_line(-1_500_000_000, "x", path=b"/a", fields={"size_bytes": 7})
    assert export("bodyfile", [line]) == b"0|[imported] :/a x|0|----------|0|0|7|0|-1.5|0|0\n"
