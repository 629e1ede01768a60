"""`firstbell versions`: every version of a path, and which is the clean one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from firstbell.base.clock import format_time, parse_given_time
from firstbell.cli.benches import open_bench
from firstbell.cli.terminal.boundary import BEFORE_HELP
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.figures import format_bytes
from firstbell.cli.terminal.named_paths import find_path
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, reading, repository_options
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.compose.document_versions import DocumentVersion
    from firstbell.repository import Repository


@click.command(epilog=exit_status_help())
@click.argument("path", type=click.Path(path_type=bytes))
@click.option("-H", "--host", help="Only of this host.")
@click.option("--before", metavar="TIME", help=BEFORE_HELP)
@repository_options
def command(options: RepositoryOptions, *, path: bytes, host: str | None, before: str | None) -> Result:
    r"""Show every version of a path, and which is the clean one.

    PATH is an absolute path as it stands in a snapshot, any of the names the file had; bytes that are not
    UTF-8 may be given as \xNN. Newest first, across renames, each with its state and why it is not the
    clean version.
    """
    from firstbell.compose.document_versions import View, list_document
    from firstbell.compose.errors import PathNotInCatalogError
    from firstbell.compose.examination import examine_pending

    before_ns = parse_given_time(before) if before else None
    with reading(options) as repository, open_bench(options, repository) as bench:
        examine_pending(bench)
        wanted = find_path(bench, path)
        try:
            versions = list_document(bench, wanted, View(host, before_ns, repository))
        except PathNotInCatalogError:
            _refuse_folder(repository, wanted)
            raise
        for version in versions:
            if options.output.json:
                options.output.message(_describe(version))
            else:
                _show(options.output, version)
    clean = [version for version in versions if version.is_clean]
    if not clean:
        options.output.text("no clean version")
    options.output.summary(
        {"versions": len(versions), "clean_versions": len(clean), **_describe_boundary(versions)}
    )
    return None


def _refuse_folder(repository: Repository, path: bytes) -> None:
    """Raises: UsageError where the path is a folder of a host's newest snapshot."""
    from firstbell.restore import PathNotFoundError, find_tree

    newest = {snapshot.hostname: snapshot for snapshot in repository.list_snapshots()}
    for snapshot in newest.values():
        try:
            find_tree(repository, bytes.fromhex(snapshot.tree), path)
        except PathNotFoundError:
            continue
        raise UsageError(
            f"{text_path(path)} is a folder; this command shows the versions of one file",
            hint=f"name a file of it; `firstbell ls {snapshot.short_id} PATH` lists them",
        )


def _describe_boundary(versions: Sequence[DocumentVersion]) -> dict[str, object]:
    """The earliest boundary of the lines, and how many clean versions are from after theirs."""
    found = [one.boundary for one in versions if one.boundary is not None]
    if not found:
        return {}
    earliest = min(found, key=lambda one: one.time_ns)
    return {
        "boundary": earliest.time,
        "boundary_why": earliest.why,
        "from_after_boundary": sum(one.is_clean and bool(one.why_after) for one in versions),
    }


def _describe(version: DocumentVersion) -> dict[str, object]:
    row = version.row
    return {
        "message_type": "version",
        "path": json_path(row.path),
        "snapshot_id": version.first.hex_id,
        "time": version.first.time,
        "size": row.size_bytes,
        "state": row.judgement.state.value if row.judgement else "intact",
        "reason": row.judgement.reason if row.judgement else f"a {row.kind}, which has no content",
        "clean_version": version.is_clean,
        "code": row.judgement.code if row.judgement else "",
        "host": version.first.host,
        "mtime": format_time(row.mtime_ns),
        "type": row.kind,
        "was": json_path(row.was) if row.was is not None else None,
        "last_snapshot_id": version.last.hex_id,
        "rejected": version.rejected,
        "taken_because": version.why_after,
    }


def _show(output: Output, version: DocumentVersion) -> None:
    row = version.row
    clean = f"clean version: {version.why_after}" if version.why_after else "clean version"
    mark = clean if version.is_clean else version.rejected and f"not taken: {version.rejected}"
    state = row.judgement.state.value if row.judgement else "intact"
    size = format_bytes(row.size_bytes)
    first = version.first
    where = f"{first.hex_id[:8]}  {show_time(first.time)}  {first.host}"
    output.text(f"{where}  {size:>12}  {state:<8} {text_path(row.path)}")
    if row.judgement:
        output.text(f"          {row.judgement.reason}")
    if mark:
        output.text(f"          {mark}")
