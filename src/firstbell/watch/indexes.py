"""Proving index files: they say of packs what the packs' own headers say, all of it and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from firstbell.crypto.seal import Sealer
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import IndexFile, IndexPack, parse_index, read_columns
from firstbell.repository.format.pack import BlobKind, PackedBlob
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, ObjectNotFoundError, Store
from firstbell.watch.dialect import check_index
from firstbell.watch.errors import UnprovenError
from firstbell.watch.packs import hash_header

# 25,000 or 50,000 blobs a file are 3 MiB; restic and we write no more
_MOST_BYTES = 64 << 20
_KINDS = (BlobKind.DATA, BlobKind.TREE)
ProvePack = Callable[[bytes], bytes]


def prove_index(store: Store, sealer: Sealer, *, hex_id: str, prove_pack: ProvePack) -> None:
    """Returns when the index file is proven. `prove_pack`: the hash of a proven pack's header.

    Raises: UnprovenError; ObjectNotFoundError; StoreError where something cannot be read now.
    """
    what = f"index {hex_id[:8]}"
    if store.size(Kind.INDEX, hex_id) > _MOST_BYTES:
        raise UnprovenError(f"{what} is longer than any program makes one")
    try:
        data = load_unpacked(store, sealer, Kind.INDEX, hex_id=hex_id)
        index = parse_index(data, what)
    except FormatError as error:
        raise UnprovenError(str(error)) from None
    _refuse_strange_keys(data, index)
    check_index(data)
    if index.supersedes:
        raise UnprovenError(f"{what} supersedes others, as no backup does")
    seen: set[str] = set()
    for pack in index.packs or ():
        if pack.id in seen:
            raise UnprovenError(f"{what} names pack {pack.id[:8]} twice")
        seen.add(pack.id)
        _compare(pack, what, prove_pack)


def _refuse_strange_keys(data: bytes, index: IndexFile) -> None:
    """Each key stands there once and no other does: readers differ in which of two they take.

    No value of an index holds a colon, so that colons count keys.
    """
    packs = index.packs or ()
    keys = 1 + 2 * len(packs) + (b'"supersedes"' in data)
    for pack in packs:
        keys += 4 * len(pack.blobs) + sum(blob.uncompressed_length > 0 for blob in pack.blobs)
    if data.count(b":") != keys:
        raise UnprovenError("the index holds keys that an index has not")


def _compare(pack: IndexPack, what: str, prove_pack: ProvePack) -> None:
    named = f"pack {pack.id[:8]}"
    try:
        header = prove_pack(bytes.fromhex(pack.id))
    except ObjectNotFoundError:
        raise UnprovenError(f"{what} names {named}, which is not there") from None
    except UnprovenError as error:
        raise UnprovenError(f"{what} names {named}, which is not proven: {error}") from None
    blobs = _list_blobs(pack, what)
    end = 0
    for blob in blobs:
        if blob.offset != end:
            raise UnprovenError(f"{what} has blobs of {named} elsewhere than they lie")
        end += blob.length
    if hash_header(blobs) != header:
        raise UnprovenError(f"{what} says something else of {named} than its header")


def _list_blobs(pack: IndexPack, what: str) -> list[PackedBlob]:
    """The blobs of a pack in order of offset."""
    try:
        columns = read_columns([pack], what)
    except FormatError as error:
        raise UnprovenError(str(error)) from None
    ids = columns.ids.tobytes()
    rows = zip(
        columns.trees.tolist(),
        columns.offsets.tolist(),
        columns.lengths.tolist(),
        columns.plain_lengths.tolist(),
        strict=True,
    )
    blobs = [
        PackedBlob(_KINDS[is_tree], ids[32 * row : 32 * row + 32], offset, length, plain_length)
        for row, (is_tree, offset, length, plain_length) in enumerate(rows)
    ]
    return sorted(blobs, key=lambda blob: blob.offset)
