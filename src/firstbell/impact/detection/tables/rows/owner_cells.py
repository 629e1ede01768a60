"""What the cells of a row say of one of those whom it is about."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firstbell.impact.detection.evidence.sources import Source, tell_kinds
from firstbell.impact.detection.tables.rows.matcher import RowFacts
from firstbell.impact.detection.values.value import Value


class OwnerCells(msgspec.Struct):
    """What the columns of one owner hold in one row. `is_household`: it tells what a household has;
    `is_firm`: a number that only firms have.
    """

    facts: RowFacts = msgspec.field(default_factory=RowFacts)
    kinds: set[str] = set()
    values: list[Value] = []
    notes: list[str] = []
    is_private: bool = False
    is_paid: bool = False
    is_payer: bool = False
    is_household: bool = False
    is_firm: bool = False
    role: str = ""
    sources: dict[str, set[Source]] = {}

    def tell(self, kinds: Iterable[str], source: Source) -> None:
        """Kinds are told of them."""
        told = set(kinds)
        self.kinds |= told
        tell_kinds(self.sources, told, source)

    def forget(self, kinds: Iterable[str], cell: str) -> None:
        """Some kinds are told by nothing but a cell that says them of somebody else."""
        for kind in kinds:
            self.values = [one for one in self.values if (one.kind, one.text) != (kind, cell)]
            if not any(one.kind == kind for one in self.values):
                self.kinds.discard(kind)
                self.sources.pop(kind, None)
