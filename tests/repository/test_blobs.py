from __future__ import annotations

import random

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository import (
    BlobDamagedError,
    BlobKind,
    BlobNotFoundError,
    Compression,
    Repository,
)
from firstbell.repository import blobs as blobs_module
from firstbell.repository.format.compression import compress
from firstbell.repository.format.pack import PackedBlob
from firstbell.store import Kind, Store
from tests.repository.making import PASSWORD, flip_bit, make_repository, names_of, replace_object

TEXT = b"a text that compresses, " * 100


def _save(repository: Repository, *blobs: bytes) -> str:
    """Name of the pack."""
    before = set(names_of(repository.store, Kind.DATA))
    with repository.writer() as writer:
        for blob in blobs:
            writer.save_blob(BlobKind.DATA, blob)
    (name,) = set(names_of(repository.store, Kind.DATA)) - before
    return name


def _damage(store: Store, pack: str, position: int) -> None:
    replace_object(store, Kind.DATA, pack, flip_bit(store.read(Kind.DATA, pack), position))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("data", [TEXT, b"x", bytes(range(256)) * 40])
def test_a_saved_blob_is_loaded_and_measured(version: int, data: bytes) -> None:
    repository = make_repository(version=version)
    _save(repository, data)
    blob_id = hash_id(data)
    assert repository.load_blob(blob_id) == data
    assert repository.blob_size(blob_id) == len(data)
    assert blob_id in repository.index
    assert repository.locate(blob_id).kind is BlobKind.DATA


def test_a_blob_that_is_not_there_is_an_error_by_name() -> None:
    repository = make_repository()
    absent = hash_id(b"absent")
    assert absent not in repository.index
    for attempt in (repository.load_blob, repository.blob_size, repository.locate):
        with pytest.raises(BlobNotFoundError) as caught:
            attempt(absent)
        assert caught.value.hex_id == absent.hex()


@pytest.mark.parametrize("position", [0, 20, -60])
def test_a_changed_bit_in_a_pack_is_noticed(position: int) -> None:
    repository = make_repository()
    pack = _save(repository, TEXT, b"other")
    location = repository.locate(hash_id(TEXT))
    _damage(repository.store, pack, location.offset + position % location.length)
    with pytest.raises(BlobDamagedError, match=r"\(MAC\) does not match") as caught:
        repository.load_blob(hash_id(TEXT))
    assert (caught.value.hex_id, caught.value.pack_hex_id) == (hash_id(TEXT).hex(), pack)


def test_a_missing_and_a_truncated_pack_are_damage_by_name() -> None:
    repository = make_repository()
    pack = _save(repository, TEXT)
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, data[:20])
    with pytest.raises(BlobDamagedError, match="fewer than 32"):
        repository.load_blob(hash_id(TEXT))
    repository.store.delete(Kind.DATA, pack)
    with pytest.raises(BlobDamagedError, match="cannot be read"):
        repository.load_blob(hash_id(TEXT))
    with pytest.raises(BlobDamagedError, match="cannot be read"):
        repository.load_span([(hash_id(TEXT), repository.locate(hash_id(TEXT)))])


def _map_to(repository: Repository, blob_id: bytes, payload: bytes, plain_length: int) -> None:
    """What an intruder with the password can do: map a blob's id to a pack of his."""
    sealed = repository.sealer.seal(payload)
    pack_id = hash_id(sealed)
    repository.store.write(Kind.DATA, pack_id.hex(), [sealed])
    repository.index.add_pack(pack_id, [PackedBlob(BlobKind.DATA, blob_id, 0, len(sealed), plain_length)])


def test_a_pack_that_claims_anothers_blob_is_found_out() -> None:
    repository = make_repository()
    _map_to(repository, hash_id(b"true"), b"false", 0)
    with pytest.raises(BlobDamagedError, match="does not hash to its id"):
        repository.load_blob(hash_id(b"true"))


def test_a_blob_that_becomes_longer_than_the_index_says_is_found_out() -> None:
    repository = make_repository()
    _map_to(repository, hash_id(b"true"), compress(bytes(1 << 20)), 100)
    with pytest.raises(BlobDamagedError, match="would decompress to 1048576 bytes; the limit is 100"):
        repository.load_blob(hash_id(b"true"))


def test_a_second_copy_is_read_where_the_first_is_damaged() -> None:
    repository = make_repository()
    first = _save(repository, TEXT)
    again = Repository.open(repository.store, "a password")
    with again.writer(compression=Compression.OFF) as writer:
        location = again.locate(hash_id(TEXT))
        sealed = again.store.read_range(Kind.DATA, first, offset=location.offset, length=location.length)
        packed = PackedBlob(BlobKind.DATA, hash_id(TEXT), 0, location.length, location.plain_length)
        writer.copy_sealed(packed, sealed)
    for pack in names_of(repository.store, Kind.DATA):
        whole = repository.store.read(Kind.DATA, pack)
        _damage(repository.store, pack, 20)
        fresh = Repository.open(repository.store, "a password")
        assert len(fresh.index.locate_all(hash_id(TEXT))) == 2
        assert fresh.load_blob(hash_id(TEXT)) == TEXT
        span = fresh.load_span([(hash_id(TEXT), fresh.locate(hash_id(TEXT)))])
        assert span == {hash_id(TEXT): TEXT}
        replace_object(repository.store, Kind.DATA, pack, whole)
    for pack in names_of(repository.store, Kind.DATA):
        _damage(repository.store, pack, 20)
    with pytest.raises(BlobDamagedError):
        Repository.open(repository.store, "a password").load_blob(hash_id(TEXT))


def test_a_span_is_read_at_once_and_one_bad_blob_does_not_hide_the_others() -> None:
    repository = make_repository()
    blobs = [TEXT, b"two", b"three " * 50]
    pack = _save(repository, *blobs)
    located = [(hash_id(blob), repository.locate(hash_id(blob))) for blob in blobs]
    assert repository.load_span(located) == {hash_id(blob): blob for blob in blobs}
    assert repository.load_span(located[1:]) == {hash_id(blob): blob for blob in blobs[1:]}
    _damage(repository.store, pack, located[1][1].offset + 5)
    with pytest.raises(BlobDamagedError) as caught:
        repository.load_span(located)
    assert caught.value.hex_id == hash_id(b"two").hex()
    assert repository.load_span([located[0], located[2]])[hash_id(TEXT)] == TEXT


@pytest.mark.parametrize("strip_bytes", [1, 3000, 1 << 20])
def test_a_span_is_opened_blob_by_blob_in_the_order_they_lie(
    strip_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs_module, "_REMOTE_STRIP_BYTES", strip_bytes)
    repository = make_repository()
    contents = [bytes([at]) * (at * 997 % 5000) + random.Random(at).randbytes(at * 31) for at in range(40)]
    pack = _save(repository, *contents)
    located = [(hash_id(content), repository.locate(hash_id(content))) for content in contents]
    opened = [(blob_id, bytes(content)) for blob_id, content in repository.open_span(reversed(located))]
    assert opened == [(hash_id(content), content) for content in contents]
    _damage(repository.store, pack, located[20][1].offset + 20)
    span = repository.open_span(located)
    assert [bytes(content) for _, content in (next(span) for _ in range(20))] == contents[:20]
    with pytest.raises(BlobDamagedError, match=hash_id(contents[20]).hex()):
        next(span)


@pytest.mark.parametrize("length", [0, 16, 31, (1 << 32) - 1])
def test_a_length_that_no_blob_has_is_damage_and_takes_no_memory(length: int) -> None:
    repository = make_repository()
    _save(repository, TEXT, b"other")
    location = repository.locate(hash_id(TEXT))
    wrong = [(hash_id(TEXT), location._replace(length=length))]
    assert [bytes(content) for _, content in repository.open_span(wrong)] == [TEXT]


def test_many_blobs_are_located_as_each_is() -> None:
    repository = make_repository()
    contents = [bytes([at]) * at for at in range(20)]
    _save(repository, *contents)
    fresh = Repository.open(repository.store, PASSWORD)
    with fresh.writer() as writer:
        contents.append(b"just saved")
        writer.save_blob(BlobKind.TREE, contents[-1])
    ids = [hash_id(content) for content in contents]
    assert fresh.locate_many(ids) == [fresh.locate(blob_id) for blob_id in ids]
    assert fresh.locate_many([ids[3], bytes(32), ids[3]]) == [
        fresh.locate(ids[3]),
        None,
        fresh.locate(ids[3]),
    ]
    assert fresh.locate_many([]) == []
