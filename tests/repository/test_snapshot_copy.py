"""Copies of snapshots in another repository: whole, once, and resumed after a stop."""

from __future__ import annotations

import pytest

from firstbell.base.progress import Silent
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository, Snapshot
from firstbell.repository.errors import BlobDamagedError
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.upkeep.snapshot_copy import SnapshotCopier, find_copy
from firstbell.store import Kind, MemoryStore
from tests.repository.test_prune import make_repository, read_everything


def copy_all(source: Repository, target: Repository) -> list[Snapshot]:
    copier = SnapshotCopier(source, target, Silent())
    there = target.list_snapshots()
    with target.writer() as writer:
        return [
            copier.copy(snapshot, writer).target
            for snapshot in source.list_snapshots()
            if find_copy(snapshot, there) is None
        ]


def make_target(version: int = 2) -> tuple[MemoryStore, Repository]:
    store = MemoryStore()
    return store, Repository.init(store, "bell", version=version, kdf=ScryptParameters(2, 1, 1))


@pytest.mark.parametrize("version", [1, 2])
def test_every_snapshot_reads_the_same_in_the_copy(version: int) -> None:
    origin = MemoryStore()
    source = make_repository(origin)
    store, target = make_target(version)
    copied = copy_all(source, target)
    assert sorted(read_everything(store).values()) == sorted(read_everything(origin).values())
    assert [snapshot.original for snapshot in copied] == [s.hex_id for s in source.list_snapshots()]
    assert [snapshot.time for snapshot in copied] == [s.time for s in source.list_snapshots()]


def test_nothing_is_copied_twice_in_either_direction() -> None:
    source = make_repository(MemoryStore())
    _, target = make_target()
    copy_all(source, target)
    assert copy_all(source, target) == []
    assert copy_all(target, source) == []


def test_the_sealed_bytes_differ_from_those_of_the_source() -> None:
    origin = MemoryStore()
    source = make_repository(origin)
    store, target = make_target()
    copy_all(source, target)
    assert not {info.name for info in origin.list(Kind.DATA)} & {info.name for info in store.list(Kind.DATA)}


def test_what_shares_content_is_stored_once() -> None:
    source = make_repository(MemoryStore())
    _, target = make_target()
    copy_all(source, target)
    target.reload_index()
    assert len(target.index) == len({blob_id for blob_id, _ in source.index})


def test_a_copy_that_met_damage_keeps_what_it_had_and_goes_on_when_it_is_mended() -> None:
    origin = MemoryStore()
    source = make_repository(origin)
    last = source.list_snapshots()[-1]
    at = source.locate(source.load_tree(bytes.fromhex(last.tree))[-1].content_ids[0])
    pack = origin.read(Kind.DATA, at.pack_id.hex())
    origin.delete(Kind.DATA, at.pack_id.hex())
    store, target = make_target()
    with pytest.raises(BlobDamagedError):
        copy_all(source, target)
    assert len(read_everything(store)) == 3
    origin.write(Kind.DATA, at.pack_id.hex(), [pack])
    again = Repository.open(store, "bell")
    assert len(copy_all(source, again)) == 1
    assert sorted(read_everything(store).values()) == sorted(read_everything(origin).values())


def test_trees_that_a_killed_copy_left_are_not_taken_for_whole_snapshots() -> None:
    origin = MemoryStore()
    source = make_repository(origin, snapshots=1)
    store, target = make_target()
    snapshot = source.list_snapshots()[0]
    with target.writer() as writer:  # the tree came, its content did not
        writer.save_tree(source.load_blob(bytes.fromhex(snapshot.tree)))
    assert target.index.holds(bytes.fromhex(snapshot.tree), BlobKind.TREE)
    copy_all(source, target)
    assert list(read_everything(store).values()) == list(read_everything(origin).values())
