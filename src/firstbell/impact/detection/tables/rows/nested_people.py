"""Rows that have a second person inside the first, as records that lie in one another come down to one table:
columns whose headers are those of the others with the same words before them.

>>> head = ["First Nm", "Last Nm", "SSN", "Plan", "Dep First Nm", "Dep Last Nm", "Dep SSN", "Birth Dt"]
>>> find_nested(head)
[4, 5, 6, 7]
>>> part_nested([head, ["Ada", "Roe", "1", "A", "Cy", "Roe", "2", "9/9/2019"]], [4, 5, 6, 7])[1]
[['First Nm', 'Last Nm', 'SSN', 'Birth Dt'], ['Cy', 'Roe', '2', '9/9/2019']]
"""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, MAIN, NAME, read_header
from firstbell.impact.detection.kinds.kind import DataKind

_NUMBERS = frozenset((DataKind.SSN, DataKind.GOVERNMENT_ID))
_FEWEST, _MOST_COLUMNS = 2, 80


def find_nested(header: Sequence[str]) -> list[int]:
    """The columns of the second person: names, and a number of their own, and what follows them; none where
    no two people have the same columns.
    """
    if len(header) > _MOST_COLUMNS:
        return []
    plain = {cell: at for at, cell in enumerate(header) if cell}
    for prefix in dict.fromkeys(_list_prefixes(header)):
        inner = [at for at, cell in enumerate(header) if cell.startswith(prefix)]
        rests = [header[at].removeprefix(prefix) for at in inner]
        alike = [rest for rest in rests if rest in plain]
        roles = {role for role, owner, _, _ in map(read_header, alike) if owner == MAIN}
        is_named = NAME in roles or {GIVEN, FAMILY} <= roles
        if len(alike) < _FEWEST or not is_named or not roles & _NUMBERS:
            continue
        if all(plain[rest] < inner[0] for rest in alike):
            # the fields of the outer one come before those of who lies inside
            return list(range(inner[0], len(header)))
    return []


def _list_prefixes(header: Sequence[str]) -> list[str]:
    return [
        cell[: -len(rest)]
        for cell in header
        for rest in header
        if rest and cell != rest and cell.endswith(" " + rest)
    ]


def part_nested(
    rows: Sequence[Sequence[str]], inner: Sequence[int]
) -> tuple[list[list[str]], list[list[str]]]:
    """(the rows of the first people, those of the second ones that are there), headers first."""
    first = [[cell for at, cell in enumerate(row) if at not in inner] for row in rows]
    second = [[row[at] if at < len(row) else "" for at in inner] for row in rows]
    heads = rows[0]
    plain = {cell for at, cell in enumerate(heads) if at not in inner}
    second[0] = [next((one for one in plain if cell.endswith(" " + one)), cell) for cell in second[0]]
    return first, [second[0], *filter(any, second[1:])]
