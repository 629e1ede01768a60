"""Prune removes what no snapshot needs, and nothing else, whenever it is stopped."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import count

import pytest

from firstbell.base.progress import Silent
from firstbell.crypto.derivation import ScryptParameters
from firstbell.record.pins import PinnedSnapshot
from firstbell.repository import BlobKind, Node, Repository, Snapshot, walk_tree
from firstbell.repository.format.tree import render_tree
from firstbell.repository.upkeep.prune import (
    SnapshotsDamagedError,
    UncompressibleError,
    prepare_prune,
    prune_repository,
)
from firstbell.repository.upkeep.prune_plan import (
    InvalidLimitError,
    MissingDataError,
    Repacking,
    UnusedLimit,
    parse_limit,
)
from firstbell.repository.upkeep.reachability import UnreachableError, find_needed_blobs
from firstbell.store import Kind, MemoryStore, StoreError
from tests.repository.repairing import StoppingStore

NOTHING_UNUSED = Repacking(unused=UnusedLimit(None, 0))


def make_repository(store: MemoryStore, snapshots: int = 4, files: int = 6) -> Repository:
    """Snapshots that share half of their files with the next one."""
    repository = Repository.init(store, "bell", kdf=ScryptParameters(2, 1, 1))
    for number in range(snapshots):
        save_snapshot(repository, number, files)
    return repository


def save_snapshot(repository: Repository, number: int, files: int) -> None:
    with repository.writer() as writer:
        nodes = []
        for at in range(number * files // 2, number * files // 2 + files):
            saved = writer.save_blob(BlobKind.DATA, random.Random(at).randbytes(20_000))
            node = Node(f"f{at:03}", "file", 0o644, uid=0, gid=0, size=20_000, content=[saved.id.hex()])
            nodes.append(node)
        tree = writer.save_tree(render_tree(nodes))
    time = f"2023-02-{number + 1:02}T00:00:00Z"
    repository.save_snapshot(Snapshot(time, tree.id.hex(), ["/f"], hostname="school"))


def read_everything(store: MemoryStore) -> dict[str, list[bytes]]:
    """Content of every snapshot, by a repository opened anew."""
    repository = Repository.open(store, "bell")
    return {
        snapshot.hex_id: [
            repository.load_blob(blob_id)
            for entry in walk_tree(repository, bytes.fromhex(snapshot.tree))
            for blob_id in entry.node.content_ids
        ]
        for snapshot in repository.list_snapshots()
    }


def prune(repository: Repository, wanted: Repacking = NOTHING_UNUSED) -> object:
    return prune_repository(repository, prepare_prune(repository, wanted, Silent()), Silent())


def pack_bytes(store: MemoryStore) -> int:
    return sum(info.size_bytes for info in store.list(Kind.DATA))


def test_a_repository_that_needs_everything_is_left_as_it_is() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    before = {kind: sorted(store.list(kind)) for kind in Kind}
    prune(repository)
    assert {kind: sorted(store.list(kind)) for kind in Kind} == before


def test_what_a_forgotten_snapshot_alone_needed_goes_and_the_rest_reads_the_same() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    for snapshot in repository.list_snapshots()[:2]:
        repository.remove_snapshot(snapshot.hex_id)
    before, size = read_everything(store), pack_bytes(store)
    plan = prepare_prune(repository, NOTHING_UNUSED, Silent())
    result = prune_repository(repository, plan, Silent())
    assert read_everything(store) == before
    assert size - pack_bytes(store) >= 6 * 20_000
    assert result.unused_bytes == 0
    assert result.freed_bytes > 0
    assert sorted({at.pack_id.hex() for _, at in repository.index}) == sorted(
        info.name for info in store.list(Kind.DATA)
    )


def test_what_may_stay_unused_is_not_packed_anew() -> None:
    repository = make_repository(MemoryStore())
    repository.remove_snapshot(repository.list_snapshots()[0].hex_id)
    plan = prepare_prune(repository, Repacking(unused=parse_limit("unlimited")), Silent())
    assert not plan.repack
    assert prepare_prune(repository, Repacking(unused=parse_limit("1%")), Silent()).repack


def test_a_pack_that_no_index_names_goes() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    store.write(Kind.DATA, "ab" * 32, [b"left by a backup that was killed"])
    prune(repository)
    assert not store.exists(Kind.DATA, "ab" * 32)


def test_a_blob_in_two_packs_is_kept_once() -> None:
    store = MemoryStore()
    repository = make_repository(store, snapshots=1)
    blob_id = next(id_ for id_, at in repository.index if at.kind is BlobKind.DATA)
    plaintext = repository.load_blob(blob_id)
    repository.reload_index()
    for info in list(store.list(Kind.INDEX)):  # a second backup that did not see the first
        index = store.read(Kind.INDEX, info.name)
        store.delete(Kind.INDEX, info.name)
        with repository.writer() as writer:
            writer.save_blob(BlobKind.DATA, plaintext)
        store.write(Kind.INDEX, info.name, [index])
    repository.reload_index()
    assert len(repository.index.locate_all(blob_id)) == 2
    before = read_everything(store)
    prune(repository)
    assert len(repository.index.locate_all(blob_id)) == 1
    assert read_everything(store) == before


@pytest.mark.parametrize("change", range(12))
def test_stopped_at_any_change_nothing_is_lost_and_the_next_prune_ends_well(change: int) -> None:
    store = StoppingStore()
    repository = make_repository(store)
    for snapshot in repository.list_snapshots()[:2]:
        repository.remove_snapshot(snapshot.hex_id)
    before = read_everything(store)
    store.changes_left = change
    try:
        prune(repository)
    except StoreError:
        assert read_everything(store) == before
    store.changes_left = -1
    again = Repository.open(store, "bell")
    prune(again)
    assert read_everything(store) == before
    assert prepare_prune(again, NOTHING_UNUSED, Silent()).is_idle()


def test_the_test_above_stops_at_every_change_of_a_prune() -> None:
    store = StoppingStore()
    repository = make_repository(store)
    for snapshot in repository.list_snapshots()[:2]:
        repository.remove_snapshot(snapshot.hex_id)
    store.changes_left = 1000
    prune(repository)
    assert 1000 - store.changes_left <= 12


def test_a_damaged_snapshot_file_stops_everything() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    store.write(Kind.SNAPSHOTS, "cd" * 32, [b"not a snapshot"])
    with pytest.raises(SnapshotsDamagedError):
        prune(repository)


def test_a_lost_tree_or_pack_stops_everything() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    for kind, error in ((BlobKind.DATA, MissingDataError), (BlobKind.TREE, UnreachableError)):
        at = next(at for _, at in repository.index if at.kind is kind)
        data = store.read(Kind.DATA, at.pack_id.hex())
        store.delete(Kind.DATA, at.pack_id.hex())
        before = sorted(store.list(Kind.DATA))
        with pytest.raises(error):
            # opened anew: what was read before may be remembered
            prune(Repository.open(store, "bell"))
        assert sorted(store.list(Kind.DATA)) == before
        store.write(Kind.DATA, at.pack_id.hex(), [data])


@pytest.mark.parametrize(
    "text", ["", "x", "5", "10%", "2G", "unlimited", "0", "-1", "5%%", "100%", "5MB", "7B"]
)
def test_limits_are_read_as_restic_reads_them(text: str) -> None:
    allowed = {"5": 5, "10%": 111, "7B": 7, "2G": 2 << 30, "unlimited": 1 << 62, "0": 0}
    if text not in allowed:
        with pytest.raises(InvalidLimitError):
            parse_limit(text)
        return
    assert parse_limit(text).allowed_bytes(1000) == allowed[text]


def test_hundreds_of_snapshots_over_the_same_trees_read_each_tree_once() -> None:
    repository = make_repository(MemoryStore(), snapshots=1)
    first = repository.list_snapshots()[0]
    for day in range(2, 28):
        again = Snapshot(f"2023-03-{day:02}T00:00:00Z", first.tree, ["/f"], hostname="school")
        repository.save_snapshot(again)
    reads = count()
    original = repository.load_tree

    class Counting:
        def load_tree(self, tree_id: bytes) -> list[Node]:
            next(reads)
            return original(tree_id)

    find_needed_blobs(Counting(), repository.list_snapshots(), Silent())
    assert next(reads) == 1


EVERYTHING = Repacking(unused=UnusedLimit(None, 0), small_bytes=1 << 30, uncompressed=True)


@pytest.mark.parametrize("change", range(0, 16, 3))
def test_stopped_while_small_packs_are_joined_and_compressed_nothing_is_lost(change: int) -> None:
    store = StoppingStore()
    repository = make_repository(store, snapshots=6)
    before, packs = read_everything(store), len(list(store.list(Kind.DATA)))
    assert packs >= 10
    store.changes_left = change
    with suppress(StoreError):
        prune(repository, EVERYTHING)
    store.changes_left = -1
    assert read_everything(store) == before
    again = Repository.open(store, "bell")
    prune(again, EVERYTHING)
    assert read_everything(store) == before
    assert len(list(store.list(Kind.DATA))) == 2
    assert prepare_prune(again, EVERYTHING, Silent()).is_idle()


def test_no_more_is_packed_anew_than_is_allowed() -> None:
    repository = make_repository(MemoryStore(), snapshots=6)
    size = max(info.size_bytes for info in repository.store.list(Kind.DATA))
    for packs in range(4):
        wanted = Repacking(small_bytes=1 << 30, only_trees=False, max_repack_bytes=packs * size)
        plan = prepare_prune(repository, wanted, Silent())
        assert sum(pack.size_bytes for pack in plan.repack) <= packs * size
        assert bool(plan.repack) == bool(packs)


def test_a_held_plan_changes_nothing() -> None:
    store = MemoryStore()
    repository = make_repository(store)
    repository.remove_snapshot(repository.list_snapshots()[0].hex_id)
    plan = prepare_prune(repository, NOTHING_UNUSED, Silent())
    assert plan.gone
    before = sorted(store.list(Kind.DATA))
    result = prune_repository(repository, plan.hold(), Silent())
    assert (result.packs_removed, result.freed_bytes, sorted(store.list(Kind.DATA))) == (0, 0, before)
    assert result.unused_bytes > 0


def test_the_data_of_a_pinned_snapshot_is_needed_when_the_snapshot_is_gone() -> None:
    repository = make_repository(MemoryStore())
    first = repository.list_snapshots()[0]
    repository.remove_snapshot(first.hex_id)
    pinned = PinnedSnapshot(first.hex_id, first.hex_id, first.tree, first.time, first.hostname)
    assert prepare_prune(repository, NOTHING_UNUSED, Silent(), pinned=[pinned]).is_idle()
    assert not prepare_prune(repository, NOTHING_UNUSED, Silent()).is_idle()


def test_a_repository_of_version_1_has_nothing_to_compress_with() -> None:
    repository = Repository.init(MemoryStore(), "bell", version=1, kdf=ScryptParameters(2, 1, 1))
    with pytest.raises(UncompressibleError):
        prepare_prune(repository, EVERYTHING, Silent())
