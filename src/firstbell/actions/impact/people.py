"""The people whose data a scan found, and the files it read, as lists."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.impact.detection.evidence.results import SURENESS
from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.gather import NoResultError, load_files, load_totals
from firstbell.impact.results.people_list import find_people, list_tallies, select_people
from firstbell.impact.results.people_pages import PeopleChoice, PeoplePart
from firstbell.impact.results.results import FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.scan_store import Kept


@dataclass(frozen=True, slots=True)
class PeopleRequest:
    """Which people. None: all. `words`: part of a name or of a sourcedId. `limit`: at most so many.

    `after`: the id of the person behind whom the list goes on.
    """

    role: str | None = None
    kind: str | None = None
    confidence: str | None = None
    words: str = ""
    after: str = ""
    limit: int | None = None

    @property
    def choice(self) -> PeopleChoice:
        """Who fits."""
        return PeopleChoice(self.role, self.kind, self.confidence, self.words)


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


def list_people(kept: Kept, request: PeopleRequest) -> PeoplePart:
    """The people that fit, without their evidence; `describe_person` gives the fields of each.

    Raises: UsageError for a limit below 1; UnknownIdError where nobody has the id to go on behind.
    """
    if request.limit is not None and request.limit < 1:
        raise UsageError(f"--limit {request.limit} shows nobody", hint="use 1 or more")
    if request.after and not find_people(kept, request.after):
        raise UnknownIdError(
            f"nobody has the id {request.after}", hint="`firstbell impact people` lists the people"
        )
    limit = sys.maxsize if request.limit is None else request.limit
    return select_people(kept, request.choice, after=request.after, limit=limit)


def list_choices(kept: Kept) -> dict[str, list[str]]:
    """What people can be chosen by: the roles, kinds and confidences that anybody has."""
    tallies = list_tallies(kept)
    return {
        "role": sorted({one.role for one in tallies}),
        "kind": sort_kinds({kind for one in tallies for kind in one.kinds}),
        "confidence": sorted({one.confidence for one in tallies}, key=SURENESS.__getitem__),
    }


def load_person(kept: Kept, person_id: str) -> PersonRow:
    """The person of an id, of the beginning of one, or of a sourcedId, with the evidence.

    Raises: UnknownIdError.
    """
    return find_person(find_people(kept, person_id), person_id)


def find_person(found: Sequence[PersonRow], person_id: str) -> PersonRow:
    """The person of an id, of the beginning of one, or of a sourcedId. Raises: UnknownIdError."""
    fitting = [one for one in found if person_id in {one.person_id, one.sourced_id}]
    fitting = fitting or [one for one in found if person_id and one.person_id.startswith(person_id)]
    if len(fitting) != 1:
        what = "several people have" if fitting else "nobody has"
        hint = "`firstbell impact people` lists the people"
        if person_id and not fitting:
            hint += f"; --words {shlex.quote(person_id)} finds them by name"
        raise UnknownIdError(f"{what} the id {person_id}", hint=hint)
    return fitting[0]


def list_files(kept: Kept, request: FilesRequest) -> list[FileRow]:
    """The files that fit; `describe_file` gives the fields of each."""
    found = [file for file in load_files(kept) if request.state is None or file.state == request.state]
    if not request.names_only:
        return found
    return sorted(filter(attrgetter("names_only"), found), key=lambda file: (-file.risk, -file.mentioned))
