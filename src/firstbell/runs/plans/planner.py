"""Making a plan: the systems in their order, each with what it is restored from and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.base.counts import say_size
from firstbell.base.pathtext import show_path
from firstbell.compose.boundaries import Boundary
from firstbell.compose.compose import ComposedTree
from firstbell.compose.errors import RecoverError
from firstbell.desk import Configuration, System, order_systems
from firstbell.runs.figures import say_hours
from firstbell.runs.plans.losses import MOST_LISTED, LossTally, list_reasons
from firstbell.runs.plans.pieces import FoundParts, FoundPiece, find_pieces
from firstbell.runs.plans.plan import (
    VERSION,
    DenyOutline,
    PlannedCall,
    PlannedCheck,
    PlannedSystem,
    PlanPiece,
    RecoveryPlan,
    UncoveredPath,
    seal_plan,
)
from firstbell.runs.plans.rates import CHECK_S, START_S, Rates
from firstbell.runs.plans.repositories import FindPlace, Terms
from firstbell.runs.plans.starts import AskStarts, PieceStarts, leave_out, list_left_out, tell_starts
from firstbell.runs.plans.targets import check_targets, judge_room, name_target, name_under, retarget

# writes a composed tree and gives the snapshot's hex id; "" where nothing is to be written
Keep = Callable[[FoundPiece], str]


NO_SYSTEM = "firstbell.toml names no system of the school yet"


class NoSuchSystemError(RecoverError):
    """A name that no system has, or a choice that leaves none."""

    code = "recover.no_system"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanScope:
    """What is asked of a plan. `names`: all systems where it is empty; `tier`: up to this one.

    `target`: folder under which each system gets its own, in the place of its own target. `is_real`: it will
    be carried out, so where its systems go is looked at.
    """

    names: Sequence[str] = ()
    tier: int | None = None
    target: Path | None = None
    windows_names: bool = False
    is_real: bool = True
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """What a plan is made with.

    `ask_starts`: None where nobody asks what would start again. `calls`: whom to call, in that order.
    """

    find_place: FindPlace
    rates: Rates
    keep: Keep
    now_ns: int
    ask_starts: AskStarts | None = None
    calls: Sequence[PlannedCall] = ()


def choose_systems(configuration: Configuration, names: Sequence[str], tier: int | None) -> list[System]:
    """The systems of these names, or up to a tier, and all that they need.

    Raises: NoSuchSystemError.
    """
    by_name = {system.name: system for system in configuration.system}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise NoSuchSystemError(
            f"there is no system called {unknown[0]!r}", hint=f"there are: {', '.join(by_name) or 'none yet'}"
        )
    wanted = set(names) or {
        system.name for system in configuration.system if tier is None or system.tier <= tier
    }
    if not wanted:
        problem = f"no system is of tier {tier} or lower" if by_name else NO_SYSTEM
        raise NoSuchSystemError(problem, hint="`firstbell desk check` lists the systems; [[system]] adds one")
    waiting = list(wanted)
    while waiting:
        needs = set(by_name[waiting.pop()].depends_on) - wanted
        wanted |= needs
        waiting += needs
    return [system for system in configuration.system if system.name in wanted]


def make_plan(configuration: Configuration, wish: PlanScope, means: PlanInputs) -> RecoveryPlan:
    """The plan. Raises: NoSuchSystemError, MappedTwiceError, SourceTargetError; what reading raises."""
    systems = choose_systems(configuration, wish.names, wish.tier)
    waves = order_systems(systems)
    found = {system.name: find_pieces(system, means.find_place) for system in systems}
    starts = means.ask_starts(found) if means.ask_starts is not None else {}
    planned = [
        _plan_system(one, found[one.name], wish, means=means, starts=starts.get(one.name, ()))
        for one in chain.from_iterable(waves)
    ]
    pieces = [piece for parts in found.values() for piece in parts.pieces]
    if wish.is_real:
        places = [piece.place.repository for piece in pieces]
        check_targets(planned, {one.hex_id: one.store.url for one in places})
        planned = judge_room(planned)
    trees = [piece.composed for piece in pieces]
    boundary = _find_boundary(trees)
    bell = list_first_bell(planned)
    uncovered = _list_uncovered(pieces)
    plan = RecoveryPlan(
        version=VERSION,
        made=format_time(means.now_ns),
        district=configuration.district.name,
        at=format_time(wish.terms.until_ns) if wish.terms.until_ns is not None else "",
        event=_find_event(trees),
        intruder_since=_format(wish.terms.doubt.intruder_since_ns),
        before=_format(wish.terms.before_ns),
        boundary=boundary.time if boundary else "",
        boundary_why=boundary.why if boundary else "",
        from_after_boundary=sum(system.from_after_boundary for system in planned),
        held_after_boundary=sum(system.held_after_boundary for system in planned),
        denied=_outline(wish),
        windows_names=wish.windows_names,
        waves=[[system.name for system in wave] for wave in waves],
        systems=planned,
        files=sum(system.files for system in planned),
        size_bytes=sum(system.size_bytes for system in planned),
        estimate_s=round(sum(system.estimate_s for system in planned), 1),
        first_bell_s=round(find_first_bell(planned, waves), 1),
        first_bell_systems=bell,
        first_bell_without=[one.name for one in planned if one.name in bell and one.gaps],
        measured=means.rates.is_measured,
        notes=[*_list_notes(planned, means.rates), *map(_tell_uncovered, uncovered)],
        calls=list(means.calls),
        uncovered=uncovered,
        starts_asked=means.ask_starts is not None,
    )
    return seal_plan(plan)


def _list_uncovered(pieces: Iterable[FoundPiece]) -> list[UncoveredPath]:
    """What the hosts of the plan do not back up any more, by host and path."""
    catalogs = {piece.place.repository.hex_id: piece.place.bench.catalog for piece in pieces}
    hosts = {piece.line.line.host for piece in pieces}
    found = {
        (one.host, one.path): UncoveredPath(one.host, show_path(one.path), one.since)
        for catalog in catalogs.values()
        for one in catalog.list_uncovered()
        if one.host in hosts
    }
    return [found[key] for key in sorted(found)]


def _tell_uncovered(one: UncoveredPath) -> str:
    return f"{one.host}: {one.path} has not been backed up since {one.since}"


def _format(at_ns: int | None) -> str:
    return "" if at_ns is None else format_time(at_ns)


def _outline(wish: PlanScope) -> DenyOutline:
    deny = wish.terms.doubt.deny
    return DenyOutline(deny.paths, len(deny.hashes), deny.digest)


def _find_event(trees: Iterable[ComposedTree]) -> str | None:
    events = {tree.line.event.hex_id: tree.line.newest.time_ns for tree in trees if tree.line.event}
    return max(events, key=lambda hex_id: (events[hex_id], hex_id)) if events else None


def _find_boundary(trees: Iterable[ComposedTree]) -> Boundary | None:
    """The earliest boundary of all."""
    found = [tree.line.boundary for tree in trees if tree.line.boundary is not None]
    return min(found, key=lambda one: one.time_ns, default=None)


def find_first_bell(planned: Iterable[PlannedSystem], waves: Sequence[Sequence[System]]) -> float:
    """Seconds until every system of the lowest tier is there, wave after wave.

    Systems side by side share the machine: restoring one keeps all cores busy already.
    """
    by_name = {system.name: system for system in planned}
    lowest = min((system.tier for system in by_name.values()), default=0)
    seconds = total = 0.0
    for wave in waves:
        total += sum(by_name[system.name].estimate_s for system in wave)
        if any(system.tier == lowest for system in wave):
            seconds = total
    return seconds


def list_first_bell(planned: Sequence[PlannedSystem]) -> list[str]:
    """The systems that time to first bell is about: of the lowest tier, and what they need, in order."""
    by_name = {system.name: system for system in planned}
    lowest = min((system.tier for system in planned), default=0)
    waiting = [system.name for system in planned if system.tier == lowest]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting += [need for need in by_name[name].depends_on if need in by_name and need not in found]
    return [system.name for system in planned if system.name in found]


def _plan_system(
    system: System, parts: FoundParts, wish: PlanScope, *, means: PlanInputs, starts: Sequence[PieceStarts]
) -> PlannedSystem:
    tally = LossTally()
    told = starts or [PieceStarts()] * len(parts.pieces)
    pieces, withheld = _plan_pieces(parts, told, tally, means.keep)
    oldest = min((piece.line.newest for piece in parts.pieces), key=lambda row: row.time_ns, default=None)
    estimate_s = 0.0
    if pieces:
        steps = len(system.checks) + len(system.before) + len(system.after)
        estimate_s = means.rates.estimate(tally.files, tally.size_bytes, system=system.name)
        estimate_s += START_S + CHECK_S * steps
    target = name_target(system, wish.target)
    return PlannedSystem(
        name=system.name,
        tier=system.tier,
        owner=system.owner,
        depends_on=list(system.depends_on),
        without_h=system.without_h,
        before=list(system.before),
        after=list(system.after),
        checks=[PlannedCheck(check.kind, check.target, check.limit_s) for check in retarget(system, target)],
        target=target,
        pieces=pieces,
        missing=list(parts.missing),
        withheld=[*parts.withheld, *withheld],
        files=tally.files,
        size_bytes=tally.size_bytes,
        days=tally.list_days(),
        recovery_point=oldest.time if oldest else "",
        recovery_point_h=_count_hours(means.now_ns, oldest.time_ns) if oldest else None,
        lost=tally.list_losses(),
        lost_h=tally.lost_h,
        without_clean=list_reasons(tally.without_clean),
        without_clean_files=len(tally.without_clean),
        set_aside=list_reasons(tally.set_aside),
        set_aside_files=len(tally.set_aside),
        from_after_boundary=len(tally.taken),
        held=list_reasons(tally.held, tally.offered),
        held_after_boundary=len(tally.held),
        starts=[start for one in told for start in one.starts][:MOST_LISTED],
        starts_unread=[one for piece in told for one in piece.unread][:MOST_LISTED],
        directory=[show_path(path) for one in told for path in one.directory],
        estimate_s=round(estimate_s, 1),
    )


def _count_hours(now_ns: int, then_ns: int) -> float:
    return round(max(now_ns - then_ns, 0) / (3600 * NS_PER_S), 2)


def _plan_pieces(
    parts: FoundParts, starts: Sequence[PieceStarts], tally: LossTally, keep: Keep
) -> tuple[list[PlanPiece], list[str]]:
    """The pieces that hold files, and of each other one why nothing of it is restored."""
    several = len({piece.line.line.host for piece in parts.pieces}) > 1
    planned = [
        _plan_piece(piece, tally, keep, several=several, starts=one)
        for piece, one in zip(parts.pieces, starts, strict=True)
    ]
    withheld: dict[int, str] = {}
    for at, (piece, one) in enumerate(zip(parts.pieces, planned, strict=True)):
        # an empty folder beside files of the system is restored like them
        is_bare = not one.files and not one.left_out
        if is_bare and (not tally.files or piece.composed.list_withheld(piece.is_of)):
            paths = ", ".join(one.line if one.paths == ["/"] else one.paths)
            withheld[at] = f"{one.host}: nothing of {paths} would be restored: {piece.explain_nothing()}"
    return [one for at, one in enumerate(planned) if at not in withheld], list(withheld.values())


def _plan_piece(
    piece: FoundPiece, tally: LossTally, keep: Keep, *, several: bool, starts: PieceStarts
) -> PlanPiece:
    left_out = list_left_out(piece, starts)
    files, size_bytes = tally.count(leave_out(piece, starts.left_out))
    host = piece.line.line.host
    return PlanPiece(
        repository=piece.place.repository.hex_id,
        place=piece.place.name,
        host=host,
        line=list(piece.line.line.paths),
        base=piece.composed.base_hex_id,
        base_time=piece.line.newest.time,
        snapshot=keep(piece) if files else "",
        tree=piece.composed.tree_id.hex(),
        paths=[show_path(path) for path in piece.paths],
        under=name_under(host) if several else "",
        left_out=left_out,
        files=files,
        size_bytes=size_bytes,
        is_relative=piece.is_relative,
    )


def _list_notes(systems: Sequence[PlannedSystem], rates: Rates) -> list[str]:
    notes = [*tell_starts(systems)]
    notes += [f"{system.name}: {problem}" for system in systems for problem in system.gaps]
    notes += [
        f"{system.name}: {system.target} has not enough room for what goes there: "
        f"{say_size(system.free_bytes or 0)} free"
        for system in systems
        if system.fits is False
    ]
    notes += [
        f"{system.name}: no target is named" for system in systems if system.pieces and not system.target
    ]
    for system in systems:
        hours = system.recovery_point_h
        if hours is not None and hours > system.without_h:
            notes.append(
                f"{system.name}: its newest backup is {say_hours(hours)} old, older than the "
                f"{say_hours(system.without_h)} that the school can do without it"
            )
    if not rates.is_measured:
        notes.append("the time is assumed: nothing was restored or rehearsed here yet")
    return notes
