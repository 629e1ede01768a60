"""What is told of a composed tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from firstbell.base.counts import say_count
from firstbell.cli.terminal.boundary import describe_boundary, describe_paths, tell_boundary, tell_paths
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.output import Output
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree


def report_composed(output: Output, composed: ComposedTree, hex_id: str) -> None:
    """Tell what was composed. `hex_id`: of the snapshot, "" where none was written."""
    event = composed.line.event
    output.text(f"base snapshot {composed.base_hex_id[:8]} of {show_time(composed.line.newest.time)}")
    if event is not None:
        output.text(f"encryption event {event.hex_id}")
    elif composed.line.damage is not None:
        output.text(
            "no encryption event, but some snapshots are suspect: files they damaged are in their clean "
            "version"
        )
    elif composed.line.boundary is not None:
        output.text("no encryption event: files stand as they were before the boundary")
    else:
        output.text("no encryption event: this is the newest tree, unchanged")
    earlier = format_count(composed.files_from_earlier)
    output.text(f"{say_count(composed.files, 'file')}, {earlier} of them from earlier snapshots")
    tell_boundary(output, composed)
    _list(output, "without a clean version", composed.without_clean)
    others = {path: why for path, why in composed.left_out.items() if path not in composed.without_clean}
    _list(output, "left out", others)
    output.text(f"composed snapshot {hex_id[:8]}" if hex_id else "dry run: nothing was written")
    if hex_id and composed.files:
        output.note(f"`firstbell recover run {hex_id[:8]} --target DIR` restores it and verifies every file")
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
            "without_clean_version": describe_paths(composed.without_clean),
            "left_out_paths": describe_paths(composed.left_out),
            **describe_boundary(composed),
        }
    )


def _list(output: Output, title: str, paths: Mapping[bytes, str]) -> None:
    if not paths:
        return
    output.text(f"{title}: {format_count(len(paths))}")
    tell_paths(output, sorted(paths.items()))
