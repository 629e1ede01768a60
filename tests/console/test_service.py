"""What the key process answers: sessions, rates, and pages of a vault that are what the command prints."""

from __future__ import annotations

import fcntl
import json
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock, monotonic_s
from firstbell.cli.main import run
from firstbell.console.key_process import message_orders
from firstbell.console.key_process.loop import KeyProcess, bind
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces
from firstbell.console.key_process.service import ConsoleService, PageWork, Work
from firstbell.console.key_process.sessions import ROWS_A_MINUTE
from firstbell.console.key_process.work import WorkList, WorkOrder
from firstbell.console.messages import (
    Answer,
    AskChanges,
    KeepSearch,
    ShowInvitation,
    ShowNames,
    ShowPage,
    SignOut,
    TakeInvitation,
    frame,
)
from firstbell.crypto.derivation import ScryptParameters, derive_key
from firstbell.runs.execution.folder import NowFile, RunFolder
from firstbell.vault import Vault, make_vault
from firstbell.vault.entries import HostAdded

CASE = ConsoleCase("0" * 32, "a case", Path("/nowhere"))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(1_770_000_000 * NS_PER_S)


@pytest.fixture
def service(tmp_path: Path, clock: FixedClock) -> ConsoleService:
    vault = make_vault(tmp_path / "vault")
    for host in ("office", "kiosk"):
        vault.add_host(HostAdded(host=host))
    places = ConsolePlaces(desk=tmp_path / "desk", vault=vault.folder, cases=(CASE,))
    return ConsoleService(places, run, clock)


def sign_in(service: ConsoleService, role: str) -> str:
    """A session of this role."""
    _, token = service.register.invite(f"a {role}", role)
    answer = service.ask(TakeInvitation(token=token, address="127.0.0.1"))
    assert isinstance(answer, Answer)
    return answer.value


def show(service: ConsoleService, question: ShowPage) -> Answer:
    """The whole answer, read in this process."""
    work = service.ask(question)
    if isinstance(work, Answer):
        return work
    assert isinstance(work, PageWork)
    return service.finish(work, *service.read(work))


def code_of(answer: Answer | Work) -> int:
    """Its code; a page that is to be read is one that may be seen."""
    return answer.code if isinstance(answer, Answer) else 200


def test_the_hosts_are_what_the_command_prints(
    service: ConsoleService, capsys: pytest.CaptureFixture[str]
) -> None:
    session = sign_in(service, "technician")
    told = show(service, ShowPage(session=session, page="hosts", form="json")).body.decode()
    assert run(["host", "list", "--vault", str(service.places.vault), "--json"]) == 0
    said = capsys.readouterr().out
    assert told == said
    assert {json.loads(line).get("host") for line in told.splitlines()} >= {"office", "kiosk"}
    page = show(service, ShowPage(session=session, page="hosts"))
    assert page.sections[0].command == f"firstbell host list --vault {service.places.vault}"


def test_one_host_is_its_own_line_and_an_option_is_no_host(service: ConsoleService) -> None:
    session = sign_in(service, "technician")
    answer = show(service, ShowPage(session=session, page="host", values={"host": "office"}))
    hosts = [line["host"] for line in answer.sections[0].lines if line["message_type"] == "host"]
    assert hosts == ["office"]
    refused = service.ask(ShowPage(session=session, page="host", values={"host": "--vault"}))
    assert code_of(refused) == 404


def test_the_page_of_a_message_searches_for_it_once(
    service: ConsoleService, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = {"message": "5" * 16, "sha256": "5" * 64, "look": True, "label": "other", "title": "mail"}
    searches: list[str] = []

    def search(_: WorkList, back: str) -> list[dict[str, object]]:
        searches.append(back)
        return [handed]

    monkeypatch.setattr(message_orders, "_read_handed", search)
    session, values = sign_in(service, "technician"), {"case": CASE.id, "message": "5" * 16}
    answer = show(service, ShowPage(session=session, page="message", values=values))
    assert (answer.code, answer.facts["one"]["title"]) == (200, "mail")
    assert searches == [f"/cases/{CASE.id}/messages"]
    # of one that nobody handed in there is no page
    gone = ShowPage(session=session, page="message", values={**values, "message": "6" * 16})
    assert code_of(service.ask(gone)) == 404


def test_who_does_not_see_hosts_sees_on_today_how_many_are_late(service: ConsoleService) -> None:
    service.places = replace(service.places, cases=())
    answer = show(service, ShowPage(session=sign_in(service, "counsel"), page="today"))
    (hosts,) = [section for section in answer.sections if section.key == "hosts"]
    assert [line["message_type"] for line in hosts.lines] == ["summary"]


def test_an_answer_is_kept_until_a_source_changes_or_it_is_old(
    service: ConsoleService, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def count(words: list[str]) -> int:
        if "host" in words:
            asked.append(words)
        sys.stdout.write('{"message_type":"summary","hosts":0}\n')
        return 0

    service.run = count  # type: ignore[assignment]
    question = ShowPage(session=sign_in(service, "technician"), page="hosts")
    show(service, question)
    show(service, question)
    assert len(asked) == 1
    clock.advance(31)
    show(service, question)
    assert len(asked) == 2
    assert service.places.vault is not None
    with (service.places.vault / "judgements.jsonl").open("ab") as stream:
        stream.write(b"\n")
    show(service, question)
    assert len(asked) == 3


def test_a_change_of_one_source_leaves_the_answers_that_others_gave(
    service: ConsoleService, clock: FixedClock, tmp_path: Path
) -> None:
    asked: list[str] = []

    def count(words: list[str]) -> int:
        asked.append(" ".join(words[1:3]))
        sys.stdout.write('{"message_type":"summary"}\n')
        return 0

    folder = tmp_path / "case"
    folder.mkdir()
    service.run = count  # type: ignore[assignment]
    service.places = replace(service.places, cases=(replace(CASE, folder=folder),))
    question = ShowPage(session=sign_in(service, "director"), page="today")
    show(service, question)
    asked.clear()
    assert service.places.vault is not None
    (service.places.vault / "judgements.jsonl").write_bytes(b"\n")
    show(service, question)
    assert asked == ["host list", "vault alerts"]
    asked.clear()
    (folder / "note").write_bytes(b"1")
    show(service, question)
    assert asked == ["case clocks", "statement list", "case verify"]
    asked.clear()
    clock.advance(31)
    show(service, question)
    # whether a record holds does not change with the time
    assert sorted(asked) == ["case clocks", "host list", "statement list", "vault alerts"]
    asked.clear()
    (service.places.desk / "firstbell.toml").write_bytes(b"\n")
    show(service, question)
    assert sorted(asked) == ["case clocks", "case verify", "host list", "statement list", "vault alerts"]


def test_a_key_that_a_child_derived_is_known_to_the_next(service: ConsoleService, tmp_path: Path) -> None:
    salts = [b"s" * 64, b"t" * 64]

    def derive(words: list[str]) -> int:
        derive_key("a password", salts[0], ScryptParameters(2, 1, 1))
        sys.stdout.write('{"message_type":"summary","hosts":0}\n')
        return 0

    service.run = derive  # type: ignore[assignment]
    question = ShowPage(session=sign_in(service, "technician"), page="hosts")
    listener = bind(str(tmp_path / "keys"))
    with listener, socket.socket(socket.AF_UNIX) as link:
        link.connect(str(tmp_path / "keys"))
        link.sendall(frame(question))
        end_s = monotonic_s() + 60
        KeyProcess(service, listener).serve(lambda: not service.keys.list_all() and monotonic_s() < end_s)
    # this process, which forked the child, has derived nothing itself
    ((name, key),) = service.keys.list_all()
    assert name == service.keys.name("a password", salts[0], ScryptParameters(2, 1, 1))
    assert key[:32] == derive_key("a password", salts[0], ScryptParameters(2, 1, 1)).encrypt
    assert service.keys.get(service.keys.name("a password", salts[1], ScryptParameters(2, 1, 1))) is None


def test_a_command_that_fails_is_told_with_what_to_do(service: ConsoleService) -> None:
    service.places = replace(service.places, vault=Path("/no/such/vault"))
    answer = show(service, ShowPage(session=sign_in(service, "technician"), page="hosts"))
    trouble = answer.sections[0].trouble
    assert trouble is not None
    assert "/no/such/vault" in trouble.message
    assert answer.sections[0].lines == []


def test_a_session_ends_when_it_is_idle_or_old(service: ConsoleService, clock: FixedClock) -> None:
    session = sign_in(service, "counsel")
    for _ in range(13):
        clock.advance(3500)
        assert code_of(service.ask(ShowPage(session=session, page="you"))) in {200, 401}
    assert code_of(service.ask(ShowPage(session=session, page="you"))) == 401
    session = sign_in(service, "counsel")
    clock.advance(3601)
    assert code_of(service.ask(ShowPage(session=session, page="you"))) == 401


def test_on_pages_of_people_a_session_is_idle_sooner(service: ConsoleService, clock: FixedClock) -> None:
    session = sign_in(service, "counsel")
    clock.advance(16 * 60)
    question = ShowPage(session=session, page="people", values={"case": CASE.id})
    assert code_of(service.ask(question)) == 401


def test_one_session_can_end_another_of_the_same_person_alone(service: ConsoleService) -> None:
    first, second = sign_in(service, "counsel"), sign_in(service, "counsel")
    other = sign_in(service, "director")
    shorts = {
        one["short"]: one for one in show(service, ShowPage(session=first, page="you")).facts["sessions"]
    }
    assert len(shorts) == 2
    (theirs,) = show(service, ShowPage(session=other, page="you")).facts["sessions"]
    service.ask(SignOut(session=first, which=theirs["short"]))
    assert code_of(service.ask(ShowPage(session=other, page="you"))) == 200
    (mine,) = [short for short, one in shorts.items() if not one["is_this"]]
    service.ask(SignOut(session=first, which=mine))
    assert code_of(service.ask(ShowPage(session=second, page="you"))) == 401
    assert code_of(service.ask(ShowPage(session=first, page="you"))) == 200


def test_an_address_that_guesses_links_waits_and_others_do_not(
    service: ConsoleService, clock: FixedClock
) -> None:
    codes = [code_of(service.ask(ShowInvitation(token=f"guess{n}", address="192.0.2.1"))) for n in range(7)]
    assert codes == [410] * 5 + [429] * 2
    _, token = service.register.invite("a director", "director")
    assert code_of(service.ask(TakeInvitation(token=token, address="192.0.2.1"))) == 429
    clock.advance(61)
    assert code_of(service.ask(TakeInvitation(token=token, address="192.0.2.1"))) == 200


def test_nobody_leafs_through_people_faster_than_a_person_reads(
    service: ConsoleService, clock: FixedClock
) -> None:
    question = ShowPage(session=sign_in(service, "counsel"), page="people", values={"case": CASE.id})
    codes = [code_of(service.ask(question)) for _ in range(ROWS_A_MINUTE // 50 + 1)]
    assert codes == [200] * 12 + [429]
    clock.advance(61)
    assert code_of(service.ask(question)) == 200


@pytest.mark.parametrize("why", ["", "   ", "she is 123-45-6789"])
def test_names_are_not_shown_without_a_reason_that_can_be_kept(service: ConsoleService, why: str) -> None:
    session = sign_in(service, "counsel")
    assert code_of(service.ask(ShowNames(session=session, case=CASE.id, why=why))) == 400
    assert service.looks.read() == []


def test_names_are_hidden_again_after_ten_minutes_and_in_another_case(
    service: ConsoleService, clock: FixedClock
) -> None:
    session = sign_in(service, "counsel")
    service.ask(ShowNames(session=session, case=CASE.id, why="calls"))
    question = ShowPage(session=session, page="people", values={"case": CASE.id})
    work = service.ask(question)
    assert isinstance(work, PageWork)
    assert work.request.names
    clock.advance(601)
    work = service.ask(question)
    assert isinstance(work, PageWork)
    assert not work.request.names


def test_words_are_kept_for_the_page_they_were_typed_on(service: ConsoleService) -> None:
    session = sign_in(service, "technician")
    answer = service.ask(KeepSearch(session=session, page="files", words="plan.docx"))
    assert isinstance(answer, Answer)
    query = {"search": answer.value}
    work = service.ask(ShowPage(session=session, page="people", values={"case": CASE.id}, query=query))
    assert isinstance(work, PageWork)
    assert not work.request.search
    work = service.ask(ShowPage(session=session, page="files", query=query))
    assert isinstance(work, PageWork)
    assert work.request.search["words"] == "plan.docx"
    other = service.ask(ShowPage(session=sign_in(service, "technician"), page="files", query=query))
    assert isinstance(other, PageWork)
    assert not other.request.search


def test_only_pages_that_show_runs_and_work_follow_how_far_they_are(
    service: ConsoleService, clock: FixedClock
) -> None:
    session = sign_in(service, "technician")

    def name_states() -> dict[str, str]:
        return {page: code_word(page) for page in ("run", "works", "hosts")}

    def code_word(page: str) -> str:
        answer = service.ask(AskChanges(session=session, page=page))
        assert isinstance(answer, Answer)
        return answer.value

    def find_changed(before: dict[str, str]) -> set[str]:
        now = name_states()
        return {page for page, word in now.items() if before[page] != word}

    before = name_states()
    run_folder = RunFolder(service.places.desk / "runs" / "ab", clock)
    run_folder.path.mkdir(parents=True)
    (run_folder.path / "plan.json").write_text("{}")
    assert find_changed(before) == {"run"}
    before = name_states()
    NowFile(run_folder.path / "01-files.now").put(0, {"files": 7})
    assert find_changed(before) == {"run"}
    before = name_states()
    with run_folder.hold():
        assert find_changed(before) == {"run"}
    before = name_states()
    asked = WorkOrder(id="0" * 16, name="x", title="X", words=(), who="Ada", role="director", at="2026")
    work = WorkList(service.places.desk, lambda words, lock: None).start(asked)
    assert find_changed(before) == {"run", "works"}
    before = name_states()
    with (work.path / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert find_changed(before) == {"run", "works"}
        held = name_states()
    # its processes were killed: nothing was written, and it is known all the same
    assert find_changed(held) == {"run", "works"}


def test_how_far_a_run_is_is_read_once_for_all_who_watch_until_it_is_further(
    service: ConsoleService, clock: FixedClock
) -> None:
    asked: list[list[str]] = []

    def count(words: list[str]) -> int:
        asked.append(words)
        sys.stdout.write('{"message_type":"summary"}\n')
        return 0

    service.run = count  # type: ignore[assignment]
    service.places = replace(service.places, has_configuration=True, cases=())
    (service.places.desk / "runs" / "ab").mkdir(parents=True)
    (service.places.desk / "runs" / "ab" / "plan.json").write_text("{}")
    questions = [ShowPage(session=sign_in(service, "technician"), page="runs") for _ in range(3)]
    for question in questions:
        show(service, question)
    assert len(asked) == 1
    (service.places.desk / "runs" / "ab" / "01.now").write_text("{}")
    show(service, questions[0])
    assert len(asked) == 2
    clock.advance(1.1)
    show(service, questions[0])
    assert len(asked) == 3


def test_an_open_page_learns_that_something_changed_and_keeps_nobody_signed_in(
    service: ConsoleService, clock: FixedClock
) -> None:
    session = sign_in(service, "technician")

    def ask() -> Answer:
        answer = service.ask(AskChanges(session=session))
        assert isinstance(answer, Answer)
        return answer

    before = ask().value
    assert before
    assert ask().value == before
    assert service.places.vault is not None
    Vault(service.places.vault).add_host(HostAdded(host="new"))
    assert ask().value != before
    clock.advance(3599)
    assert ask().code == 200
    clock.advance(2)
    assert ask().code == 401
    assert code_of(service.ask(AskChanges(session="nobody"))) == 401
