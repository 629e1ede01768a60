"""The desk's store over a host: it holds to the contract of stores, and to the rules of the vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.store import Kind, ObjectNotFoundError, Store
from firstbell.store.errors import HeldObjectError
from firstbell.vault import VaultStore
from firstbell.vault.entries import SetAside
from tests.contract.store_suite import StoreContract
from tests.vault.places import make_place, name_of, put


class TestVaultStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        store = VaultStore(make_place(tmp_path / "vault"), "office")
        store.create()
        return store


def test_what_comes_and_goes_is_written_down(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    name = put(vault, b"pack")
    upload = VaultStore(vault, "office").begin(Kind.INDEX)
    upload.append([b"in", b"dex"])
    upload.publish(name_of(b"index"))
    VaultStore(vault, "office").delete(Kind.DATA, name)
    told = [
        (entry.__struct_config__.tag, entry.type, entry.name, entry.size_bytes)
        for entry, _ in vault.arrivals.iterate()
    ]
    assert told == [
        ("add", "data", name, 4),
        ("add", "index", name_of(b"index"), 5),
        ("remove", "data", name, 4),
    ]


def test_what_is_set_aside_is_not_there(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    name, other = put(vault, b"bad", Kind.INDEX), put(vault, b"good", Kind.INDEX)
    vault.judge(SetAside(host="office", type="index", name=name, why="x", by="examiner"))
    store = VaultStore(vault, "office")
    assert [info.name for info in store.list(Kind.INDEX)] == [other]
    assert not store.exists(Kind.INDEX, name)
    for read in (
        lambda: store.read(Kind.INDEX, name),
        lambda: store.size(Kind.INDEX, name),
        lambda: store.read_range(Kind.INDEX, name, offset=0, length=1),
        lambda: store.read_into(Kind.INDEX, name, offset=0, target=memoryview(bytearray(1))),
    ):
        with pytest.raises(ObjectNotFoundError, match="in quarantine"):
            read()
    assert vault.open_place("office").read(Kind.INDEX, name) == b"bad"


def test_what_the_vault_holds_is_not_removed(tmp_path: Path) -> None:
    vault = make_place(tmp_path, lock_days=1)
    name = put(vault, b"pack")
    store = VaultStore(vault, "office")
    assert store.is_held(Kind.DATA, name)
    with pytest.raises(HeldObjectError, match="retention lock"):
        store.delete(Kind.DATA, name)
    assert store.read(Kind.DATA, name) == b"pack"
