"""What somebody reads who has never seen the console and has no terminal."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from firstbell.console.key_process.orders import ORDERS
from firstbell.console.messages import Answer, Reader
from firstbell.console.pages import BY_NAME
from firstbell.console.web.html import render
from tests.console.drilled import DrilledConsole
from tests.console.test_browser import sign_in

_SUMMARIES: dict[str, dict[str, Any]] = {
    "make-plan": {"systems": 2, "files": 1, "first_bell_s": 7200},
    "record-readiness": {"first_bell_s": 7200},
    "rehearse": {"systems": 2, "verified": ["a bus list"], "not_verified": ["doors"], "files": 3},
    "exercise": {"first_bell_s": 0.4, "identical": 9, "different": 1, "missing": 0},
    "run-hunt": {"traces": 1},
    "scan-people": {"people": 1},
    "plan-letters": {"letters": 2, "people": 1, "unreachable": 1},
    "draft-letters": {"letters": 1, "target": "/desk/letters", "waiting": 0},
    "open-case": {"id": "0" * 32, "facts": ["encryption_event"]},
    "triage-message": {"messages": 2, "look": 1, "entries": 1},
    "export-case": {"target": "/desk/export", "files": 2, "entries": 1},
}


def show_work(name: str, lines: list[dict[str, Any]], state: str = "work_done") -> str:
    """The page of a piece of work that printed these lines."""
    one = {
        "name": name, "title": "Some work", "who": "Ada", "role": "director", "work": "0" * 16, "plan": "",
        "began": "2026-03-02T06:00:00Z", "ended": "2026-03-02T06:00:01Z", "state": state,
        "command": "firstbell", "back": "/work", "lines": lines, "errors": [],
        "warnings": ["no roster was named"],
    }  # fmt: skip
    answer = Answer(code=200, now="2026-03-02T06:00:01Z", facts={"one": one})
    answer.reader = Reader(name="Ada", role="director", short="", cases=(), names_until="")
    return bytes(render("work.html", answer, page=BY_NAME["work"], path="/work/0").body).decode()


@pytest.mark.parametrize("name", sorted(set(ORDERS) - {"start-run", "stop-work"}))
def test_work_says_in_a_sentence_what_came_of_it(name: str) -> None:
    told = {"message_type": "summary", **_SUMMARIES.get(name, {"people": 4})}
    lines = [{"message_type": "export", "what": "page", "path": "/desk/p.html"}, told]
    page, before = show_work(name, lines), show_work(name, lines, state="work_failed")
    outcome = set(re.findall(r"<p>([^<]+)", page)) - set(re.findall(r"<p>([^<]+)", before))
    assert outcome, name
    assert "message type" not in page
    assert "No roster was named." in page


def test_work_that_failed_does_not_say_that_it_was_done() -> None:
    assert "The event is declared" in show_work("declare-event", [])
    assert "The event is declared" not in show_work("declare-event", [], state="work_failed")
    assert "The event is declared" not in show_work("declare-event", [], state="work_running")


def test_a_rehearsal_that_missed_a_system_says_which() -> None:
    page = show_work("rehearse", [{"message_type": "summary", **_SUMMARIES["rehearse"]}])
    assert "1 of 2 systems came back and was verified: 3 files." in page
    assert "Not verified: doors." in page


def test_what_may_be_said_of_an_event_is_sentences(drilled: DrilledConsole) -> None:
    page = drilled.visitor("director").get(f"/events/{drilled.event}").text
    said = page.partition("What may I say?")[2].partition("<h2>")[0]
    assert "An encryption event is confirmed; it was found " in said
    assert "Whether data was taken." in said
    assert "not final" in said
    assert "undetermined" not in said
    assert f"/cases/{drilled.case}/statements" in said
    others = drilled.visitor("forensic").get(f"/events/{drilled.event}").text
    assert f"/cases/{drilled.case}/statements" not in others


def test_no_page_shows_the_marks_of_a_command_as_they_stand_in_a_terminal(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    found = {}
    for role in ("director", "reviewer"):
        visitor = drilled.visitor(role)
        for name, address in paths.items():
            if role in BY_NAME[name].roles:
                shown = visitor.get(address)
                assert shown.status == 200, address
                text = re.sub(r"<(script|style|pre)\b.*?</\1>", "", shown.text, flags=re.S)
                if marked := re.findall(r"[^<>]{0,60}`[^<>]{0,60}", text):
                    found[role, name] = marked[:3]
    assert found == {}


def test_an_event_that_a_case_covers_asks_nobody_to_join_it(drilled: DrilledConsole) -> None:
    page = drilled.visitor("director").get(f"/events/{drilled.event}").text
    assert "No case covers this event yet" not in page


def test_a_director_puts_an_event_on_the_record_of_a_case(drilled: DrilledConsole) -> None:
    fields = {"event": drilled.event, "place": "drill", "case": drilled.case}
    page = drilled.visitor("director").post("/order", order="join-event", **fields)
    assert page.status == 200
    assert f"firstbell case declare {drilled.event} --case" in page.text
    assert drilled.visitor("technician").post("/order", order="join-event", **fields).status == 403


def test_a_composed_snapshot_is_not_offered_for_a_ruling(drilled: DrilledConsole) -> None:
    made = [one for one in drilled.run("snapshots", *drilled.repository) if "id" in one]
    composed = {one["id"] for one in made if "firstbell:composed" in (one.get("tags") or [])}
    assert composed
    page = drilled.visitor("technician").get("/hosts/drill").text
    offered = set(re.findall(r'<option value="([0-9a-f]{64})"', page))
    assert offered == {one["id"] for one in made} - composed


def test_who_asks_for_the_address_of_a_form_is_told_that_nothing_was_done(drilled: DrilledConsole) -> None:
    page = drilled.visitor("director").get("/order")
    assert page.status == 405
    assert "takes only what a button of a page sends" in page.text
    assert "Something went wrong in the console itself" not in page.text


def test_who_was_signed_out_is_told_whether_the_last_form_was_taken(drilled: DrilledConsole) -> None:
    visitor = drilled.visitor("technician")
    out = visitor.post("/sign-out")
    assert "You are signed out." in visitor.get(out.headers["location"]).text
    visitor.cookie = "__Host-firstbell=over"
    page = visitor.get("/hosts").headers["location"]
    assert "Your session has ended. Sign in to go on." in visitor.get(page).text
    visitor.cookie = "__Host-firstbell=over"
    form = visitor.post("/order", order="make-plan").headers["location"]
    assert "What you sent last was not done." in visitor.get(form).text
    assert "Your session has ended" not in visitor.get("/sign-in").text


def test_what_was_typed_stays_where_a_session_ends(chromium: Browser, drilled: DrilledConsole) -> None:
    with sign_in(chromium, drilled, "communications") as page:
        page.goto(f"{drilled.origin}/cases/{drilled.case}/statements")
        text = page.get_by_label("The text, as it will go out")
        text.fill("Typed for an hour.")
        other = page.context.new_page()
        other.goto(f"{drilled.origin}/you")
        other.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign in in another window")).to_be_visible(timeout=60_000)
        other.goto(drilled.invite("communications"))
        other.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("link", name="Sign in in another window")).to_be_hidden(timeout=60_000)
        assert text.input_value() == "Typed for an hour."
        page.get_by_role("button", name="Check it").click()
        # a text that is stopped is mended where it stands
        assert page.get_by_label("The text, as it will go out").input_value() == "Typed for an hour."
        page.get_by_label("The text, as it will go out").fill("Another text.")
        page.get_by_role("button", name="Check it again").click()
        expect(page.locator(".told")).to_contain_text("Another text.")


def test_the_page_of_people_says_why_files_were_not_read_and_what_to_do(drilled: DrilledConsole) -> None:
    said = drilled.run("impact", "coverage", "--case", str(drilled.folder / "case"))
    reasons = [line for line in said if line["message_type"] == "reason"]
    page = html.unescape(drilled.visitor("counsel").get(f"/cases/{drilled.case}/people").text)
    for one in reasons:
        assert f": {one['cause']}. {one['advice']}</li>" in page
    assert any(one["advice"] for one in reasons)
