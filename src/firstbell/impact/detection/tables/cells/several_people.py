"""Cells that name several people: parted by signs, by "and", or by commas between whole names.

Cells that pair who works here with a pupil whom they teach, drive or see: the row is about the pupil.

>>> roles = {"Tia Long": {"staff"}, "Ada Roe (gr 8)": {"student"}, "Uma Hale": {"staff"}}
>>> rows = [["Tia Long - Ada Roe (gr 8)", "asthma"], ["Tia Long - Uma Hale", "room 4"]]
>>> call_pupils(rows, lambda name: roles.get(name, set()))
[['Ada Roe (gr 8)', 'asthma'], ['Tia Long - Uma Hale', 'room 4']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations

from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.person import STAFF, STUDENT

_PARTING = re.compile(r"[;\n|]")
_BETWEEN = re.compile(r"\s*[;\n|]\s*|\s+(?:&|\+|and|y|/)\s+")
# what is in every such place, and in few names
_MAY_PART = re.compile(r"[;\n|&+/]|\s(?:and|y)\s")
# what parts names only where each is one of the roster's
_LISTED = re.compile(r"\s*[,/]\s*")
# behind a name in a list: a grade, a room
_BESIDE = re.compile(r"\s*\([^()]{1,12}\)\s*\Z")


def part_numbered(
    row: Sequence[str], named: Iterable[int], is_numbered: Callable[[str], bool]
) -> list[tuple[str, ...]]:
    """The row once for each part of one of its cells at `named`, where each names somebody beside a number;
    none where none has several.

    >>> part_numbered(["7", "Ada Roe 200001; Ben Roe 200002"], [1], lambda part: "2000" in part)
    [('7', 'Ada Roe 200001'), ('7', 'Ben Roe 200002')]
    """
    for at in named:
        parts = [part.strip() for part in _PARTING.split(row[at]) if part.strip()]
        if len(parts) > 1 and all(map(is_numbered, parts)):
            return [(*row[:at], part, *row[at + 1 :]) for part in parts]
    return []


def part_told(row: Sequence[str], name: str, names: Sequence[str]) -> list[str]:
    """The row as it is said of one of several: of a cell that calls some of them by the given name, and says
    of each what is theirs, what it says of this one.

    >>> part_told(["Ada Roe; Ben Xu", "Ben: nuts. Ada: none"], "Ben Xu", ["Ada Roe", "Ben Xu"])
    ['Ada Roe; Ben Xu', 'nuts.']
    >>> part_told(["Ada Roe; Ben Xu", "both: nuts"], "Ben Xu", ["Ada Roe", "Ben Xu"])
    ['Ada Roe; Ben Xu', 'both: nuts']
    """
    given = {one: _call(one) for one in names}
    called = re.compile(
        rf"(?:^|(?<=[.;,\n/ ]))({'|'.join(map(re.escape, given.values()))})\s?(?::|\s[-\u2013])\s"
    )
    told: list[str] = []
    for cell in row:
        found = [*called.finditer(cell)]
        ends = [*(one.start() for one in found[1:]), len(cell)]
        own = (
            cell[one.end() : end].strip(" ;,/\n")
            for one, end in zip(found, ends, strict=True)
            if one[1] == given[name]
        )
        told.append("; ".join(own) if found else cell)
    return told


def _call(name: str) -> str:
    """The given name of a whole one."""
    last, comma, first = name.partition(",")
    return ((first if comma else last).split() or [name])[0]


def split_people(cell: str, pairs: Collection[bytes] = ()) -> list[str]:
    """The names in a cell that holds several, each with two words at least. `pairs`: given and family names
    of the roster as it pairs them; commas and strokes part names of which each is one of these.

    >>> split_people("Olson, Mary; Roe, Ben"), split_people("Olson, Mary")
    (['Olson, Mary', 'Roe, Ben'], ['Olson, Mary'])
    >>> split_people("Mary Olson, Ben Roe and Cy Xu", {b"mary olson", b"ben roe", b"cy xu"})
    ['Mary Olson', 'Ben Roe', 'Cy Xu']
    """
    parts = [cell]
    if _MAY_PART.search(cell) is not None:
        found = [part.strip(" ,.") for part in _BETWEEN.split(cell) if part.strip()]
        if len(found) > 1 and all(2 <= len(_part_whole(part, pairs)[0].split()) <= 5 for part in found):
            parts = found
    return [name for part in parts for name in _part_whole(part, pairs)]


# given names that one family name is for, with a grade or an age behind each: "Ada (4) + Ben (8) Roe"
_GIVEN_NAME = r"[^\W\d_a-z][^\W\d_'\u2019-]*[^\W\d_](?: ?\((?:gr(?:ade)? ?)?\w{1,4}\))?"
_FAMILY_NAME = r"(?P<family>[^\W\d_a-z][\w'\u2019-]+)"
_JOIN, _SIGN = r"(?: ?[&+/] ?| (?:and|y) |, (?:and |& )?)", r"(?: ?[&+/] ?| (?:and|y) )"
_LED = re.compile(rf"(?P<given>{_GIVEN_NAME}(?:{_JOIN}{_GIVEN_NAME})*{_JOIN}{_GIVEN_NAME}) {_FAMILY_NAME}")
_BEHIND = re.compile(rf"{_FAMILY_NAME}, (?P<given>{_GIVEN_NAME}(?:{_SIGN}{_GIVEN_NAME})+)")
_LIST, _BETWEEN_GIVEN = re.compile(r"\s*[;\n|]\s*"), re.compile(_JOIN)


def split_shared(cell: str, pairs: Collection[bytes]) -> list[str]:
    """The names in a cell as `split_people` has them, those that share a family name each with that."""
    return split_people(share_family(cell, pairs), pairs)


def share_family(cell: str, pairs: Collection[bytes]) -> str:
    """A cell, each of the given names in it that share a family name with that, where one of them is somebody
    of `pairs`.

    >>> pairs = {b"ben roe"}
    >>> [share_family(one, pairs) for one in ("Ada (4) + Ben (8) Roe", "Roe, Ben & Bea", "Ben Roe & Ada Ly")]
    ['Ada Roe; Ben Roe', 'Ben Roe; Bea Roe', 'Ben Roe & Ada Ly']
    """
    if _MAY_PART.search(cell) is None:
        return cell
    parts = _LIST.split(cell)
    shared = [_share(part, pairs) for part in parts]
    return "; ".join(shared) if shared != parts else cell


def _share(part: str, pairs: Collection[bytes]) -> str:
    found = _LED.fullmatch(part) or _BEHIND.fullmatch(part)
    given = [_BESIDE.sub("", one) for one in _BETWEEN_GIVEN.split(found["given"])] if found else []
    names = [f"{one} {found['family']}" for one in given] if found else []
    return "; ".join(names) if any(b" ".join(split_name(name)) in pairs for name in names) else part


def _part_whole(cell: str, pairs: Collection[bytes]) -> list[str]:
    """The names that commas or strokes part, where each is one of the roster's; else the cell as it is."""
    if not pairs or ("," not in cell and "/" not in cell):
        return [cell]
    names = [_BESIDE.sub("", part) for part in _LISTED.split(cell) if part]
    words = [split_name(name) for name in names]
    are_whole = len(names) > 1 and all(
        any(first + b" " + last in pairs for first, last in combinations(one, 2)) for one in words
    )
    return names if are_whole else [cell]


_PAIR = re.compile(
    r"\s*(?P<helper>[^\d()<>\u2013\u2014\n]{5,40}?)"
    r"(?:\s+[-\u2013\u2014]{1,2}\s+|\s*(?:\u2192|[-=]?>)\s*)"
    r"(?P<pupil>[^\W\d_][^<>\u2013\u2014\n]{4,60})"
)


def call_pupils(rows: Iterable[Sequence[str]], find_roles: Callable[[str], set[str]]) -> list[list[str]]:
    """The rows, with the pupil alone in such cells. `find_roles`: the roles of those whom a name may mean."""
    return [[_drop(cell, find_roles) for cell in row] for row in rows]


def _drop(cell: str, find_roles: Callable[[str], set[str]]) -> str:
    pair = _PAIR.fullmatch(cell)
    if pair is None or find_roles(pair["helper"]) != {STAFF} or STUDENT not in find_roles(pair["pupil"]):
        return cell
    return pair["pupil"].strip()
