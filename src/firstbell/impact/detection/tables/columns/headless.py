"""Columns without headers of which what stands beside them says what they are: days of birth in six digits
beside numbers of social security, documents of identity in one sheet as in another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstbell.impact.detection.columns import FAMILY, NAME, Column
from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.tables.cells.packed_births import find_order
from firstbell.impact.detection.tables.columns.evidence import ColumnSubject

_DOCUMENT = re.compile(r"(?:[A-Z]{1,2}\d{6,13}|\d{9})(?: ?\([A-Za-z ]{2,12}\))?")
_MOST, _DISTINCT, _FEWEST_DAYS = 0.6, 0.8, 3


def find_headless(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], about: ColumnSubject, *, today: str
) -> list[Column]:
    """Such columns of a table that names people.

    >>> typed = [Column(0, FAMILY), Column(1, DataKind.SSN)]
    >>> days = {2: ["090989", "120190", "011788"], 3: ["200409", "200409", "200409"]}
    >>> [(one.at, one.role.value) for one in find_headless(typed, days, ColumnSubject(), today="2026-11-20")]
    [(2, 'dob')]
    >>> beside = ColumnSubject(beside=frozenset(("government_id",)))
    >>> papers = {1: ["B88190654", "M345904080662 (EDL)"]}
    >>> [(one.at, one.role.value) for one in find_headless(typed[:1], papers, beside, today="2026-11-20")]
    [(1, 'government_id')]
    >>> find_headless(typed[:1], papers | days, ColumnSubject(), today="2026-11-20")
    []
    """
    roles = {one.role for one in typed}
    if not roles & {NAME, FAMILY}:
        return []
    distinct = {at: own for at, own in cells.items() if len(set(own)) >= _DISTINCT * len(own)}
    found: list[Column] = []
    if DataKind.SSN in roles and DataKind.DOB not in roles:
        days = [
            at
            for at, own in distinct.items()
            if len(own) >= _FEWEST_DAYS and find_order(own, (), today=today)
        ]
        found += [Column(days[0], DataKind.DOB)] if len(days) == 1 else []
    if DataKind.GOVERNMENT_ID in about.beside - roles:
        papers = [
            at
            for at, own in distinct.items()
            if sum(_DOCUMENT.fullmatch(one) is not None for one in own) >= _MOST * len(own)
        ]
        found += [Column(papers[0], DataKind.GOVERNMENT_ID)] if len(papers) == 1 else []
    return found
