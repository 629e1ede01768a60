"""forget and the times at which snapshots came: from a file, and from what the desk saw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.ledger import Ledger, LedgerError, SignerKeyFile
from firstbell.ledger.sightings import SeenSnapshot, note_sightings
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.conftest import PASSWORD, Call
from tests.cli.test_upkeep import back_up, ids

LIFTED = ("--no-guards", "--yes")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that saw nothing yet."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    return tmp_path / "desk"


def write_arrivals(path: Path, received: dict[str, str]) -> Path:
    lines = [json.dumps({"snapshot_id": hex_id, "received": time}) for hex_id, time in received.items()]
    path.write_text("\n".join(lines))
    return path


def test_a_file_of_arrivals_unmasks_an_invented_time(
    call: Call, place: Path, tree: Path, tmp_path: Path
) -> None:
    real, planted = back_up(call, tree, "01"), back_up(call, tree, "02")
    path = write_arrivals(
        tmp_path / "arrivals", {real: "2023-02-01T06:05:00Z", planted: "2023-02-20T06:05:00Z"}
    )
    by_own = call("forget", "--keep-last", "1", "--dry-run", "--json", *LIFTED).summary
    assert by_own["removed"] == [real]

    told = call("forget", "--keep-last", "1", "--arrivals", path, "--json", *LIFTED)
    assert (told.status, told.summary["removed"]) == (0, [])
    (change,) = told.messages[0]["changed_by_arrivals"]
    assert (change["snapshot_id"], change["is_kept"]) == (real, True)
    assert change["received"] == "2023-02-01T06:05:00Z"
    text = call("forget", "--keep-last", "1", "--arrivals", path, "--dry-run", *LIFTED).out
    assert f"{real[:8]} is kept; by the snapshots' own times it would be removed" in text
    assert "apart: came at 2023-02-20 06:05:00 +00:00" in text


def test_where_arrivals_change_nothing_nothing_is_said_of_them(
    call: Call, place: Path, tree: Path, tmp_path: Path
) -> None:
    real, second = back_up(call, tree, "01"), back_up(call, tree, "02")
    path = write_arrivals(
        tmp_path / "arrivals", {real: "2023-02-01T06:05:00Z", second: "2023-02-02T06:05:00Z"}
    )
    told = call("forget", "--keep-last", "1", "--arrivals", path, "--json", *LIFTED)
    assert (told.summary["removed"], told.messages[0]["changed_by_arrivals"]) == ([real], [])


def test_what_came_after_the_desk_looked_takes_no_place_by_a_time_before(
    call: Call, place: Path, tree: Path
) -> None:
    real = [back_up(call, tree, day) for day in ("01", "02", "03")]
    call("forget", "--keep-daily", "3", *LIFTED)
    planted = [
        call("backup", tree, "--host", "h", "--time", f"2023-02-0{day} 23:00:00", "--json").messages[-1]
        for day in (1, 2, 3)
    ]
    told = call("forget", "--keep-daily", "3", "--json", *LIFTED)
    assert told.summary["removed"] == []
    assert {change["snapshot_id"] for change in told.messages[0]["changed_by_arrivals"]} == set(real)
    removed = call("forget", "--keep-daily", "1", "--json", *LIFTED).summary["removed"]
    assert set(removed) == {*real[:2], *(summary["snapshot_id"] for summary in planted[:2])}


def test_a_dry_run_notes_nothing_it_sees_by_policy(call: Call, place: Path, tree: Path, desk: Path) -> None:
    """But it looks: what came before it is known to have been there."""
    back_up(call, tree, "01")
    call("forget", "--keep-daily", "1", "--dry-run")
    (ledger,) = desk.rglob("ledger")
    assert [entry.kind for entry in Ledger(ledger).read()] == ["key", "snapshots.seen"]


def test_examining_is_a_look_too(call: Call, place: Path, tree: Path, desk: Path) -> None:
    hex_id = back_up(call, tree, "01")
    assert call("examine").status == 0
    (ledger,) = desk.rglob("ledger")
    _, entry = Ledger(ledger).read()
    assert list(entry.body["snapshots"]) == [hex_id]


def test_a_desk_that_cannot_be_written_is_warned_of_and_the_policy_holds(
    call: Call, place: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LedgerError("ledger: Read-only file system")

    monkeypatch.setattr(Ledger, "append_many", refuse)
    first, second = back_up(call, tree, "01"), back_up(call, tree, "02")
    told = call("forget", "--keep-last", "1", "--json", *LIFTED)
    assert (told.status, told.summary["removed"]) == (0, [first])
    assert "Read-only file system; the times at which snapshots arrived were not recorded" in told.err
    assert ids(call) == {second}


def test_a_desk_that_cannot_be_read_may_hold_pins_and_stops_everything(
    call: Call, place: Path, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "file"))
    both = {back_up(call, tree, "01"), back_up(call, tree, "02")}
    assert call("forget", "--keep-last", "1").status == 1
    assert call("prune").status == 1
    assert ids(call) == both


def test_nightly_backups_that_the_desk_sees_each_night_are_ruled_on_as_ever(
    call: Call, place: Path, tree: Path, desk: Path
) -> None:
    repository = Repository.open(LocalStore(place), PASSWORD)
    clock = FixedClock(parse_time("2023-02-01T07:00:00Z"))
    there: dict[str, SeenSnapshot] = {}
    for day in range(1, 8):
        there[back_up(call, tree, f"{day:02}")] = SeenSnapshot(f"2023-02-{day:02}T06:00:00Z")
        ledger = Ledger(desk / repository.hex_id / "ledger", clock, SignerKeyFile(desk / "desk.key"))
        note_sightings(ledger, there, clock)
        clock.advance(86_400)
    told = call("forget", "--keep-daily", "3", "--json", *LIFTED)
    assert set(told.summary["removed"]) == set(list(there)[:4])
    assert told.messages[0]["changed_by_arrivals"] == []


def test_the_newest_clean_snapshot_is_not_one_with_an_invented_time(
    call: Call, place: Path, school: Path, tmp_path: Path
) -> None:
    real = back_up(call, school, "01")
    planted = back_up(call, school, "05")
    path = write_arrivals(
        tmp_path / "arrivals", {real: "2023-02-01T06:05:00Z", planted: "2023-02-20T06:05:00Z"}
    )
    told = call("forget", "--host", "h", "--unsafe-allow-remove-all", "--arrivals", path, "--json")
    assert (told.summary["kept_by_guard"], told.summary["removed"]) == ([real], [planted])


def test_a_file_of_arrivals_that_is_none_is_a_usage_error_and_nothing_goes(
    call: Call, place: Path, tree: Path, tmp_path: Path
) -> None:
    only = back_up(call, tree, "01")
    told = call("forget", only, "--arrivals", tmp_path / "none", "--json")
    assert (told.status, "none: No such file" in told.failure["message"]) == (2, True)
    (tmp_path / "arrivals").write_text("{}")
    told = call("forget", only, "--arrivals", tmp_path / "arrivals", "--json")
    assert (told.status, "line 1" in told.failure["message"]) == (2, True)
    assert ids(call) == {only}
