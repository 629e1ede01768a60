"""Reported messages in the console: handed in, checked by the command line's verb, shown, decided on."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from firstbell.case.case import Case
from firstbell.console.key_process.work import DONE, RUNNING, WAITING, WorkList
from firstbell.console.messages import MAX_UPLOAD_BYTES, Answer, GiveOrder, PlanOrder
from firstbell.ledger import SignerKeyFile
from tests.cli.test_message import COERCION, PLAIN
from tests.console.drilled import DrilledConsole, Reply, Visitor
from tests.console.struck import make_desk
from tests.console.test_orders import order, read_token
from tests.documents import compound
from tests.processes.waits import wait_until

_BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
_HANDLERS = ("director", "technician", "forensic")


def send_file(visitor: Visitor, case: str, data: bytes, *, name: str = "mail.eml", text: str = "") -> Reply:
    """The form with a file, as a browser sends it; where it leads to what would happen, that page."""
    parts = [
        b'Content-Disposition: form-data; name="order"\r\n\r\ntriage-message',
        f'Content-Disposition: form-data; name="text"\r\n\r\n{text}'.encode(),
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + data,
    ]
    body = b"".join(b"--" + _BOUNDARY.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    body += b"--" + _BOUNDARY.encode() + b"--\r\n"
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    reply = visitor.send("POST", f"/cases/{case}/hand-in", body, {"Content_Type": kind})
    planned = reply.headers.get("location", "")
    return visitor.get(planned) if planned.startswith("/planned/") else reply


def wait_for_all(desk: Path, name: str) -> set[str]:
    """The states in which all work of this name ended."""
    states: set[str] = set()

    def look() -> bool:
        nonlocal states
        works = [work for work in WorkList(desk).list_all() if work.order.name == name]
        states = {work.find_state() for work in works if work.read_end() or work.is_held()}
        return bool(states) and states.isdisjoint({RUNNING, WAITING})

    wait_until(look)
    return states


def check(visitor: Visitor, drilled: DrilledConsole, page: Reply) -> str:
    """Press the button, and wait until it is over; where it leads."""
    assert page.status == 200, page.text
    given = visitor.post("/order/give", token=read_token(page))
    assert given.status == 303, given.text
    assert wait_for_all(drilled.folder, "triage-message") == {DONE}
    return given.headers["location"]


def find_message(visitor: Visitor, case: str, subject: str) -> str:
    """The address of the newest message with this subject."""
    page = visitor.get(f"/cases/{case}/messages").text
    found = re.search(rf'<h2><a href="([^"]+)">{re.escape(html.escape(subject))}</a>', page)
    assert found is not None, page
    return found[1]


def read_entries(folder: Path, desk: Path) -> list[tuple[str, object]]:
    """What an event's record says of messages: kinds and bodies."""
    entries = Case(folder, SignerKeyFile(desk / "desk.key")).main.read()
    return [
        (one.kind, one.body) for one in entries if one.kind.startswith(("finding.message", "evidence.taken"))
    ]


def make_twin(drilled: DrilledConsole, folder: Path) -> Path:
    """Another case of the desk, for what the command line writes."""
    assert drilled.run("case", "open", str(folder), "--name", "twin", "--desk", str(drilled.folder))
    return folder


@pytest.fixture(scope="module")
def mail_case(drilled: DrilledConsole) -> str:
    """The id of a case of its own: what these messages leave is in nobody's way."""
    folder = make_twin(drilled, drilled.folder / "cases" / "mail")
    return str(json.loads((folder / "case.json").read_text())["id"])


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


def test_a_stranger_and_another_site_hand_in_nothing(drilled: DrilledConsole, mail_case: str) -> None:
    stranger = drilled.visitor()
    assert send_file(stranger, mail_case, PLAIN).status == 303
    director = drilled.visitor("director")
    headers = {"Content_Type": f"multipart/form-data; boundary={_BOUNDARY}", "Sec_Fetch_Site": "cross-site"}
    assert director.send("POST", f"/cases/{mail_case}/hand-in", b"", headers).status == 403


def test_a_message_that_is_too_large_is_refused_by_a_page_that_says_so(
    drilled: DrilledConsole, mail_case: str
) -> None:
    director = drilled.visitor("director")
    for size in (MAX_UPLOAD_BYTES + 1, 2 * MAX_UPLOAD_BYTES):
        refused = send_file(director, mail_case, PLAIN + b"x" * (size - len(PLAIN)))
        assert refused.status == 413
        assert "A message may have 8 MB at most" in refused.text
        assert "firstbell message triage FILE" in refused.text
        assert "The drill&#39;s director" in refused.text
    # of what is larger still, nothing is read
    kind = {"Content_Type": f"multipart/form-data; boundary={_BOUNDARY}", "Content_Length": str(65 << 20)}
    assert director.send("POST", f"/cases/{mail_case}/hand-in", b"x", kind).status == 413
    whole = send_file(director, mail_case, PLAIN + b"x\n" * ((MAX_UPLOAD_BYTES - len(PLAIN)) // 2))
    assert whole.status == 200


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("notes.docx", b"PK\x03\x04", "ends in .docx"),
        ("threat.eml.exe", b"MZ", "ends in .exe"),
        ("threat", PLAIN, "ends in nothing"),
        (".eml", PLAIN, "ends in nothing"),
        ("a.eml", b"MZ\x90\x00\x03", "not what its name says (.eml)"),
        ("a.eml", b"PK\x03\x04", "not what its name says (.eml)"),
        ("a.txt", b"\x89PNG\r\n", "not what its name says (.txt)"),
        ("a.msg", PLAIN, "not what its name says (.msg)"),
        ("a.eml", b" \r\n", "not empty"),
        ("a.eml", b"\nFrom x\n\nhi\n" * 101, "more than 100 messages"),
    ],
)
def test_a_file_of_another_kind_is_refused_before_anything_is_kept(
    drilled: DrilledConsole, mail_case: str, name: str, data: bytes, told: str
) -> None:
    kept = drilled.folder / "console" / "messages"
    before = sorted(kept.glob("*"))
    refused = send_file(drilled.visitor("director"), mail_case, data, name=name)
    assert refused.status == 400
    assert told in refused.text
    assert "firstbell message triage FILE" in refused.text or "not empty" in told
    assert sorted(kept.glob("*")) == before


def test_nothing_and_two_at_once_are_refused_and_what_was_pasted_stays(
    drilled: DrilledConsole, mail_case: str
) -> None:
    director = drilled.visitor("director")
    assert director.post(f"/cases/{mail_case}/hand-in", text=" ").status == 400
    both = send_file(director, mail_case, PLAIN, text="they call every hour")
    assert both.status == 400
    assert "there are two messages" in both.text.lower()
    assert "they call every hour" in both.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n\r\n",
        b"--" + _BOUNDARY.encode() + b"\r\nno header",
        b"--"
        + _BOUNDARY.encode()
        + b"\r\nContent-Disposition: form-data\r\n\r\nx\r\n--"
        + _BOUNDARY.encode()
        + b"--",
        (b"--" + _BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n') * 40
        + b"--"
        + _BOUNDARY.encode()
        + b"--",
    ],
)
def test_a_form_that_is_broken_is_refused(drilled: DrilledConsole, mail_case: str, body: bytes) -> None:
    kind = {"Content_Type": f"multipart/form-data; boundary={_BOUNDARY}"}
    reply = drilled.visitor("director").send("POST", f"/cases/{mail_case}/hand-in", body, kind)
    assert reply.status == 400


def test_a_path_in_the_name_of_a_file_leads_nowhere(drilled: DrilledConsole, mail_case: str) -> None:
    director = drilled.visitor("director")
    data = PLAIN.replace(b"lunch", b"path")
    for name in ("../../../firstbell.eml", "..\\..\\firstbell.eml", "/etc/firstbell.eml", "a\x00b/x.eml"):
        page = send_file(director, mail_case, data, name=name)
        assert page.status == 200, name
        assert f"{drilled.folder}/console/messages/" in page.text
        assert "firstbell.eml" not in page.text
    check(director, drilled, page)
    assert not list(drilled.folder.parent.rglob("firstbell.eml"))


def test_a_header_that_injects_others_and_a_turned_direction_stay_text(
    drilled: DrilledConsole, mail_case: str
) -> None:
    director = drilled.visitor("director")
    data = (
        b"From: =?utf-8?q?a=0D=0ABcc:_all=40lakeside.example?= <a@b.example>\n"
        b"Subject: =?utf-8?q?pay=0D=0ASet-Cookie:_x=3D1=E2=80=AEcod.exe?=\n\nSee you at noon.\n"
    )
    page = send_file(director, mail_case, data)
    check(director, drilled, page)
    shown = director.get(f"/cases/{mail_case}/messages")
    assert "set-cookie" not in shown.headers
    assert "\u202e" not in shown.text
    assert "\\u202ecod.exe" in shown.text
    found = re.search(r'<h2><a href="([^"]+)">[^<]*cod.exe', shown.text)
    assert found is not None
    assert "\u202e" not in director.get(found[1]).text
    # and none in the name of the file, which no header of an answer repeats
    sent = send_file(director, mail_case, PLAIN, name="a%0D%0ASet-Cookie: x=1.eml")
    assert "set-cookie" not in sent.headers
    assert "x=1" not in sent.text


def test_a_bomb_and_a_broken_outlook_file_cost_themselves_alone(
    drilled: DrilledConsole, mail_case: str
) -> None:
    director = drilled.visitor("director")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (64 << 20) + b"</a>")
    bomb = (
        b"From: a@b.example\nSubject: a bomb\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nsee attached\n--b\nContent-Type: application/octet-stream\n"
        b'Content-Disposition: attachment; filename="b.docx"\nContent-Transfer-Encoding: base64\n\n'
    )
    bomb += base64.encodebytes(packed.getvalue()) + b"--b--\n"
    check(director, drilled, send_file(director, mail_case, bomb))
    shown = director.get(find_message(director, mail_case, "a bomb")).text
    assert "see attached" in shown
    broken = b"\xd0\xcf\x11\xe0" + b"\x00" * 2000
    check(director, drilled, send_file(director, mail_case, broken, name="a.msg"))
    shown = director.get(find_message(director, mail_case, "(no subject)")).text
    assert "A person must decide" in shown
    assert "not read:" in shown


def test_a_message_that_is_no_longer_there_is_no_page(drilled: DrilledConsole, mail_case: str) -> None:
    director = drilled.visitor("director")
    for end in ("0" * 16, "hand-in", "..%2f..%2fetc", "0" * 15 + "g"):
        assert director.get(f"/cases/{mail_case}/messages/{end}").status == 404


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


def test_files_that_wait_for_a_press_take_little_memory_the_oldest_is_forgotten(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "here", "director")
    service = desk.start()
    session = desk.sign_in(service)
    presses = []
    for number in range(6):
        content = b"From: a@b.example\n\n%d" % number + b"x" * (MAX_UPLOAD_BYTES - 100)
        question = PlanOrder(
            session=session.token,
            order="triage-message",
            fields={"case": desk.case_id, "file": "a.eml"},
            content=content,
        )
        planned = service.ask(question)
        assert isinstance(planned, Answer)
        presses.append(GiveOrder(session=session.token, token=planned.value))
    codes = [answer.code for press in presses if isinstance(answer := service.ask(press), Answer)]
    assert codes == [409, 409, 200, 200, 200, 200]


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
