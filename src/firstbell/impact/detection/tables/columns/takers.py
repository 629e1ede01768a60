"""Columns of who takes a part of somebody's pay, whatever their headers call them, beside how much is taken:
children's support, taxes, a trustee, whoever won in court.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from firstbell.impact.detection.headers.columns import MAIN, NAME, Column
from firstbell.impact.detection.kinds.kind import DataKind

_TAKER = re.compile(
    r"(?i)\b(?:(?:child|spousal|cash|medical) (?:support|supp)|iv-?d|levy|levies|liens?|trustees?|"
    r"ch(?:ap(?:ter)?)?\.? ?(?:7|13)|bankruptcy|bky|judge?ments?|garnish\w*|garn|writ|awg|"
    r"wage (?:assignment|attachment|order)|withholding order|(?:defaulted )?(?:student|std) loans?|"
    r"disbursement unit|sdu|creditor|collections?|(?:dept?|department)\.? of (?:rev\w*|ed\w*)|irs)\b"
)
_TAKEN = re.compile(r"\$ ?\d[\d,.]*.{0,12}|\d{1,4}\.\d\d.{0,12}|\d{1,2}(?:\.\d+)? ?%.{0,16}")
# what a family has, and nobody takes from it
_HAD = re.compile(r"(?i)\b(?:incomes?|sources?|receiv\w*|fund(?:ed|ing)?|expenses?|vendors?|budget)\b")
_MOST = 0.6
_FEWEST = 2


def find_takers(
    typed: Iterable[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str]
) -> list[Column]:
    """Such columns of a table that names people.

    >>> typed = [Column(0, NAME)]
    >>> taken = {1: ["Dakota Co child support", "State tax levy"], 2: ["$118.00/pp", "20% net"]}
    >>> [(one.at, one.role.value) for one in find_takers(typed, taken, [])]
    [(1, 'financial')]
    >>> find_takers(typed, taken, ["parent", "income from"]), find_takers(typed, {1: taken[1]}, [])
    ([], [])
    """
    roles = {one.role for one in typed if one.owner == MAIN}
    if NAME not in roles or DataKind.ECONOMIC in roles or any(map(_HAD.search, header)):
        return []
    if not any(_share(own, _TAKEN.fullmatch) >= _MOST for own in cells.values()):
        return []
    return [
        Column(at, DataKind.FINANCIAL, is_flag=True)
        for at, own in cells.items()
        if len(own) >= _FEWEST and _share(own, _TAKER.search) >= _MOST
    ]


def _share(cells: Sequence[str], check: Callable[[str], object]) -> float:
    return sum(map(bool, map(check, cells))) / len(cells) if cells else 0.0
