"""What the kernel is answered, without a kernel."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from functools import partial

import pytest

from firstbell.mount.content import BlobCache
from firstbell.mount.entries import FOLDER_MODE, Attributes, MadeFolder, MountFolder, TextFile, fixed_folder
from firstbell.mount.judged import BesideFolder
from firstbell.mount.nodes import MountedTrees, NodeFolder, Position
from firstbell.mount.operations import MountOperations
from firstbell.repository.format.node import MODE_FIFO, ExtendedAttribute, Node
from tests.restore.memory import ATIME_NS, MTIME, MTIME_NS, MemorySource, symlink

OWNER = (1234, 567)
FOLDER = Attributes(stat.S_IFDIR | 0o555, 0, 5, 5, 5, links=2)


class MountSource(MemorySource):
    """One whose blobs tell their sizes."""

    def blob_size(self, blob_id: bytes) -> int:
        self.locate(blob_id)
        return len(self.blobs[blob_id])


class School:
    """A small tree, mounted. `warnings`: what was told."""

    def __init__(self, *, all_of: tuple[int, int] | None = None) -> None:
        self.source = MountSource()
        self.warnings: list[str] = []
        note = ExtendedAttribute("user.note", b"\0\1")
        odd = Node("pipe", "fifo", mode=MODE_FIFO | 0o600, mtime=MTIME, uid=-1, gid=-1)
        slash = self.source.file(b"x", b"")
        slash.quoted_name = "a/b"
        root = self.source.tree(
            self.source.folder(b"office", self.source.file(b"list.txt", b"Ann ", b"Bob ", b"Cleo")),
            self.source.file(b"marked", b"x" * 1025, extended_attributes=[note], mode=0o600, links=3),
            self.source.file(b"not \xff utf-8", b"y"),
            odd,
            slash,
            symlink(b"way", b"office/list.txt"),
        )
        trees = MountedTrees(self.source, BlobCache(self.source), self.find_versions)
        self.root = inner = NodeFolder(Position(trees, "dc01"), root, FOLDER)
        self.operations = MountOperations(
            fixed_folder({b"tree": inner}, 5), self.warnings.append, owner=OWNER, all_of=all_of
        )

    def find_versions(self, host: str, path: bytes) -> MountFolder | None:
        if path != b"/office/list.txt":
            return None
        return fixed_folder({b"whose": TextFile(host.encode())})

    def read(self, path: str, size: int = 100, offset: int = 0) -> bytes:
        handle = self.operations.open(path, os.O_RDONLY)
        data = self.operations.read(path, size, offset=offset, handle=handle)
        assert self.operations.release(path, handle) == 0
        return data

    def list(self, path: str) -> list[str]:
        return [name for name, _, _ in self.operations.readdir(path, 0)]


@pytest.fixture
def school() -> School:
    return School()


def refused(call: Callable[[], object]) -> int:
    with pytest.raises(OSError, match="Errno") as caught:
        call()
    assert caught.value.errno is not None
    return caught.value.errno


def test_a_file_is_read_across_its_blobs(school: School) -> None:
    assert school.read("/tree/office/list.txt") == b"Ann Bob Cleo"
    assert school.read("/tree/office/list.txt", 6, 3) == b" Bob C"
    assert school.read("/tree/office/list.txt", 6, 99) == b""


def test_stat_tells_what_the_snapshot_holds(school: School) -> None:
    told = school.operations.getattr("/tree/marked")
    assert told["st_mode"] == stat.S_IFREG | 0o600
    assert (told["st_size"], told["st_blocks"], told["st_nlink"]) == (1025, 3, 3)
    assert (told["st_mtime"], told["st_atime"]) == (MTIME_NS, ATIME_NS)
    assert (told["st_uid"], told["st_gid"]) == (os.getuid(), os.getgid())
    assert stat.S_ISDIR(school.operations.getattr("/tree/office")["st_mode"])
    assert stat.S_ISFIFO(school.operations.getattr("/tree/pipe")["st_mode"])


def test_what_no_snapshot_says_is_of_who_mounted(school: School) -> None:
    for path in ("/", "/tree", "/tree/pipe"):
        told = school.operations.getattr(path)
        assert (told["st_uid"], told["st_gid"]) == OWNER


def test_everything_can_be_shown_as_roots() -> None:
    told = School(all_of=(0, 0)).operations.getattr("/tree/marked")
    assert (told["st_uid"], told["st_gid"]) == (0, 0)


def test_names_are_bytes_and_those_that_are_none_are_left_out(school: School) -> None:
    assert school.list("/tree") == [".", "..", "marked", "not \udcff utf-8", "office", "pipe", "way"]
    assert school.read("/tree/not \udcff utf-8") == b"y"
    assert school.operations.readlink("/tree/way") == "office/list.txt"


def test_a_listing_tells_of_what_kind_each_is(school: School) -> None:
    kinds = {name: told["st_mode"] for name, told, _ in school.operations.readdir("/tree", 0)}
    assert kinds.pop("not \udcff utf-8") == kinds.pop("marked") == stat.S_IFREG
    assert kinds.pop("pipe") == stat.S_IFIFO
    assert kinds.pop("way") == stat.S_IFLNK
    assert set(kinds.values()) == {stat.S_IFDIR}


def test_extended_attributes_are_told(school: School) -> None:
    assert school.operations.listxattr("/tree/marked") == ["user.note"]
    assert school.operations.getxattr("/tree/marked", "user.note") == b"\0\1"
    assert refused(lambda: school.operations.getxattr("/tree/marked", "user.other")) == errno.ENODATA


def test_nothing_can_be_written(school: School) -> None:
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_RDONLY | os.O_TRUNC):
        assert refused(partial(school.operations.open, "/tree/marked", flags)) == errno.EROFS


def test_what_is_not_there_or_of_another_kind_is_refused(school: School) -> None:
    ask = school.operations
    assert refused(lambda: ask.getattr("/tree/none")) == errno.ENOENT
    assert refused(lambda: ask.getattr("/tree/marked/below")) == errno.ENOENT
    assert refused(lambda: ask.readdir("/tree/marked", 0)) == errno.ENOTDIR
    assert refused(lambda: ask.readlink("/tree/marked")) == errno.EINVAL
    assert refused(lambda: ask.open("/tree/pipe", os.O_RDONLY)) == errno.EIO


def test_versions_lie_beside_a_file_and_are_not_listed(school: School) -> None:
    assert school.read("/tree/office/list.txt.versions/whose") == b"dc01"
    assert school.list("/tree/office") == [".", "..", "list.txt"]
    assert refused(lambda: school.operations.getattr("/tree/office.versions")) == errno.ENOENT
    assert refused(lambda: school.operations.getattr("/tree/marked.versions")) == errno.ENOENT


def test_a_damaged_blob_is_an_error_told_once_and_the_rest_is_read(school: School) -> None:
    school.source.damage(b"Bob ")
    assert school.read("/tree/office/list.txt", 4) == b"Ann "
    for _ in range(2):
        assert refused(lambda: school.read("/tree/office/list.txt", 4, 5)) == errno.EIO
    assert len(school.warnings) == 1
    assert school.warnings[0].startswith("/tree/office/list.txt: ")


def test_nothing_is_read_before_it_is_asked_for(school: School) -> None:
    school.operations.getattr("/tree")
    assert school.source.reads == 0
    school.operations.getattr("/tree/office/list.txt")
    assert school.source.reads == 2


def test_a_made_folder_is_asked_each_time() -> None:
    counted: list[int] = []

    def load() -> dict[bytes, TextFile]:
        counted.append(1)
        return {b"%d" % len(counted): TextFile(b"")}

    operations = MountOperations(MadeFolder(load), lambda text: None, owner=OWNER)
    assert operations.readdir("/", 0)[2:] == [("1", {"st_mode": stat.S_IFREG}, 0)]
    assert operations.readdir("/", 0)[2:] == [("2", {"st_mode": stat.S_IFREG}, 0)]


def test_listing_files_with_their_versions_looks_for_no_versions() -> None:
    school = School()
    inner = school.root.find(b"office")
    assert isinstance(inner, NodeFolder)
    asked: list[bytes] = []

    def find_versions(host: str, path: bytes) -> MountFolder | None:
        asked.append(path)
        return fixed_folder({})

    trees = MountedTrees(school.source, BlobCache(school.source), find_versions)
    gone = {b"/office": [b"lost.txt"], b"": [b"office"]}
    beside = BesideFolder(inner, Position(trees, "dc01", b"/office"), gone)
    operations = MountOperations(beside, school.warnings.append, owner=OWNER)
    listed = {name: told["st_mode"] for name, told, _ in operations.readdir("/", 0)}
    assert listed == {
        ".": stat.S_IFDIR,
        "..": stat.S_IFDIR,
        "list.txt": stat.S_IFREG,
        "list.txt.versions": stat.S_IFDIR,
        "lost.txt.versions": stat.S_IFDIR,
    }
    assert asked == []
    assert operations.getattr("/lost.txt.versions")["st_mode"] == FOLDER_MODE
    assert asked == [b"/office/lost.txt"]
