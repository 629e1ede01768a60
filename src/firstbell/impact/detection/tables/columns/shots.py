"""Lists of who got a shot: the arm and the lot say it of each, whatever else stands beside them.

>>> rows = {0: ["Ada Roe", "Ben Roe"], 1: ["L", "R"], 2: ["FL22A", "FL22A"]}
>>> [one.at for one in find_shots([Column(0, "name")], rows, ["name", "arm", "lot"], is_placed=False)]
[1]
>>> find_shots([Column(0, "name")], rows, ["name", "side", "part no"], is_placed=False)
[]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstbell.impact.detection.headers.columns import FAMILY, MAIN, NAME, Column
from firstbell.impact.detection.kinds.kind import DataKind

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
_MOST, _FEWEST = 0.8, 2


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
        and len(own) >= _FEWEST
        and sum(_SIDE.fullmatch(one) is not None for one in own) >= _MOST * len(own)
    ]
