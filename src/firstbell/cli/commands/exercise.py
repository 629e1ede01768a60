"""`firstbell exercise`: an event on a copy of a sample of the real vault, timed against the last one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from firstbell.cli.desks import desk_option
from firstbell.cli.recovery_plans import systems_options
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, option_set, place_command
from firstbell.cli.terminal.sizes import SizeType

_DEFAULT_CAP = 256 << 20


_OPTIONS = option_set(
    click.option(
        "--files",
        type=click.IntRange(min=1),
        default=200,
        help="Number of files from each system, drawn at random. [200]",
    ),
    click.option("--cap", type=SizeType(), default=_DEFAULT_CAP, help="Never copy more than this. [256M]"),
    click.option(
        "--scratch",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder to work in; it needs four times the cap. [the system's folder for temporary files]",
    ),
    click.option(
        "--keep", is_flag=True, help="Do not delete the scratch folder, so that you can look at it."
    ),
    click.option(
        "--seed", type=int, help="Which exercise to play; the same seed draws and damages the same files."
    ),
)


@place_command(further=[ExitStatus.INCOMPLETE])
@systems_options
@_OPTIONS
@desk_option
def command(options: RepositoryOptions, /, **given: Any) -> Result:
    """Play an event on a copy of a sample of the real vault, and time the desk.

    A sample of each system's clean versions is copied from the newest snapshots to a scratch folder and
    backed up to a repository there. Then the copies are damaged and backed up again, tagged
    firstbell:exercise. From then on the clock runs: verdict, plan, first tier restored and verified, all
    systems. Each time is shown beside that of the last exercise. No host is touched and nothing is written to
    the real repositories. Commands and checks of services are skipped. The times go on the desk's ledger. The
    exit status is 0 only if every host's event was seen and every file came back identical. Exit status 3: it
    was so, but a system was left out, or a part of it, since no backup holds it or nothing of it fits.

    \b
    EXAMPLE
      firstbell exercise --tier 0 --cap 64M
    """
    from firstbell.cli.exercise_run import ExerciseRequest, run_exercise

    request = ExerciseRequest(**given)
    return run_exercise(replace(options, desk=request.desk), request)
