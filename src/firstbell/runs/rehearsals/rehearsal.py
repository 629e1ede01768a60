"""One rehearsal: each system's sample restored into scratch, read back, checked, and deleted."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock
from firstbell.base.counts import tell_size
from firstbell.runs.execution.checks import names_server
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.jobs import RunPiece, SystemJob
from firstbell.runs.execution.meter import SystemMeter
from firstbell.runs.execution.system import SystemRun
from firstbell.runs.plans.plan import PlannedCheck, PlannedSystem, RecoveryPlan
from firstbell.runs.rehearsals.samples import FILE_BYTES, RehearsalSample, draw_sample

NOTHING_FITS, INCOMPLETE = "nothing fits", "incomplete"
# what asks a live service says nothing about a restored copy
_LIVE_CHECKS = frozenset({"tcp", "http"})
_SIDE_FILES = ("", "-wal", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is rehearsed. `cap_bytes`: never more than this at once; `most_files`: of a system."""

    cap_bytes: int
    most_files: int | None = None
    seed: int | None = None


def find_most_bytes(systems: Sequence[PlannedSystem], cap_bytes: int) -> int:
    """What one of the systems takes at most, which are restored one after the other."""
    whole = (system.size_bytes + FILE_BYTES * system.files for system in systems)
    return min(cap_bytes, max(whole, default=0))


class Rehearsal:
    """Rehearses the systems of a plan in a scratch folder, one after the other."""

    def __init__(self, plan: RecoveryPlan, scratch: Path, clock: Clock, *, extent: Extent) -> None:
        self._plan = plan
        self._scratch = scratch
        self._clock = clock
        self._extent = extent
        self._rng = random.Random(extent.seed)

    def rehearse(self, job: SystemJob) -> dict[str, Any]:
        """The body of a system's entry; the scratch is empty afterwards.

        Raises: what the run of a system raises.
        """
        checked = _find_checked(job)
        surely = frozenset(path for paths in checked.values() for path in paths)
        left_bytes = self._extent.cap_bytes
        pieces: list[RunPiece] = []
        samples: list[RehearsalSample] = []
        for piece in job.pieces:
            sample = draw_sample(
                piece, most_bytes=left_bytes, most_files=self._extent.most_files, rng=self._rng, surely=surely
            )
            left_bytes -= sample.size_bytes
            samples.append(sample)
            told = msgspec.structs.replace(piece.piece, files=sample.files, size_bytes=sample.size_bytes)
            pieces.append(replace(piece, piece=told, tree_id=sample.tree_id))
        system = _cut_system(job.system, samples, checked)
        if not system.files and job.system.files:
            why = f"none of its files fits into {tell_size(self._extent.cap_bytes)}"
            return {"system": system.name, "verdict": NOTHING_FITS, "why": why}
        try:
            receipt = self._run(replace(job, system=system, pieces=tuple(pieces)))
        finally:
            shutil.rmtree(job.target, ignore_errors=True)
        return _describe(receipt, job.system, samples)

    def _run(self, job: SystemJob) -> Mapping[str, Any]:
        folder = RunFolder(self._scratch / "run", self._clock)
        folder.path.mkdir(parents=True, exist_ok=True)
        journal = folder.journal(self._plan, job.system.name)
        meter = SystemMeter(
            folder.now(self._plan, job.system.name),
            self._clock,
            total_files=job.system.files,
            total_bytes=job.system.size_bytes,
        )
        return SystemRun(job, journal, meter, clock=self._clock).run()


def _is_live(check: PlannedCheck) -> bool:
    """Whether a check asks a service: that of production would answer for the restored copy."""
    return check.kind in _LIVE_CHECKS or (check.kind == "postgresql" and names_server(check.target))


def _find_checked(job: SystemJob) -> dict[PlannedCheck, frozenset[bytes]]:
    """Of each check that looks at a file the paths, inside the pieces' trees, that it may look at."""
    found = {}
    for check in job.system.checks:
        if check.kind not in {"sqlite", "postgresql"} or _is_live(check):
            continue
        path = str(Path(job.target, check.target))
        roots = [str(piece.root).rstrip("/") for piece in job.pieces]
        found[check] = frozenset(
            os.fsencode(path[len(root) :] + side)
            for root in roots
            if path.startswith(root + "/")
            for side in _SIDE_FILES
        )
    return found


def _cut_system(
    system: PlannedSystem,
    samples: Sequence[RehearsalSample],
    checked: Mapping[PlannedCheck, frozenset[bytes]],
) -> PlannedSystem:
    """The system without its commands, which start services, and with the checks that can be made."""
    is_all = all(sample.is_all for sample in samples)
    there = frozenset(path for sample in samples for path in sample.surely)

    def can_check(check: PlannedCheck) -> bool:
        if check in checked:
            # a file that is not there at all shall be missed
            return is_all or bool(checked[check] & there)
        return is_all and not _is_live(check)

    return msgspec.structs.replace(
        system,
        before=[],
        after=[],
        checks=[check for check in system.checks if can_check(check)],
        files=sum(sample.files for sample in samples),
        size_bytes=sum(sample.size_bytes for sample in samples),
    )


def _describe(
    receipt: Mapping[str, Any], system: PlannedSystem, samples: Sequence[RehearsalSample]
) -> dict[str, Any]:
    wanted = ("system", "snapshots", "files", "size_bytes", "files_failed", "files_read_back", "root")
    further = ("verdict", "began", "ended", "seconds", "restore_seconds", "who", "checks")
    body = {
        **{name: receipt[name] for name in (*wanted, *further)},
        "is_all": all(sample.is_all for sample in samples),
        "of_files": sum(sample.of_files for sample in samples),
        "of_bytes": sum(sample.of_bytes for sample in samples),
        "recovery_point": system.recovery_point,
        "checks_left_out": len(system.checks) - len(receipt["checks"]),
    }
    if system.gaps:
        # a part that no backup holds cannot be proven by the others
        body |= {"verdict": INCOMPLETE, "missing": list(system.gaps)}
    return body
