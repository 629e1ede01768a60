"""`firstbell hunt` as a technician calls it: on any repository, with no desk and no case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.cli.commands.hunt.report import join_stretches
from firstbell.drill.intrusion.eventlogs import Event, write_log
from tests.cli.conftest import Call
from tests.investigate.hunts.made import security
from tests.investigate.hunts.test_starts import TASK

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


def test_a_map_by_headers_reads_no_record_and_says_so(call: Call, logs: Path) -> None:
    write(logs, [security(number) for number in range(1, 50)])
    call("backup", logs, "--host", "dc01")
    told = call("hunt", "coverage", "--headers", "--json")
    assert told.status == 0
    (stretch,) = [one for one in told.messages if one["message_type"] == "coverage"]
    assert (stretch["host"], stretch["source"], stretch["state"]) == ("dc01", "eventlog/Security", "covered")
    assert stretch["records"] == 49
    refused = call("hunt", "coverage", "--headers", "--sign", "hide.cleared")
    assert refused.status == 2
    assert "--sign needs records" in refused.err
    (logs / "Security.evtx").write_bytes(b"noise" * 40_000)
    call("backup", logs, "--host", "dc01")
    assert call("hunt", "coverage", "--headers").status == 3


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


YARA = 'rule marked { strings: $a = "EVIL-MARK" condition: $a }'


def test_yara_says_since_when_a_file_was_there_and_reads_each_content_once(
    call: Call, logs: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "r.yar"
    rules.write_text(YARA)
    (logs / "a.bin").write_bytes(b"harmless")
    call("backup", logs, "--host", "dc01", "--time", "2026-02-17 06:00:00")
    (logs / "x.bin").write_bytes(b"x" * 1000 + b"EVIL-MARK")
    call("backup", logs, "--host", "dc01", "--time", "2026-02-18 06:00:00")
    call("backup", logs, "--host", "dc02", "--time", "2026-02-18 06:00:01")
    told = call("hunt", "yara", rules, "--json")
    (match,) = [one for one in told.messages if one["message_type"] == "yara"]
    assert (match["rule"], match["hosts"]) == ("marked", ["dc01", "dc02"])
    assert match["first_seen"] < match["last_seen"]
    assert told.summary["scanned"] == 2
    again = call("hunt", "yara", rules, "--json").summary
    assert (again["scanned"], again["known"], again["matches"]) == (0, 2, 1)
    rules.write_text("rule broken {")
    refused = call("hunt", "yara", rules)
    assert refused.status == 2
    assert "Traceback" not in refused.err


def test_facts_are_a_file_that_a_person_loads_and_never_say_none_without_coverage(
    call: Call, logs: Path, tmp_path: Path
) -> None:
    write(logs, [*[security(number) for number in range(1, 50)], made(50)])
    call("backup", logs, "--host", "dc01")
    file = tmp_path / "facts.json"
    written = call("hunt", "facts", file)
    assert written.status == 0
    assert "0 of " in written.out  # the value is shown, not only why
    assert "undetermined" in written.out
    assert f"Read {file} first." in written.err
    facts = {one["subject"]: one for one in json.loads(file.read_text())["facts"]}
    assert facts["exfiltration"]["value"]["state"] == "undetermined"
    assert facts["exfiltration"]["value"]["reviewed_days"] == 0
    assert facts["first_access"]["status"] == "believed"
    again = call("hunt", "facts", file)
    assert again.status == 2
    assert "is there already" in again.err


def test_nights_that_follow_one_another_are_one_line_of_the_coverage(call: Call, logs: Path) -> None:
    stretch = {"host": "a", "source": "nights", "state": "covered", "why": "", "missing": 0}
    days = [{**stretch, "from": f"2026-01-0{day}", "until": f"2026-01-0{day + 1}"} for day in (1, 2, 4)]
    joined = [(one["from"], one["until"]) for one in join_stretches(days)]
    assert joined == [("2026-01-01", "2026-01-03"), ("2026-01-04", "2026-01-05")]
    assert len(join_stretches([days[0], {**days[1], "missing": 3}])) == 2
    assert len(join_stretches([days[0], {**days[1], "host": "b"}])) == 2


def test_persistence_lists_what_a_restore_would_start(call: Call, logs: Path) -> None:
    tasks = logs.parents[1] / "Tasks"
    tasks.mkdir()
    (tasks / "a.txt").write_bytes(b"no task")
    call("backup", logs.parents[3], "--host", "dc01")
    (tasks / "a.txt").unlink()
    (tasks / "Upd").write_bytes(TASK.format("powershell.exe", "-enc AAAA").encode("utf-16"))
    call("backup", logs.parents[3], "--host", "dc01")
    told = call("hunt", "persistence", "latest", "--json")
    (entry,) = [one for one in told.messages if one["message_type"] == "persistence"]
    assert (entry["place"], entry["strength"], entry["new"]) == ("task", "shown", True)
    assert entry["code"] == "hunt.persistence_shown"
    assert told.summary["shown"] == 1


def test_persistence_of_a_snapshot_that_holds_no_start_says_that_nobody_can_tell(
    call: Call, logs: Path
) -> None:
    write(logs, [security(1)])
    call("backup", logs, "--host", "dc01")
    told = call("hunt", "persistence", "latest")
    assert (told.status, "nobody can tell" in told.out) == (0, True)
    assert "of dc01 alone" in told.err
    assert "Nothing new would start" not in told.out
    assert "Reinstall the computer" in told.err


def test_persistence_counts_what_was_there_before(call: Call, logs: Path) -> None:
    tasks = logs.parents[1] / "Tasks"
    tasks.mkdir()
    (tasks / "Upd").write_bytes(TASK.format("C:/Windows/upd.exe", "").encode("utf-16"))
    for _ in range(2):
        call("backup", logs.parents[3], "--host", "dc01")
    told = call("hunt", "persistence", "latest")
    assert "Nothing new would start again; 1 entry was there before." in told.out


def test_indicators_of_a_file_are_looked_for_and_a_damaged_file_is_one_line(
    call: Call, logs: Path, tmp_path: Path
) -> None:
    write(logs, [*[security(number) for number in range(1, 9)], security(9, 5156, DestAddress="203.0.113.5")])
    call("backup", logs, "--host", "dc01")
    listed = tmp_path / "iocs.csv"
    listed.write_text("type,value,comment\nip,203.0.113[.]5,c2\nip,999.1.1.1,typo\n")
    told = call("hunt", "run", "--json", "--indicators", listed)
    (trace,) = [one for one in told.messages if one["message_type"] == "trace"]
    assert (trace["sign"], trace["records"], trace["indicator"]) == ("indicator.address", [9], "203.0.113.5")
    assert trace["indicator_name"] == "c2"
    assert "999.1.1.1" in told.err
    listed.write_text('{"type": "bundle", "objects": [')
    refused = call("hunt", "run", "--indicators", listed)
    assert refused.status == 2
    assert "iocs.csv: its JSON is damaged" in refused.err
    assert "Traceback" not in refused.err


def test_the_map_of_coverage_is_drawn(call: Call, logs: Path, tmp_path: Path) -> None:
    write(logs, [security(number) for number in range(1, 9)])
    call("backup", logs, "--host", "dc01")
    told = call("hunt", "coverage", "--svg", tmp_path / "map.svg", "--html", tmp_path / "map.html")
    assert told.status == 0
    assert (tmp_path / "map.svg").read_text().startswith("<svg")
    assert "dc01" in (tmp_path / "map.html").read_text()
    assert call("hunt", "coverage", "--svg", tmp_path / "no" / "map.svg").status == 2
