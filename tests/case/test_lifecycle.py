"""A case is made once, by a director, in a folder of its own; its card only repeats what its ledger says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.case.case import Case
from firstbell.case.errors import (
    CaseAccessError,
    CaseError,
    CaseExistsError,
    CaseStateError,
    NewerCaseError,
    NoCaseError,
)
from firstbell.case.folder import CaseCard, CaseFolder
from firstbell.case.lifecycle import EventOutline, close_case, declare, make_case, reopen_case
from firstbell.ledger import Ledger, NewerLedgerError, Signer, SignerKeyFile, make_actor, make_signer
from firstbell.ledger.errors import PersonalValueError

EVENT = EventOutline("ab" * 8, ["files"], ["cd" * 32], "ef" * 32)
EARLIER = EventOutline("ab" * 8, ["files"], ["cd" * 32], "ef" * 32, "2023-02-18T07:00:00Z")


def test_a_case_begins_with_its_founder_and_what_it_is(case: Case, director: Signer) -> None:
    key, opened = case.main.read()
    assert (key.kind, opened.kind) == ("key", "case.opened")
    assert opened.body == {"version": 1, "name": "The outage", "event": None, "repository": None}
    assert opened.actor == director.actor.id
    told = case.describe()
    assert (told.name, told.made, told.event, told.declared, told.closed) == (
        "The outage",
        "2023-02-18T12:00:00Z",
        None,
        "",
        "",
    )
    assert case.folder.path.stat().st_mode & 0o777 == 0o700
    card = json.loads(case.folder.card.read_text())
    assert card == {
        "version": 1,
        "id": case.main.id,
        "name": "The outage",
        "made": told.made,
        "event": None,
        "repository": None,
    }


def test_a_case_is_named_by_its_folder_where_nothing_is_said(tmp_path: Path, director: Signer) -> None:
    assert make_case(tmp_path / "spring", director).describe().name == "spring"


def test_an_event_starts_its_clock_when_the_case_opens(
    tmp_path: Path, director: Signer, clock: FixedClock
) -> None:
    case = make_case(tmp_path / "case", director, event=EVENT, clock=clock)
    told = case.describe()
    assert (told.event, told.repository, told.declared) == (
        EVENT.id,
        EVENT.repository,
        "2023-02-18T12:00:00Z",
    )
    with pytest.raises(CaseStateError, match="was declared in this case"):
        declare(case, EVENT)


def test_a_clock_that_ran_on_the_desk_already_goes_on(
    tmp_path: Path, director: Signer, clock: FixedClock
) -> None:
    case = make_case(tmp_path / "case", director, event=EARLIER, clock=clock)
    assert case.describe().declared == "2023-02-18T07:00:00Z"


def test_a_case_gets_its_event_later(case: Case) -> None:
    declare(case, EVENT)
    assert case.describe().event == EVENT.id


def test_a_closed_case_takes_only_what_hands_it_over(case: Case) -> None:
    close_case(case, "all is back")
    assert case.describe().closed == "2023-02-18T12:00:00Z"
    with pytest.raises(CaseStateError, match="was closed"):
        close_case(case, "")
    before = case.main.head()
    with pytest.raises(CaseStateError, match="nothing was added") as caught:
        case.main.append("note", {"text": "a letter came back"})
    assert "case reopen" in caught.value.hint
    assert case.main.head() == before
    case.main.append("note.stamped", {"text": "the head was stamped"})


def test_a_case_that_is_opened_again_takes_entries(case: Case) -> None:
    with pytest.raises(CaseStateError, match="is not closed"):
        reopen_case(case, "too early")
    close_case(case, "all is back")
    reopen_case(case, "a letter came back")
    assert case.describe().closed == ""
    case.main.append("note", {"text": "a letter came back"})


def test_a_case_is_not_made_twice(case: Case, director: Signer) -> None:
    before = case.main.head()
    with pytest.raises(CaseExistsError, match="is a case already"):
        make_case(case.folder.path, director)
    assert case.main.head() == before


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, director: Signer) -> None:
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(CaseExistsError, match="not empty"):
        make_case(tmp_path, director)
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]
    with pytest.raises(CaseExistsError, match="not a folder"):
        make_case(tmp_path / "letter", director)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, director: Signer) -> None:
    with pytest.raises(CaseError, match="nul"):
        make_case(Path("/proc/nul/case"), director)


def test_only_a_director_opens_a_case_and_nothing_is_left_of_a_trial(tmp_path: Path) -> None:
    for role in ("technician", "counsel"):
        with pytest.raises(CaseAccessError, match=f"is {role}; a director opens"):
            make_case(tmp_path / "case", make_signer(make_actor("Bo", role)))
    with pytest.raises(PersonalValueError):
        make_case(tmp_path / "case", make_signer(make_actor("Ada", "director")), name="219-09-9998")
    assert not (tmp_path / "case").exists()


def test_a_trial_that_a_full_disk_ended_can_be_made_again(tmp_path: Path, director: Signer) -> None:
    (tmp_path / "case" / "ledger").mkdir(parents=True)
    (tmp_path / "case" / "ledger" / "entries.jsonl").touch()
    assert len(make_case(tmp_path / "case", director).main.read()) == 2


def test_a_case_without_its_card_tells_the_same(case: Case, director: Signer) -> None:
    told = case.describe()
    case.folder.card.unlink()
    assert Case(case.folder.path, director).describe() == told


def test_what_is_no_case_is_named(tmp_path: Path, director: Signer) -> None:
    with pytest.raises(NoCaseError, match="is not a case"):
        Case(tmp_path, director)
    with pytest.raises(NoCaseError, match="does not exist"):
        Case(tmp_path / "none", director)


@pytest.mark.parametrize("text", ["", "{}", '{"version": "1"}'])
def test_a_card_that_does_not_read_is_named(case: Case, director: Signer, text: str) -> None:
    case.folder.card.write_text(text)
    with pytest.raises(CaseError, match=r"case\.json: it does not read"):
        Case(case.folder.path, director)


def test_newer_cases_and_ledgers_are_refused(case: Case, director: Signer) -> None:
    path = case.main.path
    path.write_bytes(path.read_bytes().replace(b'"version":3', b'"version":4', 1))
    with pytest.raises(NewerLedgerError):
        Case(case.folder.path, director).main.read()
    case.folder.card.write_text('{"version": 2}')
    with pytest.raises(NewerCaseError, match="of version 2"):
        Case(case.folder.path, director)


def test_the_key_of_who_opens_is_made_outside_the_case(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", SignerKeyFile(tmp_path / "desk" / "desk.key", name="ada"))
    assert case.main.read()[1].actor == case.main.signer.actor.id
    assert not list((tmp_path / "case").rglob("*.key"))
    assert Ledger(tmp_path / "case" / "ledger").roster().actors[case.main.signer.actor.id].name == "ada"


def test_a_card_that_cannot_be_read_or_written_is_named(case: Case, director: Signer) -> None:
    case.folder.card.unlink()
    case.folder.card.mkdir()
    with pytest.raises(CaseError, match=r"case\.json"):
        Case(case.folder.path, director)
    with pytest.raises(CaseError):
        CaseFolder(case.folder.path / "none").save_card(CaseCard(1, "a", "b", "c"))


def test_a_card_that_another_wrote_meanwhile_stays(case: Case) -> None:
    before = case.folder.card.read_bytes()
    case.folder.save_card(CaseCard(1, "a", "b", "c"))
    assert case.folder.card.read_bytes() == before
