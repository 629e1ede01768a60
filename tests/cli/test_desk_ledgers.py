"""`desk verify` and `desk head` over the ledgers of a desk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from firstbell.ledger import Ledger, SignerKeyFile
from tests.cli.conftest import Call

FIRST, SECOND = "aa" * 32, "bb" * 32


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk with the ledgers of two repositories."""
    folder = tmp_path / "desk"
    monkeypatch.setenv("FIRSTBELL_DESK", str(folder))
    for repository in (FIRST, SECOND):
        ledger = open_ledger(folder, repository)
        ledger.append("note", {"text": "one"})
        ledger.append("note", {"text": "two"})
    return folder


def open_ledger(desk: Path, repository: str) -> Ledger:
    return Ledger(desk / repository / "ledger", signer=SignerKeyFile(desk / "desk.key", name="Ada"))


def path_of(desk: Path, repository: str) -> Path:
    return desk / repository / "ledger" / "entries.jsonl"


@pytest.mark.usefixtures("desk")
def test_ledgers_that_hold(call: Call) -> None:
    told = call("desk", "verify")
    assert told.status == 0
    assert f"ledger of repository {FIRST[:8]} passed the check: 3 entries, 2 heads" in told.out
    assert "short form of its head" in told.out


def test_each_ledger_and_the_sum_as_json(call: Call, desk: Path) -> None:
    told = call("desk", "verify", "--json")
    assert told.status == 0
    assert [(each["ledger"], each["entries"]) for each in told.messages[:-1]] == [(FIRST, 3), (SECOND, 3)]
    assert told.summary == {
        "message_type": "summary",
        "desk": str(desk),
        "ledgers": 2,
        "entries": 6,
        "heads": 4,
        "problems": 0,
        "torn_bytes": 0,
        "head": None,
        "outside_head": False,
    }


def test_a_changed_entry_is_named_and_the_other_ledger_verified(call: Call, desk: Path) -> None:
    path = path_of(desk, FIRST)
    path.write_bytes(path.read_bytes().replace(b'"one"', b'"six"'))
    told = call("desk", "verify", "--json")
    assert told.status == 1
    (problem,) = [each for each in told.messages if each["message_type"] == "problem"]
    assert problem["ledger"] == FIRST
    assert (problem["seq"], problem["kind"], problem["problem"]) == (1, "changed", "it was changed")
    assert len(problem["entry"]) == 64
    assert told.summary["problems"] == 1
    text = call("desk", "verify")
    assert (
        f"ledger of repository {FIRST[:8]} failed the check: 1 problem\n  entry 1: it was changed\n"
        in text.out
    )
    assert f"{SECOND[:8]} passed the check" in text.out


def test_a_torn_line_is_told_and_is_no_problem(call: Call, desk: Path) -> None:
    with path_of(desk, FIRST).open("ab") as file:
        file.write(b'{"actor":"12')
    told = call("desk", "verify")
    assert told.status == 0
    assert "the last 12 bytes are an unfinished write" in told.out
    assert call("desk", "verify", "--json").summary["torn_bytes"] == 12


def test_a_head_that_was_shown_finds_a_tail_that_was_cut_off(call: Call, desk: Path, tmp_path: Path) -> None:
    before = path_of(desk, FIRST).read_bytes()
    open_ledger(desk, FIRST).append("note", {"text": "three"})
    shown = call("desk", "head")
    assert shown.status == 0
    assert shown.out.count("Firstbell ledger head") == 2
    assert "signed by:  Ada, director" in shown.out
    mail = tmp_path / "mail.txt"
    mail.write_text("".join(f"> {line}\r\n" for line in shown.out.splitlines()))
    for kept in (desk / FIRST / "heads").iterdir():
        kept.unlink()
    path_of(desk, FIRST).write_bytes(before)
    assert call("desk", "verify").status == 0
    told = call("desk", "verify", "--head", mail, "--json")
    assert told.status == 1
    (problem,) = [each for each in told.messages if each["message_type"] == "problem"]
    assert (problem["seq"], problem["kind"]) == (3, "cut off")


def test_a_head_that_was_shown_is_kept_by_the_desk_too(call: Call, desk: Path) -> None:
    before = path_of(desk, FIRST).read_bytes()
    open_ledger(desk, FIRST).append("note", {"text": "three"})
    assert call("desk", "head", "--json").summary["heads"] == 2
    assert call("desk", "verify").status == 0
    path_of(desk, FIRST).write_bytes(before)
    told = call("desk", "verify")
    assert told.status == 1
    assert "cut off: the head kept in" in told.out


def test_a_head_is_written_to_a_file_once(call: Call, desk: Path, tmp_path: Path) -> None:
    target = tmp_path / "heads.txt"
    assert call("desk", "head", "--output", target).out == ""
    assert target.read_text().startswith(f"Repository {FIRST}\n\nFirstbell ledger head\n")
    assert call("desk", "verify", "--head", target).status == 0
    again = call("desk", "head", "--output", target)
    assert again.status == 1
    assert "is there already" in again.err


def test_a_ledger_that_is_gone_is_found_by_its_head(call: Call, desk: Path, tmp_path: Path) -> None:
    call("desk", "head", "--output", tmp_path / "heads.txt")
    shutil.rmtree(desk / SECOND)
    told = call("desk", "verify", "--head", tmp_path / "heads.txt")
    assert told.status == 1
    assert "belongs to a ledger that is not here" in told.out


def test_a_newer_ledger_is_named_and_the_others_verified(call: Call, desk: Path) -> None:
    path = path_of(desk, FIRST)
    path.write_bytes(path.read_bytes().replace(b'"version":2', b'"version":4'))
    told = call("desk", "verify")
    assert told.status == 1
    assert "version 4, this Firstbell knows version 3" in told.out
    assert f"{SECOND[:8]} passed the check" in told.out


def test_a_file_that_is_no_head_is_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("Dear Ada")
    told = call("desk", "verify", "--head", tmp_path / "mail.txt")
    assert told.status == 1
    assert "no head stands in it" in told.err
    assert call("desk", "verify", "--head", tmp_path / "none").status == 1


def test_a_desk_without_ledgers(call: Call, tmp_path: Path) -> None:
    for verb in ("verify", "head"):
        told = call("desk", verb, "--desk", tmp_path / "none")
        assert (told.status, told.out) == (0, f"the desk {tmp_path / 'none'} has no ledger yet\n")
