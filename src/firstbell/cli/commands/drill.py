"""`firstbell drill`: prove on a sample, or on a copy of a tree, that every file comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.clock import SystemClock
from firstbell.base.counts import choose_word, say_count
from firstbell.base.deferral import defer
from firstbell.base.output_file import replace_file
from firstbell.cli.commands.hunt.report import tell_answers
from firstbell.cli.drill_console import serve_drill
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.cli.terminal.screen_story import ScreenStory
from firstbell.cli.times import show_moment
from firstbell.drill.intrusion.hosts import PLANTED, SILENT_HOST
from firstbell.investigate.hunts.answers import describe_answer
from firstbell.record.data_kinds import say_data_kinds

if TYPE_CHECKING:
    from firstbell.drill import report as reports
    from firstbell.drill import story as stories
    from firstbell.drill.affected import Affected
    from firstbell.drill.announcement import Announcement
    from firstbell.drill.intrusion import play
    from firstbell.drill.intrusion.play import IntrusionResult
    from firstbell.drill.result import DrillResult
    from firstbell.drill.scratch import ScratchFolder
else:
    play = defer("firstbell.drill.intrusion.play")
    reports = defer("firstbell.drill.report")
    stories = defer("firstbell.drill.story")

_FOLDER = click.Path(path_type=Path, file_okay=False)
_MOST_LISTED = 20
_LISTEN = "127.0.0.1:8710"
_MOST_PEOPLE = 12
_WHEN_WIDTH = 20


@dataclass(frozen=True, kw_only=True)
class DrillRequest:
    """What the command line asks of a drill."""

    source: Path | None
    seed: int
    files: int
    keep: bool
    scratch: Path | None
    report: Path | None
    intrusion: bool
    console: bool
    listen: str


@output_command()
@click.argument("source", type=click.Path(path_type=Path), required=False)
@click.option(
    "--seed", type=int, default=0, help="Which drill to play; the same seed plays the same drill. [0]"
)
@click.option(
    "--files",
    type=click.IntRange(min=50),
    default=2400,
    help="Number of files in the sample district. [2400]",
)
@click.option("--keep", is_flag=True, help="Do not delete the scratch folder afterwards.")
@click.option(
    "--scratch",
    type=_FOLDER,
    metavar="DIR",
    help="Folder to work in, made if it is missing. It needs three times the size of SOURCE.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a one-page report with pictures.",
)
@click.option(
    "--intrusion",
    is_flag=True,
    help="Play twelve days with an intruder inside, too, and ask the backups what they did.",
)
@click.option(
    "--console",
    is_flag=True,
    help="Then serve its folder in a browser, with a link to sign in for each role.",
)
@click.option("--listen", default=_LISTEN, metavar="ADDR:PORT", help=f"Where --console listens. [{_LISTEN}]")
def command(options: OutputOptions, /, **given: Any) -> Result:
    """Play an encryption event, and recover from it.

    The drill works on a sample district, or on a copy of the folder SOURCE; it only reads the original. It
    plays three days with backups and a night in which most files are encrypted, and takes one more backup.
    Then it examines the backups, composes the clean versions, restores them, and compares every byte with
    what a person would want back. The exit status is 0 only if every file is identical.

    With --intrusion the drill also plays twelve days of an intruder on five made-up hosts, with logs as
    Windows and Linux write them. The logs of two hosts are wiped, and one host keeps none. A hunt searches
    the backups and says what it could not look at. The exit status is then 0 only if the hunt also tells
    everything that the intruder did.

    With --console, the drill serves its folder to browsers on this machine until you press Ctrl-C.

    \b
    EXAMPLE
      firstbell drill /usr/share --report drill.html
    """
    request, output = DrillRequest(**given), options.output
    if request.report is not None:
        _try_place(request.report)
    asked = stories.DrillOptions(request.source, request.seed, request.scratch, request.keep, request.files)

    played: list[IntrusionResult] = []

    def conclude(result: DrillResult, scratch: ScratchFolder) -> None:
        _tell_lost(output, result)
        if request.report is not None:
            made = show_moment(SystemClock().now_ns())
            replace_file(request.report, reports.render_report(result, made=made).encode())
            output.note(f"report: {request.report}")
        if request.intrusion:
            played.append(_play_intrusion(output, request.seed))
        told = played[0] if played else None
        tell = partial(_tell_outcome, output, result, told, is_kept=request.keep)
        # the summary is the last line of JSON: links come before it
        if not (request.console and output.json):
            tell()
        if request.console:
            _serve(request, output, scratch, tell=tell)

    result = stories.run_drill(asked, ScreenStory(output), conclude=conclude)
    is_told = all(one.is_told for one in played)
    return None if result.is_perfect and is_told else ExitStatus.FAILED


def _play_intrusion(output: Output, seed: int) -> IntrusionResult:
    found = play.play_intrusion(SystemClock().now_ns(), seed, output.progress())
    story = ScreenStory(output)
    output.text()
    story.tell("Intrusion", f"{found.nights} nights of five hosts; somebody is inside for {found.days} days")
    for one in PLANTED:
        told = "NOT TOLD" if one in found.missed else f"told by {one.sign}"
        story.tell(f"Day {one.day + 1}", f"{one.host}: they {one.words}; {told}")
    story.tell("", f"{SILENT_HOST}: no backup can show what happened there")
    return found


def _tell_intrusion(output: Output, found: IntrusionResult) -> dict[str, Any]:
    """The answers and the gaps; what the summary says of them."""
    answers = [describe_answer(one) for one in found.hunted.answers]
    for answer in answers:
        output.message(answer)
    tell_answers(output, answers)
    for reason in found.unreadable:
        output.warn(f"a source could not be read: {reason}")
    return {
        "days": found.days,
        "nights": found.nights,
        "hosts": list(found.hunted.hosts),
        "planted": found.planted,
        "told": found.planted - len(found.missed),
        "missed": [{"host": one.host, "sign": one.sign} for one in found.missed],
        "traces": len(found.hunted.traces),
        "answers": {answer["question"]: answer["state"] for answer in answers},
        "gaps": sum(answer["gaps_in_all"] for answer in answers),
        "unreadable": list(found.unreadable),
    }


def _serve(
    request: DrillRequest, output: Output, scratch: ScratchFolder, *, tell: Callable[[], None]
) -> None:
    def tell_late() -> None:
        if output.json:
            tell()

    serve_drill(output, scratch, listen=request.listen, then=tell_late)


def _try_place(report: Path) -> None:
    """A place that cannot be written to is known before the drill, not after it."""
    try:
        report.touch()
    except OSError as error:
        raise UsageError(f"cannot write the report to {report}: {error.strerror}") from None


def _tell_lost(output: Output, result: DrillResult) -> None:
    if result.lost:
        output.text(
            f"{'Lost':<{_WHEN_WIDTH}}{say_count(len(result.lost), 'file')} made and damaged that night "
            f"{choose_word(len(result.lost), 'has', 'have')} no clean version: {result.listed} "
            "listed, none invented"
        )


def _tell_outcome(
    output: Output, result: DrillResult, intrusion: IntrusionResult | None, *, is_kept: bool
) -> None:
    found = result.comparison
    for title, paths in (("different", found.different), ("missing", found.missing)):
        _list_paths(output, title, paths)
    _list_paths(output, "unexpected", found.unexpected)
    output.text()
    output.text(reports.describe_outcome(result))
    output.text(f"Time to first bell: {result.first_bell_s:.1f} s")
    if result.affected is not None:
        _tell_affected(output, result, is_kept=is_kept)
    told = _tell_intrusion(output, intrusion) if intrusion is not None else None
    output.detail(", ".join(f"{stage} {taken:.1f} s" for stage, taken in result.seconds.items()))
    output.summary(
        {
            "source": result.source,
            "seed": result.seed,
            "files": result.files,
            "total_bytes": result.size_bytes,
            "struck": result.struck,
            "deleted": result.deleted,
            "damaged": result.damaged,
            "verdict": result.verdict,
            "verdicts": [day.verdict for day in result.days],
            "identical": found.identical,
            "different": len(found.different),
            "missing": len(found.missing),
            "unexpected": len(found.unexpected),
            "without_clean_version": len(result.lost),
            "paths": [json_path(path) for path in _list_faults(result)],
            "case": asdict(result.case) if result.case else None,
            "people": _describe_affected(result.affected),
            "told": _describe_announcement(result.announcement),
            "intrusion": told,
            "seconds_to_list": round(result.list_s, 3),
            "seconds": {stage: round(taken, 3) for stage, taken in result.seconds.items()},
            "seconds_to_first_bell": round(result.first_bell_s, 3),
        }
    )


def _tell_affected(output: Output, result: DrillResult, *, is_kept: bool) -> None:
    """The people, and how long it took to know them; of a copy of somebody's tree the numbers alone."""
    assert result.affected is not None
    people = result.affected.people if result.is_sample else ()
    for person in people[:_MOST_PEOPLE]:
        who = f"{person.name:<24}  {person.sourced_id or '':<7}  {person.role:<8}  {person.confidence:<8}"
        output.text(f"  {who}  {say_data_kinds(person.kinds)}")
    if len(people) > _MOST_PEOPLE:
        where = (
            "the command above lists them all" if is_kept else "use --keep to keep the case and see them all"
        )
        output.text(f"  and {len(people) - _MOST_PEOPLE:,} more; {where}")
    output.text(f"Time to the list of affected people: {result.list_s:.1f} s")


def _describe_affected(affected: Affected | None) -> dict[str, Any] | None:
    if affected is None:
        return None
    totals = affected.totals
    return {
        "people": totals.people,
        "certain": totals.people_certain,
        "probable": totals.people_probable,
        "possible": totals.people_possible,
        "kinds": totals.kinds,
        "files_in_scope": totals.files_in_scope,
        "files_read": totals.files_read,
        "files_partly": totals.files_partly,
        "files_unreadable": totals.files_unreadable,
        "canaries_missed": affected.canaries_missed,
    }


def _describe_announcement(told: Announcement | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "clocks": [one.rule.id for one in told.clocks if one.rule],
        "differences": told.differences,
        "blocked": told.blocked,
        "stopped": told.stopped.text,
        "stopped_verdict": told.stopped.verdict.value,
        "stopped_needs": list(told.stopped.needs),
        "stopped_against": list(told.against),
        "letters": len(told.plan.letters),
    }


def _list_faults(result: DrillResult) -> list[bytes]:
    found = result.comparison
    return [*found.different, *found.missing, *found.unexpected][:1000]


def _list_paths(output: Output, title: str, paths: tuple[bytes, ...]) -> None:
    for path in paths[:_MOST_LISTED]:
        output.text(f"{title:<{_WHEN_WIDTH}}{text_path(path)}")
    if len(paths) > _MOST_LISTED:
        output.text(f"{'':<{_WHEN_WIDTH}}and {len(paths) - _MOST_LISTED:,} more {title}")
