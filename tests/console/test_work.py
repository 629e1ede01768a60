"""Work that was started from a page: run once, kept, stopped, and what is said of it after any kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from firstbell.base.clock import SystemClock
from firstbell.console.key_process.supervisor import supervise
from firstbell.console.key_process.work import (
    BROKEN,
    DONE,
    FAILED,
    PARTLY,
    RUNNING,
    STOPPED,
    WAITING,
    WorkFolder,
    WorkList,
    WorkOrder,
)
from tests.processes.waits import wait_until

_LONG_S = 60
# says its id, then waits to be interrupted
_WAITS = "import os, signal; print('{\"pid\": %d}' % os.getpid(), flush=True); signal.pause()"

_started: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """No process is left over."""
    yield
    for process in _started:
        process.kill()
        process.wait()
    _started.clear()


def order(name: str = "0123456789abcdef", *words: str) -> WorkOrder:
    """An order of the director."""
    return WorkOrder(
        id=name,
        name="test",
        title="A test",
        words=words,
        who="Ada",
        role="director",
        at="2026-01-02T03:04:05Z",
    )


def launch_with(*command: str) -> Callable[[Sequence[str], int], None]:
    """Starts a supervisor that runs this program in place of firstbell, in a session of its own."""
    program = (
        "import sys; from pathlib import Path; from firstbell.base.clock import SystemClock; "
        "from firstbell.console.key_process.supervisor import supervise; "
        f"supervise(Path(sys.argv[1]), int(sys.argv[2]), clock=SystemClock(), command={list(command)!r})"
    )

    def launch(words: Sequence[str], lock: int) -> None:
        folder, number = words[-2:]
        started = subprocess.Popen(
            [sys.executable, "-c", program, folder, number],
            pass_fds=[lock],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        Path(folder, "pid-of-test").write_text(str(started.pid))
        _started.append(started)

    return launch


def wait_for_end(work: WorkFolder) -> str:
    """The state in which it ended."""
    wait_until(lambda: work.find_state() != RUNNING)
    return work.find_state()


def start_waiting(desk: Path) -> tuple[WorkFolder, int, int]:
    """Work that waits; the process ids of its supervisor and its command."""
    work = WorkList(desk, launch_with(sys.executable, "-c", _WAITS)).start(order())
    wait_until(work.read_lines)
    return work, int((work.path / "pid-of-test").read_text()), int(work.read_lines()[0]["pid"])


@pytest.mark.parametrize(("status", "state"), [(0, DONE), (1, FAILED), (3, PARTLY), (4, DONE)])
def test_what_a_command_prints_and_how_it_ended_is_kept(tmp_path: Path, status: int, state: str) -> None:
    program = f"import sys; print('{{\"n\": 1}}'); print(sys.argv[1:], file=sys.stderr); sys.exit({status})"
    shelf = WorkList(tmp_path, launch_with(sys.executable, "-c", program))
    work = shelf.start(order("0123456789abcdef", "host", "list"))
    assert wait_for_end(work) == state
    assert work.read_lines() == [{"n": 1}]
    assert (work.path / "err").read_text().strip() == "['host', 'list']"
    (listed,) = shelf.list_all()
    told = listed.describe()
    assert (told["status"], told["state"], told["who"]) == (status, state, "Ada")


def test_work_is_listed_the_newest_first_however_its_times_are_written(tmp_path: Path) -> None:
    shelf = WorkList(tmp_path, lambda words, lock: None)
    times = ["05.12Z", "05.123Z", "05Z", "05.123Z", "04.9Z"]
    for number, time in enumerate(times):
        shelf.start(msgspec.structs.replace(order(f"{number:016x}"), at=f"2026-01-02T03:04:{time}"))
    assert [int(work.order.id, 16) for work in shelf.list_all()] == [3, 1, 0, 2, 4]


def test_work_is_started_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    started: list[str] = []
    shelf = WorkList(tmp_path, lambda words, lock: started.append(words[-2]))
    assert shelf.start(order()).path == shelf.start(order()).path
    assert len(started) == 1


def test_a_second_supervisor_does_not_begin_what_began(tmp_path: Path) -> None:
    work = WorkList(tmp_path, launch_with(sys.executable, "-c", "print('{}')")).start(order())
    assert wait_for_end(work) == DONE
    with pytest.raises(FileExistsError):
        supervise(work.path, 0, clock=SystemClock(), command=[sys.executable, "-c", "print('{}')"])
    assert work.read_lines() == [{}]


def test_a_stop_interrupts_the_command_as_ctrl_c_does(tmp_path: Path) -> None:
    work, _, _ = start_waiting(tmp_path)
    assert work.find_state() == RUNNING
    work.ask_to_stop()
    assert wait_for_end(work) == STOPPED


def test_where_the_supervisor_is_killed_the_command_goes_on_and_is_known_to(tmp_path: Path) -> None:
    work, supervisor, command = start_waiting(tmp_path)
    os.kill(supervisor, signal.SIGKILL)
    wait_until(lambda: " Z " in Path(f"/proc/{supervisor}/stat").read_text())
    assert work.find_state() == RUNNING
    os.kill(command, signal.SIGKILL)
    assert wait_for_end(work) == BROKEN
    assert work.describe()["ended"] is None


def test_work_whose_supervisor_never_began_says_so(tmp_path: Path) -> None:
    work = WorkList(tmp_path, lambda words, lock: None).start(order())
    assert work.find_state() == WAITING


def test_half_an_order_is_none(tmp_path: Path) -> None:
    shelf = WorkList(tmp_path, lambda words, lock: None)
    work = shelf.start(order())
    (work.path / "order.json").write_bytes(b'{"id":"01234')
    assert shelf.list_all() == []


def test_half_a_line_of_output_waits_for_its_end(tmp_path: Path) -> None:
    work = WorkList(tmp_path, lambda words, lock: None).start(order())
    (work.path / "out").write_text(json.dumps({"n": 1}) + "\n" + '{"n": ')
    assert work.read_lines() == [{"n": 1}]
    assert work.read_lines() == [{"n": 1}]
