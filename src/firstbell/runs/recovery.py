"""Running a recovery: a composed snapshot, or one that is named, onto a folder, every file verified."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.progress import Progress
from firstbell.compose.overlay import TreeOverlay
from firstbell.record.paths import is_of_windows
from firstbell.record.receipt import Receipt
from firstbell.repository import Repository, Snapshot
from firstbell.restore import RestoreOptions, restore_tree

if TYPE_CHECKING:
    # what composing needs of the catalog takes 0.3 s to load, and a snapshot that is named needs none of it
    from firstbell.compose.compose import ComposedTree


def run_composed(
    composed: ComposedTree, target: Path, *, options: RestoreOptions, progress: Progress
) -> Receipt:
    """Restore a composed tree under `target`; the trees may be in memory only.

    Raises: what `restore_tree` does.
    """
    settings = replace(options, expected_files=composed.files, is_foreign=composed.line.is_of_windows)
    return restore_tree(composed.overlay, composed.tree_id, target, options=settings, progress=progress)


def run_snapshot(
    repository: Repository, snapshot: Snapshot, target: Path, *, options: RestoreOptions, progress: Progress
) -> Receipt:
    """Restore a snapshot under `target`.

    Raises: what `restore_tree` does.
    """
    is_foreign = is_of_windows(snapshot.paths)
    settings = replace(options, snapshot_hex_id=snapshot.hex_id, is_foreign=is_foreign)
    tree_id = bytes.fromhex(snapshot.tree)
    return restore_tree(TreeOverlay(repository), tree_id, target, options=settings, progress=progress)
