"""JSON: lists of objects as tables, an object with lists of others as a record for each of these."""

from __future__ import annotations

import json
import re
from typing import Any

from firstbell.documents.extraction import DocumentSource, Extraction
from firstbell.documents.field_names import name_apart, spell_name
from firstbell.documents.joined_tables import join_tables
from firstbell.documents.named_fields import FilledForm, fold_pairs
from firstbell.documents.named_users import name_users
from firstbell.documents.text import decode, find_encoding, read_text

_MAX_BYTES = 64 << 20
_MAX_RECORDS = 200_000
_FEWEST_CELLS = 2
# who asks for whom
_CHILDREN = re.compile(r"(?i)(?:\w+[_ ])?(?:children|students|kids|pupils|dependents)")
_APPLIES = re.compile(r"(?i)applicant|signer|parent|guardian|adult|submitter|submitted_?by|household_?head")
# what an exported table has
_TABLE_FIELDS = frozenset(("name", "data"))
# what the objects that describe columns call a column
_NAMED = ("name", "field", "title", "label", "header", "key", "id")


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
    give_value(values[0], draft)


def give_value(value: Any, draft: Extraction) -> None:
    """Hand over what JSON holds, each field and each person by the name that it has there."""
    lines: list[str] = []
    _give_json(fold_pairs(name_users(value)), "", "", lines=lines, draft=draft)
    draft.text("\n".join(lines))


def _load(text: str) -> Any:
    """What it holds; a whole number as it is written, however long. Raises: ValueError; RecursionError."""
    return json.loads(text, parse_int=str)


def _give_json(value: Any, name: str, above: str, *, lines: list[str], draft: Extraction) -> None:
    if isinstance(value, dict):
        is_keyed = _is_keyed(value)
        value = [{"id": key, **inner} for key, inner in value.items()] if is_keyed else _open_household(value)
    value = _name_tables(value)
    if (records := _list_records(value)) and len(records) > 1:
        _give_rows(_lay_out(records), lines, draft)
        return
    if isinstance(value, FilledForm) and value.rows:
        _give_rows(value.rows, lines, draft)
    elif isinstance(value, list) and _is_matrix(value) and all(isinstance(one, str) for one in value[0]):
        _give_rows(value, lines, draft)
    elif isinstance(value, list):
        for inner in value:
            _give_json(inner, name, above, lines=lines, draft=draft)
    elif isinstance(value, dict):
        tables = _list_tables(value) | _join_lists(value)
        for rows in tables.values():
            _give_rows(rows, lines, draft)
        for key in (one for one in value if one not in tables):
            _give_json(value[key], str(key), name, lines=lines, draft=draft)
        lines.append("")
    else:
        _give_value(value, name, above, lines)


def _lay_out(records: list[dict[str, str]]) -> list[list[str]]:
    columns = list(dict.fromkeys(key for record in records for key in record))
    return [columns, *([record.get(column, "") for column in columns] for record in records)]


def _name_tables(value: Any) -> Any:
    """The tables of a database, as an object of lists by their names, where they come as objects that each
    have a name and one list of objects, as phpMyAdmin exports them; anything else as it is.

    >>> rows = [{"id": "1"}, {"id": "2"}]
    >>> tables = [{"type": "table", "name": one, "data": rows} for one in ("people", "visits")]
    >>> _name_tables([{"type": "header"}, *tables]).keys()
    dict_keys(['people', 'visits'])
    >>> _name_tables([{"name": "Ada", "visits": rows}, {"name": "Ben", "visits": rows}])[0]["name"]
    'Ada'
    """
    objects = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    found = {str(one["name"]): one["data"] for one in objects if one.keys() >= _TABLE_FIELDS}
    are_lists = len(found) > 1 and all(map(_list_records, found.values()))
    return found if are_lists else value


def _join_lists(value: dict[str, Any]) -> dict[str, list[list[str]]]:
    """The lists of records of an object as tables, those that refer to others with what these say; nothing
    where none does.

    >>> pupils = [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Ben"}]
    >>> visits = [{"pupil_id": 2}, {"pupil_id": 1}]
    >>> _join_lists({"pupils": pupils, "visits": visits})["visits"]
    [['pupil id', 'name'], ['2', 'Ben'], ['1', 'Ada']]
    >>> _join_lists({"pupils": pupils, "rooms": [{"room": 1}, {"room": 2}]})
    {}
    """
    lists = {
        key: _lay_out(records)
        for key, inner in value.items()
        if isinstance(inner, list) and len(records := _list_records(inner)) > 1
    }
    if len(lists) < _FEWEST_CELLS:
        return {}
    joined = dict(join_tables(lists))
    is_joined = any(len(rows[0]) > len(lists[key][0]) for key, rows in joined.items())
    return {key: [*map(list, rows)] for key, rows in joined.items()} if is_joined else {}


def _open_household(value: dict[str, Any]) -> Any:
    """What somebody asks for several children, as an object in a list: whoever applies is their parent. Any
    other object as it is.

    >>> pupils = [{"name": "Ada"}, {"name": "Ben"}]
    >>> _open_household({"applicant": {"last": "Roe"}, "students": pupils})[0].keys()
    dict_keys(['signer', 'students'])
    >>> _open_household({"room": 4, "students": pupils}).keys()
    dict_keys(['room', 'students'])
    """
    children = [inner for key, inner in value.items() if _CHILDREN.fullmatch(key) and isinstance(inner, list)]
    adults = [key for key, inner in value.items() if _APPLIES.fullmatch(key) and isinstance(inner, dict)]
    if len(adults) != 1 or len(children) != 1 or len(children[0]) < _FEWEST_CELLS:
        return value
    if not all(isinstance(one, dict) for one in children[0]):
        return value
    return [{"signer" if key in adults else key: inner for key, inner in value.items()}]


def _list_records(value: Any) -> list[dict[str, str]]:
    """Those of a list of objects; none of what is something else."""
    if not isinstance(value, list) or not value or not all(isinstance(inner, dict) for inner in value):
        return []
    return [record for inner in value for record in _spread(inner)][:_MAX_RECORDS]


def _give_value(value: Any, name: str, above: str, lines: list[str]) -> None:
    # a field that is false says nothing of anybody
    if value not in (None, "") and value is not False:
        lines.append(f"{name_apart(spell_name(name), above, ())}: {value}" if name else str(value))


def _give_rows(rows: list[list[Any]], lines: list[str], draft: Extraction) -> None:
    draft.text("\n".join(lines))
    lines.clear()
    draft.rows([["" if cell is None else str(cell) for cell in row] for row in rows[: _MAX_RECORDS + 1]])


def _list_tables(value: dict[str, Any]) -> dict[str, list[list[Any]]]:
    """Key -> rows of each list of rows beside which a list of as many names stands, these names first.

    >>> _list_tables({"cols": ["who", "born"], "n": 2, "data": [["Ada", "1/2/12"], ["Ben", "2/3/12"]]})
    {'data': [['who', 'born'], ['Ada', '1/2/12'], ['Ben', '2/3/12']]}
    >>> _list_tables({"route": [[44.9, 93.2], [44.8, 93.1]], "stops": ["Elm", "Oak"]})
    {}
    """
    heads = [names for inner in value.values() if (names := _read_names(inner))]
    tables: dict[str, list[list[Any]]] = {}
    for key, inner in value.items():
        if isinstance(inner, list) and _is_matrix(inner) and any(isinstance(cell, str) for cell in inner[0]):
            head = next((names for names in heads if len(names) == len(inner[0])), None)
            if head is not None:
                tables[key] = [head, *inner]
    return tables


def _read_names(value: Any) -> list[str]:
    """The names of columns, told as texts or as objects that have names; none where it is something else."""
    if not isinstance(value, list) or len(value) < _FEWEST_CELLS:
        return []
    names = [
        next((str(one[key]) for key in _NAMED if key in one), "") if isinstance(one, dict) else one
        for one in value
    ]
    return names if all(isinstance(one, str) and one and not one[0].isdigit() for one in names) else []


def _is_matrix(value: list[Any]) -> bool:
    """Whether a list is one of rows of as many cells each, two at least of either."""
    if len(value) < _FEWEST_CELLS or not all(isinstance(row, list) for row in value):
        return False
    is_even = len(value[0]) >= _FEWEST_CELLS and all(len(row) == len(value[0]) for row in value)
    return is_even and not any(isinstance(cell, dict | list) for row in value for cell in row)


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
            base[name_apart(name, above, base)] = _join_list(inner, name)
        else:
            base[name_apart(name, above, base)] = "" if inner is None else str(inner)
    return [merge_below(base, record, name) for name, record in below] or [base]


_PARTS_OF_DAY, _YEAR_DIGITS = 3, 4
_YEARS, _MONTHS, _DAYS = range(1900, 2101), range(1, 13), range(1, 32)
_NAME_PARTS = (2, 3)


def _join_list(values: list[Any], name: str) -> str:
    """A list as a cell: a day of its year, month and day, a name of its parts, any other one with marks
    between. `name`: what the list is called.

    >>> _join_list([2012, 3, 9], "born"), _join_list(["Ada", "Olson"], "full name")
    ('2012-03-09', 'Ada Olson')
    >>> _join_list([7, 3, 9], "w"), _join_list(["Ada Olson", "Ben Roe"], "name"), _join_list(["Ada"], "name")
    ('7; 3; 9', 'Ada Olson; Ben Roe', 'Ada')
    """
    spelled = [str(one) for one in values]
    if len(values) == _PARTS_OF_DAY and all(one.isdecimal() and len(one) <= _YEAR_DIGITS for one in spelled):
        year, month, day = map(int, spelled)
        if year in _YEARS and month in _MONTHS and day in _DAYS:
            return f"{year}-{month:02}-{day:02}"
    is_name = name.rpartition(" ")[2].lower() == "name" and len(values) in _NAME_PARTS
    return (" " if is_name and all(map(str.isalpha, spelled)) else "; ").join(spelled)


def merge_below(base: dict[str, str], record: dict[str, str], name: str) -> dict[str, str]:
    """A record of a list, with what stands above the list; `name`: of the list."""
    merged = dict(base)
    merged.update({f"{name} {field}" if field in base else field: text for field, text in record.items()})
    return merged
