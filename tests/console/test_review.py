"""Reviews in a browser: decisions by keyboard alone, drafts that wait, one touch that signs them all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.drilled import DrilledConsole, Visitor
from tests.console.test_browser import find_faults
from tests.console.test_orders import wait_for_work
from tests.console.test_signatures import make_passkey, sit_down
from tests.processes.waits import wait_until

TEN = "cdccdcdccd"


def list_decisions(drilled: DrilledConsole) -> list[dict[str, Any]]:
    """The bodies of decisions on the record."""
    lines = drilled.run("case", "log", str(drilled.folder / "case"), "--kind", "review.person")
    return [line["body"] for line in lines if line["message_type"] == "entry"]


def list_people(drilled: DrilledConsole) -> list[dict[str, Any]]:
    """As the command line lists them."""
    return [
        line
        for line in drilled.run("impact", "people", "--case", str(drilled.folder / "case"))
        if line["message_type"] == "person"
    ]


def add_to_case(page: Page, drilled: DrilledConsole, role: str) -> None:
    """Make a passkey, and have the desk tell the case of it."""
    make_passkey(page, drilled)
    (public,) = (
        path
        for path in (drilled.folder / "console").glob("*.pub")
        if f'"role":"{role}"'.encode() in path.read_bytes().replace(b" ", b"")
    )
    name = f"The drill's {role}"
    words = ["case", "actor", "add", name, "--role", role, "--public", str(public)]
    drilled.run(*words, "--case", str(drilled.folder / "case"))


def press(page: Page, key: str, waiting: int) -> None:
    """A key, and the count that follows."""
    page.keyboard.press(key)
    expect(page.locator("#waiting")).to_have_text(
        f"{waiting} decision{'' if waiting == 1 else 's'}", timeout=60_000
    )


@pytest.mark.long
def test_ten_decisions_by_keyboard_alone_and_one_touch_that_signs_them(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    before = len(list_decisions(drilled))
    with sit_down(chromium, drilled, "reviewer") as page:
        add_to_case(page, drilled, "reviewer")
        page.goto(f"{drilled.origin}/cases/{drilled.case}/review/all")
        assert find_faults(page) == []
        # nothing waits: nothing is offered to be signed
        sign_it = page.get_by_role("button", name="Sign your decisions")
        expect(sign_it).to_be_hidden()
        page.keyboard.press("j")
        page.keyboard.press("s")
        expect(page.locator("#said")).to_have_text("nothing waits for your signature")
        for number, key in enumerate(TEN, start=1):
            press(page, key, number)
        press(page, "u", 9)
        press(page, TEN[-1], 10)
        assert len(list_decisions(drilled)) == before
        expect(sign_it).to_be_visible()
        with page.expect_navigation():
            page.keyboard.press("s")
        assert "10 decisions are put on the record" in page.inner_text("main")
        assert find_faults(page) == []
        page.keyboard.press("Enter")
        page.wait_for_url("**/review")
        assert page.locator("#waiting").inner_text() == "0 decisions"
    made = list_decisions(drilled)[before:]
    assert [body["decision"][0] for body in made] == [*TEN[:-1], TEN[-1]]
    secrets = {str(person["name"]) for person in list_people(drilled)}
    assert not [secret for secret in secrets if secret in str(made)]
    assert wait_for_work(drilled.folder, "apply-review") == "work_done"
    dismissed = {body["person"] for body in made if body["decision"] == "dismiss"}
    listed = {person["person_id"]: person for person in list_people(drilled)}
    assert all(listed[person]["reviewed"] for person in dismissed & listed.keys())


@pytest.mark.long
def test_keys_that_are_off_do_nothing(chromium: Browser, drilled: DrilledConsole) -> None:
    with sit_down(chromium, drilled, "counsel") as page:
        page.goto(f"{drilled.origin}/cases/{drilled.case}/review/all?keys=off")
        for key in "jcdcd":
            page.keyboard.press(key)
        page.reload()
        assert page.locator("#waiting").inner_text() == "0 decisions"
        assert page.locator("li.current").count() == 0


def keep(visitor: Visitor, drilled: DrilledConsole, **fields: str) -> int:
    """Keep a draft as a page without scripts does; the code."""
    return visitor.post(f"/cases/{drilled.case}/drafts", **fields).status


def test_drafts_of_two_reviewers_are_their_own_and_outlive_their_sessions(drilled: DrilledConsole) -> None:
    address = f"/cases/{drilled.case}/review/all"
    first, second = drilled.visitor("director"), drilled.visitor("counsel")
    people = [str(line["person_id"]) for line in first.get(f"{address}.json").lines()[:1]]
    second.get(address)
    assert keep(first, drilled, verb="confirm", person=people[0]) == 303
    assert keep(second, drilled, verb="dismiss", person=people[0]) == 303
    assert "1 decision<" in first.get(address).text
    assert "1 decision<" in second.get(address).text
    assert keep(first, drilled, drop="last") == 303
    assert "0 decisions<" in first.get(address).text
    assert "1 decision<" in second.get(address).text
    assert keep(second, drilled, drop="last") == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "confirm", "person": "p" + "0" * 15},
        {"verb": "delete"},
        {"verb": "split"},
        {"verb": "merge", "into": "p" + "0" * 15},
        {"verb": "mark", "kind": "nothing of ours"},
        {"verb": "undo", "entry": "00"},
        {"verb": "confirm", "document1": "../x"},
        {"verb": "confirm", "why": "her number is 219-09-9999"},
    ],
)
def test_a_decision_that_cannot_be_is_not_kept(drilled: DrilledConsole, fields: dict[str, str]) -> None:
    visitor = drilled.visitor("director")
    address = f"/cases/{drilled.case}/review/all"
    person = visitor.get(f"{address}.json").lines()[0]["person_id"]
    assert keep(visitor, drilled, **{"person": person, **fields}) == 400
    assert "0 decisions<" in visitor.get(address).text


@pytest.mark.parametrize(("role", "code"), [("technician", 403), ("board", 403), ("", 303)])
def test_who_does_not_review_keeps_nothing(drilled: DrilledConsole, role: str, code: int) -> None:
    assert keep(drilled.visitor(role), drilled, verb="confirm", person="p" + "0" * 15) == code


def test_drafts_are_sealed_and_no_name_stands_in_the_open(drilled: DrilledConsole) -> None:
    visitor = drilled.visitor("director")
    address = f"/cases/{drilled.case}/review/all"
    person = visitor.get(f"{address}.json").lines()[0]["person_id"]
    assert keep(visitor, drilled, verb="confirm", person=person, why="a reason in the open") == 303
    wait_until(lambda: "1 decision<" in visitor.get(address).text)
    open_files = [path for path in drilled.folder.rglob("*") if path.is_file()]
    assert not [path for path in open_files if b"a reason in the open" in path.read_bytes()]
    assert keep(visitor, drilled, drop="last") == 303
