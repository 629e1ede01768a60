"""Index files: which pack holds which blobs, and where.

`{"supersedes":[ids],"packs":[{"id":…,"blobs":[{"id","type","offset","length","uncompressed_length"}]}]}`,
sealed, in the unpacked envelope. `uncompressed_length` is left out for blobs that are not compressed.
Source: restic design document, "Indexing".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from firstbell.base.ids import is_hex_id
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import BlobKind, PackedBlob

_KINDS = {"data": BlobKind.DATA, "tree": BlobKind.TREE}
_MAX_U32 = 0xFFFF_FFFF


class IndexBlob(msgspec.Struct, omit_defaults=True):
    """One blob of an index file, as it stands there."""

    id: str
    type: str
    offset: int = msgspec.field(default=-1)
    length: int = msgspec.field(default=-1)
    uncompressed_length: int = 0


class IndexPack(msgspec.Struct):
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
    try:
        index = _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(what, str(error)) from None
    for pack in index.packs or ():
        if not is_hex_id(pack.id):
            raise FormatError(what, f"names a pack {pack.id[:70]!r}")
    return index


def list_blobs(pack: IndexPack, what: str) -> list[PackedBlob]:
    """The blobs of one pack of an index, proven to be possible.

    Raises: FormatError on an impossible id, type, offset or length.
    """
    blobs = []
    for blob in pack.blobs:
        kind = _KINDS.get(blob.type)
        fits = 0 <= blob.offset <= _MAX_U32 and 0 < blob.length <= _MAX_U32
        if (
            kind is None
            or not fits
            or not 0 <= blob.uncompressed_length <= _MAX_U32
            or not is_hex_id(blob.id)
        ):
            raise FormatError(what, f"names an impossible blob in pack {pack.id[:8]}")
        raw = bytes.fromhex(blob.id)
        blobs.append(PackedBlob(kind, raw, blob.offset, blob.length, blob.uncompressed_length))
    return blobs


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
