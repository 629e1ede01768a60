from __future__ import annotations

import json

import pytest

from firstbell.base.errors import Error
from firstbell.base.ids import hash_id
from firstbell.crypto.seal import make_master_key
from firstbell.repository import Repository
from firstbell.repository.errors import ConfigDamagedError, WrongPasswordError
from firstbell.repository.format.keyfile import KeyOrigin, render_key_file, seal_key_file
from firstbell.repository.keys import (
    KeyInUseError,
    KeyNotFoundError,
    add_key,
    find_key,
    list_keys,
    remove_key,
)
from firstbell.store import Kind, MemoryStore, StoreError
from tests.repository.making import CHEAP, PASSWORD, make_repository, names_of

ORIGIN = KeyOrigin("2023-02-18T12:30:00Z", "ann", "office", CHEAP)


def test_each_password_opens_the_same_master_key() -> None:
    repository = make_repository()
    added = repository.add_key("another", kdf=CHEAP)
    other = Repository.open(repository.store, "another")
    assert other.key.master == repository.key.master
    assert other.key.hex_id == added
    assert {name for name, _ in list_keys(repository.store)} == {repository.key.hex_id, added}


def test_a_key_is_named_by_its_hash_and_says_when_and_where_it_was_made() -> None:
    repository = make_repository()
    ((name, key_file),) = list_keys(repository.store)
    assert hash_id(repository.store.read(Kind.KEYS, name)).hex() == name
    assert key_file.created == "2023-02-18T12:30:00Z"
    assert key_file.hostname
    assert key_file.username


@pytest.mark.parametrize("password", ["", "A password", "a password "])
def test_a_wrong_password_opens_nothing(password: str) -> None:
    repository = make_repository()
    with pytest.raises(WrongPasswordError, match="it does not open the key of memory:") as caught:
        Repository.open(repository.store, password)
    assert caught.value.hint


def test_a_place_without_usable_keys_says_so() -> None:
    store = MemoryStore()
    store.write(Kind.KEYS, "ab" * 32, [b"garbage"])
    with pytest.raises(WrongPasswordError, match="no usable key"):
        find_key(store, PASSWORD)


def test_no_number_of_an_intruders_keys_keeps_out_who_has_a_good_one() -> None:
    repository = make_repository()
    store = repository.store
    for number in range(1500):
        data = b'{"garbage":%d}' % number
        store.write(Kind.KEYS, "0000" + hash_id(data).hex()[4:], [data])
    deep = b'{"x":' + b"[" * 100_000
    store.write(Kind.KEYS, hash_id(deep).hex(), [deep])
    template = json.loads(render_key_file(seal_key_file(make_master_key(), PASSWORD, ORIGIN)))
    for change in ({"N": 1 << 50}, {"N": 3}, {"kdf": "other"}, {"data": "AAAA"}, {"r": -1}):
        data = json.dumps(template | change).encode()
        store.write(Kind.KEYS, hash_id(data).hex(), [data])
    assert Repository.open(store, PASSWORD).key.hex_id == repository.key.hex_id


def test_a_key_of_another_repository_does_not_open_this_one() -> None:
    repository, other = make_repository(), make_repository()
    store = MemoryStore()
    store.write(Kind.CONFIG, "config", [repository.store.read(Kind.CONFIG, "config")])
    store.write(Kind.KEYS, other.key.hex_id, [other.store.read(Kind.KEYS, other.key.hex_id)])
    with pytest.raises(ConfigDamagedError, match="that key does not open the config"):
        Repository.open(store, PASSWORD)


class _FailingStore(MemoryStore):
    """One key lies on a bad spot of the disk."""

    bad = ""

    def read(self, kind: Kind, name: str) -> bytes:
        if name == self.bad:
            raise StoreError(f"reading {kind}/{name}: Input/output error")
        return super().read(kind, name)


def test_a_key_that_the_disk_does_not_give_is_passed_over() -> None:
    store = _FailingStore()
    repository = make_repository(store)
    store.bad = repository.add_key("another", kdf=CHEAP)
    assert Repository.open(store, PASSWORD).key.hex_id == repository.key.hex_id


class _SwappingStore(MemoryStore):
    """Gives another key than the one that was written."""

    other = b""

    def read(self, kind: Kind, name: str) -> bytes:
        return self.other


def test_a_new_key_is_read_back_before_it_is_said_to_be_there() -> None:
    store = _SwappingStore()
    store.other = render_key_file(seal_key_file(make_master_key(), PASSWORD, ORIGIN))
    with pytest.raises(Error, match="does not hold a usable master key"):
        add_key(store, make_master_key(), password=PASSWORD, origin=ORIGIN)


def test_a_key_is_removed_by_the_first_digits_of_its_id() -> None:
    repository = make_repository()
    added = repository.add_key("another", kdf=CHEAP)
    prefix = added[:12]
    assert remove_key(repository.store, prefix, in_use=repository.key.hex_id) == added
    assert names_of(repository.store, Kind.KEYS) == [repository.key.hex_id]
    with pytest.raises(KeyNotFoundError, match="no key begins with"):
        remove_key(repository.store, prefix, in_use=repository.key.hex_id)


def test_the_key_in_use_and_an_unclear_one_stay() -> None:
    repository = make_repository()
    with pytest.raises(KeyInUseError):
        remove_key(repository.store, repository.key.hex_id, in_use=repository.key.hex_id)
    with pytest.raises(KeyNotFoundError, match="no key begins with ''"):
        remove_key(repository.store, "", in_use=repository.key.hex_id)
    store = repository.store
    for ending in ("00", "01"):
        store.write(Kind.KEYS, "ab" * 31 + ending, [b"x"])
    with pytest.raises(KeyNotFoundError, match="2 keys begin with"):
        remove_key(store, "abab", in_use=repository.key.hex_id)
    assert len(names_of(store, Kind.KEYS)) == 3
