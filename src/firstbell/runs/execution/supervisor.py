"""Conducting a run: wave after wave, the systems of a wave side by side, each in a process of its own.

A process for each, because two systems should use both cores and one that fails should not take others along.
They are forked before this process starts anything else, and end with it.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import Clock, monotonic_s
from firstbell.base.errors import Error
from firstbell.processes import kernel
from firstbell.processes.pool import fork_process
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.hooks import GRACE_S
from firstbell.runs.execution.jobs import SystemJob
from firstbell.runs.execution.meter import SystemMeter
from firstbell.runs.execution.past import SystemPast, read_past
from firstbell.runs.execution.shared_packs import PACKS_FOLDER
from firstbell.runs.execution.system import SystemRun
from firstbell.runs.plans.plan import RecoveryPlan

_POLL_S = 0.05
# a child that is told to end may wait for a command that tidies up
_LONGEST_END_S = GRACE_S + 5.0


@dataclass(frozen=True, slots=True)
class RunListener:
    """Whom the supervisor tells. `tick`: often, while systems run; `ended`: of each receipt once."""

    tick: Callable[[], None]
    ended: Callable[[str, Mapping[str, Any]], None]
    failed: Callable[[str, Mapping[str, Any]], None]


@dataclass(slots=True)
class RunOutcome:
    """What became of a run, by system: receipts, and why others stopped."""

    receipts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failures: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class RunSupervisor:
    """Conducts one run. `jobs`: by the system's name."""

    def __init__(
        self, folder: RunFolder, plan: RecoveryPlan, jobs: Mapping[str, SystemJob], *, clock: Clock
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._jobs = jobs
        self._clock = clock

    def conduct(self, listener: RunListener) -> RunOutcome:
        """Everything that is left of the run. A system that fails stops alone."""
        outcome = RunOutcome()
        for wave in self._plan.waves:
            names = [name for name in wave if name in self._jobs]
            self._play(names, listener, outcome)
        shutil.rmtree(self._folder.path / PACKS_FOLDER, ignore_errors=True)
        return outcome

    def _play(self, names: Sequence[str], listener: RunListener, outcome: RunOutcome) -> None:
        running: dict[int, str] = {}
        try:
            for name in names:
                running[self._start(name)] = name
            while running:
                for pid in list(running):
                    ended, status = os.waitpid(pid, os.WNOHANG)
                    if ended:
                        self._collect(running.pop(pid), status, listener, outcome)
                listener.tick()
                _wait_for_any(running)
        finally:
            _end_all(running)

    def _start(self, name: str) -> int:
        parent = os.getpid()
        pid = fork_process()
        if pid == 0:
            status = 1
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                kernel.end_with(parent)
                self._run(name)
                status = 0
            except Error:
                status = 1  # the journal holds it
            except Exception as error:  # noqa: BLE001 - the edge of a process
                why = f"{type(error).__name__}: {error}"
                self._folder.journal(self._plan, name).append(
                    "failed", why=why, code="recover.system", hint=""
                )
            finally:
                os._exit(status)
        return pid

    def _run(self, name: str) -> None:
        job = self._jobs[name]
        meter = SystemMeter(
            self._folder.now(self._plan, name),
            self._clock,
            total_files=job.system.files,
            total_bytes=job.system.size_bytes,
        )
        SystemRun(job, self._folder.journal(self._plan, name), meter, clock=self._clock).run()

    def _collect(self, name: str, status: int, listener: RunListener, outcome: RunOutcome) -> None:
        journal = self._folder.journal(self._plan, name)
        past = read_past(journal.read())
        if past.receipt is not None and not past.failure:
            outcome.receipts[name] = past.receipt
            if not past.is_noted:
                listener.ended(name, past.receipt)
                journal.append("noted")
            return
        failure = past.failure or {
            "why": f"its process ended with {os.waitstatus_to_exitcode(status)} before it was done",
            "code": "recover.system",
            "hint": "run the plan again; it continues where it stopped",
        }
        outcome.failures[name] = failure
        listener.failed(name, failure)


def _end_all(pids: Collection[int]) -> None:
    """Tell these children to end, which end the commands that they run, and wait; kill what goes on.

    Another Ctrl-C meanwhile is not heard: it would leave the commands behind.
    """
    if not pids:
        return
    is_main = threading.current_thread() is threading.main_thread()
    before = (
        {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)} if is_main else {}
    )
    for number in before:
        signal.signal(number, signal.SIG_IGN)
    try:
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        left, until_s = set(pids), monotonic_s() + _LONGEST_END_S
        while left and monotonic_s() < until_s:
            left -= {pid for pid in left if os.waitpid(pid, os.WNOHANG)[0]}
            _wait_for_any(left)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_any(pids: Iterable[int]) -> None:
    """Wait until one of these children ends, for a moment at most."""
    ends, descriptors = select.poll(), []
    try:
        for pid in pids:
            descriptors.append(os.pidfd_open(pid))
            ends.register(descriptors[-1], select.POLLIN)
        if descriptors:
            ends.poll(_POLL_S * 1000)
    except (AttributeError, OSError):  # no such call on this system
        threading.Event().wait(_POLL_S)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def look_back(folder: RunFolder, plan: RecoveryPlan) -> dict[str, SystemPast]:
    """What was done of each system so far."""
    return {system.name: read_past(folder.journal(plan, system.name).read()) for system in plan.systems}
