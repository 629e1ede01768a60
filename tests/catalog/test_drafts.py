"""Versions gathered before they are written: the table is the same however few are written at once."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import event

from firstbell.catalog import Catalog, drafts, intake, open_catalog
from tests.catalog.timeline import Timeline

COLUMNS = "path, first, gone, kind, size_bytes, content, target, mtime_ns"


def read_versions(catalog: Catalog) -> list[Any]:
    with catalog._read() as reading:
        return reading.ask(f"SELECT {COLUMNS} FROM versions ORDER BY path, first, content")


def make_timeline(seed: int, path: str) -> Timeline:
    """Files that come, change, go and come back, and folders that become files."""
    chance = random.Random(seed)
    timeline = Timeline()
    names = [f"{path}/{folder}/{number}" for folder in "ab" for number in range(4)]
    files: dict[str, bytes] = {}
    for _ in range(12):
        for name in chance.sample(names, 3):
            files.pop(name, None)
            if chance.random() < 0.7:
                files[name] = chance.choice((b"one", b"two", b"three"))
        shown = dict(files)
        if chance.random() < 0.3:
            shown = {name: content for name, content in files.items() if f"{path}/b/" not in name}
            shown[f"{path}/b"] = b"a file now"
        timeline.save(shown | {f"{path}/kept": b"kept"}, paths=[path])
    return timeline


@pytest.mark.parametrize("path", ["/srv", "/C/srv"])
@pytest.mark.parametrize("seed", range(5))
def test_however_few_are_written_at_once_the_versions_are_the_same(
    monkeypatch: pytest.MonkeyPatch, seed: int, path: str
) -> None:
    timeline = make_timeline(seed, path)
    found = []
    for rows, snapshots in ((5000, 32), (1, 1), (3, 5), (7, 32)):
        monkeypatch.setattr(drafts, "_MOST_ROWS", rows)
        monkeypatch.setattr(intake, "_MOST_SNAPSHOTS", snapshots)
        catalog = open_catalog(None, timeline.repository.hex_id)
        assert catalog.bring_up_to_date(timeline.repository).snapshots_added == 12
        found.append(read_versions(catalog))
    assert found[0]
    assert all(one == found[0] for one in found)


def test_many_snapshots_take_few_statements() -> None:
    timeline = Timeline()
    for number in range(20):
        timeline.save({"/srv/deep/folder/a": b"lesson %d" % number, "/srv/b": b"same"})
    catalog = open_catalog(None, timeline.repository.hex_id)
    asked: list[str] = []
    event.listen(
        catalog._engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: asked.append(statement)
    )

    catalog.bring_up_to_date(timeline.repository)

    assert len(asked) < 20, asked
    assert catalog.count_versions() == 21


def test_a_snapshot_that_cannot_be_read_costs_none_of_those_before_it() -> None:
    timeline = Timeline()
    for number in range(4):
        timeline.save({"/srv/a": b"lesson %d" % number})
    bad = timeline.save({"/srv/lost/a": b"x"}).hex_id
    timeline.save({"/srv/a": b"lesson 9"})
    (line,) = [one for one in timeline.repository.list_snapshots() if one.hex_id == bad]
    catalog = open_catalog(None, timeline.repository.hex_id)

    class WithoutTree:
        def list_snapshots(self) -> Any:
            return timeline.repository.list_snapshots()

        def load_tree(self, tree_id: bytes) -> Any:
            if tree_id.hex() == line.tree:
                return timeline.repository.load_tree(bytes(32))
            return timeline.repository.load_tree(tree_id)

    report = catalog.bring_up_to_date(WithoutTree())

    assert [hex_id for hex_id, _ in report.unreadable] == [bad]
    assert report.snapshots_added == 5
    assert [row.position for row in catalog.list_snapshots()] == list(range(5))
    assert catalog.bring_up_to_date(WithoutTree()).snapshots_added == 0
