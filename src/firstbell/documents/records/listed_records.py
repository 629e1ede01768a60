r"""Records that are listed as fields one below the other, each behind a dash: YAML and what looks like it.

>>> read_listed("locks:\n- box: 1\n  pin: '77'\n- box: 2\n  pin: 78\n- box: 3\n")
[['box', 'pin'], ['1', '77'], ['2', '78'], ['3', '']]
>>> read_listed("- box: 1   # old\n  pin: ~\n- box: 2\n  pin: 'a # b'\n- box: 3\n  pin: a#b\n")
[['box', 'pin'], ['1', ''], ['2', 'a # b'], ['3', 'a#b']]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.documents.field_names import spell_name

_FIELD = re.compile(
    r"(?P<indent>[ \t]*)(?P<dash>-[ \t]+)?(?P<name>[A-Za-z_][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?"
)
_FEWEST = 3
# share of the lines that are fields, and of the records that have a field
_MOSTLY, _COMMON = 0.8, 0.6
# what says that a field is empty, and what somebody remarked behind one
_EMPTY = frozenset(("", "|", ">", "[]", "{}", "~", "null"))
_REMARK = re.compile(r"[ \t]+#.*\Z")
_BLANK = re.compile(r"[ \t]*(?:#.*|---|\.\.\.)?")


def read_listed(text: str) -> list[list[str]]:
    """The records as rows, the names of their fields first; none where it is no such list."""
    lines = [line for line in text.splitlines() if not _BLANK.fullmatch(line)]
    matches = [_FIELD.fullmatch(line) for line in lines]
    starts = sum(match is not None and bool(match["dash"]) for match in matches)
    if starts < _FEWEST or sum(map(bool, matches)) < _MOSTLY * len(lines):
        return []
    records = [*_gather(match for match in matches if match)]
    names = list(dict.fromkeys(name for record in records for name in record))
    common = [name for name in names if sum(name in record for record in records) >= _COMMON * len(records)]
    if len(records) < _FEWEST or len(common) < 2:
        return []
    return [
        [spell_name(name) for name in names],
        *([record.get(name, "") for name in names] for record in records),
    ]


def _gather(matches: Iterator[re.Match[str]]) -> Iterator[dict[str, str]]:
    """The fields of each record: those from one dash of the outermost list to the next."""
    depth, record = -1, dict[str, str]()
    for match in matches:
        indent = len(match["indent"].expandtabs())
        if match["dash"] and (depth < 0 or indent <= depth):
            if record:
                yield record
            depth, record = indent, {}
        if depth < 0 or indent < depth:
            continue
        value = _read_value((match["value"] or "").strip())
        if value not in _EMPTY:
            record.setdefault(match["name"], value.strip("\"'"))
    if record:
        yield record


def _read_value(value: str) -> str:
    """A value without what is remarked behind it; in quotes nothing is a remark."""
    closed = value.find(value[:1], 1) if value[:1] in {'"', "'"} else 0
    return value[: closed + 1] if closed > 0 else _REMARK.sub("", " " + value).strip()
