"""Whom names are shown to, and for which case; whose words are kept for which page."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.cli.main import run
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces
from firstbell.console.key_process.service import ConsoleService, PageWork
from firstbell.console.key_process.sessions import NAMES_S
from firstbell.console.messages import Answer, KeepSearch, ShowNames, ShowPage, TakeInvitation

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
