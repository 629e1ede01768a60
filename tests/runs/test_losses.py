"""What a plan says is lost: by folder, the most first; by path, what matters most first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.runs.plans.losses import (
    MOST_LISTED,
    LossTally,
    _find_folder,
    _find_top,
    _FolderLoss,
    list_reasons,
)
from firstbell.runs.plans.plan import DayCount, PathReason, WorkLoss


def make_tally(**folders: tuple[int, float, int]) -> LossTally:
    """Folders with (files, hours, files without a clean version)."""
    return LossTally(folders={f"/{name}".encode(): _FolderLoss(*loss) for name, loss in folders.items()})


def test_the_folder_that_lost_most_hours_comes_first_then_the_one_with_most_files() -> None:
    tally = make_tally(b=(2, 1.5, 0), a=(2, 1.5, 1), c=(9, 1.5, 0), d=(1, 7.256, 0), e=(0, 0.0, 4))
    assert tally.list_losses() == [
        WorkLoss("/d", 1, 7.26, 0),
        WorkLoss("/c", 9, 1.5, 0),
        WorkLoss("/a", 2, 1.5, 1),
        WorkLoss("/b", 2, 1.5, 0),
        WorkLoss("/e", 0, 0.0, 4),
    ]
    assert tally.lost_h == 7.26


def test_where_nothing_is_lost_no_hours_are() -> None:
    assert LossTally().lost_h == 0.0
    assert LossTally().list_losses() == []
    assert LossTally().list_days() == []


def test_days_are_listed_newest_first() -> None:
    tally = LossTally(days={"2026-01-31": [1, 10], "2026-02-02": [2, 20], "2025-12-31": [3, 30]})
    assert tally.list_days() == [
        DayCount("2026-02-02", 2, 20),
        DayCount("2026-01-31", 1, 10),
        DayCount("2025-12-31", 3, 30),
    ]


def test_reasons_are_listed_by_path_but_for_those_that_stand_first() -> None:
    paths = {b"/b": "two", b"/a": "one", b"/c": "three"}
    assert list_reasons(paths) == [
        PathReason("/a", "one"),
        PathReason("/b", "two"),
        PathReason("/c", "three"),
    ]
    assert [one.path for one in list_reasons(paths, first={b"/c"})] == ["/c", "/a", "/b"]


def test_no_list_of_a_plan_is_longer_than_a_thousand() -> None:
    paths = {f"/{at:05}".encode(): "why" for at in range(MOST_LISTED + 5)}
    assert len(list_reasons(paths)) == MOST_LISTED
    tally = make_tally(**{f"{at:05}": (1, float(at), 0) for at in range(MOST_LISTED + 5)})
    losses = tally.list_losses()
    assert len(losses) == MOST_LISTED
    assert losses[0].hours == MOST_LISTED + 4


@pytest.mark.parametrize(
    ("path", "top", "folder"),
    [
        (b"/srv/office/a/b.txt", b"/srv/office", b"/srv/office/a"),
        (b"/srv/office/a/c/d.txt", b"/srv/office", b"/srv/office/a"),
        (b"/srv/office/b.txt", b"/srv/office", b"/srv/office"),
        (b"/srv/office", b"/srv/office", b"/srv/office"),
        (b"/srv/office/b.txt", b"/", b"/srv"),
        (b"/b.txt", b"/", b"/"),
        (b"/srv//office/b.txt", b"/srv", b"/srv/office"),
    ],
)
def test_work_is_told_by_the_folder_right_below_what_is_restored(
    path: bytes, top: bytes, folder: bytes
) -> None:
    assert _find_folder(path, top) == folder


def test_a_path_belongs_to_the_first_folder_that_holds_it() -> None:
    tops = [b"/srv/a", b"/srv"]
    assert _find_top(tops, b"/srv/a/x") == b"/srv/a"
    assert _find_top(tops, b"/srv/ab/x") == b"/srv"
    assert _find_top(tops, b"/srvx") is None
    assert _find_top([], b"/srv") is None


names = st.text("abc", min_size=1, max_size=3)


@given(st.lists(names, min_size=1, max_size=4), st.lists(names, min_size=1, max_size=4))
def test_the_folder_lies_in_what_is_restored_and_holds_the_path(above: list[str], below: list[str]) -> None:
    top = ("/" + "/".join(above)).encode()
    path = top + ("/" + "/".join(below)).encode()
    folder = _find_folder(path, top)
    assert folder == top or folder.startswith(top + b"/")
    assert path.startswith(folder + b"/") or folder == top
    assert folder.count(b"/") <= top.count(b"/") + 1
