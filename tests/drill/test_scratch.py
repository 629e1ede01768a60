"""The one folder a drill works in: made, kept or taken away, also where the drill fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.drill.marker import NotMarkedError
from firstbell.drill.scratch import ScratchFolder, ScratchFolderError, find_parent, open_scratch


def test_a_scratch_folder_goes_when_the_drill_ends_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("stays")

    with open_scratch(tmp_path, keep=False) as scratch:
        (scratch.tree / "a.txt").write_text("x")
        scratch.password.write_text("secret")
        assert scratch.folder.path.parent == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_drill_that_fails_leaves_nothing_either(tmp_path: Path) -> None:
    def fail() -> None:
        with open_scratch(tmp_path, keep=False):
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_stays_and_can_be_struck_no_more(tmp_path: Path) -> None:
    with open_scratch(tmp_path, keep=True) as scratch:
        (scratch.tree / "a.txt").write_text("x")

    assert (scratch.tree / "a.txt").read_text() == "x"
    with pytest.raises(NotMarkedError):
        scratch.folder.check()


def test_everything_a_drill_writes_has_a_place_of_its_own_inside(tmp_path: Path) -> None:
    with open_scratch(tmp_path, keep=False) as scratch:
        places = [value for value in vars(scratch).values() if isinstance(value, Path)]

        assert len(set(places)) == len(places)
        assert all(place.is_relative_to(scratch.folder.path) for place in places)
        assert scratch.restored_tree == Path(f"{scratch.restored}{scratch.tree}")
        assert scratch.locate_seal_key("c1").is_relative_to(scratch.settings)
        assert not scratch.case.is_relative_to(scratch.settings)


def test_two_drills_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with open_scratch(tmp_path, keep=False) as one, open_scratch(tmp_path, keep=False) as other:
        assert one.folder.path != other.folder.path
        assert isinstance(one, ScratchFolder)


def test_a_folder_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    parent = find_parent(tmp_path / "none" / "deep")
    assert parent == tmp_path / "none" / "deep"
    assert parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("name", "why"), [("file", "File exists"), ("file/below", "Not a directory")])
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(ScratchFolderError, match=f"{tmp_path / name}: {why}") as caught:
        find_parent(tmp_path / name)

    assert "--scratch" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_where_none_is_named_it_is_the_systems_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert find_parent(None) == tmp_path
    assert find_parent(tmp_path) == tmp_path
