"""How the rows of one table are to be read: what its columns and its titles come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from firstbell.impact.detection.headers.columns import MAIN, Column
from firstbell.impact.detection.kinds.kind import DataKind, list_kinds
from firstbell.impact.detection.tables.cells.signs import repeats_header
from firstbell.impact.detection.tables.rows.bystanders import (
    find_relation_column,
    helps_otherwise,
    is_bystander,
    is_offender,
    is_relative,
    list_ruled_out,
)
from firstbell.impact.detection.tables.rows.cell_reader import CellReceiver
from firstbell.impact.detection.tables.rows.reader import NAMING

_ALL_KINDS = frozenset(list_kinds())
# what a claim tells of the patient
_OF_PATIENTS = frozenset({DataKind.HEALTH.value, DataKind.COUNSELLING.value})


@dataclass
class RowLayout:
    """How the rows that come are to be read. `kinds`: what the table as a whole is about.
    `coded`: columns that may hold codes. `has_sections`: whether headings part its rows, each of its kind.
    `part`: the column of what each had to do with an event. `is_tally`: whether it counts what came up in
    the work of those whom it names. `matters`: kinds that its title and its place name.
    `settled`: those that its columns answer for.
    """

    columns: list[Column]
    takers: Sequence[CellReceiver]
    header: tuple[str, ...]
    kinds: set[str] = field(default_factory=set)
    coded: Sequence[int] = ()
    has_sections: bool = False
    part: int = -1
    offenders: int = -1
    is_tally: bool = False
    matters: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)

    def list_accused(self, row: Sequence[str]) -> set[str]:
        """The kind that a row says of whom it says that they did it."""
        is_told = 0 <= self.offenders < len(row) and is_offender(row[self.offenders])
        return {DataKind.DISCIPLINE.value} if is_told else set()

    @cached_property
    def relation(self) -> int:
        """The column that says whether a row is of a relative of whom it names; -1 where there is none."""
        return find_relation_column(self.header)

    @cached_property
    def needs(self) -> frozenset[int]:
        """The columns of special education."""
        return frozenset(one.at for one in self.columns if one.role == DataKind.SPECIAL_EDUCATION)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words of its header, to which the cells of a row are compared."""
        return frozenset(filter(None, self.header))

    def repeats_header(self, row: Sequence[str]) -> bool:
        """Whether a row is the header once more."""
        return not self.heads.isdisjoint(row) and repeats_header(row, self.header)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of its columns."""
        return frozenset(one.role for one in self.columns)

    def rule_out(self, row: Sequence[str], cells: Iterable[str]) -> tuple[Sequence[str], frozenset[str]]:
        """A row without the cells of kinds of which it says that there is nothing, and these kinds: all, and
        nothing but names left, where it is of somebody who took no part in what it tells.
        """
        if 0 <= self.part < len(row) and is_bystander(row[self.part]):
            naming = {one.at for one in self.columns if one.role in NAMING}
            return [cell if at in naming else "" for at, cell in enumerate(row)], _ALL_KINDS
        ruled_out = list_ruled_out(cells)
        needs = (row[at] for at in self.needs if at < len(row))
        ruled_out |= {DataKind.SPECIAL_EDUCATION.value} if helps_otherwise(needs) else frozenset()
        if 0 <= self.relation < len(row) and is_relative(row[self.relation]):
            ruled_out |= _OF_PATIENTS
        if not ruled_out:
            return row, ruled_out
        cleared = {one.at for one in self.columns if one.role in ruled_out}
        return ["" if at in cleared else cell for at, cell in enumerate(row)] if cleared else row, ruled_out

    @property
    def names_somebody(self) -> bool:
        """Whether its rows can say whom they are about."""
        return any(one.role in NAMING and one.owner == MAIN for one in self.columns)
