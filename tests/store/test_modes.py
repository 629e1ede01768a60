"""In a folder that its group shares everything is the group's, too; in any other it is its owner's alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.store import Kind, LocalStore
from firstbell.store.modes import make_folder, open_shared


@pytest.fixture(params=[0o022, 0o077, 0o007])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def list_modes(folder: Path) -> set[tuple[str, int]]:
    """("file" or "folder", mode without setgid) of everything below."""
    return {
        ("folder" if path.is_dir() else "file", stat.S_IMODE(path.stat().st_mode) & 0o777)
        for path in folder.rglob("*")
    }


def fill(folder: Path) -> None:
    store = LocalStore(folder / "repository")
    store.create()
    store.write(Kind.INDEX, "ab" * 32, [b"one"])
    upload = store.begin(Kind.DATA)
    upload.append([b"two"])
    upload.publish("cd" * 32)
    make_folder(folder / "made")
    os.close(open_shared(folder / "made" / "journal"))


@pytest.mark.usefixtures("_umask")
def test_in_a_shared_folder_all_is_the_groups_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    fill(tmp_path)
    assert list_modes(tmp_path) == {("folder", 0o770), ("file", 0o440), ("file", 0o660)}


@pytest.mark.usefixtures("_umask")
def test_in_any_other_it_is_the_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    fill(tmp_path)
    assert list_modes(tmp_path) == {("folder", 0o700), ("file", 0o400), ("file", 0o600)}


def test_a_file_in_the_way_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("")
    with pytest.raises(FileExistsError):
        make_folder(tmp_path / "made")
