"""The timeline of a case: what the repository shows, what desk and case put down, what was imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstbell.base.errors import raising
from firstbell.base.pathtext import say_path
from firstbell.case.access import may_read
from firstbell.case.bodies import CaseOpened, EvidenceChecked, EvidenceHanded, LinesImported
from firstbell.case.case import Case
from firstbell.case.custody import Exhibit, list_exhibits, take_outside_file
from firstbell.case.errors import CaseError
from firstbell.case.facts import list_names
from firstbell.catalog import Catalog
from firstbell.investigate.evidence import VersionEvidence
from firstbell.investigate.exports import CaseOutline, EvidenceRow
from firstbell.investigate.hunts.lines import list_hunt_lines
from firstbell.investigate.imports import ImportProblem, open_import
from firstbell.investigate.timeline import list_arrival_lines, list_catalog_lines, list_entry_lines
from firstbell.ledger import Entry, Ledger
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.roles import DIRECTOR
from firstbell.ledger.sightings import read_sightings
from firstbell.record.timeline import TimelineLine

# who may not read examinations is not shown what they found
_EXAMINED = "examination"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import. `entry`: hex id. `problems`: lines that do not parse."""

    entry: str
    exhibit: Exhibit
    format: str
    lines: int
    problems: int


def import_file(
    case: Case,
    path: Path,
    *,
    format: str = "auto",  # noqa: A002 - the name it has on the command line
    source: str = "",
    on_problem: Callable[[ImportProblem], None] | None = None,
) -> ImportReport:
    """Take a file of lines as evidence, by value, and its lines into the timeline.

    Raises: UnknownImportError before anything is kept; what taking evidence raises; CaseError.
    """
    refuse_personal("--as", source)
    with raising(CaseError, path), path.open("rb") as stream:
        open_import(stream, "", format=format, source=source)
    case.main.require_right(LinesImported.KIND)
    exhibit = take_outside_file(case, path, why="imported into the timeline")
    sha256 = exhibit.evidence.sha256
    with (case.folder.evidence / sha256).open("rb") as stream:
        read = open_import(stream, sha256, format=format, source=source, on_problem=on_problem)
        for _ in read:
            pass
    body = LinesImported(
        evidence=exhibit.hex_id,
        format=read.format,
        source=source,
        lines=read.lines_taken,
        problems=read.problem_count,
    )
    entry = body.append_to(case.main, [exhibit.hex_id])
    return ImportReport(entry.hex_id, exhibit, read.format, read.lines_taken, read.problem_count)


def list_sources(
    case: Case,
    entries: Sequence[Entry],
    catalog: Catalog | None = None,
    *,
    desk: Ledger | None = None,
    role: str = DIRECTOR,
) -> list[Iterable[TimelineLine]]:
    """The sources of a case's timeline, for `join_lines`.

    `entries`: those of the case that may be shown. `catalog`: of the repository, everything in it examined.
    `desk`: the desk's ledger of it. `role`: whose eyes it is for. Raises: what reading them raises.
    """
    sources: list[Iterable[TimelineLine]] = [list_entry_lines(entries, case.name_actors())]
    noted = desk.read() if desk is not None else []
    if desk is not None:
        names = {actor.id: actor.name for actor in desk.roster().actors.values()}
        shown = [entry for entry in noted if may_read(role, entry.kind)]
        sources.append(list_entry_lines(shown, names, source="desk ledger"))
    if catalog is not None and may_read(role, _EXAMINED):
        sources += [list_arrival_lines(catalog, read_sightings(noted)), list_catalog_lines(catalog)]
    return [*sources, *(_read_import(case, body) for body in _list_imports(entries))]


def list_hunted(messages: Iterable[Mapping[str, Any]], role: str = DIRECTOR) -> list[TimelineLine]:
    """The lines of what the last hunt said; none for a role that may not read examinations."""
    return list(list_hunt_lines(messages)) if may_read(role, _EXAMINED) else []


def _list_imports(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """What was imported, each file once, with the hash of its content."""
    hashes = {exhibit.hex_id: exhibit.evidence.sha256 for exhibit in list_exhibits(entries)}
    imports = [
        {"sha256": hashes[body.evidence], "source": body.source}
        for _, body in LinesImported.list_all(entries)
        if body.evidence in hashes
    ]
    return list({(body["sha256"], body["source"]): body for body in imports}.values())


def _read_import(case: Case, body: Mapping[str, str]) -> Iterator[TimelineLine]:
    path = case.folder.evidence / body["sha256"]
    try:
        with path.open("rb") as stream:
            yield from open_import(stream, body["sha256"], source=body["source"])
    except OSError as error:
        hint = "`firstbell case evidence check` says what became of the evidence"
        raise CaseError(f"{path}: {error.strerror}", hint=hint) from None


def name_exhibit(exhibit: Exhibit) -> str:
    """What a piece of evidence is called: where it was."""
    one = exhibit.evidence
    shown = say_path(one.path)
    return f"{one.snapshot_hex_id[:8]}:{shown}" if isinstance(one, VersionEvidence) else shown


def outline_case(case: Case, entries: Sequence[Entry]) -> CaseOutline:
    """The case as exports say it; of evidence what these entries take."""
    told = case.describe()
    actors = case.name_actors()
    rows = tuple(
        _outline_exhibit(exhibit, actors, name_exhibit(exhibit)) for exhibit in list_exhibits(entries)
    )
    opened_by = next((actors.get(entry.actor, "") for entry in entries if entry.kind == CaseOpened.KIND), "")
    names = list_names(entries)
    return CaseOutline(
        id=told.id,
        name=told.name,
        made=told.made,
        organisation=names[0] if names else "",
        event_id=told.event or "",
        opened_by=opened_by,
        evidence=rows,
    )


def _outline_exhibit(exhibit: Exhibit, actors: Mapping[str, str], name: str) -> EvidenceRow:
    entry = exhibit.entry
    return EvidenceRow(
        id=entry.hex_id,
        name=name,
        sha256=exhibit.evidence.sha256,
        size_bytes=exhibit.evidence.size_bytes,
        time=entry.time,
        taken_by=actors.get(entry.actor, entry.actor),
        why=exhibit.why,
        custody=tuple(tell_custody(event, actors) for event in exhibit.custody),
    )


def tell_custody(entry: Entry, actors: Mapping[str, str]) -> str:
    """One entry about evidence as a sentence."""
    who = actors.get(entry.actor, entry.actor)
    if handed := EvidenceHanded.find(entry):
        return f"{entry.time}: {who} handed it to {handed.to}: {handed.why or 'no reason given'}"
    checked = EvidenceChecked.find(entry)
    return f"{entry.time}: {who} checked it: {checked.condition if checked else 'unknown'}"
