"""A recovery plan as the fields of lists."""

from __future__ import annotations

from typing import Any

import msgspec

from firstbell.runs.plans.plan import RecoveryPlan
from firstbell.runs.plans.starts import list_stops


def describe_systems(plan: RecoveryPlan) -> list[dict[str, Any]]:
    """The systems of a plan in the order in which they are restored. `wave`: from 1 on."""
    return [
        {"message_type": "system", "wave": number, **msgspec.to_builtins(plan.find(name))}
        for number, wave in enumerate(plan.waves, start=1)
        for name in wave
    ]


def describe_plan_file(plan: RecoveryPlan, file: str) -> dict[str, Any]:
    """What a plan comes to, and all of it. `file`: where it was written."""
    return {
        "plan_id": plan.id,
        "file": file,
        "event_id": plan.event,
        "systems": len(plan.systems),
        "waves": plan.waves,
        "files": plan.files,
        "size_bytes": plan.size_bytes,
        "estimate_s": plan.estimate_s,
        "first_bell_s": plan.first_bell_s,
        "measured": plan.measured,
        "notes": plan.notes,
        "starts_asked": plan.starts_asked,
        "starts": sum(len(system.starts) for system in plan.systems),
        "stopped": [system.name for system in plan.systems if list_stops(system)],
        "left_out_files": sum(len(piece.left_out) for one in plan.systems for piece in one.pieces),
        "boundary": plan.boundary or None,
        "boundary_why": plan.boundary_why or None,
        "from_after_boundary": plan.from_after_boundary,
        "held_after_boundary": plan.held_after_boundary,
        "plan": msgspec.to_builtins(plan),
    }
