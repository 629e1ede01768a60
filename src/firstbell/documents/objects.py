"""JSON: lists of objects as tables, an object with lists of others as a record for each of these."""

from __future__ import annotations

import json
from typing import Any

from firstbell.documents.extraction import DocumentSource, Extraction
from firstbell.documents.field_names import name_apart, spell_name
from firstbell.documents.text import decode, find_encoding, read_text

_MAX_BYTES = 64 << 20
_MAX_RECORDS = 200_000


def read_json(source: DocumentSource, draft: Extraction) -> None:
    """JSON: lists of like objects as tables, the rest as lines "name: value"; broken JSON as text."""
    encoding = find_encoding(source.data)
    if encoding is None or len(source.data) > _MAX_BYTES:
        read_text(source, draft)
        return
    text = decode(source.whole(), encoding)
    try:
        values = [_load(text)]
    except (ValueError, RecursionError):
        try:
            values = [[_load(line) for line in text.splitlines() if line.strip()]]
        except (ValueError, RecursionError):
            read_text(source, draft)
            return
    lines: list[str] = []
    _give_json(values[0], "", "", lines=lines, draft=draft)
    draft.text("\n".join(lines))


def _load(text: str) -> Any:
    """What it holds; a whole number as it is written, however long. Raises: ValueError; RecursionError."""
    return json.loads(text, parse_int=str)


def _give_json(value: Any, name: str, above: str, *, lines: list[str], draft: Extraction) -> None:
    if isinstance(value, dict) and _is_keyed(value):
        value = [{"id": key, **inner} for key, inner in value.items()]
    if isinstance(value, list) and value and all(isinstance(inner, dict) for inner in value):
        records = [record for inner in value for record in _spread(inner)][:_MAX_RECORDS]
        if len(records) > 1:
            draft.text("\n".join(lines))
            lines.clear()
            columns = list(dict.fromkeys(key for record in records for key in record))
            draft.rows([columns, *([record.get(column, "") for column in columns] for record in records)])
            return
    if isinstance(value, list):
        for inner in value:
            _give_json(inner, name, above, lines=lines, draft=draft)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _give_json(inner, str(key), name, lines=lines, draft=draft)
        lines.append("")
    elif value not in (None, "") and value is not False:
        # a field that is false says nothing of anybody
        lines.append(f"{name_apart(spell_name(name), above, ())}: {value}" if name else str(value))


def _is_keyed(value: dict[str, Any]) -> bool:
    """Whether an object is a table whose rows have their numbers for keys.

    >>> _is_keyed({"200001": {"meal": "F"}, "200002": {"meal": "R"}})
    True
    >>> _is_keyed({"a1": {"x": 1}, "b": {"x": 2}})
    False
    """
    inner = value.values()
    are_records = len(value) > 1 and all(isinstance(one, dict) and one and "id" not in one for one in inner)
    return are_records and all(any(map(str.isdigit, str(key))) for key in value) and bool(
        set.intersection(*(set(one) for one in inner))
    )  # fmt: skip


def _spread(value: dict[str, Any], above: str = "") -> list[dict[str, str]]:
    """The records that an object comes to: one for each object in a list below it, with what stands above.

    >>> _spread({"day": "Monday", "who": [{"id": 1}, {"id": 2}]})
    [{'day': 'Monday', 'id': '1'}, {'day': 'Monday', 'id': '2'}]
    """
    base: dict[str, str] = {}
    below: list[tuple[str, dict[str, str]]] = []
    for key, inner in value.items():
        name = spell_name(str(key))
        if isinstance(inner, dict):
            found = _spread(inner, name)
            if len(found) == 1:
                base.update({name_apart(one, name, base): text for one, text in found[0].items()})
            else:
                below += [(name, record) for record in found]
        elif isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            below += [(name, record) for one in inner for record in _spread(one, name)]
        elif isinstance(inner, list):
            base[name_apart(name, above, base)] = "; ".join(str(one) for one in inner)
        else:
            base[name_apart(name, above, base)] = "" if inner is None else str(inner)
    return [_merge_below(base, record, name) for name, record in below] or [base]


def _merge_below(base: dict[str, str], record: dict[str, str], name: str) -> dict[str, str]:
    """A record of a list, with what stands above the list; `name`: of the list."""
    merged = dict(base)
    merged.update({f"{name} {field}" if field in base else field: text for field, text in record.items()})
    return merged
