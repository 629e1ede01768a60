"""`examine` with its verb and its explanations, and what retention makes of a suspicion."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up, ids


@pytest.fixture
def suspect(call: Call, place: Path, school: Path) -> tuple[str, Path]:
    """The id of a suspect second snapshot, and one of its two damaged files."""
    back_up(call, school, "01")
    files = sorted((school / "room0").iterdir())[:2]
    for at, file in enumerate(files):
        file.write_bytes(random.Random(at).randbytes(file.stat().st_size))
    return back_up(call, school, "02"), files[0]


def test_options_stand_before_or_behind_snapshots(call: Call, suspect: tuple[str, Path]) -> None:
    hex_id, _ = suspect
    for arguments in ((hex_id, "--json"), ("--json", hex_id)):
        (told, _) = call("examine", *arguments).messages
        assert (told["snapshot_id"], told["verdict"]) == (hex_id, "suspect")
        damage = next(reason for reason in told["reasons"] if reason["code"] == "damage")
        assert damage["weight"] == 10.6
        assert damage["clean_if"]


def test_a_file_is_explained(call: Call, suspect: tuple[str, Path]) -> None:
    hex_id, file = suspect
    told = call("examine", "--explain", file, "--json").messages[0]
    assert (told["snapshot_id"], told["state"], told["code"]) == (hex_id, "damaged", "damaged.fell")
    assert told["new_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert told["old_sha256"] != told["new_sha256"]
    assert told["compared_with"]
    assert {sign["code"] for sign in told["signs"]} >= {"decodes", "decoded", "changed", "noise"}
    text = call("examine", "--explain", file).out
    assert told["old_sha256"] in text
    assert "would be clean if" in text


def test_the_version_of_a_named_snapshot_is_explained(call: Call, suspect: tuple[str, Path]) -> None:
    _, file = suspect
    oldest = next(m["id"] for m in call("snapshots", "--json").messages if m["message_type"] == "snapshot")
    told = call("examine", oldest, "--explain", file, "--json").messages[0]
    assert (told["state"], told["old_sha256"], told["compared_with"]) == ("intact", None, None)


def test_a_path_that_no_snapshot_holds_is_named(call: Call, suspect: tuple[str, Path]) -> None:
    told = call("examine", "--explain", "/nowhere", "--json")
    assert (told.status, "no snapshot holds a file /nowhere" in told.failure["message"]) == (1, True)


def test_a_ruling_makes_it_clean_or_an_event_and_is_undone(call: Call, suspect: tuple[str, Path]) -> None:
    hex_id, file = suspect
    assert call("examine").status == 0
    ruled = call("examine", "rule", hex_id[:8], "benign", "--why", "her own archive", "--json")
    assert (ruled.status, ruled.summary["verdict"]) == (0, "clean")
    assert ruled.messages[0]["reasons"][0]["code"] == "ruled.benign"
    assert call("versions", file, "--json").messages[0]["state"] == "intact"
    assert (
        call("examine", "rule", hex_id, "event", "--why", "it was not hers", "--json").summary["verdict"]
        == "event"
    )
    assert call("examine", "--all").status == 4
    undone = call("examine", "rule", "--undo", hex_id, "--why", "a drill", "--json")
    assert (undone.status, undone.summary["verdict"]) == (0, "suspect")
    assert call("versions", file, "--json").messages[0]["state"] == "damaged"


@pytest.mark.parametrize(
    "arguments",
    [
        ("benign",),
        ("--why", "x"),
        ("benign", "--undo", "--why", "x"),
        ("benign", "--why", " "),
        ("maybe", "--why", "x"),
    ],
)
def test_a_ruling_that_says_too_little_or_too_much_is_refused(
    call: Call, suspect: tuple[str, Path], arguments: tuple[str, ...]
) -> None:
    assert call("examine", "rule", suspect[0], *arguments).status == 2


def test_retention_holds_what_a_suspect_host_has_until_it_is_ruled_benign(
    call: Call, suspect: tuple[str, Path], school: Path
) -> None:
    hex_id, _ = suspect
    before = ids(call)
    told = call("forget", "--keep-last", "1", "--json")
    assert (told.status, told.summary["removed"]) == (0, [])
    assert f"snapshot {hex_id[:8]} of h is suspect" in told.summary["guard_reasons"].values()
    assert ids(call) == before
    assert call("examine", "rule", hex_id, "benign", "--why", "hers").status == 0
    assert call("forget", "--keep-last", "1").status == 0
    assert ids(call) == {hex_id}
