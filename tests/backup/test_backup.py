"""What a snapshot of a local tree holds, and what a second backup reads."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path

import pytest

from firstbell.backup import BackupOptions, BackupResult, backup_tree
from firstbell.backup.exclusions import (
    CACHE_SIGNATURE,
    CACHE_TAG,
    exclude_by_markers,
    exclude_by_patterns,
)
from firstbell.backup.options import NothingToBackUpError
from firstbell.base.clock import FixedClock
from firstbell.base.patterns import PatternList
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Node, Repository, Snapshot, walk_tree
from firstbell.store import Kind


def back_up(repository: Repository, *targets: Path, **options: object) -> BackupResult:
    chosen = BackupOptions([os.fsencode(target) for target in targets], "school", **options)  # type: ignore[arg-type]
    return backup_tree(repository, chosen)


def nodes_of(repository: Repository, snapshot: Snapshot | None) -> dict[bytes, Node]:
    assert snapshot is not None
    return {entry.path: entry.node for entry in walk_tree(repository, bytes.fromhex(snapshot.tree))}


def content_of(repository: Repository, node: Node) -> bytes:
    return b"".join(repository.load_blob(blob_id) for blob_id in node.content_ids)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "deep" / "er").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "a.txt").write_bytes(b"hello")
    (root / "none").write_bytes(b"")
    (root / "deep" / "er" / "large.bin").write_bytes(random.Random(1).randbytes(3_000_000))
    (root / "link").symlink_to("a.txt")
    os.link(root / "a.txt", root / "hard")
    os.mkfifo(root / "pipe")
    (root / os.fsdecode(b"bad\xff name")).write_bytes(b"odd")
    return root


def test_every_entry_stands_in_the_snapshot_with_its_content(repository: Repository, tree: Path) -> None:
    result = back_up(repository, tree)
    nodes = nodes_of(repository, result.snapshot)
    prefix = os.fsencode(tree)
    below = {path[len(prefix) + 1 :] for path in nodes if path.startswith(prefix + b"/")}
    assert below == {
        b"a.txt",
        b"bad\xff name",
        b"deep",
        b"deep/er",
        b"deep/er/large.bin",
        b"empty",
        b"hard",
        b"link",
        b"none",
        b"pipe",
    }
    assert content_of(repository, nodes[prefix + b"/a.txt"]) == b"hello"
    assert content_of(repository, nodes[prefix + b"/deep/er/large.bin"]) == random.Random(1).randbytes(
        3_000_000
    )
    assert nodes[prefix + b"/none"].content == []
    assert nodes[prefix + b"/link"].link_target == b"a.txt"
    assert nodes[prefix + b"/pipe"].type == "fifo"
    assert nodes[prefix + b"/hard"].inode == nodes[prefix + b"/a.txt"].inode
    assert nodes[prefix + b"/hard"].links == 2


def test_the_counts_of_a_first_backup_add_up(repository: Repository, tree: Path) -> None:
    counts = back_up(repository, tree).counts
    assert (counts.files_new, counts.files_changed, counts.files_unmodified) == (5, 0, 0)
    assert counts.total_bytes_processed == 5 + 5 + 3_000_000 + 3
    assert counts.data_added >= 3_000_008


def test_an_unchanged_file_is_not_read_again(repository: Repository, tree: Path) -> None:
    first = back_up(repository, tree)
    os.chmod(tree / "a.txt", 0)
    os.chmod(tree / "a.txt", 0o644)  # a new changed time
    (tree / "deep" / "er" / "large.bin").rename(tree / "deep" / "er" / "moved.bin")
    second = back_up(repository, tree)
    assert second.parent is not None
    assert first.snapshot is not None
    assert second.parent.hex_id == first.snapshot.hex_id
    assert second.counts.files_unmodified == 2  # none, bad name
    assert second.counts.files_changed == 2  # a.txt and its hard link: same content, looked at
    assert second.counts.files_new == 1
    assert second.counts.data_blobs == 0


def test_a_changed_file_is_seen_although_size_and_modified_time_are_the_same(
    repository: Repository, tree: Path
) -> None:
    back_up(repository, tree)
    before = os.stat(tree / "a.txt")
    (tree / "a.txt").write_bytes(b"HELLO")
    os.utime(tree / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    nodes = nodes_of(repository, back_up(repository, tree).snapshot)
    assert content_of(repository, nodes[os.fsencode(tree / "a.txt")]) == b"HELLO"


def test_force_reads_everything(repository: Repository, tree: Path) -> None:
    back_up(repository, tree)
    result = back_up(repository, tree, force=True)
    assert result.parent is None
    assert result.counts.files_unmodified == 0


def test_a_composed_snapshot_is_never_a_parent(repository: Repository, tree: Path, clock: FixedClock) -> None:
    first = back_up(repository, tree)
    clock.advance(60)
    back_up(repository, tree, tags=[COMPOSED_TAG])
    clock.advance(60)
    third = back_up(repository, tree)
    assert third.parent is not None
    assert first.snapshot is not None
    assert third.parent.hex_id == first.snapshot.hex_id


def test_a_parent_is_of_the_same_host_and_paths_and_not_newer(
    repository: Repository, tree: Path, clock: FixedClock
) -> None:
    back_up(repository, tree)
    assert back_up(repository, tree / "deep").parent is None
    other = BackupOptions([os.fsencode(tree)], "another")
    assert backup_tree(repository, other).parent is None
    assert back_up(repository, tree, time_ns=clock.now_ns() - 10**9).parent is None


def test_the_time_given_is_the_time_of_the_snapshot(repository: Repository, tree: Path) -> None:
    result = back_up(repository, tree, time_ns=0)
    assert result.snapshot is not None
    assert result.snapshot.time == "1970-01-01T00:00:00Z"


def test_excluded_names_and_folders_are_left_out(repository: Repository, tree: Path) -> None:
    result = back_up(repository, tree, excludes=exclude_by_patterns(PatternList(["*.bin", "empty"])))
    paths = nodes_of(repository, result.snapshot)
    assert os.fsencode(tree / "deep" / "er") in paths
    assert os.fsencode(tree / "deep" / "er" / "large.bin") not in paths
    assert os.fsencode(tree / "empty") not in paths


def test_a_folder_with_a_cache_tag_is_kept_empty(repository: Repository, tree: Path) -> None:
    (tree / "deep" / os.fsdecode(CACHE_TAG)).write_bytes(CACHE_SIGNATURE + b"\n")
    result = back_up(repository, tree, exclude_folder=exclude_by_markers([(CACHE_TAG, CACHE_SIGNATURE)]))
    paths = nodes_of(repository, result.snapshot)
    assert os.fsencode(tree / "deep") in paths
    assert not [path for path in paths if path.startswith(os.fsencode(tree / "deep") + b"/")]


def test_files_larger_than_the_limit_are_left_out(repository: Repository, tree: Path) -> None:
    paths = nodes_of(repository, back_up(repository, tree, max_file_bytes=1000).snapshot)
    assert os.fsencode(tree / "deep" / "er" / "large.bin") not in paths
    assert os.fsencode(tree / "a.txt") in paths


def test_a_relative_target_stands_relative(
    repository: Repository, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree.parent)
    result = back_up(repository, Path("tree/deep"))
    assert result.snapshot is not None
    assert set(nodes_of(repository, result.snapshot)) == {
        b"/tree",
        b"/tree/deep",
        b"/tree/deep/er",
        b"/tree/deep/er/large.bin",
    }
    assert result.snapshot.paths == [str(tree / "deep")]


def test_a_dot_stands_for_what_lies_in_it(
    repository: Repository, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "deep")
    assert set(nodes_of(repository, back_up(repository, Path()).snapshot)) == {b"/er", b"/er/large.bin"}


def test_a_backup_is_compared_with_the_newest_one_of_the_same_shape(
    repository: Repository, tree: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "deep")
    results = []
    for target in (Path(), tree / "deep", Path(), tree / "deep"):
        results.append(back_up(repository, target))
        clock.advance(60)
    relative, absolute, again, absolute_again = results

    assert absolute.parent is not None  # as restic does, where no other is there
    assert absolute.counts.files_new > 0
    assert relative.snapshot is not None
    assert absolute.snapshot is not None
    for result, before in ((again, relative.snapshot), (absolute_again, absolute.snapshot)):
        assert result.parent is not None
        assert result.parent.hex_id == before.hex_id
        assert (result.counts.files_new, result.counts.files_changed) == (0, 0)


def test_what_came_to_a_folder_does_not_make_its_backup_one_of_another_shape(
    repository: Repository, tree: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "deep")
    back_up(repository, Path())
    clock.advance(60)
    newest = back_up(repository, Path())
    (tree / "deep" / "new.txt").write_bytes(b"1")

    result = back_up(repository, Path())

    assert newest.snapshot is not None
    assert result.parent is not None
    assert result.parent.hex_id == newest.snapshot.hex_id
    assert result.counts.files_new == 1


def test_two_relative_targets_of_one_name_are_both_kept(
    repository: Repository, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "x").mkdir()
    (tree / "deep" / "x").mkdir()
    (tree / "deep" / "x" / "inner").write_bytes(b"1")
    (tree / "x" / "outer").write_bytes(b"2")
    monkeypatch.chdir(tree / "deep")
    paths = nodes_of(repository, back_up(repository, Path("x"), Path("../x")).snapshot)
    assert {b"/x/inner", b"/x-1/outer"} <= set(paths)


def test_a_socket_is_passed_over(repository: Repository, tree: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tree / "s"))
        result = back_up(repository, tree)
    assert os.fsencode(tree / "s") not in nodes_of(repository, result.snapshot)
    assert not result.problems


def test_a_target_that_is_not_there_is_reported_and_the_others_are_kept(
    repository: Repository, tree: Path
) -> None:
    result = back_up(repository, tree, tree / "gone")
    assert [problem.path for problem in result.problems] == [os.fsencode(tree / "gone")]
    assert result.snapshot is not None


def test_no_existing_target_is_an_error(repository: Repository, tree: Path) -> None:
    with pytest.raises(NothingToBackUpError):
        back_up(repository, tree / "gone")


def test_a_file_that_cannot_be_read_is_reported(repository: Repository, tree: Path) -> None:
    unreadable = Path(f"/proc/{os.getpid()}/mem")  # gives an error of input to root, too
    result = back_up(repository, tree, unreadable)
    assert [problem.path for problem in result.problems] == [os.fsencode(unreadable)]
    assert os.fsencode(unreadable) not in nodes_of(repository, result.snapshot)


def test_a_dry_run_changes_nothing(repository: Repository, tree: Path) -> None:
    result = back_up(repository, tree, dry_run=True)
    assert result.snapshot is None
    assert result.counts.data_blobs > 0
    assert repository.list_snapshots() == []
    repository.reload_index()
    assert len(repository.index) == 0


def test_skip_if_unchanged_writes_no_second_snapshot(
    repository: Repository, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # relative: the times of the folders above change as other tests write
    monkeypatch.chdir(tree)
    back_up(repository, Path("deep"))
    assert back_up(repository, Path("deep"), skip_if_unchanged=True).snapshot is None
    assert len(repository.list_snapshots()) == 1


def test_content_whose_blob_is_gone_is_read_again(repository: Repository, tree: Path) -> None:
    back_up(repository, tree)
    for info in list(repository.store.list(Kind.INDEX)):
        repository.store.delete(Kind.INDEX, info.name)
    repository.reload_index()
    second = back_up(repository, tree)
    nodes = nodes_of(repository, second.snapshot)
    assert content_of(repository, nodes[os.fsencode(tree / "a.txt")]) == b"hello"


def test_an_insertion_into_a_large_file_keeps_most_of_its_chunks(
    repository: Repository, tmp_path: Path
) -> None:
    source = tmp_path / "s"
    source.mkdir()
    data = random.Random(2).randbytes(40_000_000)
    (source / "big").write_bytes(data)
    back_up(repository, source)
    (source / "big").write_bytes(data[:20_000_000] + b"inserted" + data[20_000_000:])
    result = back_up(repository, source)
    assert result.counts.data_blobs <= 3
    node = nodes_of(repository, result.snapshot)[os.fsencode(source / "big")]
    assert len(node.content or []) > 10
    assert content_of(repository, node) == data[:20_000_000] + b"inserted" + data[20_000_000:]


def test_an_event_log_that_grew_adds_its_header_and_its_last_pieces(
    repository: Repository, tmp_path: Path
) -> None:
    rng = random.Random(5)
    header = b"ElfFile\0" + rng.randbytes(4088)
    pieces = [rng.randbytes(64 << 10) for _ in range(320)]
    log = tmp_path / "Security.evtx"
    log.write_bytes(header + b"".join(pieces))
    first = back_up(repository, log)
    # the header changes at each write; of 320 pieces the last one went on, and six came
    pieces[-1] = rng.randbytes(64 << 10)
    pieces += [rng.randbytes(64 << 10) for _ in range(6)]
    log.write_bytes(b"ElfFile\0" + rng.randbytes(4088) + b"".join(pieces))
    second = back_up(repository, log)
    node = nodes_of(repository, second.snapshot)[os.fsencode(log)]
    assert content_of(repository, node) == log.read_bytes()
    assert second.counts.data_added < 0.05 * first.counts.data_added
