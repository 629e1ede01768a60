from __future__ import annotations

import pytest

from firstbell.investigate.imports.l2tcsv import COLUMNS
from tests.investigate.imported import number_problems, read

HEADER = b"message,datetime,timestamp_desc\n"
ROW = b"opened,2023-02-18T06:30:00Z,Access Time\n"
L2T = ",".join(COLUMNS).encode() + b"\n"
EVENT = b"02/18/2023,06:30:00,UTC,M...,FILE,NTFS,Time,-,h,s,d,2,f,1,-,mft,-\n"
BODY = b"0|/a|1|r|0|0||1676700000|0|0|0\n"
LONG = b"x" * (5 << 19) + b"\n"


@pytest.mark.parametrize(("head", "good"), [(HEADER, ROW), (L2T, EVENT), (b"", BODY)])
def test_a_line_of_megabytes_is_named_in_every_format_and_what_follows_is_taken(
    head: bytes, good: bytes
) -> None:
    lines, opened = read(head + good + LONG + good)
    assert len(lines) == 2
    assert number_problems(opened) == [2 + head.count(b"\n")]
    assert opened.problems[0].why == "it is too long"


def test_a_quoted_cell_does_not_go_over_a_line_that_is_too_long() -> None:
    lines, opened = read(HEADER + b'"begins\n' + LONG + ROW)
    assert len(lines) == 1
    assert number_problems(opened) == [2, 3]


def test_a_quoted_cell_does_not_go_on_for_ever() -> None:
    lines, opened = read(HEADER + b'"begins\n' + ROW * 600 + b'ends",2023-02-18T06:30:00Z,T\n')
    assert len(lines) == 601  # the last one holds, with a quote in it
    assert number_problems(opened) == [2]


def test_a_quoted_cell_that_swallows_other_records_is_not_believed() -> None:
    for last in (b'c",d\n', b'c",d,e\n', b'c"\n'):
        lines, opened = read(HEADER + b'a,"b\n' + ROW + last + ROW)
        assert len(lines) == 2
        assert number_problems(opened) == [2, 4]
    assert opened.problems[0].why == "a quoted cell goes on to line 4, and gives 2 cells"


def test_blank_lines_of_l2tcsv_are_no_problem_and_text_without_a_format_ends_the_search() -> None:
    lines, opened = read(L2T + EVENT + b"\n   \n" + EVENT)
    assert (len(lines), opened.problem_count) == (2, 0)
    with pytest.raises(Exception, match="of no format that is known"):
        read(b"words\n" * 1001 + BODY)


def test_the_last_hour_of_all_time_has_no_other_zone() -> None:
    last = EVENT.replace(b"02/18/2023,06:30:00,UTC", b"12/31/9999,23:59:59,-14:00")
    _, opened = read(L2T + last + EVENT)
    assert number_problems(opened) == [2]
