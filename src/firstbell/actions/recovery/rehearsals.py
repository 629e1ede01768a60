"""Rehearsals: a sample of each system restored into scratch and verified; packs read and proven."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstbell.actions.access.desk import ActionListener
from firstbell.actions.access.repositories import RepositoriesByHost
from firstbell.actions.entries import ExercisePlayed
from firstbell.actions.recovery.jobs import make_job
from firstbell.base.clock import Clock, SystemClock
from firstbell.base.errors import Error
from firstbell.ledger import Ledger
from firstbell.runs.entries import PacksRead, SystemRehearsed
from firstbell.runs.plans.plan import RecoveryPlan
from firstbell.runs.rehearsals.coverage import Coverage, Covered
from firstbell.runs.rehearsals.rehearsal import Extent, Rehearsal


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalRequest:
    """What to restore: the plan's systems, a sample of `extent` of each, into `scratch`. `who`: a login."""

    plan: RecoveryPlan
    scratch: Path
    extent: Extent
    who: str
    clock: Clock = field(default_factory=SystemClock)


def rehearse(
    repositories: RepositoriesByHost,
    request: RehearsalRequest,
    listener: ActionListener,
    *,
    on_result: Callable[[Mapping[str, Any]], None],
) -> list[dict[str, Any]]:
    """Rehearse each system; `on_result` is told of each as it is done. What cannot be kept is a warning."""
    rehearsal = Rehearsal(request.plan, request.scratch, request.clock, extent=request.extent)
    results: list[dict[str, Any]] = []
    for system in request.plan.systems:
        if not system.pieces:
            verdict, why = "nothing to restore" if system.withheld else "no backup", "; ".join(system.gaps)
            results.append({"system": system.name, "verdict": verdict, "why": why})
            on_result(results[-1])
            continue
        try:
            body = rehearsal.rehearse(make_job(request.plan, system, repositories, who=request.who))
        except (Error, OSError) as error:
            body = {"system": system.name, "verdict": "failed", "why": str(error)}
        results.append(body)
        place = repositories.find_repository(system.pieces[0].repository).place
        _keep(repositories.open_ledger(place), system.name, body, listener)
        on_result(body)
    return results


def _keep(ledger: Ledger, system: str, body: Mapping[str, Any], listener: ActionListener) -> None:
    try:
        SystemRehearsed.of(body).append_to(ledger)
    except Error as error:
        listener.warn(f"the rehearsal of {system} could not be recorded: {error}")


def keep_exercise(repositories: RepositoriesByHost, body: ExercisePlayed, listener: ActionListener) -> None:
    """Put an exercise on the desk's ledger of the first repository; one that cannot be is a warning."""
    try:
        body.append_to(repositories.open_ledger(repositories.places[0]))
    except Error as error:
        listener.warn(f"the exercise could not be recorded: {error}")


def cover(repositories: RepositoriesByHost, days: float, listener: ActionListener) -> dict[str, Covered]:
    """Read and prove the packs that are due, so that each is read within so many days; by repository."""
    covered: dict[str, Covered] = {}
    for place in repositories.places:
        path = repositories.access.folder / place.repository.hex_id / "coverage.json"
        found = Coverage.load(path).cover(
            place.repository, SystemClock().now_ns(), days=days, progress=listener.progress()
        )
        covered[place.name] = found
        for problem in found.problems:
            listener.warn(f"{place.name}: {problem}")
        body = PacksRead(
            repository=place.name,
            packs=found.packs,
            packs_read=found.packs_read,
            bytes_read=found.bytes_read,
            unread=found.unread,
            days=days,
            problems=tuple(found.problems),
        )
        try:
            body.append_to(repositories.open_ledger(place))
        except Error as error:
            listener.warn(f"what was read of {place.name} could not be recorded: {error}")
    return covered
