"""The desk that a command line names, at work on a repository."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.cli.desks import find_desk
from firstbell.cli.environment import catalog_server
from firstbell.cli.keys import desk_key_file
from firstbell.cli.terminal.options import RepositoryOptions

if TYPE_CHECKING:
    from firstbell.actions.access import desk as access
    from firstbell.actions.access.desk import DeskAccess, DeskRepository
    from firstbell.catalog import EncryptionEvent
    from firstbell.compose.examination import ExaminationContext
    from firstbell.ledger import Ledger
    from firstbell.ledger.sightings import Sightings
    from firstbell.repository import Repository
else:
    access = defer("firstbell.actions.access.desk")


def open_ledger(repository: Repository, desk: Path | None = None) -> Ledger:
    """The desk's ledger of this repository; its folder, and the desk's key, are made by the first entry."""
    return access.DeskAccess(find_desk(desk), desk_key_file(desk)).open_ledger(repository)


def find_access(options: RepositoryOptions) -> DeskAccess:
    """The desk that the options name, who signs for it, and where derived things are kept."""
    return access.DeskAccess(
        find_desk(options.desk),
        desk_key_file(options.desk),
        options.cache_folder(),
        "" if options.no_cache else catalog_server(),
    )


def find_repository(options: RepositoryOptions, repository: Repository) -> DeskRepository:
    """An open repository as the desk that the options name works on it."""
    return access.DeskRepository(repository, find_access(options), options.output)


def open_bench(
    options: RepositoryOptions, repository: Repository, *, rebuild: bool = False
) -> AbstractContextManager[ExaminationContext]:
    """What examining needs, over a catalog that is up to date with the repository.

    Raises: what reading the repository raises; LedgerError.
    """
    return find_access(options).open_context(repository, options.output, rebuild=rebuild)


def load_bench() -> bool:
    """Load what `open_bench` takes, for `reading` to do while the key is derived; nothing is left then."""
    _ = access.DeskAccess
    return False


def look_at_snapshots(options: RepositoryOptions, repository: Repository) -> Sightings:
    """When which snapshot came, as far as the desk saw it; what is new is noted on the desk's ledger.

    Raises: LedgerDamagedError, NewerLedgerError. A ledger that cannot be written is a warning.
    """
    return find_access(options).look_at_snapshots(repository, options.output)


def list_events(bench: ExaminationContext) -> list[EncryptionEvent]:
    """The encryption events in all that is examined, oldest first."""
    from firstbell.catalog import find_events

    return find_events(bench.catalog.list_examinations().values())
