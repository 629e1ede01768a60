"""A case of version 2 goes on in a ledger of version 3 that signs the whole old one; nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.case.actors import add_actor, revoke_key
from firstbell.case.case import Case
from firstbell.case.errors import CaseAccessError, CaseStateError
from firstbell.case.lifecycle import close_case, make_case, reopen_case
from firstbell.case.upgrade import upgrade_track
from firstbell.ledger import KeyRefusedError, Ledger, LedgerDamagedError, Signer, make_actor, make_signer
from firstbell.ledger.continuation import CONTINUED, describe_end
from firstbell.ledger.errors import LedgerEndedError
from firstbell.ledger.kept_heads import keep_head, list_kept
from firstbell.ledger.lines import hash_line, render_line
from firstbell.ledger.verified_record import verify_record
from firstbell.ledger.verifier import render_verifier
from tests.case.conftest import work_as
from tests.case.old_cases import begin_old_track, make_old_case

BO = make_signer(make_actor("Bo", "technician"))
CY = make_signer(make_actor("Cy", "counsel"))
GONE = make_signer(make_actor("Gone", "reviewer"))


@pytest.fixture
def old_case(tmp_path: Path, director: Signer, clock: FixedClock) -> Case:
    case = make_old_case(tmp_path / "old", director, clock)
    for signer in (BO, CY, GONE):
        add_actor(case.main, signer.actor, signer.public)
    revoke_key(case.main, GONE.fingerprint, "left the district")
    case.main.append("note", {"text": "found the first locked folder"})
    return case


@pytest.fixture
def upgraded(old_case: Case, clock: FixedClock) -> Case:
    clock.advance(60)
    return upgrade_track(old_case)[0]


def first_body(case: Case) -> dict[str, object]:
    line = case.main.path.read_bytes().splitlines()[1]
    body: dict[str, object] = json.loads(line)["body"]
    return body


def test_the_first_entry_signs_the_last_head_of_the_old_ledger(old_case: Case) -> None:
    old = old_case.main
    told = upgrade_track(old_case)[1]
    case = Case(old_case.folder.path, old.signer)
    head = Ledger(old.folder).signed_head()
    assert head is not None
    assert told.is_new
    assert told.version == 3
    assert told.continues == head
    assert first_body(case)["continues"] == json.loads(render_line(head))
    lines = case.main.path.read_bytes().splitlines()
    assert json.loads(lines[0])["ledger"]["version"] == 3
    assert json.loads(old.path.read_bytes().splitlines()[0])["ledger"]["version"] == 2
    # the first head of the new ledger is over that entry
    assert json.loads(lines[-1])["head"]["previous"] == hash_line(lines[0])


def test_what_stood_on_the_record_stands_there_with_the_same_ids_and_numbers(old_case: Case) -> None:
    before, lines, case_id = old_case.main.read(), old_case.main.path.read_bytes(), old_case.id
    case = upgrade_track(old_case)[0]
    after = case.main.read()
    assert after[: len(before)] == before
    assert [entry.seq for entry in after] == list(range(len(after)))
    assert case.folder.ledger.joinpath("entries.jsonl").read_bytes().startswith(lines)
    assert case.id == case_id == case.describe().id
    assert case.describe().name == "The outage"
    assert json.loads(case.folder.card.read_text()) | {"version": 1} == {
        "version": 1,
        "id": case_id,
        "name": "The outage",
        "made": case.describe().made,
        "event": None,
        "repository": None,
    }


def test_everybody_stays_with_the_same_key_and_who_was_revoked_stays_revoked(upgraded: Case) -> None:
    roster = upgraded.main.roster()
    assert {actor.name: actor.role for actor in roster.actors.values()} == {
        "Ada": "director",
        "Bo": "technician",
        "Cy": "counsel",
        "Gone": "reviewer",
    }
    added = work_as(upgraded, BO).main.append("note", {"text": "restored the server"})
    assert added.seq == len(upgraded.main.read()) - 1
    assert roster.mistrust_key(GONE.actor.id, GONE.fingerprint) == "is revoked"
    with pytest.raises(KeyRefusedError):
        work_as(upgraded, GONE).main.append("note", {"text": "I am back"})


def test_an_entry_may_lean_on_one_from_before(upgraded: Case) -> None:
    leaned = next(entry for entry in upgraded.main.read() if entry.kind == "note")
    added = upgraded.main.append("note", {"text": "as said"}, refs=[leaned.hex_id])
    assert upgraded.main.read()[-1].refs == (leaned.hex_id,)
    assert added == upgraded.main.read()[-1]


def test_twice_is_as_once(upgraded: Case) -> None:
    entries = upgraded.main.read()
    case, told = upgrade_track(upgraded)
    assert (told.is_new, told.version, told.ledger_id) == (False, 3, upgraded.main.id)
    assert case.main.read() == entries


def test_a_case_of_version_3_stays_as_it_is(case: Case) -> None:
    data = case.main.path.read_bytes()
    told = upgrade_track(case)[1]
    assert not told.is_new
    assert case.main.path.read_bytes() == data
    assert not case.folder.locate_next(case.folder.ledger).exists()


def test_only_a_director_upgrades_the_main_track(old_case: Case) -> None:
    data = old_case.main.path.read_bytes()
    with pytest.raises(CaseAccessError, match="only a director"):
        upgrade_track(work_as(old_case, BO))
    with pytest.raises(KeyRefusedError):
        upgrade_track(work_as(old_case, make_signer(make_actor("Eve", "director"))))
    assert old_case.main.path.read_bytes() == data


def test_a_kill_between_both_writes_leaves_a_record_that_reads_and_the_next_upgrade_ends_it(
    old_case: Case,
) -> None:
    old_case.main.append(CONTINUED, describe_end("ab" * 16))
    killed = Case(old_case.folder.path, old_case.main.signer, old_case.clock)
    assert killed.main.read()[-1].kind == CONTINUED
    with pytest.raises(LedgerEndedError) as caught:
        killed.main.append("note", {"text": "too late"})
    assert "case upgrade" in caught.value.hint
    assert [problem.kind for problem in verify_record(killed.main).whole.problems] == ["removed"]
    # a torn beginning is no ledger yet
    torn = killed.folder.locate_next(killed.folder.ledger)
    torn.mkdir()
    torn.joinpath("entries.jsonl").write_bytes(b'{"ledger":{"id":"ab')
    case, told = upgrade_track(Case(old_case.folder.path, old_case.main.signer, old_case.clock))
    assert told.ledger_id == "ab" * 16 == case.main.id
    assert verify_record(case.main).holds
    assert [entry.kind for entry in case.main.read()].count(CONTINUED) == 1


def test_a_program_that_still_has_the_old_ledger_open_adds_nothing_to_it(old_case: Case) -> None:
    still_open = Case(old_case.folder.path, BO, old_case.clock)
    upgrade_track(old_case)
    data = still_open.main.path.read_bytes()
    with pytest.raises(LedgerEndedError):
        still_open.main.append("note", {"text": "from another window"})
    assert still_open.main.path.read_bytes() == data


def test_a_closed_case_is_upgraded_and_stays_closed(old_case: Case) -> None:
    close_case(old_case, "over")
    case = upgrade_track(old_case)[0]
    assert case.describe().closed
    with pytest.raises(CaseStateError):
        case.main.append("note", {"text": "one more"})
    reopen_case(case, "one more question")
    case.main.append("note", {"text": "one more"})


def test_counsels_track_is_upgraded_by_counsel(old_case: Case) -> None:
    case = begin_old_track(old_case, CY, "advice")
    with pytest.raises(KeyRefusedError):
        upgrade_track(case, privileged=True)
    done, told = upgrade_track(work_as(case, CY), privileged=True)
    assert told.track == "privileged"
    assert [entry.kind for entry in done.read_privileged(CY)[1]] == [
        "key",
        "note",
        CONTINUED,
        "key",
        "case.upgraded",
    ]
    done.privileged_ledger.append("note", {"text": "more advice"})
    assert verify_record(done.privileged_ledger).holds
    assert done.main.earlier is None


def test_there_is_no_privileged_track_to_upgrade_before_counsel_begins_it(old_case: Case) -> None:
    with pytest.raises(CaseStateError, match="no privileged track"):
        upgrade_track(old_case, privileged=True)


def test_heads_kept_before_and_after_both_hold(old_case: Case, clock: FixedClock) -> None:
    line = old_case.main.signed_head()
    assert line is not None
    keep_head(old_case.folder.heads, line)
    case = upgrade_track(old_case)[0]
    line = case.main.signed_head()
    assert line is not None
    keep_head(case.folder.heads, line)
    case.main.append("note", {"text": "later"})
    found = verify_record(case.main, list_kept(case.folder.heads))
    assert found.holds
    assert found.before is not None
    assert found.whole.entries == len(case.main.read())


Tamper = Callable[[Case], None]


def _rewrite(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def _old(case: Case) -> Path:
    return case.folder.ledger / "entries.jsonl"


def _change_old(case: Case) -> None:
    _rewrite(_old(case), lambda lines: [line.replace(b"locked", b"opened") for line in lines])


def _cut_old(case: Case) -> None:
    _rewrite(_old(case), lambda lines: lines[:-4])


def _remove_old(case: Case) -> None:
    _old(case).unlink()


def _change_link(case: Case) -> None:
    def change(lines: list[bytes]) -> list[bytes]:
        entry = json.loads(lines[1])
        del entry["body"]["continues"]
        return [
            lines[0],
            json.dumps(entry, sort_keys=True, separators=(",", ":")).encode() + b"\n",
            *lines[2:],
        ]

    _rewrite(case.main.path, change)


def _spoil_link(case: Case) -> None:
    _rewrite(
        case.main.path, lambda lines: [lines[0], lines[1].replace(b'"root":"', b'"root":"0'), *lines[2:]]
    )


def _change_new(case: Case) -> None:
    _rewrite(case.main.path, lambda lines: [line.replace(b"later", b"early") for line in lines])


def _remove_new(case: Case) -> None:
    case.main.path.unlink()


def _write_old_anew(case: Case) -> None:
    """The director writes another history under his own key, which ends in the same way."""
    announced = case.main.id
    _old(case).unlink()
    (case.folder.ledger / "state").unlink()
    clock = FixedClock(1_676_000_000_000_000_000)
    ledger = make_old_case(case.folder.path.parent / "forged", case.main.signer, clock).main
    ledger.append("note", {"text": "nothing happened"})
    ledger.append(CONTINUED, describe_end(announced))
    _old(case).write_bytes(ledger.path.read_bytes())


def _add_behind_the_end(case: Case) -> None:
    """What a program that knows no ends would write."""
    whole = _old(case).read_bytes()
    lines = whole.splitlines(keepends=True)
    _old(case).write_bytes(b"".join(lines[:-2]))
    (case.folder.ledger / "state").unlink()
    Ledger(case.folder.ledger, FixedClock(1_776_000_000_000_000_000), case.main.signer).append(
        "note", {"text": "x"}
    )


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verifier") / "verify.py"
    path.write_text(render_verifier(), encoding="utf-8")
    return path


def run(program: Path, *arguments: str | Path) -> tuple[int, list[dict[str, object]]]:
    words = [sys.executable, "-I", "-S", str(program), *map(str, arguments), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=program.parent, timeout=120)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def list_ledgers(case: Case) -> list[Path]:
    return [case.folder.ledger, case.folder.locate_next(case.folder.ledger)]


def test_the_verifier_of_one_file_checks_both(program: Path, upgraded: Case) -> None:
    upgraded.main.append("note", {"text": "later"})
    status, told = run(program, *list_ledgers(upgraded))
    assert status == 0
    assert [one["message_type"] for one in told] == ["summary"]
    assert told[0]["entries"] == len(upgraded.main.read())
    assert run(program, *reversed(list_ledgers(upgraded))) == (status, told)


@pytest.mark.parametrize("which", ["ledger", "ledger-3"])
def test_the_verifier_of_one_file_asks_for_the_other_ledger(
    program: Path, upgraded: Case, which: str
) -> None:
    status, told = run(program, upgraded.folder.path / which)
    assert status == 1
    assert "was not named: name it as well" in str(told[0]["problem"])


@pytest.mark.parametrize(
    "tamper",
    [
        _change_old,
        _cut_old,
        _remove_old,
        _change_link,
        _spoil_link,
        _change_new,
        _remove_new,
        _write_old_anew,
        _add_behind_the_end,
    ],
)
def test_whatever_is_changed_in_either_ledger_is_found_by_both_verifiers(
    program: Path, upgraded: Case, tamper: Tamper
) -> None:
    upgraded.main.append("note", {"text": "later"})
    tamper(upgraded)
    case = Case(upgraded.folder.path, upgraded.main.signer, upgraded.clock)
    found = verify_record(case.main)
    assert not found.holds
    assert found.whole.problems
    assert run(program, *list_ledgers(case))[0] == 1


@pytest.mark.parametrize("tamper", [_cut_old, _remove_old, _write_old_anew, _change_link])
def test_a_record_whose_ledgers_do_not_fit_is_not_read_as_one(upgraded: Case, tamper: Tamper) -> None:
    tamper(upgraded)
    with pytest.raises(LedgerDamagedError):
        Case(upgraded.folder.path, upgraded.main.signer, upgraded.clock).main.read()


def test_the_new_case_of_today_needs_no_upgrade(tmp_path: Path, director: Signer, clock: FixedClock) -> None:
    case = make_case(tmp_path / "new", director, clock=clock)
    assert case.main.earlier is None
    assert verify_record(case.main).before is None
