"""Differences between two texts that are none before the record: one fact, told by count and by name."""

from __future__ import annotations

from firstbell.notify.statements.comparison import ClaimDifference
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def is_one_fact(difference: ClaimDifference, record: CaseRecord) -> bool:
    """Whether one sentence tells how many systems are back, or not, and the other names each of them.

    The record must support both; that is for the caller to know. A list that leaves one out tells less, and
    stays a difference.
    """
    if difference.a is None or difference.b is None or difference.kind != "restoration":
        return False
    sides = ((difference.a, difference.b), (difference.b, difference.a))
    told = [
        list_systems(str(system))
        for state in ("verified", "pending")
        for system in record.get(Subject.SYSTEMS_RESTORED, state) or ()
    ]
    return bool(told) and any(
        not list_systems(counted) and all(names and names <= list_systems(listed) for names in told)
        for counted, listed in sides
    )
