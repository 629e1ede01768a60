"""The register for counsel: one row a person, one column a kind, and on every row who took it along and
when.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from firstbell.base.pathtext import say_lines
from firstbell.base.spreadsheets import guard_cell
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.results.results import PersonRow


def write_register(out: TextIO, people: Iterable[PersonRow], *, who: str, at: str) -> int:
    """Write the register; how many rows it has."""
    writer = csv.writer(out)
    writer.writerow(
        [
            *("person_id", "sourcedId", "name", "role", "minor", "confidence", "linked_by", "documents"),
            *list_kinds(),
            *("possible_kinds", "possible_documents", "reviewed", "exported_by", "exported_at"),
        ]
    )
    count = 0
    for person in people:
        count += 1
        row = [
            *(person.person_id, person.sourced_id or "", person.name, person.role, _say(person.is_minor)),
            *(person.confidence, "; ".join(person.linked_by), str(person.documents)),
            *(_say(kind in person.kinds) for kind in list_kinds()),
            *(
                "; ".join(person.possible_kinds),
                str(person.possible_documents),
                "; ".join(person.reviewed),
                who,
                at,
            ),
        ]
        writer.writerow([guard_cell(say_lines(cell)) for cell in row])
    return count


def _say(holds: bool) -> str:  # noqa: FBT001 - it is what it says
    return "yes" if holds else ""
