"""Columns of who takes a part of somebody's pay, whatever their headers call them, beside how much is taken:
children's support, taxes, a trustee, whoever won in court.

Lists of who got a shot: the arm and the lot say it of each, whatever else stands beside them.

>>> rows = {0: ["Ada Roe", "Ben Roe"], 1: ["L", "R"], 2: ["FL22A", "FL22A"]}
>>> [one.at for one in find_shots([Column(0, "name")], rows, ["name", "arm", "lot"], is_placed=False)]
[1]
>>> find_shots([Column(0, "name")], rows, ["name", "side", "part no"], is_placed=False)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from firstbell.impact.detection.headers.columns import FAMILY, MAIN, NAME, Column
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


_LOT = re.compile(
    r"(?:vacc?(?:ine)? |vial |flu )?"
    r"(?:lot|batch|ndc|mfr|manuf\w*|maker|vis(?: date)?|lote|dose(?: (?:no|num|number|#))?)"
    r"(?: ?(?:#|no|num|nbr|number|id))?"
)
_ARM = re.compile(
    r"(?:arm|deltoid|site|inj(?:ection)?(?: ?site)?|shot(?: in)?|given in|l/r|l or r|left/right|which arm|"
    r"brazo|route)"
)
_SIDE = re.compile(
    r"(?i)(?:l|r|left|right|izq\w*|der\w*)[. ]?(?:arm|delt\w*|d|a|thigh|vl|im)?|[lr][adt]|im|sq|nasal|in|"
    r"(?:declined|refused|none|no)"
)
_SHOT_MOST, _SHOT_FEWEST = 0.8, 2


def find_shots(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str], *, is_placed: bool
) -> list[Column]:
    """The column of arms, where one of lots stands beside it, or the place of the table tells of health
    (`is_placed`), and another names somebody.
    """
    if not any(one.role in {NAME, FAMILY} and one.owner == MAIN for one in typed):
        return []
    heads = [" ".join(one.lower().replace("_", " ").strip(" :.?").split()) for one in header]
    if not is_placed and not any(map(_LOT.fullmatch, heads)):
        return []
    return [
        Column(at, DataKind.HEALTH, is_flag=True, header="arm")
        for at, own in cells.items()
        if at < len(heads)
        and _ARM.fullmatch(heads[at])
        and len(own) >= _SHOT_FEWEST
        and sum(_SIDE.fullmatch(one) is not None for one in own) >= _SHOT_MOST * len(own)
    ]
