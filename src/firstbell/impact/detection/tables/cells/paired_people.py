"""Cells that pair who works here with a pupil whom they teach, drive or see: the row is about the pupil.

>>> roles = {"Tia Long": {"staff"}, "Ada Roe (gr 8)": {"student"}, "Uma Hale": {"staff"}}
>>> rows = [["Tia Long - Ada Roe (gr 8)", "asthma"], ["Tia Long - Uma Hale", "room 4"]]
>>> call_pupils(rows, lambda name: roles.get(name, set()))
[['Ada Roe (gr 8)', 'asthma'], ['Tia Long - Uma Hale', 'room 4']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from firstbell.impact.people.person import STAFF, STUDENT

_PAIR = re.compile(
    r"\s*(?P<helper>[^\d()<>\u2013\u2014\n]{5,40}?)"
    r"(?:\s+[-\u2013\u2014]{1,2}\s+|\s*(?:\u2192|[-=]?>)\s*)"
    r"(?P<pupil>[^\W\d_][^<>\u2013\u2014\n]{4,60})"
)


def call_pupils(rows: Iterable[Sequence[str]], find_roles: Callable[[str], set[str]]) -> list[list[str]]:
    """The rows, with the pupil alone in such cells. `find_roles`: the roles of those whom a name may mean."""
    return [[_drop(cell, find_roles) for cell in row] for row in rows]


def _drop(cell: str, find_roles: Callable[[str], set[str]]) -> str:
    pair = _PAIR.fullmatch(cell)
    if pair is None or find_roles(pair["helper"]) != {STAFF} or STUDENT not in find_roles(pair["pupil"]):
        return cell
    return pair["pupil"].strip()
