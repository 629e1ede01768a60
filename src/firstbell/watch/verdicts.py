"""Examining the snapshots of a host, with the catalog and the ledger that every command uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.actions.access.examination import make_context
from firstbell.base.pathtext import show_path
from firstbell.catalog import (
    Catalog,
    EncryptionEvent,
    ExaminationRow,
    Place,
    find_events,
    open_catalog,
    place_catalog,
)
from firstbell.catalog.errors import CatalogUnwritableError
from firstbell.compose.examination import examine_pending
from firstbell.ledger import Entry, Ledger, SignerKeyFile
from firstbell.record.arrivals import Arrivals
from firstbell.record.examination import SEVERITY, Reason, Verdict
from firstbell.repository import Repository

MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class CleanPoint:
    """The newest clean snapshot before the damage."""

    hex_id: str
    time: str


@dataclass(frozen=True, slots=True)
class StruckSnapshot:
    """A snapshot whose verdict is worse than what was known of it.

    `files`: the first hundred damaged or deleted paths, damaged ones first. `event`: id, "" where none is.
    """

    hex_id: str
    time: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    files: tuple[bytes, ...]
    files_damaged: int
    files_deleted: int
    clean_point: CleanPoint | None
    event: str
    event_hosts: tuple[str, ...]
    event_snapshots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A verdict that is new, or another one now. `why`: the signs, without names of files."""

    hex_id: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Examinations:
    """What examining a host gave: verdicts to write down, and of them those that are worse than before.

    `uncovered`: what the host does not back up any more.
    """

    changed: tuple[NewVerdict, ...]
    struck: tuple[StruckSnapshot, ...]
    uncovered: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeskPaths:
    """Where the desk keeps what examining needs. `cache`: None to keep nothing.

    `catalog`: address of the database server that keeps catalogs instead of files in that folder.
    """

    desk: Path
    cache: Path | None
    signer: SignerKeyFile
    catalog: str = field(default="", repr=False)

    def open_ledger(self, repository: Repository) -> Ledger:
        """The desk's ledger of the repository."""
        return Ledger(self.desk / repository.hex_id / "ledger", repository.clock, self.signer)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of a host beside its repository: the verdicts that were written down, by hex id of the
    snapshot; the entries of the desk's ledger; when its snapshots came.
    """

    verdicts: Mapping[str, str]
    entries: Sequence[Entry] = ()
    arrivals: Arrivals | None = None


def examine_host(
    repository: Repository, places: DeskPaths, known: Mapping[str, str], *, arrivals: Arrivals | None = None
) -> Examinations:
    """Examine what of a host was not. `known`: the verdict that was written down, by hex id of the snapshot.

    `arrivals`: knows when its snapshots came. What only repeats another snapshot has the verdict of that.

    Raises: what reading the repository raises; CatalogError, LedgerError.
    """
    entries = places.open_ledger(repository).read()
    place = place_catalog(places.cache, repository.hex_id, server=places.catalog)
    return examine_repository(repository, place, Knowledge(known, entries, arrivals))


def examine_repository(
    repository: Repository, place: Place, knowledge: Knowledge, *, wanted: Collection[bytes] | None = None
) -> Examinations:
    """As `examine_host`, with the catalog kept at `place`.

    `wanted`: ids of the snapshots that are to be known afterwards; None: all.
    """
    known = knowledge.verdicts
    with closing(_open_catalog(repository, place)) as catalog:
        report = catalog.bring_up_to_date(repository, arrivals=knowledge.arrivals)
        bench = make_context(catalog, repository, knowledge.entries, report=report)
        examine_pending(bench, wanted)
        rows = catalog.list_examinations()
        changed = [row for row in rows.values() if known.get(row.snapshot.hex_id) != row.verdict.value]
        events = find_events(rows.values())
        return Examinations(
            (
                *(NewVerdict(row.snapshot.hex_id, row.verdict, _tell(row.reasons)) for row in changed),
                *_judge_copies(report.copies, rows, known),
            ),
            tuple(
                _describe(catalog, row, events, rows.values())
                for row in changed
                if SEVERITY[row.verdict] > SEVERITY[known.get(row.snapshot.hex_id) or Verdict.CLEAN]
            ),
            tuple(show_path(one.path) for one in catalog.list_uncovered()),
        )


def _judge_copies(
    copies: Mapping[str, str], rows: Mapping[bytes, ExaminationRow], known: Mapping[str, str]
) -> Iterator[NewVerdict]:
    for copy, original in copies.items():
        row = rows.get(bytes.fromhex(original))
        if row is not None and known.get(copy) != row.verdict.value:
            yield NewVerdict(copy, row.verdict, f"repeats snapshot {original[:8]}")


def _open_catalog(repository: Repository, place: Place) -> Catalog:
    try:
        return open_catalog(place, repository.hex_id)
    except CatalogUnwritableError:
        return open_catalog(None, repository.hex_id)


def _tell(reasons: Iterable[Reason]) -> str:
    return ", ".join(f"{reason.code} {reason.count}" for reason in reasons)[:500]


def _describe(
    catalog: Catalog, row: ExaminationRow, events: Iterable[EncryptionEvent], rows: Iterable[ExaminationRow]
) -> StruckSnapshot:
    snapshot = row.snapshot
    event = next((one for one in events if any(s.snapshot.id == snapshot.id for s in one.struck)), None)
    damaged = catalog.list_damaged(snapshot, MOST_FILES)
    files = [*damaged, *(path for path in row.deleted if path not in set(damaged))]
    return StruckSnapshot(
        hex_id=snapshot.hex_id,
        time=snapshot.time,
        verdict=row.verdict,
        reasons=row.reasons,
        files=tuple(files[:MOST_FILES]),
        files_damaged=row.files_damaged,
        files_deleted=len(row.deleted),
        clean_point=_find_clean_point(row, event, rows),
        event=event.hex_id if event else "",
        event_hosts=event.hosts if event else (),
        event_snapshots=tuple(one.snapshot.hex_id for one in event.struck) if event else (),
    )


def _find_clean_point(
    row: ExaminationRow, event: EncryptionEvent | None, rows: Iterable[ExaminationRow]
) -> CleanPoint | None:
    """By the event where there is one, else the newest clean snapshot before this one in its line."""
    for damage in event.damages if event else ():
        if damage.line == row.snapshot.line:
            point = damage.last_clean
            return CleanPoint(point.hex_id, point.time) if point else None
    clean = [
        other.snapshot
        for other in rows
        if other.snapshot.line == row.snapshot.line
        and other.snapshot.position < row.snapshot.position
        and other.verdict is Verdict.CLEAN
    ]
    newest = max(clean, key=lambda snapshot: snapshot.position, default=None)
    return CleanPoint(newest.hex_id, newest.time) if newest else None
