"""The two processes: either is killed, and nothing is left over or half done."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from firstbell.base.clock import SystemClock
from firstbell.console.key_process.register import Register
from tests.console.drilled import DrilledConsole, Visitor

_LONG_S = 60


def start(desk: Path, *words: str) -> DrilledConsole:
    """A console of an empty desk."""
    process = subprocess.Popen(
        [sys.executable, "-m", "firstbell.cli.main", "console", "--json", "--desk", str(desk), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    url = json.loads(process.stdout.readline())["url"]
    return DrilledConsole(desk.parent, process, links={"director": f"{url}join/x"})


@pytest.fixture
def console(tmp_path: Path) -> Iterator[DrilledConsole]:
    """A console that ends with the test."""
    running = start(tmp_path / "desk", "--listen", "127.0.0.1:0")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrilledConsole]:
    """A console for all tests that do not end it; its desk is the folder `desk` of its parent."""
    running = start(tmp_path_factory.mktemp("lasting") / "desk", "--listen", "127.0.0.1:0")
    yield running
    running.stop()


def sign_in(console: DrilledConsole, desk: Path) -> Visitor:
    """The director, signed in."""
    _, token = Register(desk, SystemClock()).invite("Ada", "director")
    visitor = Visitor(console.port)
    assert visitor.post(f"/join/{token}").status == 303
    return visitor


def wait_until_gone(process_id: int) -> None:
    """Returns when there is no such process any more."""
    until = time.monotonic() + _LONG_S
    while time.monotonic() < until:
        try:
            if " Z " in Path(f"/proc/{process_id}/stat").read_text():
                return
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError(f"process {process_id} is still there")


def test_a_web_process_that_was_killed_is_started_again_and_nobody_is_signed_out(
    lasting: DrilledConsole,
) -> None:
    ada = sign_in(lasting, lasting.parent / "desk")
    before = lasting.find_web()
    os.kill(before, signal.SIGKILL)
    wait_until_gone(before)
    until = time.monotonic() + _LONG_S
    while time.monotonic() < until:
        try:
            reply = ada.get("/you")
            break
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.1)
    assert reply.status == 200
    assert "Ada" in reply.text
    assert lasting.find_web() != before


def test_without_the_key_process_the_web_process_ends(console: DrilledConsole) -> None:
    web = console.find_web()
    console.process.kill()
    wait_until_gone(web)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", console.port), 5):
        pass


def test_ctrl_c_ends_both_with_status_0(console: DrilledConsole) -> None:
    web = console.find_web()
    assert console.stop() == 0
    wait_until_gone(web)


def test_pages_of_an_empty_desk_say_what_is_not_there(lasting: DrilledConsole) -> None:
    ada = sign_in(lasting, lasting.parent / "desk")
    for path, words in {
        "/": "started without a vault",
        "/hosts": "Start it at the desk with <code>--vault DIR</code>.",
        "/events": "started without a repository",
        "/readiness": "no firstbell.toml yet",
        "/runs": "No run has started yet",
    }.items():
        page = ada.get(path)
        assert page.status == 200
        assert words in page.text, path


def test_a_port_that_is_taken_is_said_in_one_line(lasting: DrilledConsole, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "firstbell.cli.main",
            "console",
            "--desk",
            str(tmp_path / "other"),
            "--listen",
            f"127.0.0.1:{lasting.port}",
        ],
        capture_output=True,
        text=True,
        timeout=_LONG_S,
    )
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{lasting.port}" in done.stderr
    assert "hint: end what listens there" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_invitation_names_where_the_console_was_started(lasting: DrilledConsole) -> None:
    desk = str(lasting.parent / "desk")
    words = ["console", "invite", "Ida", "--role", "reviewer", "--desk", desk, "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "firstbell.cli.main", *words], capture_output=True, text=True, timeout=_LONG_S
    )
    told = json.loads(done.stdout)
    assert told["link"].startswith(f"{lasting.origin}/join/")
    assert Visitor(lasting.port).get(urlsplit(told["link"]).path).status == 200
