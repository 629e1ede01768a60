"""pin: what a pin names is kept by forget, prune and repair."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from firstbell.store import Kind, LocalStore
from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up, ids


@pytest.fixture(autouse=True)
def _own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))


def pin(call: Call, *snapshots: str) -> str:
    """The id of a new pin."""
    told = call("pin", "add", *snapshots, "--why", "evidence of the first day", "--json")
    assert told.status == 0, told.err
    hex_id: str = told.summary["id"]
    return hex_id


def test_what_a_pin_names_is_kept_until_the_pin_is_taken_off(call: Call, place: Path, tree: Path) -> None:
    first, second = back_up(call, tree, "01"), back_up(call, tree, "02")
    hex_id = pin(call, first[:8])
    told = call("forget", "--keep-last", "1", "--json")
    assert (told.status, told.summary["removed"], told.summary["kept_by_guard"]) == (0, [], [first])
    assert told.summary["guard_reasons"] == {first: f"pin {hex_id[:8]}: evidence of the first day"}
    assert call("forget", first).status == 0
    assert ids(call) == {first, second}
    assert call("pin", "remove", hex_id[:8], "--why", "released").status == 0
    assert call("forget", "--keep-last", "1", "--json").summary["removed"] == [first]


def test_a_pin_holds_through_a_change_of_tags(call: Call, place: Path, tree: Path) -> None:
    first = back_up(call, tree, "01")
    back_up(call, tree, "02")
    pin(call, first)
    (changed, _) = call("tag", "--add", "x", first, "--json").messages
    tagged = changed["new_snapshot_id"]
    assert call("forget", tagged, "--json").summary["kept_by_guard"] == [tagged]
    (changed, _) = call("tag", "--add", "y", tagged, "--json").messages
    pin(call, changed["new_snapshot_id"])
    (changed, _) = call("tag", "--add", "z", changed["new_snapshot_id"], "--json").messages
    assert call("forget", "--keep-last", "1", "--json").summary["kept_by_guard"] == [
        changed["new_snapshot_id"]
    ]


def test_pins_are_listed_with_what_they_hold_and_what_is_missing(call: Call, place: Path, tree: Path) -> None:
    assert call("pin", "list", "--json").summary == {"message_type": "summary", "pins": 0, "missing": []}
    first, second = back_up(call, tree, "01"), back_up(call, tree, "02")
    hex_id = pin(call, first, "latest")
    (place / "snapshots" / first).unlink()
    told = call("pin", "list", "--json")
    (message, summary) = told.messages
    assert (message["id"], message["why"]) == (hex_id, "evidence of the first day")
    assert {s["snapshot_id"]: s["missing"] for s in message["snapshots"]} == {first: True, second: False}
    assert summary["missing"] == [first]
    assert [word in call("pin", "list").out for word in ("missing", hex_id[:8], "evidence")] == [True] * 3


def test_prune_keeps_the_data_of_a_pinned_snapshot_that_another_program_removed(
    call: Call, place: Path, tree: Path
) -> None:
    large = tree / "large.bin"
    large.write_bytes(random.Random(1).randbytes(3_000_000))
    first = back_up(call, tree, "01")
    large.unlink()
    back_up(call, tree, "02")
    hex_id = pin(call, first)
    (place / "snapshots" / first).unlink()

    def stored() -> int:
        return sum(info.size_bytes for info in LocalStore(place).list(Kind.DATA))

    told = call("prune", "--max-unused", "0", "--json")
    assert told.status == 0
    assert f"snapshot {first[:8]} of h, pinned by {hex_id[:8]}, is no longer in the repository" in told.err
    assert stored() > 3_000_000
    assert call("prune", "--max-unused", "0", "--no-guards", "--yes", "--dry-run").status == 0
    assert stored() > 3_000_000
    assert call("pin", "remove", hex_id, "--why", "released").status == 0
    assert call("prune", "--max-unused", "0").status == 0
    assert stored() < 100_000


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("add", "latest"), 2, "--why"),
        (("add", "latest", "--why", " "), 2, "--why is empty"),
        (("add", "--why", "x"), 2, "SNAPSHOTS"),
        (("add", "ffff", "--why", "x"), 1, "no snapshot id begins with 'ffff'"),
        (("remove", "ffff", "--why", "x"), 1, "'ffff' is not the id of a pin"),
        (("remove", "ffff"), 2, "--why"),
    ],
)
def test_what_cannot_be_pinned_is_said(
    call: Call, place: Path, tree: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    back_up(call, tree, "01")
    answer = call("pin", *arguments)
    assert (answer.status, told in answer.err) == (status, True), answer.err
    assert call("pin", "list", "--json").summary["pins"] == 0
