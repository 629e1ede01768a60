"""Whoever may not sign leaves nothing behind: no plan, letter, mail, evidence, pin, result, copy or note."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from firstbell.actions.access.desk import NobodyListens
from firstbell.actions.case.evidence import EvidenceRequest, HandOverRequest, hand_over, take_evidence
from firstbell.actions.case.facts import FactRequest, put_fact
from firstbell.actions.case.time_stamps import take_stamp
from firstbell.actions.case.timeline import ImportRequest, import_lines
from firstbell.actions.desk.district import DistrictOutline
from firstbell.actions.impact.scan import ScanRequest, scan_sources
from firstbell.actions.impact.scan_folders import list_folders
from firstbell.actions.messages.triage import TriageDesk, TriageRequest, triage_messages
from firstbell.actions.notify.deliveries import DeliveryRequest, send_letters, take_returns
from firstbell.actions.notify.letters import (
    LetterDraftRequest,
    LetterPlanRequest,
    approve_letters,
    draft_letters,
    plan_letters,
)
from firstbell.actions.notify.notices import open_notices
from firstbell.base.progress import Silent
from firstbell.case.actors import add_actor
from firstbell.case.case import Case
from firstbell.case.errors import CaseError, CaseStateError
from firstbell.case.lifecycle import close_case, make_case
from firstbell.case.sealed import SealedStore
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.ledger import KeyRefusedError, RoleError, Signer, make_actor, make_signer
from firstbell.notify.notices.delivery import MailServer
from firstbell.notify.notices.texts import Sender
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable
from tests.cli.test_message import COERCION

CSV = "message,datetime,timestamp_desc\nlogon of kay,2023-02-17T23:10:00+00:00,Event Logged\n"
HOME = PostalAddress("1 Oak St", "", "Minneapolis", "MN", "55401")
PEOPLE = [
    AffectedPerson("p1", "Ann Hill", "staff", ("ssn",), reach=Reachable("p1", "Ann Hill", HOME, "a@x.org"))
]
SENDER = Sender("612-555-0100", ["1 School Rd"], "Jo Smith", "")
DISTRICT = DistrictOutline()
NOBODY = MailServer(host="127.0.0.1", port=9, tls="none")

Verb = Callable[[Case, SealedStore, Path], object]


def draft(case: Case, sealed: SealedStore, place: Path) -> object:
    asked = LetterDraftRequest(
        target=place / "out", district=DISTRICT, sender=SENDER, day="2023-02-24", email_from="n@x.org"
    )
    return draft_letters(case, open_notices(case, sealed), asked)


def send(case: Case, sealed: SealedStore, _: Path) -> object:
    return send_letters(case, open_notices(case, sealed), DeliveryRequest("n@x.org", NOBODY))


def note_returns(case: Case, sealed: SealedStore, place: Path) -> object:
    store = open_notices(case, sealed)
    (letter,) = store.load_plan().letters
    (place / "returned.csv").write_text(f"letter_id,status\n{letter.id},mailed\n")
    return take_returns(case, store, place / "returned.csv")


def scan_folder(case: Case, sealed: SealedStore, place: Path) -> object:
    sources = list_folders([place / "tree"], [], apart=case.folder.path)
    return scan_sources(case, sealed, sources, request=ScanRequest(), progress=Silent)


def triage(case: Case, sealed: SealedStore, place: Path) -> object:
    desk = TriageDesk(place / "desk", NobodyListens(), lambda _: sealed, case)
    return triage_messages(desk, TriageRequest(files=[place / "threat.eml"], domains=["lakesideschools.org"]))


def give_away(case: Case, _: SealedStore, place: Path) -> object:
    (first,) = [entry for entry in case.main.read() if entry.kind == "evidence.taken"]
    asked = HandOverRequest(evidence=first.hex_id, to="the police", target=place / "copy")
    return hand_over(case, asked, nullcontext())


VERBS: dict[str, Verb] = {
    "plan": lambda case, sealed, _: plan_letters(
        case, open_notices(case, sealed), LetterPlanRequest(PEOPLE, DISTRICT, 2.0)
    ),
    "draft": draft,
    "send": send,
    "returns": note_returns,
    "scan": scan_folder,
    "triage": triage,
    "evidence": lambda case, _, place: take_evidence(
        case, EvidenceRequest(what=bytes(place / "demand.txt")), nullcontext()
    ),
    "import": lambda case, _, place: import_lines(case, ImportRequest(path=place / "lines.csv")),
    "hand over": give_away,
    "stamp": lambda case, _, place: take_stamp(case, place / "answer.tsr"),
    "fact": lambda case, _, __: put_fact(
        case, FactRequest(subject="way_in", value="phishing", because="the firm said so")
    ),
}


@pytest.fixture(scope="module")
def director() -> Signer:
    return make_signer(make_actor("Ada", "director"))


@pytest.fixture(scope="module")
def begun(director: Signer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a case lies with letters that are planned, drafted and approved: each verb has what it needs."""
    tmp_path = tmp_path_factory.mktemp("begun")
    case = make_case(tmp_path / "case", director)
    for name, text in (("demand.txt", "pay"), ("lines.csv", CSV), ("answer.tsr", "no answer")):
        (tmp_path / name).write_text(text)
    (tmp_path / "threat.eml").write_bytes(COERCION)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "health.txt").write_text("Student: Kim Lee\nDiagnosis: asthma\n")
    case.main.append("fact.organisation", {"names": ["Lakeside"], "as_of": "2023-02-18", "version": 1})
    found = {"confirmed": True, "found": "2023-02-18"}
    put_fact(case, FactRequest(subject="encryption_event", value=found, as_of="2023-02-18"))
    take_evidence(case, EvidenceRequest(what=bytes(tmp_path / "demand.txt")), nullcontext())
    sealed = open_store(case)
    plan_letters(case, open_notices(case, sealed), LetterPlanRequest(PEOPLE, DISTRICT))
    (tmp_path / "before").mkdir()
    draft(case, sealed, tmp_path / "before")
    counsel = make_signer(make_actor("Sara", "counsel"))
    add_actor(case.main, counsel.actor, counsel.public)
    for signer in (director, counsel):
        mine = Case(case.folder.path, signer)
        approve_letters(mine, open_notices(mine, sealed), DISTRICT)
    return tmp_path


@pytest.fixture
def case(begun: Path, tmp_path: Path, director: Signer) -> Case:
    """A copy of it for one test."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return Case(tmp_path / "case", director)


def open_store(case: Case) -> SealedStore:
    return open_sealed(case.folder.sealed, SealSecret(case.folder.path.parent / "seal.key"))


def look(folder: Path) -> dict[str, bytes]:
    """Every file, but for what says that somebody is at work, and the list of the mail house."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock") and path.name != "returned.csv"
    }


@pytest.mark.parametrize("verb", VERBS)
def test_who_is_not_on_the_record_leaves_nothing_behind(case: Case, tmp_path: Path, verb: str) -> None:
    stranger = Case(case.folder.path, make_signer(make_actor("Eve", "director")))
    sealed, before = open_store(stranger), look(tmp_path)

    with pytest.raises(KeyRefusedError):
        VERBS[verb](stranger, sealed, tmp_path)

    assert look(tmp_path) == before


# a reviewer may note that an authority stamped a head
@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"stamp"}))
def test_a_role_that_may_not_sign_it_leaves_nothing_behind(case: Case, tmp_path: Path, verb: str) -> None:
    reviewer = make_signer(make_actor("Ben", "reviewer"))
    add_actor(case.main, reviewer.actor, reviewer.public)
    at_work = Case(case.folder.path, reviewer)
    sealed, before = open_store(at_work), look(tmp_path)

    with pytest.raises(RoleError, match="may not add"):
        VERBS[verb](at_work, sealed, tmp_path)

    assert look(tmp_path) == before


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"hand over", "stamp"}))
def test_a_closed_case_keeps_what_it_had(case: Case, tmp_path: Path, verb: str) -> None:
    close_case(case, "over")
    sealed, before = open_store(case), look(tmp_path)

    with pytest.raises(CaseStateError, match="closed"):
        VERBS[verb](case, sealed, tmp_path)

    assert look(tmp_path) == before


def test_who_may_sign_is_not_held_up(case: Case, tmp_path: Path) -> None:
    sealed = open_store(case)
    before = len(case.main.read())
    for verb in ("plan", "draft", "returns", "hand over", "evidence", "import", "fact"):
        VERBS[verb](case, sealed, tmp_path)
    kinds = [entry.kind for entry in case.main.read()[before:]]
    assert {"notice.planned", "notice.drafted", "notice.sent", "evidence.imported", "note"} <= {*kinds}
    assert (tmp_path / "copy").read_text() == "pay"


def test_asking_leaves_the_record_as_it_is(case: Case) -> None:
    before = case.main.path.read_bytes()
    case.main.require_right("notice.planned", "fact")
    with pytest.raises(RoleError, match="no kind of entry"):
        case.main.require_right("wish")
    assert case.main.path.read_bytes() == before


def test_no_copy_of_evidence_leaves_a_case_without_a_name_on_it(case: Case, tmp_path: Path) -> None:
    (first,) = [entry for entry in case.main.read() if entry.kind == "evidence.taken"]
    asked = HandOverRequest(evidence=first.hex_id, to=" ", target=tmp_path / "copy")
    with pytest.raises(CaseError, match="does not name anybody"):
        hand_over(case, asked, nullcontext())
    assert not (tmp_path / "copy").exists()


def test_no_copy_of_evidence_that_changed_leaves_a_case(case: Case, tmp_path: Path) -> None:
    (kept,) = case.folder.evidence.iterdir()
    kept.chmod(0o600)
    kept.write_text("pay twice")
    with pytest.raises(CaseStateError, match="is changed"):
        give_away(case, open_store(case), tmp_path)
    assert not (tmp_path / "copy").exists()
