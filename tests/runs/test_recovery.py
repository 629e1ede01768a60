from __future__ import annotations

from pathlib import Path

from firstbell.base.progress import Silent
from firstbell.compose.compose import find_written, keep_composed, write_composed
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository
from firstbell.restore import RestoreOptions
from firstbell.runs.recovery import run_composed, run_snapshot
from firstbell.store import Kind
from tests.catalog.timeline import Timeline
from tests.compose.marked import compose

A, B = "/srv/a.docx", "/srv/b.docx"
OPTIONS = RestoreOptions(ownership=False, verify=True)


def make_struck() -> Timeline:
    timeline = Timeline()
    timeline.save({A: b"letter", B: b"sheet"})
    timeline.save({A + ".lock": b"STRUCK", B: b"sheet 2"}, excludes=["*.tmp"], username="root")
    return timeline


def list_objects(repository: Repository) -> list[str]:
    return sorted(info.name for kind in Kind for info in repository.store.list(kind) if kind != Kind.CONFIG)


def test_a_composed_snapshot_says_what_it_stands_for(tmp_path: Path) -> None:
    timeline = make_struck()
    composed = compose(timeline.repository, tmp_path)

    written = write_composed(timeline.repository, composed)
    loaded = timeline.repository.load_snapshot(written.hex_id)
    base = timeline.repository.load_snapshot(composed.base_hex_id)

    assert (loaded.hostname, loaded.paths, loaded.parent) == (base.hostname, base.paths, base.hex_id)
    assert (loaded.tags, loaded.excludes, loaded.username) == ([COMPOSED_TAG], ["*.tmp"], "root")
    told = loaded.extra["firstbell"]
    assert told["base"] == base.hex_id
    assert told["sources"] == list(composed.sources)
    assert composed.line.event is not None
    assert told["event"] == composed.line.event.hex_id


def test_only_trees_and_one_snapshot_are_written_and_earlier_ones_stay(tmp_path: Path) -> None:
    timeline = make_struck()
    before = list_objects(timeline.repository)
    composed = compose(timeline.repository, tmp_path)
    assert list_objects(timeline.repository) == before

    write_composed(timeline.repository, composed)

    added = set(list_objects(timeline.repository)) - set(before)
    assert set(before) < set(list_objects(timeline.repository))
    assert len(added) == 3  # a pack of trees, its index, the snapshot


def test_a_written_composed_snapshot_is_found_while_it_is_what_would_be_composed(tmp_path: Path) -> None:
    timeline = make_struck()
    composed = compose(timeline.repository, tmp_path)
    assert find_written(timeline.repository, composed) is None
    first, is_new = keep_composed(timeline.repository, composed)
    assert is_new

    again, is_new = keep_composed(timeline.repository, compose(timeline.repository, tmp_path))
    assert (again.hex_id, is_new) == (first.hex_id, False)

    timeline.save({A + ".lock": b"STRUCK", B: b"sheet 3"})
    assert find_written(timeline.repository, compose(timeline.repository, tmp_path)) is None


def test_a_composed_tree_in_memory_and_its_snapshot_restore_the_same_verified(tmp_path: Path) -> None:
    timeline = make_struck()
    composed = compose(timeline.repository, tmp_path)

    one = run_composed(composed, tmp_path / "one", options=OPTIONS, progress=Silent())
    snapshot = write_composed(timeline.repository, composed)
    two = run_snapshot(timeline.repository, snapshot, tmp_path / "two", options=OPTIONS, progress=Silent())

    for target in ("one", "two"):
        files = {path.name: path.read_bytes() for path in (tmp_path / target / "srv").iterdir()}
        assert files == {"a.docx": b"letter", "b.docx": b"sheet 2"}
    assert (one.files_verified, one.snapshot_hex_id) == (2, "")
    assert (two.files_verified, two.snapshot_hex_id) == (2, snapshot.hex_id)
