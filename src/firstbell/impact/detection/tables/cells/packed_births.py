"""Days of birth that old programs write as six digits: year, month and day in an order that no header tells.

>>> find_order(["110412", "010510", "121320"], (), today="2026-11-28")
'mdy'
>>> find_order(["200304", "210710", "160620"], (), today="2026-11-28")
'ymd'
>>> find_order(["204409", "204429", "206138"], (), today="2026-11-28")
''
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.headers.columns import Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.people.dates import are_days_first, may_be_birth, read_date

# behind one of several names
_DAY_BEHIND = re.compile(r"[\s,;/(-]+(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)\)?\s*\Z")
_SIX = re.compile(r"\d{6}")
_ORDERS = ("ymd", "mdy", "dmy")
_NEARLY_ALL, _FEWEST, _MONTHS = 0.9, 2, 12


def find_order(cells: Sequence[str], known: Container[str], *, today: str) -> str:
    """The order in which nearly all cells of six digits are days on which somebody may be born, "ymd", "mdy"
    or "dmy": the one that has most of the `known` days (ISO), else the first; "" where there is none.
    """
    six = [cell for cell in cells if _SIX.fullmatch(cell)]
    if len(six) < max(_FEWEST, _NEARLY_ALL * len(cells)):
        return ""
    read = {order: [read_packed(cell, order) for cell in six] for order in _ORDERS}
    fitting = [
        order
        for order, days in read.items()
        if sum(may_be_birth(day, today) for day in days) >= _NEARLY_ALL * len(six)
    ]
    return max(fitting, key=lambda order: sum(day in known for day in read[order]), default="")


_SAYS_BORN = re.compile(r"(?i)(?:b|born|dob|d\.o\.b)[ .:]+(?:on )?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


def says_born(cell: str) -> bool:
    """Whether a cell says itself that its day is one of birth.

    >>> says_born("b. 5/2/1983"), says_born("5/2/1983"), says_born("b. 5/2")
    (True, False, False)
    """
    return _SAYS_BORN.fullmatch(cell) is not None


def read_packed(cell: str, order: str) -> str:
    """Six digits as an ISO day; "" where they are none.

    >>> read_packed("110412", "mdy"), read_packed("110412", "ymd"), read_packed("113112", "mdy")
    ('2012-11-04', '2011-04-12', '')
    """
    if not order or not _SIX.fullmatch(cell):
        return ""
    part = dict(zip(order, (cell[:2], cell[2:4], cell[4:]), strict=True))
    return read_date(f"{part['m']}/{part['d']}/{part['y']}") if int(part["m"]) <= _MONTHS else ""


def are_known(cells: Sequence[str], known: Container[str], *, today: str) -> bool:
    """Whether most of the cells are such days, and those of people who are known."""
    order = find_order(cells, known, today=today)
    return bool(order) and sum(read_packed(cell, order) in known for cell in cells) * 2 > len(cells)


def order_days(
    typed: Iterable[Column], cells: Mapping[int, Sequence[str]], known: Container[str], *, today: str
) -> Iterator[Column]:
    """The columns, days of birth with the order in which they are written."""
    for column in typed:
        own = cells.get(column.at, ()) if column.role == DataKind.DOB else ()
        if own and are_days_first(own, known):
            yield replace(column, is_day_first=True)
        else:
            yield replace(column, packed=find_order(own, known, today=today)) if own else column


def part_birth(name: str, today: str) -> tuple[str, str]:
    """A name of several in a cell, and the day of birth that stands behind it: none that is of late.

    >>> part_birth("Cha Blong (4/30/16)", "2026-11-20"), part_birth("Cha Blong 4/30/26", "2026-11-20")
    (('Cha Blong', '2016-04-30'), ('Cha Blong', ''))
    """
    if (match := _DAY_BEHIND.search(name)) is None:
        return name, ""
    day = read_date(match[1])
    is_born = may_be_birth(day, today) and int(day[:4]) < int(today[:4]) - 1
    return name[: match.start()], day if is_born else ""
