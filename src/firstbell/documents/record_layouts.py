"""Layouts that one file tells for others: which field stands where in lines of fixed width, or in which
column of a table without headers, and what its codes mean.

A record of this kind is small whatever tells it (`is_bounded`): it goes from the process that read one file
to those that read its neighbors.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

MOST_LAYOUTS, MOST_FIELDS, MOST_CODES = 4, 400, 80
LONGEST_NAME, LONGEST_CODE, LONGEST_MEANING = 60, 12, 80
# characters of all that one file tells
MOST_CHARS = 16 << 10
MOST_PLACE = 20_000


class LayoutSort(StrEnum):
    """What the numbers of a layout's fields are."""

    PLACES = "places"  # from the first character on, in lines of fixed width
    COLUMNS = "columns"  # of a table without headers
    CODES = "codes"  # one field alone: the one whose codes these are


class LayoutField(msgspec.Struct, array_like=True, frozen=True):
    """A field: from `start` up to `stop`, from 0; of a column `stop` is `start` + 1. `codes`: what is written
    for what.
    """

    name: str
    start: int
    stop: int
    codes: dict[str, str] = {}

    def cut(self, line: str) -> str:
        """What a line has in it."""
        return self.spell(line[self.start : self.stop].strip())

    def spell(self, cell: str) -> str:
        """A cell, or what its code means."""
        return self.codes.get(cell, cell)


class RecordLayout(msgspec.Struct, array_like=True, frozen=True):
    """What a file tells of the records of others. `source`: its name."""

    sort: LayoutSort
    fields: list[LayoutField]
    source: str = ""


def is_bounded(layouts: Sequence[RecordLayout]) -> bool:
    """Whether what a file tells is as small as it has to be, and its fields stand one behind the other."""
    if len(layouts) > MOST_LAYOUTS or sum(map(_measure, layouts)) > MOST_CHARS:
        return False
    return all(_is_sane(layout) for layout in layouts)


def _measure(layout: RecordLayout) -> int:
    codes = sum(len(code) + len(said) + 4 for one in layout.fields for code, said in one.codes.items())
    return sum(len(one.name) + 8 for one in layout.fields) + codes


def _is_sane(layout: RecordLayout) -> bool:
    places = [place for one in layout.fields for place in (one.start, one.stop)]
    return (
        0 < len(layout.fields) <= MOST_FIELDS
        and places == sorted(places)
        and 0 <= places[0] <= places[-1] <= MOST_PLACE
        and all(one.start < one.stop for one in layout.fields)
        and all(map(_is_short, layout.fields))
    )


def _is_short(one: LayoutField) -> bool:
    return (
        0 < len(one.name) <= LONGEST_NAME
        and len(one.codes) <= MOST_CODES
        and all(
            len(code) <= LONGEST_CODE and len(said) <= LONGEST_MEANING for code, said in one.codes.items()
        )
    )
