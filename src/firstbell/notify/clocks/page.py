"""The clocks as a page to print and to hang on a wall: one file of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from firstbell.notify.clocks.deadlines import say_local

_STYLE = """
body { font-family: sans-serif; margin: 2em; color: #222; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #999; padding: .4em .6em; text-align: left; vertical-align: top; }
tr.overdue { background: #fbe3e0; } tr.not_covered { background: #fdf6dc; } tr.done { color: #777; }
small { color: #555; }
"""
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


def render_page(clocks: Iterable[Mapping[str, Any]], summary: Mapping[str, Any], *, title: str) -> str:
    """The page of these clocks, as `describe_clock` gives them."""
    rows = "\n".join(_render_row(one) for one in clocks)
    counted = (
        f"{summary['overdue']} overdue, {summary['done']} done, {summary['held']} held,"
        f" {summary['not_covered']} not covered by any rule that was read."
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n<p>{counted}"
        " Rules are research, not advice: counsel must approve each before its clock is relied on.</p>\n"
        "<table><thead><tr><th>Due</th><th>State</th><th>Whom to tell</th><th>By which law</th></tr></thead>"
        f"<tbody>\n{rows}\n</tbody></table>\n</body></html>\n"
    )


def _render_row(one: Mapping[str, Any]) -> str:
    due = say_local(one["due_local"]) or one["due_text"]
    law = one.get("citation") or one["note"]
    notes = [one["needs"] and f"waits for {one['needs']}", one.get("question")]
    notes += [] if one.get("approved") or one["rule"] is None else ["counsel must approve this rule"]
    told = "".join(f"<br><small>{escape(note)}</small>" for note in notes if note)
    return (
        f'<tr class="{one["state"]}"><td>{escape(due)}</td><td>{_STATES[one["state"]]}</td>'
        f"<td>{escape(one['jurisdiction'])}: {escape(one['title'])} ({escape(one['to'])}){told}</td>"
        f"<td>{escape(law)}</td></tr>"
    )
