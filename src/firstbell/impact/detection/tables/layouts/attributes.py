"""Tables of which each row tells one thing of somebody: its name in one column, what it is in another.

>>> rows = [["pk", "k", "v"], ["1", "Diet", "egg"], ["1", "DOB", "4/1/80"], ["2", "Diet", "nuts"]]
>>> gather(rows)
[['pk', 'Diet', 'DOB'], ['1', 'egg', '4/1/80'], ['2', 'nuts', '']]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.kind import DataKind

Rows = Sequence[Sequence[str]]
_PREFIX = (
    r"(?:attr(?:ibute)?|prop(?:erty)?|field|fld|element|elem|item|data|key|param(?:eter)?|question|"
    r"column|col|meta|info|custom|var(?:iable)?|udf)"
)
# what the column of what each thing is is called
_VALUE = re.compile(
    rf"(?:{_PREFIX} ?)?(?:v|val|vals|values?|valor|answers?|responses?|contents?|data|txt|"
    r"(?:text|string|char) value)"
)
# and that of its name
_NAME = re.compile(
    rf"k|keys?|tag|label|what|which|kind|type|code|cd|"
    rf"{_PREFIX}s?(?: ?(?:names?|nm|codes?|cd|keys?|labels?|types?|desc\w*))?"
)
# of a log of changes: whose field it is, which, and what it was and became
_RECORD = re.compile(
    r"(?:(?:student|pupil|person|employee|staff|user|record|rec|entity|ent|object|obj|target|row) ?)?"
    r"(?:key|id|no|num(?:ber)?|pk)|student|pupil|person|employee"
)
_FIELD = re.compile(r"(?:changed )?(?:field|column|attribute|property|element)(?: ?(?:name|nm|changed))?")
_NEW, _OLD = (
    re.compile(rf"(?:{words})(?: ?(?:val(?:ue)?|data))?")
    for words in ("new|after|to", "old|before|from|prior")
)
_MOST_NAMES, _MOST_FIELDS = 60, 24
# of these everybody has one
_OF_ONE = frozenset((DataKind.SSN, DataKind.DOB))
_SAID = 0.3
_APART = re.compile(r"[^a-z0-9]+")


def gather(rows: Rows) -> list[list[str]] | None:
    """The table with one row for each of whom things are told, and a column for each thing; None where it is
    laid out otherwise, or where no name of a thing is that of a header. What is the same in all rows of
    one of them is kept.
    """
    filled = [row for row in rows if any(row)]
    if len(filled) < 3 or not 3 <= len(filled[0]) <= _MOST_FIELDS:
        return None
    heads = [_APART.sub(" ", _split(cell)).strip() for cell in filled[0]]
    width, body = len(heads), [[*row, *[""] * (len(filled[0]) - len(row))] for row in filled[1:]]
    if changed := _find_changed(heads):
        key, at, _ = changed
        return _spread(
            [filled[0][key], "", ""],
            [[row[one] for one in changed] for row in body],
            (0, 1, 2),
            list(dict.fromkeys(row[at] for row in body)),
        )
    told = next((at for at, head in enumerate(heads) if at and _VALUE.fullmatch(head)), 0)
    names = [at for at, head in enumerate(heads) if at != told and _NAME.fullmatch(head)]
    if not (told and names) and (at := _find_asked(body)):
        told, names = at + 1, [at]
    for at in reversed(names) if told else ():
        things = list(dict.fromkeys(row[at] for row in body))
        if not _are_few(things, body) or not _are_said(things):
            continue
        for key in range(width):
            if key in {at, told} or len({(row[key], row[at]) for row in body}) < len(body):
                continue
            people = len({row[key] for row in body})
            if 2 <= people < len(body):
                return _spread(filled[0], body, (key, at, told), things)
    return None


def _find_changed(heads: Sequence[str]) -> list[int]:
    """The columns of a log of changes that say of whom a field is, which it is and what it became; none where
    the table is no such log.

    >>> _find_changed(["at", "by", "key", "field", "old", "new"]), _find_changed(["key", "field", "new"])
    ([2, 3, 5], [])
    """
    found = [
        next((at for at, head in enumerate(heads) if sign.fullmatch(head)), -1)
        for sign in (_RECORD, _FIELD, _NEW, _OLD)
    ]
    return found[:-1] if min(found) >= 0 and len({*found}) == len(found) else []


def _find_asked(body: Rows) -> int:
    """The column of a few things, mostly headers of what somebody alone has, with another one behind it; 0
    where there is none: whatever its own header calls it.

    >>> _find_asked([["1", "Tax ID", "2"], ["1", "Born", "3"], ["2", "Tax ID", "4"], ["2", "Born", "5"]])
    1
    >>> _find_asked([["1", "Room", "2"], ["1", "Seats", "3"], ["2", "Room", "4"], ["2", "Seats", "5"]])
    0
    >>> _find_asked([["1", "a", "2", "b"], ["1", "Born", "3"], ["2", "a", "4"], ["2", "Born", "5"]])
    1
    >>> _find_asked([["1", "Tax ID", "2"], ["1", "Born", "3"]])
    0
    """
    # a row may be longer than the first
    for at in range(1, min(map(len, body)) - 1):
        things = {row[at] for row in body}
        if len(things) < 2 or not _are_few(things, body):
            continue
        roles = {read_header(thing)[0] for thing in things}
        if roles & _OF_ONE and sum(map(_is_header, things)) * 2 >= len(things):
            return at
    return 0


def _are_few(things: Collection[str], body: Rows) -> bool:
    """Whether each thing is told of two people or more."""
    return len(things) <= _MOST_NAMES and len(things) * 2 <= len(body) + 1


def _is_header(thing: str) -> bool:
    return bool(read_header(thing)[0])


def _split(cell: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell).lower()


def _are_said(things: Sequence[str]) -> bool:
    return sum(bool(read_header(thing)[0]) for thing in things) >= max(1, _SAID * len(things))


def _spread(
    header: Sequence[str], body: Rows, places: tuple[int, int, int], things: Sequence[str]
) -> list[list[str]]:
    key, at, told = places
    people: dict[str, list[Sequence[str]]] = {}
    for row in body:
        people.setdefault(row[key], []).append(row)
    kept = [
        one
        for one in range(len(header))
        if one not in {at, told} and all(len({row[one] for row in rows}) == 1 for rows in people.values())
    ]
    found = [[*(header[one] for one in kept), *things]]
    for rows in people.values():
        said = {row[at]: row[told] for row in rows}
        found.append([*(rows[0][one] for one in kept), *(said.get(thing, "") for thing in things)])
    return found
