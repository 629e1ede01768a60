"""The plan as a page that a director reads, prints and ticks off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from html import escape
from string import Template

from firstbell.runs.figures import say_bytes, say_count, say_duration, say_hours, say_time
from firstbell.runs.paper.style import STYLE
from firstbell.runs.plans.plan import PathReason, PlannedSystem, RecoveryPlan

_MOST_LISTED = 25
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Recovery plan $id</title>
<style>$style</style>
</head>
<body>
<main>
<header>
<p class="kicker">$district: recovery plan $id, made $made</p>
<h1>$title</h1>
<p class="lead">$lead</p>
</header>
<dl class="figures">$figures</dl>
$notes
<h2>In this order</h2>
<p class="quiet">Systems of one step may be restored side by side; a step begins when the one before is
verified.</p>
<table><thead><tr><th></th><th>Step</th><th>System</th><th>Tier</th><th>Owner</th><th>Needs</th>
<th class="number">Files</th><th class="number">Size</th><th class="number">Time</th><th>Signed off</th></tr>
</thead>
<tbody>$rows</tbody></table>
<h2>System by system</h2>
$systems
<footer>$footer</footer>
</main>
</body>
</html>
""")


def render_plan_page(plan: RecoveryPlan, zone: tzinfo | None = None) -> str:
    """The page, as HTML text, its times in the zone."""
    return _PAGE.substitute(
        style=STYLE,
        id=escape(plan.id),
        district=escape(plan.district),
        made=say_time(plan.made, zone),
        title=escape(describe_plan(plan)),
        lead=escape(describe_basis(plan, zone)),
        figures="".join(_figure(*pair) for pair in list_figures(plan)),
        notes=_render_notes(plan.notes),
        rows="".join(_render_rows(plan)),
        systems="".join(_render_system(system, zone) for system in plan.systems),
        footer=escape(describe_run(plan)),
    )


def describe_plan(plan: RecoveryPlan) -> str:
    """What is planned, in a line."""
    systems = say_count(len(plan.systems), "system")
    steps = say_count(len(plan.waves), "step")
    left_out = plan.first_bell_without
    without = f", without {', '.join(left_out)}, which no backup holds in full" if left_out else ""
    if left_out and set(left_out) >= set(plan.first_bell_systems):
        return f"{systems} in {steps}, no first bell: no backup holds {', '.join(left_out)} in full"
    return f"{systems} in {steps}, first bell after {say_duration(plan.first_bell_s)}{without}"


def describe_basis(plan: RecoveryPlan, zone: tzinfo | None = None) -> str:
    """What the plan goes by: the event, the time, the window of doubt."""
    parts = [f"Recovers from encryption event {plan.event}." if plan.event else "No encryption event stands."]
    if plan.at:
        parts.append(f"As of {say_time(plan.at, zone)}.")
    if plan.intruder_since:
        parts.append(f"What runs code comes from before {say_time(plan.intruder_since, zone)}.")
    if plan.denied.digest:
        listed = (
            f"{say_count(plan.denied.paths, 'path')} and {say_count(plan.denied.hashes, 'hash', 'hashes')}"
        )
        parts.append(f"{listed} on the deny list are left out.")
    basis = "measured on this machine" if plan.measured else "assumed, nothing was measured yet"
    parts.append(f"Times are {basis}.")
    return " ".join(parts)


def describe_run(plan: RecoveryPlan) -> str:
    """How the plan is carried out."""
    return (
        f"`firstbell recover run PLAN` carries out plan {plan.id}; it may be stopped at any moment and goes "
        "on where it was. `firstbell recover status` tells from another screen how far it is. Every file is "
        "compared with the vault's hashes, and each system's receipt stands on the ledger."
    )


def list_figures(plan: RecoveryPlan) -> list[tuple[str, str]]:
    """(value, name) of the figures on top."""
    lost = sum(system.without_clean_files for system in plan.systems)
    worst = max((system.lost_h for system in plan.systems), default=0.0)
    return [
        (say_duration(plan.first_bell_s), "to first bell"),
        (say_duration(plan.estimate_s), "until all is back"),
        (f"{plan.files:,}", "files"),
        (say_bytes(plan.size_bytes), "to restore"),
        (say_hours(worst), "of work lost at most"),
        (f"{lost:,}", "without a clean version"),
    ]


def describe_room(system: PlannedSystem) -> str:
    """Where the system goes, and whether it fits."""
    if not system.target:
        return "no target is named"
    if system.fits is None:
        return f"to {system.target}"
    room = f"{say_bytes(system.free_bytes or 0)} free"
    return f"to {system.target} ({room})" if system.fits else f"to {system.target}: NOT ENOUGH ROOM ({room})"


def describe_source(system: PlannedSystem, zone: tzinfo | None = None) -> list[str]:
    """From which snapshots and days."""
    lines = [
        f"{piece.host}: snapshot {piece.snapshot[:8] or 'composed when it runs'}, standing for the backup of "
        f"{say_time(piece.base_time, zone)} ({', '.join(piece.paths)})"
        for piece in system.pieces
    ]
    if system.days:
        days = "; ".join(
            f"{day.day}: {say_count(day.files, 'file')}, {say_bytes(day.size_bytes)}" for day in system.days
        )
        lines.append(f"From the days {days}")
    return lines


def _figure(value: str, name: str) -> str:
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"


def _render_notes(notes: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<h2>To be known first</h2><ul class="bad">{items}</ul>' if items else ""


def _render_rows(plan: RecoveryPlan) -> Iterator[str]:
    for number, wave in enumerate(plan.waves, start=1):
        for name in wave:
            system = plan.find(name)
            cells = (
                '<td><span class="box"></span></td>'
                f"<td>{number}</td><td><strong>{escape(name)}</strong></td><td>{system.tier}</td>"
                f"<td>{escape(system.owner)}</td><td>{escape(', '.join(system.depends_on))}</td>"
                f'<td class="number">{system.files:,}</td>'
                f'<td class="number">{escape(say_bytes(system.size_bytes))}</td>'
                f'<td class="number">{escape(say_duration(system.estimate_s))}</td><td></td>'
            )
            yield f"<tr>{cells}</tr>"


def _render_system(system: PlannedSystem, zone: tzinfo | None) -> str:
    parts = [f"<h3>{escape(system.name)}</h3>"]
    parts += [f'<p class="bad">{escape(problem)}</p>' for problem in system.missing]
    mood = ' class="bad"' if system.fits is False or not system.target else ""
    parts.append(f"<p{mood}>{escape(describe_room(system))}</p>")
    parts += [f'<p class="quiet">{escape(line)}</p>' for line in describe_source(system, zone)]
    parts.append(_render_losses(system))
    parts.append(_render_paths("No clean version", system.without_clean, system.without_clean_files))
    parts.append(_render_paths("In doubt", system.set_aside, system.set_aside_files))
    parts.append(_render_steps(system))
    return "".join(parts)


def _render_losses(system: PlannedSystem) -> str:
    if not system.lost:
        return (
            '<p class="good">No work is lost but what came after the newest backup.</p>'
            if system.pieces
            else ""
        )
    rows = "".join(
        f"<tr><td><code>{escape(loss.folder)}</code></td><td class=number>{loss.files:,}</td>"
        f"<td class=number>{escape(say_hours(loss.hours))}</td><td class=number>{loss.lost_files:,}</td></tr>"
        for loss in system.lost[:_MOST_LISTED]
    )
    return (
        "<table><thead><tr><th>Folder</th><th class=number>Files from an earlier day</th>"
        "<th class=number>Work lost, at most</th><th class=number>Files lost</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _render_paths(title: str, paths: list[PathReason], count: int) -> str:
    if not paths:
        return ""
    items = "".join(
        f"<li><code>{escape(one.path)}</code>: {escape(one.reason)}</li>" for one in paths[:_MOST_LISTED]
    )
    more = f"<li>and {count - _MOST_LISTED:,} more</li>" if count > _MOST_LISTED else ""
    return f"<p>{title}: {say_count(count, 'file')}</p><ul class=quiet>{items}{more}</ul>"


def _render_steps(system: PlannedSystem) -> str:
    steps = [f"Before: <code>{escape(line)}</code>" for line in system.before]
    steps += [f"After: <code>{escape(line)}</code>" for line in system.after]
    steps += [f"Check: {escape(check.kind)} <code>{escape(check.target)}</code>" for check in system.checks]
    items = "".join(f'<li><span class="box"></span> {step}</li>' for step in steps)
    return f'<ul style="list-style:none;padding-left:0">{items}</ul>' if items else ""
