"""`recover plan`: from the command line to a plan, on the screen, as a file, a page and a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.clock import parse_given_time
from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.base.output_file import replace_file
from firstbell.cli import recovery_starts
from firstbell.cli.desks import find_desk
from firstbell.cli.recovery_repositories import load_desk, open_places
from firstbell.cli.terminal.boundary import BEFORE_HELP, is_worth_a_look
from firstbell.cli.terminal.errors import check_named
from firstbell.cli.terminal.figures import format_bytes, format_count, format_table
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, option_set
from firstbell.cli.terminal.output import Output
from firstbell.cli.times import find_zone, show_times_in, time_option
from firstbell.compose.deny_list import EMPTY, load_deny_list
from firstbell.runs.figures import say_duration, say_hours
from firstbell.runs.plans.plan import PlannedSystem, RecoveryPlan, render_plan, seal_plan

if TYPE_CHECKING:
    from firstbell.actions.access.repositories import RepositoriesByHost
    from firstbell.actions.recovery import plans
    from firstbell.compose import doubt
    from firstbell.runs.paper import plan_page, plan_print
    from firstbell.runs.plans import description, planner, repositories, starts
else:
    plans = defer("firstbell.actions.recovery.plans")
    doubt = defer("firstbell.compose.doubt")
    plan_page = defer("firstbell.runs.paper.plan_page")
    plan_print = defer("firstbell.runs.paper.plan_print")
    description = defer("firstbell.runs.plans.description")
    planner = defer("firstbell.runs.plans.planner")
    repositories = defer("firstbell.runs.plans.repositories")
    starts = defer("firstbell.runs.plans.starts")

_FILE = click.Path(path_type=Path, dir_okay=False)
_MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class RecoveryPlanRequest:
    """What the command line asks of a plan."""

    event: str | None
    systems: tuple[str, ...]
    tier: int | None
    at: str | None
    intruder_since: str | None
    before: str | None
    deny: Path | None
    target: Path | None
    windows_names: bool
    output: Path | None
    html: Path | None
    pdf: Path | None
    dry_run: bool
    said: recovery_starts.KeptStarts = field(default_factory=recovery_starts.KeptStarts)


systems_options = option_set(
    click.option(
        "--systems", metavar="NAME[,NAME]", multiple=True, help="Only these systems and what they need. [all]"
    ),
    click.option("--tier", type=click.IntRange(0, 9), help="Only systems up to this tier; 0 is the first."),
)


# what `RecoveryPlanRequest` holds
plan_options = option_set(
    systems_options,
    recovery_starts.keep_options,
    recovery_starts.without_hunt_option,
    click.option("--event", metavar="ID", help="Recover from this event. [the newest of each host]"),
    time_option("--at", help="Ignore snapshots after this one."),
    time_option(
        "--intruder-since", help="When the intruder came in. Programs and scripts are taken from before that."
    ),
    time_option("--before", help=BEFORE_HELP),
    click.option("--deny", type=_FILE, help="A file of paths and SHA-256 hashes to leave out, one per line."),
    click.option(
        "-t",
        "--target",
        type=click.Path(path_type=Path, file_okay=False),
        help="Restore each system to its own folder below this one. [the systems' targets]",
    ),
    click.option(
        "--windows-names", is_flag=True, help="Rename files whose names Windows cannot hold, and list them."
    ),
    click.option("--output", type=_FILE, help="Where to write the plan. [a file in the desk's folder]"),
    click.option("--html", type=_FILE, help="Also write a page for a browser."),
    click.option("--pdf", type=_FILE, help="Also write a PDF with boxes to tick."),
    click.option("-n", "--dry-run", is_flag=True, help="Write no composed snapshot to the repositories."),
    click.option("-y", "--yes", is_flag=True, help="Do not ask whether --keep-persistence is meant."),
)


def split_names(given: Iterable[str]) -> list[str]:
    """The names of `--systems`, given once each or with commas between them.

    Raises: UsageError where it is given and names none, which is not the same as all.
    """
    texts = list(given)
    for text in texts:
        check_named("--systems", text.replace(",", "").strip(), "without --systems, all systems are taken")
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def read_terms(request: RecoveryPlanRequest) -> repositories.Terms:
    """How everything is composed. Raises: InvalidTimeError, DenyListError."""
    since = request.intruder_since
    return repositories.Terms(
        until_ns=parse_given_time(request.at) if request.at else None,
        event=request.event,
        doubt=doubt.Doubt(
            parse_given_time(since) if since else None,
            load_deny_list(request.deny) if request.deny else EMPTY,
        ),
        before_ns=parse_given_time(request.before) if request.before else None,
    )


def build_plan(options: RepositoryOptions, request: RecoveryPlanRequest) -> tuple[RecoveryPlan, Path]:
    """The plan, and the file it was written to.

    Raises: what planning raises; UsageError when a file cannot be written.
    """
    configuration = load_desk(options)
    wish = planner.PlanScope(
        names=split_names(request.systems),
        tier=request.tier,
        target=request.target,
        windows_names=request.windows_names,
        terms=read_terms(request),
    )
    hosts = plans.find_hosts(configuration, wish)
    writes = not (request.dry_run or options.no_lock)
    with open_places(options, configuration, wish.terms, hosts=hosts, writes=writes) as places:
        question = None
        if not request.said.without_hunt:
            question = recovery_starts.ask_question(options, recovery_starts.read_kept(places.read_entries()))
        ask_starts = question.ask_plan if question is not None else None
        plan = plans.plan_recovery(configuration, wish, places, writes=writes, ask_starts=ask_starts)
        plan = _keep_named(request, plan, places)
    return plan, write_outputs(options, request, plan)


def _keep_named(request: RecoveryPlanRequest, plan: RecoveryPlan, places: RepositoriesByHost) -> RecoveryPlan:
    """The plan with what the command line keeps of what is hostile; it goes on the ledger."""
    chosen = recovery_starts.choose_kept(
        request.said, [one for system in plan.systems for one in system.starts]
    )
    kept: set[str] = set()
    for one in chosen:
        place = places.find(one.host)
        if place is not None:
            kept |= recovery_starts.keep_chosen(places.open_ledger(place), request.said, [one])
    return seal_plan(starts.keep_starts(plan, kept)) if kept else plan


def write_outputs(options: RepositoryOptions, request: RecoveryPlanRequest, plan: RecoveryPlan) -> Path:
    """Write the plan and what else was asked for; the plan's file."""
    path = request.output
    if path is None:
        path = find_desk(options.desk) / "plans" / f"{plan.id}.json"
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            why = f"{path.parent}: {error.strerror}"
            raise UsageError(why, hint="write the plan elsewhere: --output FILE") from None
    write_file(path, render_plan(plan))
    if request.html is not None:
        write_file(request.html, plan_page.render_plan_page(plan, find_zone()).encode())
    if request.pdf is not None:
        write_file(request.pdf, plan_print.print_plan(plan, find_zone()))
    return path


def write_file(path: Path, data: bytes) -> None:
    """Write a file of ours anew. Raises: UsageError."""
    try:
        replace_file(path, data)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="name a file that you may write") from None


def report_plan(output: Output, plan: RecoveryPlan, path: Path) -> None:
    """Tell the plan, system by system."""
    for told in description.describe_systems(plan):
        output.message(told)
    for line in _describe(plan):
        output.text(line)
    recovery_starts.tell_starts(output, plan.systems)
    output.text(f"plan {plan.id} in {path}")
    output.summary(description.describe_plan_file(plan, str(path)))


def _describe(plan: RecoveryPlan) -> Iterator[str]:
    yield plan_page.describe_plan(plan)
    yield plan_page.describe_basis(plan, find_zone())
    rows = [
        (
            str(number),
            name,
            str(plan.find(name).tier),
            format_count(plan.find(name).files),
            format_bytes(plan.find(name).size_bytes),
            say_duration(plan.find(name).estimate_s) if plan.find(name).pieces else "-",
            say_hours(plan.find(name).lost_h) if plan.find(name).pieces else "-",
            plan.find(name).target or "-",
        )
        for number, wave in enumerate(plan.waves, start=1)
        for name in wave
    ]
    header = ("Step", "System", "Tier", "Files", "Bytes", "Est.", "Lost", "Target")
    yield from format_table(header, rows, right="FBEL")
    for system in plan.systems:
        yield from _describe_losses(system)
    for note in plan.notes:
        yield f"note: {note}"


def _describe_losses(system: PlannedSystem) -> Iterator[str]:
    for loss in system.lost[:_MOST_SHOWN]:
        told = f"{say_count(loss.files, 'file')} from earlier backups, at most {say_hours(loss.hours)} lost"
        if loss.lost_files:
            told += f"; {say_count(loss.lost_files, 'file')} without a clean version"
        yield f"{system.name}: {loss.folder}: {told}"
    for one in system.set_aside[:_MOST_SHOWN]:
        yield f"{system.name}: {one.path}: {one.reason}"
    if system.held_after_boundary:
        held = f"{say_count(system.held_after_boundary, 'path')} with newer versions that were not taken"
        wanted = [one for one in system.held if is_worth_a_look(one.reason)]
        what = (
            "`firstbell recover release` takes those that you checked"
            if wanted
            else "none of them reads well"
        )
        yield f"{system.name}: {held}; {what}"
        for one in wanted[:_MOST_SHOWN]:
            yield f"{system.name}: {one.path}: {show_times_in(one.reason)}"
        if len(wanted) > _MOST_SHOWN:
            yield f"{system.name}: `firstbell recover plan --html FILE` lists more of them"
