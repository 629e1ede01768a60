"""A file gets its name when it is whole, on filesystems of every kind."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firstbell.restore import Overwrite, unplaced_file
from firstbell.restore.unplaced_file import UnplacedFile, write_sparse_at
from tests.restore.memory import MemorySource, list_names, problems_of, restore

LARGE = [bytes([at]) * 700_000 for at in range(1, 6)]


@pytest.fixture
def folder_fd(tmp_path: Path) -> Iterator[int]:
    fd = os.open(tmp_path, os.O_RDONLY)
    yield fd
    os.close(fd)


@pytest.fixture(params=["nameless", "named", "without links"])
def filesystem(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has files without a name; one that has not; one that has no hard links either."""
    if request.param != "nameless":
        monkeypatch.setattr(unplaced_file, "_NAMELESS", 0)
    if request.param == "without links":
        monkeypatch.setattr(os, "link", refuse_link)


def refuse_link(*_: Any, **__: Any) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.usefixtures("filesystem")
class TestEveryFilesystem:
    def test_it_has_no_name_before_it_is_placed(self, tmp_path: Path, folder_fd: int) -> None:
        made = UnplacedFile(folder_fd)
        os.write(made.fd, b"whole")
        assert not (tmp_path / "name").exists()
        made.place(b"name", replace=False)
        made.close()
        assert list_names(tmp_path) == [b"name"]
        assert (tmp_path / "name").read_bytes() == b"whole"

    def test_a_name_that_is_taken_stays_taken(self, tmp_path: Path, folder_fd: int) -> None:
        (tmp_path / "name").write_bytes(b"ours")
        made = UnplacedFile(folder_fd)
        with pytest.raises(FileExistsError):
            made.place(b"name", replace=False)
        made.discard()
        made.close()
        assert list_names(tmp_path) == [b"name"]
        assert (tmp_path / "name").read_bytes() == b"ours"

    def test_what_is_discarded_leaves_nothing(self, tmp_path: Path, folder_fd: int) -> None:
        made = UnplacedFile(folder_fd)
        made.discard()
        made.close()
        assert list_names(tmp_path) == []

    def test_large_files_come_back(self, tmp_path: Path) -> None:
        source = MemorySource()
        tree = source.tree(source.file(b"large", *LARGE), source.file(b"middle", LARGE[0]))
        assert restore(source, tree, tmp_path, verify=True).files_verified == 2
        assert list_names(tmp_path) == [b"large", b"middle"]


@pytest.mark.parametrize("nameless", [True, False])
def test_replacing_is_one_step(
    tmp_path: Path, folder_fd: int, monkeypatch: pytest.MonkeyPatch, *, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.setattr(unplaced_file, "_NAMELESS", 0)
    (tmp_path / "name").write_bytes(b"old")
    made = UnplacedFile(folder_fd)
    os.write(made.fd, b"new")
    made.place(b"name", replace=True)
    made.close()
    assert list_names(tmp_path) == [b"name"]
    assert (tmp_path / "name").read_bytes() == b"new"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("parts", [[b"small"], LARGE])
def test_a_write_that_fails_leaves_neither_the_file_nor_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, parts: list[bytes]
) -> None:
    def fail(fd: int, *_: Any) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(unplaced_file, "_NAMELESS", 0)
    source = MemorySource()
    tree = source.tree(source.file(b"f", *parts))
    (tmp_path / "f").write_bytes(b"ours")
    monkeypatch.setattr(os, "pwrite", fail)
    if code == errno.ENOSPC:
        with pytest.raises(Exception, match="No space left"):
            restore(source, tree, tmp_path, overwrite=Overwrite.ALWAYS)
    else:
        receipt = restore(source, tree, tmp_path, overwrite=Overwrite.ALWAYS)
        assert problems_of(receipt) == {b"/f": "restore.cannot_write"}
    assert list_names(tmp_path) == [b"f"]
    assert (tmp_path / "f").read_bytes() == b"ours"


def test_a_write_in_parts_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = os.pwrite

    def write_little(fd: int, data: bytes, offset: int) -> int:
        return honest(fd, bytes(data[:100_000]), offset)

    monkeypatch.setattr(os, "pwrite", write_little)
    source = MemorySource()
    restore(source, source.tree(source.file(b"f", *LARGE)), tmp_path)
    assert (tmp_path / "f").read_bytes() == b"".join(LARGE)


@pytest.mark.parametrize("data", [b"", b"x", bytes(4095), bytes(4096), bytes(9000) + b"x" + bytes(5000)])
@pytest.mark.parametrize("offset", [0, 10])
def test_a_sparse_write_gives_the_same_bytes(tmp_path: Path, data: bytes, offset: int) -> None:
    path = tmp_path / "f"
    with path.open("wb") as file:
        os.ftruncate(file.fileno(), offset + len(data))
        write_sparse_at(file.fileno(), data, offset)
    assert path.read_bytes() == bytes(offset) + data
