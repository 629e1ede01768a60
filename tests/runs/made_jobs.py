"""Jobs of runs over repositories in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from firstbell.compose.overlay import TreeOverlay
from firstbell.repository import Repository, Snapshot
from firstbell.runs.execution.jobs import RunPiece, RunSettings, SystemJob
from firstbell.runs.plans.plan import PlannedSystem, PlanPiece, RecoveryPlan, seal_plan


def make_piece(repository: Repository, snapshot: Snapshot, target: Path, *, files: int = 2) -> RunPiece:
    """All of a snapshot, ready to be restored into `target`."""
    tree = bytes.fromhex(snapshot.tree)
    piece = PlanPiece(
        repository=repository.hex_id,
        place="main",
        host="files",
        line=["/srv"],
        base=snapshot.hex_id,
        base_time=snapshot.time,
        snapshot="",
        tree=snapshot.tree,
        paths=["/srv"],
        files=files,
        size_bytes=0,
    )
    return RunPiece(piece, repository, TreeOverlay(repository), tree, tree, target)


def make_job(
    target: Path, pieces: list[RunPiece], *, settings: dict[str, Any] | None = None, **system: Any
) -> SystemJob:
    """The job of a system that is all of these pieces."""
    fields: dict[str, Any] = {"name": "Records", "tier": 0, **system}
    planned = PlannedSystem(pieces=[one.piece for one in pieces], target=str(target), **fields)
    settled = {"ownership": False, "longest_wait_s": 0.0, **(settings or {})}
    return SystemJob(
        plan_id="ab12",
        system=planned,
        target=str(target),
        pieces=tuple(pieces),
        settings=RunSettings(**settled),
    )


def make_plan(*waves: list[SystemJob]) -> RecoveryPlan:
    """The plan of these jobs."""
    return seal_plan(
        RecoveryPlan(
            version=1,
            made="2026-02-18T07:33:20Z",
            waves=[[job.system.name for job in wave] for wave in waves],
            systems=[job.system for wave in waves for job in wave],
        )
    )
