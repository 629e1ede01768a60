"""Repairs lose nothing that still opens, whenever they are stopped, and change nothing that is whole."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import msgspec
import pytest

from firstbell.base.errors import Error
from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository import BlobKind, Node, Repository, Snapshot, walk_tree
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.repository.format.tree import RawTree, render_tree
from firstbell.repository.upkeep.repair_index import plan_index, repair_index
from firstbell.repository.upkeep.repair_packs import PackRepairer, PacksRepair, find_damaged_packs
from firstbell.repository.upkeep.repair_snapshots import IndexBehindError, SnapshotRepairer
from firstbell.store import Kind, MemoryStore, Store, StoreError
from tests.repository.checking import codes_of
from tests.repository.checking import read_everything as check_everything
from tests.repository.making import (
    PASSWORD,
    flip_bit,
    make_repository,
    names_of,
    replace_object,
    save_snapshot,
)
from tests.repository.shelf import BUDGET, CASES, Sample


class WeakStore(MemoryStore):
    """Stops all work at the n-th change; fails to read the packs in `faulty`, whole or at all."""

    def __init__(self) -> None:
        super().__init__()
        self.changes_left = -1
        self.faulty: set[str] = set()
        self.fails_at_length = 1 << 20

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


def read_files(repository: Repository, snapshot: Snapshot) -> dict[bytes, bytes]:
    return {
        entry.path: b"".join(map(repository.load_blob, entry.node.content_ids))
        for entry in walk_tree(repository, bytes.fromhex(snapshot.tree))
        if entry.node.type == "file"
    }


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


def test_a_whole_repository_is_left_as_it_is() -> None:
    store = MemoryStore()
    Sample(store)
    before = state_of(store)
    repair_all(store)
    assert state_of(store) == before


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


def save_tree(repository: Repository, nodes: Sequence[Node], extra: dict[str, object] | None = None) -> bytes:
    """A tree of these nodes, each with the fields of `extra`, which no program knows."""
    tree = RawTree.parse(render_tree(nodes))
    tree.nodes = [raw.with_fields(extra or {}) for raw in tree.nodes]
    with repository.writer() as writer:
        return writer.save_tree(tree.render()).id


def lose_blob(repository: Repository, content: bytes) -> str:
    """Save a blob in a pack of its own, then lose that; its hex id."""
    with repository.writer() as writer:
        blob_id = writer.save_blob(BlobKind.DATA, content).id
    repository.store.delete(Kind.DATA, repository.locate(blob_id).pack_id.hex())
    return blob_id.hex()


def save_blob(repository: Repository, content: bytes) -> str:
    with repository.writer() as writer:
        return writer.save_blob(BlobKind.DATA, content).id.hex()


def repair_tree(repository: Repository, root: bytes) -> tuple[RawTree, dict[bytes, str]]:
    """(new root, kind of loss by path) of a snapshot of this tree."""
    snapshot = Snapshot("2023-02-18T00:00:00Z", root.hex(), ["/srv"], hostname="school")
    snapshot.extra = {"later": 1}
    repository.save_snapshot(snapshot)
    repairer = SnapshotRepairer(Repository.open(repository.store, PASSWORD))
    repaired = repairer.examine(snapshot)
    assert repaired is not None
    new = repairer.save(repaired)
    assert new is not None
    assert (new.extra, new.original, new.tags) == ({"later": 1}, snapshot.hex_id, ["repaired"])
    fresh = Repository.open(repository.store, PASSWORD)
    assert fresh.load_snapshot(new.hex_id).tree == repaired.new_tree
    losses = {loss.path: str(loss.kind) for loss in repaired.losses}
    return fresh.load_raw_tree(bytes.fromhex(new.tree)), losses


def test_a_file_keeps_the_parts_that_are_there_under_a_name_that_says_so() -> None:
    repository = make_repository()
    lost, kept = lose_blob(repository, b"lost"), save_blob(repository, b"kept")
    taken = [b"a.repaired", b"a.repaired-2", b"b" * 255, b"wrong"]
    files = [Node(quote_name(name), "file", size=4, content=[kept]) for name in taken[:2]]
    files += [Node(quote_name(name), "file", size=8, content=[kept, lost]) for name in (b"a", b"b" * 255)]
    files.append(Node("wrong", "file", size=99, content=[kept]))
    tree, losses = repair_tree(repository, save_tree(repository, files, {"from_later": {"x": [1]}}))
    names = {raw.node.name: raw.node for raw in tree.nodes}
    assert names.keys() == {*taken[:2], b"a.repaired-3", b"b" * 246 + b".repaired", b"wrong"}
    assert {(node.size, tuple(node.content or ())) for node in names.values()} == {(4, (kept,))}
    assert losses == {b"/a": "content", b"/" + b"b" * 255: "content", b"/wrong": "size"}
    assert all(msgspec.json.decode(raw.raw)["from_later"] == {"x": [1]} for raw in tree.nodes)


def test_a_folder_that_is_lost_is_empty_and_what_cannot_be_an_entry_goes() -> None:
    repository = make_repository()
    kept = save_blob(repository, b"kept")
    lost_tree = "ab" * 32
    nodes = [
        Node("gone", "dir", subtree=lost_tree),
        Node("none", "dir", subtree="no id"),
        Node("odd", "irregular"),
        Node("bad\\q", "file"),
        Node("file", "file", size=4, content=[kept, "no id"]),
        Node("link", "symlink", linktarget="file"),
    ]
    # a node whose name is none cannot be sorted by it: the tree is put together by hand
    rendered = b'{"nodes":[' + b",".join(msgspec.json.encode(node) for node in nodes) + b"]}\n"
    with repository.writer() as writer:
        inner = writer.save_tree(rendered).id
    root = save_tree(repository, [Node("srv", "dir", subtree=inner.hex()), Node("x", "fifo")])
    tree, losses = repair_tree(repository, root)
    fresh = Repository.open(repository.store, PASSWORD)
    (srv, fifo) = (raw.node for raw in tree.nodes)
    assert fifo.type == "fifo"
    found = {node.name: node for node in fresh.load_tree(bytes.fromhex(srv.subtree or ""))}
    assert found.keys() == {b"gone", b"none", b"file.repaired", b"link"}
    assert fresh.load_tree(bytes.fromhex(found[b"gone"].subtree or "")) == []
    assert fresh.load_tree(bytes.fromhex(found[b"none"].subtree or "")) == []
    assert losses == {
        b"/srv/gone": "folder",
        b"/srv/none": "folder",
        b"/srv/odd": "node",
        b"/srv/bad\\q": "node",
        b"/srv/file": "content",
    }


def test_an_empty_folder_whose_own_tree_is_damaged_is_written_again() -> None:
    """The index names the tree that is to be written, in a copy that does not open."""
    store = MemoryStore()
    repository = make_repository(store)
    snapshot = save_snapshot(repository, {b"empty": {}, b"other": b"x"})
    at = repository.locate(bytes.fromhex(snapshot.tree))
    empty = repository.load_tree(bytes.fromhex(snapshot.tree))[0].subtree or ""
    hole = repository.locate(bytes.fromhex(empty))
    assert hole.pack_id == at.pack_id
    name = hole.pack_id.hex()
    replace_object(store, Kind.DATA, name, flip_bit(store.read(Kind.DATA, name), hole.offset + 5))
    fresh = Repository.open(store, PASSWORD)
    repair_snapshots_of(fresh)
    again = Repository.open(store, PASSWORD)
    (new,) = again.list_snapshots()
    assert new.tree == snapshot.tree
    assert again.load_tree(bytes.fromhex(empty)) == []


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
