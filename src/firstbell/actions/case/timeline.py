"""A case's timeline, shown or written for another tool; lines of other tools taken in; the case exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from firstbell.actions.access.case_repositories import Beside, open_beside
from firstbell.actions.access.desk import LaterRepository
from firstbell.case.case import Case
from firstbell.case.export import Audience, Export, export_case
from firstbell.case.kept_files import write_target
from firstbell.case.timeline import ImportReport, import_file, list_hunted, list_sources, outline_case
from firstbell.investigate.exports import CaseOutline, write_export
from firstbell.investigate.imports import ImportProblem
from firstbell.investigate.timeline import LineSelection, join_lines, select_lines
from firstbell.ledger import Entry, Signer
from firstbell.record.timeline import TimelineLine


@dataclass(frozen=True, slots=True)
class TimelineRequest:
    """Which lines, for whose eyes. `reader`: None where that is nobody of the case."""

    selection: LineSelection
    reader: Signer | None = None


@dataclass(frozen=True, slots=True)
class CaseTimeline:
    """Lines, oldest first, while the repository is open. `hidden`: entries that the reader may not read."""

    lines: Iterable[TimelineLine]
    hidden: int
    outline: Callable[[], CaseOutline]

    def write(self, out: BinaryIO, name: str) -> int:
        """Write the lines in a format of `investigate.exports.FORMATS`; how many they are."""
        return write_export(name, out, self.lines, outline=self.outline())

    def write_file(self, target: Path, name: str) -> int:
        """The same to a new file. Raises: CaseError where it is there already or cannot be written."""
        return write_target(target, lambda out: self.write(out, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """A file of lines. `format`: `auto`, or its name. `source`: who or what the lines come from."""

    path: Path
    format: str = "auto"
    source: str = ""


@contextmanager
def open_timeline(
    case: Case, request: TimelineRequest, repository: LaterRepository
) -> Iterator[CaseTimeline]:
    """What happened when, as far as the reader may know. Raises: what reading case and repository raises."""
    entries, hidden = case.read_main(request.reader)
    with open_beside(case, repository, examines=True) as beside:
        joined = _join(case, entries, beside, role=case.find_role(request.reader))
        lines = select_lines(joined, request.selection)
        yield CaseTimeline(lines, hidden, lambda: outline_case(case, entries))


def import_lines(
    case: Case, request: ImportRequest, on_problem: Callable[[ImportProblem], None] = lambda _: None
) -> ImportReport:
    """Take the lines of a file in, and the file as evidence. Raises: UnknownImportError before anything is
    kept; what taking evidence raises.
    """
    return import_file(
        case, request.path, format=request.format, source=request.source, on_problem=on_problem
    )


def export(case: Case, target: Path, *, audience: Audience, repository: LaterRepository) -> Export:
    """Write the case for a role, with its timeline, into a new folder. Raises: as `export_case`; what opening
    and examining the repository raise.
    """
    with open_beside(case, repository, examines=True) as beside:

        def list_lines(entries: list[Entry]) -> Iterable[TimelineLine]:
            return _join(case, entries, beside, role=audience.role)

        return export_case(case, target, audience=audience, list_lines=list_lines)


def _join(case: Case, entries: list[Entry], beside: Beside | None, *, role: str) -> Iterable[TimelineLine]:
    catalog, desk = (beside.catalog, beside.ledger) if beside else (None, None)
    sources = list_sources(case, entries, catalog, desk=desk, role=role)
    hunted = list_hunted(beside.hunted, role) if beside else []
    return join_lines([*sources, hunted])
