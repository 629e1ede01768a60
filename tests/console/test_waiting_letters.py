"""Letters that wait: listed with why, read as they would go out, decided on by a signature."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from firstbell.actions.notify.letters import LetterChoice, choose_letters, decide_letters
from firstbell.actions.notify.notices import open_notices
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.messages import Answer, AnyQuestion, PlanAction, ShowPlanned, SignAction
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.notify.notices.plan import make_plan
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable
from tests.console.drilled import DrilledConsole
from tests.console.struck import StruckDesk, make_desk
from tests.console.test_browser import find_faults
from tests.console.test_signatures import join_case, send_form, sign, sit_down

WHY = "her mother asked for it by telephone"


@pytest.fixture
def letter(drilled: DrilledConsole) -> str:
    """The address of a letter that waits, in a plan that was just made."""
    return f"/cases/{drilled.case}/letters/waiting/{drilled.letter()}"


def test_the_list_says_which_wait_and_why(drilled: DrilledConsole, letter: str) -> None:
    counsel = drilled.visitor("counsel")
    page = html.unescape(counsel.get(letter.rpartition("/")[0]).text)
    assert "held-0" in page
    assert "counseling: 1 letter" in page
    assert "plain-0" not in page
    assert "Wren" not in page
    assert "Waiting for a person</dt><dd>1 letter. <a" in counsel.get(f"/cases/{drilled.case}/letters").text
    # who drafts letters sees how many wait, and decides on none
    communications = drilled.visitor("communications").get(f"/cases/{drilled.case}/letters").text
    assert "Waiting for a person</dt><dd>1 letter</dd>" in communications


def test_a_letter_is_read_without_its_name_until_somebody_says_why(
    drilled: DrilledConsole, letter: str
) -> None:
    reviewer = drilled.visitor("reviewer")
    page = reviewer.get(letter).text
    assert "Dear W.:" in page
    assert "WHAT HAPPENED" in page
    assert "counseling records" in page
    # who signs is known once another test has drafted letters of this case
    assert ("[who signs]" in page) is not ("Jo Smith" in page)
    for held in ("Wren", "Osei", "1 Oak St"):
        assert held not in page
        assert held not in reviewer.get(f"{letter}.json").text
    named = reviewer.post(f"/cases/{drilled.case}/names", why="to call the family", back=letter)
    assert named.headers["location"] == letter
    shown = reviewer.get(letter).text
    assert "Dear Wren &lt;b&gt;Osei" in shown
    assert "1 Oak St" in shown
    looks = (drilled.folder / "console" / "access.jsonl").read_text().splitlines()
    last = json.loads(looks[-1])
    assert (last["page"], last["people"], last["named"]) == ("letter", ["held"], True)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_names_lead_back_to_a_page_of_ours(drilled: DrilledConsole, back: str) -> None:
    reviewer = drilled.visitor("reviewer")
    told = reviewer.post(f"/cases/{drilled.case}/names", show="no", back=back).headers["location"]
    assert told in {f"/cases/{drilled.case}/people", "/"}


@pytest.mark.parametrize("name", ["plain-0", "nobody-0", "--help", "%3Cscript%3E", "..%00", "x" * 300])
def test_a_letter_that_does_not_wait_has_no_page(drilled: DrilledConsole, letter: str, name: str) -> None:
    reply = drilled.visitor("director").get(f"{letter.rpartition('/')[0]}/{name}")
    assert reply.status == 404
    assert "<script>" not in reply.text


@pytest.mark.parametrize(
    ("role", "fields", "code"),
    [
        ("reviewer", {}, 200),
        ("communications", {}, 403),
        ("reviewer", {"letter": "plain-0"}, 400),
        ("reviewer", {"letter": "<b>"}, 400),
        ("counsel", {"decision": "later"}, 400),
        ("counsel", {"decision": ""}, 400),
        ("director", {"why": " "}, 400),
        ("director", {"why": "her number is 219-09-9999"}, 400),
    ],
)
def test_a_decision_is_said_before_it_is_signed(
    drilled: DrilledConsole, letter: str, role: str, fields: dict[str, str], code: int
) -> None:
    given = {"action": "decide-letter", "letter": "held-0", "decision": "withhold", "why": f"<i>{WHY}"}
    page = drilled.visitor(role).post(f"/cases/{drilled.case}/act", **{**given, **fields})
    assert page.status == code, page.text
    assert "<i>" not in page.text
    assert "<b>" not in page.text
    assert (f"The record keeps the reason: &lt;i&gt;{WHY}" in page.text) is (code == 200)


@dataclass(frozen=True)
class LettersDesk:
    """A desk with letters that wait, at which counsel has signed in."""

    desk: StruckDesk
    service: ConsoleService
    store: NoticeStore
    session: str

    def ask(self, question: AnyQuestion) -> Answer:
        """What is said at once."""
        answer = self.service.ask(question)
        assert isinstance(answer, Answer)
        return answer

    def plan(self, **fields: str) -> Answer:
        """The page before the signature."""
        return self.ask(
            PlanAction(
                session=self.session,
                action="decide-letter",
                case=self.desk.case_id,
                fields={**fields, "why": WHY},
            )
        )

    def sign(self, planned: Answer) -> int:
        """Touch the passkey."""
        touch = self.desk.authenticator.answer(planned.facts["challenge"])
        return self.ask(SignAction(session=self.session, token=planned.value, **touch)).code

    def decide_at_the_terminal(self, decision: str, **which: Any) -> None:
        """The same by the action behind `notice decide`."""
        case = self.desk.open_case()
        letters = choose_letters(case, self.store, LetterChoice(**which))
        decide_letters(case, self.store, letters, decision=decision, why=WHY)

    def list_decisions(self) -> list[dict[str, Any]]:
        """The bodies of the entries on letters."""
        return [one["body"] for one in self.desk.list_entries() if one["kind"] == "review.letter"]


@pytest.fixture
def letters(tmp_path: Path) -> LettersDesk:
    desk = make_desk(tmp_path / "here", "counsel")
    service, case = desk.start(), desk.open_case()
    store = open_notices(case, open_sealed(case.folder.sealed, SealSecret(desk.root / "secret")))
    people = [("p1", "safeguarding"), ("p2", "counselling"), ("p3", "counselling"), ("p4", "safeguarding")]
    reach = Reachable("key", "Kit Ro", PostalAddress("1 Oak St", "", "Minneapolis", "MN", "55401"))
    store.save_plan(
        make_plan([AffectedPerson(one, "Kit Ro", "staff", (kind,), reach=reach) for one, kind in people])
    )
    return LettersDesk(desk, service, store, desk.sign_in(service).token)


def test_a_decision_is_the_entry_that_the_terminal_writes_and_is_signed_once(letters: LettersDesk) -> None:
    planned = letters.plan(letter="p1-0", decision="unnamed")
    assert planned.facts["tells"][-1] == "p1-0: child protection"
    assert [letters.sign(planned) for _ in range(2)] == [200, 409]
    assert letters.ask(ShowPlanned(session=letters.session, token=planned.value)).code == 303
    letters.decide_at_the_terminal("unnamed", ids=("p1-0",))
    signed, typed = letters.list_decisions()
    assert signed == typed


def test_several_of_one_cause_are_counted_then_signed_by_one_touch_each_its_own_entry(
    letters: LettersDesk,
) -> None:
    planned = letters.plan(cause="counselling", decision="send")
    assert planned.facts["title"] == "Decide on 2 letters together"
    assert planned.facts["tells"][-2:] == ["p2-0: counseling", "p3-0: counseling"]
    assert letters.sign(planned) == 200
    signed = letters.list_decisions()
    assert [one["letter"] for one in signed] == ["p2-0", "p3-0"]
    # nobody decides on them again by their cause; by their ids the terminal writes the same
    assert letters.plan(cause="counselling", decision="send").code == 400
    letters.decide_at_the_terminal("send", ids=("p2-0", "p3-0"))
    assert letters.list_decisions()[2:] == signed


def test_letters_that_are_sent_one_by_one_are_not_sent_together(letters: LettersDesk) -> None:
    refused = letters.plan(cause="safeguarding", decision="send")
    assert refused.code == 400
    assert refused.trouble is not None
    assert "2 letters of these may only be sent one by one" in refused.trouble.message
    assert letters.plan(cause="safeguarding", decision="withhold").code == 200
    assert letters.plan(letter="p1-0", decision="send").code == 200
    for cause in ("", "health", "<b>"):
        assert letters.plan(cause=cause, decision="withhold").code == 400


def test_counsel_decides_on_a_letter_in_a_browser(chromium: Browser, drilled: DrilledConsole) -> None:
    address = f"{drilled.origin}/cases/{drilled.case}/letters/waiting"
    letter = drilled.letter("decided")
    case = ("--case", str(drilled.folder / "case"))
    with sit_down(chromium, drilled, "counsel") as page:
        join_case(page, drilled, "counsel")
        page.set_viewport_size({"width": 375, "height": 700})
        page.goto(address)
        assert find_faults(page) == []
        page.get_by_role("link", name=letter).click()
        assert find_faults(page) == []
        page.get_by_label("Decision").select_option("withhold")
        page.get_by_label("Why. Write no name").fill(WHY)
        send_form(page, "Decide on it")
        sign(page)
        expect(page.get_by_text("Signed: Decide on a letter")).to_be_visible()
        expect(page.get_by_text("No letter waits for a decision.")).to_be_visible()
        page.reload()
        assert page.get_by_text("Signed: Decide on a letter").count() == 0
    entries = drilled.run("case", "log", str(drilled.folder / "case"), "--kind", "review.letter")
    assert [one["body"]["decision"] for one in entries if one["message_type"] == "entry"] == ["withhold"]
    assert drilled.run("notice", "waiting", *case)[-1] == {
        "message_type": "summary", "waiting": 0, "causes": {}, "decided": {"withhold": 1},
    }  # fmt: skip
