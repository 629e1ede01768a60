"""Snapshots from after an event in which files went, and got other names, by people and not by the intruder.

A file under a new name holds what it held, and nothing is lost by a name that stands. A file that went is
another matter: one that comes back by mistake is deleted again in a moment, one that the intruder deleted
and that does not come back is gone. So after a boundary names may stand by themselves, deletions never.
"""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.catalog import ExaminationRow
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.hosts import StruckLine
from firstbell.record.examination import Verdict

# so many calm snapshots before the event make a host's habits, and so few make none
_HABIT_SNAPSHOTS = 60
_LEAST_CALM = 4
# so many in one snapshot a person can look at one by one
_FEW = 10
# of what a strike took, so much went or got other names before these are ways of the intruder
_OWN_SHARE = 0.1


def find_calm_deletions(bench: ExaminationContext, line: StruckLine) -> frozenset[int]:
    """Positions of struck snapshots after the first in which no more files went than people delete here."""
    damage = line.damage
    if damage is None or not damage.struck:
        return frozenset()
    first = min(damage.struck_positions)
    examined = bench.catalog.list_examinations()
    rows = [row for snapshot in line.snapshots if (row := examined.get(snapshot.id)) is not None]
    calm = [
        len(row.deleted) for row in rows if 0 < row.snapshot.position < first and row.verdict is Verdict.CLEAN
    ]
    if len(calm) < _LEAST_CALM:
        return frozenset()  # what people delete here is not known
    usual = max(1, *calm[-_HABIT_SNAPSHOTS:])
    return frozenset(
        row.snapshot.position for row in rows if row.snapshot.position > first and len(row.deleted) <= usual
    )


def find_calm_renaming(bench: ExaminationContext, line: StruckLine) -> frozenset[int]:
    """Positions of snapshots from after the boundary in which names were given by people.

    They are clean, came after the last with another verdict, and gave no more than ten names; and what had
    another verdict took hardly a file by deletion or by a new name.
    """
    if line.boundary is None:
        return frozenset()
    examined = bench.catalog.list_examinations()
    rows = [row for one in line.snapshots if (row := examined.get(one.id)) is not None]
    after = [row for row in rows if row.snapshot.position >= line.boundary.position]
    doubtful = [row for row in after if row.verdict is not Verdict.CLEAN]
    if not doubtful or _takes_by_names(doubtful):
        return frozenset()
    last = max(row.snapshot.position for row in doubtful)
    return frozenset(
        row.snapshot.position
        for row in after
        if row.snapshot.position > last and len(row.deleted) + len(row.renamed) <= _FEW
    )


def _takes_by_names(rows: Iterable[ExaminationRow]) -> bool:
    """Whether a good part of what these snapshots lost was deleted or renamed, or nobody weighed them."""
    taken = lost = 0
    for row in rows:
        if row.evidence is None:
            return True
        taken += row.evidence.count("deleted") + row.evidence.count("renamed")
        lost += row.evidence.count("lost")
    return not lost or taken >= _OWN_SHARE * lost
