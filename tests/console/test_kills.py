"""The key process killed at every step of every action, or its asker gone: nothing is half or twice done."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from firstbell.actions.desk.district import DistrictOutline
from firstbell.console.key_process.action_fields import ActionGround
from firstbell.console.key_process.actions import ACTIONS, plan_action
from firstbell.console.key_process.loop import KeyProcess, bind
from firstbell.console.key_process.orders import ORDERS
from firstbell.console.key_process.passkey_service import SIGN_REVIEW
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.key_process.work import RUNNING, WAITING, WorkFolder, WorkList, WorkOrder
from firstbell.console.messages import (
    HEAD_BYTES,
    Answer,
    GiveOrder,
    Inquiry,
    KeepDraft,
    PlanAction,
    PlanOrder,
    SignAction,
    frame,
    read_answer,
)
from firstbell.notify.statements.rulings import hash_text
from tests.console.struck import PLAN, StruckDesk, make_desk, run_killed, strike

RULE, HEX, PERSON = "mn-16e.36-incident", "ab" * 32, "p" + "0" * 15
TEXT = "Please call us with questions."
SIGNED = {
    "note": {"text": "the doors open again"},
    "approve-statement": {"text": TEXT, "audience": "families"},
    "confirm-claim": {"text": "Nobody was hurt.", "claim": "1", "why": "the principals told me"},
    "override-claim": {"text": "No personal information was compromised.", "claim": "1", "why": "the logs"},
    "publish-statement": {"sha256": hash_text(TEXT), "where": "the website"},
    "approve-rule": {"rule": RULE},
    "file-duty": {"rule": RULE},
    "find-rule": {"rule": RULE, "finding": "bound", "why": "a school district"},
    "correct-start": {"start": "ransom_paid", "why": "nobody paid"},
    "hold-clocks": {"agency": "FBI Minneapolis", "why": "an arrest is prepared"},
    "resume-clocks": {"why": "they are done"},
    SIGN_REVIEW: {},
}
# how many entries each puts down, where that is not one
WANTED = {SIGN_REVIEW: 2, "approve-statement": 2}
# what stands is refused by name where somebody begins it anew
ONCE = {"approve-statement", "override-claim", "file-duty", "resume-clocks", SIGN_REVIEW}
# all go the same way to the disk: these are killed each time, the others in the long run of the tests
OFTEN = {"file-duty", "draft-letters"}
GIVEN = {
    "rule-snapshot": {"snapshot": HEX, "ruling": "benign", "why": "an exercise"},
    "declare-event": {"event": HEX},
    "join-event": {"event": HEX},
    "open-case": {"title": "what happened in spring"},
    "close-event": {"event": HEX, "why": "it is over"},
    "release-object": {"host": "office", "name": "data/ab", "why": "it is whole"},
    "thaw-host": {"host": "office", "why": "it is over"},
    "revoke-host": {"host": "office", "why": "the laptop was stolen"},
    "make-plan": {},
    "record-readiness": {},
    "start-run": {"plan": PLAN},
    "take-evidence": {"snapshot": HEX, "path": "/office/a.docx", "why": "struck first"},
    "hand-over": {"evidence": HEX, "to": "FBI Minneapolis", "why": "they asked"},
    "scan-people": {"roster": "/tmp"},
    "run-hunt": {},
    "rehearse": {},
    "exercise": {"tier": "0"},
    "export-case": {"why": "the insurer asks"},
    "report-people": {"register": "yes"},
    "apply-review": {},
    "trust-sender": {"sender": "insurer.example"},
    "triage-message": {"text": "Pay, or we publish what we took."},
    "plan-letters": {"addresses": "/tmp"},
    "draft-letters": {"contact": "555-0100", "signer": "Jo Smith"},
}


def vary(names: Iterable[str]) -> list[Any]:
    """Parameters, most of them for the long run."""
    return [pytest.param(name, marks=() if name in OFTEN else pytest.mark.long) for name in names]


@pytest.fixture(scope="module")
def counsel(tmp_path_factory: pytest.TempPathFactory) -> StruckDesk:
    return make_desk(tmp_path_factory.mktemp("counsel") / "here", "counsel")


@pytest.fixture(scope="module")
def director(tmp_path_factory: pytest.TempPathFactory) -> StruckDesk:
    return make_desk(tmp_path_factory.mktemp("director") / "here", "director")


def ask(service: ConsoleService, question: Inquiry) -> Answer:
    """What is said at once."""
    answer = service.ask(question)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    return answer


def plan_signature(desk: StruckDesk, service: ConsoleService, name: str) -> SignAction | None:
    """The touch that puts the action down; None where there is nothing to sign."""
    session = desk.sign_in(service)
    fields = dict(SIGNED[name])
    if name == "resume-clocks":
        fields["hold"] = next(one["id"] for one in desk.list_entries() if one["kind"] == "decision.hold")
    answer = ask(service, PlanAction(session=session.token, action=name, case=desk.case_id, fields=fields))
    if answer.code != 200:
        return None
    token, challenge = str(answer.facts["token"]), str(answer.facts["challenge"])
    return SignAction(session=session.token, token=token, **desk.authenticator.answer(challenge))


def lay_ground(desk: StruckDesk, service: ConsoleService, name: str) -> int:
    """What others did before, so that the action can be; how many entries there are then."""
    if name == SIGN_REVIEW:
        keep_drafts(desk, service)
    if name == "resume-clocks":
        touch_down(desk, service, "hold-clocks")
    if name == "publish-statement":
        touch_down(desk, service, "approve-statement")
        fields = SIGNED["approve-statement"]
        case = desk.open_case()
        ground = ActionGround(case.main.read(), DistrictOutline(), "ada", "director", case.clock.now_ns())
        case.main.append_many(plan_action("approve-statement", ground, fields).drafts)
    return len(desk.list_entries())


def touch_down(desk: StruckDesk, service: ConsoleService, name: str) -> None:
    """Sign it."""
    touch = plan_signature(desk, service, name)
    assert touch is not None
    assert ask(service, touch).code == 200


def keep_drafts(desk: StruckDesk, service: ConsoleService) -> None:
    """Two decisions of the reviewer that wait."""
    session = desk.sign_in(service)
    session.seen |= {PERSON, PERSON[:-1] + "1"}
    for person in sorted(session.seen):
        fields = {"verb": "confirm", "person": person}
        assert ask(service, KeepDraft(session=session.token, case=desk.case_id, fields=fields)).code == 200


def test_every_action_and_every_order_is_killed_here() -> None:
    # letters are approved by one entry, as rules are; the browser's tests sign it
    assert SIGNED.keys() == ACTIONS.keys() | {SIGN_REVIEW}
    assert GIVEN.keys() | {"stop-work", "decide-message"} == ORDERS.keys()


@pytest.mark.parametrize("name", vary(SIGNED))
def test_what_is_signed_stands_whole_or_not_at_all_and_once(
    counsel: StruckDesk, tmp_path: Path, name: str
) -> None:
    touches: list[tuple[SignAction, int]] = []
    wanted = WANTED.get(name, 1)

    def prepare(desk: StruckDesk) -> Callable[[], object]:
        service = desk.start()
        before = lay_ground(desk, service, name)
        touch = plan_signature(desk, service, name)
        assert touch is not None
        touches.append((touch, before))

        def sign() -> None:
            assert ask(service, touch).code == 200

        return sign

    seen = set()
    for desk, was_killed in strike(counsel, tmp_path, prepare):
        touch, before = touches[-1]
        added = len(desk.list_entries()) - before
        assert added in ({0, wanted} if was_killed else {wanted})
        seen.add(added)
        service = desk.start()
        # the same touch once more, to the console that was started again
        assert ask(service, touch).code == 401
        again = plan_signature(desk, service, name)
        if not added or name == "note":
            assert again is not None
            assert ask(service, again).code == 200
            assert len(desk.list_entries()) == before + added + wanted
        elif name in ONCE:
            assert again is None
    assert seen == {0, wanted}


def plan_order(desk: StruckDesk, service: ConsoleService, name: str) -> GiveOrder:
    """The second press of an order."""
    session = desk.sign_in(service)
    fields = {"case": desk.case_id, "place": "office", **GIVEN[name]}
    answer = ask(service, PlanOrder(session=session.token, order=name, fields=fields))
    assert answer.code == 200, answer.trouble
    return GiveOrder(session=session.token, token=str(answer.facts["token"]))


@pytest.mark.parametrize("name", vary(GIVEN))
def test_what_is_ordered_is_started_once_or_not_at_all(
    director: StruckDesk, tmp_path: Path, name: str
) -> None:
    presses: list[GiveOrder] = []

    def prepare(desk: StruckDesk) -> Callable[[], object]:
        service = desk.start()
        presses.append(plan_order(desk, service, name))
        return lambda: ask(service, presses[-1])

    for desk, was_killed in strike(director, tmp_path, prepare):
        launched = desk.count_launched()
        assert launched in ({0, 1} if was_killed else {1})
        service = desk.start()
        works = service.shelf.list_all()
        # nothing is started that the page Work does not show
        assert launched <= len(works) <= 1
        assert all(work.find_state() == WAITING for work in works)
        assert ask(service, presses[-1]).code == 401
        assert desk.count_launched() == launched
        assert ask(service, plan_order(desk, service, name)).code == 200
        assert desk.count_launched() == launched + 1


def hand_in(desk: StruckDesk) -> None:
    """A message that was handed in and checked."""
    asked = WorkOrder(
        id="ef" * 8, name="triage-message", title="Check", who="Cy", role="director", at="2026",
        words=("message", "triage", "/desk/a.eml"), back=f"/cases/{desk.case_id}/messages",
    )  # fmt: skip
    work = WorkList(desk.root / "desk", lambda words, lock: None).start(asked)
    (work.path / "out").write_text(f'{{"message_type": "message", "sha256": "{HEX}", "number": 2}}\n')


def test_a_decision_on_a_message_is_started_once_or_not_at_all(director: StruckDesk, tmp_path: Path) -> None:
    template = director.copy(tmp_path / "template")
    hand_in(template)
    presses: list[GiveOrder] = []

    def press(desk: StruckDesk, service: ConsoleService) -> GiveOrder:
        session = desk.sign_in(service)
        fields = {"case": desk.case_id, "message": HEX[:16], "label": "phishing", "why": "it is"}
        answer = ask(service, PlanOrder(session=session.token, order="decide-message", fields=fields))
        assert answer.code == 200, answer.trouble
        assert "message decide /desk/a.eml phishing" in answer.facts["command"]
        assert "--number 2" in answer.facts["command"]
        return GiveOrder(session=session.token, token=str(answer.facts["token"]))

    def prepare(desk: StruckDesk) -> Callable[[], object]:
        service = desk.start()
        presses.append(press(desk, service))
        return lambda: ask(service, presses[-1])

    for desk, was_killed in strike(template, tmp_path, prepare):
        launched = desk.count_launched()
        assert launched in ({0, 1} if was_killed else {1})
        service = desk.start()
        assert launched <= len(service.shelf.list_all()) - 1 <= 1
        assert ask(service, presses[-1]).code == 401
        assert ask(service, press(desk, service)).code == 200
        assert desk.count_launched() == launched + 1


@contextlib.contextmanager
def hold_work(desk: StruckDesk) -> Iterator[WorkFolder]:
    """Work that runs: somebody holds its lock."""
    asked = WorkOrder(
        id="cd" * 8, name="make-plan", title="Plan", words=(), who="Cy", role="director", at="2026"
    )
    work = WorkList(desk.root / "desk", lambda words, lock: None).start(asked)
    with (work.path / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert work.find_state() == RUNNING
        yield work


def test_what_is_stopped_is_asked_to_once_or_not_at_all(director: StruckDesk, tmp_path: Path) -> None:
    desk = director.copy(tmp_path / "here")
    with hold_work(desk) as work:
        service = desk.start()
        session = desk.sign_in(service)
        fields = {"work": work.order.id}
        answer = ask(service, PlanOrder(session=session.token, order="stop-work", fields=fields))
        press = GiveOrder(session=session.token, token=str(answer.facts["token"]))
        run_killed(lambda: ask(service, press), 1)
        assert ask(service, press).code == 200
        assert (work.path / "stop").exists()
        assert ask(service, press).code == 409
        assert desk.count_launched() == 0


@contextlib.contextmanager
def serve(service: ConsoleService, folder: Path) -> Iterator[str]:
    """The key process, as a web process finds it: the path of its socket."""
    path = str(folder / "keys")
    listener = bind(path)
    pid = os.fork()
    if pid == 0:
        try:
            KeyProcess(service, listener).serve(lambda: True)
        finally:
            os._exit(1)
    try:
        yield path
    finally:
        listener.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def send(path: str, question: Inquiry, *, waits: bool) -> Answer | None:
    """Ask; without waiting it is as if the web process was killed right after."""
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(path)
        link.sendall(frame(question))
        if not waits:
            return None
        with link.makefile("rb") as stream:
            size = int.from_bytes(stream.read(HEAD_BYTES), "little")
            return read_answer(stream.read(size))


@pytest.mark.parametrize("name", GIVEN)
def test_an_order_whose_web_process_is_killed_is_given_once_however_often(
    director: StruckDesk, tmp_path: Path, name: str
) -> None:
    desk = director.copy(tmp_path / "here")
    service = desk.start()
    press = plan_order(desk, service, name)
    with serve(service, tmp_path) as path:
        for _ in range(2):
            send(path, press, waits=False)
        answers = [send(path, press, waits=True) for _ in range(2)]
    assert [answer.code for answer in answers if answer] == [200, 200]
    assert len({str(answer.facts["path"]) for answer in answers if answer}) == 1
    assert desk.count_launched() == 1


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_whose_web_process_is_killed_is_put_down_once(
    counsel: StruckDesk, tmp_path: Path, name: str
) -> None:
    desk = counsel.copy(tmp_path / "here")
    service = desk.start()
    before = lay_ground(desk, service, name)
    touch = plan_signature(desk, service, name)
    assert touch is not None
    with serve(service, tmp_path) as path:
        send(path, touch, waits=False)
        answer = send(path, touch, waits=True)
    assert answer is not None
    assert answer.code == 409
    assert len(desk.list_entries()) == before + WANTED.get(name, 1)
