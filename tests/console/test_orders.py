"""Rulings, declaring, planning and running from pages: said before, done once, by the shown command."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

import pytest

from firstbell.console.key_process.work import DONE, PARTLY, RUNNING, WAITING, WorkList
from firstbell.console.web.tables import COLUMNS
from tests.cli.test_notice import write_people
from tests.console.drilled import DrilledConsole, Reply, Visitor

_LONG_S = 120


def read_token(page: Reply) -> str:
    """The token of the page that says what will happen."""
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def order(visitor: Visitor, name: str, /, **fields: str) -> str:
    """Press both buttons; where it leads."""
    page = visitor.post("/order", order=name, **fields)
    assert page.status == 200, page.text
    assert "What will happen" in page.text
    assert "Can it be undone?" in page.text
    given = visitor.post("/order/give", token=read_token(page))
    assert given.status == 303, given.text
    return given.headers["location"]


def wait_for_work(desk: Path, name: str) -> str:
    """The state in which the newest work of this name ended."""
    until = time.monotonic() + _LONG_S
    while time.monotonic() < until:
        found = [work for work in WorkList(desk).list_all() if work.order.name == name]
        if found and found[0].find_state() not in {RUNNING, WAITING}:
            return found[0].find_state()
        time.sleep(0.05)
    raise AssertionError(f"{name} did not end")


def find_event(drilled: DrilledConsole) -> dict[str, object]:
    """The drill's event, as the command line tells it."""
    return drilled.run("event", "list", *drilled.repository, "--no-lock")[0]


def test_a_director_declares_an_event_once_however_often_the_button_is_pressed(
    drilled: DrilledConsole,
) -> None:
    director = drilled.visitor("director")
    assert "Declare this event" in director.get(f"/events/{drilled.event}").text
    page = director.post("/order", order="declare-event", event=drilled.event, place="drill")
    assert f"firstbell event declare {drilled.event}" in page.text
    assert find_event(drilled)["declared"] is None
    token = read_token(page)
    first, second = (director.post("/order/give", token=token) for _ in range(2))
    assert (first.status, first.headers["location"]) == (303, second.headers["location"])
    assert wait_for_work(drilled.folder, "declare-event") == DONE
    told = director.get(f"{first.headers['location']}")
    assert "The drill&#39;s director (director) started it" in told.text
    assert find_event(drilled)["declared"] is not None
    works = [one for one in WorkList(drilled.folder).list_all() if one.order.name == "declare-event"]
    assert len(works) == 1
    shown = director.get(f"/events/{drilled.event}").text
    # what ends the work comes last, and no ruling is chosen beforehand
    assert shown.index("What is lost?") < shown.index("Close this event")
    assert re.findall(r'name="ruling" required><option value="([^"]*)"', shown) == [""]


@pytest.mark.long
def test_a_ruling_is_put_down_with_who_gave_it_and_is_taken_back(drilled: DrilledConsole) -> None:
    technician = drilled.visitor("technician")
    snapshot = str(find_event(drilled)["snapshots"][0])  # type: ignore[index]
    fields = {"snapshot": snapshot, "event": drilled.event, "place": "drill"}
    order(technician, "rule-snapshot", ruling="benign", why="an exercise of ours", **fields)
    assert wait_for_work(drilled.folder, "rule-snapshot") == DONE
    assert find_event(drilled)["state"] == "ruled_benign"
    ledgers = "".join(path.read_text() for path in drilled.folder.glob("*/ledger/entries.jsonl"))
    assert "an exercise of ours (The drill's technician, technician, in the console)" in ledgers
    order(technician, "rule-snapshot", ruling="undo", why="it was none", **fields)
    assert wait_for_work(drilled.folder, "rule-snapshot") == DONE
    assert find_event(drilled)["state"] != "ruled_benign"


@pytest.mark.parametrize(
    ("role", "name", "fields", "code"),
    [
        ("", "declare-event", {}, 303),
        ("counsel", "declare-event", {}, 403),
        ("forensic", "rule-snapshot", {}, 403),
        ("reviewer", "make-plan", {}, 403),
        ("board", "stop-work", {}, 403),
        ("director", "no-such-order", {}, 404),
        ("technician", "declare-event", {"event": "--help"}, 400),
        ("technician", "declare-event", {"event": "0" * 16, "place": "another"}, 400),
        ("technician", "close-event", {"event": "0" * 16, "place": "drill"}, 400),
        ("technician", "rule-snapshot", {"snapshot": "0" * 64, "ruling": "gone", "place": "drill"}, 400),
        ("technician", "rule-snapshot", {"snapshot": "0" * 64, "ruling": "", "place": "drill"}, 400),
        ("technician", "release-object", {"host": "drill", "name": "../x"}, 400),
        ("technician", "thaw-host", {"host": "-x"}, 400),
        ("technician", "make-plan", {"tier": "11"}, 400),
        ("technician", "start-run", {"plan": "0" * 16}, 400),
        ("technician", "stop-work", {"work": "0" * 16}, 400),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(
    drilled: DrilledConsole, role: str, name: str, fields: dict[str, str], code: int
) -> None:
    before = len(WorkList(drilled.folder).list_all())
    reply = drilled.visitor(role).post("/order", order=name, **fields)
    assert reply.status == code, reply.text
    assert len(WorkList(drilled.folder).list_all()) == before


def test_a_reason_with_a_number_of_a_person_is_refused(drilled: DrilledConsole) -> None:
    fields = {"event": drilled.event, "place": "drill", "why": "the mother of 219-09-9999 called"}
    reply = drilled.visitor("director").post("/order", order="close-event", **fields)
    assert reply.status == 400
    assert "219-09-9999" not in reply.text


def test_nothing_is_done_by_opening_an_address_or_by_the_token_of_somebody_else(
    drilled: DrilledConsole,
) -> None:
    director, other = drilled.visitor("director"), drilled.visitor("director")
    assert director.get("/order").status == 405
    assert director.get("/order/give").status == 405
    page = director.post("/order", order="make-plan")
    assert other.post("/order/give", token=read_token(page)).status == 409
    assert director.post("/order/give", token="made up").status == 409


def test_a_plan_is_made_read_and_run_and_each_file_is_there(drilled: DrilledConsole) -> None:
    technician = drilled.visitor("technician")
    assert "When can we open?" in technician.get(f"/events/{drilled.event}").text
    work = order(technician, "make-plan")
    assert wait_for_work(drilled.folder, "make-plan") == DONE
    found = re.search(r'href="(/runs/[0-9a-f]{16})"', technician.get(work).text)
    assert found is not None
    plan = found[1]
    shown = technician.get(plan)
    assert "What the plan restores" in shown.text
    assert "Start the run" in shown.text
    file = drilled.folder / "plans" / f"{plan.rpartition('/')[2]}.json"
    said = drilled.run("recover", "show", str(file))
    assert [
        line for line in technician.get(f"{plan}.json").lines() if "wave" in line and "pieces" in line
    ] == [line for line in said if line["message_type"] == "system"]
    assert order(technician, "start-run", plan=plan.rpartition("/")[2], case=drilled.case) == plan
    del technician  # nobody has a browser open while it runs
    assert wait_for_work(drilled.folder, "start-run") == DONE
    page = drilled.visitor("director").get(plan).text
    assert "restored and verified" in page
    for role in ("director", "communications"):
        assert "First bell was reached" in drilled.visitor(role).get(f"/events/{drilled.event}").text
    assert "Start the run" not in page.partition("What the plan restores")[2]
    status = drilled.run("recover", "status", str(file), "--desk", str(drilled.folder))
    systems = [line for line in status if line["message_type"] == "system"]
    assert {line["state"] for line in systems} == {"verified"}
    assert {column.field for column in COLUMNS["run"]} <= systems[0].keys()


def read_letters(drilled: DrilledConsole) -> dict[str, object]:
    """How far the letters are, as the command line tells it."""
    return drilled.run("notice", "status", "--case", str(drilled.folder / "case"))[-1]


@pytest.mark.long
def test_letters_are_planned_and_drafted_from_their_page(drilled: DrilledConsole, tmp_path: Path) -> None:
    counsel = drilled.visitor("counsel")
    address = f"/cases/{drilled.case}/letters"
    people = write_people(tmp_path / "people.jsonl", 4)
    assert order(counsel, "plan-letters", case=drilled.case, addresses=str(people)) == address
    assert wait_for_work(drilled.folder, "plan-letters") == DONE
    assert read_letters(drilled)["people"] == 4
    page = counsel.get(address).text
    assert "Plan the letters" in page
    assert "Draft the letters" in page
    # in words, not as the fields are called
    told = [html.unescape(one) for one in re.findall(r"<d[td]>([^<]*)<", page)]
    assert dict(zip(told[::2], told[1::2], strict=True)) | {"Since the event was found": ""} == {
        "Told": "0 of 4 people (0.0%)",
        "Letters by mail": "none yet",
        "E-mails": "none yet",
        "Without an address": "0 people",
        "Waiting for a person": "0 letters. ",
        "Since the event was found": "",
    }
    said = {
        "contact": "612-555-0100",
        "signer": "Jo Smith",
        "translations": "es: llame al 612-555-0100\n",
        "return_address": "1 School Rd\nLakeside",
        "day": "2026-02-24",
    }
    assert order(counsel, "draft-letters", case=drilled.case, **said) == address
    assert wait_for_work(drilled.folder, "draft-letters") == DONE
    page = counsel.get(address).text
    (folder,) = (drilled.folder / "letters").iterdir()
    assert str(folder) in page
    assert {path.suffix for path in folder.iterdir()} >= {".pdf", ".csv", ".json"}
    addresses = (folder / "addresses.csv").read_text()
    assert addresses.count("1 Oak St") == 4
    written = [path.read_bytes() for path in (drilled.folder / "console").rglob("*") if path.is_file()]
    assert not any(b"Kim Lee" in one or b"Oak St" in one for one in written)


@pytest.mark.parametrize(
    ("role", "name", "fields", "code"),
    [
        ("reviewer", "plan-letters", {}, 403),
        ("technician", "draft-letters", {}, 403),
        ("director", "plan-letters", {"addresses": "roster"}, 400),
        ("director", "plan-letters", {"addresses": "/no/such/folder"}, 400),
        ("director", "plan-letters", {"addresses": "/etc/passwd"}, 400),
        ("director", "plan-letters", {"addresses": "/tmp", "cost": "-1"}, 400),
        ("counsel", "draft-letters", {"contact": "", "signer": "Jo"}, 400),
        ("counsel", "draft-letters", {"contact": "x", "signer": "Jo", "day": "soon"}, 400),
        ("counsel", "draft-letters", {"contact": "x", "signer": "Jo", "email_from": "no address"}, 400),
        ("counsel", "draft-letters", {"contact": "219-09-9999", "signer": "Jo"}, 400),
        ("counsel", "draft-letters", {"contact": "x", "signer": "Jo", "translations": "llame al 555"}, 400),
        (
            "counsel",
            "draft-letters",
            {"contact": "x", "signer": "Jo", "translations": "es: 219-09-9999"},
            400,
        ),
        ("counsel", "draft-letters", {"contact": "x", "signer": "Jo", "case": "0" * 32}, 400),
    ],
)
def test_letters_that_cannot_be_are_told_before_anything_is(
    drilled: DrilledConsole, role: str, name: str, fields: dict[str, str], code: int
) -> None:
    before = len(WorkList(drilled.folder).list_all())
    reply = drilled.visitor(role).post("/order", order=name, **{"case": drilled.case, **fields})
    assert reply.status == code, reply.text
    assert len(WorkList(drilled.folder).list_all()) == before


def test_who_may_have_the_files_searched_is_told_what_it_means(drilled: DrilledConsole) -> None:
    director = drilled.visitor("director")
    address = f"/cases/{drilled.case}/people"
    fields = {"order": "scan-people", "case": drilled.case, "roster": str(drilled.folder)}
    assert "Search the affected files" in director.get(address).text
    page = director.post("/order", **fields)
    assert "Values are masked and kept sealed" in page.text
    assert f"firstbell impact scan --roster={drilled.folder} --case" in page.text
    for role in ("counsel", "reviewer"):
        visitor = drilled.visitor(role)
        assert "Search the affected files" not in visitor.get(address).text
        assert visitor.post("/order", **fields).status == 403
    lacking = director.post("/order", **{**fields, "roster": "/no/such/folder"})
    assert (lacking.status, "at the desk" in lacking.text) == (400, True)


@pytest.mark.deep
def test_the_affected_files_are_searched_from_the_page_of_people(drilled: DrilledConsole) -> None:
    director = drilled.visitor("director")
    address = f"/cases/{drilled.case}/people"
    before = director.get(f"{address}.json").lines()
    (roster,) = drilled.folder.glob("roster*")
    assert order(director, "scan-people", case=drilled.case, roster=str(roster)).startswith("/work/")
    # what was struck does not read, and is listed
    assert wait_for_work(drilled.folder, "scan-people") == PARTLY
    assert "The newest of these: Search the affected files for people" in director.get(address).text
    after = director.get(f"{address}.json").lines()
    assert [line["person_id"] for line in after if line["message_type"] == "person"] == [
        line["person_id"] for line in before if line["message_type"] == "person"
    ]


def test_a_statement_is_drafted_from_the_record_on_its_page(drilled: DrilledConsole) -> None:
    visitor = drilled.visitor("communications")
    address = f"/cases/{drilled.case}/statements"
    asked = {"page": "statements", "back": address, "place": "families", "words": "612-555-0100"}
    page = visitor.post("/search", **asked)
    assert page.status == 303
    assert "555" not in page.headers["location"]
    shown = visitor.get(page.headers["location"]).text
    words = ("statement", "draft", "--audience", "families", "--contact", "612-555-0100")
    (said,) = drilled.run(*words, "--case", str(drilled.folder / "case"))
    found = re.search(r"<textarea name=.text.[^>]*>(.*?)</textarea>", shown, re.DOTALL)
    assert found is not None
    assert html.unescape(found[1]) == said["text"]
    assert "This was drafted from the record" in shown
    wrong = visitor.post("/search", **{**asked, "place": "neighbors"})
    told = visitor.get(wrong.headers["location"]).text
    assert "neighbors" in told
    assert 'class="trouble"' in told


def read_custody(drilled: DrilledConsole) -> list[dict[str, object]]:
    """The evidence of the case, as the command line lists it."""
    lines = drilled.run("case", "evidence", "list", "--case", str(drilled.folder / "case"))
    return [line for line in lines if line["message_type"] == "evidence"]


def test_an_investigator_takes_evidence_and_hands_it_over(drilled: DrilledConsole) -> None:
    forensic = drilled.visitor("forensic")
    address = f"/cases/{drilled.case}/evidence"
    match = drilled.run("find", "*.docx", *drilled.repository, "--no-lock")[0]
    fields = {"case": drilled.case, "place": "drill", "snapshot": match["snapshot_id"], "path": match["path"]}
    assert order(forensic, "take-evidence", why="it was struck first", **fields) == address
    assert wait_for_work(drilled.folder, "take-evidence") == DONE
    (taken,) = read_custody(drilled)
    assert taken["path"] == match["path"]
    assert taken["why"] == "it was struck first (The drill's forensic, forensic, in the console)"
    page = forensic.get(address).text
    assert "Hand evidence over" in page
    fields = {"case": drilled.case, "place": "drill", "evidence": str(taken["id"]), "to": "FBI Minneapolis"}
    assert order(forensic, "hand-over", why="they asked for it", **fields) == address
    assert wait_for_work(drilled.folder, "hand-over") == DONE
    assert "FBI Minneapolis" in str(read_custody(drilled)[0]["custody"])


@pytest.mark.parametrize(
    "fields", [{"path": "no path"}, {"snapshot": "--help"}, {"why": ""}, {"case": "0" * 32}]
)
def test_evidence_that_cannot_be_is_not_taken(drilled: DrilledConsole, fields: dict[str, str]) -> None:
    known = {"case": drilled.case, "place": "drill", "snapshot": "0" * 64, "path": "/x", "why": "y"}
    reply = drilled.visitor("forensic").post("/order", order="take-evidence", **{**known, **fields})
    assert reply.status == 400


@pytest.mark.long
def test_a_hunt_is_run_from_its_page_and_its_answers_stand_where_they_are_asked_for(
    drilled: DrilledConsole,
) -> None:
    forensic = drilled.visitor("forensic")
    assert "No hunt was started" in forensic.get("/hunt").text
    assert order(forensic, "run-hunt", place="drill") == "/hunt"
    assert wait_for_work(drilled.folder, "run-hunt") == DONE
    for path in ("/hunt", f"/events/{drilled.event}", f"/cases/{drilled.case}"):
        page = forensic.get(path).text
        assert "How did they get in?" in page, path
        assert "cannot be told" in page, path
    assert "no backup of this host holds it" in forensic.get("/hunt").text
    said = drilled.run("hunt", "coverage", *drilled.repository, "--no-lock")
    lines = [line for line in forensic.get("/hunt.json").lines() if line["message_type"] == "coverage"]
    assert lines == [line for line in said if line["message_type"] == "coverage"]
    assert "/hunt" not in drilled.visitor("communications").get(f"/events/{drilled.event}").text


@pytest.mark.parametrize(("tier", "words"), [("0", "recovery tier 0"), ("2", "recovery tiers 0 to 2")])
@pytest.mark.parametrize("name", ["make-plan", "rehearse", "exercise"])
def test_what_a_tier_is_stands_where_one_is_chosen(
    drilled: DrilledConsole, name: str, tier: str, words: str
) -> None:
    director = drilled.visitor("director")
    page = director.post("/order", order=name, tier=tier).text
    assert words in page
    assert "The recovery tier says how soon the school needs a system." in page
    assert "recovery tier" not in director.post("/order", order=name).text
    for path in ("/runs", "/readiness"):
        shown = director.get(path).text
        assert "The recovery tier says how soon the school needs a system." in shown
        assert f">{words}{' alone' if tier == '0' else ''}</option>" in shown
