"""Canaries by the command line: planted, seen in snapshots, touched, taken up again."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Call, Told
from tests.cli.test_upkeep import back_up


def plant(call: Call, school: Path, *options: str) -> list[dict[str, str]]:
    told = call("canary", "plant", school, "--count", "4", *options, "--json")
    assert told.status == 0
    return [message for message in told.messages if message["message_type"] == "canary"]


def states(told: Told) -> list[str]:
    return [message["state"] for message in told.messages if message["message_type"] == "canary"]


def test_planted_canaries_are_new_documents_of_several_types_in_several_folders(
    call: Call, place: Path, school: Path
) -> None:
    before = {path: path.read_bytes() for path in school.rglob("*.txt")}
    canaries = plant(call, school)
    files = [Path(one["file"]) for one in canaries]
    assert len({file.suffix for file in files}) == 4
    assert len({file.parent for file in files}) > 2
    assert {path: path.read_bytes() for path in before} == before
    assert all(file.stat().st_size for file in files)


def test_canaries_that_stand_are_no_sign_and_a_touched_one_is_an_event(
    call: Call, place: Path, school: Path
) -> None:
    back_up(call, school, "01")
    canaries = plant(call, school, "--host", "h")
    assert states(call("canary", "list", "--json")) == ["not seen"] * 4
    back_up(call, school, "02")
    assert {message.get("verdict") for message in call("examine", "--json").messages[:-1]} == {"clean"}
    assert states(call("canary", "list", "--json")) == ["stands"] * 4
    file = Path(canaries[1]["file"])
    file.write_bytes(file.read_bytes() + b"more")
    back_up(call, school, "03")
    told = call("examine", "--json")
    assert (told.status, told.messages[0]["verdict"]) == (4, "event")
    assert told.messages[0]["reasons"][0]["code"] == "canary.touched"
    assert "touched" in states(call("canary", "list", "--host", "h", "--json"))


def test_a_canary_in_a_backup_by_a_relative_path_is_known_where_it_stands(
    call: Call, place: Path, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(school)

    def back_up_inside(day: str) -> None:
        assert call("backup", ".", "--host", "h", "--time", f"2024-01-{day} 02:00:00").status == 0

    back_up_inside("01")
    canaries = plant(call, school, "--host", "h")
    back_up_inside("02")
    assert states(call("canary", "list", "--json")) == ["stands"] * 4
    Path(canaries[1]["file"]).unlink()
    back_up_inside("03")
    told = call("examine", "--json")
    assert told.status == 4
    assert told.messages[-2]["reasons"][0]["code"] == "canary.touched"
    assert "gone" in states(call("canary", "list", "--host", "h", "--json"))


def test_canaries_of_another_host_are_not_asked(call: Call, place: Path, school: Path) -> None:
    canaries = plant(call, school, "--host", "another")
    back_up(call, school, "01")
    Path(canaries[0]["file"]).unlink()
    back_up(call, school, "02")
    assert call("examine").status == 0


def test_taken_up_canaries_are_removed_and_nothing_is_made_of_it(
    call: Call, place: Path, school: Path
) -> None:
    canaries = plant(call, school)
    assert {one["host"] for one in canaries} == {socket.gethostname()}
    call("backup", school)
    Path(canaries[0]["file"]).write_text("somebody wrote over it")
    told = call("canary", "remove", "--all", "--why", "the share moves", "--json")
    assert sorted(states(told)) == ["left", "removed", "removed", "removed"]
    assert not Path(canaries[1]["file"]).exists()
    call("backup", school)  # with the clock's time, which is after they were taken up
    assert call("examine").status == 0
    assert call("canary", "list", "--json").summary["canaries"] == 0


def test_a_manifest_stands_in_for_the_ledger_until_it_is_recorded(
    call: Call, place: Path, school: Path, tmp_path: Path
) -> None:
    manifest = tmp_path / "canaries.json"
    plant(call, school, "--manifest", str(manifest), "--as", "/data/school", "--host", "nas")
    assert call("canary", "list", "--json").summary["canaries"] == 0
    assert call("canary", "record", manifest).status == 0
    listed = call("canary", "list", "--json").messages[:-1]
    assert {one["host"] for one in listed} == {"nas"}
    assert all(one["path"].startswith("/data/school/") for one in listed)
    assert call("canary", "plant", school, "--manifest", manifest).status == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', json.dumps({"version": 1, "host": "a", "canaries": []})]
)
def test_a_manifest_that_is_none_is_named(call: Call, place: Path, tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "wrong.json"
    manifest.write_text(text)
    told = call("canary", "record", manifest, "--json")
    assert told.status == 2
    assert "wrong.json" in told.failure["message"]


def test_wrong_uses_are_named(call: Call, place: Path, school: Path) -> None:
    assert call("canary", "plant", school / "nowhere").status == 2
    assert call("canary", "remove", "--why", "x").status == 2
    told = call("canary", "remove", "/nothing", "--why", "x", "--json")
    assert (told.status, "no canary stands there" in told.failure["message"]) == (1, True)


def test_where_one_canary_cannot_be_written_none_stays(
    call: Call, place: Path, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(school.rglob("*"))
    calls = []

    def fail_late(*arguments: object, **named: object) -> None:
        calls.append(arguments)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("firstbell.cli.canary_files.os.utime", fail_late)
    assert call("canary", "plant", school).status == 1
    assert set(school.rglob("*")) == before
    assert call("canary", "list", "--json").summary["canaries"] == 0
