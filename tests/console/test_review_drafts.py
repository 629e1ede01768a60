"""Drafts of reviewers: sealed, their own, and none any more once they stand on the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from firstbell.case.case import Case
from firstbell.case.lifecycle import make_case
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.console.key_process.review_drafts import ReviewDraft, ReviewDrafts
from firstbell.ledger import Entry, SignerKeyFile


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", SignerKeyFile(tmp_path / "desk" / "desk.key", name="ada"))


def open_drafts(case: Case, tmp_path: Path, actor: str = "a" * 16) -> ReviewDrafts:
    """The drafts of an actor."""
    return ReviewDrafts(open_sealed(case.folder.sealed, SealSecret(tmp_path / "case.key")), actor)


def draft(case: Case, person: str, decision: str = "confirm") -> ReviewDraft:
    """A decision of now."""
    return ReviewDraft(
        id=person, seq=len(case.main.read()), at="2026-01-02T03:04:05Z", decision=decision, person=person
    )


def test_drafts_of_one_actor_are_kept_and_are_not_those_of_another(case: Case, tmp_path: Path) -> None:
    drafts = open_drafts(case, tmp_path)
    assert drafts.load(case.main.read) == []
    kept = [draft(case, "p1"), draft(case, "p2", "dismiss")]
    drafts.save(kept)
    assert open_drafts(case, tmp_path).load(case.main.read) == kept
    assert open_drafts(case, tmp_path, "b" * 16).load(case.main.read) == []


def test_what_was_signed_before_the_console_ended_is_no_draft_any_more(case: Case, tmp_path: Path) -> None:
    drafts = open_drafts(case, tmp_path)
    signed, waiting = draft(case, "p1"), draft(case, "p2")
    drafts.save([signed, waiting])
    # the batch is on the ledger; the process was killed before it forgot the draft
    signed.body.append_to(case.main)
    assert drafts.load(case.main.read) == [waiting]


def test_a_decision_that_was_made_once_can_be_made_again(case: Case, tmp_path: Path) -> None:
    drafts = open_drafts(case, tmp_path)
    draft(case, "p1").body.append_to(case.main)
    again = draft(case, "p1")
    drafts.save([again])
    assert drafts.load(case.main.read) == [again]


def test_a_record_is_not_read_where_nobody_keeps_drafts(case: Case, tmp_path: Path) -> None:
    asked: list[str] = []

    def read() -> Sequence[Entry]:
        asked.append("the record")
        return case.main.read()

    drafts = open_drafts(case, tmp_path)
    assert (drafts.load(read), asked) == ([], [])
    drafts.save([draft(case, "p1")])
    assert (len(drafts.load(read)), asked) == (1, ["the record"])
