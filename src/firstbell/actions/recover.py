"""Restoring one snapshot, or a tree composed in memory, and keeping its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.actions.entries import RecoverRun
from firstbell.base.progress import Progress
from firstbell.ledger import Entry, Ledger
from firstbell.record.receipt import Receipt
from firstbell.repository import Repository, Snapshot
from firstbell.restore import RestoreOptions
from firstbell.runs.recovery import run_composed, run_snapshot

if TYPE_CHECKING:
    # what composing needs of the catalog takes 0.3 s to load, and a snapshot that is named needs none of it
    from firstbell.compose.compose import ComposedTree


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What to restore, and where to. A composed tree is restored from memory, without a snapshot of it."""

    what: Snapshot | ComposedTree
    target: Path
    options: RestoreOptions


def recover(request: RecoveryRequest, repository: Repository, progress: Progress) -> Receipt:
    """Restore it, every file verified. Raises: what `restore_tree` raises."""
    if isinstance(request.what, Snapshot):
        return run_snapshot(
            repository, request.what, request.target, options=request.options, progress=progress
        )
    return run_composed(request.what, request.target, options=request.options, progress=progress)


def keep_receipt(ledger: Ledger, receipt: Receipt) -> Entry:
    """Put a receipt on a ledger, the desk's or a case's. Raises: what appending raises."""
    return RecoverRun.of(receipt).append_to(ledger)
