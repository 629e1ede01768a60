"""A few damaged files are no event; recovery gives them back all the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up


@pytest.fixture
def struck(call: Call, place: Path, school: Path) -> dict[str, bytes]:
    """Three texts of one folder are noise in the second snapshot; what a person would want back, by path."""
    back_up(call, school, "01")
    wanted = {str(file): file.read_bytes() for file in school.rglob("*.txt")}
    for at, file in enumerate(sorted((school / "room0").iterdir())[:3]):
        file.write_bytes(random.Random(at).randbytes(file.stat().st_size))
    (school / "room1" / "new.txt").write_text("written by a person on the second day\n")
    wanted[str(school / "room1" / "new.txt")] = b"written by a person on the second day\n"
    back_up(call, school, "02")
    return wanted


def test_the_damaged_files_come_back_and_the_rest_stays(
    call: Call, struck: dict[str, bytes], tmp_path: Path
) -> None:
    told = call("examine", "--json")
    assert (told.status, [m.get("verdict") for m in told.messages[:-1]]) == (0, ["clean", "suspect"])
    # no event, and yet something to look at
    listed = call("event", "list")
    assert listed.out == "There is no encryption event in the snapshots.\n"
    assert listed.err == "1 snapshot is suspect: `firstbell examine` tells why\n"
    assert call("recover", "compose", "--json").summary["files_from_earlier"] == 3
    assert call("recover", "run", "--target", tmp_path / "out").status == 0
    restored = {
        "/" + str(file.relative_to(tmp_path / "out")): file.read_bytes()
        for file in (tmp_path / "out").rglob("*.txt")
    }
    assert restored == struck


def test_the_clean_version_of_a_damaged_file_is_the_one_before(
    call: Call, struck: dict[str, bytes], school: Path
) -> None:
    path = sorted((school / "room0").iterdir())[0]
    versions = [m for m in call("versions", path, "--json").messages if m["message_type"] == "version"]
    assert [(m["state"], m["clean_version"]) for m in versions] == [("damaged", False), ("intact", True)]
