"""`exercise` on a small district."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Call, District
from tests.cli.district import DOCUMENTS, write_desk
from tests.cli.test_readiness import entries_of


def survey(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            status = os.stat(os.path.join(where, name))
            found[os.path.join(where, name)] = (status.st_size, status.st_mtime_ns)
    return found


def test_an_event_is_played_seen_and_recovered_from(call: Call, district: District, tmp_path: Path) -> None:
    vault, hosts = survey(district.repository), survey(district.root)
    scratch = tmp_path / "scratch"
    told = call("exercise", "--scratch", scratch, "--cap", "8M", "--seed", "1", "--json")

    assert told.status == 0, told.out + told.err
    assert set(told.summary["verdicts"].values()) == {"event"}
    assert told.summary["systems"] == ["Identity", "Records", "Payroll"]
    assert told.summary["identical"] == told.summary["files"] == 3 * DOCUMENTS + 2
    assert told.summary["struck"] > DOCUMENTS
    assert told.summary["last"] is None
    stages = [line["name"] for line in told.messages if line["message_type"] == "stage"]
    assert stages[-4:] == ["verdict", "plan", "first tier", "all systems"]
    assert 0 < told.summary["first_bell_s"] <= told.summary["all_s"]
    assert list(scratch.iterdir()) == []
    assert survey(district.root) == hosts
    assert {path: about for path, about in survey(district.repository).items() if "locks" not in path} == {
        path: about for path, about in vault.items() if "locks" not in path
    }


def test_each_stage_is_timed_against_the_last_exercise(call: Call, district: District) -> None:
    words = ("exercise", "--tier", "0", "--cap", "4M", "--seed", "5")
    assert call(*words).status == 0
    told = call(*words, "--json")
    shown = call(*words)

    assert told.status == 0
    assert len(entries_of(district, "drill.exercised")) == 3
    stages = {line["name"]: line for line in told.messages if line["message_type"] == "stage"}
    assert stages["verdict"]["last_s"] == told.summary["last"]["seconds"]["verdict"]
    assert "Before" in shown.out
    assert "last exercise" in shown.out


def test_what_is_kept_can_be_looked_at(call: Call, district: District, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    words = ("exercise", "--tier", "0", "--cap", "4M", "--seed", "3", "--scratch", scratch)
    assert call(*words, "--keep").status == 0
    assert call(*words).status == 0
    (kept,) = scratch.iterdir()
    (folder,) = kept.glob("firstbell-drill-*")
    told = call("snapshots", "-r", folder / "repository", "--password-file", folder / "password", "--json")

    assert told.status == 0
    assert "firstbell:exercise" in told.out


def test_an_exercise_without_anything_to_copy_is_refused(call: Call, district: District) -> None:
    told = call("exercise", "--cap", "1K", "--json")

    assert told.status == 1
    assert "--cap" in told.failure["hint"]
    assert call("exercise", "--systems", "Kitchen").status == 1


def test_a_system_that_is_left_out_does_not_pass_for_exercised(call: Call, district: District) -> None:
    more = '[[system]]\nname = "Doors"\ntier = 1\n[[system.parts]]\nhost = "dc01"\npaths = ["/no/such"]\n'
    write_desk(district.desk, district.repository, district.root, district.out, more=more)
    told = call("exercise", "--cap", "4M", "--json")
    without = call("exercise", "--cap", "4M", "--systems", "Records", "--json")

    assert told.status == 3
    assert told.summary["left_out"] == ["Doors"]
    assert "Doors was not exercised: " in told.err
    assert without.status == 0
    assert without.summary["left_out"] == []


@pytest.mark.parametrize("seed", ["0", "1", "2", "3", "4"])
def test_no_host_is_spared_by_chance_and_then_blamed(call: Call, district: District, seed: str) -> None:
    # a file of each system: without care a host of two files is spared now and then
    told = call("exercise", "--files", "1", "--tier", "0", "--cap", "4M", "--seed", seed, "--json")

    assert told.summary["struck"] == 1
    assert told.summary["spared"] == []


def test_an_exercise_that_fails_says_why_and_can_be_played_again(call: Call, district: District) -> None:
    words = ("exercise", "--files", "1", "--tier", "0", "--cap", "4M")
    told = call(*words, "--json")
    shown = call(*words, "--seed", str(told.summary["seed"]))

    # one file is too little for an event
    assert told.status == shown.status == 1
    assert "no host was judged an event" in shown.out
    assert f"--seed {told.summary['seed']}" in shown.out
