"""`firstbell catalog`: bring the catalog up to date, or make it anew."""

from __future__ import annotations

import click

from firstbell.cli.benches import open_bench
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.options import RepositoryOptions, Result, reading, repository_options
from firstbell.cli.terminal.output import json_path


@click.command(epilog=exit_status_help())
@click.option("--rebuild", is_flag=True, help="Forget the catalog, verdicts included, and make it anew.")
@repository_options
def command(options: RepositoryOptions, *, rebuild: bool) -> Result:
    """Bring the catalog up to date with the repository.

    The catalog holds every version of every path. It is derived: it can be deleted at any time, and every
    command that needs it brings it up to date.
    """
    with reading(options) as repository, open_bench(options, repository, rebuild=rebuild) as bench:
        catalog = bench.catalog
        lines, snapshots = catalog.list_lines(), catalog.list_snapshots()
        examined = len(catalog.list_examinations())
        for line in lines:
            told = {"host": line.host, "paths": list(line.paths), "snapshots": line.length}
            options.output.message({"message_type": "line", **told})
            options.output.text(f"{line.host}  {' '.join(line.paths)}  {format_count(line.length)} snapshots")
        versions = catalog.count_versions()
        counted = f"{format_count(versions)} versions in {format_count(len(snapshots))} snapshots"
        options.output.text(f"{counted}, {format_count(examined)} of them examined")
        options.output.summary(
            {
                "lines": len(lines),
                "snapshots": len(snapshots),
                "snapshots_examined": examined,
                "versions": versions,
                "path": json_path(bytes(catalog.path)) if catalog.path else None,
            }
        )
    return None
