"""`firstbell impact scan`: read what was touched, and find whose data was in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.scan import ScanRun, record_scan
from firstbell.actions.trust import list_bounds
from firstbell.base.clock import format_time
from firstbell.base.counts import say_count
from firstbell.cli.case_options import CaseWork, case_repository_options, collect_case
from firstbell.cli.case_repositories import names_repository
from firstbell.cli.commands.impact.repositories import RepositoryScope, open_sources
from firstbell.cli.impact_work import make_case_if_missing, open_kept, open_review
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.options import Result, UsageError, given_options
from firstbell.impact.people.roster import NO_ROSTER, load_roster
from firstbell.impact.results.comparison import WorseResultError, list_losses, restore_sources
from firstbell.impact.results.gather import find_result, keep_result, load_totals
from firstbell.impact.results.review_entries import read_decisions
from firstbell.impact.scan.dask_cluster import DaskCluster
from firstbell.impact.scan.lists import load_scope_list
from firstbell.impact.scan.scan import Scanner, ScanOptions
from firstbell.impact.scan.scope import FolderSource, ListedSource

if TYPE_CHECKING:
    from firstbell.impact.people.roster import Roster
    from firstbell.impact.results.results import FileRow, ImpactTotals
    from firstbell.impact.results.results import ImpactResult as Gathered
    from firstbell.impact.scan.lists import ScopeList
    from firstbell.impact.scan.remote import Cluster
    from firstbell.impact.scan.scan_store import Kept, SourceRecord
    from firstbell.impact.scan.scope import ScopeSource

# how the readers of pictures and of scanned pages name what is missing
_PICTURES = "recognised"
_FOLDER = click.Path(path_type=Path, file_okay=False)
_MOST_TOLD = 20
_MOST_WORKERS = 64


class WorkersParameter(click.ParamType[int | str]):
    """A number of processes here, or the address of a cluster."""

    name = "workers"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """The number, or the address as it is. Raises: BadParameter."""
        text = str(value)
        if text.startswith("dask:"):
            return text
        if text.isdigit() and 1 <= int(text) <= _MOST_WORKERS:
            return int(text)
        told = f"{text!r} is neither a number from 1 to {_MOST_WORKERS} nor dask:tcp://HOST:PORT"
        raise click.BadParameter(told, ctx, param)


@dataclass(frozen=True, kw_only=True)
class ScanRequest:
    """What `impact scan` is asked for."""

    folders: tuple[Path, ...]
    rosters: tuple[Path, ...]
    scopes: tuple[Path, ...]
    systems: tuple[str, ...]
    event: str
    intruder_since: str
    workers: int | str
    ocr: bool
    replace: bool

    @property
    def of_repository(self) -> RepositoryScope:
        """What is meant of a repository."""
        return RepositoryScope(event=self.event, since=self.intruder_since, systems=self.systems)


@click.command("scan", epilog=exit_status_help(ExitStatus.INCOMPLETE))
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
@click.option(
    "--intruder-since",
    default="",
    metavar="TIME",
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
@case_repository_options
@collect_case(ScanRequest)
def scan(work: CaseWork, request: ScanRequest) -> Result:
    """Read the affected files, and find whose data was in them.

    With -r, this reads every path that an encryption event touched: its clean version and the versions since
    the intruder came in. With --folder, it reads the files below a folder, such as a leaked copy. Documents
    are read in separate processes with limits, and unreadable files are listed. Files that an earlier scan
    with the same roster has read are not read again. Values are masked and hashed, and kept in the case's
    sealed store. If no case exists, one is made.

    A result with fewer people, files or kinds of data than the last one is not recorded, unless you use
    --replace. The exit status is then 1. An incomplete or damaged roster can cause this.
    """
    roster = load_roster(request.rosters) if request.rosters else NO_ROSTER
    _tell_roster(work, roster)
    with _open_cluster(work, request.workers) as cluster, _open_sources(work, request) as sources:
        make_case_if_missing(work)
        with open_review(work).changing() as kept:
            options = ScanOptions(
                workers=1 if isinstance(request.workers, str) else request.workers,
                cluster=cluster,
                recognises=request.ocr,
                derived=work.repository.cache_folder(),
            )
            scanner = Scanner(kept, roster, clock=work.case.clock, options=options)
            before = kept.list_sources()
            counts = [scanner.scan(source, work.output.progress()) for source in sources]
            result = _keep_no_worse(work, kept, before, replaces=request.replace)
            totals = result.totals
    seconds = sum(count.seconds for count in counts)
    run = ScanRun([source.name for source in sources], sum(count.contents for count in counts), seconds)
    record_scan(work.case, totals, run, bounds=list_bounds(open_kept(work), work.case.main.read()))
    told = {"read_now": run.read_now, "seconds": round(seconds, 3)}
    _tell(work, totals, told)
    if not request.ocr:
        _tell_unrecognised(work, result.files)
    is_whole = totals.files_partly + totals.files_unreadable == 0
    return None if is_whole else ExitStatus.INCOMPLETE


def _keep_no_worse(work: CaseWork, kept: Kept, before: Sequence[SourceRecord], *, replaces: bool) -> Gathered:
    """Keep the result, unless it lacks something of the one before. Raises: WorseResultError."""
    result = find_result(kept, list(read_decisions(work.case.main.read())), at=_now(work))
    old = load_totals(kept)
    losses = list_losses(old, result.totals) if old is not None and not replaces else []
    if losses:
        restore_sources(kept, before)
        raise WorseResultError(
            f"this scan found less than the last one: {'; '.join(losses)}; the last result stays",
            hint="check the roster and the folder; if this result is right, run the scan again with "
            "--replace",
        )
    keep_result(kept, result)
    return result


def _now(work: CaseWork) -> str:
    return format_time(work.case.clock.now_ns())


@contextmanager
def _open_sources(work: CaseWork, request: ScanRequest) -> Iterator[list[ScopeSource]]:
    """All that is to be read. Raises: UsageError; ScopeError; what opening a repository raises."""
    lists = [load_scope_list(path) for path in request.scopes]
    folders = _list_folders(work, request, lists)
    given = given_options(click.get_current_context())
    is_given = "repo" in given or "repository_file" in given
    if folders and not is_given:
        yield folders
    elif is_given or names_repository(work.repository):
        with open_sources(work, request.of_repository, lists) as sources:
            yield [*folders, *sources]
    else:
        raise UsageError("nothing to read is named", hint="use --folder DIR or -r REPO")


def _list_folders(work: CaseWork, request: ScanRequest, lists: Sequence[ScopeList]) -> list[ScopeSource]:
    folders = [FolderSource(folder, apart=work.folder) for folder in request.folders]
    for folder in folders:
        # that there is such a folder is known before a case is made
        next(folder.iterate(), None)
    if not lists:
        return list(folders)
    return [ListedSource(folder, scope) for folder in folders for scope in lists]


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
    for problem in roster.problems[:_MOST_TOLD]:
        where = f"{problem.file}, line {problem.line}" if problem.line else problem.file
        work.output.warn(f"roster {where}: {problem.problem}")
    if len(roster.problems) > _MOST_TOLD:
        work.output.warn(
            f"roster: {len(roster.problems) - _MOST_TOLD} more problems; --json shows all of them"
        )


def _tell_unrecognised(work: CaseWork, files: Iterable[FileRow]) -> None:
    """Say how many files stayed unread for want of text recognition."""
    count = sum(_PICTURES in file.reason for file in files)
    if count:
        work.output.note(
            f"{count:,} {('file holds' if count == 1 else 'files hold')} text in pictures that was "
            "not read; --ocr recognizes it if tesseract is installed."
        )


def _tell(work: CaseWork, totals: ImpactTotals, told: dict[str, Any]) -> None:
    output = work.output
    output.text(
        f"{say_count(totals.files_in_scope, 'file')} in scope: {totals.files_read:,} read, "
        f"{totals.files_partly:,} partly, {totals.files_unreadable:,} unreadable "
        f"({totals.bytes_read / 1000000.0:,.1f} MB read)"
    )
    output.text(
        f"{totals.people:,} people: {totals.people_certain:,} certain, {totals.people_probable:,} probable, "
        f"{totals.people_possible:,} possible; kinds: {', '.join(totals.kinds) or 'none'}"
    )
    output.text(f"read {say_count(told['read_now'], 'document')} now, in {told['seconds']:.1f} s")
    output.summary(
        {
            "files_in_scope": totals.files_in_scope,
            "files_read": totals.files_read,
            "files_partly": totals.files_partly,
            "files_unreadable": totals.files_unreadable,
            "files_skipped": totals.files_skipped,
            "files_duplicate": totals.files_duplicate,
            "bytes_in_scope": totals.bytes_in_scope,
            "bytes_read": totals.bytes_read,
            "people": totals.people,
            "people_certain": totals.people_certain,
            "people_probable": totals.people_probable,
            "people_possible": totals.people_possible,
            "exposures": totals.exposures,
            "kinds": totals.kinds,
            "coverage_percent": totals.coverage_percent,
            **told,
        }
    )
