"""The workers of an examiner: each has at most one snapshot on lease, for as long as its heart beats.

A worker that ends, or is silent for too long, is killed and replaced, and its snapshot gets a second try.
What a killed worker might still say nobody hears: its stream is closed before the snapshot is handed out
again, so no verdict comes twice. A snapshot that costs two workers is told as a failure, and waits its turn.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.base.counts import say_count
from firstbell.watch.leases import Inbox, Lease, LeaseDone, LeaseFailed, pack, read_report
from firstbell.watch.verdicts import Examinations

MOST_WORKERS = 64
SILENT_S = 60.0
TRIES = 2
_READ_BYTES = 1 << 20
_END_S = 10.0
Tell = Callable[..., None]


@dataclass(slots=True)
class _Attempt:
    lease: Lease
    tries: int = 1


@dataclass(slots=True)
class _Member:
    """A process with its stream. `beat_s`: when it was last heard."""

    process: subprocess.Popen[bytes]
    stream: socket.socket
    beat_s: float
    inbox: Inbox = field(default_factory=Inbox)
    attempt: _Attempt | None = None


@dataclass(frozen=True, slots=True)
class LeaseOutcome:
    """What became of a lease: what was found, or why nothing was. `is_lost`: it cost all its workers."""

    lease: Lease
    found: Examinations | None
    problem: str = ""
    is_lost: bool = False


class LeaseCrew(Protocol):
    """Those who examine for an examiner. Belongs to one thread."""

    def close(self) -> None:
        """End what they are at; it is examined another time."""

    @property
    def is_full(self) -> bool:
        """Whether nobody is free."""

    @property
    def busy(self) -> int:
        """How many snapshots are on lease."""

    def list_hosts(self) -> set[str]:
        """The hosts of which a snapshot is on lease."""

    def hand_out(self, lease: Lease) -> None:
        """Give a lease to one who is free; its number is made here. Raises: OSError where that fails."""

    def collect(self, wait_s: float) -> list[LeaseOutcome]:
        """What has come, after waiting for something for so long at most."""


class LeaseWorkforce(Protocol):
    """Who is to examine. `is_remote`: on other machines, which read repositories from the vault's server."""

    @property
    def is_remote(self) -> bool:
        """See above."""

    def open(self, tell: Tell) -> LeaseCrew:
        """Those who examine. Raises: Error where there can be none."""


@dataclass(frozen=True)
class WorkerSettings:
    """How many workers there are to be, and the environment of their processes, without any password."""

    count: int
    environment: Mapping[str, str]
    is_remote = False

    def open(self, tell: Tell) -> LeaseCrew:
        """The workers."""
        return WorkerCrew(self.count, self.environment, tell=tell)


class WorkerCrew:
    """`count` workers on this machine, started when they are first needed. Belongs to one thread.

    `environment`: of the processes; it must hold no password; None for this process's own. `tell`: called
    when a worker was lost. `tries`: how many workers a snapshot may cost.
    """

    def __init__(
        self,
        count: int,
        environment: Mapping[str, str] | None,
        *,
        tell: Tell,
        silent_s: float = SILENT_S,
        tries: int = TRIES,
    ) -> None:
        self._count = count
        self._environment = None if environment is None else dict(environment)
        self._tell = tell
        self._silent_s = silent_s
        self._tries = tries
        self._members: list[_Member] = []
        self._number = 0

    def close(self) -> None:
        """End the workers; what they are at is examined another time."""
        while self._members:
            self._dismiss(self._members[0])

    @property
    def pids(self) -> list[int]:
        """The processes that there are."""
        return [member.process.pid for member in self._members]

    @property
    def is_full(self) -> bool:
        """Whether every worker has something to do."""
        return self.busy >= self._count

    @property
    def busy(self) -> int:
        """How many snapshots are on lease."""
        return sum(member.attempt is not None for member in self._members)

    def list_hosts(self) -> set[str]:
        """The hosts of which a snapshot is on lease."""
        return {member.attempt.lease.host for member in self._members if member.attempt is not None}

    def hand_out(self, lease: Lease) -> None:
        """Give a lease to a free worker; its number is made here.

        Raises: OSError where no worker can be started.
        """
        self._begin(_Attempt(lease))

    def _begin(self, attempt: _Attempt) -> None:
        free = next((member for member in self._members if member.attempt is None), None) or self._hire()
        self._number += 1
        attempt.lease = msgspec.structs.replace(attempt.lease, number=self._number)
        free.attempt, free.beat_s = attempt, monotonic_s()
        try:
            free.stream.sendall(pack(attempt.lease))
        except OSError:  # it has just ended: `collect` sees that, and gives it a second try
            return

    def collect(self, wait_s: float) -> list[LeaseOutcome]:
        """What has come, after waiting for something for so long at most."""
        poll = select.poll()
        by_descriptor = {member.stream.fileno(): member for member in self._members}
        for descriptor in by_descriptor:
            poll.register(descriptor, select.POLLIN)
        outcomes: list[LeaseOutcome] = []
        for descriptor, _ in poll.poll(wait_s * 1000):
            outcomes += self._hear(by_descriptor[descriptor])
        for member in list(self._members):
            if monotonic_s() - member.beat_s > self._silent_s:
                outcomes += self._lose(member, f"a worker said nothing for {self._silent_s:.0f} seconds")
        return outcomes

    def _hear(self, member: _Member) -> Iterator[LeaseOutcome]:
        try:
            data = member.stream.recv(_READ_BYTES)
            reports = [read_report(frame) for frame in member.inbox.take(data)]
        except (OSError, ValueError, msgspec.DecodeError):
            data, reports = b"", []
        if not data:
            yield from self._lose(member, "a worker ended before its work was done")
            return
        member.beat_s = monotonic_s()
        for report in reports:
            attempt = member.attempt
            if (
                attempt is None
                or report.number != attempt.lease.number
                or not isinstance(report, LeaseDone | LeaseFailed)
            ):
                continue
            member.attempt = None
            if isinstance(report, LeaseDone):
                yield LeaseOutcome(attempt.lease, report.found)
            else:
                yield LeaseOutcome(attempt.lease, None, report.problem)

    def _lose(self, member: _Member, problem: str) -> Iterator[LeaseOutcome]:
        attempt = member.attempt
        self._dismiss(member)
        if attempt is None:
            return
        host, wanted = attempt.lease.host, attempt.lease.wanted
        if attempt.tries >= self._tries:
            yield LeaseOutcome(
                attempt.lease, None, f"{problem}, {say_count(attempt.tries, 'time')}", is_lost=True
            )
            return
        self._tell("worker_lost", host=host, snapshot_id=wanted, why=problem)
        attempt.tries += 1
        self._begin(attempt)

    def _hire(self) -> _Member:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "firstbell.watch.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                cwd=os.sep,
            )
        member = _Member(process, ours, monotonic_s())
        self._members.append(member)
        return member

    def _dismiss(self, member: _Member) -> None:
        self._members.remove(member)
        member.stream.close()
        member.process.kill()
        member.process.wait(_END_S)
