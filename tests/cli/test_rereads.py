"""`backup --reread`: turns, everything, everything while on watch, and what examine makes of a find."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.cli.conftest import Call

_WORDS = ["roster", "bell", "bus", "door", "phone", "desk"]


@pytest.fixture
def school(tmp_path: Path) -> Path:
    root = tmp_path / "school"
    for number in range(60):
        folder = root / f"room{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        text = " ".join(random.Random(number).choices(_WORDS, k=300))
        (folder / f"{number:02}.txt").write_text(text)
    return root


def back_up(call: Call, school: Path, day: int, *more: str) -> dict[str, int]:
    month, date = 1 + (day - 1) // 28, 1 + (day - 1) % 28
    time = f"2023-{month:02}-{date:02} 20:00:00"
    told = call("backup", school, "--host", "school", "--time", time, "--ignore-ctime", *more, "--json")
    assert told.status == 0, told.err
    return told.summary


def strike(path: Path) -> None:
    before = path.stat()
    path.write_bytes(random.Random(5).randbytes(before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_strike_that_put_size_and_time_back_is_found_and_named(
    call: Call, place: Path, school: Path
) -> None:
    back_up(call, school, 1)
    struck = school / "room1" / "04.txt"
    strike(struck)
    assert back_up(call, school, 1)["files_changed"] == 0  # nothing can be seen
    day = next(day for day in range(2, 53) if back_up(call, school, day)["files_reread_changed"])
    *_, newest, _ = call("examine", "--json").messages
    assert (newest["verdict"], newest["files_damaged"]) == ("suspect", 1)
    assert {reason["code"] for reason in newest["reasons"]} >= {"damage", "damage.kept-time"}
    versions = call("versions", struck, "--host", "school", "--json").messages
    assert next(one["state"] for one in versions if one["message_type"] == "version") == "damaged"
    # the host is on watch now, so the next backup reads everything, unless a person knows better
    assert back_up(call, school, day + 1)["files_reread"] == 60
    ruled = call("examine", "rule", newest["snapshot_id"], "benign", "--why", "a test of ours", "--json")
    assert ruled.status == 0, ruled.err
    call("examine", "--json")
    assert back_up(call, school, day + 2)["files_reread"] < 20


def test_all_and_none_can_be_asked_for(call: Call, place: Path, school: Path) -> None:
    back_up(call, school, 1)
    strike(school / "room1" / "04.txt")
    assert back_up(call, school, 40, "--reread", "0")["files_reread"] == 0
    summary = back_up(call, school, 41, "--reread", "all")
    assert (summary["files_reread"], summary["files_reread_changed"]) == (60, 1)
    assert summary["files_unmodified"] == 59


@pytest.mark.parametrize("given", ["some", "-1", "101", "nan", ""])
def test_what_is_no_share_is_refused(call: Call, place: Path, school: Path, given: str) -> None:
    told = call("backup", school, "--reread", given, "--json")
    assert told.status == 2
    assert "neither a percentage" in told.err


def test_a_catalog_that_cannot_be_read_changes_nothing(
    call: Call, place: Path, school: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    back_up(call, school, 1, "--cache-dir", str(cache))
    call("examine", "--cache-dir", str(cache), "--json")
    (catalog,) = cache.rglob("catalog.sqlite")
    catalog.write_bytes(b"no catalog")
    assert back_up(call, school, 1, "--cache-dir", str(cache))["files_reread"] == 0
