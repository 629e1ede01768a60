"""A proof says yes to a whole pack only: every byte of it counts."""

from __future__ import annotations

import random

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository import BlobKind, Repository
from firstbell.repository.format.pack import LENGTH, PackedBlob, render_header
from firstbell.repository.indexes import load_index
from firstbell.repository.pack_check import PackTable
from firstbell.repository.pack_proof import PackProver
from firstbell.store import Kind, MemoryStore, StoreError
from tests.repository.making import flip_bit, make_repository, names_of, replace_object

STRIP_BYTES = 1 << 10
RNG = random.Random(8)
# smaller than a strip, larger, much larger, each compressible and not; and lengths about the borders
CONTENTS = [
    b"",
    b"x",
    RNG.randbytes(300),
    b"small and compressible " * 20,
    RNG.randbytes(5000),
    RNG.randbytes(40).hex().encode() * 200 + RNG.randbytes(4000).hex().encode(),
    *(RNG.randbytes(size) for size in range(STRIP_BYTES - 40, STRIP_BYTES + 4, 4)),
    *(RNG.randbytes(size) for size in range(2 * STRIP_BYTES - 40, 2 * STRIP_BYTES + 4, 4)),
]


@pytest.fixture(params=[1, 2])
def repository(request: pytest.FixtureRequest) -> Repository:
    repository = make_repository(version=request.param)
    with repository.writer() as writer:
        for content in CONTENTS:
            writer.save_blob(BlobKind.DATA, content)
    return repository


def find_pack(repository: Repository) -> tuple[bytes, list[PackedBlob], bytes]:
    """The only pack: id, blobs by the index, bytes."""
    (name,) = names_of(repository.store, Kind.DATA)
    table = PackTable(load_index(repository.store, repository.sealer))
    assert table.hash_header(0) == hash_id(render_header(table.list_blobs(0)))
    return bytes.fromhex(name), table.list_blobs(0), repository.store.read(Kind.DATA, name)


def prove(repository: Repository, pack_id: bytes, blobs: list[PackedBlob], size_bytes: int) -> bool:
    prover = PackProver(repository.store, repository.sealer, strip_bytes=STRIP_BYTES)
    is_whole = prover.prove(pack_id, blobs, size_bytes)
    assert prover.prove(pack_id, blobs, size_bytes) == is_whole, "nothing is left of the first proof"
    hashed = prover.prove(pack_id, blobs, size_bytes, is_hashed=True)
    assert hashed == is_whole, "without the hash, too, every byte counts: each is under a seal"
    for is_hashed in (False, True):
        alone = prover.prove_alone(pack_id, size_bytes, is_hashed=is_hashed)
        assert (alone == hash_id(render_header(blobs))) == is_whole, "its own header tells the same"
    return is_whole


def test_a_whole_pack_is_proved(repository: Repository) -> None:
    pack_id, blobs, data = find_pack(repository)
    assert len(blobs) == len(set(CONTENTS))
    assert prove(repository, pack_id, blobs, len(data))
    assert PackProver(repository.store, repository.sealer).prove(pack_id, blobs, len(data))


def test_a_changed_bit_anywhere_is_no_whole_pack(repository: Repository) -> None:
    pack_id, blobs, data = find_pack(repository)
    edges = {blob.offset + at for blob in blobs for at in (0, 15, 16, blob.length - 17, blob.length - 16, -1)}
    places = sorted(edges - {-1}) + RNG.sample(range(len(data)), 50) + [len(data) - 1]
    for place in places:
        replace_object(repository.store, Kind.DATA, pack_id.hex(), flip_bit(data, place))
        assert not prove(repository, pack_id, blobs, len(data)), place


def test_each_blob_is_looked_at_and_not_the_packs_hash_alone(repository: Repository) -> None:
    """The pack's name fits its bytes, and yet a blob of it was changed."""
    _, blobs, data = find_pack(repository)
    for blob in blobs:
        changed = flip_bit(data, blob.offset + blob.length // 2)
        pack_id = hash_id(changed)
        repository.store.write(Kind.DATA, pack_id.hex(), [changed])
        assert not prove(repository, pack_id, blobs, len(data)), blob


def test_a_blob_under_another_id_is_no_whole_pack(repository: Repository) -> None:
    """Everything is sealed and named as it should be, only that a blob's content has another hash."""
    _, blobs, data = find_pack(repository)
    body = data[: blobs[-1].offset + blobs[-1].length]
    for at, blob in enumerate(blobs):
        renamed = [*blobs[:at], blob._replace(id=bytes(32)), *blobs[at + 1 :]]
        assert not prove(repository, *seal_pack(repository, body, renamed))


def test_a_blob_of_another_length_than_it_says_is_no_whole_pack(repository: Repository) -> None:
    _, blobs, data = find_pack(repository)
    body = data[: blobs[-1].offset + blobs[-1].length]
    for at, blob in enumerate(blobs):
        if blob.plain_length:
            longer = [*blobs[:at], blob._replace(plain_length=blob.plain_length + 1), *blobs[at + 1 :]]
            assert not prove(repository, *seal_pack(repository, body, longer))


def seal_pack(
    repository: Repository, body: bytes, blobs: list[PackedBlob]
) -> tuple[bytes, list[PackedBlob], int]:
    """A pack of these blobs, its header and its name in order: its id, the blobs, its size."""
    header = repository.sealer.seal(render_header(blobs))
    data = body + header + LENGTH.pack(len(header))
    repository.store.write(Kind.DATA, hash_id(data).hex(), [data])
    return hash_id(data), blobs, len(data)


def test_an_index_that_says_something_else_is_no_proof(repository: Repository) -> None:
    pack_id, blobs, data = find_pack(repository)
    first, second, *others = blobs
    for wrong in (
        [],
        blobs[:-1],
        blobs[1:],
        [second, first, *others],
        [first._replace(kind=BlobKind.TREE), second, *others],
        [first._replace(id=bytes(32)), second, *others],
        [first._replace(length=31), second._replace(offset=31), *others],
        [first._replace(length=1 << 31), second, *others],
        [*blobs, PackedBlob(BlobKind.DATA, bytes(32), len(data), 100, 0)],
    ):
        assert not prove(repository, pack_id, wrong, len(data))
    for size_bytes in (0, 3, len(data) - 1, len(data) + 1, len(data) + (1 << 30)):
        assert not prove(repository, pack_id, blobs, size_bytes)


@pytest.mark.parametrize("cut", [1, 4, 40, 3000, 20_000])
def test_a_pack_that_was_cut_or_grew_since_it_was_listed_is_not_whole(
    repository: Repository, cut: int
) -> None:
    pack_id, blobs, data = find_pack(repository)
    replace_object(repository.store, Kind.DATA, pack_id.hex(), data[:-cut])
    assert not prove(repository, pack_id, blobs, len(data))
    replace_object(repository.store, Kind.DATA, pack_id.hex(), data + bytes(cut))
    assert not prove(repository, pack_id, blobs, len(data))


class FailingStore(MemoryStore):
    """One that fails at some read."""

    reads_left = 0

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """Fails when no reads are left."""
        self.reads_left -= 1
        if kind is Kind.DATA and self.reads_left < 0:
            raise StoreError("input/output error")
        return super().read_range(kind, name, offset=offset, length=length)


@pytest.mark.parametrize("reads", [0, 1, 9])
def test_what_cannot_be_read_is_not_whole(reads: int) -> None:
    store = FailingStore()
    repository = make_repository(store)
    with repository.writer() as writer:
        for content in CONTENTS:
            writer.save_blob(BlobKind.DATA, content)
    pack_id, blobs, data = find_pack(repository)
    store.reads_left = reads
    assert not PackProver(store, repository.sealer, strip_bytes=STRIP_BYTES).prove(pack_id, blobs, len(data))
