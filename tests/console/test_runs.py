"""Runs of a console of its own: they outlive its processes, are stopped, go on, and restore in place."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.work import BROKEN, DONE, RUNNING, STOPPED, WorkList
from tests.console.drilled import DrilledConsole, Visitor
from tests.console.test_orders import order, read_token, wait_for_work
from tests.console.test_processes import start, wait_until_gone

_LONG_S = 120
_DESK = """version = 1

[district]
name = "Small Public Schools"
state = "MN"
time_zone = "America/Chicago"

[[repository]]
name = "office"
url = "{repository}"
password_file = "password"

[[host]]
name = "office"
repository = "office"
every_h = 24
paths = ["{tree}"]

[[system]]
name = "files"
tier = 0
without_h = 24
target = "{target}"

[[system.parts]]
host = "office"
paths = ["{tree}"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with one host, backed up, and one system."""
    folder, tree = tmp_path / "desk", tmp_path / "tree"
    folder.mkdir()
    tree.mkdir()
    for number in range(40):
        (tree / f"{number}.bin").write_bytes(os.urandom(200_000))
    (folder / "password").write_text("a password of the test\n")
    repository = tmp_path / "repository"
    places = {"repository": repository, "tree": tree, "target": tmp_path / "target"}
    (folder / "firstbell.toml").write_text(_DESK.format(**places))
    words = ["-r", str(repository), "-p", str(folder / "password")]
    run(folder, "init", *words)
    run(folder, "backup", str(tree), "--host", "office", *words)
    return folder


def run(desk: Path, *words: str) -> None:
    """A command line of this desk."""
    subprocess.run(
        [sys.executable, "-m", "firstbell.cli.main", *words],
        check=True,
        capture_output=True,
        timeout=_LONG_S,
        env={**os.environ, "FIRSTBELL_DESK": str(desk), "FIRSTBELL_CACHE_DIR": str(desk / "cache")},
    )


def sign_in(console: DrilledConsole, desk: Path) -> Visitor:
    """The technician, signed in."""
    _, token = Register(desk, SystemClock()).invite("Bo", "technician")
    visitor = Visitor(console.port)
    assert visitor.post(f"/join/{token}").status == 303
    return visitor


@pytest.mark.deep
@pytest.mark.parametrize("killed", ["web", "keys"])
def test_a_run_goes_on_whichever_process_of_the_console_is_killed(
    desk: Path, monkeypatch: pytest.MonkeyPatch, killed: str
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(desk / "cache"))
    console = start(desk, "--listen", "127.0.0.1:0")
    order(sign_in(console, desk), "make-plan")
    assert wait_for_work(desk, "make-plan") == DONE
    (plan,) = (path.stem for path in (desk / "plans").glob("*.json"))
    order(sign_in(console, desk), "start-run", plan=plan)
    victim = console.find_web() if killed == "web" else console.process.pid
    os.kill(victim, signal.SIGKILL)
    if killed == "web":
        wait_until_gone(victim)
    else:
        console.process.wait(_LONG_S)
    assert wait_for_work(desk, "start-run") == DONE
    console.stop()
    again = start(desk, "--listen", "127.0.0.1:0")
    assert "restored and verified" in sign_in(again, desk).get(f"/runs/{plan}").text
    again.stop()
    tree = desk.parent / "tree"
    restored = {path.name: path.read_bytes() for path in (desk.parent / "target").rglob("*.bin")}
    assert restored == {path.name: path.read_bytes() for path in tree.iterdir()}


@pytest.mark.long
def test_a_run_is_stopped_from_its_page_and_goes_on_where_it_was(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(desk / "cache"))
    console = start(desk, "--listen", "127.0.0.1:0")
    bo = sign_in(console, desk)
    order(bo, "make-plan")
    assert wait_for_work(desk, "make-plan") == DONE
    (plan,) = (path.stem for path in (desk / "plans").glob("*.json"))
    # the run waits for a vault that is away until it is stopped
    repository = desk.parent / "repository"
    shutil.move(repository, desk.parent / "away")
    order(bo, "start-run", plan=plan)
    page = bo.get(f"/runs/{plan}").text
    work = WorkList(desk).list_all()[0]
    if work.find_state() == RUNNING:
        assert "Stop it" in page
        assert order(bo, "stop-work", work=work.order.id) == f"/runs/{plan}"
    assert wait_for_work(desk, "start-run") != DONE
    assert work.find_state() in {STOPPED, "work_failed", BROKEN}
    shutil.move(desk.parent / "away", repository)
    order(bo, "start-run", plan=plan)
    assert wait_for_work(desk, "start-run") == DONE
    console.stop()


@pytest.mark.long
def test_a_plan_is_restored_in_place_after_two_pages(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(desk / "cache"))
    console = start(desk, "--listen", "127.0.0.1:0")
    bo, tree = sign_in(console, desk), desk.parent / "tree"
    order(bo, "make-plan")
    assert wait_for_work(desk, "make-plan") == DONE
    (plan,) = (path.stem for path in (desk / "plans").glob("*.json"))
    assert "Restore over the files on this machine" in bo.get(f"/runs/{plan}").text
    whole = (tree / "0.bin").read_bytes()
    (tree / "0.bin").write_bytes(os.urandom(200_000))
    fields = {"order": "start-run", "plan": plan, "in_place": "yes"}
    # the second page is not reached without the first one
    first = bo.post("/order", **fields, confirmed="made up")
    assert "See which folders are overwritten" in first.text
    assert "/order/give" not in first.text
    assert str(tree) not in first.text
    told = re.search(r'name="confirmed" value="([^"]+)"', first.text)
    assert told is not None
    other = bo.post("/order", **{**fields, "plan": plan, "as_planned": "yes"}, confirmed=told[1])
    assert "See which folders are overwritten" in other.text
    told = re.search(r'name="confirmed" value="([^"]+)"', bo.post("/order", **fields).text)
    assert told is not None
    second = bo.post("/order", **fields, confirmed=told[1])
    assert f"office, {tree}" in second.text
    assert "--in-place --yes" in second.text
    assert (tree / "0.bin").read_bytes() != whole
    given = bo.post("/order/give", token=read_token(second))
    assert given.headers["location"] == f"/runs/{plan}"
    assert wait_for_work(desk, "start-run") == DONE
    assert (tree / "0.bin").read_bytes() == whole
    console.stop()
