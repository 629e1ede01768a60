"""What a host's backup covers no longer is seen, named, and told until it is covered again."""

from __future__ import annotations

import pytest

from firstbell.catalog import Catalog, Place, open_catalog
from firstbell.catalog.coverage import is_excluded, list_left_out, name_folders
from firstbell.record.evidence import Evidence
from firstbell.record.examination import Examination, Reason, Verdict
from tests.catalog.timeline import File, Timeline

TREE = {f"/srv/{folder}/{n}.txt": b"%d" % n for folder in ("staff", "pupils") for n in range(6)}
STAFF = {path: data for path, data in TREE.items() if "/staff/" in path}


def take_in(timeline: Timeline, place: Place) -> Catalog:
    catalog = open_catalog(place, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    return catalog


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("/srv/pupils", "/srv/pupils/a/1.txt", True),
        ("/srv/pup*", "/srv/pupils/a/1.txt", True),
        ("pupils", "/srv/pupils/a/1.txt", True),
        ("*.txt", "/srv/pupils/a/1.txt", True),
        ("pupils/*/1.txt", "/srv/pupils/a/1.txt", True),
        ("/srv/staff", "/srv/staffroom/1.txt", False),
        ("/pupils", "/srv/pupils/a/1.txt", False),
    ],
)
def test_a_pattern_leaves_out_what_restic_leaves_out(pattern: str, path: str, is_match: bool) -> None:
    assert is_excluded(path.encode(), pattern) is is_match


def test_folders_are_named_at_their_top() -> None:
    paths = [b"/srv/a/deep/1", b"/srv/a/2", b"/srv/b/3"]
    assert name_folders(paths, [b"/srv/a", b"/srv/a/deep"]) == [b"/srv/a/", b"/srv/b/3"]


def test_a_new_exclude_that_hides_a_folder_is_told_with_the_folder(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save(TREE)
    timeline.save(STAFF, excludes=["/srv/pupils"])
    catalog = take_in(timeline, catalog_place)
    _, snapshot = catalog.list_snapshots()
    found = catalog.find_shrinkage(snapshot, catalog.list_changes(snapshot))
    assert found is not None
    assert (found.paths, found.files) == ((b"/srv/pupils/",), 6)
    assert "/srv/pupils" in found.why


def test_deleting_without_a_new_exclude_is_no_shrinkage(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save(TREE, excludes=["*.tmp"])
    timeline.save(STAFF, excludes=["*.tmp"])
    catalog = take_in(timeline, catalog_place)
    _, snapshot = catalog.list_snapshots()
    assert catalog.find_shrinkage(snapshot, catalog.list_changes(snapshot)) is None


def test_paths_that_leave_out_what_another_line_covered_are_told(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save(TREE)
    timeline.save(STAFF, paths=["/srv/staff"])
    catalog = take_in(timeline, catalog_place)
    _, snapshot = catalog.list_snapshots()
    found = catalog.find_shrinkage(snapshot, catalog.list_changes(snapshot))
    assert found is not None
    assert (found.paths, found.files) == ((b"/srv/pupils/",), 6)


def test_another_job_of_the_host_is_no_shrinkage(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save(TREE)
    timeline.save({"/home/anna/1.txt": b"1"}, paths=["/home"])
    catalog = take_in(timeline, catalog_place)
    _, snapshot = catalog.list_snapshots()
    assert catalog.find_shrinkage(snapshot, catalog.list_changes(snapshot)) is None


@pytest.mark.parametrize(
    ("roots", "more", "fewer"),
    [
        # backed up as `restic backup srv` in /data, which the tree leaves out
        (["/data/srv"], ["/data/srv", "/etc"], ["/data/srv/staff"]),
        (["/data/files/srv"], ["/data/files", "/etc"], ["/data/files/srv/staff"]),
    ],
)
def test_a_backup_by_a_relative_path_is_compared_from_where_its_tree_begins(
    catalog_place: Place, roots: list[str], more: list[str], fewer: list[str]
) -> None:
    assert find_left_out(catalog_place, roots, more) == ((), 0)
    assert find_left_out(catalog_place, roots, fewer) == ((b"/srv/pupils/",), 6)


def test_paths_of_windows_are_compared_as_trees_write_them_and_without_case(catalog_place: Place) -> None:
    roots = ["C:\\srv"]
    assert find_left_out(catalog_place, roots, ["c:\\SRV", "C:\\more"], folder="/C") == ((), 0)
    found = find_left_out(catalog_place, roots, ["c:\\SRV\\Staff"], folder="/C")
    assert found == ((b"/C/srv/pupils/",), 6)


def find_left_out(
    place: Place, roots: list[str], now: list[str], *, folder: str = ""
) -> tuple[tuple[bytes, ...], int]:
    """What the first backup of other paths leaves out that the one before covered."""
    timeline = Timeline()
    timeline.save({folder + path: content for path, content in TREE.items()}, paths=roots)
    timeline.save({folder + path: content for path, content in STAFF.items()}, paths=now)
    catalog = take_in(timeline, place)
    _, snapshot = catalog.list_snapshots()
    found = catalog.find_shrinkage(snapshot, catalog.list_changes(snapshot))
    return (found.paths, found.files) if found is not None else ((), 0)


def test_a_folder_covered_by_a_third_line_is_covered() -> None:
    held = [b"/srv/a/1", b"/srv/b/2"]
    assert list_left_out([b"/srv/a", b"/srv/b"], [b"/srv"], held=held) is None
    found = list_left_out([b"/srv/a"], [b"/srv"], held=held)
    assert found is not None
    assert found.paths == (b"/srv/b/",)


def store(
    catalog: Catalog, number: int, uncovered: tuple[bytes, ...], *, code: str = "coverage.shrank"
) -> None:
    snapshot = catalog.list_snapshots()[number]
    reason = Reason(code, "not covered", 6)
    found = Examination(Verdict.SUSPECT, (reason,), 6, evidence=Evidence(uncovered=uncovered))
    catalog.store_examination(snapshot, found)


def test_a_host_stays_uncovered_until_the_folder_is_back_or_a_person_releases_it(
    catalog_place: Place,
) -> None:
    timeline = Timeline()
    timeline.save(TREE)
    saved = timeline.save(STAFF)
    timeline.save(STAFF | {"/srv/staff/new.txt": b"new"})
    catalog = take_in(timeline, catalog_place)
    store(catalog, 1, (b"/srv/pupils/",))
    (told,) = catalog.list_uncovered()
    assert (told.host, told.path, told.since) == ("files", b"/srv/pupils/", saved.time)

    store(catalog, 1, (b"/srv/pupils/",), code="ruled.benign")
    assert catalog.list_uncovered() == ()

    store(catalog, 1, (b"/srv/pupils/",))
    timeline.save(TREE)
    catalog.bring_up_to_date(timeline.repository)
    assert catalog.list_uncovered() == ()


def test_files_that_went_from_folders_nobody_wrote_to_were_left_out(catalog_place: Place) -> None:
    timeline = Timeline()
    times = {"mtime": "2023-01-02T00:00:00Z", "ctime": "2023-01-02T00:00:00Z"}
    big = {f"/srv/films/{n}.mp4": File(b"%d" % n, dict(times)) for n in range(6)}
    timeline.save({**TREE, **big}, folder_fields=times)
    timeline.save(TREE | {"/srv/films/note.txt": b"x"}, folder_fields=times)
    catalog = take_in(timeline, catalog_place)
    _, snapshot = catalog.list_snapshots()
    found = catalog.find_shrinkage(snapshot, catalog.list_changes(snapshot))
    assert found is not None
    assert (found.files, found.why) == (6, "the folders that held them were not changed")
