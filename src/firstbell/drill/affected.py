"""The people whose data was in what the drill's event touched, by the scan of `firstbell impact`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.actions.impact.scan import ScanRequest, scan_sources
from firstbell.base.progress import Progress
from firstbell.case.case import Case
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.catalog import Catalog, EncryptionEvent
from firstbell.drill.district.cast import Cast
from firstbell.drill.district.roster import write_roster
from firstbell.drill.scratch import ScratchFolder
from firstbell.impact.people.roster import NO_ROSTER, load_roster
from firstbell.impact.results.results import ImpactTotals, PersonRow
from firstbell.impact.scan.scan_store import Kept
from firstbell.impact.scan.touched import IntruderStay, list_touched
from firstbell.impact.scan.versions import RepositoryVersions
from firstbell.record.readers import BlobReader


@dataclass(frozen=True, slots=True)
class Affected:
    """What the search for people came to. `read_now`: contents read, in `seconds`. `canaries_missed`: of 22
    or so.
    """

    totals: ImpactTotals
    people: Sequence[PersonRow]
    read_now: int
    seconds: float
    canaries_missed: int


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: what the event touched. `cast`: who is on the roster, None for nobody."""

    reader: BlobReader
    catalog: Catalog
    event: EncryptionEvent
    cast: Cast | None


def find_affected(case: Case, scratch: ScratchFolder, search: Search, *, progress: Progress) -> Affected:
    """Read what the event touched, in its clean versions; the list is sealed, its numbers go on record.

    Raises: what reading a repository and sealing raise.
    """
    roster = NO_ROSTER
    if search.cast is not None:
        write_roster(scratch.roster, search.cast)
        roster = load_roster([scratch.roster])
    sealed = open_sealed(case.folder.sealed, SealSecret(scratch.locate_seal_key(case.id)))
    stay = IntruderStay((search.event,))
    source = RepositoryVersions(
        search.reader, f"event {search.event.hex_id}", lambda: list_touched(search.catalog, stay)
    )
    done = scan_sources(case, sealed, [source], request=ScanRequest(roster=roster), progress=lambda: progress)
    records = Kept(sealed).list_sources()
    missed = sum(not found for record in records for found in record.canaries.values())
    return Affected(done.totals, done.result.people, done.read_now, done.seconds, missed)
