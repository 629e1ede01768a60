"""Columns without headers of which what stands beside them says what they are: days of birth in six digits
beside numbers of social security, documents of identity in one sheet as in another, words with digits
beside user names in a place of passwords.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from firstbell.impact.detection.headers.columns import EMAIL, FAMILY, ID, NAME, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.cells.packed_births import find_order
from firstbell.impact.detection.tables.columns.evidence import ColumnSubject

_DOCUMENT = re.compile(r"(?:[A-Z]{1,2}\d{6,13}|\d{9})(?: ?\([A-Za-z ]{2,12}\))?")
_MOST, _DISTINCT, _FEWEST_DAYS = 0.6, 0.8, 3
# a first password: a word, digits, a sign perhaps
_WORDED = re.compile(r"[A-Za-z]{3,}[-_.!#$@*]?\d{2,}[-_.!#$@*]?")
_FEWEST_WORDS = 3
# codes of ICD-10 without their points, and of HCPCS and CPT
_UNPOINTED = re.compile(r"[A-TV-Z]\d[0-9AB][0-9A-Z]{1,4}")
_PROCEDURE = re.compile(r"(?:[ADEGHJLMPQRSTV]\d{4}|\d{4}[0-9FTU])(?:[ -][A-Z0-9]{2}){0,2}")


def _find_opening(cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """The one column of first passwords: few begin with the same word.

    >>> [(one.at, one.role.value) for one in _find_opening({1: ["comet3519", "tiger5414", "otter3361"]})]
    [(1, 'credentials')]
    >>> _find_opening({1: ["cart3519", "cart5414", "cart3361"], 2: ["B2", "B4", "C1"]})
    []
    """
    found = [
        at
        for at, own in cells.items()
        if len(own) >= _FEWEST_WORDS
        and len(set(own)) >= _DISTINCT * len(own)
        and len({one.rstrip("0123456789") for one in own}) * 2 > len(own)
        and sum(_WORDED.fullmatch(one) is not None for one in own) >= _DISTINCT * len(own)
    ]
    return [Column(found[0], DataKind.CREDENTIALS, is_flag=True)] if len(found) == 1 else []


def _find_billed(cells: Mapping[int, Sequence[str]]) -> tuple[int, int]:
    """The columns of diagnoses, written without points, and of what was done, in a list of what an insurance
    is billed; -1 where there are none.

    >>> _find_billed({1: ["F840", "G809", "F902"], 2: ["T1018", "97110", "H2027"]})
    (1, 2)
    >>> _find_billed({1: ["F840", "G809", "F902"], 2: ["12", "4", "9"]})
    (-1, -1)
    """
    told = {at: own for at, own in cells.items() if len(own) >= _FEWEST_WORDS}
    done = [at for at, own in told.items() if _share(own, _PROCEDURE) >= _DISTINCT]
    found = [at for at, own in told.items() if at not in done and _share(own, _UNPOINTED) >= _DISTINCT]
    return (found[0], done[0]) if len(found) == len(done) == 1 else (-1, -1)


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(one) is not None for one in cells) / len(cells)


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
    is_placed = DataKind.CREDENTIALS in {*about.titles, *about.weights}
    if is_placed and roles & {ID, EMAIL} and DataKind.CREDENTIALS not in roles:
        return _find_opening(cells)
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
    return found + _list_billed(roles, cells, about)


def _list_billed(
    roles: Container[str], cells: Mapping[int, Sequence[str]], about: ColumnSubject
) -> list[Column]:
    """What such a list tells: what somebody has, and that a school serves it, where its place says so."""
    had, done = _find_billed(cells)
    if had < 0 or DataKind.HEALTH in roles:
        return []
    is_served = DataKind.SPECIAL_EDUCATION in {*about.titles, *about.weights}
    served = [Column(done, DataKind.SPECIAL_EDUCATION, is_flag=True)] if is_served else []
    return [Column(had, DataKind.HEALTH, is_flag=True), *served]
