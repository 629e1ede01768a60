"""Counting files and bytes in four ways."""

from __future__ import annotations

from firstbell.repository import Repository, Snapshot
from firstbell.repository.format.node import Node
from firstbell.repository.format.tree import render_tree
from firstbell.repository.statistics import CountMode, Statistics, count_snapshots
from tests.repository.making import make_repository, save_snapshot, save_snapshot_of


def make_two() -> tuple[Repository, list[Snapshot]]:
    """A repository of two snapshots that share a file."""
    repository = make_repository()
    first = save_snapshot(repository, {b"a": b"shared", b"d": {b"b": b"12"}, b"empty": b""})
    second = save_snapshot(repository, {b"a": b"shared", b"copy": b"shared", b"c": b"345"}, at_s=60)
    return repository, [first, second]


def count(mode: CountMode) -> Statistics:
    """The counts over both snapshots."""
    repository, snapshots = make_two()
    return count_snapshots(repository, snapshots, mode)


def test_restore_size_counts_every_snapshot_anew() -> None:
    counts = count(CountMode.RESTORE_SIZE)
    assert (counts.snapshots, counts.files, counts.size_bytes) == (2, 4 + 3, 8 + 15)


def test_a_hard_linked_file_is_restored_once() -> None:
    repository = make_repository()
    linked = [Node(name, "file", 0o644, size=7, links=2, inode=5) for name in ("a", "b")]
    with repository.writer() as writer:
        tree = writer.save_tree(render_tree(linked)).id
    snapshot = save_snapshot_of(repository, tree)
    assert count_snapshots(repository, [snapshot], CountMode.RESTORE_SIZE).size_bytes == 7


def test_each_content_is_counted_once_and_what_has_none_is_one() -> None:
    counts = count(CountMode.FILES_BY_CONTENTS)
    assert (counts.files, counts.size_bytes) == (3 + 1, 6 + 2 + 3)


def test_blobs_are_counted_once_a_path() -> None:
    counts = count(CountMode.BLOBS_PER_FILE)
    assert (counts.files, counts.blobs, counts.size_bytes) == (3, 3, 6 + 2 + 3)


def test_raw_data_is_what_is_stored() -> None:
    repository, snapshots = make_two()
    counts = count_snapshots(repository, snapshots, CountMode.RAW_DATA)
    assert counts.blobs == len(repository.index) == 6
    assert counts.uncompressed_bytes > 0
    stored = sum(location.length for _, location in repository.index)
    assert counts.size_bytes == stored


def test_no_snapshots_count_nothing() -> None:
    for mode in CountMode:
        assert count_snapshots(make_repository(), [], mode) == Statistics(mode)
