from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.ids import hash_id
from firstbell.repository.errors import BlobNotFoundError
from firstbell.repository.format.index import parse_index, render_index
from firstbell.repository.format.pack import BlobKind, PackedBlob
from firstbell.repository.index import BlobLocation, Index

PACK, OTHER_PACK = b"\x01" * 32, b"\x02" * 32
# over a dictionary, over columns, and over one that becomes the other between two packs
in_each_form = pytest.mark.parametrize("few", [4096, 0, 2])


def _blob(number: int, kind: BlobKind = BlobKind.DATA, offset: int = 0) -> PackedBlob:
    return PackedBlob(kind, hash_id(b"%d" % number), offset, 100 + number, 7 * number)


def _load(index: Index, pack_id: bytes, blobs: list[PackedBlob]) -> None:
    packs = parse_index(render_index({pack_id: blobs}), "index").packs or []
    index.load_packs(packs, "index")


@in_each_form
@given(st.lists(st.integers(0, 300), max_size=60), st.lists(st.integers(0, 300), max_size=60))
def test_what_was_loaded_or_added_is_found_and_nothing_else(
    few: int, loaded: list[int], added: list[int]
) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(number) for number in loaded])
    index.add_pack(OTHER_PACK, [_blob(number) for number in added])
    for number in range(300):
        blob_id = hash_id(b"%d" % number)
        there = number in loaded or number in added
        assert (blob_id in index) is there
        assert index.holds(blob_id, BlobKind.DATA) is there
        assert not index.holds(blob_id, BlobKind.TREE)
        location = index.locate(blob_id)
        assert (location is not None) is there
        if location is not None:
            assert (location.length, location.plain_length) == (100 + number, 7 * number)
        places = index.locate_all(blob_id)
        assert len(places) == loaded.count(number) + (number in added)


@in_each_form
@given(st.lists(st.integers(0, 300), max_size=60), st.lists(st.integers(0, 300), max_size=60))
def test_a_batch_is_located_as_one_by_one(few: int, loaded: list[int], added: list[int]) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(number, BlobKind(number % 2), number) for number in loaded])
    index.add_pack(OTHER_PACK, [_blob(number, offset=1000) for number in added if number not in loaded])
    ids = [hash_id(b"%d" % number) for number in (*range(0, 300, 3), *range(1, 300, 3))]
    located = index.locate_many(np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, 32))
    columns = (located.packs, located.trees, located.offsets, located.lengths, located.plain_lengths)
    for row, blob_id in enumerate(ids):
        one = index.locate(blob_id)
        assert bool(located.found[row]) is (one is not None)
        if one is not None:
            pack, *rest = (column[row].item() for column in columns)
            assert (index.pack_ids[pack], *rest) == (one.pack_id, *one[1:])


@in_each_form
def test_sizes_are_summed_and_a_blob_that_is_missing_is_named(few: int) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(1), PackedBlob(BlobKind.DATA, OTHER_PACK, 0, 132, 0)])
    index.add_pack(OTHER_PACK, [_blob(2)])
    ids = [hash_id(b"1"), OTHER_PACK, hash_id(b"2"), hash_id(b"1")]
    assert index.measure(ids) == (101 + 132 + 102 + 101, 7 + 100 + 14 + 7)
    assert index.measure([]) == (0, 0)
    with pytest.raises(BlobNotFoundError, match=hash_id(b"3").hex()[:8]):
        index.measure([hash_id(b"1"), hash_id(b"3"), hash_id(b"4")])


@in_each_form
def test_packs_may_be_loaded_after_the_first_look_up(few: int) -> None:
    index = Index(few=few)
    assert hash_id(b"1") not in index
    _load(index, PACK, [_blob(1)])
    assert hash_id(b"1") in index
    _load(index, OTHER_PACK, [_blob(2), _blob(1, offset=200)])
    assert [location.pack_id for location in index.locate_all(hash_id(b"1"))] == [PACK, OTHER_PACK]
    assert list(index.pack_ids) == [PACK, OTHER_PACK]
    assert len(index) == 3


@in_each_form
def test_a_blob_that_is_data_and_tree_is_held_as_both(few: int) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(1), _blob(2, BlobKind.TREE)])
    index.add_pack(OTHER_PACK, [_blob(1, BlobKind.TREE), _blob(2), _blob(3, BlobKind.TREE), _blob(3)])
    for number in (1, 2, 3):
        for kind in BlobKind:
            assert index.holds(hash_id(b"%d" % number), kind)
    assert {location.kind for location in index.locate_all(hash_id(b"3"))} == {BlobKind.DATA, BlobKind.TREE}
    assert len(index) == 6


@in_each_form
def test_ids_that_begin_alike_are_told_apart(few: int) -> None:
    # eight equal bytes can be made on purpose: here three ids, one of them in two packs
    ids = [b"\xaa" * 8 + bytes([last]) * 24 for last in (3, 1, 2)]
    index = Index(few=few)
    _load(index, PACK, [PackedBlob(BlobKind.DATA, blob_id, 0, 10, 0) for blob_id in ids])
    _load(index, OTHER_PACK, [PackedBlob(BlobKind.DATA, ids[0], 0, 20, 0)])
    assert all(blob_id in index for blob_id in ids)
    assert b"\xaa" * 32 not in index
    asked = [*ids, b"\xaa" * 32, b"\xbb" * 32]
    located = index.locate_many(np.frombuffer(b"".join(asked), dtype=np.uint8).reshape(-1, 32))
    assert located.found.tolist() == [True, True, True, False, False]
    assert located.lengths.tolist()[:3] == [10, 10, 10]
    assert [at.length for at in index.locate_all(ids[0])] == [10, 20]
    assert {location.pack_id for location in index.locate_all(ids[0])} == {PACK, OTHER_PACK}


@in_each_form
def test_all_blobs_are_told_with_their_places(few: int) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(number, BlobKind(number % 2)) for number in range(10)])
    index.add_pack(OTHER_PACK, [_blob(10)])
    found = dict(index)
    assert len(found) == 11
    assert found[hash_id(b"3")] == BlobLocation(PACK, BlobKind.TREE, 0, 103, 21)
    assert found[hash_id(b"10")].pack_id == OTHER_PACK


@in_each_form
def test_the_table_has_a_row_for_each_loaded_blob(few: int) -> None:
    index = Index(few=few)
    assert len(index.table().ids) == 0
    _load(index, PACK, [_blob(number, BlobKind(number % 2), 5) for number in range(10)])
    _load(index, OTHER_PACK, [])
    table = index.table()
    rows = {bytes(row) for row in table.ids}
    assert rows == {hash_id(b"%d" % number) for number in range(10)}
    assert table.trees.sum() == 5
    assert set(table.packs.tolist()) == {0}
    assert sorted(table.lengths.tolist()) == list(range(100, 110))
    assert sorted(table.plain_lengths.tolist()) == [7 * number for number in range(10)]
    assert set(table.offsets.tolist()) == {5}


@in_each_form
@given(st.lists(st.integers(0, 300), max_size=30))
def test_the_ids_of_what_was_loaded_are_gathered(few: int, loaded: list[int]) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(number) for number in loaded])
    expected = {hash_id(b"%d" % number).hex() for number in loaded}
    assert index.gather_hex_ids() == expected
    assert index.gather_hex_ids() == expected
    _load(index, OTHER_PACK, [_blob(number) for number in range(290, 310)])
    assert index.gather_hex_ids() == expected | {hash_id(b"%d" % number).hex() for number in range(290, 310)}


@in_each_form
def test_rows_survive_packs_that_are_loaded_later(few: int) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(number) for number in (5, 3, 4)])
    before = index.table()
    _load(index, OTHER_PACK, [_blob(number) for number in (1, 5, 2)])
    after = index.table()
    assert after.ids[:3].tolist() == before.ids.tolist()
    assert [bytes(row) for row in after.ids] == [hash_id(b"%d" % number) for number in (5, 3, 4, 1, 5, 2)]
    assert after.packs.tolist() == [0, 0, 0, 1, 1, 1]
    assert [at.pack_id for at in index.locate_all(hash_id(b"5"))] == [PACK, OTHER_PACK]


@in_each_form
def test_the_largest_numbers_of_the_format_fit(few: int) -> None:
    index = Index(few=few)
    blob = PackedBlob(BlobKind.TREE, b"\xff" * 32, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF)
    _load(index, PACK, [blob])
    assert index.locate(b"\xff" * 32) == BlobLocation(PACK, BlobKind.TREE, *blob[2:])


@in_each_form
def test_threads_may_look_up_while_others_add(few: int) -> None:
    index = Index(few=few)
    _load(index, PACK, [_blob(number) for number in range(1000)])
    start = threading.Barrier(4)

    def work(worker: int) -> bool:
        start.wait()
        for number in range(200):
            index.add_pack(hash_id(b"%d.%d" % (worker, number)), [_blob(1000 + worker * 200 + number)])
            assert hash_id(b"%d" % number) in index
        return True

    with ThreadPoolExecutor(4) as executor:
        assert all(executor.map(work, range(4)))
    assert len(index) == 1800
