"""Evidence and timeline of a case, on the repository of a struck school."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call, Told
from tests.cli.test_case_event import desk as desk
from tests.cli.test_case_event import event as event


@pytest.fixture
def case(call: Call, tmp_path: Path, event: str) -> Path:
    assert call("case", "open", tmp_path / "case", "--event", event).status == 0
    return tmp_path / "case"


@pytest.fixture
def struck(tmp_path: Path) -> Path:
    return tmp_path / "school" / "office" / "3.docx.q8z"


def add(call: Call, *words: str | Path) -> dict[str, Any]:
    told = call("case", "evidence", "add", *words, "--json")
    assert told.status == 0, told.err
    return told.summary


def list_kept(case: Path) -> list[str]:
    return sorted(path.name for path in (case / "evidence").iterdir()) if (case / "evidence").exists() else []


def test_a_version_is_taken_by_reference_and_its_snapshot_is_kept(
    call: Call, case: Path, struck: Path
) -> None:
    told = add(call, f"latest:{struck}", "--why", "the first file that was struck")
    listed, summary = call("case", "evidence", "--json").messages
    pins = call("pin", "list", "--json").messages

    assert told["sha256"] == hashlib.sha256(struck.read_bytes()).hexdigest()
    assert (listed["id"], listed["by"], listed["path"]) == (told["id"], "reference", str(struck))
    assert listed["state"] == "damaged"
    assert summary["evidence"] == 1
    assert [pin.get("why") for pin in pins] == ["the first file that was struck", None]
    assert list_kept(case) == []
    assert "the first file that was struck" in call("case", "evidence").out
    call("event", "close", call("event", "list", "--json").messages[0]["id"], "--why", "all is back")
    forgotten = call("forget", "--keep-tag", "none", "--keep-last", "1", "--json")
    assert forgotten.status == 0
    assert call("case", "evidence", "check").status == 0


def test_a_snapshot_is_pinned_once(call: Call, case: Path, struck: Path) -> None:
    add(call, f"latest:{struck}")
    add(call, f"latest:{struck.with_name('4.docx.q8z')}", "--by-value")
    assert call("pin", "list", "--json").summary["pins"] == 1
    assert list_kept(case) == [hashlib.sha256(struck.with_name("4.docx.q8z").read_bytes()).hexdigest()]


def test_a_file_is_taken_by_value_read_only(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "demand.txt").write_text("pay")
    told = add(call, tmp_path / "demand.txt", "--why", "slid under the door")
    again = add(call, tmp_path / "demand.txt")
    kept = case / "evidence" / told["sha256"]
    assert kept.read_text() == "pay"
    assert kept.stat().st_mode & 0o777 == 0o400
    assert again["id"] != told["id"]
    assert list_kept(case) == [told["sha256"]]


def test_what_changed_since_is_named_and_goes_on_the_record(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "demand.txt").write_text("pay")
    (tmp_path / "other.txt").write_text("other")
    told, other = add(call, tmp_path / "demand.txt"), add(call, tmp_path / "other.txt")
    kept = case / "evidence" / told["sha256"]
    kept.chmod(0o600)
    kept.write_text("PAY")
    (case / "evidence" / other["sha256"]).unlink()

    checked = call("case", "evidence", "check", "--json")
    assert checked.status == 1
    changed, gone, summary = checked.messages
    assert (changed["id"], changed["condition"], changed["expected"]) == (
        told["id"],
        "changed",
        told["sha256"],
    )
    assert changed["sha256"] == hashlib.sha256(b"PAY").hexdigest()
    assert gone["condition"] == "gone"
    assert (summary["evidence"], summary["wrong"], summary["unread"]) == (2, 2, 0)
    entries = call("case", "log", "--kind", "evidence.checked", "--json").messages
    assert [entry["body"]["condition"] for entry in entries[:-1]] == ["changed", "gone"]
    handed = call("case", "evidence", "hand-over", told["id"][:8], "--to", "the police", "--json")
    assert handed.status == 1
    assert "is changed" in handed.failure["message"]


def test_what_lies_in_a_repository_that_is_not_named_is_said(
    call: Call, case: Path, struck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = add(call, f"latest:{struck}")
    monkeypatch.delenv("FIRSTBELL_REPOSITORY")
    checked = call("case", "evidence", "check", told["id"])
    assert checked.status == 3
    assert "name that repository" in checked.err
    assert call("case", "evidence", "hand-over", told["id"], "--to", "x").status == 2
    assert call("case", "evidence", "add", f"latest:{struck}").status == 2


def test_evidence_is_handed_over_with_its_hashes(
    call: Call, case: Path, struck: Path, tmp_path: Path
) -> None:
    told = add(call, f"latest:{struck}")
    out = tmp_path / "copy.docx"
    words = ("case", "evidence", "hand-over", told["id"][:10], "--to", "the forensic firm", "--why", "a tool")
    handed = call(*words, "--output", out, "--json").summary
    assert handed["sha256_before"] == handed["sha256_after"] == told["sha256"]
    assert out.read_bytes() == struck.read_bytes()
    assert call(*words, "--output", out).status == 1
    assert call(*words).status == 0
    listed = call("case", "evidence", "list", "--json").messages[0]
    assert len(listed["custody"]) == 2
    assert "handed it to the forensic firm: a tool" in listed["custody"][0]
    assert call("case", "evidence", "hand-over", told["id"], "--to", " ").status == 1


def test_a_kept_file_is_handed_over_from_the_case(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "demand.txt").write_text("pay")
    told = add(call, tmp_path / "demand.txt")
    assert (
        call("case", "evidence", "hand-over", told["id"], "--to", "x", "--output", tmp_path / "c").status == 0
    )
    assert (tmp_path / "c").read_text() == "pay"


@pytest.mark.parametrize(
    ("what", "status", "problem"),
    [
        ("nothing", 2, "neither a file on this machine nor SNAPSHOT:PATH"),
        ("ffffffff:/x", 1, "ffffffff"),
        ("latest:/no/such", 1, "/no/such"),
        (".", 1, "."),
    ],
)
def test_what_cannot_be_taken_is_named(call: Call, case: Path, what: str, status: int, problem: str) -> None:
    told = call("case", "evidence", "add", what, "--json")
    assert told.status == status
    assert problem in told.failure["message"]
    assert call("case", "evidence", "--json").summary["evidence"] == 0
    assert list_kept(case) == []


def test_a_personal_value_in_a_path_is_refused(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "219-09-9998.pdf").write_text("x")
    assert call("case", "evidence", "add", tmp_path / "219-09-9998.pdf").status == 1
    assert list_kept(case) == []


def show(call: Call, *options: str | Path) -> list[dict[str, Any]]:
    told = call("case", "timeline", "--json", *options)
    assert told.status == 0, told.err
    assert told.summary["lines"] == len(told.messages) - 1
    return told.messages[:-1]


def test_the_timeline_joins_what_the_repository_and_the_case_know(call: Call, case: Path) -> None:
    call("case", "note", "the alarms rang", "--at", "2023-02-18T02:10:00-06:00")
    lines = show(call)
    kinds = {line["kind"] for line in lines}
    assert {"snapshot", "verdict", "damage.first", "note", "rename", "entry"} <= kinds
    assert all(line["message_type"] == "line" for line in lines)
    assert [line["time"] for line in lines] == sorted(line["time"] for line in lines)
    (alarm,) = [line for line in lines if "the alarms rang" in line["message"]]
    assert alarm["time"] == "2023-02-18T08:10:00Z"
    assert {line["source"] for line in lines} >= {"case ledger", "desk ledger"}
    text = call("case", "timeline", case).out
    assert "the alarms rang" in text
    assert "First damage" in text
    # no time of a sentence stands in another zone than the line that it is in
    assert re.search(r"\d\dT\d\d:\d\d", text) is None


def test_the_timeline_is_narrowed(call: Call, case: Path, tmp_path: Path) -> None:
    assert {line["kind"] for line in show(call, "--kind", "damage")} <= {"damage.first", "damage.hour"}
    # by the words that the timeline shows, too
    first = show(call, "--kind", "First damage")
    assert first == show(call, "--kind", "damage.first") != []
    refused = call("case", "timeline", "--kind", "damages")
    assert refused.status == 2
    assert "'damages' is not a kind of line; the kinds are snapshot, verdict, damage.first" in refused.err
    below = show(call, "--folder", tmp_path / "school" / "lab")
    assert below
    assert all(line["path"].startswith(str(tmp_path / "school" / "lab")) for line in below)
    assert len(show(call, "--limit", "2")) == 2
    assert show(call, "--until", "1999-12-31") == []
    assert show(call, "--since", "2999-12-31") == []


def test_without_a_repository_the_rest_is_shown(
    call: Call, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIRSTBELL_REPOSITORY")
    told = call("case", "timeline")
    assert told.status == 0
    assert "No repository is named" in told.err
    assert "Snapshot" not in told.out


def test_another_repository_than_the_events_is_told(
    call: Call, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", str(tmp_path / "second"))
    assert call("init").status == 0
    told = call("case", "timeline")
    assert told.status == 0
    assert "is not the repository of this case's event" in told.err


@pytest.mark.parametrize(
    "name", ["timesketch-jsonl", "timesketch-csv", "bodyfile", "stix", "iris", "thehive"]
)
def test_the_timeline_is_written_for_other_tools(call: Call, case: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"timeline.{name}"
    told = call("case", "timeline", "--export", name, "--output", out, "--json")
    assert told.status == 0
    assert told.summary["format"] == name
    assert out.stat().st_size > 100
    again = call("case", "timeline", "--export", name, "--output", out, "--json")
    assert "is there already" in again.failure["message"]
    printed = call("case", "timeline", "--export", name, "-q")
    assert printed.out[:20] == out.read_text()[:20]


def test_stdout_is_for_one_of_both(call: Call, case: Path) -> None:
    assert call("case", "timeline", "--export", "bodyfile", "--json").status == 2


def import_lines(call: Call, path: Path, *options: str) -> Told:
    return call("case", "timeline", "import", path, "--json", *options)


def test_imported_lines_stand_in_the_timeline_and_the_file_is_evidence(
    call: Call, case: Path, tmp_path: Path
) -> None:
    row = {"message": "a login", "datetime": "2023-02-06T03:00:00+00:00", "timestamp_desc": "Logon"}
    path = tmp_path / "firm.jsonl"
    path.write_text(json.dumps(row) + "\n" + "not a line\n")
    told = import_lines(call, path, "--as", "the firm")

    assert told.status == 3
    assert (told.summary["lines"], told.summary["problems"]) == (1, 1)
    assert json.loads(told.err)["message"].startswith(f"{path}, line 2:")
    assert list_kept(case) == [hashlib.sha256(path.read_bytes()).hexdigest()]
    assert import_lines(call, path, "--as", "the firm").status == 3
    (line,) = [line for line in show(call) if line["kind"] == "imported"]
    assert (line["message"], line["time"], line["source"]) == ("a login", "2023-02-06T03:00:00Z", "the firm")
    (case / "evidence" / list_kept(case)[0]).unlink()
    lost = call("case", "timeline", "--json")
    assert lost.status == 1
    assert "case evidence check" in json.loads(lost.err.splitlines()[-1])["hint"]


@pytest.mark.parametrize(("text", "status"), [("", 1), ("Dear parents,\n", 1)])
def test_a_file_of_no_known_format_is_not_kept(
    call: Call, case: Path, tmp_path: Path, text: str, status: int
) -> None:
    (tmp_path / "letter.txt").write_text(text)
    assert import_lines(call, tmp_path / "letter.txt").status == status
    assert import_lines(call, tmp_path / "none.txt").status == 1
    assert list_kept(case) == []
    assert call("case", "evidence", "--json").summary["evidence"] == 0
