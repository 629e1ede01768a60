"""What counsel and a director sign about clocks: said in the district's own time, and never twice."""

from __future__ import annotations

import html
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from firstbell.actions.case.clock_rulings import FilingRequest, file_duty
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import FixedClock, InvalidTimeError, parse_time
from firstbell.base.errors import UsageError
from firstbell.case.lifecycle import make_case
from firstbell.console.key_process.action_fields import ActionGround
from firstbell.console.key_process.actions import plan_action
from firstbell.console.key_process.clock_actions import STARTS_IN_WORDS
from firstbell.ledger import Entry, EntryDraft, Ledger
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.notify.clocks.rule import STARTS
from firstbell.notify.clocks.rules import load_rules
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


def test_a_filing_is_corrected_as_the_command_line_corrects_it(tmp_path: Path) -> None:
    signer = SignerKeyFile(tmp_path / "desk.key")
    folders = [tmp_path / name for name in ("page", "command")]
    page, command = (make_case(one, signer, name="a case", clock=FixedClock(NOW_NS)) for one in folders)
    district, bodies = DistrictOutline(zone=ZoneInfo("America/Chicago")), []
    told = ("2026-02-26T05:20", "by mail"), ("2026-02-26T06:00", "number 8821")
    wrong = ""
    for rule, (at, text) in zip((RULE, RULE), told, strict=True):
        fields = {"rule": rule, "at": at, "text": text, "corrects": wrong}
        ground = ActionGround(page.main.read(), district, "Cy", "director", NOW_NS)
        planned = plan_action("file-duty", ground, fields)
        (entry,) = page.main.append_many(planned.drafts)
        wrong = entry.hex_id
    last = ""
    for at, text in (("2026-02-26T11:20:00Z", "by mail"), ("2026-02-26T12:00:00Z", "number 8821")):
        asked = FilingRequest(name=RULE, district=district, at=at, text=text, corrects=last[:16])
        last = file_duty(command, asked).entry.hex_id
    for case in (page, command):
        found = [one for one in case.main.read() if one.kind == "report.filed"]
        first, second = (dict(one.body) for one in found)
        assert (second.pop("corrects"), list(found[1].refs)) == (found[0].hex_id, [found[0].hex_id])
        bodies.append((first, second))
    assert bodies[0] == bodies[1]


def test_a_filing_of_the_wrong_duty_is_corrected_and_says_that_its_clock_runs_again(tmp_path: Path) -> None:
    (draft,) = plan_action("file-duty", stand(), {"rule": RULE, "at": "2026-02-26T05:20"}).drafts
    entry = put(tmp_path, draft)
    other = next(one.id for one in load_rules() if one.id != RULE)
    fields = {"rule": other, "corrects": entry.hex_id, "at": "2026-02-26T06:00"}
    planned = plan_action("file-duty", stand(entry), fields)
    assert planned.title == "Correct a filing"
    assert "The clock of that duty runs again." in planned.tells
    assert any("2026-02-26 05:20:00 -06:00" in line for line in planned.tells)
    assert f"--corrects {entry.hex_id[:16]}" in planned.command
    same = plan_action("file-duty", stand(entry), {**fields, "rule": RULE})
    assert "The clock of that duty runs again." not in same.tells
    for wrong in ({"corrects": "0" * 64}, {"at": ""}):
        with pytest.raises(UsageError):
            plan_action("file-duty", stand(entry), {**fields, **wrong})
    second = put(tmp_path, plan_action("file-duty", stand(), {"rule": other}).drafts[0])
    with pytest.raises(UsageError, match="says already that this was done"):
        plan_action("file-duty", stand(entry, second), fields)


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


def test_the_page_of_clocks_offers_what_was_filed_to_be_corrected(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    director = drilled.visitor("director")
    heading = "A filing on the record is wrong"
    case = ("--case", str(drilled.folder / "case"))
    (filed,) = drilled.run("case", "clocks", "filed", RULE, "--text", "by mail", *case)
    assert heading in director.get(paths["clocks"]).text
    assert heading not in drilled.visitor("communications").get(paths["clocks"]).text
    fields = {"action": "file-duty", "rule": RULE, "corrects": filed["entry"], "at": "2026-02-26T06:00"}
    page = html.unescape(director.post(f"/cases/{drilled.case}/act", **fields, text="number 8821").text)
    assert f"Entry {filed['entry'][:8]} no longer counts" in page
    assert "number 8821" in page
    assert f"--corrects {filed['entry'][:16]}" in page
    refused = director.post(f"/cases/{drilled.case}/act", **{**fields, "at": ""})
    assert (refused.status, "no time is given" in refused.text.lower()) == (400, True)
