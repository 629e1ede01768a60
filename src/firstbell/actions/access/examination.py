"""What examining needs, put together once: catalog, contents, and what the desk's ledger says."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.progress import Progress
from firstbell.catalog import Catalog, find_events
from firstbell.catalog.lag import IntakeReport
from firstbell.compose.canaries import read_canaries
from firstbell.compose.contents import RepositoryContents
from firstbell.compose.examination import ExaminationContext, SnapshotExaminer
from firstbell.compose.rulings import Stage, find_ruling
from firstbell.compose.verdicts import read_rulings
from firstbell.ledger import Entry
from firstbell.repository import Repository


def make_context(
    catalog: Catalog,
    repository: Repository,
    entries: Sequence[Entry] = (),
    *,
    report: IntakeReport | None = None,
    progress: Progress | None = None,
) -> ExaminationContext:
    """The context over a catalog that is up to date with the repository.

    `entries`: of the desk's ledger of the repository. `report`: what taking the snapshots in came to; those
    that could not be taken in are left out, as are those that the repository cannot read.
    """
    unreadable = [hex_id for hex_id, _ in report.unreadable] if report is not None else []
    return ExaminationContext(
        catalog,
        RepositoryContents(repository),
        SnapshotExaminer(progress),
        closed=find_closed(entries, catalog),
        left_out=[*repository.snapshots.damaged, *unreadable],
        rulings=read_rulings(entries),
        canaries=read_canaries(entries),
        entries=entries,
        arrivals=report.arrivals if report is not None else {},
    )


def find_closed(entries: Sequence[Entry], catalog: Catalog) -> frozenset[str]:
    """The ids of the events that the ledger says are closed."""
    events = find_events(catalog.list_examinations().values())
    return frozenset(event.hex_id for event in events if find_ruling(entries, event).stage is Stage.CLOSED)
