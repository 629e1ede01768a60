"""The case of a command of `firstbell impact`, and what is kept of scans in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstbell.actions import people
from firstbell.actions.review import ReviewDesk
from firstbell.case.folder import CaseFolder
from firstbell.case.lifecycle import make_case
from firstbell.cli.case_options import CaseWork
from firstbell.impact.scan.scan_store import Kept

if TYPE_CHECKING:
    from firstbell.impact.results.results import ImpactTotals


def make_case_if_missing(work: CaseWork) -> None:
    """A case where there is none yet, signed as `firstbell case open` signs.

    Raises: what making one raises.
    """
    if not CaseFolder(work.folder).is_case():
        made = make_case(work.folder, work.choice.find())
        work.output.note(f"made case {made.folder.path}")


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
