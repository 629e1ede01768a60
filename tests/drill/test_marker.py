"""The strike cannot be pointed at anything the drill did not make."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.drill.marker import MARKER_NAME, MarkedFolder, NotMarkedError
from firstbell.drill.strike import StrikePlan, strike_folder

PLAN = StrikePlan(at_ns=0, share=1.0, spared_folders=0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[MarkedFolder]:
    made = MarkedFolder.make(tmp_path)
    yield made
    made.close()


def strike(folder: MarkedFolder) -> None:
    strike_folder(folder, PLAN, random.Random(1))


def fill(tree: Path) -> Path:
    tree.mkdir(parents=True, exist_ok=True)
    (tree / "a.txt").write_text("First bell is at a quarter past eight.\n" * 10)
    return tree


def test_a_new_folder_passes_and_is_new_and_empty(folder: MarkedFolder, tmp_path: Path) -> None:
    folder.check()
    assert folder.path.parent == tmp_path
    assert list(folder.tree.iterdir()) == []


def test_a_marked_folder_cannot_be_constructed() -> None:
    with pytest.raises(NotMarkedError):
        MarkedFolder()


def test_a_path_is_not_a_marked_folder(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        MarkedFolder(tmp_path)  # type: ignore[call-arg]


def test_an_object_made_behind_the_back_is_refused(folder: MarkedFolder, tmp_path: Path) -> None:
    victim = fill(tmp_path / "victim" / "live")
    forged = object.__new__(MarkedFolder)
    forged.__dict__.update(folder.__dict__, path=victim.parent)
    with pytest.raises(NotMarkedError, match=r"did not come from MarkedFolder\.make"):
        strike(forged)
    assert (victim / "a.txt").read_text().startswith("First bell")


def test_a_copied_marker_does_not_make_another_folder_ours(folder: MarkedFolder, tmp_path: Path) -> None:
    victim = fill(tmp_path / "victim" / "live")
    shutil.copy(folder.path / MARKER_NAME, victim.parent)
    folder.path = victim.parent
    with pytest.raises(NotMarkedError, match="another folder stands in its place"):
        strike(folder)
    assert (victim / "a.txt").read_text().startswith("First bell")


def test_a_folder_swapped_for_a_link_is_refused(folder: MarkedFolder, tmp_path: Path) -> None:
    victim = fill(tmp_path / "victim" / "live")
    folder.path.rename(tmp_path / "moved")
    folder.path.symlink_to(victim.parent)
    with pytest.raises(NotMarkedError, match="another folder"):
        strike(folder)
    assert (victim / "a.txt").read_text().startswith("First bell")


def test_a_tree_swapped_for_a_link_is_refused(folder: MarkedFolder, tmp_path: Path) -> None:
    victim = fill(tmp_path / "victim")
    folder.tree.rmdir()
    folder.tree.symlink_to(victim)
    with pytest.raises(NotMarkedError, match="its tree is a link"):
        strike(folder)
    assert (victim / "a.txt").read_text().startswith("First bell")


@pytest.mark.parametrize("content", [b"", b"firstbell", b"x" * 500])
def test_a_forged_marker_is_refused(folder: MarkedFolder, content: bytes) -> None:
    fill(folder.tree)
    (folder.path / MARKER_NAME).write_bytes(content)
    with pytest.raises(NotMarkedError, match="token"):
        strike(folder)
    assert (folder.tree / "a.txt").read_text().startswith("First bell")


def test_a_marker_of_another_drill_is_refused(folder: MarkedFolder, tmp_path: Path) -> None:
    other = MarkedFolder.make(tmp_path)
    shutil.copy(other.path / MARKER_NAME, folder.path / MARKER_NAME)
    other.close()
    with pytest.raises(NotMarkedError, match="token"):
        strike(folder)


def test_a_missing_marker_and_a_linked_marker_are_refused(folder: MarkedFolder) -> None:
    marker = folder.path / MARKER_NAME
    marker.rename(folder.path / "elsewhere")
    with pytest.raises(NotMarkedError, match="cannot be read"):
        strike(folder)
    marker.symlink_to("elsewhere")
    with pytest.raises(NotMarkedError, match="cannot be read"):
        strike(folder)


def test_a_closed_folder_is_refused(folder: MarkedFolder) -> None:
    folder.close()
    folder.close()
    with pytest.raises(NotMarkedError):
        strike(folder)
