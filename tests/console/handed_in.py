"""Messages that are handed in at the console: the form with a file, and the work that checks it."""

from __future__ import annotations

import html
import json
import re
import secrets
from pathlib import Path

import pytest

from firstbell.case.case import Case
from firstbell.console.key_process.work import DONE, RUNNING, WAITING, WorkList
from firstbell.ledger import SignerKeyFile
from tests.console.drilled import DrilledConsole, Reply, Visitor
from tests.console.test_orders import read_token
from tests.processes.waits import wait_until

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


def send_file(visitor: Visitor, case: str, data: bytes, *, name: str = "mail.eml", text: str = "") -> Reply:
    """The form with a file, as a browser sends it; where it leads to what would happen, that page."""
    parts = [
        b'Content-Disposition: form-data; name="order"\r\n\r\ntriage-message',
        f'Content-Disposition: form-data; name="text"\r\n\r\n{text}'.encode(),
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + data,
    ]
    body = b"".join(b"--" + BOUNDARY.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    body += b"--" + BOUNDARY.encode() + b"--\r\n"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
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
    folder = make_twin(drilled, drilled.folder / "cases" / f"mail-{secrets.token_hex(3)}")
    return str(json.loads((folder / "case.json").read_text())["id"])
