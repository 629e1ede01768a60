"""Forked workers do what threads do, and what they meet comes back to the one who waits."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository.format.node import ExtendedAttribute, Node
from firstbell.restore import Overwrite, TargetFullError, choose_processes
from firstbell.restore.errors import RestoreWorkerLostError
from firstbell.store import LocalStore, MemoryStore
from tests.processes.children import has_children
from tests.restore.memory import MTIME_NS, MemorySource, list_names, problems_of, restore, symlink
from tests.restore.test_restoration import TamperingProgress

LARGE = [bytes([at]) * 700_000 for at in range(1, 9)]


def make_tree(source: MemorySource, folders: int = 30) -> bytes:
    """Folders of ten small files each, a large one, and two names of one file."""
    shared = {"links": 2, "inode": 9, "device_id": 1}
    return source.tree(
        *(
            source.folder(
                b"d%03d" % at,
                *(source.file(b"f%d" % number, b"%d in %d" % (number, at)) for number in range(10)),
                symlink(b"l", b"f0"),
                mode=0o750,
            )
            for at in range(folders)
        ),
        source.file(b"large", *LARGE),
        source.file(b"one", b"shared", **shared),
        source.file(b"two", b"shared", **shared),
    )


def assert_whole(folder: Path) -> None:
    for at in range(30):
        for number in range(10):
            path = folder / f"d{at:03d}" / f"f{number}"
            assert path.read_bytes() == b"%d in %d" % (number, at)
            assert path.stat().st_mtime_ns == MTIME_NS
    assert (folder / "large").read_bytes() == b"".join(LARGE)
    assert (folder / "one").samefile(folder / "two")


def test_everything_comes_back_and_is_counted_once(tmp_path: Path) -> None:
    source = MemorySource()
    tree = make_tree(source)
    size = sum(len(b"%d in %d" % (number, at)) for at in range(30) for number in range(10))
    receipt = restore(source, tree, tmp_path, processes=2, verify=True)
    assert_whole(tmp_path)
    assert (receipt.files_restored, receipt.files_verified) == (303, 303)
    assert receipt.bytes_restored == size + sum(map(len, LARGE)) + len(b"shared")
    assert receipt.problems == ()
    assert not has_children()


@pytest.mark.parametrize("overwrite", [Overwrite.NEVER, Overwrite.IF_CHANGED])
def test_a_second_time_everything_is_there(tmp_path: Path, overwrite: Overwrite) -> None:
    source = MemorySource()
    tree = make_tree(source)
    restore(source, tree, tmp_path, processes=2)
    receipt = restore(source, tree, tmp_path, processes=2, overwrite=overwrite, verify=True)
    assert_whole(tmp_path)
    assert (receipt.files_restored, receipt.files_skipped, receipt.files_verified) == (0, 333, 303)
    assert receipt.problems == ()


def test_problems_come_back_with_their_paths(tmp_path: Path) -> None:
    source = MemorySource()
    tree = make_tree(source)
    source.damage(b"3 in 7")
    (tmp_path / "d008").mkdir()
    (tmp_path / "d008" / "f1").write_bytes(b"ours")
    receipt = restore(source, tree, tmp_path, processes=2, prefix=b"/srv")
    assert problems_of(receipt) == {
        b"/srv/d007/f3": "repository.blob_damaged",
        b"/srv/d008/f1": "restore.exists",
    }
    assert (receipt.files_restored, receipt.files_failed, receipt.files_skipped) == (301, 1, 1)


def test_what_differs_is_found_by_workers_too(tmp_path: Path) -> None:
    source = MemorySource()
    small = [source.file(name, b"content") for name in (b"flipped", b"longer", b"cut", b"gone", b"right")]
    tree = source.tree(*small, source.file(b"large", *LARGE))
    receipt = restore(source, tree, tmp_path, processes=2, verify=True, progress=TamperingProgress(tmp_path))
    assert len(problems_of(receipt)) == 5
    assert (receipt.files_verified, receipt.files_failed) == (1, 4)


def test_a_batch_too_long_for_a_message_is_restored_all_the_same(tmp_path: Path) -> None:
    source = MemorySource()
    attributes = [ExtendedAttribute("user.long", b"v" * 3000)]
    names = [b"%03d" % at for at in range(100)]
    tree = source.tree(*(source.file(name, name, extended_attributes=attributes) for name in names))
    receipt = restore(source, tree, tmp_path, processes=2, verify=True)
    assert (receipt.files_verified, receipt.problems) == (100, ())
    assert list_names(tmp_path) == names


class FatalSource(MemorySource):
    """One that kills the worker that reads a certain blob, as the kernel does when memory runs out."""

    parent = os.getpid()
    fatal = b"7 in 7"

    def load_blob(self, blob_id: bytes) -> bytes:
        """Fatal for that blob."""
        data = super().load_blob(blob_id)
        if data == self.fatal and os.getpid() != self.parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return data


class WatchedSource(MemorySource):
    """One that notes, in a file that all processes share, which of them asked for which blob."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self.log = log

    def load_blob(self, blob_id: bytes) -> bytes:
        """Noted."""
        with self.log.open("ab") as log:
            log.write(b"%d %s\n" % (os.getpid(), blob_id.hex().encode()))
        return super().load_blob(blob_id)

    def readers(self, *blobs: bytes) -> list[set[int]]:
        """The processes that read each blob."""
        lines = [line.split() for line in self.log.read_bytes().splitlines()]
        ids = [hash_id(blob).hex().encode() for blob in blobs]
        return [{int(pid) for pid, hex_id in lines if hex_id == blob_id} for blob_id in ids]


def test_pieces_of_a_large_file_are_the_workers_and_none_stays_open(tmp_path: Path) -> None:
    source = WatchedSource(tmp_path / "log")
    parts = [bytes([at]) * 1_000_000 for at in range(1, 41)]
    tree = source.tree(source.file(b"a", *parts[:20]), source.file(b"b", *parts[20:], mode=0o640))
    before = len(os.listdir("/proc/self/fd"))
    receipt = restore(source, tree, tmp_path / "to", processes=2, verify=True)
    assert (tmp_path / "to" / "a").read_bytes() == b"".join(parts[:20])
    assert (tmp_path / "to" / "b").read_bytes() == b"".join(parts[20:])
    assert (tmp_path / "to" / "b").stat().st_mode & 0o777 == 0o640
    assert (receipt.files_restored, receipt.bytes_restored, receipt.problems) == (2, 40_000_000, ())
    assert all(os.getpid() not in readers for readers in source.readers(*parts))
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("sparse", [False, True])
def test_a_large_file_with_a_piece_that_cannot_be_read_is_left_out_and_told_once(
    tmp_path: Path, sparse: bool
) -> None:
    source = WatchedSource(tmp_path / "log")
    tree = source.tree(source.file(b"bad", *LARGE), source.file(b"good", *LARGE[1:]))
    source.damage(LARGE[0])
    receipt = restore(source, tree, tmp_path / "to", processes=2, sparse=sparse, prefix=b"/srv")
    assert problems_of(receipt) == {b"/srv/bad": "repository.blob_damaged"}
    assert (receipt.files_restored, receipt.files_failed) == (1, 1)
    assert list_names(tmp_path / "to") == [b"good"]
    # a worker met it first; what is wrong was found out here
    (readers,) = source.readers(LARGE[0])
    assert len(readers) == 2
    assert os.getpid() in readers


def test_many_large_files_need_few_descriptors(tmp_path: Path) -> None:
    source = MemorySource()
    parts = [b"a" * 1_200_000, b"b" * 1_200_000]
    tree = source.tree(*(source.file(b"%03d" % at, *parts) for at in range(150)))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 60, hard))
    try:
        receipt = restore(source, tree, tmp_path, processes=2)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (receipt.files_restored, receipt.problems) == (150, ())


def test_a_piece_too_long_for_a_message_is_restored_all_the_same(tmp_path: Path) -> None:
    source = WatchedSource(tmp_path / "log")
    parts = [b"%04d" % at * 300 for at in range(3000)]
    receipt = restore(source, source.tree(source.file(b"a", *parts)), tmp_path / "to", processes=2)
    assert (tmp_path / "to" / "a").read_bytes() == b"".join(parts)
    assert receipt.problems == ()
    assert source.readers(parts[0]) == [{os.getpid()}]


@pytest.mark.parametrize("count", [1, 2])
def test_a_worker_that_dies_is_an_error_and_not_a_wait_without_end(tmp_path: Path, count: int) -> None:
    source = FatalSource()
    with pytest.raises(RestoreWorkerLostError):
        restore(source, make_tree(source), tmp_path, processes=count)
    assert not has_children()


class InterruptingSource(MemorySource):
    """One whose user presses Ctrl-C when the walk comes to the last folder."""

    last = b""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """Interrupted at that tree."""
        if tree_id == self.last:
            raise KeyboardInterrupt
        return super().load_tree(tree_id)


def test_an_interrupt_leaves_whole_files_and_no_worker(tmp_path: Path) -> None:
    source = InterruptingSource()
    last = source.folder(b"z", source.file(b"end", b"end"))
    source.last = bytes.fromhex(last.subtree or "")
    files = [source.file(b"%04d" % at, b"whole") for at in range(2000)]
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(KeyboardInterrupt):
        restore(source, source.tree(*files, last), tmp_path, processes=2)
    assert not has_children()
    assert len(os.listdir("/proc/self/fd")) == before
    names = list_names(tmp_path)
    assert b"z" in names
    assert all((tmp_path / os.fsdecode(name)).read_bytes() == b"whole" for name in names if name != b"z")


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting is root's")
def test_a_full_disk_met_by_a_worker_is_one_error(tmp_path: Path) -> None:
    mounted = tmp_path / "full"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(mounted)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no filesystem can be mounted here")
    try:
        source = MemorySource()
        tree = source.tree(*(source.file(b"f%03d" % at, os.urandom(60_000)) for at in range(300)))
        with pytest.raises(TargetFullError, match="No space left"):
            restore(source, tree, mounted, processes=2)
        assert {(mounted / os.fsdecode(name)).stat().st_size for name in list_names(mounted)} == {60_000}
        for name in list_names(mounted):
            (mounted / os.fsdecode(name)).unlink()
        large = source.tree(source.file(b"large", *(os.urandom(1_000_000) for _ in range(12))))
        with pytest.raises(TargetFullError, match="No space left"):
            restore(source, large, mounted, processes=2)
        assert list_names(mounted) == []
    finally:
        subprocess.run(["umount", str(mounted)], check=True)


def test_only_a_store_of_files_is_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert choose_processes(LocalStore(tmp_path)) == 2
    assert choose_processes(MemoryStore()) == 0
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert choose_processes(LocalStore(tmp_path)) == 0
