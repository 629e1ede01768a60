from __future__ import annotations

from firstbell.investigate.selection import LineSelection, select_lines
from firstbell.record.timeline import LineKind
from tests.investigate.struck import make_line

LINES = [
    make_line(1, path=b"/srv/a", kind=LineKind.FIRST_DAMAGE),
    make_line(2, path=b"/srv/a/b.txt", kind=LineKind.NOTE),
    make_line(3, path=b"/srv/ab", kind=LineKind.DAMAGE_HOUR),
    make_line(4, kind=LineKind.ENTRY),
]


def times(selection: LineSelection) -> list[int]:
    return [line.time_ns for line in select_lines(LINES, selection)]


def test_nothing_asked_for_is_everything() -> None:
    assert times(LineSelection()) == [1, 2, 3, 4]


def test_both_ends_of_a_span_of_time_are_in_it() -> None:
    assert times(LineSelection(since_ns=2, until_ns=3)) == [2, 3]


def test_a_folder_is_itself_and_what_is_below_and_not_its_namesakes() -> None:
    assert times(LineSelection(folder=b"/srv/a/")) == [1, 2]
    assert times(LineSelection(folder=b"/")) == [1, 2, 3, 4]


def test_a_kind_is_named_whole_or_by_what_stands_before_the_dot() -> None:
    assert times(LineSelection(kinds=frozenset({"damage"}))) == [1, 3]
    assert times(LineSelection(kinds=frozenset({"damage.hour", "entry"}))) == [3, 4]


def test_a_limit_counts_what_is_wanted() -> None:
    assert times(LineSelection(kinds=frozenset({"damage"}), limit=1)) == [1]
