"""What a worker of a Dask cluster does with a lease: a process of its own examines, and ends with it.

That process has an empty memory; the keys are in it alone, and with it they go. It needs this package on the
worker's machine, and a way to the vault's server.
"""

from __future__ import annotations

import importlib
import os

import msgspec

import firstbell
from firstbell.watch.crew import LeaseOutcome, WorkerCrew
from firstbell.watch.leases import LeaseDone, LeaseFailed, Report, encode, read_lease

_LOOK_S = 1.0


def run_lease(version: str, data: bytes) -> bytes:
    """The report on a lease. `version`: of this package where it was made.

    Raises: RuntimeError where the process that examined was lost.
    """
    if version != firstbell.__version__:
        return encode(
            LeaseFailed(0, f"a worker has version {firstbell.__version__}, and {version} is needed")
        )
    lease = read_lease(data)
    crew = WorkerCrew(1, None, tell=lambda *_, **__: None, tries=1)
    try:
        crew.hand_out(msgspec.structs.replace(lease, cache=_find_cache()))
        outcomes: list[LeaseOutcome] = []
        while not outcomes:
            outcomes = crew.collect(_LOOK_S)
    finally:
        crew.close()
    outcome = outcomes[0]
    if outcome.is_lost:
        raise RuntimeError(outcome.problem)
    report: Report = (
        LeaseFailed(lease.number, outcome.problem)
        if outcome.found is None
        else LeaseDone(lease.number, outcome.found)
    )
    return encode(report)


def _find_cache() -> str:
    """The folder of this worker, which goes with it; "" where there is none."""
    try:
        worker = importlib.import_module("distributed").get_worker()
    except (ImportError, ValueError):
        return ""
    return os.path.join(worker.local_directory, "firstbell")
