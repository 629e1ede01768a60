"""Repairs lose nothing that still opens, whenever they are stopped, and change nothing that is whole."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from firstbell.base.errors import Error
from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository import BlobKind, Repository, Snapshot, walk_tree
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.index import parse_index
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.repository.unpacked import load_unpacked
from firstbell.repository.upkeep.index_files import replace_indexes
from firstbell.repository.upkeep.repair_index import plan_index, repair_index
from firstbell.repository.upkeep.repair_packs import PackRepairer, find_damaged_packs
from firstbell.repository.upkeep.repair_snapshots import IndexBehindError, SnapshotRepairer
from firstbell.repository.upkeep.settled_damage import UnsteadyStoreError
from firstbell.store import Kind, MemoryStore, StoreError
from tests.repository.checking import codes_of
from tests.repository.checking import read_everything as check_everything
from tests.repository.making import (
    PASSWORD,
    flip_bit,
    make_repository,
    names_of,
    replace_object,
)
from tests.repository.repairing import (
    WeakStore,
    assert_repaired,
    repair_all,
    repair_index_of,
    repair_packs_of,
    repair_snapshots_of,
    state_of,
)
from tests.repository.shelf import BUDGET, CASES, Sample


def test_a_whole_repository_is_left_as_it_is() -> None:
    store = MemoryStore()
    Sample(store)
    before = state_of(store)
    repair_all(store)
    assert state_of(store) == before


@pytest.mark.long
@pytest.mark.parametrize("case", CASES)
def test_stopped_at_any_change_the_next_repair_ends_well(case: str) -> None:
    changes = 0
    while True:
        store = WeakStore()
        sample = Sample(store)
        damage = CASES[case](sample)
        store.changes_left = changes
        try:
            repair_all(store)
        except StoreError:
            store.changes_left = -1
            repair_all(store)
            assert_repaired(sample, damage.lost)
            changes += 1
        else:
            assert changes > 0
            return


def test_a_second_repair_changes_nothing() -> None:
    for case in CASES.values():
        store = MemoryStore()
        case(Sample(store))
        repair_all(store)
        before = state_of(store)
        repair_all(store)
        assert state_of(store) == before


def test_without_forget_the_old_snapshot_stays_and_is_not_repaired_twice() -> None:
    sample = Sample(MemoryStore())
    CASES["data: deleted"](sample)
    repository = Repository.open(sample.store, PASSWORD)
    repair_index_of(repository)
    for _ in range(2):
        repair_snapshots_of(Repository.open(sample.store, PASSWORD), forget=False)
    snapshots = Repository.open(sample.store, PASSWORD).list_snapshots()
    assert sorted((s.original or "", *(s.tags or ())) for s in snapshots) == sorted(
        [("",), ("",), *((old.hex_id, "repaired") for old in sample.snapshots)]
    )
    repair_snapshots_of(Repository.open(sample.store, PASSWORD))
    snapshots = Repository.open(sample.store, PASSWORD).list_snapshots()
    assert [s.original for s in snapshots] == [old.hex_id for old in sample.snapshots]


def damage_at_random(sample: Sample, lot: random.Random) -> None:
    """Some objects flipped, cut, emptied, deleted or exchanged."""
    store = sample.store
    for _ in range(lot.randint(1, 4)):
        kind = lot.choice([Kind.DATA, Kind.DATA, Kind.INDEX, Kind.SNAPSHOTS])
        name, other = (lot.choice(names_of(store, kind)) for _ in range(2))
        data = store.read(kind, name)
        at = lot.randrange(max(1, len(data)))
        replace_object(store, kind, name, store.read(kind, other))
        replace_object(store, kind, other, data)
        replace_object(
            store, kind, name, lot.choice([flip_bit(data, at) if data else b"", data[:at], b"", data])
        )
        if lot.random() < 0.2 and len(names_of(store, kind)) > 1:
            store.delete(kind, name)


def read_what_can_be_read(repository: Repository) -> dict[str, dict[bytes, bytes]]:
    """By the id of the first of its kind, the files of every snapshot whose folders can all be read."""
    found = {}
    for snapshot in repository.list_snapshots():
        files = {}
        try:
            for entry in walk_tree(repository, bytes.fromhex(snapshot.tree)):
                try:
                    files[entry.path] = b"".join(map(repository.load_blob, entry.node.content_ids))
                except Error:
                    continue
        except Error:
            continue
        found[snapshot.original or snapshot.hex_id] = files
    return found


@pytest.mark.parametrize("seed", range(40))
def test_after_several_damages_everything_that_could_be_read_is_still_there(seed: int) -> None:
    lot = random.Random(seed)
    sample = Sample(MemoryStore())
    damage_at_random(sample, lot)
    before = read_what_can_be_read(Repository.open(sample.store, PASSWORD))
    repair_all(sample.store)
    repository = Repository.open(sample.store, PASSWORD)
    assert [each for each in check_everything(repository) if each.severity == "error"] == []
    after = read_what_can_be_read(repository)
    for hex_id, files in before.items():
        assert files.items() <= after[hex_id].items()


@pytest.mark.parametrize("case", ["index: deleted", "index: garbage"])
def test_what_only_the_index_does_not_know_is_not_taken_for_lost(case: str) -> None:
    sample = Sample(MemoryStore())
    CASES[case](sample)
    repository = Repository.open(sample.store, PASSWORD)
    before = state_of(repository.store)
    with pytest.raises(IndexBehindError):
        repair_snapshots_of(repository)
    assert state_of(repository.store) == before


def make_faulty() -> tuple[WeakStore, Sample, str]:
    """A store that fails to read one pack of data."""
    store = WeakStore()
    sample = Sample(store)
    pack = sample.pack_of(BlobKind.DATA, 1)
    store.faulty = {pack}
    return store, sample, pack


def test_a_pack_that_cannot_be_read_now_is_left_unless_it_is_named() -> None:
    store, sample, pack = make_faulty()
    store.fails_at_length = 1000
    repository = Repository.open(store, PASSWORD)
    found = find_damaged_packs(repository, Silent())
    assert (found.damaged, [each.hex() for each in found.faulty]) == ([], [pack])
    before = state_of(store)
    repair = plan_index(repository, Silent())
    assert repair.is_idle()
    repair_index(repository, repair)
    assert state_of(store) == before
    result = PackRepairer(repository, Silent()).repair([bytes.fromhex(pack)])
    small = [at for at in sample.blobs_in(pack).values() if at.length < 1000]
    assert 0 < result.packs[0].salvaged == len(small) < len(sample.blobs_in(pack))
    assert not store.exists(Kind.DATA, pack)


def test_a_named_pack_that_cannot_be_read_in_one_piece_is_read_blob_by_blob() -> None:
    store, sample, pack = make_faulty()
    for name in sample.indexes:  # so the header alone says what it holds
        store.delete(Kind.INDEX, name)
    repository = Repository.open(store, PASSWORD)
    result = PackRepairer(repository, Silent()).repair([bytes.fromhex(pack)])
    assert (result.packs[0].salvaged, result.lost) == (len(sample.blobs_in(pack)), [])
    assert all(repository.load_blob(blob_id) for blob_id in sample.blobs_in(pack))


def test_a_tree_that_cannot_be_read_now_is_not_taken_for_lost() -> None:
    store = WeakStore()
    sample = Sample(store)
    store.faulty, store.fails_at_length = {sample.pack_of(BlobKind.TREE, 1)}, 1
    before = state_of(store)
    with pytest.raises(StoreError, match="input/output"):
        repair_snapshots_of(Repository.open(store, PASSWORD))
    assert state_of(store) == before


def test_a_blob_that_another_pack_holds_is_not_lost() -> None:
    sample = Sample(MemoryStore())
    index = {name: sample.store.read(Kind.INDEX, name) for name in sample.indexes}
    for name in index:
        sample.store.delete(Kind.INDEX, name)
    with Repository.open(sample.store, PASSWORD).writer() as writer:  # one that did not see the first
        writer.save_blob(BlobKind.DATA, BUDGET)
    for name, data in index.items():
        sample.store.write(Kind.INDEX, name, [data])
    sample.store.delete(Kind.DATA, sample.pack_of(BlobKind.DATA, 0))
    repository = Repository.open(sample.store, PASSWORD)
    result = repair_packs_of(repository)
    held = {
        id_ for id_, at in sample.locations.items() if at.pack_id.hex() == sample.pack_of(BlobKind.DATA, 0)
    }
    lost = {blob_id for _, blob_id in result.lost}
    assert lost < held
    assert len(held - lost) == 1
    assert Repository.open(sample.store, PASSWORD).load_blob((held - lost).pop()) == BUDGET


def test_a_header_that_names_impossible_blobs_is_not_taken_into_the_index() -> None:
    store = MemoryStore()
    sample = Sample(store)
    changes: list[Callable[[PackedBlob], PackedBlob]] = [
        lambda blob: blob._replace(length=blob.length + 1),
        lambda blob: blob._replace(length=3),
    ]
    for change in changes:
        header = sample.repository.sealer.seal(
            render_header([change(PackedBlob(BlobKind.DATA, b"\1" * 32, 0, 40, 0))])
        )
        data = bytes(40) + header + LENGTH.pack(len(header))
        store.write(Kind.DATA, hash_id(data).hex(), [data])
    repair = plan_index(Repository.open(store, PASSWORD), Silent())
    assert len(repair.unreadable) == 2
    assert repair.is_idle()


def test_where_no_index_can_be_read_packs_are_not_touched_before_the_index_is_rebuilt() -> None:
    store = MemoryStore()
    sample = Sample(store)
    for name in sample.indexes:
        replace_object(store, Kind.INDEX, name, b"garbage")
    before = state_of(store)
    repository = Repository.open(store, PASSWORD)
    with pytest.raises(RepositoryError):
        PackRepairer(repository, Silent()).repair([bytes.fromhex(sample.pack_of(BlobKind.DATA, 0))])
    assert state_of(store) == before
    repair_all(store)
    assert_repaired(sample, set())


class _FailingStore(MemoryStore):
    """Fails to read what `failing` names, at whatever place."""

    failing: frozenset[str] = frozenset()

    def read(self, kind: Kind, name: str) -> bytes:
        if name in self.failing:
            raise StoreError("input/output error")
        return super().read(kind, name)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        if name in self.failing:
            raise StoreError("input/output error")
        return super().read_range(kind, name, offset=offset, length=length)


def test_where_index_and_packs_fail_together_nothing_is_rebuilt_that_would_lose_sight_of_them() -> None:
    store = _FailingStore()
    sample = Sample(store)
    before = state_of(store)
    pack = sample.pack_of(BlobKind.DATA, 0)
    store.failing = frozenset({pack, *sample.indexes})
    with pytest.raises(UnsteadyStoreError, match="nothing was changed"):
        plan_index(Repository.open(store, PASSWORD), Silent())
    store.failing = frozenset({pack})
    for name in sample.indexes:
        replace_object(store, Kind.INDEX, name, b"garbage")
    with pytest.raises(UnsteadyStoreError, match="0 index files and 1 pack "):
        plan_index(Repository.open(store, PASSWORD), Silent())
    store.failing = frozenset()
    assert state_of(store) == before
    repair_all(store)
    assert_repaired(sample, set())


def test_a_damaged_pack_beside_a_damaged_index_is_left_out() -> None:
    store = MemoryStore()
    sample = Sample(store)
    for name in sample.indexes:
        replace_object(store, Kind.INDEX, name, b"garbage")
    pack = sample.pack_of(BlobKind.DATA, 0)
    replace_object(store, Kind.DATA, pack, b"garbage of a pack")
    repair = plan_index(Repository.open(store, PASSWORD), Silent())
    assert bytes.fromhex(pack) in repair.unreadable
    assert bytes.fromhex(pack) not in repair.packs


def test_whole_objects_that_say_nothing_do_not_stand_in_the_way() -> None:
    """Anybody with the key of a host's repository can add them."""
    store = MemoryStore()
    sample = Sample(store)
    for kind in (Kind.INDEX, Kind.DATA):
        noise = b"whole, and of no meaning" * 9
        store.write(kind, hash_id(noise).hex(), [noise])
    repair_all(store)
    assert_repaired(sample, set())


def test_what_a_repair_of_packs_makes_leaves_damaged_index_files_for_the_repair_of_the_index() -> None:
    store = MemoryStore()
    sample = Sample(store)
    CASES["index: garbage"](sample)
    name = sample.pack_of(BlobKind.DATA, 0)
    replace_object(store, Kind.DATA, name, flip_bit(store.read(Kind.DATA, name), 20))
    repair_packs_of(Repository.open(store, PASSWORD))
    assert "index.damaged" in codes_of(check_everything(Repository.open(store, PASSWORD)))
    repair_all(store)
    first = next(iter(sample.blobs_in(name)))
    assert_repaired(sample, {first})


def test_a_header_of_thousands_of_blobs_is_read_whole() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    with repository.writer() as writer:
        for number in range(3000):
            writer.save_blob(BlobKind.DATA, str(number).encode())
    for name in names_of(store, Kind.INDEX):
        store.delete(Kind.INDEX, name)
    fresh = Repository.open(store, PASSWORD)
    repair_index_of(fresh)
    assert len(fresh.index) == 3000
    assert fresh.load_blob(hash_id(b"2999")) == b"2999"


def test_a_large_index_is_written_in_several_files_of_which_the_last_supersedes() -> None:
    store = MemoryStore()
    sample = Sample(store)
    packs = {
        hash_id(bytes([number])): [
            PackedBlob(BlobKind.DATA, (number * 30_000 + at).to_bytes(32, "big"), at * 40, 40, 0)
            for at in range(30_000)
        ]
        for number in range(3)
    }
    replace_indexes(sample.repository, packs, sample.indexes)
    names = names_of(store, Kind.INDEX)
    assert len(names) == 2
    files = [
        parse_index(load_unpacked(store, sample.repository.sealer, Kind.INDEX, hex_id=name), "index")
        for name in names
    ]
    assert sorted(len(file.packs or ()) for file in files) == [1, 2]
    assert [file.supersedes for file in files if file.supersedes] == [sample.indexes]
    assert len(Repository.open(store, PASSWORD).index) == 90_000


def test_a_snapshot_whose_tree_is_no_id_has_nothing_to_keep() -> None:
    store = MemoryStore()
    sample = Sample(store)
    snapshot = Snapshot("2023-02-18T00:00:00Z", "no id", ["/srv"])
    sample.repository.save_snapshot(snapshot)
    repository = Repository.open(store, PASSWORD)
    found = SnapshotRepairer(repository).examine(snapshot)
    assert found is not None
    assert found.new_tree is None
    repair_snapshots_of(repository)
    assert len(names_of(store, Kind.SNAPSHOTS)) == 2
