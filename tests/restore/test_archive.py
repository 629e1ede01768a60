"""A folder as an archive: what stands in it, and what must not."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile

import pytest

from firstbell.repository.errors import BlobDamagedError
from firstbell.repository.format.node import MODE_DEVICE, MODE_FIFO, ExtendedAttribute, Node
from firstbell.restore.archive import ArchiveSource, ContentStream, write_content, write_tar, write_zip
from tests.restore.memory import MTIME, MTIME_NS, MemorySource, symlink

PARTS = [b"one", b"", b"two" * 1000, b"three"]
NAME = "Lehrkräfte 日本"


def make_archive(source: MemorySource, *more: Node) -> ArchiveSource:
    attributes = [ExtendedAttribute("user.a", b"\0\xff")]
    tree = source.tree(
        source.folder(b"d", source.file(NAME.encode(), *PARTS, uid=7, gid=8, extended_attributes=attributes)),
        source.file(b"empty"),
        symlink(b"l", b"d/x"),
        Node("p", "fifo", MODE_FIFO | 0o640, mtime=MTIME),
        Node("s", "socket", mtime=MTIME),
        Node("sda", "dev", MODE_DEVICE | 0o660, device=os.makedev(8, 300)),
        *more,
    )
    return ArchiveSource(source, tree, b"srv/x/")


def test_a_tar_holds_every_kind_with_its_metadata() -> None:
    out = io.BytesIO()
    write_tar(make_archive(MemorySource()), out)
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as tar:
        members = {member.name: member for member in tar.getmembers()}
        assert set(members) == {f"srv/x/{name}" for name in ("d", f"d/{NAME}", "empty", "l", "p", "sda")}
        file = members[f"srv/x/d/{NAME}"]
        content = tar.extractfile(file)
        assert content is not None
        assert content.read() == b"".join(PARTS)
    assert (file.mode, file.uid, file.gid) == (0o644, 7, 8)
    assert file.pax_headers["mtime"] == f"{MTIME_NS // 10**9}.{MTIME_NS % 10**9:09d}"
    assert file.pax_headers["SCHILY.xattr.user.a"].encode("utf-8", "surrogateescape") == b"\0\xff"
    assert members["srv/x/l"].linkname == "d/x"
    assert members["srv/x/p"].isfifo()
    assert (members["srv/x/sda"].devmajor, members["srv/x/sda"].devminor) == (8, 300)


def test_a_zip_holds_files_folders_and_symlinks() -> None:
    out = io.BytesIO()
    write_zip(make_archive(MemorySource()), out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as zipped:
        assert zipped.testzip() is None
        assert set(zipped.namelist()) == {"srv/x/d/", f"srv/x/d/{NAME}", "srv/x/empty", "srv/x/l"}
        assert zipped.read(f"srv/x/d/{NAME}") == b"".join(PARTS)
        assert zipped.read("srv/x/l") == b"d/x"
        assert stat.S_ISLNK(zipped.getinfo("srv/x/l").external_attr >> 16)
        assert zipped.getinfo("srv/x/empty").date_time == (2023, 2, 17, 15, 4, 4)


@pytest.mark.parametrize("mtime", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_time_that_a_zip_cannot_hold_is_bounded(mtime: str) -> None:
    source = MemorySource()
    out = io.BytesIO()
    write_zip(ArchiveSource(source, source.tree(source.file(b"f", b"x", mtime=mtime)), b""), out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as zipped:
        assert zipped.getinfo("f").date_time[0] in {1980, 2107}


@pytest.mark.parametrize("write", [write_tar, write_zip])
def test_a_hostile_name_is_left_out_and_reported(write: object) -> None:
    source = MemorySource()
    archive = make_archive(source, source.file(b"../../etc/passwd", b"evil"))
    out = io.BytesIO()
    assert callable(write)
    write(archive, out)
    assert [problem.code for problem in archive.tally.problems] == ["restore.hostile_name"]
    assert b"passwd" not in out.getvalue()


@pytest.mark.parametrize("write", [write_tar, write_zip])
def test_content_that_cannot_be_read_is_an_error_and_not_a_short_member(write: object) -> None:
    source = MemorySource()
    archive = make_archive(source)
    source.damage(PARTS[2])
    assert callable(write)
    with pytest.raises(BlobDamagedError):
        write(archive, io.BytesIO())


@pytest.mark.parametrize("size", [1, 2, 7, 4096, -1])
def test_a_stream_gives_the_content_in_pieces_of_any_size(size: int) -> None:
    source = MemorySource()
    node = source.file(b"f", *PARTS)
    stream = ContentStream(source, node.content_ids)
    pieces = []
    while piece := stream.read(size):
        pieces.append(piece)
    assert b"".join(pieces) == b"".join(PARTS)
    assert stream.readable()
    out = io.BytesIO()
    assert write_content(source, node, out) == len(out.getvalue()) == sum(map(len, PARTS))
