"""The face of a catalog: brought up to date from a repository, asked by everything that recovers.

>>> catalog = open_catalog(path, repository.hex_id)          # doctest: +SKIP
>>> catalog.bring_up_to_date(repository)                     # doctest: +SKIP
>>> [row.verdict for row in catalog.list_examinations().values()]     # doctest: +SKIP
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from firstbell.base.deferral import defer
from firstbell.base.progress import Progress, Silent
from firstbell.catalog import queries, server_views, shrinkage, trees
from firstbell.catalog.address import CatalogAddress, parse_address
from firstbell.catalog.coverage import Shrinkage, Uncovered
from firstbell.catalog.differences import find_differences
from firstbell.catalog.errors import CatalogOvertakenError, SnapshotNotInCatalogError
from firstbell.catalog.lag import IntakeReport, find_behind, find_late
from firstbell.catalog.lines import group_lines
from firstbell.catalog.numbers import FileNumbers
from firstbell.catalog.path_case import LineSpelling
from firstbell.catalog.rows import ExaminationRow, HolderRow, LineRow, SnapshotRow, VersionRow
from firstbell.catalog.soundness import is_ready
from firstbell.catalog.trees import KnownTrees
from firstbell.catalog.views import EngineReading, Reading, read_file
from firstbell.record.arrivals import Arrivals
from firstbell.record.examination import Examination, Reason, Verdict
from firstbell.record.versions import Change, Judgement
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.moments import find_arrivals
from firstbell.repository.walk import TreeReader

# what writes takes longer to load than most questions take to answer
if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from firstbell.catalog import database, faults, intake, judgements, server_database, sweep, transactions
else:
    database = defer("firstbell.catalog.database")
    faults = defer("firstbell.catalog.faults")
    intake = defer("firstbell.catalog.intake")
    judgements = defer("firstbell.catalog.judgements")
    server_database = defer("firstbell.catalog.server_database")
    sweep = defer("firstbell.catalog.sweep")
    transactions = defer("firstbell.catalog.transactions")


class SnapshotSource(TreeReader, Protocol):
    """A repository, as far as a catalog needs one."""

    def list_snapshots(self) -> list[Snapshot]:
        """All snapshots that can be read."""


# where a catalog is kept: a file, a database server, or nowhere but in memory
Place = Path | CatalogAddress | None


def place_catalog(cache: Path | None, repository_hex_id: str, *, server: str = "") -> Place:
    """Where the catalog of a repository is kept: on the server with this address, else in the folder.

    Raises: CatalogAddressError.
    """
    if server:
        return parse_address(server)
    return cache / repository_hex_id / "catalog.sqlite" if cache else None


def open_catalog(place: Place, repository_hex_id: str, *, rebuild: bool = False) -> Catalog:
    """The catalog kept at `place`, made anew where it is missing, damaged or of another version.

    Raises: CatalogUnwritableError for a file; for a server CatalogUnreachableError, CatalogServerError,
    CatalogBusyError, NewerCatalogError.
    """
    if isinstance(place, CatalogAddress):
        return _open_on_server(place, repository_hex_id, rebuild=rebuild)
    if place is not None and not rebuild and is_ready(place, repository_hex_id):
        return Catalog(place, repository_hex_id)
    engine, note = database.open_database(place, repository_hex_id, rebuild=rebuild)
    return Catalog(place, repository_hex_id, engine=engine, note=note)


def _open_on_server(place: CatalogAddress, repository_hex_id: str, *, rebuild: bool) -> Catalog:
    try:
        if not rebuild and server_views.is_ready(place, repository_hex_id):
            return Catalog(place, repository_hex_id)
    except faults.list_faults() as error:
        raise faults.explain_fault(error, place) from None
    engine, note = server_database.open_server_database(place, repository_hex_id, rebuild=rebuild)
    return Catalog(place, repository_hex_id, engine=engine, note=note)


def _dispose(engines: list[Engine]) -> None:
    for engine in engines:
        engine.dispose()


class Catalog:
    """Every version of every path of one repository. Safe for one thread; processes wait for each other.

    `note`: why it had to be made anew, "" if it was not. Every method raises CatalogDamagedError when the
    file turns out to be damaged, CatalogBusyError when another process writes for too long, and on a server
    CatalogUnreachableError and CatalogServerError.
    """

    def __init__(
        self, place: Place, repository_hex_id: str, *, engine: Engine | None = None, note: str = ""
    ) -> None:
        self._held = [engine] if engine is not None else []
        own = [] if isinstance(place, CatalogAddress) else self._held
        self.place = place
        self.note = note
        self._repository_hex_id = repository_hex_id
        self._source: TreeReader | None = None
        self._let_go = weakref.finalize(self, _dispose, own)

    @property
    def _engine(self) -> Engine:
        """What writes; it is made when something is written to what is there already."""
        if not self._held:
            assert self.place is not None
            self._held.append(
                database.connect_file(self.place)
                if isinstance(self.place, Path)
                else server_database.connect(self.place, self._repository_hex_id)
            )
        return self._held[0]

    @property
    def path(self) -> Path | None:
        """Its file, None where there is none."""
        return self.place if isinstance(self.place, Path) else None

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._guard(), transactions.begin_writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Reading]:
        with self._guard():
            if isinstance(self.place, Path):
                with read_file(self.place) as reading:
                    yield reading
            elif isinstance(self.place, CatalogAddress) and not server_views.is_retired(self.place):
                with server_views.read_server(self.place, self._repository_hex_id) as reading:
                    yield reading
            else:
                # on a server each question is answered by itself
                with self._engine.connect() as connection:
                    yield EngineReading(connection)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except faults.list_faults() as error:
            raise faults.explain_fault(error, self.place) from None

    def close(self) -> None:
        """Let go of the file. A connection to a server stays for the next catalog."""
        self._let_go()

    def bring_up_to_date(
        self,
        source: SnapshotSource,
        progress: Progress | None = None,
        *,
        arrivals: Arrivals | None = None,
    ) -> IntakeReport:
        """Take in what the repository holds now; only trees never seen before are read.

        `arrivals`: knows when snapshots came, where somebody does; their order leans on it (`order`).
        """
        progress = progress or Silent()
        self._source = source
        snapshots = source.list_snapshots()
        known = find_arrivals(snapshots, arrivals) if arrivals is not None else {}
        report = IntakeReport(arrivals=known)
        lines = group_lines(snapshots, known)
        for members in lines.values():
            report.late |= find_late(members)
        progress.start("catalog")
        with self._read() as reading:
            behind = find_behind(reading, lines)
        with self._guard():
            if behind.has_surplus:
                report.snapshots_forgotten += intake.drop_lines(self._engine, lines)
            if behind.lines:
                taking = intake.Intake(self._engine, source, progress=progress, report=report)
                for key, members in behind.lines.items():
                    taking.bring_up_line(key, members)
            if report.snapshots_forgotten:
                sweep.sweep_trees(self._engine)
        progress.finish()
        return report

    def list_lines(self) -> list[LineRow]:
        """All lines, by host and paths."""
        with self._read() as reading:
            return queries.list_lines(reading)

    def list_holders(self, path: bytes) -> list[HolderRow]:
        """The lines that ever held this path, and how each spells it; Windows ones take any spelling."""
        with self._read() as reading:
            return queries.list_holders(reading, path)

    def list_snapshots(self, line: int | None = None) -> list[SnapshotRow]:
        """The snapshots of all lines by time, then id; those of one line in their order."""
        with self._read() as reading:
            return queries.list_snapshots(reading, line)

    def find_snapshot(self, hex_id: str) -> SnapshotRow:
        """The snapshot with this id.

        Raises: SnapshotNotInCatalogError.
        """
        for snapshot in self.list_snapshots():
            if snapshot.hex_id == hex_id:
                return snapshot
        raise SnapshotNotInCatalogError(hex_id)

    def list_changes(self, snapshot: SnapshotRow) -> list[Change]:
        """What the snapshot holds other than the one before it in its line, from the catalog.

        Inodes and devices are the repository's, if the catalog was brought up to date with it just now.
        """
        before = None
        if snapshot.position:
            before = self.list_snapshots(snapshot.line)[snapshot.position - 1].tree
        with self._read() as reading:
            known = KnownTrees(reading)
            is_folded = queries.find_key(reading, snapshot.line).is_of_windows
            spelling = LineSpelling(reading, snapshot.line) if is_folded else None
            differences = list(find_differences(known, before, snapshot.tree, spelling=spelling))
        return list(FileNumbers(self._source).list_changes(differences))

    def list_examinations(self) -> dict[bytes, ExaminationRow]:
        """The stored examinations by snapshot id, by time."""
        with self._read() as reading:
            return queries.list_examinations(reading)

    def store_examination(self, snapshot: SnapshotRow, examination: Examination) -> None:
        """Keep what an examination found.

        Raises: CatalogOvertakenError where the snapshot's place in its line changed since it was read.
        """
        with self._write() as connection:
            ids = intake.list_ids(connection, snapshot.line)
            if snapshot.position >= len(ids) or ids[snapshot.position] != snapshot.id:
                raise CatalogOvertakenError(snapshot.hex_id)
            previous = ids[snapshot.position - 1] if snapshot.position else None
            judgements.store_examination(connection, snapshot, examination, previous=previous)

    def store_verdict(self, snapshot: SnapshotRow, *, verdict: Verdict, reasons: Sequence[Reason]) -> None:
        """Keep a verdict that was worked out anew; the examination is there already."""
        with self._write() as connection:
            judgements.store_verdict(connection, snapshot.id, verdict=verdict, reasons=reasons)

    def store_judgement(self, version: VersionRow, judgement: Judgement) -> None:
        """Keep the judgement of one version that was looked at on demand."""
        with self._write() as connection:
            judgements.store_judgement(connection, version, judgement)

    def load_versions(self, line: int, paths: Iterable[bytes]) -> dict[bytes, tuple[VersionRow, ...]]:
        """The versions of these paths, oldest first; a path that the line never held is left out."""
        with self._read() as reading:
            return queries.load_versions(reading, line, paths)

    def load_successors(self, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
        """The versions that came from one of these paths under a new name."""
        with self._read() as reading:
            return queries.load_successors(reading, line, paths)

    def list_touched(self, line: int, after: int) -> list[bytes]:
        """The paths that gained or lost a version after a position, and those damaged at the end."""
        with self._read() as reading:
            return queries.list_touched(reading, line, after)

    def list_differing(self, line: int, other: int) -> list[bytes]:
        """The paths of a line that the other one does not hold with the same content at its end."""
        with self._read() as reading:
            return queries.list_differing(reading, line, other)

    def list_new_files(self, line: int, positions: Collection[int]) -> list[tuple[bytes, int]]:
        """The files that were never there before these snapshots, by path with the snapshot's position."""
        with self._read() as reading:
            return queries.list_new_files(reading, line, positions)

    def list_damaged(self, snapshot: SnapshotRow, limit: int | None = None) -> list[bytes]:
        """The paths whose version first held by this snapshot is damaged."""
        with self._read() as reading:
            return queries.list_damaged(reading, snapshot, limit)

    def list_struck_names(self, snapshot: SnapshotRow) -> list[tuple[bytes, bytes]]:
        """Pairs (was, path) of the versions first held by this snapshot that are damaged and were renamed."""
        with self._read() as reading:
            return queries.list_struck_names(reading, snapshot)

    def count_damaged(self, snapshot: SnapshotRow) -> int:
        """How many versions first held by this snapshot are damaged."""
        with self._read() as reading:
            return queries.count_damaged(reading, snapshot)

    def count_files(self, snapshot: SnapshotRow) -> int:
        """How many files the snapshot holds."""
        with self._read() as reading:
            return queries.count_files(reading, snapshot)

    def list_held(self, snapshot: SnapshotRow) -> list[bytes]:
        """The paths of the files that the snapshot holds, in no order."""
        with self._read() as reading:
            return queries.list_held(reading, snapshot)

    def find_held_before(self, snapshot: SnapshotRow, contents: Mapping[bytes, bytes]) -> frozenset[bytes]:
        """Of paths with joined blob ids, those that held this content before the snapshot and not in it."""
        with self._read() as reading:
            return queries.find_held_before(reading, snapshot, contents)

    def find_standing(self, snapshot: SnapshotRow, contents: Iterable[bytes]) -> frozenset[bytes]:
        """Of these joined blob ids, those that a file holds in the snapshot and in the one after it."""
        with self._read() as reading:
            return queries.find_standing(reading, snapshot, contents)

    def find_shrinkage(self, snapshot: SnapshotRow, changes: Sequence[Change]) -> Shrinkage | None:
        """What the snapshot leaves out that the one before it, or another line of the host, covered."""
        with self._read() as reading:
            known = KnownTrees(reading)
            if snapshot.position:
                return shrinkage.find_in_line(reading, known, snapshot=snapshot, changes=changes)
            return shrinkage.find_across_lines(reading, known, snapshot=snapshot)

    def place_roots(self, snapshot: SnapshotRow) -> dict[bytes, bytes]:
        """Where each path of its line, told from the root on, begins in the snapshot's tree."""
        with self._read() as reading:
            return shrinkage.place_in_snapshot(reading, KnownTrees(reading), snapshot)

    def list_uncovered(self) -> tuple[Uncovered, ...]:
        """What is not backed up any more, by host and path: told by an examination and not back since."""
        with self._read() as reading:
            return shrinkage.list_uncovered(reading, KnownTrees(reading))

    def count_in_folders(self, snapshot: SnapshotRow, folders: Iterable[bytes]) -> dict[bytes, int]:
        """How many files lie right in each of these folders (with a closing slash) of the snapshot."""
        with self._read() as reading:
            known = KnownTrees(reading)
            is_folded = queries.find_key(reading, snapshot.line).is_of_windows
            return trees.count_files(known, snapshot.tree, folders, is_folded=is_folded)

    def count_versions(self) -> int:
        """How many versions the catalog holds."""
        with self._read() as reading:
            return queries.count_versions(reading)
