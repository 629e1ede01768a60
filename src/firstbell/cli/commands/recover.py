"""`firstbell recover`: compose the tree a person would want back, and restore it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.errors import Error
from firstbell.cli.benches import open_bench, open_ledger
from firstbell.cli.desks import desk_option
from firstbell.cli.durations import DurationType
from firstbell.cli.exits import ExitStatus, exit_status_help
from firstbell.cli.figures import format_bytes, format_count, format_duration
from firstbell.cli.options import (
    RepositoryOptions,
    Result,
    UsageError,
    accept_options,
    place_options,
    reading,
    repository_options,
    writing,
)
from firstbell.cli.output import Output, json_path, text_path
from firstbell.cli.recoveries.narrating import show_status
from firstbell.cli.recoveries.planning import PlanRequest, build_plan, plan_options, report_plan
from firstbell.cli.recoveries.running import PlanRun, run_plan

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree
    from firstbell.record.receipt import Receipt
    from firstbell.repository import Repository
    from firstbell.restore import RestoreOptions

_MOST_LISTED = 1000
_MOST_SHOWN = 20
_HOST = click.option("-H", "--host", help="Whose files; needed where several hosts share the repository.")
_PATH = click.option("--path", help="Which backup of the host, by one of its paths. [the struck one]")


@click.group()
@accept_options
def command() -> None:
    """Compose the tree a person would want back, and restore it.

    Every path in its clean version: the names from before the event, what it deleted, and what people made
    or edited after it began; without its notes and without damaged versions.
    """


@contextmanager
def _open(options: RepositoryOptions, *, writes: bool) -> Iterator[Repository]:
    with (writing if writes else reading)(options) as repository:
        yield repository


@command.command(epilog=exit_status_help())
@_HOST
@_PATH
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be composed, write nothing.")
@repository_options
def compose(options: RepositoryOptions, *, host: str | None, path: str | None, dry_run: bool) -> Result:
    """Write a composed snapshot: only trees, no data is copied.

    It is tagged `firstbell:composed`, and stock restic can restore it. Earlier snapshots are not touched.
    Where the newest composed snapshot is what would be written, it is named. With --no-lock nothing is
    written.
    """
    from firstbell.compose.compose import keep_composed

    writes = not (dry_run or options.no_lock)
    with _open(options, writes=writes) as repository:
        composed = _compose(options, repository, host=host, path=path)
        hex_id = keep_composed(repository, composed)[0].hex_id if writes else ""
    _report_composed(options.output, composed, hex_id)
    return None


def _compose(
    options: RepositoryOptions, repository: Repository, *, host: str | None, path: str | None
) -> ComposedTree:
    from firstbell.compose.compose import compose_tree
    from firstbell.compose.examining import examine_pending
    from firstbell.compose.hosts import Selection, choose_line

    with open_bench(options, repository) as bench:
        examine_pending(bench)
        line = choose_line(bench.catalog, Selection(host, path))
        if line.note:
            options.output.note(line.note)
        return compose_tree(repository, line, bench)


def _report_composed(output: Output, composed: ComposedTree, hex_id: str) -> None:
    event = composed.line.event
    output.text(f"base snapshot {composed.base_hex_id[:8]} of {composed.line.newest.time[:19]}")
    if event is not None:
        output.text(f"encryption event {event.hex_id}")
    elif composed.line.damage is not None:
        output.text("no encryption event, but suspect snapshots: what they damaged is in its clean version")
    else:
        output.text("no encryption event: the newest tree as it is")
    earlier = format_count(composed.files_from_earlier)
    output.text(f"{format_count(composed.files)} files, {earlier} of them from earlier snapshots")
    _list(output, "without a clean version", composed.without_clean)
    others = {path: why for path, why in composed.left_out.items() if path not in composed.without_clean}
    _list(output, "left out", others)
    output.text(f"composed snapshot {hex_id[:8]}" if hex_id else "nothing was written")
    output.summary(
        {
            "snapshot_id": hex_id,
            "base_snapshot_id": composed.base_hex_id,
            "files": composed.files,
            "files_from_earlier": composed.files_from_earlier,
            "files_without_clean_version": len(composed.without_clean),
            "left_out": len(composed.left_out),
            "event_id": event.hex_id if event else None,
            "sources": list(composed.sources),
            "without_clean_version": _describe(composed.without_clean),
            "left_out_paths": _describe(composed.left_out),
        }
    )


def _describe(paths: Mapping[bytes, str]) -> list[dict[str, str]]:
    return [{"path": json_path(path), "reason": paths[path]} for path in sorted(paths)[:_MOST_LISTED]]


def _list(output: Output, title: str, paths: Mapping[bytes, str]) -> None:
    if not paths:
        return
    output.text(f"{title}: {format_count(len(paths))}")
    for path in sorted(paths)[:_MOST_SHOWN]:
        output.text(f"  {text_path(path)}: {paths[path]}")
    if len(paths) > _MOST_SHOWN:
        output.text(f"  ... and {format_count(len(paths) - _MOST_SHOWN)} more")


@command.command("plan", epilog=exit_status_help(ExitStatus.INCOMPLETE))
@plan_options
@desk_option
@place_options
def make_plan(options: RepositoryOptions, /, *, desk: Path | None, **given: Any) -> Result:
    """Plan the recovery of the desk's systems: in which order, from which day, how long, what is lost.

    The systems stand in firstbell.toml. The repositories are those of the desk, or the one that -r names,
    which then holds all hosts. A system that was never backed up is named, the others are planned; the exit
    status is 3. `recover run PLAN` carries the plan out.
    """
    options = replace(options, desk=desk)
    plan, path = build_plan(options, PlanRequest(**given))
    report_plan(options.output, plan, path)
    return ExitStatus.INCOMPLETE if any(system.missing for system in plan.systems) else None


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the command line asks of the run of a snapshot."""

    snapshot: str | None
    target: Path
    host: str | None
    path: str | None
    overwrite: str
    sparse: bool
    verify: str | None


_RUN_OPTIONS = (
    click.argument("what", metavar="[PLAN|SNAPSHOT]", required=False),
    click.option(
        "-t", "--target", type=click.Path(path_type=Path), help="The folder to restore a snapshot into."
    ),
    _HOST,
    _PATH,
    click.option(
        "--overwrite",
        type=click.Choice(["always", "if-changed", "if-newer", "never"]),
        default="never",
        help="Of a snapshot: what becomes of files that are there already. [never]",
    ),
    click.option("--sparse", is_flag=True, help="Leave holes where files hold long runs of zeros."),
    click.option("--systems", metavar="NAME[,NAME]", multiple=True, help="Only these of the plan's. [all]"),
    click.option(
        "--verify",
        type=click.Choice(["write", "read"]),
        help="Compare with the vault's hashes while writing, or read every file back, too."
        " [write; of a snapshot: read]",
    ),
    click.option("--in-place", is_flag=True, help="Restore the plan over what stands on this machine."),
    click.option("-y", "--yes", is_flag=True, help="Do not ask whether --in-place is meant."),
    click.option("--as-planned", is_flag=True, help="Though newer snapshots came since the plan was made."),
    click.option("--windows-names", is_flag=True, help="Map names that Windows cannot hold, and list them."),
    click.option(
        "--aside",
        type=click.Path(path_type=Path, file_okay=False),
        help="Where what differs is moved, on the same filesystem. [.firstbell-aside beside the target]",
    ),
    click.option(
        "--wait", "wait_s", type=DurationType(), help="How long to wait for a vault that is gone. [24h]"
    ),
    click.option("--case", type=click.Path(path_type=Path), help="Put the receipts on this case's ledger."),
)


def _run_options(function: Callable[..., Result]) -> Callable[..., Result]:
    for option in reversed(_RUN_OPTIONS):
        function = option(function)
    return function


@command.command(epilog=exit_status_help(ExitStatus.INCOMPLETE))
@_run_options
@desk_option
@repository_options
def run(options: RepositoryOptions, /, **given: Any) -> Result:
    """Carry out a plan, or restore a composed snapshot into a folder; every file is verified.

    PLAN is a file that `recover plan` wrote. Its systems are restored in order, side by side where they may
    be, with their commands and checks; each gets a receipt on the ledger. Stopped at any moment, the same
    command goes on where it was. A system that fails stops alone. Exit status 3: something was not restored,
    a command or a check failed.

    Without PLAN: SNAPSHOT, else the newest composed snapshot if it is what would be composed now, else one is
    composed first (with --no-lock in memory, and nothing is written into the repository).
    """
    what = given.pop("what")
    options = replace(options, desk=given["desk"])
    if what is not None and (Path(what).is_file() or what.endswith(".json")):
        return _run_plan(options, Path(what), given)
    if given["target"] is None:
        raise UsageError("no folder to restore into is named", hint="use -t/--target, or name a PLAN")
    strange = [name for name in _OF_PLANS if given[name]]
    if strange:
        raise UsageError(
            f"{_OF_PLANS[strange[0]]} means something for a plan only", hint="name a PLAN, as a file"
        )
    request = Request(snapshot=what, **{name: given[name] for name in _SNAPSHOT_FIELDS})
    return _run_snapshot(options, request)


_SNAPSHOT_FIELDS = ("target", "host", "path", "overwrite", "sparse", "verify")
_OF_SNAPSHOTS = ("target", "host", "path")
_OF_PLANS = {
    "systems": "--systems",
    "in_place": "--in-place",
    "as_planned": "--as-planned",
    "windows_names": "--windows-names",
    "aside": "--aside",
    "wait_s": "--wait",
    "case": "--case",
}


def _run_plan(options: RepositoryOptions, plan: Path, given: dict[str, Any]) -> Result:
    strange = [name for name in _OF_SNAPSHOTS if given.pop(name) is not None]
    if strange:
        raise UsageError(
            f"--{strange[0]} has no meaning with a plan", hint=f"`recover plan --{strange[0]}` may have"
        )
    given.pop("overwrite")
    given["verify"] = given["verify"] or "write"
    return run_plan(options, PlanRun(plan=plan, **given))


def _run_snapshot(options: RepositoryOptions, request: Request) -> Result:
    if request.snapshot and (request.host or request.path):
        raise UsageError("SNAPSHOT names its host; --host and --path have no meaning with it")
    with _open(options, writes=not (request.snapshot or options.no_lock)) as repository:
        receipt = _run(options, repository, request)
        _keep_receipt(options, repository, receipt)
    _report_run(options.output, receipt)
    return ExitStatus.INCOMPLETE if receipt.files_failed or receipt.problems else None


@command.command(epilog=exit_status_help(repository=False))
@click.argument("plan", type=click.Path(path_type=Path, dir_okay=False), required=False)
@desk_option
@place_options
def status(options: RepositoryOptions, *, plan: Path | None, desk: Path | None) -> Result:
    """Say how far a run is, from any terminal: of PLAN, else the run that went on last."""
    return show_status(options, plan, desk)


def _run(options: RepositoryOptions, repository: Repository, request: Request) -> Receipt:
    from firstbell.runs.recovery import run_composed, run_snapshot

    settings = _read_request(request, repository)
    progress = options.output.progress()
    if request.snapshot:
        snapshot = repository.find_snapshot(request.snapshot)
        return run_snapshot(repository, snapshot, request.target, options=settings, progress=progress)
    from firstbell.compose.compose import keep_composed

    composed = _compose(options, repository, host=request.host, path=request.path)
    if options.no_lock:
        return run_composed(composed, request.target, options=settings, progress=progress)
    snapshot, is_new = keep_composed(repository, composed)
    if is_new:
        options.output.note(f"composed snapshot {snapshot.short_id} written")
    return run_snapshot(repository, snapshot, request.target, options=settings, progress=progress)


def _read_request(request: Request, repository: Repository) -> RestoreOptions:
    from firstbell.restore import Overwrite, RestoreOptions, choose_processes

    return RestoreOptions(
        overwrite=Overwrite(request.overwrite),
        sparse=request.sparse,
        verify=request.verify != "write",
        processes=choose_processes(repository.store),
    )


def _keep_receipt(options: RepositoryOptions, repository: Repository, receipt: Receipt) -> None:
    try:
        open_ledger(repository).append("recover.run", _describe_receipt(receipt))
    except Error as error:
        options.output.warn(f"the receipt could not be kept: {error}")


def _describe_receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "snapshot_id": receipt.snapshot_hex_id,
        "files_restored": receipt.files_restored,
        "bytes_restored": receipt.bytes_restored,
        "files_verified": receipt.files_verified,
        "files_failed": receipt.files_failed,
        "seconds": round(receipt.seconds, 3),
        "files_skipped": receipt.files_skipped,
        "target": receipt.target,
    }


def _report_run(output: Output, receipt: Receipt) -> None:
    for problem in receipt.problems:
        if output.json:
            where = {"path": json_path(problem.path), "code": problem.code, "reason": problem.reason}
            output.message({"message_type": "error", **where})
        else:
            output.warn(f"{text_path(problem.path)}: {problem.reason}")
    files, size = format_count(receipt.files_restored), format_bytes(receipt.bytes_restored)
    output.text(f"restored {files} files, {size} in {format_duration(receipt.seconds)}")
    if receipt.files_verified or not receipt.files_restored:
        output.text(f"read back and verified {format_count(receipt.files_verified)} files")
    else:
        output.text("every byte was compared with the vault's hashes while it was written")
    if receipt.files_failed:
        output.text(f"failed: {format_count(receipt.files_failed)}")
    output.summary(_describe_receipt(receipt))
