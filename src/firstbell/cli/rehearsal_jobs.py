"""Jobs over open places whose trees are composed in memory: for rehearsals and exercises."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from firstbell.cli.keys import read_login_name
from firstbell.cli.recovery_repositories import RepositoriesByHost
from firstbell.cli.terminal.options import open_place

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree
    from firstbell.runs.execution.jobs import SystemJob
    from firstbell.runs.plans.plan import PlannedSystem, PlanPiece, RecoveryPlan


def make_job(plan: RecoveryPlan, system: PlannedSystem, places: RepositoriesByHost) -> SystemJob:
    """The job of a planned system; every file is to be read back.

    Raises: StalePlanError; what reading trees raises.
    """
    from firstbell.restore import choose_processes
    from firstbell.runs.execution.jobs import RunSettings, SystemJob, prepare_piece

    settings = RunSettings(verify_read=True)
    pieces = []
    for piece in system.pieces:
        place = places.find_repository(piece.repository)
        assert place is not None
        named = places.options[piece.repository]
        has_files = bool(choose_processes(place.repository.store))
        pieces.append(
            prepare_piece(
                piece,
                place.repository,
                recompose=partial(_recompose, places, piece),
                job=(system.target, settings),
                reopen=None if has_files else partial(open_place, named),
            )
        )
    return SystemJob(
        plan_id=plan.id,
        system=system,
        target=system.target,
        pieces=tuple(pieces),
        settings=settings,
        who=read_login_name(),
    )


def _recompose(places: RepositoriesByHost, piece: PlanPiece) -> ComposedTree:
    place = places.find_repository(piece.repository)
    assert place is not None
    lines = [line for line in place.list_host(piece.host) if set(line.line.paths) == set(piece.line)]
    return place.compose(lines[0])
