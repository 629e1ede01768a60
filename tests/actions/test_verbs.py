"""Each verb, played by the command line and by its action: the same entries, the same results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from firstbell.actions.access.desk import DeskAccess, DeskRepository, NobodyListens
from firstbell.actions.case import clock_rulings
from firstbell.actions.case import lifecycle as cases
from firstbell.actions.case.facts import FactRequest, load_facts, name_district, put_fact
from firstbell.actions.desk.district import outline_district
from firstbell.actions.events import canaries, pins, rulings
from firstbell.actions.events.events import list_events
from firstbell.actions.notify import statement_rulings
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.ledger import Entry, KeyRefusedError, Ledger, load_signer, make_actor, make_signer
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.conftest import PASSWORD, Call, District, call, district, place, struck

__all__ = ["call", "district", "place", "struck"]
FOUND = '{"confirmed": true, "found": "2025-02-18T06:00:00-06:00"}'
WAITS = "Our teachers are the kindest in the whole wide world."
WRONG = "No personal information was taken."
AT = "2025-02-20T09:00:00-06:00"


class Twins(NamedTuple):
    """Two cases that began alike, a key of counsel's in each, and the desk of both."""

    by_command: Path
    by_action: Path
    counsel: Path
    desk: Path

    def open(self, *, as_counsel: bool = False) -> Case:
        """The case that actions work on."""
        key = self.desk / "desk.key"
        signer = load_signer(self.by_action / "counsel.key", None) if as_counsel else None
        return Case(self.by_action, signer or SignerKeyFile(key, None, name="desk"))


@pytest.fixture
def twins(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Twins:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    for name in ("one", "two"):
        folder = tmp_path / name
        assert call("case", "open", folder, "--name", "twin").status == 0
        told = call("case", "fact", "encryption_event", FOUND, "--as-of", "2025-02-18", "--case", folder)
        assert told.status == 0
        key = ("--key-file", folder / "counsel.key")
        assert call("case", "actor", "add", "Sara", "--role", "counsel", *key, "--case", folder).status == 0
    return Twins(tmp_path / "one", tmp_path / "two", tmp_path / "one" / "counsel.key", tmp_path / "desk")


def bare(entries: Sequence[Entry], *, leaving: Sequence[str] = ()) -> list[tuple[str, dict[str, Any]]]:
    """Kinds and bodies, without what no two runs have in common."""
    return [
        (entry.kind, {name: one for name, one in entry.body.items() if name not in leaving})
        for entry in entries
    ]


def compare(twins: Twins, begun: int, *, leaving: Sequence[str] = ()) -> list[Entry]:
    """Both cases got the same entries since; those of the first."""
    one, two = (Case(folder, twins.open().main.signer).main.read()[begun:] for folder in twins[:2])
    assert bare(one, leaving=leaving) == bare(two, leaving=leaving)
    assert one
    return one


def test_rulings_on_clocks_are_alike(twins: Twins, call: Call) -> None:
    begun = len(twins.open().main.read())
    case, rule = twins.open(), "mn-16e.36-incident"
    to = ("--case", twins.by_command, "--json")
    counsel = ("--key", twins.counsel)
    home = outline_district(twins.desk)

    told = call("case", "clocks", "hold", "--agency", "FBI", "--why", "asked", "--since", AT, *to).summary
    held = clock_rulings.hold_clocks(case, clock_rulings.HoldRequest(agency="FBI", why="asked", since=AT))
    assert (held.since, held.until) == (told["since"], told["until"])
    ended = call("case", "clocks", "resume", told["hold"][:9], "--until", "2025-02-21", *to).summary
    done = clock_rulings.resume_clocks(
        case, clock_rulings.ResumeRequest(hold=held.hold[:9], until="2025-02-21")
    )
    assert done.until == ended["until"]
    told = call("case", "clocks", "filed", rule, "--at", AT, "--text", "by phone", *to).summary
    filed = clock_rulings.file_duty(
        case, clock_rulings.FilingRequest(name=rule, district=home, at=AT, text="by phone")
    )
    assert (filed.rule.id, filed.addressee, filed.at) == (told["rule"], told["addressee"], told["at"])

    refused = call("case", "clocks", "approve", rule, *to)
    with pytest.raises(Exception, match="counsel must") as caught:
        clock_rulings.approve_rule(case, rule)
    assert str(caught.value) in refused.failure["message"]

    case = twins.open(as_counsel=True)
    assert call("case", "clocks", "approve", rule, *to, *counsel).summary["rule"] == rule
    assert clock_rulings.approve_rule(case, rule).rule.id == rule
    told = call("case", "clocks", "correct", "found", "--at", AT, "--why", "a typo", *to, *counsel).summary
    asked = clock_rulings.CorrectionRequest(start="found", at=AT, why="a typo")
    assert clock_rulings.correct_start(case, asked).at == told["at"]
    entries = compare(twins, begun, leaving=("hold",))
    assert [entry.body["version"] for entry in entries] == [1] * len(entries)
    assert len(entries) == 5


def test_rulings_on_statements_are_alike(twins: Twins, call: Call, tmp_path: Path) -> None:
    begun = len(twins.open().main.read())
    home = outline_district(twins.desk)
    for name, text in (("waits.txt", WAITS), ("wrong.txt", WRONG)):
        (tmp_path / name).write_text(text)
    to = ("--case", twins.by_command, "--json")

    asked = statement_rulings.ClaimRequest(text=WAITS, claim="1", why="I know", district=home)
    told = call("statement", "confirm", tmp_path / "waits.txt", "--claim", "1", "--why", "I know", *to)
    confirmed = statement_rulings.confirm_claim(twins.open(), asked)
    assert (confirmed.claim.text, confirmed.waiting) == (told.summary["claim"], told.summary["waiting"])
    with pytest.raises(UsageError, match="already confirmed"):
        statement_rulings.confirm_claim(twins.open(), asked)

    asked = statement_rulings.ClaimRequest(text=WRONG, claim="1", why="settled", district=home)
    key = ("--key", twins.counsel)
    told = call(
        "statement", "override", tmp_path / "wrong.txt", "--claim", "1", "--why", "settled", *to, *key
    )
    passed = statement_rulings.override_claim(twins.open(as_counsel=True), asked)
    assert (passed.claim.text, passed.claim.verdict) == (told.summary["claim"], told.summary["verdict"])

    wanted = statement_rulings.TextRequest(text=WAITS, name="waits.txt", district=home, audience="press")
    for who, options in ((False, ()), (True, key)):
        told = call("statement", "approve", tmp_path / "waits.txt", "--audience", "press", *to, *options)
        approved = statement_rulings.approve_statement(twins.open(as_counsel=who), wanted)
        assert approved.status.missing == told.summary["missing"]
        assert approved.status.sha256 == told.summary["sha256"]
    told = call("statement", "publish", tmp_path / "waits.txt", "--where", "website", *to)
    out = statement_rulings.TextRequest(text=WAITS, name="waits.txt", district=home, where="website")
    assert statement_rulings.publish_statement(twins.open(), out).status.sha256 == told.summary["sha256"]
    assert len(compare(twins, begun)) == 6


def test_facts_are_put_down_alike(twins: Twins, call: Call, tmp_path: Path) -> None:
    begun = len(twins.open().main.read())
    home = outline_district(twins.desk)
    to = ("--case", twins.by_command, "--json")
    told = call("case", "fact", "way_in", "phishing", "--status", "believed", "--as-of", AT, *to).summary
    asked = FactRequest(subject="way_in", value="phishing", status="believed", as_of=AT, district=home)
    (put,) = put_fact(twins.open(), asked).facts
    assert put.supports is told["supports"]
    named = call("case", "name", " Lakeside Public Schools ", "LPS", *to).summary
    assert name_district(twins.open(), [" Lakeside Public Schools ", "LPS"]) == named["organisation"]
    file = tmp_path / "facts.json"
    known = {"subject": "first_access", "value": "2025-02-01"}
    file.write_text(json.dumps({"as_of": AT, "facts": [known]}))
    told = call("case", "facts", "load", file, *to).summary
    assert len(load_facts(twins.open(), file).facts) == told["facts"] == 1
    assert len(compare(twins, begun, leaving=("as_of",))) == 3
    with pytest.raises(UsageError, match="no name is given"):
        name_district(twins.open(), ["  "])


def test_a_case_is_closed_and_opened_again_alike(twins: Twins, call: Call) -> None:
    begun = len(twins.open().main.read())
    for verb, action in (("close", cases.close), ("reopen", cases.reopen)):
        assert call("case", verb, "--why", "it is over", "--case", twins.by_command).status == 0
        action(twins.open(), "it is over")
    assert [entry.kind for entry in compare(twins, begun)] == ["case.closed", "case.reopened"]


@contextmanager
def opened(district: District, desk: Path) -> Iterator[DeskRepository]:
    """The district's repository as another desk works on it."""
    repository = Repository.open(LocalStore(district.repository), PASSWORD)
    access = DeskAccess(desk, SignerKeyFile(desk / "desk.key", None, name="desk"), desk / "cache")
    with repository.lock():
        yield DeskRepository(repository, access, NobodyListens())


def test_an_event_is_declared_by_nobody_whom_the_desk_or_the_case_does_not_know(
    district: District, tmp_path: Path
) -> None:
    mine, stranger = tmp_path / "mine", make_signer(make_actor("Eve", "director"))
    with opened(district, mine) as desk:
        with desk.open_context() as context:
            event = list_events(context).events[0].hex_id
        ledger = desk.open_ledger()
        known = cases.open_case(cases.CaseRequest(folder=tmp_path / "known", signer=ledger.signer))
        at_work = Case(known.case.folder.path, stranger)
        begun = ledger.path.read_bytes()
        with pytest.raises(KeyRefusedError):
            cases.declare_in_case(at_work, cases.CaseEvent(event, desk), outline_district(district.desk))
        assert ledger.path.read_bytes() == begun

        access = DeskAccess(mine, stranger, mine / "cache")
        foreign = cases.CaseEvent(event, DeskRepository(desk.repository, access, NobodyListens()))
        with pytest.raises(KeyRefusedError):
            cases.open_case(cases.CaseRequest(folder=tmp_path / "new", signer=stranger, event=foreign))
        assert not (tmp_path / "new").exists()
        assert ledger.path.read_bytes() == begun


def read_desk(desk: Path) -> list[tuple[str, dict[str, Any]]]:
    (folder,) = desk.rglob("ledger")
    kept = [entry for entry in Ledger(folder).read() if entry.kind not in ("key", "snapshots.seen")]
    return bare(kept, leaving=("who", "case", "name"))


def test_what_is_ruled_on_events_and_snapshots_is_alike(
    district: District, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, mine = ("-r", district.repository, "--json"), tmp_path / "mine"
    event = call("event", "list", *repo).messages[0]
    snapshot = event["snapshots"][-1]
    why = "a drill of the network team"

    def play(action: Callable[..., Any], request: object) -> Any:
        with opened(district, mine) as desk:
            return action(desk, request)

    told = call("case", "open", tmp_path / "one", "--event", event["id"][:8], *repo).summary
    with opened(district, mine) as desk:
        signer = SignerKeyFile(mine / "desk.key", None, name="desk")
        wanted = cases.CaseEvent(event["id"][:8], desk)
        made = cases.open_case(cases.CaseRequest(folder=tmp_path / "two", signer=signer, event=wanted))
    fields = ("event", "repository", "facts", "missing_facts")
    assert [made.describe()[name] for name in fields] == [told[name] for name in fields]

    told = call("event", "close", event["id"][:8], "--why", why, *repo).messages[0]
    closed = play(rulings.close, rulings.EventRequest(event=event["id"][:8], why=why))
    assert closed.fields | {"closed": "", "declared": ""} == told | {"closed": "", "declared": ""}

    told = call("examine", "rule", snapshot, "benign", "--why", why, *repo).summary
    asked = rulings.RulingRequest(snapshot=snapshot, verdict="benign", why=why, who="kay")
    ruled = play(rulings.rule, asked)
    assert ruled.row.verdict.value == told["verdict"] == "clean"
    assert [row.snapshot.hex_id for row in ruled.changed] == told["verdicts_changed"]
    told = call("examine", "rule", snapshot, "--undo", "--why", why, *repo).summary
    undone = play(rulings.rule, rulings.RulingRequest(snapshot=snapshot, verdict=None, why=why, who="kay"))
    assert undone.row.verdict.value == told["verdict"] == "event"

    host = event["hosts"][0]
    told = call("recover", "release", "*.docx", "--host", host, "--why", why, *repo).summary
    released = play(rulings.release, rulings.ReleaseRequest(patterns=["*.docx"], host=host, why=why))
    assert released.host == told["host"]
    assert read_desk(district.desk) == read_desk(mine)
    with pytest.raises(UsageError, match="--why is empty"):
        play(rulings.release, rulings.ReleaseRequest(patterns=["*"], host=host, why=" "))


def test_pins_are_alike(district: District, call: Call, tmp_path: Path) -> None:
    repo, mine = ("-r", district.repository, "--json"), tmp_path / "mine"
    told = call("pin", "add", "latest", "--why", " for  the insurer ", *repo).messages[0]
    with opened(district, mine) as desk:
        ledger, there = desk.open_ledger(), desk.repository.list_snapshots()
        newest = [one for one in there if one.hex_id == told["snapshots"][0]["snapshot_id"]]
        with pytest.raises(UsageError, match="--why is empty"):
            pins.pin_snapshots(ledger, pins.PinRequest(snapshots=newest, why=" "))
        done = pins.pin_snapshots(ledger, pins.PinRequest(snapshots=newest, why=" for  the insurer "))
        assert done.describe() | {"id": "", "time": ""} == told | {"id": "", "time": ""}
        assert pins.list_pins(ledger, []).missing == {newest[0].hex_id}
        found = pins.list_pins(ledger, there)
        listed = call("pin", "list", *repo).messages[0]
        assert found.describe_each()[0]["snapshots"] == listed["snapshots"]
        assert not found.missing
        call("pin", "remove", told["id"][:8], "--why", "paid", *repo)
        pins.remove_pin(ledger, pins.PinRemovalRequest(pin=done.pin.hex_id[:8], why="paid"))
    ones, others = read_desk(district.desk), read_desk(mine)
    assert [kind for kind, _ in ones] == ["pin.added", "pin.removed"]
    for kept in (ones[1][1], others[1][1]):
        assert kept.pop("pin")
    assert ones == others


def test_canaries_are_alike(district: District, call: Call, tmp_path: Path) -> None:
    repo, mine = ("-r", district.repository, "--json"), tmp_path / "mine"
    shares = [tmp_path / name for name in ("here", "there")]
    for share in shares:
        share.mkdir()
    to = ("--host", "lab-1", "--as", "/srv/share")
    told = call("canary", "plant", shares[0], "--count", "2", *to, *repo).messages[:-1]
    listed = [(one["path"], bytes.fromhex(one["sha256"])) for one in told]
    plans = [
        canaries.CanaryPlan(shares[1] / Path(one["path"]).name, Path(one["file"]).read_bytes(), 10**18)
        for one in told
    ]
    asked = canaries.CanariesRequest(host="lab-1", listed=listed, plans=plans)
    with opened(district, mine) as desk:
        ledger = desk.open_ledger()
        canaries.plant_canaries(ledger, asked)
        assert [path.read_bytes() for path in sorted(shares[0].iterdir())] == [
            path.read_bytes() for path in sorted(shares[1].iterdir())
        ]
        with desk.open_context() as context:
            found = canaries.list_canaries(context.catalog, ledger.read(), "lab-1")
        shown = call("canary", "list", *repo).messages[:-1]
        assert [one.describe() | {"planted": ""} for one in found] == [one | {"planted": ""} for one in shown]
        with pytest.raises(UsageError, match="name canaries"):
            canaries.remove_canaries(ledger, canaries.CanaryRemovalRequest(why="moved"))
        left = canaries.remove_canaries(ledger, canaries.CanaryRemovalRequest(why="moved", everything=True))
        with pytest.raises(FileExistsError):
            canaries.plant_canaries(ledger, asked)
    kept = call("canary", "remove", "--all", "--why", "moved", *repo).summary["left"]
    assert kept == sum(bool(one.problem) for one in left) == 2
    done = read_desk(mine)
    assert done[:2] == read_desk(district.desk)
    assert [kind for kind, _ in done[2:]] == ["action.canaries_planted", "action.canaries_removed"]
