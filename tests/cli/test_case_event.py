"""A case about an encryption event of a repository that the test strikes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.ledger import Entry, Ledger
from tests.cli.conftest import Call
from tests.cli.test_recovery import strike, write_document


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Path) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    return tmp_path / "desk"


@pytest.fixture
def event(tmp_path: Path, call: Call) -> str:
    """The id of an event in the repository of the environment."""
    root = tmp_path / "school"
    for folder in ("office", "lab"):
        for at in range(8):
            write_document(root / folder / f"{at}.docx", f"{folder} {at}")
    assert call("backup", root, "-H", "files", "--time", "2023-02-17 02:00:00").status == 0
    for folder in ("office", "lab"):
        for at in range(7):
            strike(root / folder / f"{at}.docx")
        (root / folder / "READ_ME.txt").write_text("All your files have been encrypted. Pay bitcoin.\n" * 4)
    assert call("backup", root, "-H", "files", "--time", "2023-02-18 02:00:00").status == 0
    found = call("event", "list", "--json").messages[0]
    assert found["state"] == "found"
    return str(found["id"])


def read_desk(desk: Path, *kinds: str) -> list[Entry]:
    (folder,) = desk.rglob("ledger")
    return [entry for entry in Ledger(folder).read() if entry.kind in kinds]


def test_a_case_of_an_event_starts_the_same_clock_here_and_on_the_desk(
    call: Call, tmp_path: Path, desk: Path, event: str
) -> None:
    told = call("case", "open", tmp_path / "case", "--event", event[:6], "--json").summary
    (declared,) = read_desk(desk, "event.declared")
    (noted,) = read_desk(desk, "case.opened")

    assert told["event"] == event
    assert told["declared"] == declared.time
    assert noted.body == {
        "case": told["id"],
        "name": "case",
        "event": event,
        "repository": told["repository"],
    }
    assert call("event", "list", "--json").messages[0]["declared"] == declared.time
    entry = call("case", "log", "--kind", "event", "--json").messages[0]
    assert entry["body"]["event"] == event
    assert entry["body"]["hosts"] == ["files"]
    assert len(entry["body"]["snapshots"]) == 1


def test_a_clock_that_runs_goes_on(call: Call, tmp_path: Path, desk: Path, event: str) -> None:
    declared = call("event", "declare", event, "--json").messages[0]["declared"]
    told = call("case", "open", tmp_path / "case", "--event", event, "--json").summary
    assert told["declared"] == declared
    assert len(read_desk(desk, "event.declared")) == 1


def test_a_case_gets_its_event_later(call: Call, tmp_path: Path, event: str) -> None:
    assert call("case", "open", tmp_path / "case").status == 0
    told = call("case", "declare", event, "--json")
    assert (told.status, told.summary["event"]) == (0, event)
    again = call("case", "declare", event, "--json")
    assert again.status == 1
    assert "was declared in this case" in again.failure["message"]
    assert "firstbell event close" in call("case", "close").err


def test_an_event_that_is_not_there_leaves_no_case(call: Call, tmp_path: Path, event: str) -> None:
    told = call("case", "open", tmp_path / "case", "--event", "ffff", "--json")
    assert told.status == 1
    assert "'ffff'" in told.failure["message"]
    assert not (tmp_path / "case").exists()


def test_a_folder_that_cannot_be_a_case_leaves_the_event_undeclared(
    call: Call, tmp_path: Path, desk: Path, event: str
) -> None:
    assert call("case", "open", tmp_path / "school", "--event", event).status == 1
    assert read_desk(desk, "event.declared") == []


def test_another_desk_than_the_environments_can_be_named(call: Call, tmp_path: Path, event: str) -> None:
    other = tmp_path / "other"
    assert call("case", "open", tmp_path / "case", "--event", event, "--desk", other).status == 0
    assert len(read_desk(other, "event.declared")) == 1
