"""The pages in a real Chromium: for a screen reader, on a phone, without scripts."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from firstbell.base.clock import SystemClock
from firstbell.console.pages import BY_NAME
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.meter import PROGRESS_SLOT
from firstbell.runs.plans.plan import load_plan
from tests.console.drilled import DrilledConsole

_PHONE = 320
AXE = Axe()
_AXE_RUN = """async (options) => (await axe.run(document, options)).violations.map(
  (one) => [one.id, one.nodes[0].html])"""


@contextmanager
def sign_in(chromium: Browser, drilled: DrilledConsole, role: str, **settings: object) -> Iterator[Page]:
    """A browser in which somebody of this role has signed in."""
    context: BrowserContext = chromium.new_context(**settings)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(drilled.invite(role))
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in").click()
        yield page
    finally:
        context.close()


def stands_in(secret: str, text: str) -> bool:
    """Whether a name or a number stands there, as it is or as in an address; not as a part of a hash."""
    forms = {secret, secret.replace(" ", "%20"), secret.replace(" ", "+")}
    return any(re.search(rf"(?<![0-9A-Za-z]){re.escape(form)}(?![0-9A-Za-z])", text) for form in forms)


def find_faults(page: Page, **options: object) -> list[str]:
    """What axe finds, in a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    # the thousands of things that are right stay in the browser
    violations = page.evaluate(_AXE_RUN, {"resultTypes": ["violations"], **options})
    return [f"{page.url} {name}: {html[:200]}" for name, html in violations]


def find_faults_of_both_schemes(page: Page) -> list[str]:
    """The same in the light, and of what differs in the dark: the colors."""
    page.emulate_media(color_scheme="light")
    faults = find_faults(page)
    page.emulate_media(color_scheme="dark")
    return faults + [f"dark: {one}" for one in find_faults(page, runOnly=["color-contrast"])]


def look_at_all(page: Page, drilled: DrilledConsole, addresses: list[str], *, width: int) -> list[str]:
    """What is wrong with these pages: axe's faults, what is wider than the screen, what the console says."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{page.url} said {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url} broke: {error}"))
    page.on(
        "request",
        lambda asked: (
            faults.append(f"left for {asked.url}") if not asked.url.startswith(drilled.origin) else None
        ),
    )
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses:
        page.goto(drilled.origin + address)
        faults += find_faults_of_both_schemes(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{address} is {wide} pixels wide")
    return faults


@pytest.mark.long
def test_no_page_has_a_fault_of_accessibility_on_a_phone_in_the_light_or_in_the_dark(
    chromium: Browser, drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    both = {"director": list(paths), "technician": ["files"], "counsel": ["clocks"]}
    for role, names in both.items():
        addresses = [paths[name] for name in names if role in BY_NAME[name].roles]
        with sign_in(chromium, drilled, role) as page:
            assert look_at_all(page, drilled, addresses, width=_PHONE) == []


def test_a_color_that_cannot_be_told_from_the_ground_is_found_in_the_dark(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    page = chromium.new_page()
    try:
        page.goto(f"{drilled.origin}/sign-in")
        page.emulate_media(color_scheme="dark")
        # it can be read on white, and hardly on the ground of the dark
        page.evaluate("document.querySelector('h1').style.color = '#555'")
        assert [one for one in find_faults(page, runOnly=["color-contrast"]) if "color-contrast" in one]
    finally:
        page.close()


def test_strangers_meet_no_fault_either(chromium: Browser, drilled: DrilledConsole) -> None:
    page = chromium.new_page()
    try:
        assert look_at_all(page, drilled, ["/sign-in"], width=_PHONE) == []
        page.goto(drilled.invite("board"))
        assert find_faults(page) == []
    finally:
        page.close()


def test_people_are_initials_until_somebody_says_why(chromium: Browser, drilled: DrilledConsole) -> None:
    case = str(drilled.folder / "case")
    listed = [line for line in drilled.run("impact", "people", "--case", case) if "name" in line]
    secrets = {str(line["name"]) for line in listed} | {str(line["sourcedId"]) for line in listed}
    asked: list[str] = []
    with sign_in(chromium, drilled, "reviewer", java_script_enabled=False) as page:
        page.on("request", lambda request: asked.append(request.url))
        assert page.url.endswith("/people")
        masked = page.content()
        assert [secret for secret in secrets if f">{secret}<" in masked] == []
        page.get_by_label("Why you need the names").fill("calls to families")
        page.get_by_role("button", name="Show names").click()
        assert str(listed[0]["name"]) in page.content()
        page.get_by_label("Find by name or number").fill(str(listed[0]["name"]))
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name=str(listed[0]["name"])).first.click()
        assert str(listed[0]["sourcedId"]) in page.content()
        assert "What stood in which file" in page.content()
        stored = page.context.storage_state()
    written = (drilled.folder / "console" / "access.jsonl").read_text()
    everywhere = "\n".join([*asked, str(stored), written, (drilled.parent / "stderr").read_text()])
    assert [secret for secret in secrets if stands_in(secret, everywhere)] == []
    looks = drilled.run("console", "looks", "--desk", str(drilled.folder))
    mine = [look for look in looks if look.get("why") == "calls to families"]
    assert {look["page"] for look in mine} == {"names", "people", "person"}
    assert all(look["named"] and look["who"] == "The drill's reviewer" for look in mine)
    assert next(look for look in mine if look["page"] == "person")["people"] == [listed[0]["person_id"]]


def test_a_technician_finds_the_clean_version_of_a_struck_file_without_scripts(
    chromium: Browser, drilled: DrilledConsole, tmp_path: Path
) -> None:
    path = next(
        line["path"]
        for line in drilled.run("find", "*.docx", *drilled.repository, "--reverse")
        if line["message_type"] == "match"
    )
    name = path.rpartition("/")[2]
    with sign_in(chromium, drilled, "technician", java_script_enabled=False) as page:
        page.goto(f"{drilled.origin}/files")
        page.get_by_label("A part of its name").fill(name)
        page.get_by_role("button", name="Find").click()
        page.get_by_role("button", name="Versions").first.click()
        assert name not in page.url
        assert "The clean version is the one of" in page.inner_text("main")
        said = drilled.run("versions", path, *drilled.repository)
        clean = next(line for line in said if line.get("clean_version"))
        assert clean["snapshot_id"][:16] in page.inner_text("main")
        command = page.locator(".good-note code").inner_text()
    words = [str(tmp_path) if word == "FOLDER" else word for word in shlex.split(command)[1:]]
    drilled.run(*words, *drilled.repository)
    assert (tmp_path / path.lstrip("/")).stat().st_size == clean["size"]


@pytest.fixture(scope="module")
def seat(chromium: Browser, drilled: DrilledConsole) -> Iterator[Page]:
    """A director's browser, for tests that each begin by opening a page."""
    with sign_in(chromium, drilled, "director", permissions=["clipboard-read", "clipboard-write"]) as page:
        yield page


def test_the_command_of_a_page_can_be_copied(seat: Page, drilled: DrilledConsole) -> None:
    seat.goto(f"{drilled.origin}/events")
    seat.get_by_text("Commands for this page").click()
    seat.get_by_role("button", name="copy").first.click()
    seat.get_by_role("button", name="copied").wait_for()
    assert seat.evaluate("navigator.clipboard.readText()").startswith("firstbell event list -r ")


def test_a_keyboard_reaches_the_content_first(seat: Page, drilled: DrilledConsole) -> None:
    seat.goto(f"{drilled.origin}/readiness")
    seat.keyboard.press("Tab")
    assert seat.evaluate("document.activeElement.textContent") == "Skip to the content"
    seat.keyboard.press("Enter")
    assert seat.evaluate("document.activeElement.id") == "content"


def test_what_is_printed_says_for_whom_and_when(seat: Page, drilled: DrilledConsole) -> None:
    seat.goto(drilled.origin)
    seat.emulate_media(media="print")
    assert seat.locator(".printed").is_visible()
    assert "Printed for The drill's director (director)" in seat.locator(".printed").inner_text()
    assert not seat.get_by_role("navigation").is_visible()
    assert seat.pdf().startswith(b"%PDF")
    seat.emulate_media(media="screen")


def test_files_that_were_found_are_printed_with_what_was_looked_for(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    with sign_in(chromium, drilled, "technician") as page:
        page.goto(f"{drilled.origin}/files")
        page.get_by_label("A part of its name").fill("*.docx")
        page.get_by_role("button", name="Find").click()
        assert page.get_by_label("A part of its name").input_value() == "*.docx"
        page.emulate_media(media="print")
        assert page.locator(".found .path").first.is_visible()
        assert not page.get_by_role("button", name="Versions").first.is_visible()
        page.emulate_media(media="screen")
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Get the ticked files back").click()
        page.emulate_media(media="print")
        assert page.locator("form h3.path").is_visible()


def list_menu(page: Page) -> list[bool]:
    """Whether each link of the menu can be seen."""
    links = page.get_by_role("navigation").get_by_role("link", include_hidden=True).all()
    return [link.is_visible() for link in links]


def test_the_menu_is_one_row_on_a_phone_and_opens_without_scripts(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    size = {"width": _PHONE, "height": 800}
    with sign_in(chromium, drilled, "director", java_script_enabled=False, viewport=size) as page:
        menu = page.get_by_role("navigation")
        box = menu.bounding_box()
        assert box is not None
        assert box["height"] <= 60
        assert not any(list_menu(page))
        menu.get_by_text("Menu").click()
        assert len(list_menu(page)) > 10
        assert all(list_menu(page))
        menu.get_by_role("link", name="Readiness").click()
        assert page.url.endswith("/readiness")
        assert not any(list_menu(page))
        page.set_viewport_size({"width": 1200, "height": 800})
        assert all(list_menu(page))
        assert not menu.get_by_text("Menu").is_visible()


@pytest.mark.parametrize("role", ["director", "technician", "counsel"])
def test_the_pages_of_a_role_stand_in_one_row_of_a_small_laptop(
    chromium: Browser, drilled: DrilledConsole, role: str
) -> None:
    with sign_in(chromium, drilled, role, viewport={"width": 1100, "height": 800}) as page:
        found = "(links) => [...new Set(links.map((one) => one.getBoundingClientRect().top))].length"
        rows = page.locator("nav a").evaluate_all(found)
        cases = page.locator("nav a", has_text="Clocks" if role != "technician" else "Record").count()
        # each of several cases has its own row below the others
        general = int(cases > 1)
        assert rows == general + cases


@pytest.mark.long
def test_an_open_menu_has_no_fault_of_accessibility(chromium: Browser, drilled: DrilledConsole) -> None:
    with sign_in(chromium, drilled, "director", viewport={"width": _PHONE, "height": 800}) as page:
        page.get_by_text("Menu", exact=True).click()
        assert find_faults_of_both_schemes(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= _PHONE


def add_note(drilled: DrilledConsole, text: str) -> None:
    """Somebody at the desk adds to the record."""
    case = str(drilled.folder / "case")
    told = drilled.run("case", "note", text, "--case", case, "--desk", str(drilled.folder))
    assert told[-1]["message_type"] == "summary", told


def wait_for_first_look(page: Page) -> None:
    """Until an open page knows what the sources are now."""
    with page.expect_response("**/changes?page=*", timeout=60_000):
        pass


def test_an_open_page_shows_a_change_by_itself(chromium: Browser, drilled: DrilledConsole) -> None:
    with sign_in(chromium, drilled, "director") as page:
        page.goto(f"{drilled.origin}/cases/{drilled.case}/entries?sort=-seq")
        wait_for_first_look(page)
        add_note(drilled, "seen while the page was open")
        expect(page.get_by_text("seen while the page was open")).to_be_visible(timeout=60_000)
        expect(page.locator(".live")).to_contain_text("Changed at")


def test_what_a_person_does_on_a_page_goes_on_while_it_changes(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    with sign_in(chromium, drilled, "director", viewport={"width": 1200, "height": 500}) as page:
        page.goto(f"{drilled.origin}/cases/{drilled.case}/entries?sort=-seq")
        wait_for_first_look(page)
        page.get_by_text("Commands for this page").click()
        page.get_by_label("What happened").fill("half a sentence")
        row = page.locator("tbody tr").nth(4)
        row.scroll_into_view_if_needed()
        row.evaluate("row => getSelection().selectAllChildren(row.cells[0])")
        marked = page.evaluate("getSelection().toString()")
        page.get_by_role("link", name="JSON").focus()
        page.evaluate("document.activeElement.isTheSame = true")
        add_note(drilled, "written while somebody worked")
        expect(page.get_by_text("written while somebody worked")).to_be_attached(timeout=60_000)
        assert page.evaluate("document.activeElement.isTheSame") is True
        expect(page.get_by_role("link", name="JSON")).to_be_visible()
        assert page.get_by_label("What happened").input_value() == "half a sentence"
        assert marked
        assert page.evaluate("getSelection().toString()") == marked


def test_an_open_page_shows_by_itself_how_far_a_run_is(
    chromium: Browser, drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    clock = SystemClock()
    plan = load_plan(drilled.folder / "plans" / f"{paths['run'].rpartition('/')[2]}.json")
    largest = max(plan.systems, key=lambda one: one.size_bytes)
    folder = RunFolder.of_plan(drilled.folder, plan, clock)
    now = folder.now(plan, largest.name)

    def tell(size_bytes: int) -> None:
        now.put(PROGRESS_SLOT, {"stage": "restoring", "files": 0, "size_bytes": size_bytes})

    with sign_in(chromium, drilled, "technician") as page, folder.hold():
        folder.journal(plan, largest.name).append("begun")
        tell(0)
        page.goto(drilled.origin + paths["run"])
        expect(page.get_by_text("It was started at the desk")).to_be_visible()
        wait_for_first_look(page)
        tell(largest.size_bytes // 2)
        table = page.get_by_role("table", name="Systems of the run")
        expect(table).to_contain_text("50%", timeout=60_000)
    shutil.rmtree(folder.path)


def change_answers(page: Page, read: str, *, word: str) -> None:
    """From now on the page that is open reads so, as if its sources had changed."""
    page.route(page.url, lambda route: route.fulfill(body=read, content_type="text/html"))
    page.route("**/changes?page=*", lambda route: route.fulfill(body=word))


@pytest.mark.long
def test_the_focus_stays_with_its_row_and_where_that_goes_with_its_table(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    with sign_in(chromium, drilled, "director") as page:
        page.goto(f"{drilled.origin}/events")
        rows = re.compile(r"<tbody>.*</tbody>", re.DOTALL)
        link = page.locator("tbody a").first
        held = link.get_attribute("href")
        wait_for_first_look(page)
        text = page.evaluate("fetch(location.href).then((answer) => answer.text())")
        link.focus()
        change_answers(page, rows.sub(lambda found: _put_before(found[0]), text), word="changed")
        expect(page.get_by_role("link", name="another-event")).to_be_visible(timeout=60_000)
        expect(page.locator(f"tbody a[href='{held}']")).to_be_focused()
        page.unroute_all()
        change_answers(page, rows.sub("<tbody></tbody>", text), word="changed again")
        expect(page.locator("tbody a")).to_have_count(0, timeout=60_000)
        expect(page.get_by_role("region", name="Encryption events")).to_be_focused()


def _put_before(body: str) -> str:
    """Rows of a table with one more at their beginning."""
    return body.replace(
        "<tbody>", '<tbody><tr><th scope="row"><a href="/events/another-event">another-event</a></th></tr>'
    )
