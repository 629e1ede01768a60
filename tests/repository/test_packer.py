from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.crypto.seal import OVERHEAD_BYTES, Sealer
from firstbell.repository import BlobKind, Compression, Repository, RepositoryWriter
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.packer import TARGET_PACK_BYTES
from firstbell.repository.unpacked import EncodingError
from firstbell.store import Kind, MemoryStore, StoreFullError
from tests.repository.making import PASSWORD, make_repository, names_of, save_snapshot

TEXT = b"a text that compresses, " * 100
NOISE = random.Random(7).randbytes(5000)


def _save_noise(writer: RepositoryWriter, count: int) -> None:
    lot = random.Random(1)
    for _ in range(count):
        writer.save_blob(BlobKind.DATA, lot.randbytes(5 << 20))


def _codes(repository: Repository) -> list[str]:
    fresh = Repository.open(repository.store, PASSWORD)
    return [finding.code for finding in check_repository(fresh, CheckOptions(read_data=True), Silent())]


def test_a_blob_is_saved_once_and_found_by_whoever_opens_next() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        first = writer.save_blob(BlobKind.DATA, TEXT)
        again = writer.save_blob(BlobKind.DATA, bytearray(TEXT))
    assert (first.id, first.is_new, first.size_bytes) == (hash_id(TEXT), True, len(TEXT))
    assert 0 < first.stored_bytes < len(TEXT)
    assert (again.id, again.is_new, again.stored_bytes) == (first.id, False, 0)
    fresh = Repository.open(repository.store, PASSWORD)
    assert fresh.load_blob(first.id) == TEXT
    with fresh.writer() as writer:
        assert not writer.save_blob(BlobKind.DATA, memoryview(TEXT)).is_new
    assert len(names_of(repository.store, Kind.DATA)) == len(names_of(repository.store, Kind.INDEX)) == 1
    assert _codes(repository) == []


def test_a_batch_is_longer_than_a_buffer_and_than_a_pack() -> None:
    repository = make_repository()
    lot = random.Random(3)
    blobs = [lot.randbytes(size) for size in (600_000, 10, *[300_000] * 56, 200_000, 7)]
    with repository.writer() as writer:
        saved = writer.save_blobs(BlobKind.DATA, blobs)
    assert all(each.is_new for each in saved)
    assert [each.stored_bytes for each in saved] == [len(blob) + OVERHEAD_BYTES for blob in blobs]
    sizes = [repository.store.size(Kind.DATA, name) for name in names_of(repository.store, Kind.DATA)]
    assert len(sizes) == 2
    # full before the blob that would not fit, or with the one that filled it
    assert max(sizes) < TARGET_PACK_BYTES + 2 * 300_000
    for blob in blobs:
        assert repository.load_blob(hash_id(blob)) == blob
    assert _codes(repository) == []


def test_many_small_blobs_are_saved_as_each_would_be() -> None:
    repository = make_repository()
    blobs = [TEXT, NOISE, b"small", TEXT, b"", b"small" * 30]
    with repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, NOISE)
        saved = writer.save_blobs(BlobKind.DATA, blobs)
    assert [each.id for each in saved] == list(map(hash_id, blobs))
    assert [each.is_new for each in saved] == [True, False, True, False, True, True]
    assert [each.size_bytes for each in saved] == list(map(len, blobs))
    for blob in blobs:
        assert repository.load_blob(hash_id(blob)) == blob
    assert _codes(repository) == []


@pytest.mark.parametrize("compression", list(Compression))
@pytest.mark.parametrize("version", [1, 2])
def test_compression_is_as_asked_and_version_1_knows_none(version: int, compression: Compression) -> None:
    repository = make_repository(version=version)
    with repository.writer(compression=compression) as writer:
        writer.save_blob(BlobKind.DATA, TEXT)
        writer.save_blob(BlobKind.DATA, NOISE)
        writer.save_tree(b'{"nodes":[]}\n' + b" " * 500)
    data, noise, tree = (
        repository.locate(hash_id(blob)) for blob in (TEXT, NOISE, b'{"nodes":[]}\n' + b" " * 500)
    )
    assert (data.plain_length > 0) is (version == 2 and compression is not Compression.OFF)
    assert noise.plain_length == 0
    assert noise.length == len(NOISE) + OVERHEAD_BYTES
    assert (tree.plain_length > 0) is (version == 2)
    assert repository.load_blob(hash_id(TEXT)) == TEXT
    assert _codes(repository) == []


def test_data_and_trees_lie_in_packs_of_their_own() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, TEXT)
        writer.save_tree(b'{"nodes":[]}\n')
    data, tree = (repository.locate(hash_id(blob)) for blob in (TEXT, b'{"nodes":[]}\n'))
    assert (data.kind, tree.kind) == (BlobKind.DATA, BlobKind.TREE)
    assert data.pack_id != tree.pack_id


def test_a_file_that_holds_the_bytes_of_a_tree_does_not_take_its_place() -> None:
    repository = make_repository()
    tree = b'{"nodes":[]}\n'
    with repository.writer() as writer:
        assert writer.save_blob(BlobKind.DATA, tree).is_new
        assert writer.save_tree(tree).is_new
    fresh = Repository.open(repository.store, PASSWORD)
    with fresh.writer() as writer:
        assert not writer.save_blob(BlobKind.DATA, tree).is_new
        assert not writer.save_tree(tree).is_new
    assert {location.kind for location in fresh.index.locate_all(hash_id(tree))} == set(BlobKind)


def test_full_packs_are_published_as_they_fill() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        _save_noise(writer, 9)
    sizes = sorted(info.size_bytes for info in repository.store.list(Kind.DATA))
    assert len(sizes) == 3
    assert sizes[-1] < TARGET_PACK_BYTES + (5 << 20)
    assert sizes[-2] >= TARGET_PACK_BYTES
    assert len(names_of(repository.store, Kind.INDEX)) == 1
    assert _codes(repository) == []


def test_threads_that_save_the_same_blobs_store_each_once() -> None:
    repository = make_repository()
    blobs = [b"blob %d " % number * (1 + number % 50) for number in range(400)]

    def save_all(writer: RepositoryWriter, seed: int) -> set[bytes]:
        own = list(blobs)
        random.Random(seed).shuffle(own)
        half = len(own) // 2
        saved = [writer.save_blob(BlobKind.DATA, blob) for blob in own[:half]]
        for start in range(half, len(own), 20):
            saved += writer.save_blobs(BlobKind.DATA, own[start : start + 20])
        return {each.id for each in saved if each.is_new}

    with repository.writer() as writer, ThreadPoolExecutor(8) as executor:
        new = list(executor.map(lambda seed: save_all(writer, seed), range(8)))
    assert sum(map(len, new)) == len(set().union(*new)) == len(blobs)
    fresh = Repository.open(repository.store, PASSWORD)
    assert len(fresh.index) == len(blobs)
    for blob in blobs:
        assert fresh.load_blob(hash_id(blob)) == blob
    assert _codes(repository) == []


def test_a_writer_goes_on_after_a_flush() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, b"one")
        writer.flush()
        assert len(Repository.open(repository.store, PASSWORD).index) == 1
        writer.save_blob(BlobKind.DATA, b"two")
        writer.save_tree(b"{}")
        writer.flush()
        writer.flush()
    assert len(Repository.open(repository.store, PASSWORD).index) == 3
    assert len(names_of(repository.store, Kind.INDEX)) == 2


def test_a_long_index_is_written_in_parts() -> None:
    repository = make_repository()
    with repository.writer() as writer:
        for start in range(0, 55_000, 1000):
            writer.save_blobs(BlobKind.DATA, [b"%d" % number for number in range(start, start + 1000)])
            if start == 50_000:
                writer.flush()
    assert len(names_of(repository.store, Kind.INDEX)) == 2
    fresh = Repository.open(repository.store, PASSWORD)
    assert len(fresh.index) == 55_000
    assert fresh.load_blob(hash_id(b"54999")) == b"54999"


def test_work_that_failed_leaves_packs_that_no_index_names_and_nothing_worse() -> None:
    repository = make_repository()
    earlier = save_snapshot(repository, {b"kept": b"kept content"})

    def fail() -> None:
        with repository.writer() as writer:
            _save_noise(writer, 5)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(names_of(repository.store, Kind.INDEX)) == 1
    assert set(_codes(repository)) <= {"pack.unreferenced"}
    fresh = Repository.open(repository.store, PASSWORD)
    assert fresh.load_tree(bytes.fromhex(earlier.tree))[0].name == b"kept"


class _Killed(BaseException):
    """The process ends here."""


class _KilledAtStore(MemoryStore):
    """Ends the process at the first write of a kind, before or after it is done."""

    def __init__(self, kind: Kind, *, after: bool) -> None:
        super().__init__()
        self.kind = kind
        self.after = after
        self.armed = False

    def write(self, kind: Kind, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        dies = self.armed and kind is self.kind
        if not dies or self.after:
            super().write(kind, name, parts)
        if dies:
            raise _Killed


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("kind", [Kind.DATA, Kind.INDEX, Kind.SNAPSHOTS])
def test_a_kill_around_any_write_leaves_a_repository_that_reads_and_goes_on(kind: Kind, after: bool) -> None:
    store = _KilledAtStore(kind, after=after)
    repository = make_repository(store)
    earlier = save_snapshot(repository, {b"kept": b"kept content"})
    store.armed = True
    with pytest.raises(_Killed):
        save_snapshot(repository, {b"kept": b"kept content", b"new": TEXT}, at_s=60)
    store.armed = False
    assert set(_codes(repository)) <= {"pack.unreferenced"}
    fresh = Repository.open(store, PASSWORD)
    assert fresh.load_tree(bytes.fromhex(earlier.tree))[0].name == b"kept"
    later = save_snapshot(fresh, {b"new": TEXT}, at_s=120)
    assert fresh.load_blob(fresh.load_tree(bytes.fromhex(later.tree))[0].content_ids[0]) == TEXT
    assert set(_codes(repository)) <= {"pack.unreferenced", "blob.duplicate"}


class _FullStore(MemoryStore):
    """Has room for so many packs."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, kind: Kind, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        if kind is Kind.DATA:
            if not self.room:
                raise StoreFullError(f"writing {name}: No space left on device")
            self.room -= 1
        super().write(kind, name, parts)


def test_a_full_store_is_told_while_saving_and_loses_nothing() -> None:
    store = _FullStore(room=3)
    repository = make_repository(store)
    earlier = save_snapshot(repository, {b"kept": b"kept content"})
    with pytest.raises(StoreFullError), repository.writer() as writer:
        _save_noise(writer, 60)
    assert set(_codes(repository)) <= {"pack.unreferenced"}
    store.room = 100
    fresh = Repository.open(store, PASSWORD)
    assert fresh.load_tree(bytes.fromhex(earlier.tree))[0].name == b"kept"
    save_snapshot(fresh, {b"more": TEXT}, at_s=60)
    assert set(_codes(repository)) <= {"pack.unreferenced"}


def test_a_store_that_is_full_at_the_end_is_told_at_the_flush() -> None:
    store = _FullStore(room=0)
    repository = make_repository(store)
    with pytest.raises(StoreFullError), repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, TEXT)
    assert names_of(store, Kind.INDEX) == []


class _ForgetfulSealer(Sealer):
    """A processor or memory at fault: what was sealed opens to something else."""

    def open(self, sealed: bytes | bytearray | memoryview) -> bytes:
        opened = bytearray(super().open(sealed))
        opened[-1] ^= 1
        return bytes(opened)


def test_a_header_that_does_not_decode_to_what_it_was_is_not_published() -> None:
    repository = make_repository()
    repository.sealer = _ForgetfulSealer(repository.key.master)
    with pytest.raises(EncodingError), repository.writer() as writer:
        writer.save_blob(BlobKind.DATA, TEXT)
    assert names_of(repository.store, Kind.DATA) == []
    assert names_of(repository.store, Kind.INDEX) == []
