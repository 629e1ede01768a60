"""Files that a command writes for a person onto a full disk: one clear line, and no part of a file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Call, Told, call, district, place, school, struck

__all__ = ["call", "district", "place", "school", "struck"]

# one page of memory: the name of a file fits, what stands in it does not
DISK = "4k"
OLD = b"as it was"


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem on which every byte is taken by a file."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "firstbell", disk], capture_output=True, text=True
    )
    if mounted.returncode != 0:
        reason = f"a small filesystem cannot be mounted here: {mounted.stderr.strip()}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason + "; run as root")
    try:
        (disk / "film").write_bytes(bytes(4096))
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def assert_told_and_nothing_left(told: Told, disk: Path, path: Path) -> None:
    """One line with the file and the cause; nothing lies on the disk but what filled it."""
    assert told.status == 1
    (problem, *hints) = told.err.splitlines()[-2:] if "hint:" in told.err else told.err.splitlines()[-1:]
    assert str(path) in problem
    assert "No space left on device" in problem
    assert all(line.startswith("hint: ") for line in hints)
    assert "internal error" not in told.err
    assert [one.name for one in disk.iterdir()] == ["film"]


def test_no_canary_is_planted_whose_list_cannot_be_kept(
    call: Call, place: Path, school: Path, full_disk: Path
) -> None:
    before = sorted(school.rglob("*"))
    path = full_disk / "canaries.json"
    told = call("canary", "plant", school, "--manifest", path)
    assert_told_and_nothing_left(told, full_disk, path)
    assert sorted(school.rglob("*")) == before


def test_a_list_of_canaries_that_is_there_is_not_written_over_and_none_is_planted(
    call: Call, place: Path, school: Path, tmp_path: Path
) -> None:
    path = tmp_path / "canaries.json"
    path.write_bytes(OLD)
    before = sorted(school.rglob("*"))
    told = call("canary", "plant", school, "--manifest", path)
    assert told.status == 1
    assert f"{path}: File exists" in told.err
    assert sorted(school.rglob("*")) == before
    assert path.read_bytes() == OLD


def test_where_a_canary_cannot_be_written_its_list_is_gone_again(
    call: Call, place: Path, full_disk: Path, tmp_path: Path
) -> None:
    folder = full_disk / "school"
    (full_disk / "film").unlink()
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
    (full_disk / "film").write_bytes(bytes(4096))
    told = call("canary", "plant", folder, "--manifest", tmp_path / "canaries.json")
    assert told.status == 1
    assert "No space left on device" in told.err
    assert not (tmp_path / "canaries.json").exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_desk_that_cannot_be_begun_leaves_no_half_of_its_file(call: Call, full_disk: Path) -> None:
    told = call("init", "--desk", full_disk / "desk")
    assert told.status == 1
    assert "No space left on device" in told.err
    assert not (full_disk / "desk" / "firstbell.toml").exists()
    # once there is room it is begun
    (full_disk / "film").unlink()
    subprocess.run(["mount", "-o", "remount,size=64k", full_disk], check=True)
    assert call("init", "--desk", full_disk / "desk").status == 0
    subprocess.run(["mount", "-o", "remount,size=64k", full_disk], check=True)


@pytest.mark.parametrize("is_old", [False, True])
def test_a_page_of_messages_is_written_whole_or_stays_the_old_one(
    call: Call, full_disk: Path, tmp_path: Path, is_old: bool
) -> None:
    (tmp_path / "message.eml").write_bytes(b"From: a@b.example\nSubject: Hi\n\nSee you on Monday.\n")
    path = full_disk / "page.html"
    if is_old:
        (full_disk / "film").unlink()
        path.write_bytes(OLD)
    told = call("message", "triage", tmp_path / "message.eml", "--html", path)
    assert told.status == 1
    assert "No space left on device" in told.err
    assert str(path) in told.err
    names = ["page.html"] if is_old else ["film"]
    assert [one.name for one in full_disk.iterdir()] == names
    assert not is_old or path.read_bytes() == OLD


def test_a_plan_that_does_not_fit_leaves_the_old_one_whole(
    call: Call, district: object, full_disk: Path
) -> None:
    path = full_disk / "plan.json"
    (full_disk / "film").unlink()
    path.write_bytes(OLD)
    told = call("recover", "plan", "--output", path)
    assert told.status == 2
    assert f"{path}: No space left on device" in told.err
    assert path.read_bytes() == OLD
    assert [one.name for one in full_disk.iterdir()] == ["plan.json"]


def test_nothing_is_rehearsed_where_it_does_not_fit(call: Call, district: object, full_disk: Path) -> None:
    told = call("rehearse", "--scratch", full_disk)

    assert told.status == 1
    assert f"{full_disk} has 0 bytes free, but up to" in told.err
    assert "hint: use a lower --cap, or another folder with --scratch" in told.err
    assert [one.name for one in full_disk.iterdir()] == ["film"]
