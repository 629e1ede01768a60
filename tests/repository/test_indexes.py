from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository import BlobKind, Repository
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.indexes import IndexDamagedError, load_columns_ahead, load_index
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, ObjectNotFoundError, StoreError
from firstbell.store.memory import MemoryStore
from tests.repository.making import flip_bit, make_repository, names_of, replace_object

ONE, TWO = hash_id(b"one"), hash_id(b"two")


def _save_index(repository: Repository, blob_id: bytes, supersedes: list[str] | None = None) -> str:
    blob = PackedBlob(BlobKind.DATA, blob_id, 0, 50, 0)
    data = render_index({hash_id(blob_id): [blob]}, supersedes or [])
    return save_unpacked(
        repository.store, repository.sealer, Kind.INDEX, plaintext=data, version=repository.version
    )


def test_all_index_files_make_one_index() -> None:
    repository = make_repository()
    _save_index(repository, ONE)
    _save_index(repository, TWO)
    assert {blob_id for blob_id, _ in repository.index} == {ONE, TWO}


def test_a_forged_index_file_that_supersedes_the_others_hides_nothing() -> None:
    repository = make_repository()
    old = _save_index(repository, ONE)
    _save_index(repository, TWO, supersedes=[old])
    assert {blob_id for blob_id, _ in repository.index} == {ONE, TWO}


def test_one_damaged_index_file_does_not_hide_the_others() -> None:
    repository = make_repository()
    bad = _save_index(repository, ONE)
    _save_index(repository, TWO)
    replace_object(repository.store, Kind.INDEX, bad, b"garbage that was never sealed, longer than 32 bytes")
    assert {blob_id for blob_id, _ in load_index(repository.store, repository.sealer)} == {TWO}
    damaged: dict[str, str] = {}
    load_index(repository.store, repository.sealer, damaged=damaged)
    assert list(damaged) == [bad]
    assert "does not hash to its name" in damaged[bad]


def test_an_intruders_correctly_named_garbage_hides_nothing() -> None:
    repository = make_repository()
    _save_index(repository, ONE)
    garbage = b"x" * 100
    repository.store.write(Kind.INDEX, hash_id(garbage).hex(), [garbage])
    damaged: dict[str, str] = {}
    index = load_index(repository.store, repository.sealer, damaged=damaged)
    assert ONE in index
    assert "(MAC) does not match" in damaged[hash_id(garbage).hex()]


def test_an_index_file_with_an_impossible_blob_is_told_and_its_other_packs_count() -> None:
    repository = make_repository()
    good = PackedBlob(BlobKind.DATA, ONE, 0, 50, 0)
    bad = PackedBlob(BlobKind.DATA, TWO, 0, 0, 0)
    data = render_index({hash_id(b"a"): [bad], hash_id(b"b"): [good]})
    name = save_unpacked(repository.store, repository.sealer, Kind.INDEX, plaintext=data, version=2)
    damaged: dict[str, str] = {}
    index = load_index(repository.store, repository.sealer, damaged=damaged)
    assert ONE in index
    assert TWO not in index
    assert "impossible blob" in damaged[name]


def test_no_readable_index_file_at_all_is_an_error() -> None:
    repository = make_repository()
    for name in (_save_index(repository, ONE), _save_index(repository, TWO)):
        data = repository.store.read(Kind.INDEX, name)
        replace_object(repository.store, Kind.INDEX, name, flip_bit(data, 40))
    with pytest.raises(IndexDamagedError, match="and 1 more") as caught:
        _ = repository.index
    assert sorted(caught.value.damaged) == names_of(repository.store, Kind.INDEX)


def test_a_repository_without_index_files_is_empty() -> None:
    assert len(make_repository().index) == 0


class _RemovingStore(MemoryStore):
    """Somebody else removes each index file between its listing and its reading."""

    def read(self, kind: Kind, name: str) -> bytes:
        if kind is Kind.INDEX:
            raise ObjectNotFoundError(f"{kind}/{name} is not there")
        return super().read(kind, name)


def test_an_index_file_removed_since_it_was_listed_is_no_damage() -> None:
    repository = make_repository(_RemovingStore())
    _save_index(repository, ONE)
    damaged: dict[str, str] = {}
    assert len(load_index(repository.store, repository.sealer, damaged=damaged)) == 0
    assert damaged == {}


class _FailingStore(MemoryStore):
    """A disk with a bad spot under each index file."""

    def read(self, kind: Kind, name: str) -> bytes:
        if kind is Kind.INDEX:
            raise StoreError(f"reading {kind}/{name}: Input/output error")
        return super().read(kind, name)


def test_an_index_file_that_the_disk_does_not_give_is_told() -> None:
    repository = make_repository(_FailingStore())
    name = _save_index(repository, ONE)
    damaged: dict[str, str] = {}
    load_index(repository.store, repository.sealer, damaged=damaged)
    assert "Input/output error" in damaged[name]


def test_what_a_large_index_takes_is_loaded_ahead_and_for_a_small_one_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repository = make_repository()

    def save(pack_id: bytes, first: int) -> list[str]:
        """What is loaded ahead when 4,096 blobs more are in the index, in the longest form."""
        blobs = [
            PackedBlob(BlobKind.DATA, hash_id(b"%d" % at), 1 << 20, 50, 1000)
            for at in range(first, first + 4096)
        ]
        data = render_index({pack_id: blobs})
        save_unpacked(repository.store, repository.sealer, Kind.INDEX, plaintext=data, version=1)
        loaded: list[str] = []
        with monkeypatch.context() as patched:
            patched.setattr("importlib.import_module", loaded.append)
            load_columns_ahead(repository.store)
        return loaded

    assert save(ONE, 0) == []
    assert repository.index.is_small
    assert save(TWO, 4096) == ["numpy"]
    assert not repository.refresh_index().is_small
