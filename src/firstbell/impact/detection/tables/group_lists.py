r"""Lists of names below heads that say what is known of all in them, as the groups of a counselor.

>>> rows = [["Asthma", "Seizures"], ["Ada Roe\nBen Roe", "Cy Roe"], ["Di Roe", ""]]
>>> list_groups(rows, lambda cell: cell[-3:] == "Roe")[1:3]
[['Ada Roe', 'Asthma'], ['Ben Roe', 'Asthma']]
>>> list_groups([["Bus 3", "Bus 5"], *rows[1:]], lambda cell: cell[-3:] == "Roe")
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.impact.detection.codes import find_kinds
from firstbell.impact.detection.tables.grids import HEAD

_BETWEEN = re.compile(r"\s*[;\n|]\s*")
_FEWEST_PEOPLE, _FEWEST_COLUMNS, _MOST_COLUMNS, _MOST_CHARS = 3, 2, 12, 60
# share of the cells below the heads that are names
_NAMES = 0.8
# of those who do something for others nothing is said
_HELPERS = re.compile(
    r"(?i)\b(?:staff|teachers?|leaders?|facilitators?|volunteers?|aides?|advis[eo]rs?|counsell?ors?|nurses?|"
    r"team|committee|trained|training|who|duty|coverage|subs?|presenters?|coach(?:es)?|mentors?|day|week)\b"
)


def list_groups(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each who stands below a head that says something of people, with that head; empty where the
    table is none of such lists. `is_name`: whether a text is somebody's name.
    """
    heads = [cell.strip() for cell in rows[0]] if rows else []
    width = sum(map(bool, heads))
    if not _FEWEST_COLUMNS <= width <= _MOST_COLUMNS or max(map(len, heads)) > _MOST_CHARS:
        return []
    if any(_HELPERS.search(head) or is_name(head) for head in heads) or not any(map(find_kinds, heads)):
        return []
    found: list[list[str]] = []
    count = 0
    for row in rows[1:]:
        for head, cell in zip(heads, row, strict=False):
            for part in _BETWEEN.split(cell.strip()) if cell.strip() else ():
                count += 1
                if head and is_name(part):
                    found.append([part, head])
    is_list = len(found) >= max(_FEWEST_PEOPLE, _NAMES * count)
    filled = {head for _, head in found}
    return [HEAD, *found] if is_list and len(filled) >= _FEWEST_COLUMNS else []
