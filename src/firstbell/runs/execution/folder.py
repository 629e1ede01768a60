"""The folder of one run: the plan, a journal for each system, who is at it, how far it is."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock, monotonic_s
from firstbell.base.errors import UNREADABLE
from firstbell.compose.errors import RecoverError
from firstbell.processes.lock_file import is_held
from firstbell.runs.execution.journal import JournalError, RunJournal
from firstbell.runs.plans.plan import RecoveryPlan, load_plan, render_plan
from firstbell.runs.plans.targets import slug
from firstbell.store import ObjectExistsError, StoreError
from firstbell.store.publication import publish

RUNS_FOLDER = "runs"
# a problem of 400 characters takes six bytes each at most
_SLOT_BYTES = 4096
# processes of a run that was killed let go of its lock within this time
_WAIT_S = 5.0


class RunGoesOnError(RecoverError):
    """Another process is at this run."""

    code = "recover.running"


class RunFolder:
    """The folder of a plan's run."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock

    @classmethod
    def of_plan(cls, desk: Path, plan: RecoveryPlan, clock: Clock) -> RunFolder:
        """The folder of this plan's run, made with the plan in it where it is missing.

        Raises: JournalError.
        """
        folder = cls(desk / RUNS_FOLDER / plan.id, clock)
        try:
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not (folder.path / "plan.json").exists():
                # whole or not at all: half a plan would stand in the way of every later run
                publish(folder.path, "plan.json", [render_plan(plan)])
        except ObjectExistsError:
            pass  # somebody else wrote the same
        except OSError as error:
            raise JournalError(f"{folder.path}: {error.strerror}") from None
        except StoreError as error:
            raise JournalError(f"{folder.path}: {error}") from None
        return folder

    def load_plan(self) -> RecoveryPlan:
        """The plan. Raises: PlanError."""
        return load_plan(self.path / "plan.json")

    def _name(self, plan: RecoveryPlan, system: str) -> str:
        number = [one.name for one in plan.systems].index(system) + 1
        return f"{number:02d}-{slug(system)[:60]}"

    def journal(self, plan: RecoveryPlan, system: str) -> RunJournal:
        """The journal of a system."""
        return RunJournal(self.path / f"{self._name(plan, system)}.jsonl", self._clock)

    def now(self, plan: RecoveryPlan, system: str) -> NowFile:
        """How far a system is."""
        return NowFile(self.path / f"{self._name(plan, system)}.now")

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Be the only one at this run; child processes hold it with us. Raises: RunGoesOnError."""
        fd = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(fd, self.path)
            yield
        finally:
            os.close(fd)

    def is_held(self) -> bool:
        """Whether somebody is at this run."""
        return is_held(self.path / "lock")


def _lock(fd: int, path: Path) -> None:
    pause = threading.Event()
    until_s = monotonic_s() + _WAIT_S
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            if monotonic_s() > until_s:
                raise RunGoesOnError(
                    f"somebody is already running this plan ({path})",
                    hint="`firstbell recover status` shows its progress; if that run was killed, its "
                    "commands may take 10 s to end: then run the plan again",
                ) from None
        pause.wait(0.1)


def find_newest(desk: Path, clock: Clock) -> RunFolder | None:
    """The run that something was noted of last; of several at one moment, the last by name."""
    runs = [path.parent for path in (desk / RUNS_FOLDER).glob("*/plan.json")]
    if not runs:
        return None

    def find_moment(run: Path) -> tuple[int, str]:
        return max(each.stat().st_mtime_ns for each in run.iterdir()), run.name

    return RunFolder(max(runs, key=find_moment), clock)


class NowFile:
    """How far something is, written over and over, for whoever looks. Two slots: how far; why it waits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = -1

    def put(self, slot: int, fields: dict[str, Any] | None) -> None:
        """Write a slot. What cannot be written is not worth a word: it is derived."""
        data = msgspec.json.encode(fields or {})
        try:
            if self._fd < 0:
                self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.pwrite(self._fd, data.ljust(_SLOT_BYTES)[:_SLOT_BYTES], slot * _SLOT_BYTES)
        except OSError:
            return

    def get(self, slot: int) -> dict[str, Any]:
        """What a slot says; nothing where it says nothing, or is being written."""
        try:
            with self.path.open("rb") as file:
                file.seek(slot * _SLOT_BYTES)
                found = msgspec.json.decode(file.read(_SLOT_BYTES).strip() or b"{}")
        except (OSError, *UNREADABLE):
            return {}
        return found if isinstance(found, dict) else {}
