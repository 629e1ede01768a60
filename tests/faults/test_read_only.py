"""Records where nothing can be written: what can be read is shown, the rest says why not."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Call, District, call, district, struck

__all__ = ["call", "district", "struck"]

HINT = "hint: check who owns it, or run the command as a user who may"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], object]]]:
    """A filesystem, and what makes it read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4m", "firstbell", str(place)]
    mounted = subprocess.run(words, capture_output=True, text=True)
    if mounted.returncode != 0:
        if os.environ.get("CI"):
            pytest.fail(mounted.stderr)
        pytest.skip("a small filesystem cannot be mounted here; run as root")
    try:
        yield place, lambda: subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["impact", "people"], "has been scanned yet"),
        (["impact", "review", "list"], "has been scanned yet"),
        (["notice", "status"], "no notices are planned yet"),
    ],
)
def test_a_case_without_a_scan_says_so_where_nothing_can_be_written(
    call: Call, disk: tuple[Path, Callable[[], object]], words: list[str], said: str
) -> None:
    case, lock = disk[0] / "case", disk[1]
    assert call("case", "open", case, "--name", "Lakeside").status == 0
    lock()
    told = call(*words, "--case", case)

    assert told.status == 1
    assert said in told.err
    assert "Read-only" not in told.err


def test_what_a_case_cannot_take_is_said_with_what_to_do(
    call: Call, disk: tuple[Path, Callable[[], object]]
) -> None:
    case, lock = disk[0] / "case", disk[1]
    assert call("case", "open", case, "--name", "Lakeside").status == 0
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    lock()
    told = call("case", "fact", "way_in", "mail", "--status", "believed", "--case", case)

    assert told.status == 1
    assert "Read-only file system" in told.err
    assert HINT in told.err
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before


def test_the_heads_of_a_desk_that_takes_nothing_are_shown(
    call: Call, district: District, disk: tuple[Path, Callable[[], object]]
) -> None:
    assert call("rehearse", "--files", "1", "--tier", "0").status == 0
    desk = disk[0] / "desk"
    shutil.copytree(district.desk, desk)
    disk[1]()
    told = call("desk", "head", "--desk", desk)

    assert told.status == 0
    assert "Firstbell ledger head" in told.out
    assert "warning: the desk keeps no copy of this head: " in told.err
    kept = call("desk", "head")
    assert kept.out == told.out
    assert kept.err == ""
