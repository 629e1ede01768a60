"""When the school would reopen: measured over open repositories, and kept on the desk's ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from firstbell.actions.access.desk import ActionListener
from firstbell.actions.access.repositories import RepositoriesByHost
from firstbell.actions.recovery.plans import plan_recovery
from firstbell.base.clock import format_time, parse_time
from firstbell.base.errors import Error
from firstbell.desk import Configuration
from firstbell.ledger import ENTRIES_NAME, Entry, Ledger
from firstbell.runs.entries import ReadinessMeasured
from firstbell.runs.plans.planner import PlanScope
from firstbell.runs.readiness.hosts import (
    Holding,
    Shown,
    find_uncovered,
    find_verdicts,
    judge_hosts,
    list_holding,
)
from firstbell.runs.readiness.readiness import (
    Readiness,
    ReadinessPoint,
    VaultLock,
    find_clean_times,
    judge_systems,
    list_tiers,
    read_history,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessRequest:
    """What to measure. `copies`: what repositories hold in which no host's own backups lie.

    `locks`: of the vaults. `unsealed_key`: the desk's key where no passphrase seals it, else "".
    """

    configuration: Configuration
    copies: Sequence[Holding] = ()
    locks: Sequence[VaultLock] = ()
    unsealed_key: str = ""


def measure(repositories: RepositoriesByHost, request: ReadinessRequest) -> Readiness:
    """Each system and host of the desk, by measured rates and today's sizes; nothing is written.

    Raises: what planning raises.
    """
    now_ns = repositories.clock.now_ns()
    scope = PlanScope(is_real=False)
    plan = plan_recovery(request.configuration, scope, repositories, writes=False)
    # a repository that does not open has a ledger here all the same, which tells what was rehearsed
    entries = read_ledgers(repositories.access.folder)
    closed = frozenset(host.name for host in request.configuration.host if not repositories.find(host.name))
    shut = {one.name for one in request.configuration.system if closed & {part.host for part in one.parts}}
    clean = find_clean_times(repositories.places)
    systems = judge_systems(plan, clean, entries, now_ns=now_ns, closed=shut)
    holdings = [list_holding(place.repository, now_ns) for place in repositories.places]
    shown = Shown(find_verdicts(repositories.places), find_uncovered(repositories.places), closed)
    hosts = judge_hosts(request.configuration, [*holdings, *request.copies], shown, now_ns=now_ns)
    time = format_time(now_ns)
    first_bell_s = plan.first_bell_s if set(plan.first_bell_systems) - set(plan.first_bell_without) else None
    points = read_history(entries)
    if first_bell_s is not None:
        points.append(ReadinessPoint(time=time, first_bell_s=first_bell_s, all_s=plan.estimate_s))
    return Readiness(
        district=request.configuration.district.name,
        time=time,
        first_bell_s=first_bell_s,
        first_bell_systems=tuple(plan.first_bell_systems),
        first_bell_without=tuple(plan.first_bell_without),
        all_s=plan.estimate_s,
        measured=plan.measured,
        tiers=list_tiers(systems),
        systems=tuple(systems),
        hosts=tuple(hosts),
        history=tuple(points),
        locks=tuple(request.locks),
        unsealed_key=request.unsealed_key,
    )


def read_ledgers(desk: Path) -> list[Entry]:
    """What stands on all of the desk's ledgers; no repository is opened. Raises: LedgerError."""
    ledgers = [Ledger(path.parent) for path in sorted(desk.glob(f"*/ledger/{ENTRIES_NAME}"))]
    return [entry for ledger in ledgers for entry in ledger.read()]


def find_last(desk: Path) -> ReadinessPoint | None:
    """The newest measure that the desk's ledgers hold. Raises: LedgerError."""
    return max(read_history(read_ledgers(desk)), key=lambda point: parse_time(point.time), default=None)


def keep(repositories: RepositoriesByHost, readiness: Readiness, listener: ActionListener) -> None:
    """Put the measure on the desk's ledger; one that cannot be kept is a warning."""
    body = ReadinessMeasured(
        first_bell_s=readiness.first_bell_s,
        all_s=readiness.all_s,
        measured=readiness.measured,
        tiers=tuple((tier.tier, tier.seconds) for tier in readiness.tiers),
        without=tuple(readiness.first_bell_without),
        never_rehearsed=tuple(readiness.never),
        late=tuple(readiness.late),
        single_copy=tuple(readiness.single),
    )
    try:
        body.append_to(repositories.open_ledger(repositories.places[0]))
    except Error as error:
        listener.warn(f"this measurement could not be recorded: {error}")
