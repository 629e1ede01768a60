"""A file of arrivals."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.record.arrivals import Arrival
from firstbell.repository.arrivals import InvalidArrivalsError, load_arrivals

A, B = "a" * 64, "b" * 64


def line(snapshot_id: str, received: str, more: str = "") -> str:
    return f'{{"snapshot_id":"{snapshot_id}","received":"{received}"{more}}}\n'


def test_each_line_tells_of_one_snapshot_and_what_else_it_says_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "arrivals"
    path.write_text(
        line(A, "2023-02-01T06:00:00-06:00", ',"host":"office"') + "\n" + line(B, "2023-02-02T06:00:00Z")
    )
    arrivals = load_arrivals(path)
    assert arrivals.find(A) == Arrival("2023-02-01T06:00:00-06:00", "2023-02-01T06:00:00-06:00")
    assert arrivals.find(B) == Arrival("2023-02-02T06:00:00Z", "2023-02-02T06:00:00Z")
    assert arrivals.find("c" * 64) is None


def test_of_a_snapshot_that_came_twice_the_earlier_time_stands(tmp_path: Path) -> None:
    path = tmp_path / "arrivals"
    path.write_text(
        line(A, "2023-02-02T06:00:00Z") + line(A, "2023-02-01T06:00:00Z") + line(A, "2023-02-03T06:00:00Z")
    )
    found = load_arrivals(path).find(A)
    assert found is not None
    assert found.received == "2023-02-01T06:00:00Z"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "line 2"),
        ('{"snapshot_id":"' + A + '"}', "received"),
        (line(A, "yesterday"), "not a time: 'yesterday'"),
        (line("abc", "2023-02-02T06:00:00Z"), "not 64 hex digits: 'abc'"),
        ('"' + A + '"', "line 2"),
    ],
)
def test_a_line_that_is_none_is_named_with_what_is_wrong_in_it(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "arrivals"
    path.write_text(line(A, "2023-02-02T06:00:00Z") + text)
    with pytest.raises(InvalidArrivalsError) as caught:
        load_arrivals(path)
    assert caught.value.line == 2
    assert problem in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidArrivalsError) as caught:
        load_arrivals(tmp_path / "none")
    assert (caught.value.line, "none: No such file" in str(caught.value)) == (0, True)
