"""What commands say where there is nothing, and where what a person names is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up


@pytest.fixture(autouse=True)
def _own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("event list", "There is no encryption event in the snapshots.\n"),
        ("pin list", "No snapshot is pinned.\n"),
        ("canary list", "No canary is planted. `firstbell canary plant DIR` plants some.\n"),
        (
            "console people",
            "Nobody may sign in yet. `firstbell console invite NAME --role ROLE` makes a link.\n",
        ),
    ],
)
def test_a_list_without_entries_says_so_in_a_sentence(
    call: Call, place: Path, tree: Path, words: str, told: str
) -> None:
    back_up(call, tree, "01")

    found = call(*words.split())

    assert (found.status, found.out) == (0, told)


def test_a_folder_that_a_snapshot_does_not_hold_is_named(call: Call, place: Path, tree: Path) -> None:
    (snapshot,) = (back_up(call, tree, "01"),)

    told = call("ls", "latest", "/no/such/folder")

    assert (told.status, told.out) == (0, "")
    assert (
        f"snapshot {snapshot[:8]} holds nothing at /no/such/folder; `firstbell ls {snapshot[:8]}` shows"
        in told.err
    )
    assert "holds nothing" not in call("ls", "latest", str(tree)).err


def test_a_password_file_that_is_not_there_is_told_once_and_in_words(
    call: Call, place: Path, tmp_path: Path
) -> None:
    missing, garbled, empty = (tmp_path / name for name in ("missing", "garbled", "empty"))
    empty.write_text("\n")
    garbled.write_bytes(b"\xff\xfe\x00p")

    told = call("-p", missing, "snapshots")

    assert told.err.splitlines()[0] == f"firstbell: password file {missing}: No such file or directory"
    assert "--password-file" in told.err.splitlines()[1]
    assert f"password file {garbled}: it is not a text in UTF-8" in call("-p", garbled, "snapshots").err
    assert f"password file {empty} is empty" in call("-p", empty, "snapshots").err


def test_a_plan_that_is_not_there_is_not_taken_for_a_snapshot_without_a_target(
    call: Call, place: Path
) -> None:
    told = call("recover", "run", "PLAN")
    assert told.status == 2
    assert "'PLAN' is not a file with a plan" in told.err
    assert "firstbell recover plan" in told.err


def test_an_event_that_nobody_knows_is_called_so(call: Call, place: Path) -> None:
    told = call("event", "show", "1234")

    assert told.err.splitlines()[0] == "firstbell: '1234' is not the id of an encryption event"
