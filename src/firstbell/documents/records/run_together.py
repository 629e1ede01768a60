"""Fields of fixed width that no gap and no change of letters parts, told by what all lines have at one place:
a letter for a sex before numbers, cents, the number of a bank before that of an account, a social security
number beside a code that comes again.

>>> part_run(["F07219093344", "M06376184455", "F07531220917", "M06212448071"])
[1, 3]
>>> part_run(["0001850.25071000013000456789", "0002120.00071000013000456801"] * 2)
[10, 19]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from firstbell.base.issued_numbers import is_routing, may_be_ssn

_SEXED = re.compile(r"[MFXU](?=\d{2})")
_CENTS = re.compile(r"\d+\.\d\d(?=\d)")
_NINE, _FEWEST, _SHORTEST, _LONGEST_CODE, _FEWEST_ACCOUNT = 9, 4, 10, 4, 4
# share of the lines that have different codes, at most, and of those that have different first digits
_AGAIN, _APART = 0.6, 0.5


def part_run(cells: Sequence[str]) -> list[int]:
    """Where the cells of a column are parted again, all at the same places; none where they are one field."""
    width = len(cells[0]) if cells else 0
    if len(cells) < _FEWEST or width < _SHORTEST or any(len(one) != width or " " in one for one in cells):
        return []
    cuts = {0, width}
    for find in (_find_sex, _find_cents, _find_bank, _find_issued):
        for start, end in pairwise(sorted(cuts)):
            cuts |= {start + at for at in find([one[start:end] for one in cells])}
    return sorted(cuts - {0, width})


def _find_sex(cells: Sequence[str]) -> Iterator[int]:
    if all(map(_SEXED.match, cells)) and len({one[0] for one in cells}) > 1:
        yield 1


def _find_cents(cells: Sequence[str]) -> Iterator[int]:
    ends = {found.end() if (found := _CENTS.match(one)) else 0 for one in cells}
    if len(ends) == 1:
        yield from ends


def _find_bank(cells: Sequence[str]) -> Iterator[int]:
    is_long = len(cells[0]) >= _NINE + _FEWEST_ACCOUNT
    if is_long and all(one.isdecimal() and is_routing(one[:_NINE]) for one in cells):
        yield _NINE


def _find_issued(cells: Sequence[str]) -> Iterator[int]:
    """Where nine digits begin or end beside a code: the code is the part that comes again."""
    rest = len(cells[0]) - _NINE
    if not 0 < rest <= _LONGEST_CODE or not all(map(str.isdecimal, cells)):
        return
    for cut, numbers, codes in (
        (rest, [one[rest:] for one in cells], {one[:rest] for one in cells}),
        (_NINE, [one[:_NINE] for one in cells], {one[_NINE:] for one in cells}),
    ):
        are_issued = all(map(may_be_ssn, numbers)) and len({*numbers}) == len(numbers)
        are_apart = len({one[:3] for one in numbers}) > _APART * len(numbers)
        if are_issued and are_apart and len(codes) <= _AGAIN * len(cells):
            yield cut
            return


def part_runs(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, the columns of such fields in their parts; behind them the numbers of a column of digits that
    one and the same letter stands before, with it.

    >>> part_runs([["E", "901", "LONG"], ["E", "902", "ROE"]])
    [['E', '901', 'LONG', 'E901'], ['E', '902', 'ROE', 'E902']]
    """
    columns = [*zip(*rows, strict=True)]
    parted: list[list[str]] = [[] for _ in rows]
    for column in columns:
        cuts = [0, *part_run(column), None]
        for row, cell in zip(parted, column, strict=True):
            row += [cell[start:end] for start, end in pairwise(cuts)]
    for letters, numbers in pairwise(columns):
        is_one = len({*letters}) == 1 and len(letters[0]) == 1 and letters[0].isalpha()
        if is_one and all(map(str.isdecimal, numbers)):
            for row, letter, number in zip(parted, letters, numbers, strict=True):
                row.append(letter + number)
    return parted
