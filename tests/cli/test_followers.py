"""Content of which nothing says that it is whole, right after damage: held, and released by a person."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up


def strike_in_place(root: Path) -> None:
    """Random bytes in place of every text, and a note in each folder. Only below the test's own folder."""
    for at, file in enumerate(sorted(root.rglob("*.txt"))):
        file.write_bytes(random.Random(at).randbytes(file.stat().st_size))
    for folder in root.iterdir():
        (folder / "READ_ME_NOW.txt").write_text(
            "All your files are encrypted. Pay bitcoin to restore them. Contact: abcdefghij234567.onion\n"
        )


def test_what_followed_on_damage_is_held_until_a_person_releases_it(
    call: Call, place: Path, school: Path
) -> None:
    back_up(call, school, "01")
    one, other = sorted(school.rglob("*.txt"))[:2]
    strike_in_place(school)
    back_up(call, school, "02")
    one.write_bytes(b"\x07\x01\x99ab\xff\xfe")
    other.write_text("Minutes of the meeting, written again by Ana.\n" * 30)
    newest = back_up(call, school, "03")

    told = call("recover", "compose", "--dry-run", "--json").summary
    assert told["boundary"] is None
    assert [path["path"] for path in told["held_after_boundary_paths"]] == [str(one)]
    assert told["held_after_boundary"] == 1
    versions = call("versions", one, "--json").messages
    assert [line["clean_version"] for line in versions if line["message_type"] == "version"] == [
        False,
        False,
        True,
    ]
    clean = [line for line in call("versions", other, "--json").messages if line.get("clean_version")]
    assert [line["snapshot_id"] for line in clean] == [newest]

    assert call("recover", "release", one, "--why", "Ana wrote it").status == 0
    told = call("recover", "compose", "--dry-run", "--json").summary
    assert told["held_after_boundary"] == 0
    clean = [line for line in call("versions", one, "--json").messages if line.get("clean_version")]
    assert [line["snapshot_id"] for line in clean] == [newest]


def follow_damage(call: Call, school: Path, *, backed_up: Path) -> Path:
    """A file of a few bytes that came right after damage, which is held back; its path on the machine."""
    back_up(call, backed_up, "01")
    one = min(school.rglob("*.txt"))
    strike_in_place(school)
    back_up(call, backed_up, "02")
    one.write_bytes(b"\x07\x01\x99ab\xff\xfe")
    back_up(call, backed_up, "03")
    return one


@pytest.mark.parametrize("above", [0, 1])
def test_a_file_is_released_by_its_whole_path_where_a_relative_one_was_backed_up(
    call: Call, place: Path, school: Path, monkeypatch: pytest.MonkeyPatch, above: int
) -> None:
    folder = (school, *school.parents)[above]
    monkeypatch.chdir(folder)
    one = follow_damage(call, school, backed_up=school.relative_to(folder))
    inside = "/" + str(one.relative_to(folder))

    told = call("recover", "release", one, "--why", "Ana wrote it")

    assert told.status == 0, told.err
    assert f"the snapshots call {one} {inside}" in told.err
    assert inside in told.out
    assert call("recover", "compose", "--dry-run", "--json").summary["held_after_boundary"] == 0


def test_a_file_that_two_names_may_mean_is_not_released(
    call: Call, place: Path, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(school)
    one = min(school.rglob("*.txt"))
    inside = one.relative_to(school)
    other = school / school.name / inside
    other.parent.mkdir(parents=True)
    other.write_text("the minutes of the board\n")
    back_up(call, Path("."), "01")

    told = call("recover", "release", one, "--why", "Ana wrote it", "--json")

    assert told.failure["code"] == 2
    assert f"/{inside}" in told.failure["message"]
    assert f"/{school.name}/{inside}" in told.failure["message"]


def test_a_release_of_what_no_snapshot_holds_is_refused(
    call: Call, place: Path, school: Path, tmp_path: Path
) -> None:
    back_up(call, school, "01")

    told = call("recover", "release", tmp_path / "elsewhere.docx", "--why", "Ana wrote it", "--json")

    assert told.status != 0
    assert "elsewhere.docx" in told.failure["message"]
    assert "no file" in told.failure["message"]


def test_a_folder_is_released_by_its_whole_path_and_nothing_beside_it(
    call: Call, place: Path, school: Path
) -> None:
    one = follow_damage(call, school, backed_up=school)

    told = call("recover", "release", one.parent, "--why", "Ana wrote it", "--json")

    assert told.summary["patterns"] == [str(one.parent)]
    told = call("recover", "release", school, "--why", "Ana wrote it", "--json")
    assert told.summary["patterns"] == [str(school)]
