"""What counsel and a director sign about clocks: said in the district's own time, and never twice."""

from __future__ import annotations

import html
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import FixedClock, InvalidTimeError, parse_time
from firstbell.base.errors import UsageError
from firstbell.console.key_process.action_fields import ActionGround
from firstbell.console.key_process.actions import plan_action
from firstbell.console.key_process.clock_actions import STARTS_IN_WORDS
from firstbell.ledger import Entry, EntryDraft, Ledger
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.notify.clocks.rule import STARTS
from firstbell.notify.clocks.rulings import FINDINGS
from firstbell.notify.errors import ApprovalError, NotifyError
from tests.console.drilled import DrilledConsole

RULE = "mn-16e.36-incident"
NOW_NS = parse_time("2026-02-27T12:00:00Z")


def stand(*entries: Entry, role: str = "counsel") -> ActionGround:
    """What an action of this role stands on."""
    return ActionGround(entries, DistrictOutline(zone=ZoneInfo("America/Chicago")), "Cy", role, NOW_NS)


def put(folder: Path, draft: EntryDraft) -> Entry:
    """The entry that comes of a draft."""
    ledger = Ledger(folder / "ledger", FixedClock(NOW_NS), SignerKeyFile(folder / "desk.key"))
    return ledger.append(draft.kind, draft.body)


def test_a_time_of_a_form_is_the_districts(tmp_path: Path) -> None:
    planned = plan_action("file-duty", stand(), {"rule": RULE, "at": "2026-02-26T05:20", "text": "by mail"})
    (draft,) = planned.drafts
    assert draft.kind == "report.filed"
    assert draft.body["at"] == "2026-02-26T11:20:00Z"
    assert draft.body["rule"] == RULE
    assert any("2026-02-26 05:20:00 -06:00" in line for line in planned.tells)
    assert any("by mail" in line for line in planned.tells)
    assert "--at 2026-02-26T11:20:00Z" in planned.command


def test_without_a_time_it_was_now() -> None:
    (draft,) = plan_action("file-duty", stand(), {"rule": RULE}).drafts
    assert parse_time(draft.body["at"]) == NOW_NS


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    (draft,) = plan_action("file-duty", stand(), {"rule": RULE}).drafts
    entry = put(tmp_path, draft)
    with pytest.raises(UsageError, match=f"entry {entry.hex_id[:8]} says already that this was done"):
        plan_action("file-duty", stand(entry), {"rule": RULE})


@pytest.mark.parametrize(
    ("name", "fields", "error"),
    [
        ("file-duty", {"rule": "none"}, NotifyError),
        ("file-duty", {"rule": RULE, "at": "soon"}, InvalidTimeError),
        ("file-duty", {"rule": RULE, "at": "2026-02-28T05:20"}, UsageError),
        ("find-rule", {"rule": RULE, "finding": "bound"}, NotifyError),
        ("find-rule", {"rule": RULE, "finding": "perhaps", "why": "x"}, NotifyError),
        ("correct-start", {"start": "nothing", "why": "x"}, NotifyError),
        ("correct-start", {"start": "found"}, NotifyError),
    ],
)
def test_what_cannot_be_put_down_is_refused(
    name: str, fields: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        plan_action(name, stand(), fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("find-rule", {"rule": RULE, "finding": "bound", "why": "it is a school district"}),
        ("correct-start", {"start": "found", "at": "2026-02-25T22:41", "why": "the log shows it"}),
        ("correct-start", {"start": "ransom_paid", "why": "nobody paid"}),
    ],
)
def test_only_counsel_finds_and_corrects(name: str, fields: dict[str, str]) -> None:
    planned = plan_action(name, stand(), fields)
    assert len(planned.drafts) == 1
    assert any(fields["why"] in line for line in planned.tells)
    with pytest.raises(ApprovalError):
        plan_action(name, stand(role="director"), fields)


def test_what_did_not_happen_is_said_so() -> None:
    planned = plan_action("correct-start", stand(), {"start": "ransom_paid", "why": "nobody paid"})
    assert planned.tells[0] == "The record says from now on: this did not happen: a ransom was paid."
    assert planned.drafts[0].body.get("at") is None


def test_every_start_and_every_finding_has_words() -> None:
    assert STARTS_IN_WORDS.keys() == STARTS
    for says in FINDINGS:
        fields = {"rule": RULE, "finding": says, "why": "x", "consulted": "the FBI"}
        try:
            planned = plan_action("find-rule", stand(), fields)
        except NotifyError:
            continue  # the rule knows no such question
        assert "Counsel finds of" in planned.tells[0]


def test_a_clock_without_a_day_says_what_the_law_says_of_its_time(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    counsel = drilled.visitor("counsel")
    clocks = [one for one in counsel.get(f"{paths['clocks']}.json").lines() if "due_text" in one]
    told = {one["due_text"] for one in clocks if not one["due"]}
    shown = html.unescape(counsel.get(paths["clocks"]).text)

    assert "in the most expedient time possible, without unreasonable delay" in told
    assert all(one in shown for one in told)
    assert "no date" not in shown
