"""A case about an encryption event of a repository that the test strikes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.ledger import Entry, Ledger
from tests.cli.conftest import Call
from tests.cli.district import strike, write_document


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
        "version": 1,
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


def read_facts(call: Call) -> dict[str, dict[str, object]]:
    return {fact["subject"]: fact for fact in call("case", "facts", "--json").messages[:-1]}


def write_desk(desk: Path, district: str) -> None:
    desk.mkdir(parents=True, exist_ok=True)
    (desk / "firstbell.toml").write_text(f"version = 1\n[district]\n{district}\n")


def test_a_case_begins_with_what_its_event_proves(call: Call, tmp_path: Path, desk: Path, event: str) -> None:
    write_desk(desk, 'name = "Prairie Lakes"\ntime_zone = "America/Denver"')
    told = call("case", "open", tmp_path / "case", "--event", event, "--json").summary
    assert told["facts"] == ["encryption_event"]
    assert "exfiltration" in told["missing_facts"]
    fact = read_facts(call)["encryption_event"]
    value = fact["value"]
    assert isinstance(value, dict)
    assert value["confirmed"] is True
    assert value["first_damage"] == "2023-02-17T19:00:00-07:00"
    assert value["found"][-6:] in {"-07:00", "-06:00"}
    assert call("case", "facts", "--json").summary["organisation"] == ["Prairie Lakes"]
    clocks = [one for one in call("case", "clocks", "--json").messages if one["message_type"] == "clock"]
    assert "running" in {clock["state"] for clock in clocks}


def test_a_case_says_what_its_clocks_still_wait_for(call: Call, tmp_path: Path, event: str) -> None:
    told = call("case", "open", tmp_path / "case", "--event", event)
    assert "On the record: encryption_event, confirmed, first damage: 2023-02-18 " in told.out
    assert "whether data was taken: firstbell case fact exfiltration" in told.err
    assert str(tmp_path / "case") in told.err


def test_an_event_that_is_declared_later_keeps_what_was_put_down(
    call: Call, tmp_path: Path, event: str
) -> None:
    assert call("case", "open", tmp_path / "case").status == 0
    assert call("case", "fact", "encryption_event", "2023-02-18T05:00:00-06:00").status == 0
    assert call("case", "declare", event).status == 0
    value = read_facts(call)["encryption_event"]["value"]
    assert value == {"found": "2023-02-18T05:00:00-06:00"}


def test_the_districts_name_is_set_by_one_command(call: Call, tmp_path: Path) -> None:
    assert call("case", "open", tmp_path / "case").status == 0
    assert call("case", "name", "Prairie Lakes Public Schools", "PLPS").status == 0
    names = call("case", "facts", "--json").summary["organisation"]
    assert names == ["Prairie Lakes Public Schools", "PLPS"]
    assert call("case", "name", " ").status == 2


def test_an_event_found_in_the_evening_is_of_that_day(call: Call, tmp_path: Path, desk: Path) -> None:
    write_desk(desk, 'name = "Prairie Lakes"\ntime_zone = "America/Chicago"')
    assert call("case", "open", tmp_path / "case").status == 0
    found = '{"confirmed": true, "found": "2026-11-28T03:00:00Z"}'
    assert call("case", "fact", "encryption_event", found).status == 0
    said = tmp_path / "said.txt"
    said.write_text("We discovered the attack on November 27, 2026.")
    claims = [one for one in call("statement", "check", said, "--json").messages if "verdict" in one]
    assert [claim["verdict"] for claim in claims] == ["supported"]
    said.write_text("We discovered the attack on November 28, 2026.")
    claims = [one for one in call("statement", "check", said, "--json").messages if "verdict" in one]
    assert [claim["verdict"] for claim in claims] == ["contradicted"]


def test_deadlines_are_shown_in_the_districts_zone(call: Call, tmp_path: Path, desk: Path) -> None:
    write_desk(desk, 'name = "Prairie Lakes"\ntime_zone = "America/Chicago"')
    assert call("case", "open", tmp_path / "case").status == 0
    assert call("case", "fact", "encryption_event", "2026-11-28T03:00:00Z").status == 0
    assert "2026-11-30 21:00 -06:00" in call("case", "clocks").out
