"""`firstbell impact scan`: read what was touched, and find whose data was in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

import click
import msgspec

from firstbell.actions.impact import scan as scans
from firstbell.actions.impact.scan_folders import RepositoryScope
from firstbell.base.counts import read_number, say_count
from firstbell.cli.case_options import CaseWork, case_repository_command, open_sealed_store
from firstbell.cli.case_repositories import names_repository, open_named
from firstbell.cli.desk_repositories import choose_repository
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import Result, collect, given_options
from firstbell.cli.times import time_option
from firstbell.impact.people.oneroster import RosterProblem
from firstbell.impact.people.roster import NO_ROSTER, Roster, load_roster
from firstbell.impact.scan.dask_cluster import DaskCluster
from firstbell.impact.scan.lists import load_scope_list
from firstbell.impact.scan.remote import Cluster
from firstbell.impact.scan.scan import ScanOptions
from firstbell.record.data_kinds import say_data_kinds

_FOLDER = click.Path(path_type=Path, file_okay=False)
_MOST_TOLD = 20
_NUMBERED = re.compile(r"\S*\d\S*")
_MOST_WORKERS = 64


class WorkersParameter(click.ParamType[int | str]):
    """A number of processes here, or the address of a cluster."""

    name = "workers"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """The number, or the address as it is. Raises: BadParameter."""
        text = str(value)
        if text.startswith("dask:"):
            return text
        number = read_number(text)
        if number is not None and 1 <= number <= _MOST_WORKERS:
            return number
        told = f"{text!r} is neither a number from 1 to {_MOST_WORKERS} nor dask:tcp://HOST:PORT"
        raise click.BadParameter(told, ctx, param)


class ScanArguments(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says of a scan."""

    folders: tuple[Path, ...]
    rosters: tuple[Path, ...]
    scopes: tuple[Path, ...]
    systems: tuple[str, ...]
    event: str
    intruder_since: str
    workers: int | str
    ocr: bool
    replace: bool


@case_repository_command("scan", further=[ExitStatus.INCOMPLETE])
@click.option(
    "--folder", "folders", type=_FOLDER, multiple=True, metavar="DIR", help="Read the files below DIR."
)
@click.option(
    "--roster",
    "rosters",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="OneRoster CSV and contacts, a folder or a zip file. Give it again for other years.",
)
@click.option(
    "--scope",
    "scopes",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help="A list of paths, patterns or hashes (CSV or text). With --folder, only these files are read.",
)
@click.option(
    "--system", "systems", multiple=True, metavar="NAME", help="Also read a whole system of the desk."
)
@click.option("--event", default="", metavar="ID", help="Only this event. [all events that are still open]")
@time_option(
    "--intruder-since",
    default="",
    help="When the intruder came in. Versions since then are read. [the last clean snapshot]",
)
@click.option(
    "--workers",
    type=WorkersParameter(),
    default=2,
    metavar="N|dask:URL",
    help="Number of reading processes, or the scheduler of a Dask cluster (dask:tcp://HOST:PORT). [2]",
)
@click.option("--replace", is_flag=True, help="Replace the last result even if this one found less.")
@click.option("--ocr", is_flag=True, help="Recognize text in pictures (needs tesseract).")
@collect(ScanArguments)
def scan(work: CaseWork, given: ScanArguments) -> Result:
    """Read the affected files, and find whose data was in them.

    This reads every path that an encryption event touched: its clean version and the versions since the
    intruder came in. Name the repository with -r, unless the desk has only one. With --folder, it reads the
    files below a folder, such as a leaked copy. Documents are read in separate processes with limits, and
    unreadable files are listed. Files that an earlier scan with the same roster has read are not read again.
    Values are masked and hashed, and kept in the case's sealed store. If no case exists, one is made.

    A result with fewer people, files or kinds of data than the last one is not recorded, unless you use
    --replace. The exit status is then 1. An incomplete or damaged roster can cause this.

    \b
    EXAMPLE
      firstbell impact scan --case /srv/case --roster /srv/oneroster
    """
    roster = load_roster(given.rosters) if given.rosters else NO_ROSTER
    _tell_roster(work, roster)
    if not given.folders:
        work = replace(work, options=choose_repository(work.repository, work.choice.desk))
    with _open_cluster(work, given.workers) as cluster:
        options = ScanOptions(
            workers=1 if isinstance(given.workers, str) else given.workers,
            cluster=cluster,
            recognises=given.ocr,
            derived=work.repository.cache_folder(),
        )
        request = _make_request(work, given, roster, options)
        desk = scans.ScanDesk(work.folder, work.choice.find(), open_sealed_store, work.output)
        result = scans.scan(desk, request, open_named(work))
    _tell(work, result)
    if result.unrecognized and not given.ocr:
        work.output.note(
            f"{say_count(result.unrecognized, 'file holds', 'files hold')} text in pictures that was "
            "not read; --ocr recognizes it if tesseract is installed."
        )
    return None if result.is_whole else ExitStatus.INCOMPLETE


def _make_request(
    work: CaseWork, given: ScanArguments, roster: Roster, options: ScanOptions
) -> scans.ScanRequest:
    """What is to be scanned: a repository where the line names it, or no folder. Raises: ScopeError."""
    named = given_options(click.get_current_context())
    is_named = "repo" in named or "repository_file" in named
    reads = is_named or (not given.folders and names_repository(work.repository))
    scope = RepositoryScope(event=given.event, since=given.intruder_since, systems=given.systems)
    return scans.ScanRequest(
        folders=given.folders,
        lists=[load_scope_list(path) for path in given.scopes],
        scope=scope if reads else None,
        roster=roster,
        options=options,
        replaces=given.replace,
    )


@contextmanager
def _open_cluster(work: CaseWork, workers: int | str) -> Iterator[Cluster | None]:
    """The cluster that is named, if one is. Raises: ClusterError."""
    if isinstance(workers, int):
        yield None
        return
    with DaskCluster(workers, tell=work.output.warn) as cluster:
        yield cluster


def _tell_roster(work: CaseWork, roster: Roster) -> None:
    if not roster.people:
        work.output.warn("no roster is named, so everybody found counts as a person outside the roster")
    for problem in roster.problems:
        work.output.message(
            {
                "message_type": "roster_problem",
                "file": problem.file,
                "line": problem.line,
                "problem": problem.problem,
            }
        )
    if work.output.json:
        return
    # problems alike but for a number or an id are told once
    alike: dict[tuple[str, str], list[RosterProblem]] = {}
    for problem in roster.problems:
        alike.setdefault((problem.file, _NUMBERED.sub("", problem.problem)), []).append(problem)
    for first, *others in list(alike.values())[:_MOST_TOLD]:
        where = f"{first.file}, line {first.line}" if first.line else first.file
        told = shorten(first.problem, 160, placeholder="...")
        more = f" (and {say_count(len(others), 'more line')} like it; --json shows all)" if others else ""
        work.output.warn(f"roster {where}: {told}{more}")
    if len(alike) > _MOST_TOLD:
        left = say_count(len(alike) - _MOST_TOLD, "more kind")
        work.output.warn(f"roster: {left} of problem; --json shows all of them")


def _tell(work: CaseWork, result: scans.ScanOutcome) -> None:
    output, totals = work.output, result.totals
    for name in result.empty:
        output.warn(f"nothing was found to read in {name}")
    if result.empty and totals.files_in_scope:
        output.note("the numbers are those of all scans of this case; a scan of an empty folder adds nothing")
    output.text(
        f"{say_count(totals.files_in_scope, 'file')} in scope: {totals.files_read:,} read, "
        f"{totals.files_partly:,} partly, {totals.files_unreadable:,} unreadable "
        f"({totals.bytes_read / 1000000.0:,.1f} MB read)"
    )
    output.text(
        f"{say_count(totals.people, 'person', 'people')}: {totals.people_certain:,} certain, "
        f"{totals.people_probable:,} probable, {totals.people_possible:,} possible; "
        f"kinds: {say_data_kinds(totals.kinds) or 'none'}"
    )
    output.text(f"read {say_count(result.read_now, 'document')} now, in {result.seconds:.1f} s")
    output.summary(result.describe())
