"""A prune where the place itself keeps objects, as Object Lock does."""

from __future__ import annotations

from firstbell.base.progress import Silent
from firstbell.repository import Repository
from firstbell.repository.upkeep.prune import PruneResult, prepare_prune, prune_repository
from firstbell.repository.upkeep.prune_plan import Repacking, parse_limit
from firstbell.store import HeldObjectError, Kind, MemoryStore
from tests.repository.checking import read_everything
from tests.repository.making import PASSWORD, make_repository, names_of, save_snapshot

KEPT = {b"kept.txt": b"kept " * 4000}
LOST = {b"lost.txt": b"lost " * 4000}
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
