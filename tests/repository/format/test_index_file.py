from __future__ import annotations

import json

import pytest

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import parse_index, read_columns, render_index
from firstbell.repository.format.pack import BlobKind, PackedBlob

PACK, ID, OTHER = b"\x01" * 32, b"\x02" * 32, b"\x03" * 32
BLOBS = [PackedBlob(BlobKind.DATA, ID, 0, 100, 0), PackedBlob(BlobKind.TREE, OTHER, 100, 50, 200)]


def test_an_index_survives_and_has_restics_fields() -> None:
    data = render_index({PACK: BLOBS}, supersedes=["ab" * 32])
    index = parse_index(data, "index")
    assert index.supersedes == ["ab" * 32]
    columns = read_columns(index.packs or [], "index")
    assert (columns.pack_ids, columns.counts) == ([PACK], [2])
    assert [bytes(row) for row in columns.ids] == [ID, OTHER]
    assert columns.trees.tolist() == [False, True]
    assert columns.offsets.tolist() == [0, 100]
    assert columns.lengths.tolist() == [100, 50]
    assert columns.plain_lengths.tolist() == [0, 200]
    assert json.loads(data)["packs"][0]["blobs"] == [
        {"id": ID.hex(), "type": "data", "offset": 0, "length": 100},
        {"id": OTHER.hex(), "type": "tree", "offset": 100, "length": 50, "uncompressed_length": 200},
    ]
    assert "supersedes" not in json.loads(render_index({}))


def test_an_index_without_packs_is_read() -> None:
    assert parse_index(b'{"packs":null}', "index").packs is None
    assert parse_index(b"{}", "index").packs is None


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"packs":5}', b"\xff", b'{"x":' + b"[" * 100_000, b'{"packs":[{"id":"../x","blobs":[]}]}'],
)
def test_what_is_no_index_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="index"):
        parse_index(data, "index")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "xyz"},
        {"id": "é" * 64},
        {"id": ID.hex()[:62] + "  "},
        {"id": ID.hex().upper().replace("0", "A")},
        {"type": "other"},
        {"offset": -1},
        {"offset": 1 << 32},
        {"length": 0},
        {"length": -1},
        {"length": 1 << 32},
        {"uncompressed_length": -1},
        {"uncompressed_length": 1 << 32},
        {"offset": 1 << 70},
    ],
)
def test_an_impossible_blob_is_refused(change: dict[str, object]) -> None:
    blob: dict[str, object] = {"id": ID.hex(), "type": "data", "offset": 0, "length": 5}
    data = json.dumps({"packs": [{"id": PACK.hex(), "blobs": [blob | change]}]}).encode()
    packs = parse_index(data, "index").packs or []
    with pytest.raises(FormatError, match=f"impossible blob in pack {PACK.hex()[:8]}"):
        read_columns(packs, "index")


def test_no_pack_and_a_pack_without_blobs_have_columns() -> None:
    assert read_columns([], "index").ids.shape == (0, 32)
    columns = read_columns(parse_index(render_index({PACK: []}), "index").packs or [], "index")
    assert (columns.pack_ids, columns.counts, len(columns.offsets)) == ([PACK], [0], 0)


def test_ids_that_are_long_enough_only_together_are_refused() -> None:
    blobs = [
        {"id": hex_id, "type": "data", "offset": 0, "length": 5}
        for hex_id in (ID.hex()[:63], ID.hex() + "0", ID.hex())
    ]
    data = json.dumps({"packs": [{"id": PACK.hex(), "blobs": blobs}, {"id": PACK.hex(), "blobs": []}]})
    with pytest.raises(FormatError, match="impossible blob in one of 2 packs"):
        read_columns(parse_index(data.encode(), "index").packs or [], "index")
