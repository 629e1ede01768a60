from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.crypto.seal import Sealer, make_master_key
from firstbell.repository.format.errors import FormatError, NewerFormatError
from firstbell.repository.unpacked import EncodingError, load_unpacked, save_unpacked
from firstbell.store import Kind, MemoryStore, ObjectNotFoundError
from tests.repository.making import flip_bit, names_of, replace_object


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


SEALER = Sealer(make_master_key())


@pytest.mark.parametrize("version", [1, 2])
def test_an_object_is_named_by_the_hash_of_its_stored_bytes(store: MemoryStore, version: int) -> None:
    name = save_unpacked(store, SEALER, Kind.INDEX, plaintext=b'{"packs":[]}', version=version)
    assert hash_id(store.read(Kind.INDEX, name)).hex() == name
    assert load_unpacked(store, SEALER, Kind.INDEX, hex_id=name) == b'{"packs":[]}'


def test_damage_and_foreign_keys_are_told_apart(store: MemoryStore) -> None:
    name = save_unpacked(store, SEALER, Kind.LOCKS, plaintext=b"{}", version=2)
    with pytest.raises(FormatError, match=r"locks/.*: the checksum \(MAC\) does not match"):
        load_unpacked(store, Sealer(make_master_key()), Kind.LOCKS, hex_id=name)
    replace_object(store, Kind.LOCKS, name, flip_bit(store.read(Kind.LOCKS, name), 20))
    with pytest.raises(FormatError, match="does not hash to its name"):
        load_unpacked(store, SEALER, Kind.LOCKS, hex_id=name)
    with pytest.raises(ObjectNotFoundError):
        load_unpacked(store, SEALER, Kind.LOCKS, hex_id="ab" * 32)


@pytest.mark.parametrize(("inner", "error"), [(b"", FormatError), (b"\x07x", NewerFormatError)])
def test_sealed_nonsense_is_refused(store: MemoryStore, inner: bytes, error: type[FormatError]) -> None:
    sealed = SEALER.seal(inner)
    name = hash_id(sealed).hex()
    store.write(Kind.SNAPSHOTS, name, [sealed])
    with pytest.raises(error):
        load_unpacked(store, SEALER, Kind.SNAPSHOTS, hex_id=name)


class _Forgetful(Sealer):
    def open(self, sealed: bytes | bytearray | memoryview) -> bytes:
        super().open(sealed)
        return b"[]"


def test_what_does_not_decode_to_what_it_was_is_not_published(store: MemoryStore) -> None:
    with pytest.raises(EncodingError):
        save_unpacked(store, _Forgetful(make_master_key()), Kind.INDEX, plaintext=b"{}", version=2)
    assert names_of(store, Kind.INDEX) == []
