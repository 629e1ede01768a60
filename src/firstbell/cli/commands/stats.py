"""`firstbell stats`: count files and bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.terminal.figures import format_bytes, format_count
from firstbell.cli.terminal.options import RepositoryOptions, reading, repository_command
from firstbell.cli.terminal.selection import filter_options, select_snapshots

if TYPE_CHECKING:
    from firstbell.repository import SnapshotFilter
    from firstbell.repository.statistics import Statistics

_MODES = ("restore-size", "files-by-contents", "blobs-per-file", "raw-data")


@repository_command()
@click.argument("snapshots", nargs=-1)
@click.option("--mode", type=click.Choice(_MODES), default=_MODES[0], help="What to count. [restore-size]")
@filter_options
def command(
    options: RepositoryOptions, *, snapshots: tuple[str, ...], wanted: SnapshotFilter, mode: str
) -> None:
    """Count files and bytes.

    \b
    restore-size       the size of everything that restoring the snapshots writes
    files-by-contents  each distinct content once
    blobs-per-file     the blobs of each distinct content, once per path
    raw-data           what is stored for the snapshots, and how well it is compressed

    \b
    EXAMPLE
      firstbell stats latest --mode raw-data
    """
    from firstbell.repository.statistics import CountMode, count_snapshots

    with reading(options) as repository:
        found = select_snapshots(options, repository, specs=snapshots, wanted=wanted)
        counts = count_snapshots(repository, found, CountMode(mode))
    for name, value in _describe(counts):
        options.output.text(f"{name + ':':<20} {value}")
    options.output.summary(_make_fields(counts))


def _ratio(counts: Statistics) -> float:
    return counts.uncompressed_bytes / counts.size_bytes if counts.size_bytes else 1.0


def _make_fields(counts: Statistics) -> dict[str, Any]:
    fields: dict[str, Any] = {"total_size": counts.size_bytes, "snapshots_count": counts.snapshots}
    if counts.mode != "raw-data":
        fields["total_file_count"] = counts.files
    if counts.blobs:
        fields["total_blob_count"] = counts.blobs
    if counts.uncompressed_bytes:
        fields["total_uncompressed_size"] = counts.uncompressed_bytes
        fields["compression_ratio"] = _ratio(counts)
        fields["compression_space_saving"] = (1 - 1 / _ratio(counts)) * 100
    return fields


def _describe(counts: Statistics) -> list[tuple[str, str]]:
    rows = [("Snapshots", format_count(counts.snapshots))]
    if counts.mode != "raw-data":
        rows.append(("Files", format_count(counts.files)))
    if counts.blobs:
        rows.append(("Blobs", format_count(counts.blobs)))
    if counts.uncompressed_bytes:
        rows.append(("Uncompressed", format_bytes(counts.uncompressed_bytes)))
    rows.append(("Size", format_bytes(counts.size_bytes)))
    if counts.uncompressed_bytes:
        rows.append(("Compression", f"{_ratio(counts):.2f}x"))
    return rows
