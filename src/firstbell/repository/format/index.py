"""Index files: which pack holds which blobs, and where.

`{"supersedes":[ids],"packs":[{"id":…,"blobs":[{"id","type","offset","length","uncompressed_length"}]}]}`,
sealed, in the unpacked envelope. `uncompressed_length` is left out for blobs that are not compressed.
Source: restic design document, "Indexing".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.base.ids import ID_BYTES, is_hex_id
from firstbell.repository.format.bombs import refuse_bomb
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import BlobKind, PackedBlob

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


_IS_TREE = {kind.label: kind is BlobKind.TREE for kind in BlobKind}
_MAX_U32 = 0xFFFF_FFFF


# what has no cycles need not be watched for them: a tenth of the time of reading an index
class IndexBlob(msgspec.Struct, omit_defaults=True, gc=False):
    """One blob of an index file, as it stands there."""

    id: str
    type: str
    offset: int = msgspec.field(default=-1)
    length: int = msgspec.field(default=-1)
    uncompressed_length: int = 0


class IndexPack(msgspec.Struct, gc=False):
    """One pack of an index file: hex id, and its blobs."""

    id: str
    blobs: list[IndexBlob]


class IndexFile(msgspec.Struct, omit_defaults=True):
    """An index file. `supersedes`: hex ids of index files that it replaces."""

    supersedes: list[str] = msgspec.field(default_factory=list)
    packs: list[IndexPack] | None = msgspec.field(default_factory=lambda: None)


_DECODER = msgspec.json.Decoder(IndexFile)


def parse_index(data: bytes, what: str) -> IndexFile:
    """The index in its plaintext; `what` names the file in errors.

    Raises: FormatError.
    """
    refuse_bomb(data, what)
    try:
        index = _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(what, str(error)) from None
    for pack in index.packs or ():
        if not is_hex_id(pack.id):
            raise FormatError(what, f"names a pack {pack.id[:70]!r}")
    return index


class BlobRow(NamedTuple):
    """One blob of a pack. `length`: sealed. `plain_length`: 0 when it is not compressed."""

    id: bytes
    is_tree: bool
    offset: int
    length: int
    plain_length: int


def read_rows(packs: Sequence[IndexPack], what: str) -> list[tuple[bytes, list[BlobRow]]]:
    """(raw pack id, blobs) of each pack, proven to be possible: as `read_columns`, without arrays.

    Raises: FormatError.
    """
    return [(bytes.fromhex(pack.id), [_read_row(blob, pack, what) for blob in pack.blobs]) for pack in packs]


def _read_row(blob: IndexBlob, pack: IndexPack, what: str) -> BlobRow:
    is_tree = _IS_TREE.get(blob.type)
    numbers = blob.offset, blob.length - 1, blob.uncompressed_length
    is_possible = min(numbers) >= 0 and max(blob.offset, blob.length, blob.uncompressed_length) <= _MAX_U32
    if is_tree is None or not is_possible or not is_hex_id(blob.id):
        raise FormatError(what, f"names an impossible blob in {_name_packs([pack])}")
    return BlobRow(bytes.fromhex(blob.id), is_tree, blob.offset, blob.length, blob.uncompressed_length)


def make_columns(packs: Sequence[tuple[bytes, Sequence[BlobRow]]]) -> BlobColumns:
    """The same blobs as columns."""
    rows = [row for _, listed in packs for row in listed]
    ids, trees, offsets, lengths, plain_lengths = zip(*rows, strict=True) if rows else ((),) * 5
    return BlobColumns(
        [pack_id for pack_id, _ in packs],
        [len(listed) for _, listed in packs],
        [blob_id.hex() for blob_id in ids],
        np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, ID_BYTES),
        np.array(trees, dtype=bool),
        *(np.array(column, dtype=np.uint32) for column in (offsets, lengths, plain_lengths)),
    )


class BlobColumns(NamedTuple):
    """The blobs of packs as columns: a row a blob, pack after pack in their order.

    `pack_ids`: raw. `counts`: how many blobs each pack has. `ids`: uint8, (n, 32). `trees`: bool.
    `offsets`, `lengths` (sealed), `plain_lengths` (0: not compressed): uint32. `hex_ids`: the ids as trees
    name them.
    """

    pack_ids: list[bytes]
    counts: list[int]
    hex_ids: list[str]
    ids: np.ndarray
    trees: np.ndarray
    offsets: np.ndarray
    lengths: np.ndarray
    plain_lengths: np.ndarray


def read_columns(packs: Sequence[IndexPack], what: str) -> BlobColumns:
    """The blobs of packs of an index, proven to be possible.

    All of one column at once: a blob costs 0.2 us, one after the other 2 us. `what` names the file in errors.

    Raises: FormatError on an impossible id, type, offset or length anywhere in the packs.
    """
    blobs = [blob for pack in packs for blob in pack.blobs]
    try:
        trees = [_IS_TREE[blob.type] for blob in blobs]
        offsets, lengths, plain_lengths = (
            np.array(column, dtype=np.int64)
            for column in (
                [blob.offset for blob in blobs],
                [blob.length for blob in blobs],
                [blob.uncompressed_length for blob in blobs],
            )
        )
        hex_ids = [blob.id for blob in blobs]
        ids = _read_ids(hex_ids)
        if not (_fit(offsets, 0) and _fit(lengths, 1) and _fit(plain_lengths, 0)):
            raise ValueError
    except (KeyError, ValueError, OverflowError):
        raise FormatError(what, f"names an impossible blob in {_name_packs(packs)}") from None
    return BlobColumns(
        [bytes.fromhex(pack.id) for pack in packs],
        [len(pack.blobs) for pack in packs],
        hex_ids,
        ids,
        np.array(trees, dtype=bool),
        *(column.astype(np.uint32) for column in (offsets, lengths, plain_lengths)),
    )


def _fit(column: np.ndarray, least: int) -> bool:
    return not len(column) or bool(column.min() >= least and column.max() <= _MAX_U32)


def _read_ids(hex_ids: list[str]) -> np.ndarray:
    joined = "".join(hex_ids)
    raw = bytes.fromhex(joined)
    # it passes over spaces and takes capitals, which an id has not; and a short one may stand by a long one
    if raw.hex() != joined or not set(map(len, hex_ids)) <= {2 * ID_BYTES}:
        raise ValueError
    return np.frombuffer(raw, dtype=np.uint8).reshape(-1, ID_BYTES)


def _name_packs(packs: Sequence[IndexPack]) -> str:
    return f"pack {packs[0].id[:8]}" if len(packs) == 1 else f"one of {say_count(len(packs), 'pack')}"


def render_index(packs: Mapping[bytes, Iterable[PackedBlob]], supersedes: Iterable[str] = ()) -> bytes:
    """The plaintext of an index of these packs (raw pack id -> its blobs)."""
    rendered = [
        IndexPack(
            pack_id.hex(),
            [
                IndexBlob(blob.id.hex(), blob.kind.label, blob.offset, blob.length, blob.plain_length)
                for blob in blobs
            ],
        )
        for pack_id, blobs in packs.items()
    ]
    return msgspec.json.encode(IndexFile(list(supersedes), rendered))
