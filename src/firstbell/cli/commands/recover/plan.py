"""`recover plan`, `recover show`, `recover status`: what a recovery will do, and how far it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.deferral import defer
from firstbell.cli.commands.recover.narration import show_status
from firstbell.cli.desks import desk_option
from firstbell.cli.recovery_plans import RecoveryPlanRequest, build_plan, plan_options, report_plan
from firstbell.cli.recovery_starts import take_kept
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, place_command
from firstbell.desk.errors import NoDeskError
from firstbell.runs.plans.plan import load_plan

if TYPE_CHECKING:
    from firstbell.runs.plans import starts
else:
    starts = defer("firstbell.runs.plans.starts")


@place_command("plan", further=[ExitStatus.INCOMPLETE])
@plan_options
@desk_option
def make_plan(options: RepositoryOptions, /, *, desk: Path | None, **given: Any) -> Result:
    """Plan the recovery of the desk's systems: in which order, from which day, how long, what is lost.

    The systems stand in firstbell.toml. The repositories are those of the desk, or the one that -r names,
    which then holds all hosts. A system that was never backed up, or of which nothing would be restored, is
    named with why, the others are planned; the exit status is 3. It is 3, too, if a system does not fit where
    it goes. `recover run PLAN` carries the plan out.

    The plan names what would start again. A hostile file is left out. A system with a hive or a directory
    database that holds something hostile is not restored until a person keeps it; the exit status is 3.

    \b
    EXAMPLE
      firstbell recover plan --output plan.json --pdf plan.pdf
    """
    options = replace(options, desk=desk)
    said = take_kept(given)
    try:
        plan, path = build_plan(options, RecoveryPlanRequest(**given, said=said))
    except NoDeskError as error:
        hint = f"{error.hint}. Without a desk, `firstbell recover run --target DIR` restores what -r names"
        raise NoDeskError(str(error), hint=hint) from None
    report_plan(options.output, plan, path)
    crowded = [system.name for system in plan.systems if system.fits is False]
    if crowded:
        options.output.warn(
            f"not enough room where these systems go: {', '.join(crowded)}; make room, or plan with another "
            "--target, before you run the plan"
        )
    waits = starts.list_failures(plan.systems) or crowded
    return ExitStatus.INCOMPLETE if waits or any(system.gaps for system in plan.systems) else None


@place_command(repository=False)
@click.argument("plan", metavar="PLAN", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def show(options: RepositoryOptions, *, plan: Path) -> None:
    """Show the plan in the file PLAN, as `recover plan` did when it wrote it.

    \b
    EXAMPLE
      firstbell recover show plan.json
    """
    report_plan(options.output, load_plan(plan), plan)


@place_command(repository=False)
@click.argument("plan", type=click.Path(path_type=Path, dir_okay=False), required=False)
@desk_option
def status(options: RepositoryOptions, *, plan: Path | None, desk: Path | None) -> None:
    """Show how far a run is, from any terminal. Without PLAN: the most recent run.

    If no run has started yet, the command says so; that is no failure (exit status 0, and in --json a
    summary whose `run` is null).

    \b
    EXAMPLE
      firstbell recover status plan.json
    """
    show_status(options, plan, desk)
