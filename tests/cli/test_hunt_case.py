"""What a hunt found, in a case: on its timeline, in its exports, in custody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_hunt import logs, made, write
from tests.investigate.hunts.made import security

__all__ = ["logs"]


@pytest.fixture
def case(call: Call, logs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case beside a repository that was hunted through."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    write(logs, [*[security(number) for number in range(1, 50)], made(50)])
    call("backup", logs, "--host", "dc01")
    assert call("hunt", "run").status == 0
    assert call("case", "open", tmp_path / "case").status == 0
    return tmp_path / "case"


def test_traces_and_gaps_stand_on_the_timeline_and_in_exports(call: Call, case: Path, tmp_path: Path) -> None:
    told = call("case", "timeline", "--json", "--kind", "trace", "--kind", "coverage")
    kinds = {one["kind"] for one in told.messages if one["message_type"] == "line"}
    assert kinds == {"trace", "coverage.gap"}
    (line,) = [one for one in told.messages if one.get("kind") == "trace"]
    assert line["fields"]["records"] == [50]
    target = tmp_path / "out.json"
    assert call("case", "timeline", "--export", "stix", "--output", target).status == 0
    assert any(one["type"] == "sighting" for one in json.loads(target.read_text())["objects"])


def test_files_that_traces_rely_on_are_taken_into_custody_by_hash(call: Call, case: Path) -> None:
    told = call("case", "evidence", "from-hunt", "--json")
    assert told.status == 0
    (taken,) = [one for one in told.messages if one["message_type"] == "evidence"]
    assert taken["path"].endswith("Security.evtx")
    assert len(taken["sha256"]) == 64
    (listed,) = call("case", "evidence", "list", "--json").messages[:-1]
    assert "account.created" in listed["why"]
    assert "records 50" in listed["why"]
    again = call("case", "evidence", "from-hunt", "--json")
    assert (again.status, again.summary["already"]) == (0, 1)
    assert again.messages[0]["id"] == taken["id"]
    assert "is in evidence already" in call("case", "evidence", "from-hunt").out
    kept = call("case", "evidence", "from-hunt", "--by-value", "--json").summary
    assert kept["already"] == 0
    assert call("case", "evidence", "from-hunt", "--by-value", "--json").summary["already"] == 1
    assert len(call("case", "evidence", "list", "--json").messages) == 3
    assert call("case", "evidence", "check").status == 0
    assert call("case", "evidence", "from-hunt", "ffff").status == 1
