"""`firstbell case clocks` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.fixture
def case(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    assert call("case", "open", tmp_path / "case").status == 0
    value = '{"confirmed": true, "found": "2023-02-18T06:00:00-06:00"}'
    assert call("case", "fact", "encryption_event", value, "--as-of", "2023-02-18").status == 0
    return tmp_path / "case"


def test_clocks_show_what_is_due_with_the_words_of_the_law(call: Call, case: Path) -> None:
    told = call("case", "clocks", "--as-of", "2023-02-20", "--json")
    assert told.status == 0
    first = told.messages[0]
    assert (first["rule"], first["state"], first["due"]) == (
        "mn-16e.36-incident",
        "running",
        "2023-02-21T12:00:00Z",
    )
    assert first["quote"]
    assert first["source"].startswith("https://")
    assert first["approved"] is None
    assert told.summary["next"] == first["due"]
    assert "counsel must approve" in call("case", "clocks").out


def test_a_hold_stands_on_the_ledger_and_is_ended_there(call: Call, case: Path) -> None:
    held = call("case", "clocks", "hold", "--agency", "FBI", "--why", "an active case", "--json")
    states = {one["rule"]: one["state"] for one in call("case", "clocks", "--json").messages[:-1]}
    assert states["mn-13.055-individuals"] == "held"
    assert states["mn-16e.36-incident"] == "overdue"
    assert call("case", "clocks", "resume", held.summary["hold"][:10]).status == 0
    assert call("case", "clocks", "resume", held.summary["hold"][:10]).status == 1
    states = {one["rule"]: one["state"] for one in call("case", "clocks", "--json").messages[:-1]}
    assert states["mn-13.055-individuals"] == "running"
    refused = call("case", "clocks", "hold", "--agency", "x", "--why", "y", "--rule", "mn-16e.36-incident")
    assert refused.status == 1
    assert "knows no delay" in refused.err


def test_counsel_approves_rules_and_what_was_filed_is_done(call: Call, case: Path, tmp_path: Path) -> None:
    assert call("case", "clocks", "approve", "mn-16e.36-incident").status == 1
    key = tmp_path / "counsel.key"
    call("case", "actor", "add", "Sara", "--role", "counsel", "--key-file", key)
    assert call("case", "clocks", "approve", "mn-16e.36-incident", "--key", key).status == 0
    assert call("case", "clocks", "filed", "mn-16e.36-incident", "--text", "number 4711").status == 0
    (one,) = [
        row for row in call("case", "clocks", "--json").messages if row.get("rule") == "mn-16e.36-incident"
    ]
    assert one["state"] == "done"
    assert one["approved"]
    assert call("case", "clocks", "filed", "no-such-rule").status == 1
