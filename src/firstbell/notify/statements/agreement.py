"""Two texts that tell one fact of the record, one by count and one by name."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.notify.statements.judges.verdicts import ClaimVerdict, JudgedClaim
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# the kind of claims of systems that are back, or not, and their truth; lost files are of that kind, too
_SYSTEMS, _BACK = "restoration", "restored"


def list_agreed_kinds(
    a: Sequence[JudgedClaim], b: Sequence[JudgedClaim], record: CaseRecord
) -> frozenset[str]:
    """The kinds of claim of which both texts tell the same fact whole, and the record supports each.

    So it is with systems where one text says how many are back, and the other names each of them, those that
    are not back as well. A list that leaves one out tells less.
    """
    sides = [[claim for claim in claims if claim.reading.kind == _SYSTEMS] for claims in (a, b)]
    if not all(sides) or not all(_tells_only_that(claim) for side in sides for claim in side):
        return frozenset()
    named = [list_systems(" ".join(claim.text for claim in side)) for side in sides]
    systems = [
        list_systems(str(system))
        for state in ("verified", "pending")
        for system in record.get(Subject.SYSTEMS_RESTORED, state) or ()
    ]
    is_whole = bool(systems) and all(names and names <= named[0] | named[1] for names in systems)
    return frozenset({_SYSTEMS}) if is_whole and not all(named) else frozenset()


def _tells_only_that(claim: JudgedClaim) -> bool:
    """Whether the record supports it, and it says of systems only that they are back, or are not."""
    told = claim.reading.proposition
    is_back = told is not None and told.truth == _BACK
    return claim.verdict is ClaimVerdict.SUPPORTED and is_back and not claim.reading.dates
