"""Snapshots that repeat another one are no day in the life of their host."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.catalog import Catalog, open_catalog
from firstbell.repository import Snapshot
from tests.catalog.timeline import File, Timeline

A, B = "/srv/a.txt", "/srv/b.txt"
FULL: dict[str, bytes | File] = {A: b"one", B: b"other"}


def make_beside(
    timeline: Timeline, first: Snapshot, files: dict[str, bytes | File], **fields: Any
) -> Snapshot:
    """A snapshot that says it was made of the first one."""
    return timeline.save(files, **{"time": first.time, "original": first.hex_id, **fields})


def list_ids(timeline: Timeline) -> tuple[Catalog, list[str]]:
    catalog = open_catalog(None, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    return catalog, [row.hex_id for row in catalog.list_snapshots()]


@pytest.mark.parametrize("files", [{A: b"one"}, {A: b"one", f"{B}.repaired": b""}, FULL])
def test_what_is_less_than_its_original_is_in_no_line_while_that_is_there(
    files: dict[str, bytes | File],
) -> None:
    timeline = Timeline()
    first = timeline.save(FULL)
    copy = make_beside(timeline, first, files, tags=["repaired"])
    second = timeline.save(FULL | {A: b"two"})

    catalog, ids = list_ids(timeline)
    assert ids == [first.hex_id, second.hex_id]
    (change,) = catalog.list_changes(catalog.find_snapshot(second.hex_id))
    assert change.new is not None
    assert change.new.path == A.encode()

    timeline.repository.remove_snapshot(first.hex_id)
    _, ids = list_ids(timeline)
    assert ids == [copy.hex_id, second.hex_id]


@pytest.mark.parametrize(
    ("files", "fields"),
    [
        ({A: b"ONE", B: b"other"}, {}),
        ({**FULL, "/srv/c.txt": b"new"}, {}),
        ({A: b"one"}, {"time": "2023-02-14T02:00:00Z"}),
        ({A: b"one"}, {"original": "ab" * 32}),
        ({A: File(target="b.txt"), B: b"other"}, {}),
    ],
)
def test_who_only_says_that_it_repeats_another_one_is_judged_as_all_are(
    files: dict[str, bytes | File], fields: dict[str, Any]
) -> None:
    timeline = Timeline()
    first = timeline.save(FULL)
    claims = make_beside(timeline, first, files, **fields)
    _, ids = list_ids(timeline)
    # of one moment, what says that it was made of another comes behind that
    assert ids == [first.hex_id, claims.hex_id]
