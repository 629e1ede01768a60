"""Records of a table that go on in the next row, which leaves the cells empty that say whose they are.

>>> rows = [["Ada", "late"], ["", "rude"], ["Ben", "hit"], ["", "ran"]]
>>> [*join_rows(rows, find_key(rows, {"Ada", "Ben"}.__contains__))]
[['Ada', 'late; rude'], ['Ben', 'hit; ran']]

Lists of who is insured with whom: the rows of a spouse or a child bear the number of the employee whose
family they are, and a name of their own.

>>> rows = [["MBR", "REL", "LAST"], ["E901", "EE", "Long"], ["E901", "SP", "Quist"], ["E901", "CH", "Quist"]]
>>> list(part_dependents(rows, lambda cell: cell == "E901")(rows))[1:3]
[['E901', 'EE', 'Long'], ['', 'SP', 'Quist']]

Rows that have a second person inside the first, as records that lie in one another come down to one table:
columns whose headers are those of the others with the same words before them.

>>> head = ["First Nm", "Last Nm", "SSN", "Plan", "Dep First Nm", "Dep Last Nm", "Dep SSN", "Birth Dt"]
>>> find_nested(head)
[4, 5, 6, 7]
>>> part_nested([head, ["Ada", "Roe", "1", "A", "Cy", "Roe", "2", "9/9/2019"]], [4, 5, 6, 7])[1]
[['First Nm', 'Last Nm', 'SSN', 'Birth Dt'], ['Cy', 'Roe', '2', '9/9/2019']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, MAIN, NAME, read_header
from firstbell.impact.detection.kinds.kind import DataKind

Rows = Iterable[Sequence[str]]
_FEWEST, _SHARE, _MOST_BEHIND, _MOST_CHARS = 2, 0.4, 3, 2_000
_LETTERS = re.compile(r"[^\W\d_]{3}")
# what stands below the rows of a table
_SUM = re.compile(r"(?i)\b(?:(?:sub|grand )?totals?|sum|average|count)\b")


def find_key(rows: Sequence[Sequence[str]], is_value: Callable[[str], bool]) -> frozenset[int]:
    """Which columns say whose a record is, in a table whose records go on in rows that leave the first of
    them empty; none where it is no such table. `is_value`: whether a cell is a number or a name.
    """
    if sum(len(row) > 1 and not row[0] for row in rows) < _FEWEST:
        return frozenset()  # no row may go on, as in most tables
    named = [row for row in rows if any(map(is_value, row))]
    key = {at for row in named for at, cell in enumerate(row) if is_value(cell)}
    if len(named) < _FEWEST or any(not row[0] for row in named):
        return frozenset()
    going_on, behind = 0, _MOST_BEHIND
    for row in rows:
        if any(map(is_value, row)):
            behind = 0
        elif any(row):
            going_on += goes_on(row) and not behind
            behind += 1
    return frozenset(key) if going_on >= max(_FEWEST, _SHARE * len(named)) else frozenset()


def join_led(rows: Sequence[Sequence[str]], is_value: Callable[[str], bool]) -> Sequence[Sequence[str]]:
    """The rows with those joined to the next one that hold the first lines of its cells, as a page prints
    high cells around the middle of their row; as they are where the first one below the headers is not such.

    >>> rows = [["emp", "who"], ["", "Roe,"], ["7", "Ada"], ["", "Lee,"], ["8", "Ben"]]
    >>> join_led(rows, {"7", "8"}.__contains__)
    [['emp', 'who'], ['7', 'Roe, Ada'], ['8', 'Lee, Ben']]
    """
    first = rows[0][0] if rows and rows[0] else ""
    if sum(len(row) > 1 and not row[0] for row in rows) < _FEWEST or not first or is_value(first):
        return rows
    led = [at for at in range(1, len(rows) - 1) if goes_on(rows[at]) and is_value("".join(rows[at + 1][:1]))]
    keyed = [at for at, row in enumerate(rows) if row and row[0] and is_value(row[0])]
    if led[:1] != [1] or any(at in keyed for at in led) or 2 * len(led) < len(keyed):
        return rows
    joined: list[Sequence[str]] = []
    for at, row in enumerate(rows):
        if at - 1 in led:
            pairs = zip_longest(rows[at - 1], row, fillvalue="")
            joined.append([" ".join(filter(None, pair)) for pair in pairs])
        elif at not in led:
            joined.append(row)
    return joined


def goes_on(row: Sequence[str]) -> bool:
    """Whether a row begins with an empty cell and says something in words."""
    return (
        len(row) > 1
        and not row[0]
        and any(map(_LETTERS.search, row))
        and not any(map(_SUM.search, filter(None, row)))
    )


def join_rows(rows: Rows, key: frozenset[int]) -> Iterator[list[str]]:
    """The rows with those that go on joined to the one before them: words to words of their column, anything
    else in further columns.
    """
    last: list[str] | None = None
    behind = 0
    for row in rows:
        if last is not None and goes_on(row) and behind < _MOST_BEHIND:
            _add(last, row, key)
            behind += 1
            continue
        if last is not None:
            yield last
        last, behind = [*row], 0
    if last is not None:
        yield last


def _add(last: list[str], row: Sequence[str], key: frozenset[int]) -> None:
    for at, cell in enumerate(row):
        if not cell:
            continue
        is_words = _LETTERS.search(cell) is not None
        if at not in key and at < len(last) and not last[at]:
            last[at] = cell
        elif at not in key and at < len(last) and is_words and _LETTERS.search(last[at]):
            last[at] = f"{last[at]}; {cell}"[:_MOST_CHARS]
        else:
            last.append(cell)


_SELF = re.compile(
    r"(?i)ee|emp|empl|employee|self|sub|subs|subscr|subscriber|insured|member|policy ?holder|18"
)
_DEPENDENT = re.compile(
    r"(?i)sp|spouse|husband|wife|ch|chd|child|son|dau|daughter|dep|dependent|dp|(?:domestic )?partner|"
    r"step ?(?:child|son|daughter)|foster child|ward|01|19"
)
# as codes of digits alone they say so only beside the code of the employee, and below such a header
_HEADER = re.compile(
    r"(?i)rel\w*(?:[ _]?(?:cd|code|type|to (?:ee|emp\w*|sub\w*|insured|member)))?|dep\w*[ _]?type|who"
)
_MOST_COLUMNS, _DEPENDENT_FEWEST = 40, 3


def part_dependents(
    sample: Sequence[Sequence[str]], is_number: Callable[[str], bool]
) -> Callable[[Rows], Rows]:
    """What gives the rows, those of a dependent without the number of the employee; as they are where the
    table is no such list. `is_number`: whether a cell is a number of the roster.
    """
    relation = _find_relation(sample)
    numbers = _find_numbers(sample, relation, is_number) if relation >= 0 else set()

    def part(rows: Rows) -> Iterator[Sequence[str]]:
        for row in rows:
            if relation < len(row) and _DEPENDENT.fullmatch(row[relation].strip()):
                yield ["" if at in numbers else cell for at, cell in enumerate(row)]
            else:
                yield row

    return part if numbers else lambda rows: rows


def _find_relation(sample: Sequence[Sequence[str]]) -> int:
    """The column that says of each row whether it is the employee's or a dependent's; -1 where none does."""
    header = next((row for row in sample if sum(map(bool, row)) > 1), ())
    for at, head in enumerate(header[:_MOST_COLUMNS]):
        if not _HEADER.fullmatch(head.strip()):
            continue
        cells = [row[at].strip() for row in sample if row is not header and at < len(row) and row[at].strip()]
        selves = sum(_SELF.fullmatch(cell) is not None for cell in cells)
        others = sum(_DEPENDENT.fullmatch(cell) is not None for cell in cells)
        if selves and others and selves + others == len(cells) >= _DEPENDENT_FEWEST:
            return at
    return -1


def _find_numbers(
    sample: Sequence[Sequence[str]], relation: int, is_number: Callable[[str], bool]
) -> set[int]:
    """The columns whose numbers dependents have from the employee before them."""
    found: set[int] = set()
    last: Sequence[str] = ()
    for row in sample:
        if relation >= len(row):
            continue
        if _SELF.fullmatch(row[relation].strip()):
            last = row
        elif _DEPENDENT.fullmatch(row[relation].strip()):
            pairs = enumerate(zip(row, last, strict=False))
            found |= {at for at, (cell, own) in pairs if cell and cell == own and is_number(cell)}
    return found


_NUMBERS = frozenset((DataKind.SSN, DataKind.GOVERNMENT_ID))
_NESTED_FEWEST, _NESTED_MOST_COLUMNS = 2, 80


def find_nested(header: Sequence[str]) -> list[int]:
    """The columns of the second person: names, and a number of their own, and what follows them; none where
    no two people have the same columns.
    """
    if len(header) > _NESTED_MOST_COLUMNS:
        return []
    plain = {cell: at for at, cell in enumerate(header) if cell}
    for prefix in dict.fromkeys(_list_prefixes(header)):
        inner = [at for at, cell in enumerate(header) if cell.startswith(prefix)]
        rests = [header[at].removeprefix(prefix) for at in inner]
        alike = [rest for rest in rests if rest in plain]
        roles = {role for role, owner, _, _ in map(read_header, alike) if owner == MAIN}
        is_named = NAME in roles or {GIVEN, FAMILY} <= roles
        if len(alike) < _NESTED_FEWEST or not is_named or not roles & _NUMBERS:
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
