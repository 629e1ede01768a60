"""`recover run PLAN` and `recover status`: from the command line to a run, and what is told of it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.clock import SystemClock
from firstbell.base.errors import Error
from firstbell.cli.benches import open_bench, open_ledger
from firstbell.cli.commands.recover.narration import RunNarration, conclude
from firstbell.cli.desks import find_desk
from firstbell.cli.keys import KeyChoice, read_login_name
from firstbell.cli.recovery_plans import split_names
from firstbell.cli.recovery_repositories import NamedOptions, list_addresses, load_desk
from firstbell.cli.recovery_starts import (
    KeptStarts,
    keep_wanted,
    list_failures,
    tell_advice,
    tell_starts,
)
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, open_place, reading
from firstbell.cli.terminal.output import Output, json_path
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree
    from firstbell.ledger import Ledger
    from firstbell.repository import Repository
    from firstbell.runs.execution.folder import RunFolder
    from firstbell.runs.execution.jobs import RunSettings, SystemJob
    from firstbell.runs.plans.plan import PlanPiece, RecoveryPlan

RECEIPT = "receipt.system"


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


class OpenRepositories:
    """The repositories that a plan names, by id, each with how it was opened."""

    def __init__(self) -> None:
        self.by_id: dict[str, tuple[Repository, NamedOptions]] = {}

    def find(self, piece: PlanPiece) -> tuple[Repository, NamedOptions]:
        """The repository of a piece. Raises: UsageError."""
        found = self.by_id.get(piece.repository)
        if found is None:
            raise UsageError(
                f"the plan's repository {piece.place} ({piece.repository[:8]}) is not open",
                hint="name it with -r, or in the desk's firstbell.toml",
            )
        return found


@contextmanager
def open_repositories(
    options: RepositoryOptions, plan: RecoveryPlan, names: Collection[str]
) -> Iterator[OpenRepositories]:
    """The repositories that these systems of a plan lie in, under shared locks.

    What cannot be opened is a warning.

    Raises: what opening raises where there is but one.
    """
    from firstbell.desk import NoDeskError

    try:
        addresses = list_addresses(options, load_desk(options))
    except NoDeskError:
        addresses = [NamedOptions(options.repo or "the repository", options, None)]
    pieces = [piece for system in plan.systems if system.name in names for piece in system.pieces]
    wanted, places = {piece.repository for piece in pieces}, {piece.place for piece in pieces}
    # those of these names hold what is wanted, unless somebody renamed them since
    addresses = sorted(addresses, key=lambda one: one.name not in places)
    with ExitStack() as stack:
        opened = OpenRepositories()
        likely = [one.begin() for one in addresses if one.name in places or len(addresses) == 1]
        import_module("firstbell.runs.execution.supervisor")  # 0.1 s, while keys are derived
        for one in [*likely, *addresses[len(likely) :]]:
            if wanted <= opened.by_id.keys():
                break
            try:
                repository = stack.enter_context(reading(one.options))
            except Error as error:
                if len(addresses) == 1:
                    raise
                options.output.warn(f"repository {one.name}: {error}")
                continue
            opened.by_id[repository.hex_id] = (repository, one)
        yield opened


def run_plan(options: RepositoryOptions, request: PlanRun) -> Result:
    """Carry out a plan, from where its run is.

    Raises: PlanError; StalePlanError; UsageError; RunGoesOnError; what opening the repositories raises.
    """
    from firstbell.runs.plans.plan import load_plan

    plan = load_plan(request.plan)
    settings = _read_settings(request, plan)
    names = _choose_names(request, plan)
    _confirm(request, plan, names)
    clock = SystemClock()
    with open_repositories(options, plan, names) as repositories, ExitStack() as benches:
        opened = [one for one, _ in repositories.by_id.values()]
        plan = keep_wanted(options, request.said, plan, repositories=opened)
        waiting = {name: why for name, why in list_failures(plan.systems).items() if name in names}
        names = [name for name in names if name not in waiting]
        from firstbell.runs.execution.folder import RunFolder
        from firstbell.runs.execution.supervisor import RunListener, RunSupervisor

        folder = RunFolder.of_plan(find_desk(request.desk), plan, clock)
        _check_age(request, plan, folder, repositories=repositories, names=names)
        with folder.hold():
            jobs = _make_jobs(options, plan, names, repositories=repositories, tools=(settings, benches))
            _tell_mapped(options.output, jobs)
            narration = RunNarration(
                options, plan, folder, keep=partial(_keep_receipt, options, request, repositories)
            )
            narration.tell_done()
            tell_starts(options.output, [plan.find(name) for name in (*waiting, *names)])
            for name, why in waiting.items():
                narration.tell_failure(name, why)
            listener = RunListener(narration.tick, narration.tell_receipt, narration.tell_failure)
            outcome = RunSupervisor(folder, plan, jobs, clock=clock).conduct(listener)
            outcome.failures.update(waiting)
        tell_advice(options.output, plan.systems, outcome.receipts)
        _keep_fact(options, request, folder, plan)
        return conclude(options.output, folder, plan, outcome=outcome, names=_list_names(request, plan))


def _read_settings(request: PlanRun, plan: RecoveryPlan) -> RunSettings:
    from firstbell.runs.execution.jobs import RunSettings
    from firstbell.runs.execution.waiting_store import DEFAULT_WAIT_S

    return RunSettings(
        verify_read=request.verify == "read",
        in_place=request.in_place,
        sparse=request.sparse,
        devices=request.devices,
        windows_names=request.windows_names or plan.windows_names,
        aside=request.aside,
        longest_wait_s=DEFAULT_WAIT_S if request.wait_s is None else request.wait_s,
    )


def _list_names(request: PlanRun, plan: RecoveryPlan) -> list[str]:
    return split_names(request.systems) or [system.name for system in plan.systems]


def _choose_names(request: PlanRun, plan: RecoveryPlan) -> list[str]:
    """The systems to restore: those that there are backups of."""
    known = [system.name for system in plan.systems]
    names = _list_names(request, plan)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"the plan has no system {unknown[0]!r}", hint=f"it has: {', '.join(known)}")
    with_pieces = [name for name in names if plan.find(name).pieces]
    homeless = [name for name in with_pieces if not plan.find(name).target]
    if homeless and not request.in_place:
        raise UsageError(
            f"{homeless[0]}: the plan names no target",
            hint="give the system a target in firstbell.toml, or make the plan with --target DIR",
        )
    return with_pieces


def _confirm(request: PlanRun, plan: RecoveryPlan, names: list[str]) -> None:
    if not request.in_place or request.yes:
        return
    paths = [
        f"{piece.host}:{path}" for name in names for piece in plan.find(name).pieces for path in piece.paths
    ]
    told = "what differs there is moved aside: " + ", ".join(paths)
    if not sys.stdin.isatty():
        raise UsageError(
            f"--in-place restores over what stands; {told}", hint="say --yes, too, if that is meant"
        )
    click.confirm(f"Restore over what stands on this machine? {told}", abort=True, err=True)


def _check_age(
    request: PlanRun,
    plan: RecoveryPlan,
    folder: RunFolder,
    *,
    repositories: OpenRepositories,
    names: Collection[str],
) -> None:
    """See that no newer snapshot is there than the plan knows, unless its run has begun."""
    from firstbell.runs.execution.jobs import StalePlanError, find_newest
    from firstbell.runs.execution.supervisor import look_back

    if plan.at or request.as_planned or any(past.begun for past in look_back(folder, plan).values()):
        return
    for piece in (piece for name in names for piece in plan.find(name).pieces):
        repository = repositories.find(piece)[0]
        newest = find_newest(repository, piece)
        if newest is not None and newest.hex_id != piece.base:
            raise StalePlanError(
                f"the plan is older than snapshot {newest.short_id} of {piece.host}"
                f" ({show_time(newest.time)})",
                hint="`firstbell recover plan` makes a new plan; --as-planned carries this one out",
            )


def _make_jobs(
    options: RepositoryOptions,
    plan: RecoveryPlan,
    names: list[str],
    *,
    repositories: OpenRepositories,
    tools: tuple[RunSettings, ExitStack],
) -> dict[str, SystemJob]:
    from firstbell.runs.execution.jobs import SystemJob, prepare_piece
    from firstbell.runs.execution.shared_packs import find_shared
    from firstbell.runs.execution.waiting_store import BRIEF
    from firstbell.runs.plans.targets import check_in_place, check_targets

    settings, benches = tools
    if settings.in_place:
        check_in_place([plan.find(name) for name in names])
    else:
        urls = {hex_id: repository.store.url for hex_id, (repository, _) in repositories.by_id.items()}
        check_targets([plan.find(name) for name in names], urls)
    jobs = {}
    composer = Recomposer(options, plan, benches)
    for name in names:
        system = plan.find(name)
        pieces = []
        for piece in system.pieces:
            repository, named = repositories.find(piece)
            is_of_files = repository.store.is_of_files()
            reopen = None if is_of_files else partial(open_place, named.options, patience=BRIEF)
            pieces.append(
                prepare_piece(
                    piece,
                    repository,
                    recompose=partial(composer.compose, piece, repository, named),
                    job=(system.target, settings),
                    reopen=reopen,
                )
            )
        jobs[name] = SystemJob(
            plan_id=plan.id,
            system=system,
            target=system.target,
            pieces=tuple(pieces),
            settings=settings,
            who=read_login_name(),
        )
    shared = find_shared(jobs)
    return {name: replace(job, shared=shared) for name, job in jobs.items()} if shared else jobs


class Recomposer:
    """Composes anew what a plan did not write into the repository."""

    def __init__(self, options: RepositoryOptions, plan: RecoveryPlan, benches: ExitStack) -> None:
        self._output = options.output
        self._plan = plan
        self._benches = benches
        self._places: dict[str, Any] = {}

    def compose(self, piece: PlanPiece, repository: Repository, named: NamedOptions) -> ComposedTree:
        """The composed tree of a piece. Raises: StalePlanError."""
        from firstbell.base.clock import parse_time
        from firstbell.compose.doubt import Doubt
        from firstbell.runs.execution.jobs import StalePlanError
        from firstbell.runs.plans.repositories import OpenedRepository, Terms

        plan = self._plan
        if plan.denied.digest:
            raise StalePlanError("the plan was made with a deny list, and without writing what it composed")
        since = parse_time(plan.intruder_since) if plan.intruder_since else None
        until = parse_time(plan.at) if plan.at else None
        before = parse_time(plan.before) if plan.before else None
        terms = Terms(until, plan.event, Doubt(since), before)
        place = self._places.get(piece.repository)
        if place is None:
            bench = self._benches.enter_context(open_bench(named.options, repository))
            place = self._places[piece.repository] = OpenedRepository(
                named.name, repository, bench, terms=terms
            )
        for line in place.list_host(piece.host):
            if set(line.line.paths) == set(piece.line):
                return place.compose(line)
        raise StalePlanError(f"no snapshot of {piece.host} {' '.join(piece.line)} is there any more")


def _keep_receipt(
    options: RepositoryOptions,
    request: PlanRun,
    repositories: OpenRepositories,
    *,
    plan: RecoveryPlan,
    receipt: Mapping[str, Any],
) -> None:
    """Put a receipt on the case's ledger, else the desk's; one that cannot be is a warning."""
    try:
        if request.case is not None:
            ledger = open_case_ledger(request)
        else:
            piece = plan.find(str(receipt["system"])).pieces[0]
            ledger = open_ledger(repositories.find(piece)[0], request.desk)
        # a name may hold what no ledger takes; the journal has the paths
        counts = [{"what": one["what"], "count": one["count"]} for one in receipt.get("not_carried", ())]
        ledger.append(RECEIPT, {**receipt, "not_carried": counts})
    except Error as error:
        options.output.warn(f"the receipt of {receipt['system']} could not be kept: {error}")


def open_case_ledger(request: PlanRun) -> Ledger:
    """The main ledger of the case that is named. Raises: NoCaseError and its kin."""
    from firstbell.case.case import Case

    assert request.case is not None
    return Case(request.case, KeyChoice(desk=request.desk).find()).main


def _keep_fact(options: RepositoryOptions, request: PlanRun, folder: RunFolder, plan: RecoveryPlan) -> None:
    """Say on the case which systems are restored, and which are not yet."""
    if request.case is None:
        return
    from firstbell.base.clock import format_time
    from firstbell.case.facts import draft_fact, put_facts
    from firstbell.runs.execution.status import look_at

    statuses = look_at(folder, plan)
    verified = [status.name for status in statuses if status.state == "verified"]
    value = {"verified": verified, "pending": [one.name for one in statuses if one.name not in verified]}
    now = format_time(SystemClock().now_ns())
    try:
        ledger = open_case_ledger(request)
        receipts = [entry.hex_id for entry in ledger.read() if entry.kind == RECEIPT]
        because = receipts[-1] if receipts else ""
        fields = {"subject": "systems_restored", "status": "known", "value": value, "because": because}
        put_facts(ledger, [draft_fact(fields, now)], at=now)
    except Error as error:
        options.output.warn(f"the fact systems_restored could not be put down: {error}")


def _tell_mapped(output: Output, jobs: Mapping[str, SystemJob]) -> None:
    for name, job in jobs.items():
        for path, new in (pair for piece in job.pieces for pair in piece.mapped):
            shown, called = json_path(path), json_path(new)
            output.message({"message_type": "mapped", "system": name, "path": shown, "name": called})
            output.note(f"{name}: {shown} is called {called}")
