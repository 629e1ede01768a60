"""A record verified: the ledger it stands in, or both where it goes on in a second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstbell.ledger.continuation import find_continued, find_end
from firstbell.ledger.errors import LedgerDamagedError
from firstbell.ledger.ledger import Ledger
from firstbell.ledger.lines import HeadLine
from firstbell.ledger.verification import KeptHead, Verification, find_ledger_id, verify
from firstbell.ledger.verifier.problems import REFUSED, REMOVED, LedgerProblem, name_problem

_SOURCE = "the ledger that continues this one"


@dataclass(frozen=True, slots=True)
class RecordVerification:
    """What the record is found to be. `now`: of the ledger that is added to; `before`: of the one before it.

    Problems name entries by their number in the record.
    """

    now: Verification
    before: Verification | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.now.holds and (self.before is None or self.before.holds)

    @property
    def whole(self) -> Verification:
        """Both as one: counts and problems together, the head of the ledger that is added to."""
        if self.before is None:
            return self.now
        return Verification(
            self.before.entries + self.now.entries,
            self.before.heads + self.now.heads,
            (*self.before.problems, *self.now.problems),
            self.before.torn_bytes + self.now.torn_bytes,
            self.now.head,
        )


def verify_record(ledger: Ledger, kept: Sequence[KeptHead] = ()) -> RecordVerification:
    """What the record in a ledger, and in the one before it, is found to be. Raises: as `verify`."""
    earlier = ledger.earlier
    if earlier is None:
        found = verify(ledger.folder, kept)
        return RecordVerification(_add(found, _find_missing(ledger) if found.holds else ()))
    first_id = find_ledger_id(earlier.folder)
    mine = [head for head in kept if head.line.head.ledger == first_id]
    others = [head for head in kept if head.line.head.ledger != first_id]
    continued, problems = _read_link(ledger)
    if continued is not None:
        mine = [*mine, KeptHead(_SOURCE, continued)]
    before = verify(earlier.folder, mine)
    if before.holds and continued is not None:
        before = _add(
            before, _find_tail(earlier, before, continued=continued, next_id=find_ledger_id(ledger.folder))
        )
    now = _add(verify(ledger.folder, others), problems)
    return RecordVerification(_count_on(now, before.entries), before)


def _read_link(ledger: Ledger) -> tuple[HeadLine | None, list[LedgerProblem]]:
    """What the second ledger says it continues, and what is wrong with that."""
    try:
        continued = find_continued(ledger)
    except LedgerDamagedError as error:
        return None, [name_problem(0, REFUSED, error.problem)]
    if continued is None:
        return None, [name_problem(0, REFUSED, "it does not say which ledger this one continues")]
    return continued, []


def _find_tail(
    earlier: Ledger, found: Verification, *, continued: HeadLine, next_id: str
) -> list[LedgerProblem]:
    """What stands behind the end of the first ledger, or announces another one than the second."""
    if found.head != continued:
        told = "it stands behind the end of its ledger, which another one continues"
        return [LedgerProblem(continued.head.size, found.entries - 1, "", REFUSED, told)]
    if find_end(earlier.review()) != next_id:
        told = "it does not announce the ledger that continues this one"
        return [name_problem(found.entries - 1, REFUSED, told)]
    return []


def _find_missing(ledger: Ledger) -> list[LedgerProblem]:
    """That the record goes on in a ledger which is not there."""
    chain = ledger.review()
    announced = find_end(chain)
    if not announced:
        return []
    told = (
        f"the ledger {announced} that continues this one is not there: put it back from a backup;"
        " if there never was one, run `firstbell case upgrade`"
    )
    return [name_problem(chain.size, REMOVED, told)]


def _add(found: Verification, problems: Sequence[LedgerProblem]) -> Verification:
    """Without those of an entry of which something is said already."""
    known = {problem.seq for problem in found.problems}
    more = tuple(problem for problem in problems if problem.seq not in known)
    return replace(found, problems=(*found.problems, *more))


def _count_on(found: Verification, first: int) -> Verification:
    moved = [
        problem._replace(seq=problem.seq + first, last_seq=problem.last_seq + first)
        if problem.seq >= 0
        else problem
        for problem in found.problems
    ]
    return replace(found, problems=tuple(moved))
