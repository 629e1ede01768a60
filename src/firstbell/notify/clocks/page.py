"""The clocks as a page to print and to hang on a wall: one file of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from firstbell.notify.clocks.deadlines import say_local
from firstbell.pages import templates

_STATES = {
    "not_started": "not started",
    "below_threshold": "too few people",
    "threshold_unknown": "count the people",
    "running": "running",
    "overdue": "OVERDUE",
    "held": "held",
    "done": "done",
    "excused": "excused by counsel",
    "not_bound": "not bound, says counsel",
    "not_covered": "NOT COVERED: ask counsel",
}


def render_page(
    clocks: Iterable[Mapping[str, Any]], summary: Mapping[str, Any], *, title: str, as_of: str
) -> str:
    """The page of these clocks, as `describe_clock` gives them. `as_of`: when they stood so, in words."""
    return templates.render_page(
        "clocks", title=title, as_of=as_of, summary=summary, clocks=[_tell(one) for one in clocks]
    )


def _tell(one: Mapping[str, Any]) -> dict[str, Any]:
    notes = [one["needs"] and f"waits for {one['needs']}", one.get("question")]
    notes += [] if one.get("approved") or one["rule"] is None else ["counsel must approve this rule"]
    return {
        "state": one["state"],
        "state_told": _STATES[one["state"]],
        "due": say_local(one["due_local"]) or one["due_text"],
        "jurisdiction": one["jurisdiction"],
        "title": one["title"],
        "to": one["to_whom"],
        "law": one.get("citation") or one["note"],
        "notes": [note for note in notes if note],
    }
