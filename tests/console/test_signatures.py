"""Passkeys in a real Chromium with a virtual authenticator: signing in, and signing entries of a record."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from firstbell.ledger.verifier import render_verifier
from tests.cli.test_notice import DRAFT, write_people
from tests.console.drilled import DrilledConsole
from tests.console.test_browser import find_faults

TEXT = "On {day}, we discovered an encryption event in our computer systems."
BLOCKED = "No personal information was compromised."


@contextmanager
def sit_down(
    chromium: Browser, drilled: DrilledConsole, role: str, *, verifies: bool = True
) -> Iterator[Page]:
    """Somebody of this role with an authenticator, signed in by a link."""
    context = chromium.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    try:
        page.goto(drilled.invite(role))
        page.get_by_role("button", name="Sign in").click()
        yield page
    finally:
        context.close()


def make_passkey(page: Page, drilled: DrilledConsole) -> None:
    """Make one on the page You."""
    page.goto(f"{drilled.origin}/you")
    with page.expect_navigation():
        page.get_by_role("button", name="Make").click()
    page.get_by_role("button", name="Make another passkey").wait_for()


def join_case(page: Page, drilled: DrilledConsole, role: str) -> None:
    """Make a passkey, and have the desk tell the case of it, as the page says."""
    make_passkey(page, drilled)
    page.goto(f"{drilled.origin}/cases/{drilled.case}/entries")
    page.get_by_label("What happened").fill("a first note")
    send_form(page, "Add a note")
    command = page.locator(".trouble code").inner_text()
    assert command.startswith("firstbell case actor add")
    # as a shell takes it apart
    done = drilled.call(*shlex.split(command)[1:])
    assert done.status == 0, done.stderr


def send_form(page: Page, heading: str) -> None:
    """Press the button of the form under this heading."""
    page.locator("form", has=page.get_by_role("heading", name=heading)).get_by_role("button").click()


def sign(page: Page) -> None:
    """Touch the authenticator, and come back to where the action began."""
    page.get_by_role("button", name="Sign with your passkey").click()
    page.wait_for_url(lambda url: "/planned/" not in url)


def read_texts(drilled: DrilledConsole, kind: str) -> list[str]:
    """The texts of the entries of a kind."""
    lines = drilled.run("case", "log", str(drilled.folder / "case"), "--kind", kind)
    return [str(line["body"].get("text")) for line in lines if line["message_type"] == "entry"]


def run_verifier(tmp_path: Path, ledger: Path) -> tuple[int, str]:
    """The verifier of one file, run by nothing but Python."""
    program = tmp_path / "verify.py"
    program.write_text(render_verifier(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(ledger)], capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout


def find_changed_byte(ledger: Path, tmp_path: Path) -> None:
    """The verifier of one file takes the ledger, and names the entry whose signature has another byte."""
    status, told = run_verifier(tmp_path, ledger)
    assert (status, told.partition(":")[0]) == (0, "holds")
    copy = tmp_path / "entries.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    last = lines[-1]
    at = last.index(b'"signature":"') + 60
    lines[-1] = last[:at] + (b"A" if last[at : at + 1] != b"A" else b"B") + last[at + 1 :]
    copy.write_bytes(b"".join(lines))
    status, told = run_verifier(tmp_path, copy)
    assert status == 1
    seq = sum(line.startswith(b'{"actor"') for line in lines) - 1
    assert f"entry {seq}" in told


def test_a_passkey_signs_in_where_the_link_is_used_up(chromium: Browser, drilled: DrilledConsole) -> None:
    with sit_down(chromium, drilled, "reviewer") as page:
        make_passkey(page, drilled)
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in?ended=out")
        expect(page.get_by_text("You are signed out.")).to_be_visible()
        assert find_faults(page) == []
        page.get_by_role("button", name="Sign in with your passkey").click()
        page.wait_for_url(f"**/cases/{drilled.case}/people")
        assert "The drill's reviewer" in page.inner_text("header")


@pytest.mark.long
def test_a_passkey_that_does_not_ask_who_you_are_is_none(chromium: Browser, drilled: DrilledConsole) -> None:
    with sit_down(chromium, drilled, "communications", verifies=False) as page:
        page.goto(f"{drilled.origin}/you")
        page.get_by_role("button", name="Make a passkey").click()
        expect(page.locator(".result")).to_contain_text("Nothing was signed", timeout=70_000)
        assert "You have none yet" in page.inner_text("main")


def see_whose_signature_is_missing(counsel: Page, director: Page) -> None:
    """Today says so to who has not signed, and leads there."""
    for page in (counsel, director):
        page.goto("/".join(page.url.split("/")[:3]) + "/")
    assert counsel.get_by_text("Waiting for you").count() == 0
    expect(director.get_by_text("A statement for families, approved by counsel")).to_be_visible()
    director.get_by_role("link", name="Read and sign").click()


@pytest.mark.long
def test_two_people_sign_a_statement_and_one_changed_byte_is_found(
    chromium: Browser, drilled: DrilledConsole, tmp_path: Path
) -> None:
    facts = drilled.run(
        "statement",
        "draft",
        "--audience",
        "families",
        "--contact",
        "555-0100",
        "--case",
        str(drilled.folder / "case"),
    )
    text = next(line["text"] for line in facts if "text" in line)
    statements = f"{drilled.origin}/cases/{drilled.case}/statements"
    with (
        sit_down(chromium, drilled, "counsel") as counsel,
        sit_down(chromium, drilled, "director") as director,
    ):
        join_case(counsel, drilled, "counsel")
        join_case(director, drilled, "director")
        counsel.goto(statements)
        counsel.get_by_label("The text").fill(text)
        counsel.get_by_label("For whom").select_option("families")
        counsel.get_by_role("button", name="Check it").click()
        assert "An approval cannot be taken back" in counsel.inner_text("main")
        assert find_faults(counsel) == []
        sign(counsel)
        assert counsel.url == statements
        assert counsel.get_by_role("button", name="Read and approve").count() == 0
        see_whose_signature_is_missing(counsel, director)
        assert director.url == statements
        assert director.get_by_role("button", name="It went out").count() == 0
        director.get_by_role("button", name="Read and approve").click()
        sign(director)
        director.get_by_label("Where it appears").fill("the website")
        director.get_by_role("button", name="It went out").click()
        sign(director)
        director.set_viewport_size({"width": 320, "height": 800})
        director.goto(statements)
        assert director.evaluate("document.documentElement.scrollWidth") <= 320
        expect(director.locator("tbody")).to_contain_text("yes")
    assert read_texts(drilled, "approval.statement") == [
        "approved by the counsel",
        "approved by the director",
    ]
    assert read_texts(drilled, "claim.published") == ["published: the website"]
    find_changed_byte(drilled.folder / "case" / "ledger" / "entries.jsonl", tmp_path)


@pytest.mark.long
def test_a_text_that_says_more_than_the_record_cannot_be_signed(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    with sit_down(chromium, drilled, "counsel") as page:
        page.goto(f"{drilled.origin}/cases/{drilled.case}/statements")
        page.get_by_label("The text").fill(BLOCKED)
        page.get_by_role("button", name="Check it").click()
        assert "cannot be approved" in page.inner_text("main")
        assert page.get_by_role("button", name="Sign").count() == 1  # of signing out alone
        assert find_faults(page) == []
        page.get_by_label("Why claim 1 may pass all the same").fill("the logs show who read what")
        page.get_by_role("button", name="Override it").click()
        assert "Counsel lets this sentence pass" in page.inner_text("main")


@pytest.mark.long
def test_a_second_press_puts_nothing_down_twice(chromium: Browser, drilled: DrilledConsole) -> None:
    with sit_down(chromium, drilled, "technician") as page:
        join_case(page, drilled, "technician")
        page.goto(f"{drilled.origin}/cases/{drilled.case}/entries")
        page.get_by_label("What happened").fill("the doors open again")
        send_form(page, "Add a note")
        sent: list[str] = []
        page.on(
            "request",
            lambda asked: sent.append(asked.post_data or "") if asked.url.endswith("/sign") else None,
        )
        sign(page)
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
        visitor = drilled.visitor()
        visitor.cookie = cookie
        fields = dict(part.split("=", 1) for part in sent[0].split("&"))
        again = visitor.post(f"/cases/{drilled.case}/sign", **fields)
        assert again.status == 409
    assert read_texts(drilled, "note").count("the doors open again") == 1


@pytest.mark.long
def test_counsel_holds_clocks_and_lets_them_run(chromium: Browser, drilled: DrilledConsole) -> None:
    with sit_down(chromium, drilled, "director") as page:
        join_case(page, drilled, "director")
        page.goto(f"{drilled.origin}/cases/{drilled.case}/clocks")
        assert page.get_by_role("button", name="Let the clocks run again").count() == 0
        page.get_by_label("Who asked").fill("FBI Minneapolis")
        page.get_by_label("What for").fill("an arrest is prepared")
        send_form(page, "Law enforcement asked to wait")
        sign(page)
        page.get_by_role("button", name="Let the clocks run again").click()
        sign(page)
        assert page.get_by_role("button", name="Let the clocks run again").count() == 0
    assert read_texts(drilled, "decision.hold") == ["FBI Minneapolis asked to wait: an arrest is prepared"]
    assert read_texts(drilled, "decision.hold_ended") == ["the hold of FBI Minneapolis is over"]


@pytest.mark.long
def test_counsel_puts_down_that_a_report_was_filed_and_its_clock_stops(
    chromium: Browser, drilled: DrilledConsole
) -> None:
    def read_clocks() -> dict[str, str]:
        lines = drilled.run("case", "clocks", "list", "--case", str(drilled.folder / "case"))
        return {line["rule"]: line["state"] for line in lines if line.get("rule")}

    with sit_down(chromium, drilled, "counsel") as page:
        join_case(page, drilled, "counsel")
        page.goto(f"{drilled.origin}/cases/{drilled.case}/clocks")
        before = read_clocks()
        form = page.locator("form", has=page.get_by_role("heading", name="It was done"))
        assert form.get_by_label("What was done").input_value() == ""
        form.get_by_label("What was done").select_option(index=1)
        rule = form.get_by_label("What was done").input_value()
        assert before[rule] != "done"
        form.get_by_label("When, by the clocks").fill("2024-02-24T05:20")
        form.get_by_label("Who did it").fill("Ada, by telephone, number 7731")
        form.get_by_role("button").click()
        assert "2024-02-24 05:20:00 -06:00" in page.inner_text("main")
        assert "Ada, by telephone, number 7731" in page.inner_text("main")
        assert find_faults(page) == []
        assert read_clocks() == before
        sign(page)
        offered = page.get_by_label("What was done").locator("option")
        assert rule not in offered.evaluate_all("all => all.map((one) => one.value)")
    after = read_clocks()
    assert {name for name in before if before[name] != after[name]} == {rule}
    assert after[rule] == "done"
    again = {"action": "file-duty", "rule": rule}
    refused = drilled.visitor("counsel").post(f"/cases/{drilled.case}/act", **again)
    assert refused.status == 400
    assert "says already that this was done" in refused.text


@pytest.mark.long
def test_counsel_and_a_director_approve_letters_each_with_a_passkey(
    chromium: Browser, drilled: DrilledConsole, tmp_path: Path
) -> None:
    case = ("--case", str(drilled.folder / "case"))
    drilled.run("notice", "plan", "--people", str(write_people(tmp_path / "people.jsonl", 3)), *case)
    assert drilled.run("notice", "draft", str(tmp_path / "letters"), *DRAFT, *case)
    letters = f"{drilled.origin}/cases/{drilled.case}/letters"
    for role in ("counsel", "director"):
        with sit_down(chromium, drilled, role) as page:
            join_case(page, drilled, role)
            page.goto(letters)
            send_form(page, "Approve the letters")
            assert "approves the 3 letters" in page.inner_text("main")
            sign(page)
            page.goto(letters)
            send_form(page, "Approve the letters")
            assert "has approved these notices already" in page.inner_text("main")
    assert read_texts(drilled, "approval.notice") == [
        "notices approved by the counsel",
        "notices approved by the director",
    ]


@pytest.mark.parametrize(
    ("role", "action", "code"),
    [
        ("board", "note", 403),
        ("reviewer", "approve-rule", 403),
        ("communications", "approve-statement", 200),
        ("communications", "publish-statement", 400),
        ("director", "approve-rule", 400),
        ("counsel", "no-such-action", 404),
        ("counsel", "note", 400),
        ("", "note", 303),
    ],
)
def test_who_may_not_sign_is_told_before_anything_is(
    drilled: DrilledConsole, role: str, action: str, code: int
) -> None:
    visitor = drilled.visitor(role)
    form = {"action": action, "rule": "mn-16e.36-incident", "text": "x" if action != "note" else ""}
    assert visitor.post(f"/cases/{drilled.case}/act", **form).status == code
