"""`firstbell case timeline`: what happened when; imports and exports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.actions.case import timeline as actions
from firstbell.base.clock import parse_given_time
from firstbell.base.counts import choose_word, say_count
from firstbell.case.moments import find_last_moment
from firstbell.cli.case_options import CaseWork, case_command, case_repository_command, folder_argument
from firstbell.cli.case_repositories import names_repository, open_named
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import Result, UsageError, accept_options, collect
from firstbell.cli.terminal.output import text_path
from firstbell.cli.times import show_moment, show_times_in, time_option
from firstbell.investigate.imports import ImportProblem
from firstbell.investigate.timeline import LineSelection, describe_line
from firstbell.record.timeline import LineKind, TimelineLine

_FORMATS = ["timesketch-jsonl", "timesketch-csv", "bodyfile", "stix", "iris", "thehive"]
_MOST_SHOWN = 160


class LineKindType(click.ParamType[str]):
    """A kind of line: its name, what stands before the dot of it, or the words that the timeline shows."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, or what stands before the dot."""
        told = str(value).lower()
        names = {word: word for kind in LineKind for word in (kind.value, kind.value.partition(".")[0])}
        names |= {kind.words.lower(): kind.value for kind in LineKind if kind.words.lower() not in names}
        if told not in names:
            kinds = ", ".join(kind.value for kind in LineKind)
            self.fail(f"{value!r} is not a kind of line; the kinds are {kinds}", param, ctx)
        return names[told]


@dataclass(frozen=True, kw_only=True)
class TimelineArguments:
    """What the command line says of a timeline."""

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


@case_repository_command(by=timeline.command)
@folder_argument
@time_option("--since", help="Only lines from this time on.")
@time_option("--until", is_end=True, help="Only lines up to this time. A date includes the whole day.")
@click.option(
    "--folder",
    "below",
    type=click.Path(path_type=bytes),
    help="Only lines about this path and what is below it.",
)
@click.option(
    "--kind",
    "kinds",
    type=LineKindType(),
    multiple=True,
    metavar="KIND",
    help="Only lines of this kind: snapshot, verdict, damage, entry, trace ...",
)
@click.option("--limit", type=click.IntRange(min=0), help="Show only the first N lines.")
@click.option("--export", type=click.Choice(_FORMATS), help="Write it in another tool's format.")
@click.option("--output", "target", type=click.Path(path_type=Path), help="Write it to this new file.")
@collect(TimelineArguments)
def show(work: CaseWork, given: TimelineArguments) -> None:
    """Show the timeline of the case, oldest first.

    The timeline joins what is known. It shows snapshots and the damage in them, if you name the repository
    with -r or in the environment. It shows what the last hunt found, and where nobody could look. It also
    shows arrivals and rulings of the desk, the entries of the case, and imported lines.

    \b
    EXAMPLE
      firstbell case timeline show /srv/case --since 2026-11-28 --kind damage
    """
    if given.export and given.target is None and work.options.json:
        raise UsageError("--export and --json both write to standard output", hint="use --output FILE")
    request = actions.TimelineRequest(given.select(), work.find_reader())
    with actions.open_timeline(work.case, request, open_named(work)) as timeline:
        _note(work, timeline.hidden)
        count = _write(given, timeline) if given.export else _tell(work, timeline.lines)
    if not count and not given.export:
        work.output.text("No line of the timeline fits.")
    if given.target is not None:
        work.output.text(f"wrote {say_count(count, 'line')} to {given.target}")
    told = {"lines": count, "format": given.export}
    work.output.summary(told | {"output": str(given.target) if given.target else None})


def _note(work: CaseWork, hidden: int) -> None:
    if hidden:
        work.output.note(
            f"{say_count(hidden, 'entry', 'entries')} hidden because this role may not read "
            f"{choose_word(hidden, 'it', 'them')}"
        )
    if not names_repository(work.repository):
        work.output.note("No repository is named (-r), so what its snapshots show is missing here.")


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
        work.output.text(f"{show_moment(line.time_ns)}  {line.kind.words:<14} {line.host or '-':<12} {one}")
    return count


def _write(given: TimelineArguments, timeline: actions.CaseTimeline) -> int:
    if given.target is not None:
        return timeline.write_file(given.target, str(given.export))
    count = timeline.write(sys.stdout.buffer, str(given.export))
    sys.stdout.buffer.flush()
    return count


@case_command("import", by=timeline.command, further=[ExitStatus.INCOMPLETE])
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["auto", "timesketch", "bodyfile", "l2tcsv"]),
    default="auto",
    help="Format of the file. [auto: Firstbell looks]",
)
@click.option("--as", "source", default="", metavar="SOURCE", help="Who or what the lines come from.")
def import_command(work: CaseWork, *, file: Path, as_format: str, source: str) -> Result:
    """Import the lines of FILE: Timesketch CSV or JSONL, bodyfile, or plaso's l2tcsv.

    A copy of the file becomes evidence. If a line cannot be read, its number is reported, the rest is
    imported, and the exit status is 3.

    \b
    EXAMPLE
      firstbell case timeline import firewall.csv --as "the firewall" --case /srv/case
    """

    def tell(problem: ImportProblem) -> None:
        work.output.warn(f"{os.fspath(file)}, line {problem.line_number}: {problem.why}")

    request = actions.ImportRequest(path=file, format=as_format, source=source)
    report = actions.import_lines(work.case, request, tell)
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
