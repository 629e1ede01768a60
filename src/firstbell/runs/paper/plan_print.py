"""The plan on paper, with boxes to tick."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from firstbell.runs.figures import say_hours, say_time
from firstbell.runs.paper.pdf import break_words, print_pdf
from firstbell.runs.paper.plan_page import (
    describe_basis,
    describe_plan,
    describe_room,
    describe_run,
    describe_source,
    list_calls,
    list_figures,
    name_response,
    tell_rows,
)
from firstbell.runs.plans.plan import PlannedSystem, RecoveryPlan

_MOST_LISTED = 12


def print_plan(plan: RecoveryPlan, zone: tzinfo | None = None) -> bytes:
    """The plan as a PDF, its times in the zone."""
    return print_pdf(
        "plan",
        {
            "id": plan.id,
            "district": plan.district,
            "made": say_time(plan.made, zone),
            "title": describe_plan(plan),
            "basis": describe_basis(plan, zone),
            "figures": list_figures(plan),
            "notes": [break_words(note.replace("`", "")) for note in plan.notes],
            "respond": name_response(plan),
            "calls": list_calls(plan),
            "rows": [
                {**row, "step": str(row["step"]), "tier": str(row["tier"]), "files": f"{row['files']:,}"}
                for row in tell_rows(plan)
            ],
            "systems": [_describe_system(system, zone) for system in plan.systems],
            "run": describe_run(plan).replace("`", ""),
        },
    )


def _describe_system(system: PlannedSystem, zone: tzinfo | None) -> dict[str, Any]:
    sources = describe_source(system, zone)
    if system.without_clean_files:
        sources.append(f"Files without a clean version: {system.without_clean_files:,}")
    if system.set_aside_files:
        sources.append(
            "Files in doubt (left out, or taken from before the intruder came in): "
            f"{system.set_aside_files:,}"
        )
    if system.held_after_boundary:
        sources.append(
            "Files of which a newer version was not taken, for a person to look at: "
            f"{system.held_after_boundary:,}"
        )
    steps = [("Before:", line) for line in system.before] + [("After:", line) for line in system.after]
    steps += [(f"Check ({check.kind}):", check.target) for check in system.checks]
    return {
        "name": system.name,
        "missing": [break_words(line) for line in system.gaps],
        "fits": system.fits is not False and bool(system.target),
        "room": describe_room(system),
        "sources": [break_words(line) for line in sources],
        "lost": [
            {
                "folder": break_words(loss.folder),
                "files": f"{loss.files:,}",
                "hours": say_hours(loss.hours),
                "lost": f"{loss.lost_files:,}",
            }
            for loss in system.lost[:_MOST_LISTED]
        ],
        "steps": steps,
    }
