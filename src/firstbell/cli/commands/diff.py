"""`firstbell diff`: show what changed between two snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from firstbell.base.ids import parse_hex_id
from firstbell.cli.terminal.figures import format_bytes
from firstbell.cli.terminal.options import RepositoryOptions, reading, repository_command
from firstbell.cli.terminal.output import json_path, text_path

if TYPE_CHECKING:
    from firstbell.repository.comparison import ComparisonTotals, SideTotals


@repository_command()
@click.argument("before")
@click.argument("after")
@click.option("--metadata", is_flag=True, help="Also show changes of metadata.")
def command(options: RepositoryOptions, *, before: str, after: str, metadata: bool) -> None:
    """Show what changed between two snapshots.

    \b
    +  new              U  metadata changed
    -  removed          T  the type changed, for example a file became a link
    M  content changed  ?  only the content changed: check the disk

    \b
    EXAMPLE
      firstbell diff 4f3c2a91 latest
    """
    from firstbell.repository.comparison import TreeComparison

    output = options.output
    with reading(options) as repository:
        old, new = repository.find_snapshot(before), repository.find_snapshot(after)
        output.text(f"comparing snapshot {old.short_id} to {new.short_id}:\n")
        comparison = TreeComparison(repository, metadata=metadata)
        for path, modifier, kind in comparison.compare(parse_hex_id(old.tree), parse_hex_id(new.tree)):
            slash = "/" if kind == "dir" else ""
            output.text(f"{modifier:<5}{text_path(path)}{slash}")
            shown = json_path(path) + slash
            output.message({"message_type": "change", "path": shown, "modifier": modifier})
    totals = comparison.totals
    _describe(options, totals)
    output.summary(
        {
            "source_snapshot": old.hex_id,
            "target_snapshot": new.hex_id,
            "changed_files": totals.changed_files,
            "added": _side_fields(totals.added),
            "removed": _side_fields(totals.removed),
        }
    )


def _side_fields(side: SideTotals) -> dict[str, Any]:
    return {
        "files": side.files,
        "dirs": side.dirs,
        "others": side.others,
        "data_blobs": side.data_blobs,
        "tree_blobs": side.tree_blobs,
        "bytes": side.size_bytes,
    }


def _describe(options: RepositoryOptions, totals: ComparisonTotals) -> None:
    added, removed = totals.added, totals.removed
    rows = (
        ("Files", added.files, removed.files, f", {totals.changed_files:5} changed"),
        ("Dirs", added.dirs, removed.dirs, ""),
        ("Others", added.others, removed.others, ""),
        ("Data Blobs", added.data_blobs, removed.data_blobs, ""),
        ("Tree Blobs", added.tree_blobs, removed.tree_blobs, ""),
    )
    options.output.text()
    for name, came, went, rest in rows:
        options.output.text(f"{name + ':':<12} {came:5} new, {went:5} removed{rest}")
    options.output.text(f"  Added:   {format_bytes(added.size_bytes)}")
    options.output.text(f"  Removed: {format_bytes(removed.size_bytes)}")
