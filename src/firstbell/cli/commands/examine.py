"""`firstbell examine`: judge snapshots: is an encryption event in them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.reasons import read_reason
from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.benches import find_repository, list_events, load_bench, open_bench
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.keys import read_login_name
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, reading
from firstbell.cli.terminal.output import Output, escape_text, json_path, text_path
from firstbell.cli.terminal.verbs import CommandWithVerbs, OwnArgument
from firstbell.cli.times import show_time, show_times_in
from firstbell.compose.unreadable import UNREADABLE

if TYPE_CHECKING:
    from firstbell.actions.events import rulings, versions
    from firstbell.catalog import Catalog, ExaminationRow, SnapshotRow, description
    from firstbell.compose import examination, explanations
    from firstbell.compose.examination import ExaminationContext
    from firstbell.compose.explanations import FileExplanation
    from firstbell.repository import Repository
else:
    rulings = defer("firstbell.actions.events.rulings")
    versions = defer("firstbell.actions.events.versions")
    description = defer("firstbell.catalog.description")
    examination = defer("firstbell.compose.examination")
    explanations = defer("firstbell.compose.explanations")

_MOST_SHOWN = 10
_MARKS = {"damage": "+", "against": "-", "neither": " "}


@click.group(
    cls=CommandWithVerbs,
    invoke_without_command=True,
    epilog=exit_status_help(ExitStatus.INCOMPLETE, ExitStatus.EVENT),
)
@click.argument("snapshots", nargs=-1, metavar="[SNAPSHOT]...", cls=OwnArgument)
@click.option(
    "--all", "everything", is_flag=True, help="Examine all snapshots again, including those judged before."
)
@click.option("-H", "--host", help="Only snapshots of this host.")
@click.option(
    "--explain",
    metavar="PATH",
    type=click.Path(path_type=bytes),
    help="Explain how this file was judged, in the newest snapshot or in SNAPSHOT.",
)
@desk_repository_command.give
def command(
    options: RepositoryOptions,
    *,
    snapshots: tuple[str, ...],
    everything: bool,
    host: str | None,
    explain: bytes | None,
) -> Result:
    """Judge snapshots: is an encryption event in them?

    Without SNAPSHOT, this judges every snapshot that has no verdict yet. It compares the changed files with
    the snapshot before it of the same host and paths, and adds up what earlier snapshots showed. For a
    snapshot that was judged before, it prints the verdict. Composed snapshots are never examined.

    \b
    EXAMPLE
      firstbell examine latest --explain /srv/school/Office/budget.xlsx
    """
    if snapshots and everything:
        raise UsageError("use either --all or snapshot ids, not both")
    with reading(options, meanwhile=load_bench) as repository, open_bench(options, repository) as bench:
        named = _find_named(bench, repository, snapshots)
        fitting = named if snapshots else _find_fitting(bench.catalog, host)
        known = bench.catalog.list_examinations()
        examination.examine_pending(bench, {row.id for row in fitting})
        if explain is not None:
            path = versions.find_path(bench, explain)
            found = explanations.explain_file(bench, path, host=host, snapshots={row.id for row in named})
            return _tell_explained(options.output, bench, found)
        if not snapshots and not everything:
            fitting = [row for row in fitting if row.id not in known]
        rows = [bench.catalog.list_examinations()[row.id] for row in fitting]
        for row in rows:
            _report(options.output, bench.catalog, row)
        _sum_up(options.output, bench, rows, new=sum(row.snapshot.id not in known for row in rows))
    if any(row.verdict == "event" for row in rows):
        return ExitStatus.EVENT
    return ExitStatus.INCOMPLETE if bench.left_out or _has_unreadable(rows) else None


def _tell_explained(output: Output, bench: ExaminationContext, found: FileExplanation) -> Result:
    tell_explanation(output, found)
    verdict = bench.catalog.list_examinations()[found.snapshot.id].verdict
    return ExitStatus.EVENT if verdict == "event" else None


@desk_repository_command(by=command.command)
@click.argument("snapshot")
@click.argument("verdict", required=False, type=click.Choice(["benign", "event"]))
@click.option("--undo", is_flag=True, help="Take back the ruling on SNAPSHOT.")
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
def rule(options: RepositoryOptions, *, snapshot: str, verdict: str | None, undo: bool, why: str) -> None:
    """Rule that a SNAPSHOT is benign, or that it is an event.

    The ruling goes on the desk's ledger and applies to this host only. `benign` means the snapshot is clean
    and similar changes are no longer a sign. `event` means it is an encryption event. The verdicts after it,
    and what retention keeps, are updated. --undo restores the judgment from before.

    \b
    EXAMPLE
      firstbell examine rule 4f3c2a91 benign --why "the library moved to a new format"
    """
    if (verdict is None) != undo:
        raise UsageError(
            "say benign or event, or use --undo", hint="firstbell examine rule ID benign --why ..."
        )
    read_reason(why)
    asked = rulings.RulingRequest(snapshot=snapshot, verdict=verdict, why=why, who=read_login_name())
    with reading(options) as repository:
        done = rulings.rule(find_repository(options, repository), asked)
    for row, told in done.examinations:
        _tell_examination(options.output, row, told)
    options.output.summary(
        {
            "snapshot_id": done.row.snapshot.hex_id,
            "verdict": done.row.verdict.value,
            "verdicts_changed": [row.snapshot.hex_id for row in done.changed],
        }
    )


def _has_unreadable(rows: Sequence[ExaminationRow]) -> bool:
    return any(reason.code == UNREADABLE for row in rows for reason in row.reasons)


def _find_fitting(catalog: Catalog, host: str | None) -> list[SnapshotRow]:
    return [row for row in catalog.list_snapshots() if host is None or row.host == host]


def _find_named(bench: ExaminationContext, repository: Repository, specs: Sequence[str]) -> list[SnapshotRow]:
    rows = [rulings.find_named(bench, repository, spec) for spec in specs]
    return list({row.id: row for row in rows}.values())


def _report(output: Output, catalog: Catalog, row: ExaminationRow) -> None:
    _tell_examination(output, row, description.describe_examination(catalog, row))


def _tell_examination(output: Output, row: ExaminationRow, told: dict[str, Any]) -> None:
    output.message(told)
    if output.json:
        return
    snapshot = row.snapshot
    changed = f"{say_count(row.files_changed, 'file')} changed"
    struck = f", {format_count(row.files_damaged)} damaged" if row.files_damaged else ""
    where = f"{snapshot.hex_id[:8]}  {show_time(snapshot.time)}  {snapshot.host}"
    output.text(f"{where}  {row.verdict}  {changed}{struck}")
    for reason in row.reasons:
        output.text(f"          {show_times_in(reason.detail)}")
        if output.verbosity and reason.weight:
            output.text(f"            {reason.weight:g} points; clean if {reason.clean_if}")
    for hint in row.hints:
        output.text(f"          hint: {hint}")
    shown = told["damaged"] if output.verbosity else told["damaged"][:_MOST_SHOWN]
    for path in shown:
        output.text(f"            {escape_text(path)}")
    if row.files_damaged > len(shown):
        output.text(f"            ... and {format_count(row.files_damaged - len(shown))} more")


def _list_on_hold(catalog: Catalog, rows: Sequence[ExaminationRow]) -> list[str]:
    """The hosts whose newest snapshot is not clean."""
    shown = [row.snapshot for row in rows if row.verdict.value != "clean"]
    newest = {line: catalog.list_snapshots(line)[-1].id for line in {snapshot.line for snapshot in shown}}
    return sorted({snapshot.host for snapshot in shown if newest[snapshot.line] == snapshot.id})


def _sum_up(output: Output, bench: ExaminationContext, rows: Sequence[ExaminationRow], *, new: int) -> None:
    verdicts = Counter(row.verdict.value for row in rows)
    printed = {row.snapshot.id for row in rows}
    events = [
        event.hex_id
        for event in list_events(bench)
        if any(struck.snapshot.id in printed for struck in event.struck)
    ]
    if not rows:
        why = "every snapshot already has a verdict (--all examines them again)"
        output.text(
            f"nothing to examine: {why if bench.catalog.list_snapshots() else 'there are no snapshots'}"
        )
    hosts = _list_on_hold(bench.catalog, rows)
    if hosts:
        output.text(
            f"on {', '.join(hosts)}, `firstbell backup --reread all` (restic: `--force`) also reads "
            "files that only look unchanged"
        )
    for hex_id in events:
        output.text(f"encryption event {hex_id}: see `firstbell event show {hex_id}`")
    output.summary(
        {
            "snapshots": len(rows),
            "snapshots_examined": new,
            **{verdict: verdicts[verdict] for verdict in ("clean", "suspect", "event")},
            "events": events,
        }
    )


def tell_explanation(output: Output, found: FileExplanation) -> None:
    """Tell it, for people or as JSON, with the summary."""
    output.message(_describe(found))
    pair, explanation, snapshot = found.pair, found.explanation, found.snapshot
    judgement = explanation.judgement
    output.text(f"{text_path(pair.new.path)}  {judgement.state.value}")
    output.text(f"  {judgement.reason}")
    output.text(f"  first held by  {snapshot.hex_id[:8]} of {show_time(snapshot.time)}, host {snapshot.host}")
    if found.before is not None:
        output.text(f"  compared with  {found.before.hex_id[:8]} of {show_time(found.before.time)}")
    if pair.old is not None:
        output.text(f"  SHA-256 before {explanation.old_sha256}  {pair.old.size_bytes} bytes")
    output.text(f"  SHA-256 now    {explanation.new_sha256}  {pair.new.size_bytes} bytes")
    output.text("  signs (+ for damage, - against damage):")
    for sign in explanation.signs:
        output.text(f"   {_MARKS[sign.speaks]} {sign.detail}")
    output.text(f"  adds {explanation.weight:g} points to the verdict on its snapshot")
    if explanation.clean_if:
        output.text(f"  would be clean if {explanation.clean_if}")
    output.summary({"files": 1, "state": judgement.state.value})


def _describe(found: FileExplanation) -> dict[str, object]:
    pair, explanation = found.pair, found.explanation
    return {
        "message_type": "explanation",
        "path": json_path(pair.new.path),
        "was": json_path(pair.was) if pair.was is not None else None,
        "snapshot_id": found.snapshot.hex_id,
        "compared_with": found.before.hex_id if found.before else None,
        "time": found.snapshot.time,
        "host": found.snapshot.host,
        "state": explanation.judgement.state.value,
        "code": explanation.judgement.code,
        "reason": explanation.judgement.reason,
        "old_sha256": explanation.old_sha256 or None,
        "new_sha256": explanation.new_sha256,
        "old_size": pair.old.size_bytes if pair.old else None,
        "new_size": pair.new.size_bytes,
        "signs": [asdict(sign) for sign in explanation.signs],
        "weight": explanation.weight,
        "clean_if": explanation.clean_if,
    }
