"""The examiner's bench for commands: catalog, contents, the desk's ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.cli.desks import find_desk

if TYPE_CHECKING:
    from firstbell.catalog import Catalog, EncryptionEvent
    from firstbell.cli.terminal.options import RepositoryOptions
    from firstbell.compose.examination import ExaminationContext
    from firstbell.ledger import Ledger
    from firstbell.ledger.sightings import Sightings
    from firstbell.repository import Repository


def open_ledger(repository: Repository, desk: Path | None = None) -> Ledger:
    """The desk's ledger of this repository; its folder, and the desk's key, are made by the first entry."""
    from firstbell.cli.keys import desk_key_file
    from firstbell.ledger import Ledger

    folder = find_desk(desk) / repository.hex_id / "ledger"
    return Ledger(folder, repository.clock, desk_key_file(desk))


@contextmanager
def open_bench(
    options: RepositoryOptions, repository: Repository, *, rebuild: bool = False
) -> Iterator[ExaminationContext]:
    """The bench over a catalog that is up to date with the repository.

    Raises: what reading the repository raises; LedgerError.
    """
    from firstbell.compose.canaries import read_canaries
    from firstbell.compose.contents import RepositoryContents
    from firstbell.compose.examination import ExaminationContext, SnapshotExaminer
    from firstbell.compose.verdicts import read_rulings

    output = options.output
    catalog = _open_catalog(options, repository, rebuild=rebuild)
    try:
        if catalog.note:
            output.note(catalog.note)
        progress = output.progress()
        report = catalog.bring_up_to_date(repository, progress)
        output.detail(f"catalog: {report.snapshots_added} snapshots taken in, {report.trees_read} trees read")
        for hex_id, reason in repository.snapshots.damaged.items():
            output.warn(f"snapshot {hex_id[:8]} cannot be read: {reason}")
        look_at_snapshots(options, repository)
        ledger = open_ledger(repository, options.desk)
        entries = ledger.read()
        yield ExaminationContext(
            catalog,
            RepositoryContents(repository),
            SnapshotExaminer(progress),
            closed=find_closed(ledger, catalog),
            left_out=[*repository.snapshots.damaged, *(hex_id for hex_id, _ in report.unreadable)],
            rulings=read_rulings(entries),
            canaries=read_canaries(entries),
            entries=entries,
        )
    finally:
        catalog.close()


def _open_catalog(options: RepositoryOptions, repository: Repository, *, rebuild: bool) -> Catalog:
    from firstbell.catalog import open_catalog
    from firstbell.catalog.errors import CatalogUnwritableError

    folder = options.cache_folder()
    path = folder / repository.hex_id / "catalog.sqlite" if folder else None
    try:
        return open_catalog(path, repository.hex_id, rebuild=rebuild)
    except CatalogUnwritableError as error:
        options.output.warn(f"{error}; working without keeping it")
        return open_catalog(None, repository.hex_id)


def look_at_snapshots(options: RepositoryOptions, repository: Repository) -> Sightings:
    """When which snapshot came, as far as the desk saw it; what is new is noted on the desk's ledger.

    Raises: LedgerDamagedError, NewerLedgerError. A ledger that cannot be written is a warning.
    """
    from firstbell.ledger import LedgerDamagedError, LedgerError, NewerLedgerError
    from firstbell.ledger.sightings import SeenSnapshot, imagine_look, note_sightings
    from firstbell.store import Kind

    there = {info.name: SeenSnapshot() for info in repository.store.list(Kind.SNAPSHOTS)}
    there |= {s.hex_id: SeenSnapshot(s.time, s.original) for s in repository.list_snapshots()}
    ledger = open_ledger(repository, options.desk)
    try:
        return note_sightings(ledger, there, repository.clock)
    except (LedgerDamagedError, NewerLedgerError):
        raise
    except LedgerError as error:
        options.output.warn(f"{error}; when snapshots came is not noted")
        return imagine_look(ledger, there, repository.clock)


def list_events(bench: ExaminationContext) -> list[EncryptionEvent]:
    """The encryption events in all that is examined, oldest first."""
    from firstbell.catalog import find_events

    return find_events(bench.catalog.list_examinations().values())


def find_closed(ledger: Ledger, catalog: Catalog) -> frozenset[str]:
    """The ids of the events that the ledger says are closed."""
    from firstbell.catalog import find_events
    from firstbell.compose.rulings import Stage, find_ruling

    entries = ledger.read()
    events = find_events(catalog.list_examinations().values())
    return frozenset(event.hex_id for event in events if find_ruling(entries, event).stage is Stage.CLOSED)
