"""`firstbell canary`: documents that nobody has a reason to touch; a touched one is proof of an event."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from firstbell.actions.events.canaries import (
    CanariesRequest,
    CanaryPlan,
    CanaryRemovalRequest,
    list_canaries,
    plant_canaries,
    remove_canaries,
    write_canaries,
)
from firstbell.base.clock import SystemClock
from firstbell.base.counts import choose_word, say_count
from firstbell.base.deferral import defer
from firstbell.base.errors import UNREADABLE
from firstbell.base.output_file import create_file
from firstbell.cli.benches import load_bench, open_bench, open_ledger
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    UsageError,
    accept_options,
    collect,
    open_repository,
    reading,
    repository_command,
)

if TYPE_CHECKING:
    from firstbell.cli import canary_files
else:
    canary_files = defer("firstbell.cli.canary_files")

_MOST = 200


@click.group(cls=VerbList)
@accept_options
def command() -> None:
    """Plant canary files: documents that nobody has a reason to touch.

    If a snapshot shows that a canary was changed, renamed or deleted, that proves an encryption event. The
    desk's ledger holds the path and hash of each canary; the host holds no list. Warn the people who may tidy
    up those folders. If a canary moves together with its folder, Firstbell reports it but raises no event.
    """


@dataclass(frozen=True)
class PlantOptions:
    """The arguments of `canary plant`."""

    folder: Path
    count: int
    host: str | None
    as_path: str | None
    manifest: Path | None


@repository_command(by=command.command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--count", default=6, type=click.IntRange(1, _MOST), help="Number of documents to plant. [6]")
@click.option("-H", "--host", help="The host whose snapshots hold DIR. [this machine]")
@click.option("--as", "as_path", metavar="PATH", help="The path of DIR inside the snapshots, if it differs.")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="Write the list to this file instead of the ledger. Keep the file off the host.",
)
@collect(PlantOptions)
def plant(options: RepositoryOptions, request: PlantOptions) -> None:
    """Plant documents of several types in DIR and the folders below it.

    The documents look like a district's own and differ each time. No file is overwritten.

    \b
    EXAMPLE
      firstbell canary plant /srv/school --count 12 --manifest /root/canaries.json
    """
    folder = request.folder.resolve()
    host = request.host or socket.gethostname()
    now_ns = SystemClock().now_ns()
    plans = canary_files.plan_canaries(folder, request.count, seed=secrets.randbits(63), now_ns=now_ns)
    listed = [(_place(plan.place, folder, request.as_path), plan.digest) for plan in plans]
    if request.manifest is not None:
        # first the list: a file that stands without it would be a document like any other
        _write_manifest(request.manifest, host, listed)
        try:
            write_canaries(plans)
        except OSError:
            request.manifest.unlink(missing_ok=True)
            raise
    else:
        asked = CanariesRequest(host=host, listed=listed, plans=plans)
        plant_canaries(open_ledger(open_repository(options), options.desk), asked)
    _tell_planted(options, host, plans, listed)


def _place(place: Path, folder: Path, as_path: str | None) -> str:
    """The path in snapshots. Raises: UsageError where it is no text, which the ledger could not hold."""
    path = str(PurePosixPath(as_path) / place.relative_to(folder).as_posix()) if as_path else str(place)
    try:
        path.encode()
    except UnicodeEncodeError:
        raise UsageError(f"{path!r} is not valid UTF-8", hint="choose a folder with another name") from None
    return path


def _write_manifest(manifest: Path, host: str, listed: Sequence[tuple[str, bytes]]) -> None:
    canaries = [{"path": path, "sha256": digest.hex()} for path, digest in listed]
    text = json.dumps({"version": 1, "host": host, "canaries": canaries}, indent=1) + "\n"
    create_file(manifest, text.encode())


def _tell_planted(
    options: RepositoryOptions, host: str, plans: Sequence[CanaryPlan], listed: Sequence[tuple[str, bytes]]
) -> None:
    for plan, (path, digest) in zip(plans, listed, strict=True):
        told = {"message_type": "canary", "path": path, "host": host, "sha256": digest.hex()}
        options.output.message({**told, "file": str(plan.place), "state": "planted"})
        options.output.text(str(plan.place))
    options.output.text(
        f"planted {say_count(len(plans), 'canary', 'canaries')}; the next backup of {host} will include "
        f"{choose_word(len(plans), 'it', 'them')}"
    )
    options.output.summary({"canaries": len(plans), "host": host})


@repository_command(by=command.command)
@click.argument("manifest", type=click.Path(path_type=Path))
def record(options: RepositoryOptions, *, manifest: Path) -> None:
    """Add the canaries in MANIFEST to the desk's ledger. `plant --manifest` wrote that file.

    \b
    EXAMPLE
      firstbell canary record /root/canaries.json
    """
    host, listed = _read_manifest(manifest)
    asked = CanariesRequest(host=host, listed=listed)
    plant_canaries(open_ledger(open_repository(options), options.desk), asked)
    options.output.text(f"added {say_count(len(listed), 'canary', 'canaries')} of {host} to the ledger")
    options.output.summary({"canaries": len(listed), "host": host})


def _read_manifest(manifest: Path) -> tuple[str, list[tuple[str, bytes]]]:
    try:
        told = json.loads(manifest.read_text())
        if told["version"] != 1:
            raise UsageError(
                f"{manifest} has version {told['version']!r}", hint="this Firstbell reads version 1"
            )
        listed = [(str(one["path"]), bytes.fromhex(one["sha256"])) for one in told["canaries"]]
        if not listed or not all(len(digest) == 32 for _, digest in listed):
            raise ValueError("it lists no canaries, or a hash in it is not valid")
        return str(told["host"]), listed
    except (*UNREADABLE, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{manifest} is not a list of canaries",
            hint="`firstbell canary plant --manifest FILE` writes one",
        ) from error


@repository_command("list", by=command.command)
@click.option("-H", "--host", help="Only canaries of this host.")
def list_command(options: RepositoryOptions, *, host: str | None) -> None:
    """List the planted canaries and what the newest snapshot shows of each."""
    rows = []
    with reading(options, meanwhile=load_bench) as repository, open_bench(options, repository) as bench:
        entries = open_ledger(repository, options.desk).read()
        for found in list_canaries(bench.catalog, entries, host):
            canary = found.canary
            options.output.message(found.describe())
            rows.append([canary.host, canary.path.decode(), canary.planted[:10], found.state])
    print_table(
        options.output.text,
        ["Host", "Path", "Planted", "State"],
        rows,
        none="No canary is planted. `firstbell canary plant DIR` plants some.",
    )
    options.output.summary({"canaries": len(rows)})


@repository_command(by=command.command)
@click.argument("paths", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Remove all canaries.")
@click.option("-H", "--host", help="Only canaries of this host.")
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
def remove(
    options: RepositoryOptions, *, paths: tuple[str, ...], everything: bool, host: str | None, why: str
) -> None:
    """Remove the canaries at PATHS, written as `canary list` shows them.

    A file on this machine is deleted only if it is still the planted document. From then on Firstbell ignores
    what happens to these files.

    \b
    EXAMPLE
      firstbell canary remove /srv/school/Office/budget.xlsx --why "the office tidied up"
    """
    asked = CanaryRemovalRequest(paths=paths, everything=everything, host=host, why=why)
    taken = remove_canaries(open_ledger(open_repository(options), options.desk), asked)
    for one in taken:
        options.output.message(one.describe())
        options.output.text(f"{one.canary.path.decode()}: {one.problem or 'removed'}")
    left = sum(bool(one.problem) for one in taken)
    options.output.summary({"canaries": len(taken), "left": left})
