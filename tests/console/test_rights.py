"""Whom names are shown to, and for which case; whose words are kept for which page."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec
import pytest

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.cli.main import run
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces
from firstbell.console.key_process.service import ConsoleService, PageWork
from firstbell.console.key_process.sessions import IDLE_PEOPLE_S, IDLE_S, NAMES_S
from firstbell.console.messages import (
    Answer,
    AnyQuestion,
    BeginDistrictSignIn,
    BeginSignIn,
    CodeSignIn,
    FinishDistrictSignIn,
    FinishSignIn,
    KeepDraft,
    KeepSearch,
    ShowInvitation,
    ShowNames,
    ShowPage,
    ShowSignIn,
    TakeFiles,
    TakeInvitation,
)

ONE, OTHER = (ConsoleCase(digit * 32, f"case {digit}", Path("/nowhere")) for digit in "01")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(1_770_000_000 * NS_PER_S)


@pytest.fixture
def service(tmp_path: Path, clock: FixedClock) -> ConsoleService:
    return ConsoleService(ConsolePlaces(desk=tmp_path / "desk", cases=(ONE, OTHER)), run, clock)


def sign_in(service: ConsoleService, role: str) -> str:
    _, token = service.register.invite(f"a {role}", role)
    answer = service.ask(TakeInvitation(token=token, address="127.0.0.1"))
    assert isinstance(answer, Answer)
    return answer.value


def shows_names(service: ConsoleService, session: str, case: ConsoleCase) -> bool:
    work = service.ask(ShowPage(session=session, page="people", values={"case": case.id}))
    assert isinstance(work, PageWork)
    return work.request.names


def test_names_are_shown_for_the_case_and_the_time_they_were_asked_for(
    service: ConsoleService, clock: FixedClock
) -> None:
    session = sign_in(service, "counsel")
    assert not shows_names(service, session, ONE)
    asked = service.ask(ShowNames(session=session, case=ONE.id, why="to call the parents", shows=True))
    assert isinstance(asked, Answer)
    assert asked.code == 200
    assert shows_names(service, session, ONE)
    assert not shows_names(service, session, OTHER)
    assert not shows_names(service, sign_in(service, "director"), ONE)
    clock.advance(NAMES_S)
    assert not shows_names(service, session, ONE)


@pytest.mark.parametrize(("role", "code"), [("technician", 200), ("board", 403), ("counsel", 403)])
def test_words_are_kept_for_pages_of_the_role_alone(service: ConsoleService, role: str, code: int) -> None:
    answer = service.ask(KeepSearch(session=sign_in(service, role), page="files", words="payroll", place=""))
    assert isinstance(answer, Answer)
    assert (answer.code, bool(answer.value)) == (code, code == 200)


# what one does to sign in
_OPEN = {
    BeginDistrictSignIn, BeginSignIn, CodeSignIn, FinishDistrictSignIn, FinishSignIn, ShowInvitation,
    ShowSignIn, TakeInvitation,
}  # fmt: skip


def make_question(kind: type, session: str) -> AnyQuestion:
    """A question of this kind, of which nothing but the session is looked at."""
    values = {str: "x", bool: False, dict[str, str]: {}}
    lacking = {one.name: values[one.type] for one in msgspec.structs.fields(kind) if one.required}
    question: AnyQuestion = msgspec.convert({"type": kind.__name__, **lacking, "session": session}, kind)
    return question


@pytest.mark.parametrize("kind", [one for one in get_args(AnyQuestion) if one not in _OPEN])
def test_who_is_not_signed_in_is_asked_to_whatever_the_question(service: ConsoleService, kind: type) -> None:
    values = {"page": "today"} if kind is ShowPage else {}
    for session in ("", "nobody's"):
        answer = service.ask(msgspec.structs.replace(make_question(kind, session), **values))
        assert isinstance(answer, Answer)
        assert (answer.code, answer.reader) == (401, None)


@pytest.mark.parametrize(
    ("kind", "idle_s"), [(ShowNames, IDLE_PEOPLE_S), (KeepDraft, IDLE_PEOPLE_S), (TakeFiles, IDLE_S)]
)
def test_a_session_that_rests_ends_sooner_where_it_is_about_people(
    service: ConsoleService, clock: FixedClock, kind: type, idle_s: int
) -> None:
    for rest_s, is_over in ((idle_s, False), (idle_s + 1, True)):
        session = sign_in(service, "counsel")
        clock.advance(rest_s)
        answer = service.ask(make_question(kind, session))
        assert isinstance(answer, Answer)
        assert (answer.code == 401) is is_over
