"""Every route of the console, by its own table: strangers, other sites, roles, and nothing by opening it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.routing import Route

from firstbell.console.key_process.actions import ACTIONS
from firstbell.console.key_process.orders import ORDERS
from firstbell.console.key_process.passkey_service import ACTION_PAGES
from firstbell.console.pages import BY_NAME, ROLES
from firstbell.console.web import html
from firstbell.console.web.application import ConsoleApplication
from firstbell.console.web.dialogue import Dialogue
from firstbell.console.web.sign_in import SignInPages
from tests.console.drilled import DrilledConsole

# what a stranger must reach, or nobody could ever sign in
OPEN = {"/sign-in", "/sign-in/district/back", "/join/{token}", "/static/{name}"}
# forms by which a stranger signs in
ENTRIES = {
    "/sign-in",
    "/sign-in/challenge",
    "/sign-in/code",
    "/sign-in/district",
    "/join/{token}",
}
# pages that say nothing before somebody is signed in, by a word instead of a page
BARE = {"/changes"}
TEMPLATES = Path(html.__file__).parent / "templates"


@dataclass(frozen=True)
class RoutePath:
    """One path of the console, with what it takes."""

    path: str
    takes_get: bool
    takes_post: bool


def list_all() -> list[RoutePath]:
    """Every path that is answered, once."""
    dialogue = Dialogue("/nowhere")
    routes = [*SignInPages(dialogue).list_routes(), *ConsoleApplication(dialogue).list_routes()]
    methods: dict[str, set[str]] = {}
    for route in routes:
        assert isinstance(route, Route)
        methods.setdefault(route.path, set()).update(route.methods or ())
    return [RoutePath(path, "GET" in held, "POST" in held) for path, held in methods.items()]


ROUTES = list_all()


def fill(path: str, drilled: DrilledConsole, paths: dict[str, str]) -> str:
    """The path with ids that there are."""
    ids = {
        name: paths[name].rpartition("/")[2]
        for name in ("event", "work", "person", "host", "letter", "message")
    }
    ids |= {"case": drilled.case, "plan": paths["run"].rpartition("/")[2]}
    ids |= {"token": "a" * 20, "name": "console.css"}
    return re.sub(r"{(\w+)}", lambda found: ids[found[1]], path)


def test_the_table_of_routes_has_every_page_with_its_twins() -> None:
    known = {one.path for one in ROUTES}
    for page in BY_NAME.values():
        twin = "/today" if page.path == "/" else page.path
        assert {page.path, f"{twin}.json"} <= known
        assert (f"{twin}.csv" in known) is (page.rows is not None)


def test_a_stranger_gets_nothing_from_any_route(drilled: DrilledConsole, paths: dict[str, str]) -> None:
    stranger = drilled.visitor()
    for one in ROUTES:
        address = fill(one.path, drilled, paths)
        if one.takes_get and one.path not in OPEN:
            reply = stranger.get(address)
            wanted = 401 if address.endswith((".json", ".csv")) or one.path in BARE else 303
            assert (address, reply.status) == (address, wanted)
            assert drilled.case not in reply.text
        if one.takes_post and one.path not in ENTRIES:
            reply = stranger.post(address)
            assert reply.status in {303, 401}, address
            assert reply.headers.get("location", "/sign-in") == "/sign-in", address
    # signing out takes the cookie away; nothing gives one
    assert stranger.cookie in {"", '__Host-firstbell=""'}


def test_a_route_that_takes_a_form_does_nothing_when_it_is_opened(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    director = drilled.visitor("director")
    forms = [one for one in ROUTES if one.takes_post and not one.takes_get]
    assert len(forms) > 15
    for one in forms:
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            reply = director.ask(method, fill(one.path, drilled, paths))
            # the guard has a page on another method refused before any route sees it
            assert reply.status in {405, 411, 413}, (one.path, method)


def test_no_route_takes_a_form_of_another_site_or_another_name_of_this_machine(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    director = drilled.visitor("director")
    for one in ROUTES:
        address = fill(one.path, drilled, paths)
        method = "GET" if one.takes_get else "POST"
        assert director.ask(method, address, Host="evil.example").status == 400, address
        if one.takes_post:
            for site in ("cross-site", "same-site", "none"):
                reply = director.ask("POST", address, {"why": "x"}, Sec_Fetch_Site=site)
                assert reply.status == 403, (address, site)
    assert director.get("/you").status == 200


@pytest.mark.parametrize("role", ROLES)
def test_an_order_is_planned_for_the_roles_of_its_kind_alone(drilled: DrilledConsole, role: str) -> None:
    somebody = drilled.visitor(role)
    for name, kind in ORDERS.items():
        status = somebody.post("/order", order=name, case=drilled.case).status
        assert (name, status == 403) == (name, role not in kind.roles)


@pytest.mark.parametrize("role", ROLES)
def test_an_entry_is_planned_for_the_roles_of_its_page_alone(drilled: DrilledConsole, role: str) -> None:
    somebody = drilled.visitor(role)
    for name, page in ACTION_PAGES.items():
        status = somebody.post(f"/cases/{drilled.case}/act", action=name).status
        assert (name, status == 403) == (name, role not in BY_NAME[page].roles)
        guessed = somebody.post(f"/cases/{'0' * 32}/act", action=name).status
        assert (name, guessed) == (name, 404)


@pytest.mark.parametrize("role", ROLES)
def test_forms_of_people_are_for_who_sees_people(drilled: DrilledConsole, role: str) -> None:
    somebody = drilled.visitor(role)
    names = somebody.post(f"/cases/{drilled.case}/names", show="no").status
    assert names == (303 if role in BY_NAME["people"].roles else 403)
    draft = somebody.post(f"/cases/{drilled.case}/drafts", verb="no verb", person="p" + "0" * 15).status
    assert (draft == 403) is (role not in BY_NAME["review"].roles)
    taken = somebody.post("/files/download", search="guessed").status
    assert (taken == 403) is (role not in BY_NAME["files"].roles)
    for page in BY_NAME.values():
        kept = somebody.post("/search", page=page.name, words="x").status
        assert (page.name, kept) == (page.name, 303 if role in page.roles else 403)


def test_every_order_and_every_entry_has_a_form_that_needs_no_script() -> None:
    forms = "\n".join(
        form
        for path in sorted(TEMPLATES.glob("*.html"))
        for form in re.findall(r"<form\b.*?</form>|{{ parts\.order\(.*?\) }}", path.read_text(), re.DOTALL)
    )
    offered = set(re.findall(r'name="(?:order|action)" value="([a-z-]+)"', forms))
    offered |= set(re.findall(r'parts\.order\("([a-z-]+)"', forms))
    assert offered >= ORDERS.keys() | ACTIONS.keys() | ACTION_PAGES.keys()
    # a form that a script must send first begins disabled, and only passkeys have one
    disabled = [form for form in re.findall(r"<form\b.*?</form>", forms, re.DOTALL) if "disabled" in form]
    assert all('class="passkey"' in form for form in disabled)
    assert all(
        'method="post"' in form or 'method="get"' in form for form in re.findall(r"<form\b[^>]*>", forms)
    )
