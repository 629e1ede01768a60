"""A drill that is served by its console: processes, links, and requests as a browser sends them."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from firstbell.base.clock import SystemClock
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.work import WorkList, WorkOrder
from tests.console.warm_commands import CommandEnd, ForkedProgram, WarmCommands

_END_S = 30
_LUNCH = b"From: a@example.org\nSubject: lunch\n\nSee you at noon.\n"


@dataclass
class Reply:
    """One answer of the console."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def lines(self) -> list[dict[str, Any]]:
        """The objects of a JSON twin."""
        return [json.loads(line) for line in self.body.splitlines()]


@dataclass
class Visitor:
    """Somebody with a browser: asks with the headers of one, and keeps the cookie."""

    port: int
    cookie: str = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> Reply:
        """One request. `headers`: with `_` for `-`."""
        body = None if form is None else urlencode(form).encode()
        return self.send(method, path, body, headers)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        """One request with a body as it is."""
        sent = {"Host": f"firstbell.localhost:{self.port}", "Sec-Fetch-Site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        told = {name.lower(): value for name, value in answer.getheaders()}
        if "set-cookie" in told:
            self.cookie = told["set-cookie"].partition(";")[0]
        return Reply(answer.status, told, data)

    def get(self, path: str) -> Reply:
        """A page."""
        return self.ask("GET", path)

    def post(self, path: str, /, **form: str) -> Reply:
        """A form of a page; where it leads to what it would do, that page."""
        reply = self.ask("POST", path, form)
        planned = reply.headers.get("location", "")
        return self.get(planned) if planned.startswith("/planned/") else reply


@dataclass
class DrilledConsole:
    """`firstbell drill --console` on a small district. `summary`: what the drill found."""

    parent: Path
    process: subprocess.Popen[str] | ForkedProgram
    commands: WarmCommands | None = None
    links: dict[str, str] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def start(cls, parent: Path, commands: WarmCommands) -> DrilledConsole:
        """Play the drill and wait until it is served."""
        words = ["drill", "--console", "--files", "60", "--json", "--listen", "127.0.0.1:0"]
        environment = {**os.environ, "FIRSTBELL_SECRET_OF_THE_TEST": "must not reach the web process"}
        process = commands.start([*words, "--scratch", str(parent)], environment, parent)
        console = cls(parent, process, commands)
        for line in process.stdout:
            told = json.loads(line)
            if told["message_type"] == "summary":
                console.summary = told
                return console
            console.links[told["role"]] = told["link"]
        raise AssertionError((parent / "stderr").read_text())

    @property
    def folder(self) -> Path:
        """What the drill left."""
        (folder,) = self.parent.glob("firstbell-drill-*")
        return folder

    @property
    def origin(self) -> str:
        """Where it is served."""
        return self.links["director"].partition("/join/")[0]

    @property
    def port(self) -> int:
        """On which port."""
        port = urlsplit(self.origin).port
        assert port is not None
        return port

    @property
    def case(self) -> str:
        """The id of its case."""
        return str(json.loads((self.folder / "case" / "case.json").read_text())["id"])

    @property
    def event(self) -> str:
        """The id of its event."""
        return str(self.summary["case"]["event"])

    def invite(self, role: str) -> str:
        """A new link for the role."""
        _, token = Register(self.folder, SystemClock()).invite(f"The drill's {role}", role)
        return f"{self.origin}/join/{token}"

    def visitor(self, role: str = "") -> Visitor:
        """Somebody who is signed in as this role; without one, a stranger."""
        visitor = Visitor(self.port)
        if role:
            reply = visitor.post(urlsplit(self.invite(role)).path)
            assert reply.status == 303, reply.text
        return visitor

    def message(self, data: bytes = _LUNCH, *, at: str = "2026-01-02T03:04:05Z") -> str:
        """The id of a message that was handed in at the console, and was checked."""
        name = hashlib.sha256(data).hexdigest()[:16]
        file = self.folder / "console" / "messages" / f"{name}.eml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        case = ("--case", str(self.folder / "case"))
        words = ("message", "triage", str(file), "--text", *case, "--desk", str(self.folder))
        said = self.run(*words)
        asked = WorkOrder(
            id=name,
            name="triage-message",
            title="Check a reported message",
            words=words,
            who="Ada",
            role="director",
            at=at,
            back=f"/cases/{self.case}/messages",
        )
        work = WorkList(self.folder, lambda words, lock: None).start(asked)
        (work.path / "out").write_text("".join(json.dumps(line) + "\n" for line in said))
        (work.path / "end.json").write_text(json.dumps({"status": 0, "at": at}))
        return str(said[0]["sha256"])[:16]

    def run(self, *words: str) -> list[dict[str, Any]]:
        """What the command line says, with --json, as somebody at the desk."""
        return [json.loads(line) for line in self.call(*words, "--json").stdout.splitlines()]

    def call(self, *words: str) -> CommandEnd:
        """A command line of somebody at the desk."""
        assert self.commands is not None
        return self.commands.run(words, self.environment)

    @property
    def environment(self) -> dict[str, str]:
        """That of somebody at this desk."""
        own = {"XDG_CONFIG_HOME": str(self.folder / "settings"), "FIRSTBELL_DESK": str(self.folder)}
        return {**os.environ, **own, "FIRSTBELL_CACHE_DIR": str(self.folder / "cache")}

    @property
    def repository(self) -> Sequence[str]:
        """The options that open its repository."""
        return ("-r", str(self.folder / "repository"), "-p", str(self.folder / "password"))

    def find_web(self) -> int:
        """The id of the web process, which may just be starting."""
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        end = time.monotonic() + _END_S
        while time.monotonic() < end:
            for child in listing.read_text().split():
                with suppress(FileNotFoundError):
                    if b"firstbell.console.web.process" in Path(f"/proc/{child}/cmdline").read_bytes():
                        return int(child)
            time.sleep(0.05)
        raise AssertionError(f"no web process among {listing.read_text()}")

    def paths(self) -> dict[str, str]:
        """The address of every page by its name."""
        case = f"/cases/{self.case}"
        person = self.run("impact", "people", "--case", str(self.folder / "case"))[0]["person_id"]
        ends = {name: f"{case}/{name}" for name in _IN_CASE}
        return {
            "today": "/",
            "hosts": "/hosts",
            "host": "/hosts/drill",
            "files": "/files",
            "restore": "/files/restore",
            "events": "/events",
            "event": f"/events/{self.event}",
            "hunt": "/hunt",
            "readiness": "/readiness",
            "runs": "/runs",
            "run": f"/runs/{self.plan()}",
            "cases": "/cases",
            "works": "/work",
            "work": f"/work/{self.work()}",
            "record": case,
            "messages": f"{case}/messages",
            "message": f"{case}/messages/{self.message()}",
            "person": f"{case}/people/{person}",
            "review-all": f"{case}/review/all",
            "waiting": f"{case}/letters/waiting",
            "letter": f"{case}/letters/waiting/{self.letter()}",
            "you": "/you",
            **ends,
        }

    def plan(self) -> str:
        """The id of a plan that was made at the desk."""
        words = ("recover", "plan", "--without-hunt", "--desk", str(self.folder))
        return str(self.run(*words)[-1]["plan_id"])

    def letter(self, person: str = "held") -> str:
        """The id of a letter that waits, to this person; one that does not wait is planned beside it."""
        address = {"line1": "1 Oak St", "city": "Minneapolis", "state": "MN", "postcode": "55401"}
        told = {"message_type": "person", "role": "student", "confidence": "certain", "address": address}
        people = [
            {**told, "person_id": "plain", "name": "Noor Abdi", "kinds": ["health"]},
            {**told, "person_id": person, "name": "Wren <b>Osei", "kinds": ["counseling", "health"]},
        ]
        file = self.parent / "people.jsonl"
        file.write_text("".join(json.dumps(one) + "\n" for one in people))
        assert self.run("notice", "plan", "--people", str(file), "--case", str(self.folder / "case"))
        return f"{person}-0"

    def work(self) -> str:
        """The id of work that was asked for and did not begin."""
        asked = WorkOrder(
            id="0" * 16,
            name="make-plan",
            title="Plan the recovery",
            words=("recover", "plan"),
            who="Ada",
            role="director",
            at="2026-01-02T03:04:05Z",
        )
        return WorkList(self.folder, lambda words, lock: None).start(asked).order.id

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(_END_S)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


_IN_CASE = ("entries", "facts", "evidence", "people", "review", "statements", "letters", "clocks")
