"""`firstbell versions`: every version of a path, and which is the clean one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firstbell.base.clock import format_time
from firstbell.cli.benches import open_bench
from firstbell.cli.exits import exit_status_help
from firstbell.cli.figures import format_bytes
from firstbell.cli.named_paths import find_path
from firstbell.cli.options import RepositoryOptions, Result, reading, repository_options
from firstbell.cli.output import Output, json_path, text_path

if TYPE_CHECKING:
    from firstbell.compose.documents import DocumentVersion


@click.command(epilog=exit_status_help())
@click.argument("path", type=click.Path(path_type=bytes))
@click.option("-H", "--host", help="Only of this host.")
@repository_options
def command(options: RepositoryOptions, *, path: bytes, host: str | None) -> Result:
    r"""Show every version of a path, and which is the clean one.

    PATH is an absolute path as it stands in a snapshot, any of the names the file had; bytes that are not
    UTF-8 may be given as \xNN. Newest first, across renames, each with its state and why it is not the
    clean version.
    """
    from firstbell.compose.documents import list_document
    from firstbell.compose.examining import examine_pending

    with reading(options) as repository, open_bench(options, repository) as bench:
        examine_pending(bench)
        versions = list_document(bench, find_path(bench, path), host)
        for version in versions:
            if options.output.json:
                options.output.message(_describe(version))
            else:
                _show(options.output, version)
    clean = [version for version in versions if version.is_clean]
    if not clean:
        options.output.text("no clean version")
    options.output.summary({"versions": len(versions), "clean_versions": len(clean)})
    return None


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
    }


def _show(output: Output, version: DocumentVersion) -> None:
    row = version.row
    mark = "clean version" if version.is_clean else version.rejected and f"not taken: {version.rejected}"
    state = row.judgement.state.value if row.judgement else "intact"
    size = format_bytes(row.size_bytes)
    first = version.first
    where = f"{first.hex_id[:8]}  {first.time[:19]}  {first.host}"
    output.text(f"{where}  {size:>12}  {state:<8} {text_path(row.path)}")
    if row.judgement:
        output.text(f"          {row.judgement.reason}")
    if mark:
        output.text(f"          {mark}")
