"""After the sign-in comes the page that was asked for: one of ours that the role has, and nothing else."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from firstbell.console.messages import Answer, Reader
from firstbell.console.pages import is_page
from firstbell.console.web.dialogue import choose_start
from tests.console.drilled import DrilledConsole
from tests.console.test_signatures import make_passkey, sit_down

EVIL = (
    "//evil.example",
    "///evil.example/runs",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "https://evil.example/runs",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "runs",
    "",
    "/\t/evil.example",
    "\t//evil.example",
    "/runs\r\nLocation: //evil.example",
    "/runs?x=\r\nSet-Cookie: a=b",
    "/runs#//evil.example",
    "/hosts/..//evil.example",
    "/hosts/../../evil.example",
    "/@evil.example",
    "/.evil.example",
    "/no-such-page",
    "/sign-out",
    "/planned/abc",
    "/static/console.css",
)


@pytest.mark.parametrize("asked", EVIL)
def test_what_is_no_page_of_ours_is_not_gone_on_with(asked: str) -> None:
    assert not is_page(asked)
    assert not is_page(asked, "director")


@pytest.mark.parametrize(
    ("asked", "role", "is_theirs"),
    [
        ("/runs", "technician", True),
        ("/runs", "board", False),
        ("/hosts?sort=-name&q=a%20b", "technician", True),
        (f"/cases/{'0a' * 16}/people/p{'0' * 15}", "reviewer", True),
        (f"/cases/{'0a' * 16}/people/p{'0' * 15}", "communications", False),
    ],
)
def test_a_page_is_gone_on_with_by_who_may_see_it(asked: str, role: str, is_theirs: bool) -> None:
    assert is_page(asked)
    assert is_page(asked, role) is is_theirs


@pytest.mark.parametrize("asked", [*EVIL, "/readiness"])
def test_a_new_session_begins_where_its_role_does_instead(asked: str) -> None:
    reader = Reader(name="Ida Moe", role="counsel", short="x")
    answer = Answer(reader=reader, facts={"path": "/events"})
    assert choose_start(answer, asked) == "/events"
    assert choose_start(answer, "/hunt") == "/hunt"


@pytest.mark.parametrize("asked", EVIL[:12])
def test_the_page_to_sign_in_gives_no_other_address_on(drilled: DrilledConsole, asked: str) -> None:
    shown = drilled.visitor().get(f"/sign-in?next={quote(asked, safe='')}").text
    assert 'name="next"' not in shown
    assert "evil.example" not in shown


def test_what_was_looked_for_before_is_not_gone_on_with(drilled: DrilledConsole) -> None:
    stranger = drilled.visitor()
    page = stranger.get("/hosts?sort=name&search=0123456789ab").headers["location"]
    assert page == "/sign-in?next=" + quote("/hosts?sort=name", safe="")
    assert '<input type="hidden" name="next" value="/hosts?sort=name">' in stranger.get(page).text
    # what a form sends is no page to come back to
    assert stranger.post("/order", order="make-plan").headers["location"] == "/sign-in"


def test_who_signs_in_by_a_passkey_comes_to_the_page_that_was_asked_for(
    chromium: Browser, drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    with sit_down(chromium, drilled, "counsel") as page:
        make_passkey(page, drilled)
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in?ended=out")
        page.goto(f"{drilled.origin}{paths['clocks']}?state=running")
        page.get_by_role("button", name="Sign in with your passkey").click()
        page.wait_for_url(f"**{paths['clocks']}?state=running")
        assert "The drill's counsel" in page.inner_text("header")
