"""The district's own sign-in names who somebody is; who may come, and as what, the desk says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from firstbell.base.clock import SystemClock
from firstbell.cli.main import run
from firstbell.console.key_process.district_sign_in import ProviderWork
from firstbell.console.key_process.identity_provider import open_provider
from firstbell.console.key_process.passkeys import Site
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.service import ConsoleService, PageWork
from firstbell.console.messages import (
    Answer,
    AnyQuestion,
    BeginCode,
    BeginDistrictSignIn,
    BeginRegistration,
    FinishDistrictSignIn,
    FinishRegistration,
    GiveOrder,
    PlanOrder,
    ShowNames,
    ShowPage,
    ShowSignIn,
    TakeFiles,
    TakeInvitation,
    UnlinkAccount,
)
from firstbell.console.pages import narrow_role
from firstbell.desk.configuration import DistrictSignIn
from tests.console.provider import CLIENT, SECRET, SmallProvider, serve_provider
from tests.console.test_browser import AXE

ORIGIN = "http://firstbell.localhost:8710"
CASE = "0" * 32
ROLES = {"leaders": "director", "counsel": "counsel", "board": "board", "reviewers": "reviewer"}


@pytest.fixture
def provider() -> Iterator[SmallProvider]:
    with serve_provider() as provider:
        yield provider


@pytest.fixture
def service(tmp_path: Path, provider: SmallProvider) -> ConsoleService:
    (tmp_path / "secret").write_text(SECRET)
    settings = DistrictSignIn(issuer=provider.issuer, client_id=CLIENT, client_secret_file="secret")
    places = ConsolePlaces(desk=tmp_path, cases=(ConsoleCase(CASE, "a case", tmp_path / "case"),))
    return ConsoleService(
        places,
        run,
        SystemClock(),
        Site("firstbell.localhost", (ORIGIN,)),
        memory_kib=64,
        provider=open_provider(settings, tmp_path, ORIGIN),
    )


def ask(service: ConsoleService, question: AnyQuestion) -> Answer:
    """An answer, by way of the provider where it has to be asked."""
    answer = service.ask(question)
    if isinstance(answer, ProviderWork):
        answer = service.district.take(answer, service.district.ask_provider(answer))
    assert isinstance(answer, Answer)
    return answer


def join(service: ConsoleService, role: str = "counsel", name: str = "Ida Moe") -> str:
    """A session by a one-time link."""
    _, token = service.register.invite(name, role)
    return ask(service, TakeInvitation(token=token, address="here")).value


def go(service: ConsoleService, provider: SmallProvider, session: str = "") -> FinishDistrictSignIn:
    """Go to the provider, sign in there, and come back; what the browser then asks."""
    begun = ask(service, BeginDistrictSignIn(session=session, links=bool(session), address="here"))
    assert begun.code == 200, begun.trouble
    back = provider.visit(begun.facts["address"])
    told = {name: back.get(name, "") for name in ("state", "code", "error")}
    return FinishDistrictSignIn(
        session=session, address="here", kept=begun.value, issuer=back.get("iss", ""), **told
    )


def link(
    service: ConsoleService, provider: SmallProvider, role: str = "counsel", name: str = "Ida Moe"
) -> str:
    session = join(service, role, name)
    done = ask(service, go(service, provider, session))
    assert done.facts == {"path": "/you"}, done.trouble
    return session


def sign_in(service: ConsoleService, provider: SmallProvider) -> Answer:
    return ask(service, go(service, provider))


def test_without_a_provider_nothing_is_offered(service: ConsoleService) -> None:
    service.provider = None
    assert ask(service, ShowSignIn()).facts == {"provider": ""}
    assert ask(service, BeginDistrictSignIn()).code == 404
    assert ask(service, FinishDistrictSignIn(state="a", kept="b")).code == 404


def test_an_account_that_was_linked_signs_its_person_in(
    service: ConsoleService, provider: SmallProvider, tmp_path: Path
) -> None:
    assert ask(service, ShowSignIn()).facts == {"provider": f"127.0.0.1:{provider.port}"}
    link(service, provider)
    signed_in = sign_in(service, provider)
    assert signed_in.reader is not None
    assert (signed_in.reader.name, signed_in.reader.role) == ("Ida Moe", "counsel")
    assert signed_in.facts == {"path": "/"}
    # what the provider calls the person is kept nowhere
    assert "s-100" not in (tmp_path / "console" / "people.jsonl").read_text()
    fresh = Register(tmp_path, SystemClock())
    fresh.refresh()
    assert fresh.find("Ida Moe").signs_in_by == ["link", "account"]


def test_an_account_that_nobody_linked_does_not_sign_in(
    service: ConsoleService, provider: SmallProvider
) -> None:
    link(service, provider)
    provider.claims = {"sub": "s-200", "name": "Ida Moe", "email": "ida@isd1.example", "email_verified": True}
    refused = sign_in(service, provider)
    assert (refused.code, refused.value) == (400, "")
    assert refused.trouble is not None
    assert "linked" in refused.trouble.message


def test_an_account_belongs_to_one_person(service: ConsoleService, provider: SmallProvider) -> None:
    link(service, provider)
    other = join(service, "director", "Bo Lee")
    refused = ask(service, go(service, provider, other))
    assert refused.code == 409
    # whoever ends the link leaves it to others, and is signed out where the account had signed in
    by_account = sign_in(service, provider).value
    assert ask(service, UnlinkAccount(session=by_account)).code == 200
    assert ask(service, ShowPage(session=by_account, page="you")).code == 401
    assert sign_in(service, provider).code == 400
    assert ask(service, go(service, provider, other)).code == 200


def test_somebody_whose_right_to_come_was_ended_does_not_come_by_an_account(
    service: ConsoleService, provider: SmallProvider
) -> None:
    link(service, provider)
    session = sign_in(service, provider).value
    service.register.end("Ida Moe")
    assert ask(service, ShowPage(session=session, page="you")).code == 401
    assert sign_in(service, provider).code == 400


def test_a_return_is_taken_once_and_from_the_browser_that_went(
    service: ConsoleService, provider: SmallProvider
) -> None:
    link(service, provider)
    back = go(service, provider)
    assert ask(service, replace_kept(back, "")).code == 400
    assert ask(service, replace_kept(back, "x" * 32)).code == 400
    assert ask(service, back).code == 200
    assert ask(service, back).code == 400
    assert ask(service, FinishDistrictSignIn(state="made up", kept="x", code="y")).code == 400
    # a return that was begun in one session does not link in another
    mine = go(service, provider, join(service, "director", "Bo Lee"))
    theirs = replace_kept(mine, go(service, provider).kept)
    assert ask(service, theirs).code == 400


def replace_kept(question: FinishDistrictSignIn, kept: str) -> FinishDistrictSignIn:
    fields = {name: getattr(question, name) for name in question.__struct_fields__}
    return FinishDistrictSignIn(**{**fields, "kept": kept})


def test_an_answer_of_another_provider_or_a_refusal_is_not_taken(
    service: ConsoleService, provider: SmallProvider
) -> None:
    link(service, provider)
    for changes in ({"issuer": "https://elsewhere.example"}, {"issuer": ""}, {"code": ""}):
        back = go(service, provider)
        fields = {name: getattr(back, name) for name in back.__struct_fields__}
        refused = service.ask(FinishDistrictSignIn(**{**fields, **changes}))
        assert isinstance(refused, Answer)
        assert refused.code == 400
    provider.refuses = "access_denied"
    assert sign_in(service, provider).code == 400


def test_strangers_wait_after_five_wrong_accounts_and_never_hold_the_readers(
    service: ConsoleService, provider: SmallProvider
) -> None:
    begun = [service.ask(BeginDistrictSignIn(address=f"a{number}")) for number in range(3)]
    assert [type(one) for one in begun[:2]] == [ProviderWork, ProviderWork]
    assert isinstance(begun[2], Answer)
    assert begun[2].code == 503
    for work in begun[:2]:
        assert isinstance(work, ProviderWork)
        service.district.take(work, service.district.ask_provider(work))
    for _ in range(5):
        assert sign_in(service, provider).code == 400
    assert ask(service, BeginDistrictSignIn(address="here")).code == 429
    assert ask(service, BeginDistrictSignIn(address="elsewhere")).code == 200


def test_a_session_by_an_account_reads_and_starts_nothing(
    service: ConsoleService, provider: SmallProvider
) -> None:
    link(service, provider, "director")
    session = sign_in(service, provider).value
    assert isinstance(service.ask(ShowPage(session=session, page="today")), PageWork)
    refused: list[AnyQuestion] = [
        BeginRegistration(session=session),
        FinishRegistration(session=session, client="", data="", public="", credential=""),
        BeginCode(session=session, passphrase="correct horse battery", again="correct horse battery"),
        BeginDistrictSignIn(session=session, links=True),
        PlanOrder(session=session, order="declare-event", fields={}),
        ShowNames(session=session, case=CASE, why="to call them"),
        TakeFiles(session=session, search="x"),
    ]
    assert {ask(service, question).code for question in refused} == {403}
    # what waits for somebody else's press is not there for this session
    assert ask(service, GiveOrder(session=session, token="x")).code == 409


def test_groups_give_a_part_of_what_the_person_was_invited_to_and_never_more(
    service: ConsoleService, provider: SmallProvider
) -> None:
    assert service.provider is not None
    settings = DistrictSignIn(issuer=provider.issuer, client_id=CLIENT, roles=ROLES)  # type: ignore[arg-type]
    service.provider = replace(service.provider, settings=settings)
    link(service, provider, "counsel")

    def role_of(groups: object) -> str | None:
        provider.claims = {"sub": "s-100", **({} if groups is None else {"groups": groups})}
        answer = sign_in(service, provider)
        service.limits.note_right("district here")
        return answer.reader.role if answer.reader else None

    assert role_of(["staff", "counsel"]) == "counsel"
    # the director of the directory was invited as counsel, and stays counsel
    assert role_of(["leaders"]) == "counsel"
    assert role_of("reviewers") == "reviewer"
    assert role_of(["reviewers", "board"]) == "reviewer"
    for groups in (["board"], ["staff"], [], None, 5, {"leaders": 1}):
        assert role_of(groups) is None


def test_no_group_makes_a_role_see_more() -> None:
    assert narrow_role("board", ["director"]) == "board"
    assert narrow_role("director", ["board"]) == "board"
    assert narrow_role("board", ["counsel"]) is None
    assert narrow_role("technician", ["director"]) is None
    assert narrow_role("director", ["forensic", "communications", "board"]) in {"forensic", "communications"}
    assert narrow_role("reviewer", ["counsel"]) == "reviewer"


@pytest.mark.long
def test_a_browser_goes_there_and_comes_back(
    chromium: Browser, provider: SmallProvider, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    (desk / "passwords").mkdir(parents=True)
    (desk / "passwords" / "sign-in.password").write_text(SECRET)
    (desk / "firstbell.toml").write_text(
        f'version = 1\n[district]\nname = "Hill"\n[sign_in]\nissuer = "{provider.issuer}"\n'
        f'client_id = "{CLIENT}"\nclient_secret_file = "passwords/sign-in.password"\n'
    )
    words = ["console", "--desk", str(desk), "--listen", "127.0.0.1:0", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "firstbell.cli.main", *words], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        url = json.loads(process.stdout.readline())["url"]
        _, token = Register(desk, SystemClock()).invite("Ida Moe", "board")
        context = chromium.new_context()
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{url}join/{token}")
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{url}you")
        page.get_by_role("button", name="Link my account").click()
        expect(page.get_by_text("Your district account is linked: you can sign in")).to_be_visible()
        assert AXE.run(page).violations_count == 0
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
        assert AXE.run(page).violations_count == 0
        page.get_by_role("button", name=f"Sign in at 127.0.0.1:{provider.port}").click()
        expect(page.get_by_text("Ida Moe, board")).to_be_visible()
        # a return that was kept opens nothing, in this browser or another
        page.goto(f"{url}sign-in/district/back?state=x&code=y")
        expect(page.get_by_role("alert")).to_contain_text("was not begun here")
        assert not [one for one in said if "400" not in one]
        context.close()
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
