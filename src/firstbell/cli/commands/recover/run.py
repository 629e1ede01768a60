"""`recover run`: carry a plan out, or restore one composed tree into a folder."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.cli import recovery_starts
from firstbell.cli.benches import find_repository, open_ledger
from firstbell.cli.commands.recover.compose import BEFORE, HOST, PATH, reading_or_writing
from firstbell.cli.commands.recover.plan_runs import PlanRun, run_plan
from firstbell.cli.desk_repositories import choose_repository
from firstbell.cli.desks import desk_option
from firstbell.cli.terminal.boundary import describe_boundary, tell_boundary
from firstbell.cli.terminal.durations import DurationType
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration
from firstbell.cli.terminal.left_out import describe_uncarried, tell_problems, tell_uncarried
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    option_set,
    repository_command,
)
from firstbell.cli.terminal.output import Output, json_path
from firstbell.record.receipt import Receipt

if TYPE_CHECKING:
    from firstbell import restore as restoring
    from firstbell.actions.recovery import composed as compositions
    from firstbell.actions.recovery import restores as recoveries
    from firstbell.compose.compose import ComposedTree
    from firstbell.repository import Repository, Snapshot
    from firstbell.runs.plans.starts import PieceStarts
else:
    compositions = defer("firstbell.actions.recovery.composed")
    recoveries = defer("firstbell.actions.recovery.restores")
    restoring = defer("firstbell.restore")


@dataclass(frozen=True, kw_only=True)
class WantedTree:
    """Whose tree is composed, and by which boundary."""

    host: str | None
    path: str | None
    before: str | None


@dataclass(frozen=True, kw_only=True)
class RecoverRequest:
    """What the command line asks of the run of a snapshot."""

    snapshot: str | None
    target: Path
    wanted: WantedTree
    overwrite: str
    sparse: bool
    devices: bool
    verify: str | None
    said: recovery_starts.KeptStarts


_RUN_OPTIONS = option_set(
    click.argument("what", metavar="[PLAN|SNAPSHOT]", required=False),
    click.option(
        "-t", "--target", type=click.Path(path_type=Path), help="The folder to restore a snapshot into."
    ),
    HOST,
    PATH,
    BEFORE,
    click.option(
        "--overwrite",
        type=click.Choice(["always", "if-changed", "if-newer", "never"]),
        default="never",
        help="For a snapshot: what to do with files that already exist. [never]",
    ),
    click.option("--sparse", is_flag=True, help="Write long runs of zeros as holes."),
    click.option(
        "--devices",
        is_flag=True,
        help="Also make device nodes. Careful: a compromised host may have added some.",
    ),
    click.option(
        "--systems", metavar="NAME[,NAME]", multiple=True, help="Only these systems of the plan. [all]"
    ),
    click.option(
        "--verify",
        type=click.Choice(["write", "read"]),
        help="Compare with the vault's hashes while writing, or also read every file back. [write; for a "
        "snapshot: read]",
    ),
    click.option("--in-place", is_flag=True, help="Restore the plan over the files on this machine."),
    click.option(
        "-y", "--yes", is_flag=True, help="Do not ask whether --in-place or --keep-persistence is meant."
    ),
    click.option(
        "--as-planned", is_flag=True, help="Run the plan even if newer snapshots have arrived since."
    ),
    click.option(
        "--windows-names", is_flag=True, help="Rename files whose names Windows cannot hold, and list them."
    ),
    click.option(
        "--aside",
        type=click.Path(path_type=Path, file_okay=False),
        help="Where to move files that differ, on the same filesystem. [.firstbell-aside beside the target]",
    ),
    click.option(
        "--wait",
        "wait_s",
        type=DurationType(),
        help="How long to wait for a vault that does not answer. [24h]",
    ),
    click.option(
        "--case", type=click.Path(path_type=Path), help="Record the receipts on this case's ledger."
    ),
)


@repository_command(further=[ExitStatus.INCOMPLETE])
@recovery_starts.keep_options
@recovery_starts.without_hunt_option
@_RUN_OPTIONS
@desk_option
def run(options: RepositoryOptions, /, **given: Any) -> Result:
    """Carry out a plan, or restore a composed snapshot into a folder; every file is verified.

    PLAN is a file that `recover plan` wrote. Firstbell restores its systems in order, several at once where
    the plan allows it, and runs their commands and checks. Each system gets a receipt on the ledger. You can
    stop the run at any moment; the same command continues it. If one system fails, the others go on. Exit
    status 3: something was not restored, or a command or a check failed. A system that would start something
    hostile again is not restored (exit status 1) until --keep-persistence keeps it.

    Instead of PLAN you can name a SNAPSHOT. If you name neither, the newest composed snapshot is restored if
    it is still what would be composed now. Otherwise one is composed first (with --no-lock only in memory;
    nothing is written into the repository).

    \b
    EXAMPLE
      firstbell recover run plan.json --verify read
    """
    what = given.pop("what")
    options = replace(options, desk=given["desk"])
    said = recovery_starts.take_kept(given, keeps_yes=True)
    if what is not None and (Path(what).is_file() or what.endswith(".json")):
        return _run_plan(options, Path(what), {**given, "said": said})
    if given["target"] is None:
        if what is None:
            raise UsageError("no folder to restore into is named", hint="use -t/--target, or name a PLAN")
        raise UsageError(
            f"{what!r} is not a file with a plan, and no folder to restore a snapshot into is named",
            hint="name the file that `firstbell recover plan` wrote, or use -t/--target",
        )
    strange = [name for name in _OF_PLANS if given[name]]
    if strange:
        raise UsageError(f"{_OF_PLANS[strange[0]]} only works with a plan", hint="name a PLAN file")
    wanted = WantedTree(host=given["host"], path=given["path"], before=given["before"])
    fields = {name: given[name] for name in _SNAPSHOT_FIELDS}
    request = RecoverRequest(snapshot=what, wanted=wanted, said=said, **fields)
    return _run_snapshot(choose_repository(options, given["desk"], given["host"]), request)


_SNAPSHOT_FIELDS = ("target", "overwrite", "sparse", "devices", "verify")
_OF_SNAPSHOTS = ("target", "host", "path", "before")
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
        again = f"make the plan with `firstbell recover plan --{strange[0]}`"
        hint = again if strange[0] in ("target", "before") else "the plan names hosts and paths itself"
        raise UsageError(f"--{strange[0]} does not work with a plan", hint=hint)
    given.pop("overwrite")
    given["verify"] = given["verify"] or "write"
    return run_plan(options, PlanRun(plan=plan, **given))


def _run_snapshot(options: RepositoryOptions, request: RecoverRequest) -> Result:
    wanted = request.wanted
    if request.snapshot and (wanted.host or wanted.path or wanted.before):
        raise UsageError("SNAPSHOT is restored as it is, so --host, --path and --before do not apply")
    with reading_or_writing(options, writes=not (request.snapshot or options.no_lock)) as repository:
        receipt, composed, told = _run(options, repository, request)
        _keep_receipt(options, repository, receipt)
    report_receipt(options.output, receipt, composed)
    if told is not None and told.directory:
        recovery_starts.advise(options.output, "restore", [json_path(path) for path in told.directory])
    is_whole = not (receipt.files_failed or receipt.problems)
    if is_whole and not receipt.files_restored + receipt.files_skipped:
        options.output.warn(f"nothing was restored: snapshot {receipt.snapshot_hex_id[:8]} holds no files")
        is_whole = False
    return None if is_whole else ExitStatus.INCOMPLETE


def _run(
    options: RepositoryOptions, repository: Repository, request: RecoverRequest
) -> tuple[Receipt, ComposedTree | None, PieceStarts | None]:
    settings = _read_request(request, repository)
    if request.snapshot:
        asked = recoveries.RecoveryRequest(
            repository.find_snapshot(request.snapshot), request.target, settings
        )
        wanted, told = recovery_starts.vet_request(options, repository, asked, said=request.said)
        return recoveries.recover(wanted, repository, options.output.progress()), None, told
    what, composed, told = _compose_wanted(options, repository, request)
    wanted = recoveries.RecoveryRequest(what, request.target, settings)
    return recoveries.recover(wanted, repository, options.output.progress()), composed, told


def _compose_wanted(
    options: RepositoryOptions, repository: Repository, request: RecoverRequest
) -> tuple[Snapshot | ComposedTree, ComposedTree, PieceStarts | None]:
    """What is to be restored without hostile files, the composed tree that it is, and what was told of it."""
    writes = not options.no_lock
    asked = compositions.ComposeRequest(**asdict(request.wanted))
    told: list[PieceStarts | None] = []

    def vet(composed: ComposedTree) -> dict[bytes, str]:
        told.append(recovery_starts.vet_tree(options, repository, composed, said=request.said))
        return recovery_starts.tell_left_out(told[-1])

    done = compositions.compose(find_repository(options, repository), asked, writes=writes, vet=vet)
    done.composed.refuse_empty()
    if done.is_new:
        options.output.note(f"wrote composed snapshot {done.snapshot[:8]}")
    what = repository.load_snapshot(done.snapshot) if writes else done.composed
    return what, done.composed, told[-1]


def _read_request(request: RecoverRequest, repository: Repository) -> restoring.RestoreOptions:
    return restoring.RestoreOptions(
        overwrite=restoring.Overwrite(request.overwrite),
        sparse=request.sparse,
        verify=request.verify != "write",
        devices=request.devices,
        has_own_modes=False,
        processes=restoring.choose_processes(repository.store),
    )


def _keep_receipt(options: RepositoryOptions, repository: Repository, receipt: Receipt) -> None:
    try:
        recoveries.keep_receipt(open_ledger(repository), receipt)
    except Error as error:
        options.output.warn(f"the receipt could not be recorded: {error}")


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
        "not_carried": describe_uncarried(receipt),
    }


def report_receipt(output: Output, receipt: Receipt, composed: ComposedTree | None) -> None:
    """Print what was restored and read back, what failed and what was not carried."""
    tell_problems(output, receipt)
    files, size = say_count(receipt.files_restored, "file"), format_bytes(receipt.bytes_restored)
    output.text(f"restored {files}, {size} in {format_duration(receipt.seconds)}")
    if receipt.files_verified or not receipt.files_restored:
        output.text(f"read back and verified {say_count(receipt.files_verified, 'file')}")
    else:
        output.text("every byte was compared with the vault's hashes as it was written")
    if receipt.files_failed:
        output.text(f"failed: {format_count(receipt.files_failed)}")
    tell_uncarried(output, receipt.not_carried)
    if composed is not None:
        tell_boundary(output, composed)
    output.summary({**_describe_receipt(receipt), **describe_boundary(composed)})
