"""The engines of Firstbell as a drill calls them: the same ones, in the same order, as a person would."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass

from firstbell import __version__
from firstbell.actions.access.examination import make_context
from firstbell.actions.recovery.restores import RecoveryRequest, recover
from firstbell.backup import BackupOptions, backup_tree
from firstbell.backup.counts import BackupCounts
from firstbell.base.clock import Clock
from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.base.progress import Progress
from firstbell.catalog import find_events, open_catalog
from firstbell.compose.compose import ComposedTree, compose_tree, keep_composed
from firstbell.compose.examination import examine_pending
from firstbell.compose.hosts import HostSelection, choose_line
from firstbell.drill.affected import Affected, Search
from firstbell.drill.casebook import Casebook, CaseResult
from firstbell.drill.district.cast import Cast
from firstbell.drill.scratch import ScratchFolder
from firstbell.record.receipt import Receipt
from firstbell.repository import Repository
from firstbell.restore import RestoreOptions
from firstbell.store import LocalStore

HOST = "drill"
_MOST_REASONS = 6


class BackupIncompleteError(Error):
    """A backup of the drill's own tree that could not read something."""

    code = "drill.backup_incomplete"


@dataclass(frozen=True, slots=True)
class SeenVerdicts:
    """What the examination said: the verdict on the last backup, and `verdicts` of all of them in order."""

    verdict: str
    reasons: tuple[str, ...]
    damaged: int
    verdicts: tuple[str, ...]


class Engines:
    """One repository in the scratch folder, with a password of its own that is kept beside it."""

    def __init__(self, scratch: ScratchFolder, progress: Progress) -> None:
        self._scratch = scratch
        self._progress = progress
        password = secrets.token_urlsafe(16)
        self._scratch.password.write_text(password)
        self._repository = Repository.init(LocalStore(self._scratch.repository), password)
        self._catalog = open_catalog(self._scratch.catalog, self._repository.hex_id)
        self._bench = make_context(self._catalog, self._repository, progress=progress)

    def close(self) -> None:
        """Lets go of the catalog."""
        self._catalog.close()

    def back_up(self, at_ns: int) -> BackupCounts:
        """One snapshot of the tree, dated to a day of the story.

        Raises: BackupIncompleteError, and what a backup raises.
        """
        options = BackupOptions(
            targets=[os.fsencode(self._scratch.tree)],
            hostname=HOST,
            time_ns=at_ns,
            program_version=f"firstbell {__version__}",
        )
        with self._repository.lock():
            result = backup_tree(self._repository, options, self._progress)
        if result.problems:
            first = result.problems[0]
            raise BackupIncompleteError(
                f"{say_count(len(result.problems), 'file')} could not be read:"
                f" {os.fsdecode(first.path)!r}: {first.reason}"
            )
        return result.counts

    def examine(self) -> SeenVerdicts:
        """Examines every snapshot."""
        self._catalog.bring_up_to_date(self._repository, self._progress)
        rows = examine_pending(self._bench)
        last = rows[-1]
        # a reader knows the tree by the paths in it, not by where the drill has put it
        prefix = f"{self._scratch.tree}/"
        return SeenVerdicts(
            verdict=last.verdict.value,
            reasons=tuple(reason.detail.replace(prefix, "") for reason in last.reasons[:_MOST_REASONS]),
            damaged=last.files_damaged,
            verdicts=tuple(row.verdict.value for row in rows),
        )

    def open_case(self, clock: Clock) -> Casebook | None:
        """A case for the event that was seen; None where none was."""
        events = find_events(self._catalog.list_examinations().values())
        if not events:
            return None
        return Casebook(self._scratch, events[-1], repository=self._repository.hex_id, clock=clock)

    def list_affected(self, book: Casebook, cast: Cast | None) -> Affected:
        """Whose data was in what the event touched."""
        event = find_events(self._catalog.list_examinations().values())[-1]
        with self._repository.lock():
            return book.list_affected(Search(self._repository, self._catalog, event, cast), self._progress)

    def conclude_case(self, book: Casebook) -> CaseResult:
        """What the case came to."""
        return book.conclude(self._catalog)

    def compose(self) -> ComposedTree:
        """The tree a person would want back, written as a composed snapshot."""
        line = choose_line(self._catalog, HostSelection(host=HOST))
        composed = compose_tree(self._repository, line, self._bench)
        self._snapshot, _ = keep_composed(self._repository, composed)
        return composed

    def restore(self) -> Receipt:
        """The composed snapshot in an empty folder, every file read back."""
        request = RecoveryRequest(self._snapshot, self._scratch.restored, RestoreOptions(verify=True))
        return recover(request, self._repository, self._progress)
