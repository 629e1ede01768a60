"""`firstbell hunt` as a technician calls it: on any repository, with no desk and no case."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.drill.intrusion.eventlogs import Event, write_log
from tests.cli.conftest import Call
from tests.investigate.hunts.made import security

RULE = """
title: Notepad
id: 11111111-2222-3333-4444-555555555555
author: A. Author
level: low
logsource: {product: windows, category: process_creation}
detection:
  selection: {NewProcessName|endswith: '\\notepad.exe'}
  condition: selection
"""


@pytest.fixture
def logs(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the logs of a host that is backed up into the repository of the environment."""
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "C" / "Windows" / "System32" / "winevt" / "Logs"
    folder.mkdir(parents=True)
    return folder


def write(logs: Path, events: list[Event]) -> None:
    """The log Security."""
    (logs / "Security.evtx").write_bytes(write_log(events))


def made(number: int) -> Event:
    """The record of an account that was made."""
    return security(number, 4720, TargetUserName="svc-print", SubjectUserName="bob", TargetSid="S-1-5-21-9")


def test_a_hunt_finds_keeps_lists_and_shows_a_trace(call: Call, logs: Path) -> None:
    write(logs, [*[security(number) for number in range(1, 50)], made(50)])
    call("backup", logs, "--host", "dc01")
    told = call("hunt", "run", "--json")
    assert told.status == 0
    (trace,) = [one for one in told.messages if one["message_type"] == "trace"]
    assert (trace["sign"], trace["host"], trace["account"]) == ("account.created", "dc01", "svc-print")
    assert (trace["records"], trace["source"]) == ([50], "eventlog/Security")
    assert trace["known_after"] is None
    assert trace["proves"]
    assert trace["not_proved"]
    assert told.summary["traces"] == 1
    questions = [one["question"] for one in told.messages if one["message_type"] == "answer"]
    assert questions == ["entry", "accounts", "hosts", "staged", "taken", "stays", "hidden"]
    listed = call("hunt", "list", "--json").messages
    assert [one["id"] for one in listed[:-1]] == [trace["id"]]
    shown = call("hunt", "show", trace["id"][:8])
    assert shown.status == 0
    assert "It does not prove" in shown.out


def test_no_question_is_answered_with_none_while_nobody_could_look(call: Call, logs: Path) -> None:
    write(logs, [security(number) for number in range(1, 50)])
    call("backup", logs, "--host", "dc01")
    told = call("hunt", "run", "--json", "--expect", "fs02")
    states = {one["question"]: one["state"] for one in told.messages if one["message_type"] == "answer"}
    assert set(states.values()) == {"undetermined"}
    assert any(one.get("host") == "fs02" and one.get("state") == "absent" for one in told.messages)


def test_something_unreadable_is_told_by_exit_status_three(call: Call, logs: Path) -> None:
    (logs / "Security.evtx").write_bytes(b"noise" * 40_000)
    call("backup", logs, "--host", "dc01")
    told = call("hunt", "run", "--json")
    assert told.status == 3
    (unread,) = [one for one in told.messages if one["message_type"] == "unread"]
    assert unread["code"] == "hunt.unreadable"
    assert call("hunt", "coverage").status == 3


def test_rules_of_a_sigma_folder_carry_their_author_and_a_bad_one_is_named(
    call: Call, logs: Path, tmp_path: Path
) -> None:
    write(logs, [security(number) for number in range(1, 9)])
    call("backup", logs, "--host", "dc01")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "good.yml").write_text(RULE)
    (folder / "bad.yml").write_text(
        RULE.replace("condition: selection", "condition: selection | count() > 3")
    )
    told = call("hunt", "run", "--json", "--rules", folder)
    traces = [one for one in told.messages if one["message_type"] == "trace"]
    assert {one["sign"] for one in traces} == {"sigma:11111111-2222-3333-4444-555555555555"}
    assert traces[0]["author"] == "A. Author"
    assert traces[0]["level"] == "low"
    assert traces[0]["records"] == list(range(1, 9))
    assert "bad.yml is not used" in told.err


def test_every_sign_is_listed(call: Call) -> None:
    told = call("hunt", "signs", "--json")
    assert told.summary["signs"] == 50
    assert "It does not prove" in call("hunt", "signs").out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["run", "--sign", "no.such"], "hunt signs"),
        (["run", "--inside", "home"], "203.0.113.0/24"),
        (["show", "ffff"], "hunt list"),
        (["run", "--since", "yesterday-ish"], ""),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    call: Call, logs: Path, arguments: list[str], hint: str
) -> None:
    told = call("hunt", *arguments)
    assert told.status == 2
    assert hint in told.err
    assert "Traceback" not in told.err
