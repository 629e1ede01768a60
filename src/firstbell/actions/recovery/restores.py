"""Restoring one snapshot, or a tree composed in memory, and keeping its receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.progress import Progress
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.trim import drop_paths
from firstbell.ledger import Entry, Ledger
from firstbell.record.paths import is_of_windows
from firstbell.record.receipt import Receipt
from firstbell.repository import Repository, Snapshot
from firstbell.restore import RestoreOptions, restore_tree
from firstbell.runs.entries import RecoverRun
from firstbell.runs.recovery import run_composed, run_snapshot

if TYPE_CHECKING:
    # what composing needs of the catalog takes 0.3 s to load, and a snapshot that is named needs none of it
    from firstbell.compose.compose import ComposedTree


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What to restore, and where to. A composed tree is restored from memory, without a snapshot of it.

    `left_out`: files that are not restored.
    """

    what: Snapshot | ComposedTree
    target: Path
    options: RestoreOptions
    left_out: tuple[bytes, ...] = ()


def recover(request: RecoveryRequest, repository: Repository, progress: Progress) -> Receipt:
    """Restore it, every file verified. Raises: what `restore_tree` raises."""
    if request.left_out:
        return _recover_without(request, repository, progress)
    if isinstance(request.what, Snapshot):
        return run_snapshot(
            repository, request.what, request.target, options=request.options, progress=progress
        )
    return run_composed(request.what, request.target, options=request.options, progress=progress)


def _recover_without(request: RecoveryRequest, repository: Repository, progress: Progress) -> Receipt:
    """Restore everything but the files that are left out."""
    what, options = request.what, request.options
    if isinstance(what, Snapshot):
        trees, whole = TreeOverlay(repository), bytes.fromhex(what.tree)
        is_foreign = is_of_windows(what.paths)
        options = replace(options, snapshot_hex_id=what.hex_id, is_foreign=is_foreign)
    else:
        trees, whole = what.overlay.branch(), what.tree_id
        options = replace(options, is_foreign=what.line.is_of_windows)
    tree_id = drop_paths(trees, whole, request.left_out)
    return restore_tree(trees, tree_id, request.target, options=options, progress=progress)


def keep_receipt(ledger: Ledger, receipt: Receipt) -> Entry:
    """Put a receipt on a ledger, the desk's or a case's. Raises: what appending raises."""
    return RecoverRun.of(receipt).append_to(ledger)
