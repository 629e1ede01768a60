r"""Records whose fields stand one below the other behind words that come again and again, without a colon:
what a program prints of a file of records so that people can read it.

>>> read_repeated("report\nMEMBER  Olson*Ada\n  NO 7\nMEMBER  Roe*Ben\n  NO 8\nMEMBER  Vang*Cam\n  NO 9\n")
[['MEMBER', 'NO'], ['Olson, Ada', '7'], ['Roe, Ben', '8'], ['Vang, Cam', '9']]
>>> read_repeated("The bus is late.\nThe dog barks.\nThe end.\n")
[]
"""

from __future__ import annotations

import re
from collections import Counter

_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9_#./-]{0,20})(?:[ \t]+(\S.*))?")
_FEWEST, _MOST_FIELDS = 3, 16
# share of the lines that are fields, and of the records that have the same ones in the same order
_MOSTLY, _ALIKE = 0.8, 0.7
# what parts the parts of a name in records of EDI
_PARTED = re.compile(r"(?<=[A-Za-z])[*^~](?=[A-Za-z])")


def read_repeated(text: str) -> list[list[str]]:
    """The records as rows, their words first; none where a text has no such records."""
    lines = [line for line in text.splitlines() if line.strip()]
    fields = [(match[1], (match[2] or "").strip()) for line in lines if (match := _LINE.fullmatch(line))]
    counted = Counter(name for name, _ in fields)
    fields = [(name, value) for name, value in fields if counted[name] >= _FEWEST]
    if len(fields) < _MOSTLY * len(lines) or not 2 <= len({name for name, _ in fields}) <= _MOST_FIELDS:
        return []
    first = fields[0][0]
    records: list[list[tuple[str, str]]] = []
    for name, value in fields:
        if name == first:
            records.append([])
        records[-1].append((name, value))
    orders = Counter(tuple(name for name, _ in record) for record in records)
    order, times = orders.most_common(1)[0]
    if len(order) < 2 or len(set(order)) < len(order) or times < max(_FEWEST, _ALIKE * len(records)):
        return []
    return [[*order], *([_spell(dict(record).get(name, "")) for name in order] for record in records)]


def _spell(value: str) -> str:
    return _PARTED.sub(", ", value, count=1)
