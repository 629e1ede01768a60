"""Running a recovery: a composed snapshot, or one that is named, onto a folder, every file verified."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from firstbell.base.progress import Progress
from firstbell.record.receipt import Receipt
from firstbell.recover.compose import ComposedTree, find_written, write_composed
from firstbell.recover.overlay import TreeOverlay
from firstbell.repository import Repository, Snapshot
from firstbell.restore import RestoreOptions, restore_tree


def run_composed(
    composed: ComposedTree, target: Path, *, options: RestoreOptions, progress: Progress
) -> Receipt:
    """Restore a composed tree under `target` and read every file back; the trees may be in memory only.

    Raises: what `restore_tree` does.
    """
    settings = replace(options, verify=True, expected_files=composed.files)
    return restore_tree(composed.overlay, composed.tree_id, target, options=settings, progress=progress)


def run_snapshot(
    repository: Repository, snapshot: Snapshot, target: Path, *, options: RestoreOptions, progress: Progress
) -> Receipt:
    """Restore a snapshot under `target` and read every file back.

    Raises: what `restore_tree` does.
    """
    settings = replace(options, verify=True, snapshot_hex_id=snapshot.hex_id)
    tree_id = bytes.fromhex(snapshot.tree)
    return restore_tree(TreeOverlay(repository), tree_id, target, options=settings, progress=progress)


def keep_composed(repository: Repository, composed: ComposedTree) -> tuple[Snapshot, bool]:
    """The snapshot that holds the composed tree, and whether it had to be written."""
    written = find_written(repository, composed)
    if written is not None:
        return written, False
    return write_composed(repository, composed), True
