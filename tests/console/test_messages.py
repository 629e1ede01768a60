"""Reported messages in the console: handed in, checked by the command line's verb, shown, decided on."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path

import pytest

from firstbell.console.key_process.work import DONE, WorkList
from tests.cli.test_message import COERCION, PLAIN
from tests.console.drilled import DrilledConsole
from tests.console.handed_in import (
    check,
    find_message,
    mail_case,
    make_twin,
    read_entries,
    send_file,
    wait_for_all,
)
from tests.console.test_orders import order
from tests.documents import compound

__all__ = ["mail_case"]


def test_a_threat_that_is_handed_in_leaves_what_the_command_line_leaves(
    drilled: DrilledConsole, tmp_path: Path
) -> None:
    director = drilled.visitor("director")
    twin = make_twin(drilled, drilled.folder / "cases" / "by-page")
    case_id = str(json.loads((twin / "case.json").read_text())["id"])
    page = send_file(director, case_id, COERCION, name="C:\\Users\\Kim Lee\\threat.EML")
    assert "Check a reported message" in page.text
    assert "no link in it is opened" in page.text
    assert "Kim Lee" not in page.text
    assert check(director, drilled, page) == f"/cases/{case_id}/messages"
    listed = director.get(f"/cases/{case_id}/messages").text
    assert "A threat by those who broke in" in listed
    assert "Do not answer, do not pay" in listed
    address = find_message(director, case_id, "your district")

    other = make_twin(drilled, drilled.folder / "cases" / "by-command")
    name = f"{hashlib.sha256(COERCION).hexdigest()[:16]}.eml"
    kept = drilled.folder / "console" / "messages" / name
    assert kept.read_bytes() == COERCION
    drilled.run("message", "triage", str(kept), "--case", str(other), "--desk", str(drilled.folder))
    decided = {
        "case": case_id,
        "message": address.rpartition("/")[2],
        "label": "phishing",
        "why": "it is spam",
    }
    assert order(director, "decide-message", **decided) == address
    assert wait_for_all(drilled.folder, "decide-message") == {DONE}
    why = "it is spam (The drill's director, director, in the console)"
    words = ("message", "decide", str(kept), "phishing", "--why", why)
    drilled.run(*words, "--case", str(other), "--desk", str(drilled.folder))
    by_page, by_command = (read_entries(one, drilled.folder) for one in (twin, other))
    assert [kind for kind, _ in by_page] == ["evidence.taken", "finding.message", "finding.message_decided"]
    assert by_page == by_command
    shown = director.get(address).text
    assert "Phishing</span>, as a person decided" in shown
    assert re.search(r"<dt>A person decided</dt><dd>[^<,]+, \d{4}-[^<]+: it is spam", shown)
    assert why in html.unescape(shown)
    assert "Do not click, do not answer, do not pay" in shown
    said = drilled.run("message", "list", "--case", str(twin))
    assert director.get(f"/cases/{case_id}/messages.json").lines()[: len(said)] == said


def test_a_pasted_message_is_shown_as_text_that_leads_nowhere(
    drilled: DrilledConsole, mail_case: str
) -> None:
    technician = drilled.visitor("technician")
    text = (
        "From: x@evil.example\nSubject: <b>hi</b> <script>alert(1)</script>\n\n"
        "Your child's number is 219-09-9999.\nGo to https://evil.example/verify?a=1 or x@evil.example\n"
    )
    page = technician.post(f"/cases/{mail_case}/hand-in", text=text)
    check(technician, drilled, page)
    address = find_message(technician, mail_case, "<b>hi</b> <script>alert(1)</script>")
    shown = technician.get(address).text
    assert "<script>alert" not in shown
    assert "219-09-9999" not in shown
    assert "[a number is left out]" in shown
    assert "hxxps://evil[.]example/verify?a=1" in shown
    assert 'href="https://evil' not in shown
    assert "x[@]evil[.]example" in shown
    # the page Work has the same, for those who see it
    assert technician.get(address + ".json").status == 200


def test_what_waits_for_a_person_stands_first_until_somebody_decides(
    drilled: DrilledConsole, mail_case: str
) -> None:
    forensic = drilled.visitor("forensic")
    unreadable = (
        b"From: a@b.example\nSubject: look at this scan\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee attached\n"
        b'--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="s.pdf"\n\n'
        b"%PDF-1.7 cut off\n--b--\n"
    )
    check(forensic, drilled, send_file(forensic, mail_case, unreadable))
    address = find_message(forensic, mail_case, "look at this scan")
    listed = forensic.get(f"/cases/{mail_case}/messages").text
    assert re.search(r"messages? waits? for a person to decide", listed)
    shown_first = re.findall(r"<span class=.state (\w+).>", listed.partition('<ul class="found">')[2])
    assert shown_first == sorted(shown_first, key=lambda one: one != "warn")
    shown = forensic.get(address).text
    assert "A person must decide" in shown
    assert "not read: s.pdf: its end is missing; it may have been cut off" in shown
    assert "ask whoever sent it for another copy" in shown
    message = address.rpartition("/")[2]
    fields = {"case": mail_case, "message": message}
    for wrong in ({"label": "spam", "why": "x"}, {"label": "phishing", "why": ""}, {"label": "other"}):
        refused = forensic.post("/order", order="decide-message", **fields, **wrong)
        assert refused.status == 400
    assert forensic.post("/order", order="decide-message", **{**fields, "message": "0" * 16}).status == 400
    order(forensic, "decide-message", **fields, label="genuine", why="the office scanned it")
    assert wait_for_all(drilled.folder, "decide-message") == {DONE}
    shown = forensic.get(address).text
    assert "Harmless, as a person decided" in shown
    assert "A person must decide" not in shown
    assert "Decide again" in shown


@pytest.mark.parametrize("role", ["counsel", "communications", "reviewer", "board"])
def test_who_may_not_hand_in_cannot_and_who_may_not_see_does_not(
    drilled: DrilledConsole, mail_case: str, addresses: dict[str, str], role: str
) -> None:
    somebody = drilled.visitor(role)
    before = len(WorkList(drilled.folder).list_all())
    reads = role == "counsel"
    for name in ("messages", "message"):
        page = somebody.get(addresses[name])
        assert page.status == (200 if reads else 403)
        assert "Hand in a message" not in page.text
        assert "Decide what it is" not in page.text
    assert send_file(somebody, mail_case, PLAIN).status == 403
    fields = {"case": mail_case, "message": addresses["message"].rpartition("/")[2], "label": "other"}
    assert somebody.post("/order", order="decide-message", why="x", **fields).status == 403
    assert len(WorkList(drilled.folder).list_all()) == before


def test_a_director_says_whose_mail_the_district_knows(drilled: DrilledConsole, mail_case: str) -> None:
    director = drilled.visitor("director")
    address = f"/cases/{mail_case}/messages"
    fields = {"case": mail_case, "sender": "Insurer.example"}
    for drop, then in (("", ["insurer.example"]), ("yes", [])):
        assert order(director, "trust-sender", **fields, drop=drop) == address
        assert wait_for_all(drilled.folder, "trust-sender") == {DONE}
        assert drilled.run("message", "trust", "--desk", str(drilled.folder))[-1]["trusted"] == then
        assert ("<li>insurer.example</li>" in director.get(address).text) is bool(then)
    for wrong in ("--help", "no domain", "x"):
        assert director.post("/order", order="trust-sender", **{**fields, "sender": wrong}).status == 400
    technician = drilled.visitor("technician")
    assert "Take it off the list" not in technician.get(address).text
    assert technician.post("/order", order="trust-sender", **fields).status == 403


def test_a_message_that_is_handed_in_again_is_listed_once(drilled: DrilledConsole, mail_case: str) -> None:
    director = drilled.visitor("director")
    data = PLAIN.replace(b"lunch", b"once more")
    for _ in range(2):
        check(director, drilled, send_file(director, mail_case, data))
    page = director.get(f"/cases/{mail_case}/messages").text
    assert page.count(">once more</a>") == 1
    assert "it was handed in 2 times" in page


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("", b"BM stands for what they signed with", "BM stands for what they signed with"),
        (
            "note.txt",
            "\ufeffthe door code is on the note".encode("utf-16-le"),
            "the door code is on the note",
        ),
        ("note.TXT", "la nota decía esto".encode("cp1252"), "la nota decía esto"),
    ],
)
def test_words_stay_words_whatever_they_begin_with_and_however_they_are_encoded(
    drilled: DrilledConsole, mail_case: str, name: str, data: bytes, says: str
) -> None:
    director = drilled.visitor("director")
    if name:
        page = send_file(director, mail_case, data, name=name)
    else:
        page = director.post(f"/cases/{mail_case}/hand-in", text=data.decode())
    check(director, drilled, page)
    links = re.findall(
        rf'href="(/cases/{mail_case}/messages/[0-9a-f]+)"', director.get(f"/cases/{mail_case}/messages").text
    )
    assert any(says in html.unescape(director.get(link).text) for link in links)


def test_an_outlook_message_is_read_as_the_command_line_reads_it(
    drilled: DrilledConsole, mail_case: str
) -> None:
    director = drilled.visitor("director")
    data = compound.make_message("We hold your pupils' files. Pay, or all of it is published.")
    check(director, drilled, send_file(director, mail_case, data, name="threat.msg"))
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.msg"
    file = drilled.folder / "console" / "messages" / name
    said = drilled.run("message", "triage", str(file), "--text", "--desk", str(drilled.folder))[0]
    assert "all of it is published" in said["says"]["text"]
    page = director.get(f"/cases/{mail_case}/messages/{said['sha256'][:16]}").text
    assert "all of it is published" in page
    assert html.escape(said["advice"]).replace("&#x27;", "&#39;") in page
