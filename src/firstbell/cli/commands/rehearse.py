"""`firstbell rehearse`: restore a sample of the real vault into scratch, verify and delete it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.deferral import defer
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.keys import read_login_name
from firstbell.cli.recovery_plans import split_names, systems_options, write_file
from firstbell.cli.recovery_repositories import load_desk, open_places
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes, format_count
from firstbell.cli.terminal.options import RepositoryOptions, Result, given_options, option_set, place_command
from firstbell.cli.terminal.sizes import SizeType
from firstbell.cli.times import find_zone
from firstbell.runs.plans.plan import RecoveryPlan
from firstbell.runs.rehearsals.schedule import render_schedule
from firstbell.runs.rehearsals.scratch import open_scratch, require_room

if TYPE_CHECKING:
    from firstbell.actions.recovery import plans, rehearsals
    from firstbell.runs.paper import rehearsal_page
    from firstbell.runs.plans import planner, repositories
    from firstbell.runs.rehearsals import rehearsal
    from firstbell.runs.rehearsals.coverage import Covered
else:
    plans = defer("firstbell.actions.recovery.plans")
    rehearsals = defer("firstbell.actions.recovery.rehearsals")
    rehearsal_page = defer("firstbell.runs.paper.rehearsal_page")
    planner = defer("firstbell.runs.plans.planner")
    repositories = defer("firstbell.runs.plans.repositories")
    rehearsal = defer("firstbell.runs.rehearsals.rehearsal")

_DEFAULT_CAP = 1 << 30
_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, kw_only=True)
class RehearsalOptions:
    """What the command line asks of a rehearsal."""

    systems: tuple[str, ...]
    tier: int | None
    everything: bool
    files: int | None
    cap: int
    scratch: Path | None
    cover: float | None
    schedule: bool
    html: Path | None
    pdf: Path | None
    desk: Path | None


_OPTIONS = option_set(
    click.option("--all", "everything", is_flag=True, help="Restore all of each system that fits the cap."),
    click.option(
        "--files", type=click.IntRange(min=1), help="Number of files from each system, drawn at random. [200]"
    ),
    click.option("--cap", type=SizeType(), default=_DEFAULT_CAP, help="Never restore more than this. [1G]"),
    click.option(
        "--scratch",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder to restore into. [the system's folder for temporary files]",
    ),
    click.option(
        "--cover",
        type=click.FloatRange(min=0, min_open=True),
        metavar="DAYS",
        help="Also read and check packs: a share each time, so that all are checked within this many days.",
    ),
    click.option("--html", type=_FILE, help="Also write the rehearsal's report as a page for a browser."),
    click.option("--pdf", type=_FILE, help="Also write the report as a PDF."),
    click.option("--schedule", is_flag=True, help="Only print a systemd timer and a cron line for this."),
)


@place_command(further=[ExitStatus.INCOMPLETE])
@systems_options
@_OPTIONS
@desk_option
def command(options: RepositoryOptions, /, **given: Any) -> Result:
    """Restore a sample of each system from the real vault, verify it, delete it, record the result.

    The files are drawn at random and include those that a system's checks look at. Each file is read back and
    compared with the vault's hashes. Then the checks run on the restored files; checks of live services and
    the commands before and after are skipped. The result and the measured rates go on the desk's ledger,
    where `firstbell readiness` uses them. Nothing is written to the repositories.

    \b
    EXAMPLE
      firstbell rehearse --tier 1 --cover 30
    """
    request = RehearsalOptions(**given)
    options = replace(options, desk=request.desk)
    if request.schedule:
        _print_schedule(options, request)
        return None
    configuration = load_desk(options)
    parent = request.scratch or Path(tempfile.gettempdir())
    with open_scratch(parent) as scratch:
        wish = planner.PlanScope(
            names=split_names(request.systems), tier=request.tier, target=scratch / "target", is_real=False
        )
        hosts = plans.find_hosts(configuration, wish)
        with open_places(options, configuration, repositories.Terms(), hosts=hosts, writes=False) as places:
            plan = plans.plan_recovery(configuration, wish, places, writes=False)
            require_room(parent, rehearsal.find_most_bytes(plan.systems, request.cap))
            files = None if request.everything else request.files or 200
            asked = rehearsals.RehearsalRequest(
                plan=plan,
                scratch=scratch,
                extent=rehearsal.Extent(cap_bytes=request.cap, most_files=files),
                who=read_login_name(),
            )
            results = rehearsals.rehearse(places, asked, options.output, on_result=partial(_tell, options))
            covered = rehearsals.cover(places, request.cover, options.output) if request.cover else {}
            _tell_covered(options, request, covered)
    _write_report(request, plan, results, covered=covered)
    return _conclude(options, plan, results, covered=covered)


def _write_report(
    request: RehearsalOptions,
    plan: RecoveryPlan,
    results: list[dict[str, Any]],
    *,
    covered: Mapping[str, Covered],
) -> None:
    if request.html is None and request.pdf is None:
        return
    report = rehearsal_page.RehearsalReport(
        district=plan.district, time=plan.made, who=read_login_name(), results=results, covered=covered
    )
    if request.html is not None:
        write_file(request.html, rehearsal_page.render_rehearsal_page(report, find_zone()).encode())
    if request.pdf is not None:
        write_file(request.pdf, rehearsal_page.print_rehearsal(report, find_zone()))


def _tell(options: RepositoryOptions, body: Mapping[str, Any]) -> None:
    output = options.output
    output.message({"message_type": "rehearsal", **body})
    if "why" in body:
        output.text(f"{body['system']}: {body['verdict']}: {body['why']}")
        return
    share = "all" if body["is_all"] else "a sample"
    files = f"{format_count(body['files'])} of {format_count(body['of_files'])} files"
    size, seconds = format_bytes(body["size_bytes"]), body["restore_seconds"]
    read = f"{size} restored and read back in {seconds:.1f} s"
    output.text(f"{body['system']}: {body['verdict']}; {share}: {files}, {read}")
    for problem in body.get("missing", ()):
        output.text(f"{body['system']}: {problem}")
    for check in body["checks"]:
        mark = "passed" if check["passed"] else "FAILED"
        output.text(f"{body['system']}: check {check['kind']} {check['target']}: {mark}: {check['detail']}")


def _tell_covered(
    options: RepositoryOptions, request: RehearsalOptions, covered: Mapping[str, Covered]
) -> None:
    for name, found in covered.items():
        read = f"read and checked {format_count(found.packs_read)} of {format_count(found.packs)} packs"
        unread = f"{format_count(found.unread)} not checked within {request.cover or 0:g} days"
        options.output.text(f"{name}: {read}; {unread}")


def _conclude(
    options: RepositoryOptions,
    plan: RecoveryPlan,
    results: list[dict[str, Any]],
    *,
    covered: Mapping[str, Covered],
) -> Result:
    verified = [body["system"] for body in results if body["verdict"] == "verified"]
    failed = [body["system"] for body in results if body["verdict"] != "verified"]
    problems = sum(len(found.problems) for found in covered.values())
    options.output.summary(
        {
            "systems": len(plan.systems),
            "verified": verified,
            "not_verified": failed,
            "files": sum(body.get("files", 0) for body in results),
            "size_bytes": sum(body.get("size_bytes", 0) for body in results),
            "seconds": round(sum(body.get("restore_seconds", 0.0) for body in results), 3),
            "packs_read": sum(found.packs_read for found in covered.values()),
            "packs_unread": sum(found.unread for found in covered.values()),
            "pack_problems": problems,
        }
    )
    return ExitStatus.INCOMPLETE if failed or problems else None


def _print_schedule(options: RepositoryOptions, request: RehearsalOptions) -> None:
    words = [word for name in split_names(request.systems) for word in ("--systems", name)]
    words += ["--tier", str(request.tier)] if request.tier is not None else []
    words += ["--all"] if request.everything else []
    words += ["--files", str(request.files)] if request.files else []
    words += ["--cap", str(request.cap)] if request.cap != _DEFAULT_CAP else []
    words += ["--scratch", str(request.scratch.absolute())] if request.scratch else []
    words += ["--cover", f"{request.cover:g}"] if request.cover else []
    words += ["--desk", str(find_desk(request.desk).absolute())]
    given = given_options(click.get_current_context())
    if "repo" in given and options.repo:
        here = Path(options.repo)
        words += ["-r", str(here.absolute()) if here.is_dir() else options.repo]
    words += ["--password-file", str(options.password_file.absolute())] if options.password_file else []
    # systemd and cron start it from another folder
    program = Path(shutil.which("firstbell") or sys.argv[0]).absolute()
    text = render_schedule(str(program), words)
    options.output.text(text.rstrip("\n"))
    options.output.summary({"schedule": text})
