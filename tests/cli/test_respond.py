"""`respond`: the first hour by one command, and twice is as once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from firstbell.catalog import events
from firstbell.cli.terminal.exits import ExitStatus
from tests.cli.conftest import PASSWORD, Call, District
from tests.cli.district import DOCUMENTS, NOTE, strike, write_document

MORE = """
[[person]]
name = "Kay"
role = "director"
reach = "555-0100"

[[contact]]
name = "Lakes Mutual"
kind = "insurer"
reach = "555-0199"
note = "policy 12-345"
"""


@pytest.fixture
def desk(district: District) -> Path:
    """The struck district's desk, which knows the password of its repository."""
    (district.desk / "pw").write_text(PASSWORD + "\n")
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text().replace('name = "all"\n', 'name = "all"\npassword_file = "pw"\n') + MORE)
    return district.desk


def test_the_first_hour_is_one_command_and_twice_is_as_once(
    desk: Path, district: District, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_PASSWORD", "")

    (event,) = [
        one["id"]
        for one in call("event", "list", "-r", district.repository, "-p", desk / "pw", "--json").messages
        if one["message_type"] == "event"
    ]
    told = call("respond", event[:8], "--json")
    assert told.status == 0, told.out + told.err
    steps = [one for one in told.messages if one["message_type"] == "step"]
    assert all(step["ok"] for step in steps), steps
    assert [step["command"].split()[1:3] for step in steps] == [
        ["event", "list"], ["case", "open"], ["recover", "plan"], ["case", "clocks"],
    ]  # fmt: skip
    calls = {one["who"]: one["reach"] for one in told.messages if one["message_type"] == "call"}
    assert (calls["Kay"], calls["Lakes Mutual"]) == ("555-0100", "555-0199")
    assert calls["FBI field office Minneapolis"] == "unknown"
    assert any("Minnesota IT Services" in who for who in calls)
    case = Path(told.summary["case"])
    assert told.summary["event"] == event
    sheet = (case / "call-sheet.txt").read_text()
    for word in (
        "policy 12-345",
        event,
        "recover plan",
        "MNIT" if "MNIT" in sheet else "Minnesota IT Services",
    ):
        assert word in sheet
    assert f"firstbell recover run {case}/plan/plan.json" in sheet
    assert "counsel: nobody is named" in sheet or "(counsel)" in sheet
    assert "unknown" not in sheet
    calls_told = {
        one["who"]: one["reach"] for one in json.loads((case / "plan/plan.json").read_text())["calls"]
    }
    assert calls_told["Kay (director)"] == "555-0100"
    assert calls_told["FBI field office Minneapolis (FBI)"] == "unknown"
    page = (case / "plan/plan.html").read_text()
    assert f"firstbell respond {event}" in page
    assert "555-0199" in page
    entries = len(list((case / "ledger").rglob("*")))
    again = call("respond", "--now", "--json")
    assert again.status == 0, again.out + again.err
    assert again.summary["case"] == str(case)
    assert not any("case open" in one["command"] for one in again.messages if one["message_type"] == "step")
    assert len(list((case / "ledger").rglob("*"))) == entries
    assert len(list((desk / "cases").iterdir())) == 1


def test_systems_without_a_target_are_named_before_the_plan_is_run(desk: Path, call: Call) -> None:
    assert "does not say where to restore" not in call("respond", "--now").out
    path = desk / "firstbell.toml"
    path.write_text(re.sub(r"(?m)^target = .*\n", "", path.read_text()))
    assert "        the plan does not say where to restore " in call("respond", "--now").out


def test_an_event_that_is_none_is_refused_before_anything_is_done(desk: Path, call: Call) -> None:

    told = call("respond", "ffff0000", "--json")
    assert told.status == ExitStatus.FAILED
    assert "ffff0000" in told.err
    assert not (desk / "cases").exists()
    assert call("respond").status == ExitStatus.USAGE
    assert call("respond", "abc", "--now").status == ExitStatus.USAGE


def list_events(call: Call, district: District) -> list[str]:
    """The ids of the repository's events, the oldest first."""
    told = call("event", "list", "-r", district.repository, "--json")
    found = [one for one in told.messages if one["message_type"] == "event"]
    return [one["id"] for one in sorted(found, key=lambda one: str(one["first_damage"]))]


def strike_again(call: Call, repository: Path, root: Path) -> None:
    """A second event of the repository, four months after the first."""
    paths = [root / f"{at}.docx" for at in range(DOCUMENTS)]
    for at, path in enumerate(paths):
        write_document(path, f"office {at}")
    words = ("backup", root, "-r", repository, "-H", "dc01", "--time")
    assert call(*words, "2023-06-17 02:00:00+00:00").status == 0
    for path in paths[1:]:
        strike(path)
    (root / "READ_ME.txt").write_text(NOTE * 4)
    assert call(*words, "2023-06-18 02:00:00+00:00").status == 0


def test_the_beginning_of_two_ids_names_neither_and_nothing_is_done_before_that_is_said(
    desk: Path, district: District, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name_event = events.name_event
    monkeypatch.setattr(events, "name_event", lambda first: f"ab{name_event(first)[2:]}")
    strike_again(call, district.repository, tmp_path / "office")
    older, newer = list_events(call, district)
    assert older[:2] == newer[:2] == "ab"

    for given in ("ab", "AB"):
        told = call("respond", given, "--json")
        assert told.status == ExitStatus.FAILED
        assert f"2 ids of an event begin with '{given}'" in told.err
        assert "type more of it" in told.err
    assert not (desk / "cases").exists()

    # the older one by more of its id: what is named is taken, not the newest
    told = call("respond", older[:12], "--json")
    assert told.summary["event"] == older


def test_a_suspicion_without_an_event_opens_a_case_and_calls_people(tmp_path: Path, call: Call) -> None:
    (tmp_path / "firstbell.toml").write_text('version = 1\n[district]\nname = "Hill"\nstate = "WY"\n' + MORE)
    told = call("respond", "--now", "--desk", tmp_path, "--json")
    assert told.status == 0, told.out + told.err
    assert told.summary["event"] is None
    assert Path(told.summary["case"]).is_dir()
    calls = [one for one in told.messages if one["message_type"] == "call"]
    assert any(one["part"] == "authority" for one in calls)
    assert any(one["part"] == "counsel" and one["who"] == "unknown" for one in calls)
