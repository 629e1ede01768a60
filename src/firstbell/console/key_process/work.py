"""Command lines that people started from a page: each in a folder and with a process of its own.

The folder is `console/work/<id>` of the desk. `order.json` says who started what; `out` and `err` are what
the command prints; `began` and `end.json` come from the supervisor, `stop` asks it to interrupt the command.
The supervisor and the command hold the lock, so work goes on, and is known to go on, without the console.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock, rank_time
from firstbell.base.errors import UNREADABLE
from firstbell.console.key_process.places import ConsolePlaces
from firstbell.console.key_process.register import FOLDER
from firstbell.processes.lock_file import is_held

WORK = "work"
ORDER, OUT, ERR, BEGAN, END, STOP, LOCK = "order.json", "out", "err", "began", "end.json", "stop", "lock"
RUNNING, DONE, PARTLY, FAILED, STOPPED, BROKEN, WAITING = (
    "work_running",
    "work_done",
    "work_partly",
    "work_failed",
    "work_stopped",
    "work_broken",
    "work_waiting",
)
_STATES = {0: DONE, 3: PARTLY, 4: DONE, 130: STOPPED}
SUPERVISOR = "firstbell.console.key_process.supervisor"
_MOST_READ = 4 << 20
# pages that show how far a run is, and those that show what was started from a page
_WITH_RUNS = frozenset({"run", "runs", "event"})
_IN_CASE = frozenset({"record", "entries", "evidence", "letters", "messages", "message"})
_WITH_WORK = _WITH_RUNS | _IN_CASE | {"today", "works", "work", "hunt", "readiness", "cases"}


class WorkOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Who started what. `words`: the command line behind `firstbell`; `at`: RFC 3339; `back`: its page."""

    id: str
    name: str
    title: str
    words: tuple[str, ...]
    who: str
    role: str
    at: str
    back: str = "/work"
    plan: str = ""


class WorkEnd(msgspec.Struct, frozen=True):
    """How the command ended. `status`: its exit status, 128 and the signal where one ended it."""

    status: int
    at: str


class WorkFolder:
    """One piece of work. `order`: what was asked for."""

    def __init__(self, path: Path, order: WorkOrder) -> None:
        self.path, self.order = path, order

    def read_end(self) -> WorkEnd | None:
        """How it ended; None while it has not."""
        try:
            return msgspec.json.decode((self.path / END).read_bytes(), type=WorkEnd)
        except (OSError, *UNREADABLE):
            return None

    def is_held(self) -> bool:
        """Whether its supervisor or its command lives."""
        return is_held(self.path / LOCK)

    def find_state(self) -> str:
        """A word of the states above."""
        is_held = self.is_held()
        # after the lock: what ends writes its end before it lets go
        end = self.read_end()
        if end is not None:
            return _STATES.get(end.status, FAILED)
        if is_held:
            return RUNNING
        return BROKEN if (self.path / BEGAN).exists() else WAITING

    def ask_to_stop(self) -> None:
        """Have the supervisor interrupt the command, as Ctrl-C does. Raises: OSError."""
        (self.path / STOP).touch(mode=0o600)

    def read_lines(self, name: str = OUT) -> list[dict[str, Any]]:
        """The objects among what it printed."""
        return list(_decode_lines(self._read(name)))

    def _read(self, name: str) -> bytes:
        try:
            with (self.path / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size > _MOST_READ:
                    file.seek(size - _MOST_READ)
                    file.readline()
                return file.read(_MOST_READ)
        except OSError:
            return b""

    def describe(self) -> dict[str, Any]:
        """The line of a list of work."""
        end, order = self.read_end(), self.order
        return {
            "message_type": "work",
            "work": order.id,
            "name": order.name,
            "title": order.title,
            "who": order.who,
            "role": order.role,
            "began": order.at,
            "ended": end.at if end else None,
            "status": end.status if end else None,
            "state": self.find_state(),
            "plan": order.plan,
        }


def _decode_lines(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        try:
            told = msgspec.json.decode(line)
        except UNREADABLE:
            continue
        if isinstance(told, dict):
            yield told


class WorkList:
    """All work of one desk's console. `launch` starts a program that outlives us, and hands it a lock."""

    def __init__(self, desk: Path, launch: Callable[[Sequence[str], int], None] | None = None) -> None:
        self._folder = desk / FOLDER / WORK
        self._launch = launch or start_apart

    def find(self, work_id: str) -> WorkFolder | None:
        """The work of this id."""
        path = self._folder / work_id
        try:
            order = msgspec.json.decode((path / ORDER).read_bytes(), type=WorkOrder)
        except (OSError, *UNREADABLE):
            return None
        return WorkFolder(path, order)

    def list_all(self) -> list[WorkFolder]:
        """All work, the newest first."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except OSError:
            return []
        found = [work for work in map(self.find, names) if work is not None]
        return sorted(found, key=lambda work: (rank_time(work.order.at), work.order.id), reverse=True)

    def measure(self) -> tuple[tuple[str, int, int], ...]:
        """How all work is now: another one whenever some began, said something, ended or broke off."""
        found: list[tuple[str, int, int]] = []
        for path in sorted(self._folder.glob("*/*")):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((str(path), status.st_size, status.st_mtime_ns))
            if path.name == LOCK and not (path.parent / END).exists():
                found.append((str(path), int(is_held(path)), -1))
        return tuple(found)

    def start(self, order: WorkOrder) -> WorkFolder:
        """Start it, once: an id that was started already is given as it is. Raises: OSError."""
        known = self.find(order.id)
        if known is not None:
            return known
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / order.id
        path.mkdir(mode=0o700, exist_ok=True)
        fd = os.open(path / ORDER, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(msgspec.json.encode(order) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        lock = os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._launch([sys.executable, "-P", "-m", SUPERVISOR, str(path), str(lock)], lock)
        finally:
            os.close(lock)
        return WorkFolder(path, order)


def start_apart(words: Sequence[str], lock: int) -> None:
    """Start a process that no signal to this one's group or terminal reaches, and that holds the lock."""
    subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=[lock],
    )


def name_state(page: str, *, places: ConsolePlaces, shelf: WorkList, clock: Clock) -> str:
    """The word of a page, as all is now. Only what a page shows is in it: a run says more twice a second."""
    told = places.measure().all_of_them()
    if page in _WITH_RUNS:
        told += places.measure_runs(clock)
    if page in _WITH_WORK:
        told += shelf.measure()
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
