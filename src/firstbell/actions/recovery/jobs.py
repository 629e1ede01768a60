"""Jobs over open repositories whose trees are composed in memory: for rehearsals and exercises."""

from __future__ import annotations

from functools import partial

from firstbell.actions.access.repositories import RepositoriesByHost
from firstbell.compose.compose import ComposedTree
from firstbell.restore import choose_processes
from firstbell.runs.execution.jobs import RunSettings, SystemJob, prepare_piece
from firstbell.runs.plans.plan import PlannedSystem, PlanPiece, RecoveryPlan


def make_job(
    plan: RecoveryPlan, system: PlannedSystem, repositories: RepositoriesByHost, *, who: str
) -> SystemJob:
    """The job of a planned system; every file is to be read back. `who`: a login name.

    Raises: StalePlanError; what reading trees raises.
    """
    settings = RunSettings(verify_read=True)
    pieces = []
    for piece in system.pieces:
        one = repositories.find_repository(piece.repository)
        has_files = bool(choose_processes(one.place.repository.store))
        pieces.append(
            prepare_piece(
                piece,
                one.place.repository,
                recompose=partial(_recompose, repositories, piece),
                job=(system.target, settings),
                reopen=None if has_files else one.reopen,
            )
        )
    return SystemJob(
        plan_id=plan.id, system=system, target=system.target, pieces=tuple(pieces), settings=settings, who=who
    )


def _recompose(repositories: RepositoriesByHost, piece: PlanPiece) -> ComposedTree:
    place = repositories.find_repository(piece.repository).place
    lines = [line for line in place.list_host(piece.host) if set(line.line.paths) == set(piece.line)]
    return place.compose(lines[0])
