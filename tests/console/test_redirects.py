"""What follows a form: a page that is opened, and that says once what was done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.console.key_process.passkey_service import PENDING_S
from firstbell.console.messages import Answer, AnyQuestion, PlanAction, ShowPage, ShowPlanned, SignAction
from tests.console.drilled import DrilledConsole
from tests.console.struck import make_desk
from tests.console.test_orders import read_token


@pytest.mark.parametrize(
    ("role", "path", "fields"),
    [
        ("director", "/order", {"order": "make-plan"}),
        ("director", "/cases/{case}/act", {"action": "note", "text": "The <b>gate</b> was open."}),
        ("counsel", "/cases/{case}/act", {"action": "approve-statement", "text": "Nothing was taken."}),
        ("reviewer", "/you/code", {"passphrase": "correct horse battery", "again": "correct horse battery"}),
    ],
)
def test_a_form_leads_to_a_page_that_can_be_loaded_again(
    drilled: DrilledConsole, role: str, path: str, fields: dict[str, str]
) -> None:
    visitor = drilled.visitor(role)
    sent = visitor.ask("POST", path.replace("{case}", drilled.case), fields)
    assert sent.status == 303
    page = sent.headers["location"]
    first, second = visitor.get(page), visitor.get(page)
    assert (first.status, second.status) == (200, 200)
    assert "<h1>" in first.text
    assert re.sub("<time.*?</time>", "", first.text) == re.sub("<time.*?</time>", "", second.text)
    assert "<b>gate" not in first.text
    # the page is theirs alone, and names nothing
    assert drilled.visitor(role).get(page).status == 404
    assert drilled.visitor().get(page).status == 303
    assert not any(held in page for held in fields.values())


def test_what_was_started_is_said_once_and_going_back_leads_to_it(drilled: DrilledConsole) -> None:
    director = drilled.visitor("director")
    page = director.ask("POST", "/order", {"order": "make-plan"}).headers["location"]
    words = "Started: " + re.findall("<h1>(.*)</h1>", director.get(page).text)[0]
    given = director.post("/order/give", token=read_token(director.get(page))).headers["location"]
    # what follows an open page, and what a program reads, leaves the words to the person
    assert words not in director.ask("GET", "/runs", Sec_Fetch_Dest="empty").text
    assert words not in director.get("/today.json").text
    told = director.get(given).text
    assert words in told.partition("<main")[0]
    assert "The drill&#39;s director (director), <time" not in told.partition("<main")[2]
    assert words not in director.get(given).text
    back = director.get(page)
    assert (back.status, back.headers["location"]) == (303, given)


def test_who_hides_names_or_ends_a_session_is_told_once(drilled: DrilledConsole) -> None:
    reviewer, other = drilled.visitor("reviewer"), drilled.visitor("reviewer")
    people = f"/cases/{drilled.case}/people"
    for form, words in (
        ({"why": "to call <them> back"}, "Firstbell recorded why: to call &lt;them&gt; back"),
        ({"show": "no"}, "Names are hidden again."),
    ):
        assert reviewer.post(f"/cases/{drilled.case}/names", **form).headers["location"] == people
        assert [words in reviewer.get(people).text for _ in range(2)] == [True, False]
    short = re.findall(r"<code>([0-9a-f]{8})</code> this one", other.get("/you").text)[0]
    assert reviewer.post("/sign-out", which=short).headers["location"] == "/you"
    assert [f"Session {short} is signed out." in reviewer.get("/you").text for _ in range(2)] == [True, False]


def test_a_decision_of_a_review_is_confirmed_on_the_page_alone(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    reviewer, drafts = drilled.visitor("reviewer"), f"/cases/{drilled.case}/drafts"
    reviewer.get(paths["people"])
    person = paths["person"].rpartition("/")[2]
    fields = {"verb": "confirm", "person": person, "why": "the <form> says so"}
    kept = reviewer.post(drafts, **fields)
    shown = reviewer.get(kept.headers["location"]).text
    assert "Kept until you sign it" in shown
    assert f"confirm {person}: the &lt;form&gt; says so" in shown
    assert (
        "Taken back, before it was signed"
        in reviewer.get(reviewer.post(drafts, drop="last").headers["location"]).text
    )
    # a script says it on the page itself
    assert reviewer.post(drafts, **fields, **{"as": "json"}).status == 200
    assert "Kept until you sign it" not in reviewer.get(paths["review"]).text
    reviewer.post(drafts, drop="last")


def test_who_signs_sees_what_was_signed_by_whom_and_where_it_is(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "here", "counsel")
    service = desk.start()
    session = desk.sign_in(service)

    def ask(question: AnyQuestion) -> Answer:
        answer = service.ask(question)
        assert isinstance(answer, Answer)
        return answer

    fields = {"text": "The door was forced."}
    planned = ask(PlanAction(session=session.token, action="note", case=desk.case_id, fields=fields))
    again = ShowPlanned(session=session.token, token=planned.value)
    assert ask(again).facts["tells"] == planned.facts["tells"]
    answered = desk.authenticator.answer(planned.facts["challenge"])
    signed = ask(SignAction(session=session.token, token=planned.value, **answered))
    assert signed.code == 200, signed.trouble
    back = ask(again)
    assert (back.code, back.facts["path"], back.done) == (303, signed.facts["path"], None)
    page = ShowPage(session=session.token, page="you")
    done = ask(page).done
    assert done is not None
    assert (done.title, done.who) == ("Signed: Add a note", "Cy (counsel)")
    assert any("The door was forced." in line for line in done.tells)
    entry = desk.open_case().main.read()[-1]
    assert (done.at, done.place) == (entry.time, f"entry {entry.seq} of the record of a case")
    assert done.path == f"/cases/{desk.case_id}/entries"
    assert ask(page).done is None


def test_a_page_that_waited_too_long_can_be_read_but_not_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path / "here", "counsel")
    service = desk.start()
    session = desk.sign_in(service)
    asked = PlanAction(session=session.token, action="note", case=desk.case_id, fields={"text": "A note."})
    planned = service.ask(asked)
    assert isinstance(planned, Answer)
    later_ns = service.clock.now_ns() + (PENDING_S + 1) * NS_PER_S
    seen = []
    for now_ns in (service.clock.now_ns(), later_ns):
        monkeypatch.setattr(service, "clock", FixedClock(now_ns))
        shown = service.ask(ShowPlanned(session=session.token, token=planned.value))
        assert isinstance(shown, Answer)
        seen.append((shown.code, shown.facts["is_late"]))
    assert seen == [(200, False), (200, True)]
