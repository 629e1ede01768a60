r"""Records that stand in braces in a program or its settings, one after the other with the same fields.

>>> spell_inline("@{ u = 'aolson'; key = 'Elm!4410' },\n@{ u = 'tlong'; key = 'Oak!2231' }")
[['u', 'key'], ['aolson', 'Elm!4410'], ['tlong', 'Oak!2231']]
>>> spell_inline("- {who: Ada, bus: 4}\n- {who: Ben, bus: 5}\n")
[['who', 'bus'], ['Ada', '4'], ['Ben', '5']]
>>> spell_inline("if (a) { b = 1; } else { c = 2; }")
[]
"""

from __future__ import annotations

import re

from firstbell.documents.field_names import spell_name

_RECORD = re.compile(r"\{([^{}\n]{5,600})\}|\(([^(){}\n]{5,600})\)")
_FIELD = re.compile(
    r"\s*[:\"'$-]?([A-Za-z_][\w-]{0,30})[\"']?\s*(?:=>|:=|=|:)\s*"
    r"(?:N?\"([^\"]*)\"|'([^']*)'|([^;,\"'=]{1,120}?))\s*(?:[;,]|$)"
)
_FEWEST_RECORDS, _FEWEST_FIELDS, _MOST_FIELDS = 2, 2, 40
_MOST_RECORDS = 20_000
_COMMON = 0.6


def spell_inline(text: str) -> list[list[str]]:
    """The records as rows, the names of their fields first; none where there are no such records."""
    if text.count("{") + text.count("(") < _FEWEST_RECORDS:
        return []
    records: list[dict[str, str]] = []
    for match in _RECORD.finditer(text):
        if (record := _read(match[1] or match[2])) and len(records) < _MOST_RECORDS:
            records.append(record)
    if len(records) < _FEWEST_RECORDS:
        return []
    names = [
        name
        for name in dict.fromkeys(name for record in records for name in record)
        if sum(name in record for record in records) >= _COMMON * len(records)
    ]
    if not _FEWEST_FIELDS <= len(names) <= _MOST_FIELDS:
        return []
    rows = [[record.get(name, "") for name in names] for record in records]
    return [[spell_name(name) for name in names], *rows]


def _read(body: str) -> dict[str, str]:
    """The fields of a record; none where anything else stands in it."""
    record: dict[str, str] = {}
    at = 0
    while at < len(body):
        field = _FIELD.match(body, at)
        if field is None:
            return {} if body[at:].strip() else record
        record[field[1]] = (field[2] or field[3] or field[4] or "").strip()
        at = field.end()
    return record if len(record) >= _FEWEST_FIELDS else {}
