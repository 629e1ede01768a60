"""Records whose fields stand in elements one behind the other, and not in one that holds them all: fields
that come again in turn, and a record of whom the ones behind it are about.

>>> part_turns([("student", "Ada"), ("plan", "nuts"), ("student", "Ben"), ("plan", "none")])
[{'student': 'Ada', 'plan': 'nuts'}, {'student': 'Ben', 'plan': 'none'}]
>>> ada, ben = {"no": "7", "who": "Ada"}, {"no": "8", "who": "Ben"}
>>> carry_heads([("head", ada), ("line", {"code": "SUSP"}), ("head", ben), ("line", {"code": "DET"})])[0]
{'no': '7', 'who': 'Ada', 'code': 'SUSP'}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_FEWEST, _MOST_SORTS, _MOST_FIELDS = 2, 4, 12
# what stands in a field of a record; longer texts are paragraphs
_LONGEST_FIELD = 120
# fields that records of every sort may have
_OF_ALL = re.compile(r"(?i)(?:rec(?:ord)? ?)?(?:type|typ|sort|kind|seq|line|row|no|num|n|date|day|time|id)")
# fields by which a record says by itself whom it is about
_TELLS_WHOM = re.compile(
    r"(?i)\b(?:(?:\w*name|nm|student|pupil|child|user\w*|employee|person|staff|member|patient|who|whom|"
    r"e ?mail|ssn|dob|born|last|first|sender|from|to|teacher|parent|guardian)\b|\w+ id\Z)"
)


def part_turns(fields: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The records of fields that stand one behind the other, each of which begins with the first field; none
    where they are no such.

    >>> part_turns([("name", "Ada"), ("note", "a"), ("note", "b"), ("name", "Ben")])
    []
    """
    names = [name for name, _ in fields]
    if (
        not names
        or len({*names}) < _FEWEST
        or names.count(names[0]) < _FEWEST
        or len({*names}) > _MOST_FIELDS
    ):
        return []
    records: list[dict[str, str]] = []
    for name, text in fields:
        if len(text) > _LONGEST_FIELD:
            return []
        if name == names[0]:
            records.append({})
        if name in records[-1]:
            return []
        records[-1][name] = text
    return records if all(len(one) > 1 for one in records) else []


def carry_heads(records: Sequence[tuple[str, dict[str, str]]]) -> list[dict[str, str]]:
    """The records behind each one of the sort of the first, with what that one says; none where the sorts do
    not take turns, or say by themselves whom they are about. Each record comes with its sort.

    >>> carry_heads([("in", {"user": "ada"}), ("out", {"user": "ben"})] * 2)
    []
    """
    sorts = dict.fromkeys(sort for sort, _ in records)
    if not _FEWEST <= len(sorts) <= _MOST_SORTS:
        return []
    first = records[0][0]
    turns = sum(one == first != before for (before, _), (one, _) in pairwise(records))
    told = {name for sort, record in records if sort == first for name in record}
    own = {name for sort, record in records if sort != first for name in record}
    shared = {name for name in told & own if not _OF_ALL.fullmatch(name)}
    if not turns or shared or any(map(_TELLS_WHOM.search, own)):
        return []
    carried: list[dict[str, str]] = []
    head: dict[str, str] = {}
    is_open = False
    for sort, record in records:
        if sort == first:
            carried += [head] if is_open else []
            head, is_open = record, True
        else:
            carried.append(_put_before(head, record, sort))
            is_open = False
    return carried + ([head] if is_open else [])


def _put_before(head: dict[str, str], record: dict[str, str], sort: str) -> dict[str, str]:
    """The fields of a head, and those of a record, led by its sort where both have one of a name."""
    return {**head, **{f"{sort} {name}" if name in head else name: text for name, text in record.items()}}


def sort_by_fields(records: Sequence[dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    """Records of one name, each with the names of the fields that it has: those of two sorts have others."""
    return [(" ".join(name for name, text in record.items() if text), record) for record in records]
