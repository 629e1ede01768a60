"""A prune where the place itself keeps objects, as Object Lock does."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository import Repository, Snapshot
from firstbell.repository.upkeep.prune import PruneResult, prepare_prune, prune_repository
from firstbell.repository.upkeep.prune_plan import Repacking, parse_limit
from firstbell.repository.upkeep.reachability import find_needed_blobs
from firstbell.store import Kind, MemoryStore
from firstbell.store.errors import HeldObjectError
from firstbell.store.store import Buffer
from tests.repository.checking import codes_of, read_everything
from tests.repository.making import PASSWORD, make_repository, names_of, save_snapshot

KEPT = {b"kept.txt": b"kept " * 4000}
LOST = {b"lost.txt": b"lost " * 4000}
DAYS = 30
NOTHING_UNUSED = Repacking(unused=parse_limit("0"))


class HoldingStore(MemoryStore):
    """Keeps `held` objects, as (kind, name)."""

    def __init__(self) -> None:
        super().__init__()
        self.held: set[tuple[Kind, str]] = set()

    def hold_everything(self) -> None:
        self.held = {(kind, info.name) for kind in Kind for info in self.list(kind)}

    def is_held(self, kind: Kind, name: str) -> bool:
        return (kind, name) in self.held

    def delete(self, kind: Kind, name: str) -> None:
        if self.is_held(kind, name):
            raise HeldObjectError(f"{kind}/{name} is kept")
        super().delete(kind, name)


class TimedStore(HoldingStore):
    """Keeps every object for some days from its upload; `day` goes on when the test says so."""

    RETENTION_DAYS = 6

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.uploaded: dict[tuple[Kind, str], int] = {}

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        super().write(kind, name, parts)
        self.uploaded[kind, name] = self.day

    def is_held(self, kind: Kind, name: str) -> bool:
        return kind is not Kind.LOCKS and self.day < self.uploaded[kind, name] + self.RETENTION_DAYS


def make_pruned(store: HoldingStore) -> Repository:
    """A repository of two snapshots, the second of which is forgotten: a whole pack and a part of one go."""
    repository = make_repository(store)
    save_snapshot(repository, KEPT)
    forgotten = save_snapshot(repository, KEPT | LOST, at_s=60)
    repository.remove_snapshot(forgotten.hex_id)
    return repository


def prune(store: HoldingStore) -> PruneResult:
    repository = Repository.open(store, PASSWORD)
    with repository.lock(exclusive=True):
        return prune_repository(repository, prepare_prune(repository, NOTHING_UNUSED, Silent()), Silent())


def is_clean(store: HoldingStore) -> bool:
    return not read_everything(Repository.open(store, PASSWORD))


def test_what_is_held_stays_as_it_is_and_is_counted() -> None:
    store = HoldingStore()
    make_pruned(store)
    store.hold_everything()
    before = {kind: names_of(store, kind) for kind in Kind}
    for _ in range(3):
        result = prune(store)
        assert result.held_bytes > 0
        assert (result.freed_bytes, result.packs_removed, result.packs_repacked) == (0, 0, 0)
    assert {kind: names_of(store, kind) for kind in Kind} == before
    assert is_clean(store)


def test_what_was_held_goes_when_it_is_no_longer() -> None:
    store = HoldingStore()
    make_pruned(store)
    store.hold_everything()
    held_bytes = prune(store).held_bytes
    store.held.clear()
    result = prune(store)
    assert result.freed_bytes == held_bytes
    assert result.held_bytes == 0
    assert is_clean(store)
    assert prune(store).freed_bytes == 0


def test_a_pack_that_a_held_index_names_stays_beside_it() -> None:
    store = HoldingStore()
    make_pruned(store)
    store.held = {(Kind.INDEX, name) for name in names_of(store, Kind.INDEX)}
    packs = names_of(store, Kind.DATA)
    assert prune(store).held_bytes > 0
    assert names_of(store, Kind.DATA) == packs
    assert is_clean(store)


def test_what_is_not_held_goes_beside_what_is() -> None:
    store = HoldingStore()
    repository = make_pruned(store)
    store.hold_everything()
    forgotten = save_snapshot(repository, {b"late.txt": b"late " * 4000}, at_s=120)
    repository.remove_snapshot(forgotten.hex_id)
    result = prune(store)
    assert result.freed_bytes > 0
    assert result.held_bytes > 0
    assert is_clean(store)


def test_a_held_index_that_nobody_can_read_holds_nothing_up() -> None:
    store = HoldingStore()
    make_pruned(store)
    name = "ab" * 32
    store.write(Kind.INDEX, name, [b"forged"])
    store.held = {(Kind.INDEX, name)}
    assert prune(store).freed_bytes > 0


@pytest.mark.long
def test_day_after_day_everything_goes_within_a_retention_of_when_nobody_needed_it() -> None:
    """Daily prunes write index files that are held in their turn; none of them may hold a pack for ever."""
    store = TimedStore()
    repository = make_repository(store)
    unneeded_since: dict[str, int] = {}
    lot = random.Random(7)
    ends = {f"f{at}".encode(): (at, at // 3 + lot.randrange(1, 15)) for at in range(3 * DAYS)}
    snapshots: list[Snapshot] = []
    for day in range(DAYS):
        store.day = day
        folder = {
            name: random.Random(at).randbytes(2000)
            for name, (at, end) in ends.items()
            if at // 3 <= day < end
        }
        snapshots.append(save_snapshot(repository, folder, at_s=day * 86_400))
        # of an upload that was broken off: it gives each prune something to do
        store.write(Kind.DATA, hash_id(b"stray %d" % day).hex(), [b"stray"])
        while not store.is_held(Kind.SNAPSHOTS, snapshots[0].hex_id):
            repository.remove_snapshot(snapshots.pop(0).hex_id)
        prune(store)
        for name in set(names_of(store, Kind.DATA)) - set(find_live_packs(store)):
            since = unneeded_since.setdefault(name, day)
            assert day - since < store.RETENTION_DAYS
    assert unneeded_since
    findings = read_everything(Repository.open(store, PASSWORD))
    assert set(codes_of(findings)) == {"pack.unreferenced"}
    # what snapshots of a retention need, and at most as much again that is held
    packed = sum(info.size_bytes for info in store.list(Kind.DATA))
    assert packed < 2 * 2000 * 3 * (14 + store.RETENTION_DAYS)
    assert len(names_of(store, Kind.INDEX)) < 3 * store.RETENTION_DAYS


def find_live_packs(store: HoldingStore) -> Iterator[str]:
    """Packs that hold a blob which a snapshot needs."""
    repository = Repository.open(store, PASSWORD)
    needed = find_needed_blobs(repository, repository.list_snapshots(), Silent())
    for blob_id, at in repository.index:
        if (at.kind, blob_id) in needed:
            yield at.pack_id.hex()
