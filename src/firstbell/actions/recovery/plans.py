"""A recovery plan over open repositories: what is composed is kept, or made anew when it runs."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.actions.access.repositories import RepositoriesByHost
from firstbell.actions.recovery.call_sheet import make_call_sheet
from firstbell.compose.compose import keep_composed
from firstbell.desk import Configuration, System
from firstbell.runs.plans.pieces import FoundPiece
from firstbell.runs.plans.plan import PlannedCall, RecoveryPlan
from firstbell.runs.plans.planner import Keep, PlanInputs, PlanScope, choose_systems, make_plan
from firstbell.runs.plans.rates import read_rates
from firstbell.runs.plans.starts import AskStarts


def list_hosts(systems: Iterable[System]) -> frozenset[str]:
    """The hosts on which these systems lie."""
    return frozenset(part.host for system in systems for part in system.parts)


def find_hosts(configuration: Configuration, scope: PlanScope) -> frozenset[str]:
    """The hosts of the systems that a plan is to hold. Raises: what choosing systems raises."""
    return list_hosts(choose_systems(configuration, scope.names, scope.tier))


def plan_recovery(
    configuration: Configuration,
    scope: PlanScope,
    repositories: RepositoriesByHost,
    *,
    writes: bool,
    ask_starts: AskStarts | None = None,
) -> RecoveryPlan:
    """The plan, by the rates that runs and rehearsals measured. `writes`: composed trees become snapshots.

    `ask_starts`: asks what would start again; None where nobody asks. Raises: what planning raises.
    """
    inputs = PlanInputs(
        find_place=repositories.find,
        rates=read_rates(repositories.read_entries()),
        keep=_choose_keep(writes=writes),
        now_ns=repositories.clock.now_ns(),
        ask_starts=ask_starts,
        calls=[PlannedCall(one.title, one.reach) for one in make_call_sheet(configuration)],
    )
    return make_plan(configuration, scope, inputs)


def _choose_keep(*, writes: bool) -> Keep:
    """What becomes of composed trees: each is written once, unless it is that of the newest backup."""
    kept: dict[tuple[str, int], str] = {}

    def keep(piece: FoundPiece) -> str:
        if piece.composed.tree_id == piece.line.newest.tree:
            return piece.composed.base_hex_id
        if not writes:
            return ""
        key = (piece.place.repository.hex_id, piece.line.line.id)
        if key not in kept:
            kept[key] = keep_composed(piece.place.repository, piece.composed)[0].hex_id
        return kept[key]

    return keep
