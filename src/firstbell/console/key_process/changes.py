"""One word for all that a page is made of: an open page asks for it, and is read anew where it is another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstbell.base.clock import Clock
    from firstbell.console.key_process.places import ConsolePlaces
    from firstbell.console.key_process.work import WorkList

# pages that show how far a run is, and those that show what was started from a page
_WITH_RUNS = frozenset({"run", "runs", "event"})
_IN_CASE = frozenset({"record", "entries", "evidence", "letters"})
_WITH_WORK = _WITH_RUNS | _IN_CASE | {"today", "works", "work", "hunt", "readiness"}


def name_state(page: str, *, places: ConsolePlaces, shelf: WorkList, clock: Clock) -> str:
    """The word of a page, as all is now. Only what a page shows is in it: a run says more twice a second."""
    told = places.measure().all_of_them()
    if page in _WITH_RUNS:
        told += places.measure_runs(clock)
    if page in _WITH_WORK:
        told += shelf.measure()
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
