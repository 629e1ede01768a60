"""Repairing a repository of a test, on a store that can fail."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.progress import Silent
from firstbell.repository import Repository
from firstbell.repository.upkeep.repair_index import plan_index, repair_index
from firstbell.repository.upkeep.repair_packs import PackRepairer, PacksRepair, find_damaged_packs
from firstbell.repository.upkeep.repair_snapshots import SnapshotRepairer
from firstbell.store import Kind, MemoryStore, Store, StoreError
from tests.repository.checking import read_everything as check_everything
from tests.repository.making import (
    PASSWORD,
    names_of,
)
from tests.repository.shelf import Sample, read_files


class StoppingStore(MemoryStore):
    """Stops all work at the n-th change."""

    def __init__(self) -> None:
        super().__init__()
        self.changes_left = -1

    def _count(self) -> None:
        if self.changes_left == 0:
            raise StoreError("stopped")
        self.changes_left -= 1

    def write(self, kind: Kind, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        self._count()
        super().write(kind, name, parts)

    def delete(self, kind: Kind, name: str) -> None:
        self._count()
        super().delete(kind, name)


class WeakStore(StoppingStore):
    """Fails to read the packs in `faulty`, too, whole or at all."""

    def __init__(self) -> None:
        super().__init__()
        self.faulty: set[str] = set()
        self.fails_at_length = 1 << 20

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        if name in self.faulty and length >= self.fails_at_length:
            raise StoreError("input/output error")
        return super().read_range(kind, name, offset=offset, length=length)


def repair_index_of(repository: Repository) -> None:
    repair_index(repository, plan_index(repository, Silent()))


def repair_packs_of(repository: Repository) -> PacksRepair:
    damaged = find_damaged_packs(repository, Silent()).damaged
    return PackRepairer(repository, Silent()).repair(damaged)


def repair_snapshots_of(repository: Repository, *, forget: bool = True) -> None:
    repairer = SnapshotRepairer(repository)
    for snapshot in repository.list_snapshots():
        repaired = repairer.examine(snapshot)
        if repaired is not None:
            repairer.save(repaired)
            repairer.forget([snapshot.hex_id] if forget else [])
    repairer.forget(repairer.find_garbage()[0])


def repair_all(store: Store) -> None:
    repository = Repository.open(store, PASSWORD)
    repair_index_of(repository)
    repair_packs_of(repository)
    repair_snapshots_of(repository)


def state_of(store: Store) -> dict[Kind, list[str]]:
    return {kind: names_of(store, kind) for kind in Kind if kind is not Kind.LOCKS}


def assert_repaired(sample: Sample, lost: set[bytes]) -> None:
    """Nothing but what was destroyed is gone, and the check finds nothing."""
    repository = Repository.open(sample.store, PASSWORD)
    assert [each for each in check_everything(repository) if each.severity == "error"] == []
    there = {snapshot.original or snapshot.hex_id: snapshot for snapshot in repository.list_snapshots()}
    for hex_id, files in sample.whole_files(lost).items():
        if files:
            found = read_files(repository, there[hex_id])
            assert {path: found.get(path) for path in files} == files
