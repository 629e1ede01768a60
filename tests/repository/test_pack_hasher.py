from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.pack_hasher import PackHasher
from firstbell.store import Kind, LocalStore, MemoryStore, StoreError
from tests.repository.checking import FOLDER, codes_of
from tests.repository.making import flip_bit, make_repository, names_of, replace_object, save_snapshot


def _hash_all(hasher: PackHasher) -> set[bytes]:
    while hasher.step():
        pass
    assert not hasher.step(), "it stays at its end"
    return hasher.whole


def test_packs_that_fit_their_names_are_told_from_others(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "r")
    store.create()
    packs = [os.urandom(size) for size in (1, 1000, 1 << 20, (1 << 20) + 1, 3 << 20)]
    for pack in packs:
        store.write(Kind.DATA, hash_id(pack).hex(), [pack])
    store.write(Kind.DATA, hash_id(b"another").hex(), [b"something else"])
    assert _hash_all(PackHasher(store)) == set(map(hash_id, packs))


def test_it_can_be_left_at_any_step(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "r")
    store.create()
    for _ in range(3):
        pack = os.urandom(2 << 20)
        store.write(Kind.DATA, hash_id(pack).hex(), [pack])
    hasher = PackHasher(store)
    assert [hasher.step() for _ in range(4)] == [True] * 4
    assert len(hasher.whole) == 1


@pytest.mark.parametrize("method", ["list", "read_into"])
def test_what_cannot_be_read_is_passed_over(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    store.write(Kind.DATA, hash_id(b"pack").hex(), [b"pack"])

    def fail(*_: object, **__: object) -> None:
        raise StoreError("input/output error")

    monkeypatch.setattr(store, method, fail)
    assert _hash_all(PackHasher(store)) == set()


def test_a_pack_that_is_damaged_after_it_was_hashed_is_found_all_the_same() -> None:
    repository = make_repository()
    save_snapshot(repository, FOLDER)
    hashed = _hash_all(PackHasher(repository.store))
    assert {pack_id.hex() for pack_id in hashed} == set(names_of(repository.store, Kind.DATA))
    wanted = CheckOptions(read_data=True, hashed=hashed)
    assert list(check_repository(repository, wanted, Silent())) == []
    for name in names_of(repository.store, Kind.DATA):
        whole = repository.store.read(Kind.DATA, name)
        replace_object(repository.store, Kind.DATA, name, flip_bit(whole, len(whole) // 2))
        assert "pack.hash" in codes_of(list(check_repository(repository, wanted, Silent())))
        replace_object(repository.store, Kind.DATA, name, whole)
