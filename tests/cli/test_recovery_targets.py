"""Targets that are full, read-only, restored twice; a run that is looked at from another terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock
from firstbell.runs.execution import folder
from firstbell.runs.plans.plan import load_plan
from tests.cli.conftest import Call, District
from tests.cli.district import DOCUMENTS, write_desk
from tests.cli.test_recovery_run import list_files, make_plan, systems_of, with_desk

FILM_BYTES = 12 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of 8 MB, and where the systems' targets lie."""
    place = tmp_path / "out"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "firstbell", str(place)]
    mounted = subprocess.run(words, capture_output=True, text=True)
    if mounted.returncode != 0:
        if os.environ.get("CI"):
            pytest.fail(mounted.stderr)
        pytest.skip("a small filesystem cannot be mounted here; run as root")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_target_stops_its_system_and_goes_on_once_there_is_room(
    call: Call, district: District, disk: Path, tmp_path: Path
) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for at in range(6):
        (films / f"{at}.raw").write_bytes(os.urandom(FILM_BYTES // 6))
    assert call("backup", "-r", district.repository, films, "-H", "dc01").status == 0
    # after the others: while it fills the disk, nothing else of this disk could be written
    more = f'[[system]]\nname = "Films"\ntier = 2\ntarget = "{disk / "films"}"\n'
    more += 'depends_on = ["Identity", "Records", "Payroll"]\n'
    more += f'[[system.parts]]\nhost = "dc01"\npaths = ["{films}"]\n'
    write_desk(district.desk, district.repository, district.root, disk, more=more)
    plan = make_plan(call, district, status=3)
    planned = json.loads(plan.read_text())
    assert next(one for one in planned["systems"] if one["name"] == "Films")["fits"] is False
    replanned = call("recover", "plan", "-n")
    assert replanned.status == 3
    assert "warning: not enough room where these systems go: " in replanned.err
    assert f"note: Films: {disk / 'films'} has not enough room for what goes there: " in replanned.out
    told = call("recover", "run", plan, "--json")

    assert told.status == 1
    assert told.summary["failed"] == ["Films"]
    assert set(told.summary["verified"]) == {"Identity", "Records", "Payroll"}
    failure = next(line for line in told.messages if line["message_type"] == "failure")
    assert "No space left" in failure["reason"]
    assert "continues where it stopped" in failure["hint"]
    assert all(len(data) == FILM_BYTES // 6 for data in list_files(disk / "films").values())
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    standing = {path: path.stat().st_ino for path in (disk / "films").rglob("*.raw")}
    again = call("recover", "run", plan, "--json")
    assert again.status == 0, again.err
    assert len(list_files(disk / "films")) == 6
    assert {path: path.stat().st_ino for path in standing} == standing


def test_a_read_only_target_is_said_and_the_others_go_on(call: Call, district: District, disk: Path) -> None:
    with_desk(district, "Identity", f'before = ["mount -o remount,ro {disk}"]')
    plan = make_plan(call, district, "--tier", "0")
    told = call("recover", "run", plan, "--json")

    assert told.status == 1
    failure = next(line for line in told.messages if line["message_type"] == "failure")
    assert "cannot write to the target" in failure["reason"]
    assert "Read-only" in failure["reason"]


def test_in_place_no_two_hosts_are_laid_over_each_other(call: Call, district: District) -> None:
    root = district.root / "identity"
    assert call("backup", "-r", district.repository, root, "-H", "sis01").status == 0
    more = '[[system]]\nname = "Other"\ntier = 1\n'
    more += f'[[system.parts]]\nhost = "sis01"\npaths = ["{root / "a"}"]\n'
    write_desk(district.desk, district.repository, district.root, district.out, more=more)
    plan = make_plan(call, district)
    told = call("recover", "run", plan, "--in-place", "--yes", "--json")

    assert told.status == 1
    assert "restored twice" in told.failure["message"]
    assert "dc01" in told.failure["message"]


def test_another_terminal_sees_how_far_a_run_is(call: Call, district: District, tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    program = f"{sys.executable} -m firstbell.cli.main recover status --json > {seen}"
    with_desk(district, "Identity", f'after = ["{program}"]')
    plan = make_plan(call, district)

    assert call("recover", "run", plan).status == 0
    lines = [json.loads(line) for line in seen.read_text().splitlines()]
    states = {line["name"]: line["state"] for line in lines if line["message_type"] == "system"}
    assert states == {"Identity": "running", "Records": "pending", "Payroll": "pending"}
    assert lines[-1]["running"] is True
    assert lines[-1]["first_bell_s"] is None
    after = call("recover", "status", plan, "--json")
    assert systems_of(after)["Identity"]["files"] == DOCUMENTS
    assert after.summary["first_bell_s"] > 0


def test_a_second_run_of_the_same_plan_is_refused_while_the_first_goes_on(
    call: Call, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_WAIT_S", 0.1)
    path = make_plan(call, district, "--tier", "0")
    with folder.RunFolder.of_plan(district.desk, load_plan(path), SystemClock()).hold():
        told = call("recover", "run", path, "--json")

    assert told.status == 1
    assert "somebody is already running this plan" in told.failure["message"]
    assert call("recover", "run", path).status == 0


@pytest.mark.parametrize("named", ['tags = ["night"]', 'paths = ["{root}"]', 'paths = ["{root}/staff"]'])
def test_a_host_that_was_backed_up_by_a_relative_path_is_planned_and_never_laid_over_what_stands(
    call: Call, district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    root = tmp_path / "relative"
    (root / "staff").mkdir(parents=True)
    (root / "staff" / "letter.txt").write_text("a letter\n")
    monkeypatch.chdir(root)
    assert call("backup", "-r", district.repository, ".", "-H", "alone", "--tag", "night").status == 0
    more = '[[host]]\nname = "alone"\nrepository = "all"\n'
    more += f'[[system]]\nname = "Alone"\ntier = 0\ntarget = "{tmp_path / "to"}"\n'
    more += f'[[system.parts]]\nhost = "alone"\n{named.format(root=root)}\n'
    write_desk(district.desk, district.repository, district.root, tmp_path / "out", more=more)
    plan = make_plan(call, district)
    (alone,) = (one for one in json.loads(plan.read_text())["systems"] if one["name"] == "Alone")
    assert (alone["missing"], alone["files"]) == ([], 1)

    told = call("recover", "run", plan, "--systems", "Alone", "--json")
    assert told.status == 0, told.err
    assert list_files(tmp_path / "to")
    told = call("recover", "run", plan, "--systems", "Alone", "--in-place", "--yes", "--json")
    assert told.status == 1, told.err
    assert "do not say where" in told.err
