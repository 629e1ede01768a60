"""`firstbell versions`: every version of a path, and which is the clean one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firstbell.base.clock import parse_given_time
from firstbell.cli.benches import load_bench, open_bench
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.terminal.boundary import BEFORE_HELP
from firstbell.cli.terminal.figures import format_bytes
from firstbell.cli.terminal.options import RepositoryOptions, reading
from firstbell.cli.terminal.output import Output, text_path
from firstbell.cli.times import show_time, show_times_in, time_option

if TYPE_CHECKING:
    from firstbell.compose.document_versions import DocumentVersion


@desk_repository_command()
@click.argument("path", type=click.Path(path_type=bytes))
@click.option("-H", "--host", help="Only this host.")
@time_option("--before", help=BEFORE_HELP)
def command(options: RepositoryOptions, *, path: bytes, host: str | None, before: str | None) -> None:
    """Show every version of a path, and which one is clean.

    PATH is an absolute path as a snapshot shows it, under any name the file ever had. Write bytes that are
    not UTF-8 as \\xNN. The newest version comes first. Each has its state and, if it is not the clean
    version, the reason.

    \b
    EXAMPLE
      firstbell versions /srv/school/Office/budget.xlsx
    """
    from firstbell.actions.events.versions import VersionRequest, list_versions

    request = VersionRequest(path, host, parse_given_time(before) if before else None)
    # what a catalog that is up to date tells needs no index
    opened = reading(options, loads_index=False, meanwhile=load_bench)
    with opened as repository, open_bench(options, repository) as bench:
        found = list_versions(request, bench, repository)
        for told in found.describe_each():
            options.output.message(told)
        for version in () if options.output.json else found.versions:
            _show(options.output, version)
    if not found.has_clean:
        options.output.text("no clean version")
    options.output.summary(found.describe())


def _show(output: Output, version: DocumentVersion) -> None:
    row = version.row
    clean = f"clean version: {version.why_after}" if version.why_after else "clean version"
    mark = clean if version.is_clean else version.rejected and f"not chosen: {version.rejected}"
    state = row.judgement.state.value if row.judgement else "intact"
    size = format_bytes(row.size_bytes)
    first = version.first
    where = f"{first.hex_id[:8]}  {show_time(first.time)}  {first.host}"
    output.text(f"{where}  {size:>12}  {state:<8} {text_path(row.path)}")
    if row.judgement:
        output.text(f"          {row.judgement.reason}")
    if mark:
        output.text(f"          {show_times_in(mark)}")
