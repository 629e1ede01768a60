"""What nobody should hand in as a message: too large, of another kind, broken, with paths and headers."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path

import pytest

from firstbell.console.messages import MAX_UPLOAD_BYTES, Answer, GiveOrder, PlanOrder
from tests.cli.test_message import PLAIN
from tests.console.drilled import DrilledConsole
from tests.console.handed_in import (
    BOUNDARY,
    check,
    find_message,
    mail_case,
    send_file,
)
from tests.console.struck import make_desk

__all__ = ["mail_case"]


def test_a_stranger_and_another_site_hand_in_nothing(drilled: DrilledConsole, mail_case: str) -> None:
    stranger = drilled.visitor()
    assert send_file(stranger, mail_case, PLAIN).status == 303
    director = drilled.visitor("director")
    headers = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}", "Sec_Fetch_Site": "cross-site"}
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
    kind = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}", "Content_Length": str(65 << 20)}
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
        b"--" + BOUNDARY.encode() + b"\r\nno header",
        b"--"
        + BOUNDARY.encode()
        + b"\r\nContent-Disposition: form-data\r\n\r\nx\r\n--"
        + BOUNDARY.encode()
        + b"--",
        (b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n') * 40
        + b"--"
        + BOUNDARY.encode()
        + b"--",
    ],
)
def test_a_form_that_is_broken_is_refused(drilled: DrilledConsole, mail_case: str, body: bytes) -> None:
    kind = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}"}
    reply = drilled.visitor("director").send("POST", f"/cases/{mail_case}/hand-in", body, kind)
    assert reply.status == 400


@pytest.mark.parametrize("path", ["/cases/{case}/hand-in", "/order"])
def test_a_form_of_too_many_fields_is_refused(drilled: DrilledConsole, mail_case: str, path: str) -> None:
    fields = {f"f{number}": "x" for number in range(90)}
    assert drilled.visitor("director").post(path.format(case=mail_case), **fields).status == 400


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
