from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.store import (
    Kind,
    LocalStore,
    ObjectExistsError,
    ObjectInfo,
    ObjectNotFoundError,
    ReadOnlyStoreError,
    Store,
    StoreError,
    StoreFullError,
)
from tests.contract.store_suite import NAME, OTHER, StoreContract
from tests.store.denying import run_denied


class TestLocalStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        store = LocalStore(tmp_path / "repository")
        store.create()
        return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "repository"


@pytest.fixture
def store(folder: Path) -> LocalStore:
    store = LocalStore(folder)
    store.create()
    return store


def test_the_layout_is_restics(store: LocalStore, folder: Path) -> None:
    store.write(Kind.CONFIG, "config", [b"c"])
    store.write(Kind.DATA, NAME, [b"d"])
    store.write(Kind.INDEX, NAME, [b"i"])
    assert store.url == str(folder)
    assert (folder / "config").read_bytes() == b"c"
    assert (folder / "data" / "ab" / NAME).read_bytes() == b"d"
    assert (folder / "index" / NAME).read_bytes() == b"i"
    assert sorted(each.name for each in folder.iterdir()) == [
        "config", "data", "index", "keys", "locks", "snapshots",
    ]  # fmt: skip
    assert len(list((folder / "data").iterdir())) == 256


def test_nobody_else_may_read_and_nobody_may_change(store: LocalStore, folder: Path) -> None:
    store.write(Kind.KEYS, NAME, [b"k"])
    assert (folder / "keys" / NAME).stat().st_mode & 0o777 == 0o400
    assert (folder / "keys").stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_missing_data_folder_is_made_when_it_is_needed(store: LocalStore, folder: Path) -> None:
    (folder / "data" / "ab").rmdir()
    store.write(Kind.DATA, NAME, [b"d"])
    assert store.read(Kind.DATA, NAME) == b"d"


def test_things_that_are_not_ours_are_passed_over(store: LocalStore, folder: Path) -> None:
    store.write(Kind.SNAPSHOTS, NAME, [b"s"])
    (folder / "snapshots" / "README").write_text("not a snapshot")
    (folder / "snapshots" / f".{OTHER}.1.tmp").write_text("half a snapshot")
    (folder / "snapshots" / ("G" * 64)).write_text("no hex")
    (folder / "snapshots" / ("ef" * 32)).mkdir()
    (folder / "snapshots" / OTHER).symlink_to("/etc/passwd")
    assert list(store.list(Kind.SNAPSHOTS)) == [ObjectInfo(NAME, 1)]


def test_a_place_that_is_not_there_lists_nothing(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "nowhere")
    for kind in Kind:
        assert list(store.list(kind)) == []


def test_a_file_where_the_folder_should_be_is_an_error_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="making"):
        LocalStore(tmp_path / "file").create()
    with pytest.raises(ObjectNotFoundError):
        LocalStore(tmp_path / "file").read(Kind.CONFIG, "config")


@pytest.mark.parametrize(
    ("call", "code", "expected"),
    [
        ("writev", errno.ENOSPC, StoreFullError),
        ("writev", errno.EDQUOT, StoreFullError),
        ("fsync", errno.ENOSPC, StoreFullError),
        ("writev", errno.EIO, StoreError),
        ("open", errno.EROFS, ReadOnlyStoreError),
        ("open", errno.EACCES, ReadOnlyStoreError),
        ("link", errno.EIO, StoreError),
    ],
)
def test_a_failed_write_is_explained_and_leaves_nothing(
    store: LocalStore, folder: Path, call: str, code: int, expected: type[StoreError]
) -> None:
    with pytest.raises(expected) as caught:
        run_denied({call: code}, lambda: store.write(Kind.INDEX, NAME, [b"x" * 1000]))
    assert os.strerror(code) in str(caught.value)
    assert type(caught.value) is expected
    assert list((folder / "index").iterdir()) == []
    store.write(Kind.INDEX, NAME, [b"later"])
    assert store.read(Kind.INDEX, NAME) == b"later"


def test_a_data_folder_that_cannot_be_made_is_explained(store: LocalStore, folder: Path) -> None:
    (folder / "data" / "ab").rmdir()
    with pytest.raises(StoreFullError, match=r"making .*data/ab"):
        run_denied({"mkdir": errno.ENOSPC}, lambda: store.write(Kind.DATA, NAME, [b"x"]))


def test_a_read_that_fails_is_an_error_by_name(store: LocalStore) -> None:
    store.write(Kind.DATA, NAME, [b"x" * 10])
    with pytest.raises(StoreError, match=f"reading data/{NAME}: Input/output error"):
        run_denied({"pread": errno.EIO}, lambda: store.read_range(Kind.DATA, NAME, offset=0, length=5))
    with pytest.raises(ReadOnlyStoreError, match="reading"):
        run_denied({"open": errno.EACCES}, lambda: store.read(Kind.DATA, NAME))


def test_a_listing_that_fails_is_an_error_and_not_an_empty_list(store: LocalStore, folder: Path) -> None:
    with pytest.raises(StoreError, match=f"listing {folder}/index"):
        run_denied({"getdents": errno.EIO}, lambda: list(store.list(Kind.INDEX)))


def test_a_removal_that_is_forbidden_is_explained(store: LocalStore) -> None:
    store.write(Kind.LOCKS, NAME, [b"x"])
    with pytest.raises(ReadOnlyStoreError, match="removing locks/"):
        run_denied({"unlink": errno.EACCES}, lambda: store.delete(Kind.LOCKS, NAME))
    assert store.exists(Kind.LOCKS, NAME)


def test_a_read_that_the_system_gives_in_pieces_is_put_together(store: LocalStore, folder: Path) -> None:
    # files of /proc give a page at a time
    (folder / "index" / NAME).symlink_to("/proc/kallsyms")
    whole = Path("/proc/kallsyms").read_bytes()
    assert store.read_range(Kind.INDEX, NAME, offset=10, length=50_000) == whole[10:50_010]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of one megabyte; only root may make one."""
    if os.getuid():
        pytest.skip("a small filesystem can only be mounted by root; the errors are met above all the same")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_told_and_what_was_there_stays(small_disk: Path) -> None:
    store = LocalStore(small_disk)
    for kind in (Kind.KEYS, Kind.SNAPSHOTS):
        (small_disk / kind).mkdir()
    store.write(Kind.KEYS, NAME, [b"k" * 1000])
    with pytest.raises(StoreFullError) as caught:
        store.write(Kind.SNAPSHOTS, OTHER, [b"s" * (2 << 20)])
    assert "make room" in caught.value.hint
    assert list((small_disk / "snapshots").iterdir()) == []
    assert store.read(Kind.KEYS, NAME) == b"k" * 1000
    store.write(Kind.SNAPSHOTS, OTHER, [b"small"])
    with pytest.raises(ObjectExistsError):
        store.write(Kind.SNAPSHOTS, OTHER, [b"small"])
