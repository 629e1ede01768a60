"""Checking a repository: index, packs, snapshots and trees, and on wish every byte.

What is found is told as values; nothing is repaired and nothing is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import partial

import msgspec

from firstbell.base.counts import choose_word, say_count
from firstbell.base.ids import parse_hex_id
from firstbell.base.progress import Progress
from firstbell.repository.blobs import BlobSource
from firstbell.repository.findings import CheckFinding, Severity
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node
from firstbell.repository.format.polynomial import is_irreducible
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.format.tree import parse_tree
from firstbell.repository.index import Index
from firstbell.repository.indexes import load_index
from firstbell.repository.pack_check import PackResult, PackTable, compare_packs
from firstbell.repository.pack_reader import PackBuffer, begin_reading
from firstbell.repository.repository import Repository
from firstbell.repository.snapshots import SnapshotTable
from firstbell.repository.subset import PackSubset
from firstbell.repository.tree_check import DamageMap, IndexedSizes, TreeCheck
from firstbell.store import Kind, StoreError


class CheckOptions(msgspec.Struct, frozen=True):
    """`read_data`: read every pack whole; with `subset` only those it selects.

    `max_paths`: how many touched paths are listed at most. `hashed`: raw ids of packs that were hashed a
    moment ago, and fit their names.
    """

    read_data: bool = False
    subset: PackSubset | None = None
    max_paths: int = 10_000
    hashed: Set[bytes] = frozenset()


def check_repository(
    repository: Repository, options: CheckOptions, progress: Progress
) -> Iterator[CheckFinding]:
    """Everything wrong with a repository, as it is found; touched paths come last.

    The index is read anew. Raises: StoreError when the store cannot even be listed.
    """
    yield from _Check(repository, options, progress).run()


class _Trees:
    """Reads trees by an index of its own."""

    def __init__(self, blobs: BlobSource) -> None:
        self._blobs = blobs

    def load_tree(self, tree_id: bytes) -> list[Node]:
        return parse_tree(self._blobs.load(tree_id))


class _Check:
    """One run. `_bad`: blob id -> raw ids of the packs in which it cannot be read."""

    def __init__(self, repository: Repository, options: CheckOptions, progress: Progress) -> None:
        self._repository = repository
        self._options = options
        self._progress = progress
        self._bad: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self._index = Index()
        self._blobs = BlobSource(repository.store, repository.sealer, lambda: self._index)

    def run(self) -> Iterator[CheckFinding]:
        yield from self._check_config()
        options = self._options
        buffer = PackBuffer(self._repository.store, self._repository.sealer, options.hashed)
        early = self._list_packs() if options.read_data else {}
        with begin_reading(buffer, early, early=options.subset is None) as reading:
            yield from self._check_index()
            table = PackTable(self._index)
            # anew, and after the index: a backup under way saves packs before the index that names them
            sizes = self._list_packs()
            numbers = self._choose_packs(table, sizes)
            reading.want(table, numbers, sizes)
            yield from self._check_packs(table, sizes)
            snapshots: list[Snapshot] = []
            yield from self._check_snapshots(snapshots)

            def step_on() -> None:
                self._progress.advance(files=1)
                reading.tend()

            trees = TreeCheck(_Trees(self._blobs), IndexedSizes(self._index), step_on)
            yield from self._check_trees(trees, snapshots)
            if options.read_data:
                packs = {table.pack_ids[number]: sizes[table.pack_ids[number]] for number in numbers}
                results = map(partial(buffer.judge, table), numbers, reading.list_proofs())
                yield from self._read_data(packs, results)
        bad = trees.bad | {blob_id for blob_id, packs in self._bad.items() if self._is_lost(blob_id, packs)}
        if bad:
            damage = DamageMap(_Trees(self._blobs), bad, max_paths=self._options.max_paths)
            yield from damage.find_paths(snapshots)

    def _check_config(self) -> Iterator[CheckFinding]:
        polynomial = int(self._repository.config.chunker_polynomial, 16)
        if not is_irreducible(polynomial):
            message = f"config: the chunker polynomial {polynomial:x} is not irreducible; restic refuses it"
            yield CheckFinding("config.polynomial", message)

    def _check_index(self) -> Iterator[CheckFinding]:
        self._progress.start("load index")
        damaged: dict[str, str] = {}
        self._index = load_index(self._repository.store, self._repository.sealer, damaged=damaged)
        for hex_id, reason in sorted(damaged.items()):
            yield CheckFinding("index.damaged", f"index {hex_id[:8]}: {reason}")
        self._progress.finish()

    def _list_packs(self) -> dict[bytes, int]:
        """Raw id -> size in bytes of every pack that is there."""
        return {parse_hex_id(info.name): info.size_bytes for info in self._repository.store.list(Kind.DATA)}

    def _check_packs(self, table: PackTable, sizes: dict[bytes, int]) -> Iterator[CheckFinding]:
        for pack_id, result in compare_packs(table, sizes):
            self._note(pack_id, result)
            yield from result.findings
        duplicates = table.count_duplicates()
        if duplicates:
            blobs = f"{say_count(duplicates, 'blob')} {choose_word(duplicates, 'is', 'are')}"
            message = f"{blobs} stored twice; nothing is lost"
            yield CheckFinding("blob.duplicate", message, Severity.HINT)

    def _note(self, pack_id: bytes, result: PackResult) -> None:
        for blob_id in result.bad_blobs:
            self._bad[blob_id].add(pack_id)

    def _is_lost(self, blob_id: bytes, packs: set[bytes]) -> bool:
        return all(location.pack_id in packs for location in self._index.locate_all(blob_id))

    def _check_snapshots(self, snapshots: list[Snapshot]) -> Iterator[CheckFinding]:
        repository = self._repository
        files = SnapshotTable(repository.store, repository.sealer, repository.version)
        for name in sorted(info.name for info in repository.store.list(Kind.SNAPSHOTS)):
            try:
                snapshots.append(files.load(name))
            except (FormatError, StoreError) as error:
                yield CheckFinding("snapshot.damaged", str(error), snapshot_hex_id=name)
        snapshots.sort(key=lambda snapshot: (snapshot.time_ns, snapshot.hex_id))

    def _check_trees(self, trees: TreeCheck, snapshots: list[Snapshot]) -> Iterator[CheckFinding]:
        self._progress.start("check trees")
        for snapshot in list(snapshots):
            for finding in trees.check_snapshot(snapshot):
                if finding.code == "snapshot.damaged":
                    snapshots.remove(snapshot)
                yield finding
        self._progress.finish()

    def _choose_packs(self, table: PackTable, sizes: dict[bytes, int]) -> list[int]:
        """Numbers in the table of the packs to read, in order of their ids."""
        if not self._options.read_data:
            return []
        numbers = {pack_id: number for number, pack_id in enumerate(table.pack_ids) if pack_id in sizes}
        subset = self._options.subset
        wanted = (
            subset.select({pack_id: sizes[pack_id] for pack_id in numbers}) if subset else sorted(numbers)
        )
        return [numbers[pack_id] for pack_id in wanted]

    def _read_data(self, packs: dict[bytes, int], results: Iterator[PackResult]) -> Iterator[CheckFinding]:
        """`packs`: raw id -> size in bytes of those that are read; `results`: in their order."""
        self._progress.start("read data", total_files=len(packs), total_bytes=sum(packs.values()))
        for (pack_id, size_bytes), result in zip(packs.items(), results, strict=True):
            self._progress.advance(files=1, size_bytes=size_bytes)
            self._note(pack_id, result)
            yield from result.findings
        self._progress.finish()
