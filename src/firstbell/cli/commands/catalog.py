"""`firstbell catalog`: bring the catalog up to date, or make it anew."""

from __future__ import annotations

import click

from firstbell.base.counts import say_count
from firstbell.cli.benches import load_bench, open_bench
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.options import RepositoryOptions, reading, repository_command
from firstbell.cli.terminal.output import json_path


@repository_command()
@click.option("--rebuild", is_flag=True, help="Delete the catalog with all verdicts and rebuild it.")
def command(options: RepositoryOptions, *, rebuild: bool) -> None:
    """Bring the catalog up to date with the repository.

    The catalog lists every version of every path. It holds nothing that cannot be rebuilt: you may delete it
    at any time, and every command that needs it updates it. FIRSTBELL_CATALOG keeps it in PostgreSQL, where
    several machines can share it.
    """
    with (
        reading(options, meanwhile=load_bench) as repository,
        open_bench(options, repository, rebuild=rebuild) as bench,
    ):
        catalog = bench.catalog
        lines, snapshots = catalog.list_lines(), catalog.list_snapshots()
        examined = len(catalog.list_examinations())
        for line in lines:
            told = {"host": line.host, "paths": list(line.paths), "snapshots": line.length}
            options.output.message({"message_type": "line", **told})
            options.output.text(f"{line.host}  {' '.join(line.paths)}  {say_count(line.length, 'snapshot')}")
        versions = catalog.count_versions()
        counted = f"{say_count(versions, 'version')} in {say_count(len(snapshots), 'snapshot')}"
        options.output.text(f"{counted}, {format_count(examined)} examined")
        options.output.summary(
            {
                "lines": len(lines),
                "snapshots": len(snapshots),
                "snapshots_examined": examined,
                "versions": versions,
                "path": json_path(bytes(catalog.path)) if catalog.path else None,
                "url": None if catalog.path or catalog.place is None else str(catalog.place),
            }
        )
