from __future__ import annotations

import os

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository import BlobDamagedError, BlobKind
from firstbell.repository.windows import PackWindows
from firstbell.store import Kind, MemoryStore, ObjectNotFoundError
from tests.repository.making import flip_bit, make_repository, names_of, replace_object

PACK = os.urandom(400_000)
NAME = hash_id(PACK).hex()


class _CountingStore(MemoryStore):
    """Remembers which ranges were read."""

    def __init__(self) -> None:
        super().__init__()
        self.ranges: list[tuple[str, int, int]] = []

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        self.ranges.append((name, offset, length))
        return super().read_range(kind, name, offset=offset, length=length)


def _shelve(*packs: bytes) -> tuple[_CountingStore, list[str]]:
    store = _CountingStore()
    names = [hash_id(pack).hex() for pack in packs]
    for name, pack in zip(names, packs, strict=True):
        store.write(Kind.DATA, name, [pack])
    return store, names


def test_what_lies_around_a_part_is_read_with_it() -> None:
    store, _ = _shelve(PACK)
    windows = PackWindows(store)
    for offset, length in ((200_000, 5000), (199_000, 1000), (150_000, 3000), (205_000, 700)):
        assert windows.read(NAME, offset=offset, length=length) == PACK[offset : offset + length]
    assert len(store.ranges) == 1


@pytest.mark.parametrize(("offset", "length"), [(0, 10), (5, 300_000), (399_990, 10), (399_990, 500), (1, 0)])
def test_every_part_is_as_the_store_has_it(offset: int, length: int) -> None:
    store, _ = _shelve(PACK)
    windows = PackWindows(store)
    for _ in range(2):
        assert windows.read(NAME, offset=offset, length=length) == PACK[offset : offset + length]


def test_few_windows_are_kept_and_the_one_used_last_is_dropped_last() -> None:
    store, names = _shelve(*(os.urandom(1000) for _ in range(9)))
    windows = PackWindows(store)
    for name in (*names[:8], names[0], names[8], names[0]):
        windows.read(name, offset=10, length=10)
    assert [name for name, _, _ in store.ranges] == names
    windows.read(names[1], offset=10, length=10)
    assert len(store.ranges) == 10


def test_a_pack_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(ObjectNotFoundError):
        PackWindows(MemoryStore()).read(NAME, offset=0, length=1)


def test_a_tree_that_was_read_badly_once_is_read_anew() -> None:
    repository = make_repository()
    tree = b'{"nodes":[]}\n'
    with repository.writer() as writer:
        writer.save_tree(tree)
    (pack,) = names_of(repository.store, Kind.DATA)
    whole = repository.store.read(Kind.DATA, pack)
    assert repository.locate(hash_id(tree)).kind is BlobKind.TREE
    replace_object(repository.store, Kind.DATA, pack, flip_bit(whole, 20))
    with pytest.raises(BlobDamagedError):
        repository.load_blob(hash_id(tree))
    replace_object(repository.store, Kind.DATA, pack, whole)
    assert repository.load_blob(hash_id(tree)) == tree
