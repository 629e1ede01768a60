"""A desk at work on a repository: its ledger, its catalog, everything examined; and whom it tells what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from firstbell.actions.access.examination import make_context
from firstbell.base.counts import choose_word, say_count
from firstbell.base.progress import Progress, Silent
from firstbell.catalog import Catalog, open_catalog, place_catalog
from firstbell.catalog.errors import CatalogUnwritableError
from firstbell.compose.examination import ExaminationContext
from firstbell.ledger import (
    Entry,
    Ledger,
    LedgerDamagedError,
    LedgerError,
    NewerLedgerError,
    Signer,
    SignerKeyFile,
)
from firstbell.ledger.sightings import SeenSnapshot, Sightings, imagine_look, note_sightings
from firstbell.record.arrivals import Arrivals
from firstbell.repository import Repository
from firstbell.repository.arrivals import JoinedArrivals
from firstbell.store import Kind
from firstbell.vault import Vault, VaultStore

if TYPE_CHECKING:
    from firstbell.case.case import Case
    from firstbell.case.sealed import SealedStore


class ActionListener(Protocol):
    """Who is told what an action does beside its result: a terminal, a page, nobody."""

    def note(self, text: str) -> None:
        """What is good to know."""

    def detail(self, text: str) -> None:
        """What only somebody who looks closely wants to know."""

    def warn(self, message: str) -> None:
        """Something could not be done, and the work goes on."""

    def progress(self) -> Progress:
        """A listener for long work."""


class NobodyListens:
    """For a library: warnings are kept, everything else is dropped."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def note(self, text: str) -> None:
        """Drop it."""

    def detail(self, text: str) -> None:
        """Drop it."""

    def warn(self, message: str) -> None:
        """Keep it."""
        self.warnings.append(message)

    def progress(self) -> Progress:
        """One that says nothing."""
        return Silent()


@dataclass(frozen=True, slots=True)
class DeskAccess:
    """The desk's folder, who signs for it, and the folder of what is derived; None: that is not kept.

    `catalog`: address of the database server that keeps catalogs instead of files in that folder.
    """

    folder: Path
    signer: Signer | SignerKeyFile
    cache: Path | None = None
    catalog: str = field(default="", repr=False)

    def open_ledger(self, repository: Repository) -> Ledger:
        """The desk's ledger of a repository; its folder, and the desk's key, are made by the first entry."""
        return Ledger(self.folder / repository.hex_id / "ledger", repository.clock, self.signer)

    def open_vault_ledger(self, vault: Vault) -> Ledger:
        """The desk's ledger of a vault: its retention lock, and who may shorten it."""
        return Ledger(self.folder / vault.about.id / "ledger", vault.clock, self.signer)

    @contextmanager
    def open_context(
        self, repository: Repository, listener: ActionListener, *, rebuild: bool = False
    ) -> Iterator[ExaminationContext]:
        """What examining needs, over a catalog that is up to date. `rebuild`: the catalog is made anew.

        Raises: what reading the repository raises; LedgerError; CatalogError of a server.
        """
        catalog = self._open_catalog(repository, listener, rebuild=rebuild)
        try:
            if catalog.note:
                listener.note(catalog.note)
            progress = listener.progress()
            ledger = self.open_ledger(repository)
            size_bytes = ledger.measure()
            entries = ledger.read()
            _warn_of_torn(ledger, listener)
            arrivals = self._find_arrivals(repository, entries, listener)
            report = catalog.bring_up_to_date(repository, progress, arrivals=arrivals)
            listener.detail(
                f"catalog: read {say_count(report.snapshots_added, 'snapshot')} and "
                f"{say_count(report.trees_read, 'tree')}"
            )
            for hex_id, reason in repository.snapshots.damaged.items():
                listener.warn(f"snapshot {hex_id[:8]} cannot be read: {reason}")
            if ledger.measure() != size_bytes:  # by what was seen just now, or by somebody else meanwhile
                entries = ledger.read()
            yield make_context(catalog, repository, entries, report=report, progress=progress)
        finally:
            catalog.close()

    def _find_arrivals(
        self, repository: Repository, entries: Sequence[Entry], listener: ActionListener
    ) -> Arrivals:
        """When snapshots came: by the vault that the repository is in, else as far as the desk saw it."""
        sightings = self.look_at_snapshots(repository, listener, entries=entries)
        store = repository.store
        return JoinedArrivals([store.arrivals(), sightings]) if isinstance(store, VaultStore) else sightings

    def look_at_snapshots(
        self, repository: Repository, listener: ActionListener, *, entries: Sequence[Entry] | None = None
    ) -> Sightings:
        """When which snapshot came, as far as the desk saw it; what is new is noted on its ledger.

        `entries`: of the ledger, where they were read just now.

        Raises: LedgerDamagedError, NewerLedgerError. A ledger that cannot be written is a warning.
        """
        there = {info.name: SeenSnapshot() for info in repository.store.list(Kind.SNAPSHOTS)}
        there |= {s.hex_id: SeenSnapshot(s.time, s.original) for s in repository.list_snapshots()}
        ledger = self.open_ledger(repository)
        try:
            return note_sightings(ledger, there, repository.clock, entries=entries)
        except (LedgerDamagedError, NewerLedgerError):
            raise
        except LedgerError as error:
            listener.warn(f"{error}; the times at which snapshots arrived were not recorded")
            return imagine_look(ledger, there, repository.clock)

    def _open_catalog(self, repository: Repository, listener: ActionListener, *, rebuild: bool) -> Catalog:
        place = place_catalog(self.cache, repository.hex_id, server=self.catalog)
        try:
            return open_catalog(place, repository.hex_id, rebuild=rebuild)
        except CatalogUnwritableError as error:
            listener.warn(f"{error}; continuing without saving it")
            return open_catalog(None, repository.hex_id)


def _warn_of_torn(ledger: Ledger, listener: ActionListener) -> None:
    """Of what a power cut left at the end of the ledger that was read just now."""
    if ledger.torn_bytes:
        length = say_count(ledger.torn_bytes, "byte")
        verb = choose_word(ledger.torn_bytes, "is", "are")
        torn = f"the last {length} of the file {verb} an unfinished write; Firstbell ignores that part"
        listener.warn(f"ledger {ledger.path}: {torn}")


class DeskRepository(msgspec.Struct, frozen=True):
    """A repository that a desk works on, and who is told what happens besides."""

    repository: Repository
    access: DeskAccess
    listener: ActionListener

    def open_ledger(self) -> Ledger:
        """The desk's ledger of it."""
        return self.access.open_ledger(self.repository)

    def open_context(self) -> AbstractContextManager[ExaminationContext]:
        """What examining needs. Raises: as `DeskAccess.open_context`."""
        return self.access.open_context(self.repository, self.listener)


# opens the sealed store of a case, whose secret only a face can ask for
OpensSealed: TypeAlias = "Callable[[Case], SealedStore]"
# a repository that an action opens where it needs it; None where nobody named one
LaterRepository = AbstractContextManager[DeskRepository | None]
