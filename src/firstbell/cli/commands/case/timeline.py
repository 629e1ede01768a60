"""`firstbell case timeline`: what happened when; imports and exports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from firstbell.base.clock import parse_given_time
from firstbell.base.counts import choose_word, say_count
from firstbell.case.kept_files import write_target
from firstbell.case.moments import find_last_moment
from firstbell.case.timeline import import_file, list_hunted, list_sources, outline_case
from firstbell.cli.case_options import (
    CaseWork,
    case_options,
    case_repository_options,
    collect_case,
    folder_argument,
)
from firstbell.cli.case_repositories import open_beside
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.options import Result, UsageError, accept_options
from firstbell.cli.terminal.output import text_path
from firstbell.cli.times import show_moment, show_times_in
from firstbell.investigate.exports import write_export
from firstbell.investigate.timeline import LineSelection, describe_line, join_lines, select_lines

if TYPE_CHECKING:
    from firstbell.investigate.imports import ImportProblem
    from firstbell.ledger import Entry
    from firstbell.record.timeline import TimelineLine

_FORMATS = ["timesketch-jsonl", "timesketch-csv", "bodyfile", "stix", "iris", "thehive"]
_MOST_SHOWN = 160


@dataclass(frozen=True, kw_only=True)
class TimelineRequest:
    """What `case timeline` is asked for."""

    since: str | None
    until: str | None
    below: bytes | None
    kinds: tuple[str, ...]
    limit: int | None
    export: str | None
    target: Path | None

    def select(self) -> LineSelection:
        """Which lines are wanted. Raises: InvalidTimeError."""
        return LineSelection(
            since_ns=parse_given_time(self.since) if self.since else None,
            until_ns=find_last_moment(self.until) if self.until else None,
            folder=self.below or b"",
            kinds=frozenset(self.kinds),
            limit=self.limit,
        )


@click.group(cls=DefaultGroup)
@accept_options
def timeline() -> None:
    """Show what happened when, and import what other tools know.

    Without a verb: show.
    """


@timeline.command(epilog=exit_status_help())
@folder_argument
@click.option("--since", metavar="TIME", help="Only lines from this time on.")
@click.option("--until", metavar="TIME", help="Only lines up to this time. A date includes the whole day.")
@click.option(
    "--folder",
    "below",
    type=click.Path(path_type=bytes),
    help="Only lines about this path and what is below it.",
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="snapshot, verdict, damage, note, entry, trace ..."
)
@click.option("--limit", type=click.IntRange(min=0), help="Show only the first N lines.")
@click.option("--export", type=click.Choice(_FORMATS), help="Write it in another tool's format.")
@click.option("--output", "target", type=click.Path(path_type=Path), help="Write it to this new file.")
@case_repository_options
@collect_case(TimelineRequest)
def show(work: CaseWork, request: TimelineRequest) -> Result:
    """Show the timeline of the case, oldest first.

    The timeline joins what is known. It shows snapshots and the damage in them, if you name the repository
    with -r or in the environment. It shows what the last hunt found, and where nobody could look. It also
    shows arrivals and rulings of the desk, the entries of the case, and imported lines.
    """
    if request.export and request.target is None and work.options.json:
        raise UsageError("--export and --json both write to standard output", hint="use --output FILE")
    selection = request.select()
    with _listing(work) as (entries, sources):
        lines = select_lines(join_lines(sources), selection)
        count = _tell(work, lines) if not request.export else _export(work, request, entries, lines)
    if request.target is not None:
        work.output.text(f"wrote {count} lines to {request.target}")
    told = {"lines": count, "format": request.export}
    work.output.summary(told | {"output": str(request.target) if request.target else None})
    return None


@contextmanager
def _listing(work: CaseWork) -> Iterator[tuple[list[Entry], list[Iterable[TimelineLine]]]]:
    """The entries that may be shown, and all sources of lines."""
    reader = work.find_reader()
    entries, hidden = work.case.read_main(reader)
    if hidden:
        work.output.note(
            f"{say_count(hidden, 'entry', 'entries')} hidden because this role may not read "
            f"{choose_word(hidden, 'it', 'them')}"
        )
    with open_beside(work, examines=True) as beside:
        if beside is None:
            work.output.note("No repository is named (-r), so the export leaves out what its snapshots show.")
        catalog, desk = (beside.catalog, beside.ledger) if beside else (None, None)
        role = work.case.find_role(reader)
        sources = list_sources(work.case, entries, catalog, desk=desk, role=role)
        hunted = list_hunted(beside.hunted, role) if beside else []
        yield entries, [*sources, hunted]


def _tell(work: CaseWork, lines: Iterable[TimelineLine]) -> int:
    count = 0
    for line in lines:
        count += 1
        if work.options.json:
            work.output.message({"message_type": "line", **describe_line(line)})
            continue
        # only a terminal is too narrow; what is piped is kept whole
        told = show_times_in(line.message)
        is_long = sys.stdout.isatty() and len(told) > _MOST_SHOWN
        shown = told[: _MOST_SHOWN - 3] + "..." if is_long else told
        one = text_path(shown.encode(errors="surrogateescape"))
        work.output.text(f"{show_moment(line.time_ns)}  {line.kind.value:<12} {line.host or '-':<12} {one}")
    return count


def _export(
    work: CaseWork, request: TimelineRequest, entries: list[Entry], lines: Iterable[TimelineLine]
) -> int:
    outline = outline_case(work.case, entries)

    def fill(out: BinaryIO) -> int:
        return write_export(str(request.export), out, lines, outline=outline)

    if request.target is None:
        count = fill(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return count
    return write_target(request.target, fill)


@timeline.command("import", epilog=exit_status_help(ExitStatus.INCOMPLETE, repository=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["auto", "timesketch", "bodyfile", "l2tcsv"]),
    default="auto",
    help="Format of the file. [auto: Firstbell looks]",
)
@click.option("--as", "source", default="", metavar="SOURCE", help="Who or what the lines come from.")
@case_options
def import_command(work: CaseWork, *, file: Path, as_format: str, source: str) -> Result:
    """Import the lines of FILE: Timesketch CSV or JSONL, bodyfile, or plaso's l2tcsv.

    A copy of the file becomes evidence. If a line cannot be read, its number is reported, the rest is
    imported, and the exit status is 3.
    """

    def tell(problem: ImportProblem) -> None:
        work.output.warn(f"{os.fspath(file)}, line {problem.line_number}: {problem.why}")

    report = import_file(work.case, file, format=as_format, source=source, on_problem=tell)
    work.output.text(
        f"imported {say_count(report.lines, 'line')} of {report.format} as evidence "
        f"{report.exhibit.hex_id[:8]}"
    )
    if report.problems:
        work.output.text(
            f"{say_count(report.problems, 'line')} could not be read; the evidence keeps "
            f"{choose_word(report.problems, 'it', 'them')} unchanged"
        )
    work.output.summary(
        {
            "lines": report.lines,
            "problems": report.problems,
            "format": report.format,
            "evidence": report.exhibit.hex_id,
            "entry": report.entry,
        }
    )
    return ExitStatus.INCOMPLETE if report.problems else None
