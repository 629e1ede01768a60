"""The page of cases: which there are, and one that is opened like at the desk, once."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from firstbell.cli.main import run
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.key_process.work import WorkList
from firstbell.console.messages import Answer, AnyQuestion, GiveOrder, PlanOrder, ShowPage
from tests.console.drilled import DrilledConsole
from tests.console.struck import make_desk
from tests.console.test_orders import find_event


def test_the_page_says_what_each_case_covers_and_who_is_in_charge(drilled: DrilledConsole) -> None:
    page = html.unescape(drilled.visitor("forensic").get("/cases").text)
    (told, _) = drilled.run("case", "list", str(drilled.folder / "case"), "--desk", str(drilled.folder))
    assert (told["event"], told["hosts"]) == (drilled.event, find_event(drilled)["hosts"])
    for held in (told["name"], told["hosts"][0], *told["directors"], f'href="/cases/{drilled.case}"'):
        assert str(held) in page
    assert "Open a case" not in page
    assert "Open a case" in drilled.visitor("director").get("/cases").text


def test_a_case_about_an_event_is_said_before_it_is_opened(drilled: DrilledConsole) -> None:
    director = drilled.visitor("director")
    (choice,) = re.findall(rf'<option value="({drilled.event}[^"]*)"', director.get("/cases").text)
    page = director.post("/order", order="open-case", title="Ransom in spring", covers=html.unescape(choice))
    assert page.status == 200, page.text
    folder = drilled.folder / "cases" / "ransom-in-spring"
    command = f"firstbell case open {folder} '--name=Ransom in spring' --event {drilled.event} -r "
    assert command in html.unescape(page.text)
    assert f"It covers event {drilled.event[:8]}" in page.text
    assert not folder.exists()


@pytest.mark.parametrize(
    ("role", "fields", "code"),
    [
        ("director", {"title": "<i>--desk /"}, 200),
        ("director", {"title": "../../etc"}, 200),
        ("director", {"title": " "}, 400),
        ("director", {"title": "the one of 219-09-9999"}, 400),
        ("director", {"title": "x", "covers": "--help drill"}, 400),
        ("director", {"title": "x", "covers": "0123456789 another"}, 400),
        ("technician", {"title": "x"}, 403),
        ("counsel", {"title": "x"}, 403),
        ("", {"title": "x"}, 303),
    ],
)
def test_hostile_names_and_others_open_nothing(
    drilled: DrilledConsole, role: str, fields: dict[str, str], code: int
) -> None:
    page = drilled.visitor(role).post("/order", order="open-case", **fields)
    assert page.status == code, page.text
    assert "<i>" not in page.text
    if code == 200:
        (place,) = set(re.findall(r"firstbell case open (\S+) ", html.unescape(page.text)))
        assert Path(place).parent == drilled.folder / "cases"


def ask(service: ConsoleService, question: AnyQuestion) -> Answer:
    """What is said at once."""
    answer = service.ask(question)
    assert isinstance(answer, Answer)
    return answer


def test_a_case_is_opened_as_at_the_terminal_once_and_is_served_from_then_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = make_desk(tmp_path / "here", "director")
    service = desk.start()
    started: list[Sequence[str]] = []
    service.shelf = WorkList(service.places.desk, lambda words, lock: started.append(words))
    session = desk.sign_in(service)
    name = "What happened in spring"
    asked = PlanOrder(session=session.token, order="open-case", fields={"title": name})
    token = ask(service, asked).value
    given = [ask(service, GiveOrder(session=session.token, token=token)) for _ in range(2)]
    assert [one.code for one in given] == [200, 200]
    assert given[0].facts == given[1].facts
    assert len(started) == 1
    (work,) = service.shelf.list_all()
    assert run(list(work.order.words)) == 0
    typed = tmp_path / "typed"
    words = ["case", "open", str(typed), "--name", name, "--desk", str(desk.root / "desk")]
    assert run(words) == 0
    folder = desk.root / "desk" / "cases" / "what-happened-in-spring"
    assert read_bodies(folder) == read_bodies(typed)
    reader = ask(service, ShowPage(session=session.token, page="you")).reader
    assert reader is not None
    opened = json.loads((folder / "case.json").read_text())["id"]
    assert reader.cases == ((desk.case_id, "a case"), (opened, name))
    capsys.readouterr()
    assert run(["--json", "case", "list", "--desk", str(desk.root / "desk")]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one.get("id"), one.get("event")) for one in listed[:-1]] == [(opened, None)]
    # the same name again: another folder, nothing written over
    again = ask(service, asked).facts["command"]
    assert f"{folder}-" in again


def read_bodies(folder: Path) -> list[tuple[str, object]]:
    """What the record of a case says, but for who wrote it when."""
    lines = (folder / "ledger" / "entries.jsonl").read_text().splitlines()
    told = [json.loads(line) for line in lines]
    return [(one["kind"], one["body"]) for one in told if "kind" in one]
