"""The plan as a page that a director reads, prints and ticks off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from firstbell.base.counts import say_count, say_size
from firstbell.pages import templates
from firstbell.runs.figures import say_duration, say_hours, say_time
from firstbell.runs.plans.plan import PathReason, PlannedSystem, RecoveryPlan

_MOST_LISTED = 25


def render_plan_page(plan: RecoveryPlan, zone: tzinfo | None = None) -> str:
    """The page, as HTML text, its times in the zone."""
    return templates.render_page(
        "plan",
        id=plan.id,
        district=plan.district,
        made=say_time(plan.made, zone),
        title=describe_plan(plan),
        lead=describe_basis(plan, zone),
        figures_told=list_figures(plan),
        notes=plan.notes,
        respond=name_response(plan),
        calls=list_calls(plan),
        rows=list(tell_rows(plan)),
        systems=[_tell_system(system, zone) for system in plan.systems],
        footer=describe_run(plan),
    )


def describe_plan(plan: RecoveryPlan) -> str:
    """What is planned, in a line."""
    systems = say_count(len(plan.systems), "system")
    steps = say_count(len(plan.waves), "step")
    left_out = plan.first_bell_without
    without = f", without {', '.join(left_out)}, which no backup restores completely" if left_out else ""
    if not _has_first_bell(plan):
        return f"{systems} in {steps}, no first bell: no backup restores {', '.join(left_out)} completely"
    return f"{systems} in {steps}, first bell after {say_duration(plan.first_bell_s)}{without}"


def describe_basis(plan: RecoveryPlan, zone: tzinfo | None = None) -> str:
    """What the plan goes by: the event, the time, the window of doubt."""
    parts = [f"Recovers from encryption event {plan.event}." if plan.event else "No event was found."]
    if plan.at:
        parts.append(f"As of {say_time(plan.at, zone)}.")
    if plan.intruder_since:
        parts.append(f"Programs and scripts come from before {say_time(plan.intruder_since, zone)}.")
    if plan.denied.digest:
        listed = (
            f"{say_count(plan.denied.paths, 'path')} and {say_count(plan.denied.hashes, 'hash', 'hashes')}"
        )
        parts.append(f"{listed} on the deny list are left out.")
    basis = "measured on this machine" if plan.measured else "assumed, because nothing has been measured yet"
    parts.append(f"Times are {basis}.")
    return " ".join(parts)


def describe_run(plan: RecoveryPlan) -> str:
    """How the plan is carried out."""
    return (
        f"`firstbell recover run PLAN` carries out plan {plan.id}. You can stop it at any moment; run "
        "it again and it continues. `firstbell recover status` shows its progress on another screen. "
        "Every file is compared with the vault's hashes, and each system's receipt goes on the "
        "ledger."
    )


def name_response(plan: RecoveryPlan) -> str:
    """The command of the first hour."""
    return f"firstbell respond {plan.event or '--now'}"


def list_calls(plan: RecoveryPlan) -> list[tuple[str, str]]:
    """(who, how) of everybody to call; a line to write on where nobody wrote it down."""
    return [(one.who, "______________" if one.reach == "unknown" else one.reach) for one in plan.calls]


def list_figures(plan: RecoveryPlan) -> list[tuple[str, str]]:
    """(value, name) of the figures on top."""
    lost = sum(system.without_clean_files for system in plan.systems)
    worst = max((system.lost_h for system in plan.systems), default=0.0)
    return [
        (say_duration(plan.first_bell_s) if _has_first_bell(plan) else "none", "to first bell"),
        (say_duration(plan.estimate_s), "until everything is back"),
        (f"{plan.files:,}", "files"),
        (say_size(plan.size_bytes), "to restore"),
        (say_hours(worst), "of work lost at most"),
        (f"{lost:,}", "without a clean version"),
    ]


def _has_first_bell(plan: RecoveryPlan) -> bool:
    """Whether a backup restores any system of the first tier completely."""
    left_out = set(plan.first_bell_without)
    return not left_out or not left_out >= set(plan.first_bell_systems)


def describe_room(system: PlannedSystem) -> str:
    """Where the system goes, and whether it fits."""
    if not system.target:
        return "no target folder is named"
    if system.fits is None:
        return f"to {system.target}"
    room = f"{say_size(system.free_bytes or 0)} free"
    return f"to {system.target} ({room})" if system.fits else f"to {system.target}: NOT ENOUGH ROOM ({room})"


def describe_source(system: PlannedSystem, zone: tzinfo | None = None) -> list[str]:
    """From which snapshots and days."""
    lines = [
        f"{piece.host}: snapshot {piece.snapshot[:8] or 'composed when it runs'}, used for the backup "
        f"of {say_time(piece.base_time, zone)} ({', '.join(piece.paths)})"
        for piece in system.pieces
    ]
    if system.days:
        days = "; ".join(
            f"{day.day}: {say_count(day.files, 'file')}, {say_size(day.size_bytes)}" for day in system.days
        )
        lines.append(f"From these days: {days}")
    return lines


def tell_rows(plan: RecoveryPlan) -> Iterator[dict[str, Any]]:
    """The systems in their order, a row each."""
    for number, wave in enumerate(plan.waves, start=1):
        for name in wave:
            system = plan.find(name)
            yield {
                "step": number,
                "name": name,
                "tier": system.tier,
                "owner": system.owner,
                "needs": ", ".join(system.depends_on),
                "files": system.files,
                "size": say_size(system.size_bytes),
                "time": say_duration(system.estimate_s),
            }


def _tell_system(system: PlannedSystem, zone: tzinfo | None) -> dict[str, Any]:
    return {
        "name": system.name,
        "missing": system.gaps,
        "room": describe_room(system),
        "is_homeless": system.fits is False or not system.target,
        "source": describe_source(system, zone),
        "is_backed_up": bool(system.pieces),
        "lost": [
            {
                "folder": loss.folder,
                "files": loss.files,
                "hours": say_hours(loss.hours),
                "lost_files": loss.lost_files,
            }
            for loss in system.lost[:_MOST_LISTED]
        ],
        "without_clean": _tell_paths(system.without_clean, system.without_clean_files),
        "set_aside": _tell_paths(system.set_aside, system.set_aside_files),
        "held": _tell_paths(system.held, system.held_after_boundary),
        "steps": list(_tell_steps(system)),
    }


def _tell_paths(paths: Sequence[PathReason], count: int) -> dict[str, Any]:
    return {
        "paths": paths[:_MOST_LISTED],
        "count": say_count(count, "file"),
        "more": max(count - _MOST_LISTED, 0),
    }


def _tell_steps(system: PlannedSystem) -> Iterator[tuple[str, str, str]]:
    """When, which kind of check, what."""
    yield from (("Before", "", line) for line in system.before)
    yield from (("After", "", line) for line in system.after)
    yield from (("Check", check.kind, check.target) for check in system.checks)
