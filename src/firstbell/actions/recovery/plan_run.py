"""Carrying out a plan: from where its run is, system by system, each with a receipt on a ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from firstbell.actions.access.desk import ActionListener, DeskAccess
from firstbell.actions.recovery.stop_record import StopRecord
from firstbell.base.clock import Clock, SystemClock, format_time, parse_time
from firstbell.base.errors import Error, UnknownIdError, UsageError
from firstbell.base.zones import show_moment
from firstbell.case.case import Case
from firstbell.case.facts import draft_fact, put_facts
from firstbell.compose.compose import ComposedTree
from firstbell.compose.doubt import Doubt
from firstbell.ledger import Ledger
from firstbell.repository import Repository
from firstbell.runs.entries import RunStopped, SystemRestored
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.jobs import RunSettings, StalePlanError, SystemJob, find_newest, prepare_piece
from firstbell.runs.execution.shared_packs import find_shared
from firstbell.runs.execution.status import WITHHELD, WITHOUT_BACKUP, look_at
from firstbell.runs.execution.supervisor import RunListener, RunOutcome, RunSupervisor, look_back
from firstbell.runs.plans.plan import PlanPiece, RecoveryPlan
from firstbell.runs.plans.repositories import OpenedRepository, Terms
from firstbell.runs.plans.starts import list_failures
from firstbell.runs.plans.targets import check_in_place, check_targets
from firstbell.store import Store


@dataclass(frozen=True, slots=True)
class RunRepository:
    """One repository of a plan, open. `reopen`: gives another connection to it."""

    name: str
    repository: Repository
    access: DeskAccess
    reopen: Callable[[], Store]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRunRequest:
    """What to carry out. `names`: of systems; none: all. `repositories`: by hex id. `desk`: its folder.

    `as_planned`: though newer snapshots came since. `case`: whose ledger gets the receipts, not the desk's.
    `zone`: in which times are told.
    """

    plan: RecoveryPlan
    desk: Path
    repositories: Mapping[str, RunRepository]
    settings: RunSettings
    who: str
    names: Sequence[str] = ()
    as_planned: bool = False
    case: Case | None = None
    clock: Clock = field(default_factory=SystemClock)
    zone: tzinfo | None = None


class RunWatcher(Protocol):
    """Who is told while a run goes on."""

    def begin(self, folder: RunFolder, jobs: Mapping[str, SystemJob]) -> None:
        """It begins, or goes on: `jobs` are by system, those that wait for a person left out."""

    def tick(self) -> None:
        """Often, while systems run."""

    def tell_receipt(self, name: str, receipt: Mapping[str, Any]) -> None:
        """A system has its receipt, which is kept."""

    def tell_failure(self, name: str, failure: Mapping[str, Any]) -> None:
        """A system stopped."""


@dataclass(frozen=True, slots=True)
class PlanRunResult:
    """What became of a run. `names`: the systems that were asked for, those without a backup too."""

    folder: RunFolder
    plan: RecoveryPlan
    outcome: RunOutcome
    names: Sequence[str]


def choose_names(plan: RecoveryPlan, asked: Sequence[str], *, in_place: bool) -> list[str]:
    """The systems to restore, of those asked for (none: all): those that there are backups of.

    Raises: UnknownIdError for one that the plan has not; UsageError for one that it has no target for.
    """
    known = [system.name for system in plan.systems]
    names = list(asked) or known
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnknownIdError(f"the plan has no system {unknown[0]!r}", hint=f"it has: {', '.join(known)}")
    with_pieces = [name for name in names if plan.find(name).pieces]
    homeless = [name for name in with_pieces if not plan.find(name).target]
    if homeless and not in_place:
        raise UsageError(
            f"{homeless[0]}: the plan names no target folder",
            hint="give the system a target in firstbell.toml, or make the plan with --target DIR",
        )
    return with_pieces


def run_plan(request: PlanRunRequest, listener: ActionListener, watcher: RunWatcher) -> PlanRunResult:
    """Carry out a plan, from where its run is; every file is verified.

    Raises: StalePlanError; UsageError; RunGoesOnError; what reading the repositories raises.
    """
    plan = request.plan
    names = choose_names(plan, request.names, in_place=request.settings.in_place)
    with ExitStack() as contexts:
        waiting = {name: why for name, why in list_failures(plan.systems).items() if name in names}
        names = [name for name in names if name not in waiting]
        folder = RunFolder.of_plan(request.desk, plan, request.clock)
        _check_age(request, folder, names)
        with folder.hold():
            jobs = _make_jobs(request, names, _Recomposer(request, contexts, listener))
            watcher.begin(folder, jobs)
            for name, why in waiting.items():
                watcher.tell_failure(name, why)

            def end(name: str, receipt: Mapping[str, Any]) -> None:
                _keep_receipt(request, receipt, listener)
                watcher.tell_receipt(name, receipt)

            told = RunListener(watcher.tick, end, watcher.tell_failure)
            with StopRecord(
                RunStopped(plan=plan.id, who=request.who),
                {name: folder.journal(plan, name) for name in jobs},
                open_ledger=partial(_open_ledger, request),
                listener=listener,
            ):
                outcome = RunSupervisor(folder, plan, jobs, clock=request.clock).conduct(told)
            outcome.failures.update(waiting)
        _keep_fact(request, folder, listener)
    asked = list(request.names) or [system.name for system in plan.systems]
    return PlanRunResult(folder, plan, outcome, asked)


def _find(request: PlanRunRequest, piece: PlanPiece) -> RunRepository:
    found = request.repositories.get(piece.repository)
    if found is None:
        raise UsageError(
            f"the plan's repository {piece.place} ({piece.repository[:8]}) is not open",
            hint="name it with -r, or in the desk's firstbell.toml",
        )
    return found


def _check_age(request: PlanRunRequest, folder: RunFolder, names: Collection[str]) -> None:
    """See that the plan is of the newest snapshots that are there, unless its run has begun."""
    plan = request.plan
    if plan.at or request.as_planned or any(past.begun for past in look_back(folder, plan).values()):
        return
    for piece in (piece for name in names for piece in plan.find(name).pieces):
        repository = _find(request, piece).repository
        newest = find_newest(repository, piece)
        if newest is None or newest.hex_id == piece.base:
            continue
        at = show_moment(parse_time(newest.time), request.zone)
        problem = f"snapshot {newest.short_id} of {piece.host} ({at}) is newer than the plan"
        if newest.time_ns < parse_time(piece.base_time):
            base = f"snapshot {piece.base[:8]} of {piece.host}, which the plan is made from"
            problem = f"{base}, is not there any more; the newest is {newest.short_id} ({at})"
        raise StalePlanError(
            problem, hint="`firstbell recover plan` makes a new plan; --as-planned runs this one anyway"
        )


def _make_jobs(request: PlanRunRequest, names: Sequence[str], composer: _Recomposer) -> dict[str, SystemJob]:
    plan, settings = request.plan, request.settings
    if settings.in_place:
        check_in_place([plan.find(name) for name in names])
    else:
        urls = {hex_id: one.repository.store.url for hex_id, one in request.repositories.items()}
        check_targets([plan.find(name) for name in names], urls)
    jobs = {}
    for name in names:
        system = plan.find(name)
        pieces = []
        for piece in system.pieces:
            one = _find(request, piece)
            pieces.append(
                prepare_piece(
                    piece,
                    one.repository,
                    recompose=partial(composer.compose, piece, one),
                    job=(system.target, settings),
                    reopen=None if one.repository.store.is_of_files() else one.reopen,
                )
            )
        jobs[name] = SystemJob(
            plan_id=plan.id,
            system=system,
            target=system.target,
            pieces=tuple(pieces),
            settings=settings,
            who=request.who,
        )
    shared = find_shared(jobs)
    return {name: replace(job, shared=shared) for name, job in jobs.items()} if shared else jobs


class _Recomposer:
    """Composes anew what a plan did not write into the repository."""

    def __init__(self, request: PlanRunRequest, contexts: ExitStack, listener: ActionListener) -> None:
        self._plan = request.plan
        self._contexts = contexts
        self._listener = listener
        self._opened: dict[str, OpenedRepository] = {}

    def compose(self, piece: PlanPiece, one: RunRepository) -> ComposedTree:
        """The composed tree of a piece. Raises: StalePlanError."""
        plan = self._plan
        if plan.denied.digest:
            raise StalePlanError("the plan was made with a deny list and without writing what it composed")
        opened = self._opened.get(piece.repository)
        if opened is None:
            context = self._contexts.enter_context(one.access.open_context(one.repository, self._listener))
            terms = Terms(
                _parse(plan.at), plan.event, Doubt(_parse(plan.intruder_since)), _parse(plan.before)
            )
            opened = OpenedRepository(one.name, one.repository, context, terms=terms)
            self._opened[piece.repository] = opened
        for line in opened.list_host(piece.host):
            if set(line.line.paths) == set(piece.line):
                return opened.compose(line)
        raise StalePlanError(f"there is no snapshot of {piece.host} {' '.join(piece.line)} any more")


def _parse(time: str | None) -> int | None:
    return parse_time(time) if time else None


def _keep_receipt(request: PlanRunRequest, receipt: Mapping[str, Any], listener: ActionListener) -> None:
    """Put a receipt on the case's ledger, else the desk's; one that cannot be is a warning."""
    try:
        ledger = _open_ledger(request, str(receipt["system"]))
        # a name may hold what no ledger takes; the journal has the paths
        counts = [{"what": one["what"], "count": one["count"]} for one in receipt.get("not_carried", ())]
        SystemRestored.of({**receipt, "not_carried": counts}).append_to(ledger)
    except Error as error:
        listener.warn(f"the receipt of {receipt['system']} could not be recorded: {error}")


def _open_ledger(request: PlanRunRequest, system: str) -> Ledger:
    """The case's ledger, else the one that the desk keeps of the repository of a system."""
    if request.case is not None:
        return request.case.main
    one = _find(request, request.plan.find(system).pieces[0])
    return one.access.open_ledger(one.repository)


def _keep_fact(request: PlanRunRequest, folder: RunFolder, listener: ActionListener) -> None:
    """Say on the case which systems are restored, and which are not yet."""
    if request.case is None:
        return
    statuses = look_at(folder, request.plan)
    verified = [status.name for status in statuses if status.state == "verified"]
    value = {"verified": verified, "pending": [one.name for one in statuses if one.name not in verified]}
    for kind, state in (("without_backup", WITHOUT_BACKUP), ("nothing_to_restore", WITHHELD)):
        if named := [one.name for one in statuses if one.state == state]:
            value[kind] = named
    now = format_time(request.clock.now_ns())
    try:
        ledger = request.case.main
        receipts = [entry.hex_id for entry in ledger.read() if entry.kind == SystemRestored.KIND]
        because = receipts[-1] if receipts else ""
        fields = {"subject": "systems_restored", "status": "known", "value": value, "because": because}
        put_facts(ledger, [draft_fact(fields, now)], at=now)
    except Error as error:
        listener.warn(f"the fact systems_restored could not be recorded: {error}")
