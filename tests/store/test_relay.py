"""Stores that see another one through something: what they do not change reaches the place."""

from __future__ import annotations

import pytest

from firstbell.store import Kind, MemoryStore
from firstbell.store.errors import ReadOnlyStoreError
from firstbell.store.read_only import ReadOnlyStore
from firstbell.store.relay import RelayStore

NAME = "ab" * 32


def test_a_relay_reads_writes_and_deletes_in_its_place() -> None:
    place = MemoryStore()
    seen = RelayStore(place)
    seen.create()
    seen.write(Kind.DATA, NAME, [b"first ", b"bell"])
    assert place.read(Kind.DATA, NAME) == seen.read(Kind.DATA, NAME) == b"first bell"
    assert seen.read_range(Kind.DATA, NAME, offset=6, length=4) == b"bell"
    target = bytearray(5)
    assert seen.read_into(Kind.DATA, NAME, offset=0, target=memoryview(target)) == 5
    assert (bytes(target), seen.size(Kind.DATA, NAME), seen.url) == (b"first", 10, place.url)
    assert [info.name for info in seen.list(Kind.DATA)] == [NAME]
    assert seen.exists(Kind.DATA, NAME)
    seen.delete(Kind.DATA, NAME)
    assert not place.exists(Kind.DATA, NAME)
    assert not seen.exists(Kind.DATA, NAME)


def test_a_place_that_can_only_be_read_refuses_whatever_would_change_it() -> None:
    place = MemoryStore()
    place.write(Kind.DATA, NAME, [b"first bell"])
    seen = ReadOnlyStore(place, "it publishes nothing at once")
    assert seen.read(Kind.DATA, NAME) == b"first bell"
    for change in (
        seen.create,
        lambda: seen.write(Kind.DATA, "cd" * 32, [b""]),
        lambda: seen.delete(Kind.DATA, NAME),
    ):
        with pytest.raises(ReadOnlyStoreError, match="publishes nothing at once"):
            change()
    assert [info.name for info in place.list(Kind.DATA)] == [NAME]


def test_only_a_config_that_is_there_is_listed() -> None:
    place = MemoryStore()
    assert list(place.list_config()) == []
    place.write(Kind.CONFIG, "config", [b"{}"])
    assert [(info.name, info.size_bytes) for info in place.list_config()] == [("config", 2)]
