"""The last heads of a desk's ledgers: kept by the desk, and gathered for somebody outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.desk.record_heads import (
    DeskLedger,
    KeptDeskHead,
    gather_ledger_heads,
    keep_desk_head,
    list_desk_ledgers,
)
from firstbell.ledger import Ledger, SignerKeyFile
from firstbell.ledger.kept_heads import list_kept
from firstbell.ledger.verification import verify
from firstbell.ledger.verifier.problems import CUT_OFF
from tests.cli.conftest import Call, call

__all__ = ["call"]
FIRST, SECOND = "aa" * 32, "bb" * 32


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with two ledgers of one entry each."""
    folder = tmp_path / "desk"
    for repository in (FIRST, SECOND):
        key = SignerKeyFile(folder / "desk.key", name="Ada")
        Ledger(folder / repository / "ledger", signer=key).append("note", {"text": "one"})
    return folder


def keep_all(desk: Path) -> list[KeptDeskHead]:
    return [head for place in list_desk_ledgers(desk) if (head := keep_desk_head(place)) is not None]


def test_each_ledger_of_a_desk_is_listed_once(desk: Path) -> None:
    assert [(place.repository, place.name) for place in list_desk_ledgers(desk)] == [
        (FIRST, f"ledger of repository {FIRST[:8]}"),
        (SECOND, f"ledger of repository {SECOND[:8]}"),
    ]


def test_a_kept_head_is_the_ledgers_own_and_says_who_signed_it(desk: Path) -> None:
    heads = keep_all(desk)
    lines = [Ledger(place.folder).signed_head() for place in list_desk_ledgers(desk)]
    assert [head.line for head in heads] == lines
    assert all("Ada" in head.signed_by and head.signed_by in head.text for head in heads)


def test_a_kept_head_finds_what_is_cut_off_later(desk: Path) -> None:
    place = list_desk_ledgers(desk)[0]
    entries = place.folder / "entries.jsonl"
    before = entries.read_bytes()
    Ledger(place.folder, signer=SignerKeyFile(desk / "desk.key")).append("note", {"text": "two"})
    keep_all(desk)
    kept = list_kept(place.heads)
    assert verify(place.folder, kept).problems == ()
    entries.write_bytes(before)
    assert verify(place.folder, ()).problems == ()
    assert [problem.kind for problem in verify(place.folder, kept).problems] == [CUT_OFF]


def test_a_ledger_without_an_entry_has_no_head(tmp_path: Path) -> None:
    assert keep_desk_head(DeskLedger(FIRST, tmp_path / "ledger", tmp_path / "heads")) is None
    assert not (tmp_path / "heads").exists()


def test_the_command_and_the_action_give_the_same_heads(desk: Path, call: Call) -> None:
    told = call("desk", "head", "--desk", desk, "--json")
    said = [(line["signed_by"], line["text"]) for line in told.messages if line["message_type"] == "head"]
    assert said == [(head.signed_by, head.text) for head in keep_all(desk)]


def test_a_ledger_that_cannot_be_read_is_told_and_the_others_are_gathered(desk: Path) -> None:
    broken = list_desk_ledgers(desk)[0]
    entries = broken.folder / "entries.jsonl"
    entries.write_bytes(b"x" + entries.read_bytes())
    problems: list[str] = []
    heads = list(gather_ledger_heads(desk, (), signer=SignerKeyFile(desk / "desk.key"), problems=problems))
    assert [head.file for head in heads] == [f"ledger-{SECOND[:8]}.head.txt"]
    assert [problem.split(":")[0] for problem in problems] == [broken.name]
