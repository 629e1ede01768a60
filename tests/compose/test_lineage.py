"""Histories of documents across their names, and lines as they were at an earlier snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.catalog import VersionRow
from firstbell.compose.later_lines import AsOf
from firstbell.compose.lineage import Histories, find_tip
from tests.compose.rows import make_row

A, B, C = b"/srv/a.docx", b"/srv/b.docx", b"/srv/c.docx"


class Rows:
    """A catalog of one line that answers from a list; `asked`: the paths of each call."""

    def __init__(self, *rows: VersionRow) -> None:
        self.rows = rows
        self.asked: list[set[bytes]] = []

    def load_versions(self, line: int, paths: Iterable[bytes]) -> dict[bytes, tuple[VersionRow, ...]]:
        wanted = set(paths)
        self.asked.append(wanted)
        found = {path: tuple(row for row in self.rows if row.path == path) for path in wanted}
        return {path: rows for path, rows in found.items() if rows}

    def load_successors(self, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
        return [row for row in self.rows if row.was in paths]


@st.composite
def make_histories(draw: st.DrawFn) -> list[VersionRow]:
    """Histories of three paths: versions that follow each other, with and without gaps."""
    rows = []
    for path in (A, B, C):
        cuts = sorted(draw(st.sets(st.integers(0, 9), max_size=6)))
        for at, end in zip(cuts, [*cuts[1:], 11], strict=False):
            gone = draw(st.integers(at + 1, end))
            rows.append(make_row(path, at, None if gone == 11 else gone, content=b"%d" % at))
    return rows


@given(make_histories(), st.integers(0, 9))
def test_a_line_as_of_a_snapshot_holds_there_and_before_what_it_held_and_tells_of_no_later_end(
    rows: list[VersionRow], last: int
) -> None:
    found = AsOf(Rows(*rows), last).load_versions(1, [A, B, C])
    cut = [row for path in found for row in found[path]]

    for position in range(last + 1):
        held = {(row.path, row.first) for row in rows if row.is_held_at(position)}
        assert {(row.path, row.first) for row in cut if row.is_held_at(position)} == held
    assert all(row.first <= last and (row.gone is None or row.gone <= last) for row in cut)
    assert all(found.values())
    for path, kept in found.items():
        assert [row.first for row in kept] == sorted(row.first for row in rows if row.path == path)[
            : len(kept)
        ]


def test_a_new_name_that_came_later_is_no_successor_yet() -> None:
    source = Rows(make_row(A, 0, 3), make_row(B, 3, was=A))

    assert AsOf(source, 2).load_successors(1, [A]) == []
    assert [row.path for row in AsOf(source, 3).load_successors(1, [A])] == [B]


def test_a_history_loads_the_names_that_a_document_had_and_each_path_once() -> None:
    source = Rows(make_row(A, 0, 1), make_row(B, 1, 2, was=A), make_row(C, 2, was=B))

    histories = Histories(source, 1, [C])
    histories.add([C, b"/srv/nowhere"])
    histories.add([A])

    assert list(histories) == [A, B, C]
    assert histories.find(b"/srv/nowhere") == ()
    assert source.asked == [{C}, {B}, {A}, {b"/srv/nowhere"}]


def test_walking_back_goes_over_from_a_new_name_to_the_old_one() -> None:
    source = Rows(
        make_row(A, 0, 1, content=b"one"),
        make_row(A, 1, 2, content=b"two"),
        make_row(A, 5, content=b"another document under the old name"),
        make_row(B, 2, 4, content=b"two", was=A),
        make_row(B, 4, content=b"three"),
    )
    histories = Histories(source, 1, [B])

    walked = [(row.path, row.first) for row in histories.walk_back(histories.find(B)[-1])]

    assert walked == [(B, 4), (B, 2), (A, 1), (A, 0)]


def test_two_names_that_were_exchanged_again_and_again_are_walked_to_their_beginning() -> None:
    rows = [make_row(A, 0, 1), make_row(B, 0, 1)]
    for at in range(1, 5):
        rows += [make_row(A, at, at + 1, was=B), make_row(B, at, at + 1, was=A)]
    histories = Histories(Rows(*rows), 1, [A])

    walked = [row.path for row in histories.walk_back(histories.find(A)[-1])]

    assert walked == [A, B, A, B, A]


@pytest.mark.parametrize(
    ("rows", "tip"),
    [
        ([make_row(A, 0)], (A, 0)),
        ([make_row(A, 0, 2)], (A, 0)),
        ([make_row(A, 0, 2), make_row(B, 2, was=A)], (B, 2)),
        ([make_row(A, 0, 2), make_row(B, 2, 3, was=A), make_row(C, 3, was=B)], (C, 3)),
        # back under its first name
        ([make_row(A, 0, 1), make_row(B, 1, 2, was=A), make_row(A, 2, was=B)], (A, 2)),
        # a copy that was made before the document went is what goes on
        ([make_row(A, 0, 3), make_row(B, 2, was=A)], (B, 2)),
        # one that came after the document had gone is not of it
        ([make_row(A, 0, 2), make_row(B, 3, was=A)], (A, 0)),
        # a file that was there before it is not its heir
        ([make_row(A, 1, 2), make_row(B, 1, was=A)], (A, 1)),
        # the name of the heir was given to the same document and edited
        ([make_row(A, 0, 2), make_row(B, 2, 4, was=A), make_row(B, 4)], (B, 4)),
    ],
)
def test_the_newest_version_of_a_document_is_found_under_its_newest_name(
    rows: list[VersionRow], tip: tuple[bytes, int]
) -> None:
    found = find_tip(Rows(*rows), 1, A)

    assert found is not None
    assert (found.path, found.first) == tip


def test_a_path_that_never_was_has_no_newest_version() -> None:
    assert find_tip(Rows(make_row(B, 0)), 1, A) is None
