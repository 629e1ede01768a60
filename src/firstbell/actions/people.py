"""The people whose data a scan found, and the files it read, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from firstbell.base.errors import UsageError
from firstbell.impact.results.gather import NoResultError, load_files, load_people, load_totals
from firstbell.impact.results.results import FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.scan_store import Kept


@dataclass(frozen=True, slots=True)
class PeopleRequest:
    """Which people. None: all."""

    role: str | None = None
    kind: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class FilesRequest:
    """Which files. `names_only`: those that name people and in which no kind of data was found, by risk."""

    state: str | None = None
    names_only: bool = False


def load_result(kept: Kept, folder: Path) -> ImpactTotals:
    """The numbers of the result that a case keeps. `folder`: of the case. Raises: NoResultError."""
    totals = load_totals(kept)
    if totals is None:
        raise NoResultError(
            f"nothing in {folder} has been scanned yet",
            hint="`firstbell impact scan` reads the affected files",
        )
    return totals


def list_people(kept: Kept, request: PeopleRequest) -> list[PersonRow]:
    """The people that fit; `describe_person` gives the fields of each."""
    return [
        person
        for person in load_people(kept)
        if (request.role is None or person.role == request.role)
        and (request.kind is None or request.kind in person.kinds)
        and (request.confidence is None or person.confidence == request.confidence)
    ]


def find_person(found: Sequence[PersonRow], person_id: str) -> PersonRow:
    """The person of an id, of the beginning of one, or of a sourcedId. Raises: UsageError."""
    fitting = [one for one in found if person_id in {one.person_id, one.sourced_id}]
    fitting = fitting or [one for one in found if person_id and one.person_id.startswith(person_id)]
    if len(fitting) != 1:
        what = "several people have" if fitting else "nobody has"
        raise UsageError(f"{what} the id {person_id}", hint="`firstbell impact people` lists the people")
    return fitting[0]


def list_files(kept: Kept, request: FilesRequest) -> list[FileRow]:
    """The files that fit; `describe_file` gives the fields of each."""
    found = [file for file in load_files(kept) if request.state is None or file.state == request.state]
    if not request.names_only:
        return found
    return sorted(filter(attrgetter("names_only"), found), key=lambda file: (-file.risk, -file.mentioned))
