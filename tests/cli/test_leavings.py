"""What an intruder leaves is not brought back, and what people did after a strike is not undone."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
import pyzipper

from tests.cli.conftest import Call
from tests.cli.office import Office, desk, office, recover

__all__ = ["desk", "office"]
pytestmark = pytest.mark.usefixtures("place", "desk")


def lock(files: list[Path]) -> bytes:
    """An encrypted zip of these files."""
    data = io.BytesIO()
    with pyzipper.AESZipFile(data, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"only the intruder knows")
        for path in files:
            archive.write(path, path.name)
    return data.getvalue()


def strike(office: Office, paths: list[Path]) -> None:
    """Random bytes over files that the test made, under another name."""
    for path in paths:
        path.write_bytes(random.Random(str(path)).randbytes(6000))
        path.rename(path.with_name(path.name + ".lckd"))


def test_locked_archives_tools_and_notes_are_left_out_and_listed(
    office: Office, call: Call, tmp_path: Path
) -> None:
    files = office.list_struck()
    left = {
        office.root / "staff" / "all.zip": lock(files[:8]),
        office.root / "staff" / "helper.ps1": b"Get-Process | Stop-Process\n" * 9,
    }
    for path in files[:8]:
        path.unlink()
    strike(office, files[8:])
    for path, content in left.items():
        path.write_bytes(content)
    office.back_up()

    counts, _ = recover(office, tmp_path / "out")
    told = call("recover", "compose", "--dry-run", "--json").summary

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    listed = {one["path"]: one["reason"] for one in told["left_out_paths"]}
    assert {str(path) for path in left} <= listed.keys()
    assert "locked archive" in listed[str(office.root / "staff" / "all.zip")]
    assert told["files_without_clean_version"] == 0


def test_a_released_archive_stays(office: Office, call: Call, tmp_path: Path) -> None:
    files = office.list_struck()
    mine = office.root / "students" / "mine.zip"
    content = lock(files[:2])
    for path in files[:8]:
        path.unlink()
    strike(office, files[8:])
    mine.write_bytes(content)
    office.back_up()
    assert call("recover", "release", str(mine), "--why", "Ana made it for the county").status == 0

    recover(office, tmp_path / "out")

    assert (tmp_path / "out" / mine.relative_to("/")).read_bytes() == content


def test_programs_in_folders_of_programs_stay(office: Office, tmp_path: Path) -> None:
    office.day = 6
    program = office.root / "app" / "one.ps1"
    program.parent.mkdir()
    program.write_bytes(b"Write-Output one\n" * 9)
    office.back_up()
    strike(office, office.list_struck())
    update = office.root / "app" / "two.ps1"
    update.write_bytes(b"Write-Output two\n" * 9)
    office.back_up()

    recover(office, tmp_path / "out")

    assert (tmp_path / "out" / update.relative_to("/")).exists()


def test_what_people_deleted_after_the_strike_stays_deleted(
    office: Office, call: Call, tmp_path: Path
) -> None:
    files = office.list_struck()
    strike(office, files[:12])
    office.back_up()
    gone = files[20]
    gone.unlink()
    del office.texts[str(gone.relative_to(office.root))]
    strike(office, files[12:18])
    office.back_up()

    counts, _ = recover(office, tmp_path / "out")

    assert counts == {"right": 23, "wrong": 0, "missing": 0, "strange": 0}
