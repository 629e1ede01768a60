"""`recover run PLAN` and `recover status`: from the command line to a run, and what is told of it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.case.case import Case
from firstbell.cli.benches import find_access
from firstbell.cli.commands.recover.narration import RunNarration, conclude
from firstbell.cli.desks import find_desk
from firstbell.cli.keys import KeyChoice, read_login_name
from firstbell.cli.recovery_plans import split_names
from firstbell.cli.recovery_repositories import NamedOptions, list_addresses, load_desk
from firstbell.cli.recovery_starts import KeptStarts, keep_wanted, tell_advice
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, open_place, reading
from firstbell.cli.times import find_zone
from firstbell.desk import NoDeskError
from firstbell.runs.execution.waiting_store import BRIEF, DEFAULT_WAIT_S
from firstbell.runs.plans.plan import RecoveryPlan, load_plan

if TYPE_CHECKING:
    from firstbell.actions.recovery import plan_run
    from firstbell.runs.execution import jobs
else:
    plan_run = defer("firstbell.actions.recovery.plan_run")
    jobs = defer("firstbell.runs.execution.jobs")


@dataclass(frozen=True, kw_only=True)
class PlanRun:
    """What the command line asks of the run of a plan."""

    plan: Path
    desk: Path | None = None
    case: Path | None = None
    systems: tuple[str, ...] = ()
    verify: str = "write"
    in_place: bool = False
    yes: bool = False
    as_planned: bool = False
    windows_names: bool = False
    sparse: bool = False
    devices: bool = False
    aside: Path | None = None
    wait_s: float | None = None
    said: KeptStarts = field(default_factory=KeptStarts)


@contextmanager
def open_repositories(
    options: RepositoryOptions, plan: RecoveryPlan, names: Collection[str]
) -> Iterator[dict[str, plan_run.RunRepository]]:
    """The repositories that these systems of a plan lie in, under shared locks.

    What cannot be opened is a warning.

    Raises: what opening raises where there is but one.
    """
    try:
        addresses = list_addresses(options, load_desk(options))
    except NoDeskError:
        addresses = [NamedOptions(options.repo or "the repository", options, None)]
    pieces = [piece for system in plan.systems if system.name in names for piece in system.pieces]
    wanted, places = {piece.repository for piece in pieces}, {piece.place for piece in pieces}
    # those of these names hold what is wanted, unless somebody renamed them since
    addresses = sorted(addresses, key=lambda one: one.name not in places)
    with ExitStack() as stack:
        opened: dict[str, plan_run.RunRepository] = {}
        likely = [one.begin() for one in addresses if one.name in places or len(addresses) == 1]
        import_module("firstbell.runs.execution.supervisor")  # 0.1 s, while keys are derived
        for one in [*likely, *addresses[len(likely) :]]:
            if wanted <= opened.keys():
                break
            try:
                repository = stack.enter_context(reading(one.options))
            except Error as error:
                if len(addresses) == 1:
                    raise
                options.output.warn(f"repository {one.name}: {error}")
                continue
            reopen = partial(open_place, one.options, patience=BRIEF)
            opened[repository.hex_id] = plan_run.RunRepository(
                one.name, repository, find_access(one.options), reopen
            )
        yield opened


def run_plan(options: RepositoryOptions, request: PlanRun) -> Result:
    """Carry out a plan, from where its run is.

    Raises: PlanError; StalePlanError; UsageError; RunGoesOnError; what opening the repositories raises.
    """
    plan = load_plan(request.plan)
    settings = _read_settings(request, plan)
    names = plan_run.choose_names(plan, split_names(request.systems), in_place=request.in_place)
    _confirm(request, plan, names)
    with open_repositories(options, plan, names) as repositories:
        opened = [one.repository for one in repositories.values()]
        plan = keep_wanted(options, request.said, plan, repositories=opened)
        asked = plan_run.PlanRunRequest(
            plan=plan,
            desk=find_desk(request.desk),
            repositories=repositories,
            settings=settings,
            who=read_login_name(),
            names=split_names(request.systems),
            as_planned=request.as_planned,
            case=_open_case(request),
            zone=find_zone(),
        )
        done = plan_run.run_plan(asked, options.output, RunNarration(options, plan, names))
        tell_advice(options.output, plan.systems, done.outcome.receipts)
        return conclude(options.output, done.folder, plan, outcome=done.outcome, names=done.names)


def _open_case(request: PlanRun) -> Case | None:
    """The case that is named. Raises: NoCaseError and its kin."""
    if request.case is None:
        return None
    return Case(request.case, KeyChoice(desk=request.desk).find())


def _read_settings(request: PlanRun, plan: RecoveryPlan) -> jobs.RunSettings:
    return jobs.RunSettings(
        verify_read=request.verify == "read",
        in_place=request.in_place,
        sparse=request.sparse,
        devices=request.devices,
        windows_names=request.windows_names or plan.windows_names,
        aside=request.aside,
        longest_wait_s=DEFAULT_WAIT_S if request.wait_s is None else request.wait_s,
    )


def _confirm(request: PlanRun, plan: RecoveryPlan, names: list[str]) -> None:
    if not request.in_place or request.yes:
        return
    paths = [
        f"{piece.host}:{path}" for name in names for piece in plan.find(name).pieces for path in piece.paths
    ]
    told = "files that differ there are moved aside: " + ", ".join(paths)
    if not sys.stdin.isatty():
        raise UsageError(
            f"--in-place restores over the files on this machine; {told}", hint="add --yes if you mean it"
        )
    click.confirm(f"Restore over the files on this machine? {told}", abort=True, err=True)
