"""A tree to a folder: content, metadata, links, and what the receipt says of it."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.progress import Silent
from firstbell.repository.errors import BlobNotFoundError
from firstbell.repository.format.node import (
    MODE_CHAR_DEVICE,
    MODE_DEVICE,
    MODE_DIR,
    MODE_FIFO,
    MODE_SETGID,
    MODE_SETUID,
    MODE_SOCKET,
    MODE_STICKY,
    ExtendedAttribute,
    Node,
)
from firstbell.restore import TargetError, TargetFullError
from tests.restore.memory import (
    ATIME_NS,
    MTIME_NS,
    MemorySource,
    SpanningSource,
    list_names,
    own,
    problems_of,
    restore,
    symlink,
)

IS_ROOT = os.geteuid() == 0
LARGE = [bytes([at]) * 700_000 for at in range(1, 9)]


def test_files_of_every_size_come_back(tmp_path: Path) -> None:
    source = MemorySource()
    contents = {
        b"empty": (),
        b"small": (b"x",),
        b"two": (b"one", b"two"),
        b"middle": (os.urandom(600_000),),
        b"large": LARGE,
        b"repeating": LARGE[:1] * 6,
        b"caf\xc3\xa9 \xff": (b"odd name",),
    }
    tree = source.tree(source.folder(b"d", *(source.file(name, *parts) for name, parts in contents.items())))
    receipt = restore(source, tree, tmp_path / "out", verify=True)
    for name, parts in contents.items():
        path = os.path.join(os.fsencode(tmp_path), b"out/d", name)
        with open(path, "rb") as file:
            assert file.read() == b"".join(parts), name
        assert os.stat(path).st_mtime_ns == MTIME_NS
    total = sum(len(part) for parts in contents.values() for part in parts)
    assert (receipt.files_restored, receipt.bytes_restored) == (len(contents), total)
    assert (receipt.files_verified, receipt.files_failed, receipt.files_skipped) == (len(contents), 0, 0)
    assert receipt.problems == ()


def test_times_are_kept_to_the_nanosecond(tmp_path: Path) -> None:
    source = MemorySource()
    inner = source.folder(b"d", source.file(b"f", b"x"), symlink(b"l", b"f"))
    restore(source, source.tree(inner), tmp_path, verify=True)
    status = (tmp_path / "d" / "f").stat()
    assert (status.st_mtime_ns, status.st_atime_ns) == (MTIME_NS, ATIME_NS)
    assert (tmp_path / "d").stat().st_mtime_ns == MTIME_NS
    assert (tmp_path / "d" / "l").lstat().st_mtime_ns == MTIME_NS


def test_a_thing_without_a_time_gets_none(tmp_path: Path) -> None:
    source = MemorySource()
    fields = {"mtime": "0001-01-01T00:00:00Z", "atime": "0001-01-01T00:00:00Z"}
    receipt = restore(source, source.tree(source.file(b"f", b"x", **fields)), tmp_path)
    assert receipt.problems == ()
    assert (tmp_path / "f").stat().st_mtime > 1_600_000_000


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o444, 0o000])
@pytest.mark.parametrize("special", [0, MODE_SETUID, MODE_SETGID, MODE_STICKY])
def test_modes_are_kept(tmp_path: Path, mode: int, special: int) -> None:
    source = MemorySource()
    tree = source.tree(
        source.file(b"f", b"x", mode=mode | special),
        source.folder(b"d", source.file(b"inner", b"y"), mode=mode | special | MODE_DIR),
    )
    assert restore(source, tree, tmp_path).problems == ()
    bits = {0: 0, MODE_SETUID: stat.S_ISUID, MODE_SETGID: stat.S_ISGID, MODE_STICKY: stat.S_ISVTX}[special]
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == mode | bits
    assert stat.S_IMODE((tmp_path / "d").stat().st_mode) == mode | bits
    (tmp_path / "d").chmod(0o700)
    assert (tmp_path / "d" / "inner").read_bytes() == b"y"


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    source = MemorySource()
    attributes = [ExtendedAttribute("user.a", b"1\0\xff"), ExtendedAttribute("user.empty", None)]
    tree = source.tree(
        source.folder(
            b"d", source.file(b"f", b"x", extended_attributes=attributes), extended_attributes=attributes[:1]
        )
    )
    assert restore(source, tree, tmp_path).problems == ()
    assert os.getxattr(tmp_path / "d" / "f", "user.a") == b"1\0\xff"
    assert os.getxattr(tmp_path / "d" / "f", "user.empty") == b""
    assert os.getxattr(tmp_path / "d", "user.a") == b"1\0\xff"


@pytest.mark.parametrize("name", ["nonsense.a", "user.nul\0", "user." + "a" * 300])
def test_an_attribute_that_cannot_be_set_is_a_problem_of_a_file_that_is_there(
    tmp_path: Path, name: str
) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"f", b"x", extended_attributes=[ExtendedAttribute(name, b"1")]))
    receipt = restore(source, tree, tmp_path)
    assert problems_of(receipt) == {b"/f": "restore.xattr"}
    assert (receipt.files_restored, receipt.files_failed) == (1, 0)
    assert (tmp_path / "f").stat().st_mtime_ns == MTIME_NS


@pytest.mark.skipif(not IS_ROOT, reason="owners are root's to set")
def test_owners_are_kept_by_root(tmp_path: Path) -> None:
    source = MemorySource()
    owner = {"uid": 1234, "gid": 4321}
    setuid = source.file(b"f", b"x", mode=0o755 | MODE_SETUID, **owner)
    tree = source.tree(source.folder(b"d", setuid, symlink(b"l", b"f", **owner), **owner))
    assert restore(source, tree, tmp_path / "with").problems == ()
    assert restore(source, tree, tmp_path / "without", ownership=False).problems == ()
    for name in ("d", "d/f", "d/l"):
        assert (tmp_path / "with" / name).lstat().st_uid == 1234
        assert (tmp_path / "with" / name).lstat().st_gid == 4321
        assert (tmp_path / "without" / name).lstat().st_uid == 0
    assert (tmp_path / "with" / "d" / "f").stat().st_mode & stat.S_ISUID


def special(name: str, kind: str, **fields: Any) -> Node:
    """A node that is neither file, folder nor symlink."""
    return Node(name, kind, mtime="2023-02-17T15:04:05.123456789Z", **own(fields))


def test_fifos_come_back_and_sockets_are_passed_over(tmp_path: Path) -> None:
    source = MemorySource()
    fifo = special("p", "fifo", mode=MODE_FIFO | 0o640)
    tree = source.tree(fifo, special("s", "socket", mode=MODE_SOCKET | 0o777))
    receipt = restore(source, tree, tmp_path)
    assert list_names(tmp_path) == [b"p"]
    status = (tmp_path / "p").lstat()
    assert stat.S_ISFIFO(status.st_mode)
    assert stat.S_IMODE(status.st_mode) == 0o640
    assert status.st_mtime_ns == MTIME_NS
    assert (receipt.files_skipped, receipt.files_restored, receipt.problems) == (1, 0, ())


@pytest.mark.skipif(not IS_ROOT, reason="devices are root's to make")
def test_devices_come_back(tmp_path: Path) -> None:
    source = MemorySource()
    mode = MODE_DEVICE | MODE_CHAR_DEVICE | 0o666
    tree = source.tree(special("null", "chardev", mode=mode, device=os.makedev(1, 3)))
    assert restore(source, tree, tmp_path).problems == ()
    status = (tmp_path / "null").lstat()
    assert stat.S_ISCHR(status.st_mode)
    assert status.st_rdev == os.makedev(1, 3)


def test_symlinks_come_back_as_they_were(tmp_path: Path) -> None:
    source = MemorySource()
    raw = symlink(b"raw", b"", linktarget_raw=b"not \xff utf-8")
    tree = source.tree(symlink(b"up", b"../../etc"), symlink(b"gone", b"nowhere"), raw)
    assert restore(source, tree, tmp_path).problems == ()
    assert os.readlink(os.fsencode(tmp_path) + b"/raw") == b"not \xff utf-8"
    assert os.readlink(tmp_path / "up") == "../../etc"


@pytest.mark.parametrize("parts", [[b"shared"], LARGE, []])
def test_names_of_one_file_are_one_file_again(tmp_path: Path, parts: list[bytes]) -> None:
    source = MemorySource()
    shared = {"links": 3, "inode": 99, "device_id": 5}
    tree = source.tree(
        source.file(b"a", *parts, **shared),
        source.folder(b"d", source.file(b"b", *parts, **shared)),
        source.file(b"c", *parts, **shared),
        source.file(b"other", *parts, links=2, inode=99, device_id=6),
    )
    receipt = restore(source, tree, tmp_path, verify=True)
    numbers = [(tmp_path / name).stat().st_ino for name in ("a", "d/b", "c", "other")]
    assert len(set(numbers[:3])) == 1
    assert numbers[3] != numbers[0]
    size = sum(map(len, parts))
    assert (receipt.files_restored, receipt.files_verified, receipt.bytes_restored) == (4, 4, 2 * size)


def test_when_the_first_name_fails_the_next_becomes_the_file(tmp_path: Path) -> None:
    source = MemorySource()
    shared = {"links": 3, "inode": 99, "device_id": 5}
    (tmp_path / "a").mkdir()
    tree = source.tree(*(source.file(name, b"shared", **shared) for name in (b"a", b"b", b"c")))
    receipt = restore(source, tree, tmp_path)
    assert problems_of(receipt) == {b"/a": "restore.exists"}
    assert (tmp_path / "b").read_bytes() == b"shared"
    assert (tmp_path / "b").samefile(tmp_path / "c")


@pytest.mark.parametrize("kind", [MemorySource, SpanningSource])
def test_a_damaged_blob_costs_only_the_files_that_hold_it(tmp_path: Path, kind: type[MemorySource]) -> None:
    source = kind()
    files = [source.file(b"%03d" % at, b"content %d" % at) for at in range(200)]
    tree = source.tree(*files, source.file(b"large", *LARGE), source.file(b"fine", *LARGE[:4]))
    source.damage(b"content 7")
    source.damage(LARGE[6])
    source.damage(LARGE[7])
    receipt = restore(source, tree, tmp_path, verify=True)
    assert problems_of(receipt) == {b"/007": "repository.blob_damaged", b"/large": "repository.blob_damaged"}
    assert (receipt.files_restored, receipt.files_failed, receipt.files_verified) == (200, 2, 200)
    assert len(list_names(tmp_path)) == 200
    assert (tmp_path / "fine").read_bytes() == b"".join(LARGE[:4])


def test_a_damaged_folder_costs_what_lies_in_it(tmp_path: Path) -> None:
    source = MemorySource()
    lost = source.folder(b"lost", source.file(b"f", b"x"))
    tree = source.tree(lost, source.folder(b"kept", source.file(b"g", b"x")))
    source.damaged.add(bytes.fromhex(lost.subtree or ""))
    receipt = restore(source, tree, tmp_path)
    assert problems_of(receipt) == {b"/lost": "repository.blob_damaged"}
    assert list_names(tmp_path) == [b"kept", b"kept/g", b"lost"]


def test_a_tree_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BlobNotFoundError):
        restore(MemorySource(), bytes(32), tmp_path)


def test_neighbouring_blobs_are_read_at_once(tmp_path: Path) -> None:
    source = SpanningSource()
    files = [source.file(b"%03d" % at, b"content %d" % at) for at in range(64)]
    assert restore(source, source.tree(*files), tmp_path).problems == ()
    assert max(source.spans) == 8
    assert len(source.spans) == 8


def test_a_target_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x")
    source = MemorySource()
    with pytest.raises(TargetError):
        restore(source, source.tree(), tmp_path / "f")
    with pytest.raises(TargetError):
        restore(source, source.tree(), tmp_path / "f" / "below")


def test_sparse_files_have_holes_and_the_same_bytes(tmp_path: Path) -> None:
    source = MemorySource()
    zeros = bytes(900_000)
    cases = {
        b"zeros": (zeros,),
        b"inner": (b"head" + zeros + b"tail",),
        b"many": (zeros, zeros, b"end", zeros, zeros),
        b"short": (bytes(100) + b"x" + bytes(5000) + b"y" * 10_000 + bytes(4095) + b"z" + bytes(4096),),
        b"none": (os.urandom(300_000),),
    }
    tree = source.tree(*(source.file(name, *parts) for name, parts in cases.items()))
    receipt = restore(source, tree, tmp_path, sparse=True, verify=True)
    assert (receipt.files_verified, receipt.problems) == (len(cases), ())
    for name, parts in cases.items():
        assert (tmp_path / name.decode()).read_bytes() == b"".join(parts)
    assert (tmp_path / "zeros").stat().st_blocks == 0
    assert (tmp_path / "many").stat().st_blocks * 512 < 100_000
    assert (tmp_path / "none").stat().st_blocks * 512 >= 300_000


def test_a_synced_restore_is_the_same(tmp_path: Path) -> None:
    source = MemorySource()
    tree = source.tree(source.folder(b"d", source.file(b"a", b"x"), source.file(b"b", *LARGE)))
    receipt = restore(source, tree, tmp_path, sync=True, verify=True)
    assert (receipt.files_verified, receipt.problems) == (2, ())


def test_paths_of_problems_are_those_of_the_snapshot(tmp_path: Path) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"f", b"x"))
    source.damage(b"x")
    assert problems_of(restore(source, tree, tmp_path, prefix=b"/home/a")) == {
        b"/home/a/f": "repository.blob_damaged"
    }


class TamperingProgress(Silent):
    """Changes what was restored just before it is read back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """Tamper, when verifying begins."""
        if stage == "verify":
            (self._folder / "flipped").write_bytes(b"contenT")
            (self._folder / "longer").write_bytes(b"content and more")
            (self._folder / "cut").write_bytes(b"cont")
            (self._folder / "gone").unlink()
            (self._folder / "large").open("r+b").close()
            os.truncate(self._folder / "large", 1_000_000)


def test_reading_back_finds_what_is_not_as_it_should_be(tmp_path: Path) -> None:
    source = MemorySource()
    small = [source.file(name, b"content") for name in (b"flipped", b"longer", b"cut", b"gone", b"right")]
    tree = source.tree(*small, source.file(b"large", *LARGE))
    receipt = restore(source, tree, tmp_path, verify=True, progress=TamperingProgress(tmp_path))
    differs = dict.fromkeys([b"/cut", b"/flipped", b"/large", b"/longer"], "restore.differs")
    assert problems_of(receipt) == differs | {b"/gone": "restore.cannot_read_back"}
    assert (receipt.files_verified, receipt.files_failed) == (1, 4)


class InterruptingSource(MemorySource):
    """One whose user presses Ctrl-C when the walk comes to a certain tree."""

    interrupt_at = b""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """Interrupted at that tree."""
        if tree_id == self.interrupt_at:
            raise KeyboardInterrupt
        return super().load_tree(tree_id)


def test_an_interrupt_leaves_nothing_half_written_and_no_descriptor(tmp_path: Path) -> None:
    source = InterruptingSource()
    last = source.folder(b"z")
    source.interrupt_at = bytes.fromhex(last.subtree or "")
    tree = source.tree(*(source.file(b"f%d" % at, *LARGE) for at in range(3)), last)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(KeyboardInterrupt):
        restore(source, tree, tmp_path)
    assert len(os.listdir("/proc/self/fd")) == before
    for name in list_names(tmp_path):
        assert name == b"z" or (tmp_path / os.fsdecode(name)).stat().st_size == sum(map(len, LARGE))


def test_many_folders_do_not_use_up_descriptors(tmp_path: Path) -> None:
    source = MemorySource()
    folders = [
        source.folder(b"d%d" % at, source.folder(b"e", source.file(b"f", b"%d" % at))) for at in range(400)
    ]
    before = len(os.listdir("/proc/self/fd"))
    assert restore(source, source.tree(*folders), tmp_path).files_restored == 400
    assert len(os.listdir("/proc/self/fd")) == before
    assert (tmp_path / "d399" / "e" / "f").read_bytes() == b"399"


@pytest.mark.skipif(not IS_ROOT, reason="mounting is root's")
@pytest.mark.parametrize("many", [False, True])
def test_a_full_disk_is_one_error_and_nothing_half_written(tmp_path: Path, *, many: bool) -> None:
    mounted = tmp_path / "full"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(mounted)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no filesystem can be mounted here")
    try:
        source = MemorySource()
        files = [source.file(b"f%03d" % at, os.urandom(60_000)) for at in range(100)]
        large = [source.file(b"large", *LARGE)]
        tree = source.tree(*(files if many else large))
        with pytest.raises(TargetFullError, match="full"):
            restore(source, tree, mounted)
        sizes = {(mounted / os.fsdecode(name)).stat().st_size for name in list_names(mounted)}
        assert sizes <= {60_000}
        assert bool(sizes) is many
    finally:
        subprocess.run(["umount", str(mounted)], check=True)
