"""Tables that tell a layout: a row for each field, with its name and where it stands.

>>> rows = [["Field", "Start", "Len"], ["site", "1", "3"], ["ssid", "4", "9"], ["name", "13", "20"]]
>>> (told,) = read_layout_rows(rows)
>>> [(one.name, one.start, one.stop) for one in told.fields]
[('site', 0, 3), ('ssid', 3, 12), ('name', 12, 32)]

Where no header says which numbers are beginnings and which are lengths, they say so themselves: each field
begins where the one before it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from firstbell.documents.field_names import spell_name
from firstbell.documents.layouts.layout_codes import read_codes
from firstbell.documents.record_layouts import (
    LONGEST_NAME,
    MOST_FIELDS,
    MOST_LAYOUTS,
    LayoutField,
    LayoutSort,
    RecordLayout,
    is_bounded,
)

Rows = Sequence[Sequence[str]]
_FEWEST_FIELDS = 3
_HEAD_ROWS, _SHORTEST_RECORD = 12, 16
_LONGEST_HEADER, _MOST_COLUMNS = 30, 24
# share of the rows that have what a column of the layout has; of the fields that follow each other
_MOSTLY, _CHAINED = 0.7, 0.75
_RANGE = re.compile(r"[^\d\n]{0,12}?(\d{1,5})(?:\s*(?:-|\u2013|\.\.|:|to|thru|through)\s*(\d{1,5}))?[.)]?")
_NUMBER = re.compile(r"#?\s*(\d{1,5})(?:\.0)?[.)]?")
_LETTERS = re.compile(r"(?:col(?:umn)?\s+)?([A-Z]{1,2})[.):]?", re.IGNORECASE)
_ROLES = (
    ("start", re.compile(r"\b(?:start|begin|beg|from)", re.I)),
    ("stop", re.compile(r"\b(?:end|stop|thru|through|to)\b", re.I)),
    ("length", re.compile(r"\b(?:length|len|width|size|bytes)\b", re.I)),
    ("order", re.compile(r"#|\b(?:no|num|number|order|seq|sequence|ordinal)\b", re.I)),
    ("codes", re.compile(r"\b(?:codes?|values?|options?|valid)\b", re.I)),
    ("text", re.compile(r"\b(?:desc\w*|definition|meaning|comments?|notes?|remarks)\b", re.I)),
    ("name", re.compile(r"\b(?:name|field|element|item|variable|label)\b", re.I)),
    ("place", re.compile(r"\b(?:pos|positions?|cols?|columns?|location|bytes?|place)\b", re.I)),
    ("type", re.compile(r"\b(?:type|format|fmt)\b", re.I)),
)
_CALLS_FIELD = re.compile(r"\b(?:col|cols|columns?|fields?|elements?|variables?)\b", re.I)
# types of fields behind their names
_TYPE = re.compile(
    r"\s+\(?(?:A|N|AN|X|AN?/N|CHAR|NUM|NUMERIC|TEXT|ALPHA|VARCHAR2?|STRING|INT|INTEGER)\)?(?:\s?\(\d+\))?\Z"
)
# how a field is written, and what it may have
_WRITTEN = re.compile(
    r"[ (,]+(?:[yYnN01]/[yYnN01]|[CYMD]{4,8}|[yY]{2,4}[mM]{2}[dD]{2}|[mM]{2}[dD]{2}[yY]{2,4})\)?\Z"
)
_EDGES = " .:;,*-\u2013_=\t\"'"
_SHORT_TEXT = 44


class FieldEntry(msgspec.Struct, frozen=True):
    """A field as it is told. `start` from 1; `stop`: the last one; `rest`: what else is said of it."""

    name: str
    start: int
    stop: int
    rest: str = ""


def read_layout_rows(rows: Rows) -> list[RecordLayout]:
    """The layouts that a table tells; none where it tells none."""
    rows = [[cell.strip() for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows or max(map(len, rows)) > _MOST_COLUMNS:
        return []
    at, roles = _find_roles(rows)
    body = rows[at + 1 :]
    if len(body) < _FEWEST_FIELDS:
        return []
    # what only numbers the fields does not name them
    roles = {
        at: "order" if role == "name" and _are_ints(_list_ints(body, at)) else role
        for at, role in roles.items()
    }
    if "name" not in roles.values():
        named = (
            at
            for at, cell in enumerate(rows[max(at, 0)])
            if roles.get(at, "order") == "order" and _CALLS_FIELD.search(cell)
        )
        roles |= {one: "name" for one in list(named)[-1:] if not _are_ints(_list_ints(body, one))}
    for read in (_read_ranges, _read_pairs, _read_lengths):
        if entries := list(read(body, roles)):
            return make_layouts(entries, LayoutSort.PLACES)
    # a list of people is numbered, too
    is_told = at >= 0 and any(map(_CALLS_FIELD.search, rows[at]))
    return make_layouts(list(_read_order(body, roles)), LayoutSort.COLUMNS) if is_told else []


def make_layouts(entries: Sequence[FieldEntry], sort: LayoutSort) -> list[RecordLayout]:
    """The layouts that fields come to: a new one begins where a field stands before the one above it."""
    runs: list[list[LayoutField]] = [[]]
    for entry in entries[: MOST_FIELDS * MOST_LAYOUTS]:
        name = clean_name(entry.name)
        if not name or not 0 < entry.start <= entry.stop:
            continue
        if runs[-1] and entry.start <= runs[-1][-1].stop:
            if entry.start >= runs[-1][-1].start + 1:
                continue  # a part of the field above it
            runs.append([])
        runs[-1].append(LayoutField(name, entry.start - 1, entry.stop, read_codes(entry.rest)))
    told = [RecordLayout(sort, run) for run in runs if _FEWEST_FIELDS <= len(run) <= MOST_FIELDS]
    told = sorted(told, key=lambda one: -len(one.fields))[:MOST_LAYOUTS]
    while told and not is_bounded(told):
        told.pop()
    return told


def clean_name(text: str) -> str:
    """The words of a field's name, without its type."""
    words = " ".join(text.strip(_EDGES).split())
    name = spell_name(_WRITTEN.sub("", _TYPE.sub("", words))).strip(_EDGES)
    return name[:LONGEST_NAME] if any(map(str.isalpha, name)) else ""


def _find_roles(rows: Rows) -> tuple[int, dict[int, str]]:
    """(the row of headers, column -> what it says of a field); -1 where no row has headers."""
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        roles: dict[int, str] = {}
        for column, cell in enumerate(row):
            role = _find_role(cell) if len(cell) < _LONGEST_HEADER else ""
            if role and role not in roles.values():
                roles[column] = role
        if len(roles) >= 2 and not any(map(_is_place, row)):
            return at, roles
    return -1, {}


def _is_place(cell: str) -> bool:
    """Whether a cell is a number, or from where to where something goes: no header is."""
    span = _RANGE.fullmatch(cell)
    return _NUMBER.fullmatch(cell) is not None or (span is not None and span[2] is not None)


@lru_cache(maxsize=4096)
def _find_role(cell: str) -> str:
    return next((role for role, words in _ROLES if words.search(cell)), "")


def _take_cell(row: Sequence[str], at: int) -> str:
    return row[at] if 0 <= at < len(row) else ""


def _find_column(roles: dict[int, str], role: str) -> int:
    return next((at for at, one in roles.items() if one == role), -1)


def _name_row(row: Sequence[str], roles: dict[int, str], taken: Sequence[int]) -> tuple[str, str]:
    """(the name of the field that a row tells, what else the row says of it)."""
    name_at, text_at = _find_column(roles, "name"), _find_column(roles, "text")
    name, text = _take_cell(row, name_at), _take_cell(row, text_at)
    others = [cell for at, cell in enumerate(row) if at not in taken and any(map(str.isalpha, cell))]
    if not name:
        name = text or (others[0] if others else "")
    elif " " not in name and 0 < len(text) <= _SHORT_TEXT and not any(map(str.isdigit, text)):
        name = text
    return name, "\n".join(cell for cell in others if cell != name)


def _list_ints(rows: Rows, at: int) -> list[int | None]:
    matches = [_NUMBER.fullmatch(_take_cell(row, at)) for row in rows]
    return [int(match[1]) if match else None for match in matches]


def _read_ranges(rows: Rows, roles: dict[int, str]) -> Iterator[FieldEntry]:
    """Fields of which one cell says from where to where they go."""
    for at in range(max(map(len, rows))):
        matches = [_RANGE.fullmatch(_take_cell(row, at)) for row in rows]
        ranges = sum(match is not None and match[2] is not None for match in matches)
        if (
            ranges >= _FEWEST_FIELDS
            and sum(map(bool, matches)) >= _MOSTLY * len(rows)
            and ranges * 3 >= len(rows)
        ):
            for row, match in zip(rows, matches, strict=True):
                if match is not None:
                    yield FieldEntry(
                        *_spread(_name_row(row, roles, [at]), int(match[1]), int(match[2] or match[1]))
                    )
            return


def _spread(named: tuple[str, str], start: int, stop: int) -> tuple[str, int, int, str]:
    return named[0], start, stop, named[1]


def _read_pairs(rows: Rows, roles: dict[int, str]) -> Iterator[FieldEntry]:
    """Fields of which two cells are where they begin, and where they end or how long they are."""
    start, stop, length = (_find_column(roles, role) for role in ("start", "stop", "length"))
    start = start if start >= 0 else _find_column(roles, "place")
    tries = [(start, stop, False)] if min(start, stop) >= 0 else []
    tries += [(start, length, True)] if min(start, length) >= 0 else []
    if not tries:
        ints = [at for at in range(max(map(len, rows))) if _are_ints(_list_ints(rows, at))]
        tries = [
            (one, other, is_length)
            for one in ints
            for other in ints
            if one != other
            for is_length in (False, True)
        ]
    for one, other, is_length in tries:
        numbers = list(zip(_list_ints(rows, one), _list_ints(rows, other), strict=True))
        spans = [(a, a + b - 1 if is_length else b) if a and b else None for a, b in numbers]
        if not _are_chained([span for span in spans if span], len(rows)):
            continue
        for row, span in zip(rows, spans, strict=True):
            if span:
                yield FieldEntry(*_spread(_name_row(row, roles, [one, other]), *span))
        return


def _are_ints(values: Sequence[int | None]) -> bool:
    return sum(value is not None for value in values) >= max(_FEWEST_FIELDS, _MOSTLY * len(values))


def _are_chained(spans: Sequence[tuple[int, int]], count: int) -> bool:
    """Whether most fields begin right behind the one before, and none is turned around."""
    if len(spans) < max(_FEWEST_FIELDS, _MOSTLY * count) or any(stop < start for start, stop in spans):
        return False
    follows = sum(b[0] == a[1] + 1 or b[0] == 1 for a, b in pairwise(spans))
    return follows >= _CHAINED * (len(spans) - 1)


def _read_lengths(rows: Rows, roles: dict[int, str]) -> Iterator[FieldEntry]:
    """Fields of which only is told how long they are."""
    at = _find_column(roles, "length")
    lengths = _list_ints(rows, at) if at >= 0 else []
    if not _are_ints(lengths) or sum(filter(None, lengths)) < _SHORTEST_RECORD:
        return
    start = 1
    for row, length in zip(rows, lengths, strict=True):
        if length:
            yield FieldEntry(*_spread(_name_row(row, roles, [at]), start, start + length - 1))
            start += length


def _read_order(rows: Rows, roles: dict[int, str]) -> Iterator[FieldEntry]:
    """Fields of which the column is told, by its number or by its letters."""
    for at in range(max(map(len, rows))):
        if roles.get(at) == "length":
            continue
        if roles.get(at) in {"name", "text", "codes"} and _find_column(roles, "order") >= 0:
            continue
        places = [_read_place(_take_cell(row, at)) for row in rows]
        told = [place for place in places if place]
        if len(told) < max(_FEWEST_FIELDS, _MOSTLY * len(rows)) or told != list(range(1, len(told) + 1)):
            continue
        for row, place in zip(rows, places, strict=True):
            if place:
                yield FieldEntry(*_spread(_name_row(row, roles, [at]), place, place))
        return


def _read_place(cell: str) -> int:
    """The number of a column, from 1: "7", "#7", "G", "Col G"; 0 for anything else."""
    if number := _NUMBER.fullmatch(cell):
        return int(number[1])
    letters = _LETTERS.fullmatch(cell)
    place = 0
    for letter in letters[1].upper() if letters else "":
        place = 26 * place + ord(letter) - 64
    return place
