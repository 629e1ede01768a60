"""Snapshots come, go and come in between; the catalog says what a catalog made anew would say."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from firstbell.base.progress import Silent
from firstbell.catalog import Catalog, Place, open_catalog
from firstbell.record.examination import Examination, Finding, Reason, Verdict
from firstbell.record.tags import COMPOSED_TAG
from firstbell.record.versions import Judgement, State
from firstbell.repository import BlobNotFoundError, Node, Repository, Snapshot
from tests.catalog.timeline import File, Timeline, make_repository

A, B = "/srv/a.txt", "/srv/sub/b.txt"
DAMAGED = Judgement(State.DAMAGED, "test.damaged", "noise")


class CountingSource:
    """A repository that counts the trees it gives, and cannot give some."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.trees_read = 0
        self.lost: set[bytes] = set()

    def load_tree(self, tree_id: bytes) -> list[Node]:
        self.trees_read += 1
        if tree_id in self.lost:
            raise BlobNotFoundError(tree_id.hex())
        return self.repository.load_tree(tree_id)

    def list_snapshots(self) -> list[Snapshot]:
        return self.repository.list_snapshots()


def dump(catalog: Catalog) -> list[tuple[object, ...]]:
    """Every version of every line, by host."""
    found: list[tuple[object, ...]] = []
    for line in catalog.list_lines():
        for path, rows in catalog.load_versions(line.id, catalog.list_touched(line.id, -1)).items():
            found += [
                (line.host, path, row.first, row.gone, row.size_bytes, row.state, row.was) for row in rows
            ]
    return sorted(found, key=str)


def make_catalog(place: Place, repository: Repository) -> Catalog:
    catalog = open_catalog(place, repository.hex_id)
    catalog.bring_up_to_date(repository)
    return catalog


def test_a_version_is_held_from_the_snapshot_that_brought_it_to_the_one_that_lacks_it(
    catalog_place: Place,
) -> None:
    timeline = Timeline()
    timeline.save({A: b"one", B: b"other"})
    timeline.save({A: b"one", B: b"other"})
    timeline.save({A: b"three", B: b"other"})
    timeline.save({B: b"other"})

    catalog = make_catalog(catalog_place, timeline.repository)

    assert dump(catalog) == [
        ("files", A.encode(), 0, 2, 3, None, None),
        ("files", A.encode(), 2, 3, 5, None, None),
        ("files", B.encode(), 0, None, 5, None, None),
    ]


def test_other_times_and_modes_are_no_new_version(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({A: File(b"one", {"mtime": "2023-01-01T00:00:00Z"})})
    timeline.save({A: File(b"one", {"mtime": "2023-01-05T00:00:00Z", "mode": 0o600})})

    assert len(dump(make_catalog(catalog_place, timeline.repository))) == 1


def test_another_target_makes_a_new_version_of_a_symlink(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({A: File(target="x")})
    timeline.save({A: File(target="y")})

    assert len(dump(make_catalog(catalog_place, timeline.repository))) == 2


def test_a_second_run_reads_no_tree_and_a_new_snapshot_only_its_new_ones(catalog_place: Place) -> None:
    timeline = Timeline()
    source = CountingSource(timeline.repository)
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)
    timeline.save({A: b"one", B: b"other", "/srv/calm/c.txt": b"c"})
    catalog.bring_up_to_date(source)
    first = source.trees_read

    catalog.bring_up_to_date(source)
    assert source.trees_read == first == 4

    timeline.save({A: b"one", B: b"changed", "/srv/calm/c.txt": b"c"})
    report = catalog.bring_up_to_date(source)
    assert source.trees_read - first == report.trees_read == 3


def test_composed_snapshots_are_nobodys_history(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"})
    timeline.save({A: b"two"}, tags=[COMPOSED_TAG])

    assert len(make_catalog(catalog_place, timeline.repository).list_snapshots()) == 1


def test_hosts_and_path_sets_have_lines_of_their_own(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"})
    timeline.save({A: b"one"}, hostname="office")
    timeline.save({A: b"one"}, paths=["/srv", "/etc"])
    timeline.save({A: b"one"}, paths=["/etc", "/srv"])

    lines = make_catalog(catalog_place, timeline.repository).list_lines()

    assert [(line.host, line.paths, line.length) for line in lines] == [
        ("files", ("/etc", "/srv"), 2),
        ("files", ("/srv",), 1),
        ("office", ("/srv",), 1),
    ]


def test_equal_times_and_clocks_that_run_back_give_one_order(catalog_place: Place) -> None:
    timeline = Timeline()
    moment = "2023-02-14T00:00:00Z"
    equal = [timeline.save({A: content}, time=moment) for content in (b"1", b"2", b"3")]
    early = timeline.save({A: b"early"}, time="2023-02-01T00:00:00+02:00")

    rows = make_catalog(catalog_place, timeline.repository).list_snapshots()

    wanted = [early.hex_id, *sorted(snapshot.hex_id for snapshot in equal)]
    assert [row.hex_id for row in rows] == wanted


@pytest.mark.parametrize("seed", range(12))
def test_whatever_comes_and_goes_the_catalog_equals_one_made_anew(catalog_place: Place, seed: int) -> None:
    rng = random.Random(seed)
    timeline = Timeline()
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)
    saved: list[Snapshot] = []
    for _ in range(6):
        for _ in range(rng.randint(0, 2)):
            if saved:
                timeline.repository.remove_snapshot(saved.pop(rng.randrange(len(saved))).hex_id)
        for _ in range(rng.randint(1, 3)):
            timeline.day = rng.uniform(0, 30)
            names = rng.sample("abcdefgh", rng.randint(1, 8))
            host = rng.choice(["files", "office"])
            files = {f"/srv/{rng.choice('xy')}/{name}": rng.choice([b"1", b"22", b"333"]) for name in names}
            saved.append(timeline.save(files, hostname=host))
        catalog.bring_up_to_date(timeline.repository)
        source = CountingSource(timeline.repository)
        catalog.bring_up_to_date(source)
        assert source.trees_read == 0

        anew = open_catalog(None, timeline.repository.hex_id)
        anew.bring_up_to_date(timeline.repository)
        assert dump(catalog) == dump(anew)


def test_forgetting_and_inserting_reads_no_known_tree_again(catalog_place: Place) -> None:
    timeline = Timeline()
    source = CountingSource(timeline.repository)
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)
    first = timeline.save({A: b"one", B: b"other"})
    timeline.save({A: b"two", B: b"other"})
    timeline.save({A: b"three", B: b"other"})
    catalog.bring_up_to_date(source)
    before = source.trees_read

    timeline.repository.remove_snapshot(first.hex_id)
    report = catalog.bring_up_to_date(source)
    assert (source.trees_read - before, report.snapshots_forgotten, report.lines_replayed) == (0, 1, 1)

    timeline.save({A: b"two", B: b"other"}, time="2023-02-14T12:00:00Z")
    report = catalog.bring_up_to_date(source)
    assert (source.trees_read - before, report.snapshots_added, report.lines_replayed) == (0, 1, 1)


def test_a_host_that_is_gone_leaves_nothing(catalog_place: Place) -> None:
    timeline = Timeline()
    snapshot = timeline.save({A: b"one"})
    timeline.save({B: b"other"}, hostname="office")
    catalog = make_catalog(catalog_place, timeline.repository)

    timeline.repository.remove_snapshot(snapshot.hex_id)
    report = catalog.bring_up_to_date(timeline.repository)

    assert report.snapshots_forgotten == 1
    assert [line.host for line in catalog.list_lines()] == ["office"]
    assert catalog.count_versions() == 1


def test_a_snapshot_with_a_lost_tree_is_left_out_told_and_tried_again(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"})
    hurt = timeline.save({A: b"two"})
    timeline.save({A: b"three"})
    source = CountingSource(timeline.repository)
    source.lost = {bytes.fromhex(hurt.tree)}
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)

    report = catalog.bring_up_to_date(source)

    assert [hex_id for hex_id, _ in report.unreadable] == [hurt.hex_id]
    assert len(catalog.list_snapshots()) == 2
    source.lost = set()
    assert catalog.bring_up_to_date(source).unreadable == []
    assert len(catalog.list_snapshots()) == 3


def examine(catalog: Catalog, position: int, verdict: Verdict, damaged: Mapping[bytes, bytes | None]) -> None:
    snapshot = catalog.list_snapshots()[position]
    findings = tuple(Finding(path, was, DAMAGED) for path, was in damaged.items())
    reasons = (Reason(f"test.{verdict}", "why", len(findings)),)
    catalog.store_examination(snapshot, Examination(verdict, reasons, 1, findings))


def make_struck(place: Place) -> tuple[Timeline, list[Snapshot], Catalog]:
    timeline = Timeline()
    days = [{A: b"one"}, {A + ".lock": b"noise"}, {A + ".lock": b"noise", B: b"new"}, {B: b"new"}]
    snapshots = [timeline.save(day) for day in days]
    catalog = make_catalog(place, timeline.repository)
    examine(catalog, 0, Verdict.CLEAN, {})
    examine(catalog, 1, Verdict.EVENT, {A.encode() + b".lock": A.encode()})
    examine(catalog, 2, Verdict.CLEAN, {})
    examine(catalog, 3, Verdict.CLEAN, {})
    return timeline, snapshots, catalog


def verdicts(catalog: Catalog) -> list[str]:
    return [row.verdict.value for row in catalog.list_examinations().values()]


def test_what_a_forgotten_snapshot_held_is_folded_into_the_next(catalog_place: Place) -> None:
    timeline, snapshots, catalog = make_struck(catalog_place)

    timeline.repository.remove_snapshot(snapshots[1].hex_id)
    catalog.bring_up_to_date(timeline.repository)

    assert verdicts(catalog) == ["clean", "event", "clean"]
    row = list(catalog.list_examinations().values())[1]
    assert row.files_damaged == 1
    assert [reason.code for reason in row.reasons] == ["test.clean", "test.event", "history.forgotten"]
    (version,) = catalog.load_versions(catalog.list_lines()[0].id, [A.encode() + b".lock"])[
        A.encode() + b".lock"
    ]
    assert (version.first, version.state, version.was) == (1, State.DAMAGED, A.encode())


def test_nothing_is_folded_into_a_snapshot_that_holds_none_of_the_damage(catalog_place: Place) -> None:
    timeline, snapshots, catalog = make_struck(catalog_place)

    timeline.repository.remove_snapshot(snapshots[1].hex_id)
    timeline.repository.remove_snapshot(snapshots[2].hex_id)
    catalog.bring_up_to_date(timeline.repository)

    assert verdicts(catalog) == ["clean", "clean"]


def test_a_verdict_stays_when_all_before_it_is_forgotten(catalog_place: Place) -> None:
    timeline, snapshots, catalog = make_struck(catalog_place)

    timeline.repository.remove_snapshot(snapshots[0].hex_id)
    catalog.bring_up_to_date(timeline.repository)

    assert verdicts(catalog) == ["event", "clean", "clean"]


def test_a_snapshot_that_got_another_predecessor_is_to_be_examined_again(catalog_place: Place) -> None:
    timeline, _, catalog = make_struck(catalog_place)

    timeline.save({A: b"one", B: b"new"}, time="2023-02-13T12:00:00Z")
    catalog.bring_up_to_date(timeline.repository)

    assert verdicts(catalog) == ["clean", "clean", "clean"]
    assert len(catalog.list_snapshots()) == 5


def test_changes_name_both_sides_and_folders_that_went(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({A: b"one", B: b"other", "/srv/kept": b"kept"})
    timeline.save({A: b"two", "/srv/new": b"new", "/srv/kept": b"kept"})
    catalog = make_catalog(catalog_place, timeline.repository)

    changes = catalog.list_changes(catalog.list_snapshots()[1])

    told = {
        ((change.old or change.new).path, change.old and change.old.kind, change.new and change.new.kind)  # type: ignore[union-attr]
        for change in changes
    }
    assert told == {
        (A.encode(), "file", "file"),
        (B.encode(), "file", None),
        (b"/srv/sub", "dir", None),
        (b"/srv/new", None, "file"),
    }


def test_odd_times_and_sizes_are_kept(catalog_place: Place) -> None:
    timeline = Timeline()
    odd = {"mtime": "9999-12-31T23:59:59Z", "ctime": "not a time", "inode": 2**64 - 1, "size": 2**62}
    timeline.save({A: File(b"one", odd)}, time="9999-01-01T00:00:00Z")

    catalog = make_catalog(catalog_place, timeline.repository)
    (change,) = catalog.list_changes(catalog.list_snapshots()[0])

    assert change.new is not None
    assert (change.new.ctime_ns, change.new.size_bytes) == (0, 2**62)


def test_a_file_that_went_and_one_that_came_have_the_inodes_of_the_repository(catalog_place: Place) -> None:
    timeline = Timeline()
    kept = {"/srv/kept": b"kept"}
    timeline.save({**kept, A: File(b"one", {"inode": 2**64 - 1, "device_id": 5})})
    timeline.save({**kept, f"{A}.locked": File(b"two", {"inode": 2**64 - 1, "device_id": 5})})
    catalog = make_catalog(catalog_place, timeline.repository)

    told = {
        (side.path, side.inode, side.device_id)
        for change in catalog.list_changes(catalog.list_snapshots()[1])
        for side in (change.old, change.new)
        if side is not None
    }

    assert told == {(A.encode(), 2**64 - 1, 5), (f"{A}.locked".encode(), 2**64 - 1, 5)}


def test_changes_are_told_without_inodes_where_the_repository_has_lost_the_tree(
    catalog_place: Place,
) -> None:
    timeline = Timeline()
    first = timeline.save({A: b"one", B: b"other"})
    timeline.save({f"{A}.locked": b"two", B: b"other"})
    source = CountingSource(timeline.repository)
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)
    catalog.bring_up_to_date(source)
    (folder,) = timeline.repository.load_tree(bytes.fromhex(first.tree))
    source.lost = {bytes.fromhex(folder.subtree or "")}

    changes = catalog.list_changes(catalog.list_snapshots()[1])

    assert {change.old.inode for change in changes if change.old is not None} == {0}
    assert {change.new.inode > 0 for change in changes if change.new is not None} == {True}


def test_progress_hears_of_what_cannot_be_read(catalog_place: Place) -> None:
    class Listening(Silent):
        def __init__(self) -> None:
            self.heard: list[str] = []

        def warn(self, message: str) -> None:
            self.heard.append(message)

    timeline = Timeline(make_repository())
    hurt = timeline.save({A: b"two"})
    source = CountingSource(timeline.repository)
    source.lost = {bytes.fromhex(hurt.tree)}
    listening = Listening()
    open_catalog(None, timeline.repository.hex_id).bring_up_to_date(source, listening)

    assert len(listening.heard) == 1
    assert hurt.hex_id[:8] in listening.heard[0]
