"""`firstbell case list`: the cases of a desk, at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    return tmp_path / "desk"


def test_the_cases_of_the_desk_and_those_that_are_named_are_listed(
    call: Call, desk: Path, tmp_path: Path
) -> None:
    none = call("case", "list")
    assert (none.status, "There is no case. `firstbell case open DIR` makes one." in none.out) == (0, True)
    for folder, name in ((desk / "cases" / "first", "the first"), (tmp_path / "elsewhere", "another")):
        assert call("case", "open", folder, "--name", name).status == 0
    own = call("case", "list", "--json")
    assert [one["name"] for one in own.messages if one["message_type"] == "case"] == ["the first"]
    told = call("case", "list", tmp_path / "elsewhere")
    assert told.status == 0
    assert "another  open, no event yet; director: " in told.out
    assert "the first  open" in told.out


def test_a_case_that_cannot_be_read_is_named_and_the_others_are_listed(call: Call, desk: Path) -> None:
    for name in ("one", "two"):
        assert call("case", "open", desk / "cases" / name, "--name", name).status == 0
    (desk / "cases" / "two" / "case.json").write_text("{")
    told = call("case", "list", "--json")
    assert told.status == 3
    assert [one["name"] for one in told.messages if one["message_type"] == "case"] == ["one"]
    assert told.summary["unread"] == 1
    assert str(desk / "cases" / "two") in told.err


def test_a_case_whose_record_lost_its_entries_has_no_director(call: Call, desk: Path) -> None:
    assert call("case", "open", desk / "cases" / "one").status == 0
    for file in (desk / "cases" / "one" / "ledger").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    told = call("case", "list")
    assert "director: nobody" in told.out
