"""The case of a command of `firstbell impact`, and what is kept of scans in it."""

from __future__ import annotations

from firstbell.actions.impact import people
from firstbell.actions.impact.review import ReviewDesk
from firstbell.cli.case_options import CaseWork
from firstbell.impact.results.results import ImpactTotals
from firstbell.impact.scan.scan_store import Kept


def open_kept(work: CaseWork) -> Kept:
    """What the case keeps of scans. Raises: NoCaseError and its kin; SealedStoreError and its kin."""
    return Kept(work.open_sealed())


def open_review(work: CaseWork) -> ReviewDesk:
    """The case as reviewers work on it. Raises: as `open_kept`."""
    return ReviewDesk(work.case, work.open_sealed(), work.output)


def load_result(work: CaseWork) -> tuple[Kept, ImpactTotals]:
    """What the case keeps, and the numbers of its result. Raises: NoResultError; as `open_kept`."""
    kept = open_kept(work)
    return kept, people.load_result(kept, work.folder)
