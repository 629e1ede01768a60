"""Workers on other machines, by a Dask scheduler over mutual TLS: `dask:tls://HOST:PORT`.

Dask carries leases and answers, and says which workers live. What a lost worker costs is decided here: a
lease goes to one worker and no other, and is handed out again, once, when that one is gone, or has not been
heard for a minute. Its answer is taken only while it is the last one that was handed out for its snapshot.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec

import firstbell
from firstbell.base.clock import monotonic_s
from firstbell.base.counts import say_count
from firstbell.impact.scan.dask_cluster import FAILURES, ClusterError, ClusterSecurity, DaskCluster
from firstbell.watch.crew import SILENT_S, TRIES, LeaseCrew, LeaseOutcome, Tell
from firstbell.watch.lease_runner import run_lease
from firstbell.watch.leases import Lease, LeaseDone, encode, read_report

_LOOK_S = 2.0
_AGAIN_S = 10.0
_ANSWER_S = 10.0
_ENDED = "a worker ended before its work was done"
_Sighting = tuple[float, float]


@dataclass(slots=True, eq=False)
class _Attempt:
    """A lease on its way. `worker`: its address, "" while it waits for one. `since_s`: when that began."""

    lease: Lease
    worker: str = ""
    future: Any = None
    tries: int = 1
    since_s: float = 0.0


@dataclass(frozen=True)
class DaskSettings:
    """The scheduler, `dask:tls://HOST:PORT`, and our certificates."""

    url: str
    security: ClusterSecurity
    is_remote = True

    def open(self, tell: Tell) -> LeaseCrew:
        """The workers. Raises: ClusterError."""
        return DaskCrew(self.url, self.security, tell=tell)


class DaskCrew:
    """See `LeaseCrew`. One lease a worker. Raises: ClusterError where no work can be given to the cluster."""

    def __init__(
        self, url: str, security: ClusterSecurity, *, tell: Tell, silent_s: float = SILENT_S
    ) -> None:
        self._open_cluster: Callable[[], DaskCluster] = lambda: DaskCluster(
            url, tell=lambda text: tell("warning", message=text), security=security
        )
        self._tell = tell
        self._silent_s = silent_s
        self._attempts: list[_Attempt] = []
        self._number = 0
        self._rung = threading.Event()
        # worker -> what its last heart beat was, and when that was first seen
        self._seen: dict[str, _Sighting] = {}
        self._looked_s = self._opened_s = float("-inf")
        self._cluster: DaskCluster | None = self._open_cluster()
        self._look()

    def close(self) -> None:
        """See `LeaseCrew.close`."""
        for attempt in self._attempts:
            _drop(attempt)
        self._attempts = []
        if self._cluster is not None:
            self._cluster.close()

    @property
    def is_full(self) -> bool:
        """See `LeaseCrew.is_full`."""
        self._look()
        return not self._list_free() or any(not attempt.worker for attempt in self._attempts)

    @property
    def busy(self) -> int:
        """See `LeaseCrew.busy`."""
        return len(self._attempts)

    def list_hosts(self) -> set[str]:
        """See `LeaseCrew.list_hosts`."""
        return {attempt.lease.host for attempt in self._attempts}

    def hand_out(self, lease: Lease) -> None:
        """See `LeaseCrew.hand_out`."""
        attempt = _Attempt(lease, since_s=monotonic_s())
        self._attempts.append(attempt)
        self._begin(attempt, self._list_free())

    def _list_free(self) -> list[str]:
        taken = {attempt.worker for attempt in self._attempts}
        now_s = monotonic_s()
        heard = [worker for worker, (_, since_s) in self._seen.items() if now_s - since_s <= self._silent_s]
        return sorted(set(heard) - taken)

    def _begin(self, attempt: _Attempt, free: list[str]) -> bool:
        """Give it to a worker, if one is free; where none is, or the cluster is gone, it waits."""
        if not free or self._cluster is None:
            return False
        self._number += 1
        attempt.lease = msgspec.structs.replace(attempt.lease, number=self._number)
        try:
            # the key says nothing of what is in it, and is never the same
            future = self._cluster.submit(
                run_lease,
                firstbell.__version__,
                encode(attempt.lease),
                worker=free[0],
                key=f"lease-{os.urandom(8).hex()}",
            )
        except ClusterError:
            self._lose_cluster()
            return False
        attempt.worker, attempt.future = free[0], future
        future.add_done_callback(lambda _: self._rung.set())
        return True

    def collect(self, wait_s: float) -> list[LeaseOutcome]:
        """See `LeaseCrew.collect`."""
        self._rung.wait(wait_s)
        self._rung.clear()
        outcomes: list[LeaseOutcome] = []
        for attempt in [each for each in self._attempts if each.future is not None and each.future.done()]:
            outcomes += self._hear(attempt)
        self._look()
        for attempt in list(self._attempts):
            outcomes += self._watch(attempt)
        return outcomes

    def _hear(self, attempt: _Attempt) -> list[LeaseOutcome]:
        # what ended it there is not loaded here: it may be of a class that nobody has
        if attempt.future.status != "finished":
            return self._lose(attempt, _ENDED)
        try:
            report = read_report(attempt.future.result(timeout=_ANSWER_S))
        except (*FAILURES, msgspec.DecodeError):
            return self._lose(attempt, _ENDED)
        if isinstance(report, LeaseDone) and report.number != attempt.lease.number:
            return self._lose(attempt, "a worker answered another lease")
        self._forget(attempt)
        if isinstance(report, LeaseDone):
            return [LeaseOutcome(attempt.lease, report.found)]
        return [LeaseOutcome(attempt.lease, None, getattr(report, "problem", "a worker said nothing of it"))]

    def _watch(self, attempt: _Attempt) -> list[LeaseOutcome]:
        """See whether its worker is there still; find one for what waits."""
        now_s = monotonic_s()
        if not attempt.worker:
            if self._begin(attempt, self._list_free()) or now_s - attempt.since_s <= self._silent_s:
                return []
            self._forget(attempt)
            return [LeaseOutcome(attempt.lease, None, "no worker was free for it")]
        if attempt.worker not in self._seen:
            return self._lose(attempt, _ENDED)
        if now_s - self._seen[attempt.worker][1] > self._silent_s:
            return self._lose(attempt, f"a worker said nothing for {self._silent_s:.0f} seconds")
        return []

    def _lose(self, attempt: _Attempt, problem: str) -> list[LeaseOutcome]:
        """Its answer is not heard any more; it is handed out again, unless that was done before."""
        _drop(attempt)
        if attempt.tries >= TRIES:
            self._forget(attempt)
            told = f"{problem}, {say_count(attempt.tries, 'time')}"
            return [LeaseOutcome(attempt.lease, None, told, is_lost=True)]
        self._tell("worker_lost", host=attempt.lease.host, snapshot_id=attempt.lease.wanted, why=problem)
        lost, attempt.tries = attempt.worker, attempt.tries + 1
        attempt.worker, attempt.since_s = "", monotonic_s()
        # another machine, where there is one
        free = self._list_free()
        self._begin(attempt, [worker for worker in free if worker != lost] or free)
        return []

    def _forget(self, attempt: _Attempt) -> None:
        if attempt in self._attempts:
            self._attempts.remove(attempt)

    # the cluster

    def _look(self) -> None:
        """See who is there and when each was heard; try to reach a scheduler that was lost."""
        now_s = monotonic_s()
        if now_s - self._looked_s < _LOOK_S:
            return
        self._looked_s = now_s
        if self._cluster is None:
            self._reopen()
        if self._cluster is None:
            return
        try:
            heard = self._cluster.list_heard()
        except ClusterError:
            self._lose_cluster()
            return
        self._seen = {
            worker: known
            if (known := self._seen.get(worker)) is not None and known[0] == beat
            else (beat, now_s)
            for worker, beat in heard.items()
        }

    def _lose_cluster(self) -> None:
        """The scheduler is gone, and with it what was on its way."""
        if self._cluster is not None:
            self._tell("warning", message=f"{self._cluster.name} does not answer: it is tried again")
            self._cluster.close()
        self._cluster, self._seen = None, {}
        self._opened_s = monotonic_s()

    def _reopen(self) -> None:
        if monotonic_s() - self._opened_s < _AGAIN_S:
            return
        self._opened_s = monotonic_s()
        try:
            self._cluster = self._open_cluster()
        except ClusterError:
            return


def _drop(attempt: _Attempt) -> None:
    """Nobody waits for its answer."""
    future, attempt.future = attempt.future, None
    if future is not None and future.client.status == "running":
        with suppress(*FAILURES):
            future.cancel(force=True)
