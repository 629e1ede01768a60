"""The index in memory: which pack holds which blob, as columns.

A blob costs 52 bytes: 32 of id, 4 of row number, 4 each of pack number, offset, length and plaintext length
(see `columns`). Blobs saved since loading stand in a dictionary for each kind beside the columns: a file may
hold the bytes of a tree, and restic keeps the two apart though their id is the same.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from firstbell.base.deferral import defer
from firstbell.base.ids import ID_BYTES
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.repository.columns import Columns, RowTable
from firstbell.repository.errors import BlobNotFoundError
from firstbell.repository.format.index import BlobColumns
from firstbell.repository.format.pack import BlobKind, PackedBlob

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


# the kind rides in the top bit of the pack number
_TREE_BIT = 1 << 31
# pack number and kind, offset, length, plaintext length: half the memory of a tuple of them
_NUMBERS = struct.Struct("<4I")


class BlobLocation(NamedTuple):
    """Where a blob lies. `pack_id`: raw. `length`: sealed. `plain_length`: 0 when it is not compressed."""

    pack_id: bytes
    kind: BlobKind
    offset: int
    length: int
    plain_length: int


class IndexTable(NamedTuple):
    """All blobs that were loaded, as columns; a row each, duplicates too.

    `ids`: uint8, (n, 32). `packs`: number of the pack in `Index.pack_ids`. `trees`: bool.
    """

    ids: np.ndarray
    packs: np.ndarray
    trees: np.ndarray
    offsets: np.ndarray
    lengths: np.ndarray
    plain_lengths: np.ndarray


class LocatedBlobs(NamedTuple):
    """Where blobs lie, as columns; a row for each id that was asked for.

    `found`: bool; where it is False, the other columns say nothing. The others: as in `IndexTable`.
    """

    found: np.ndarray
    packs: np.ndarray
    trees: np.ndarray
    offsets: np.ndarray
    lengths: np.ndarray
    plain_lengths: np.ndarray


class BlobSizes(NamedTuple):
    """Bytes of blobs as they are stored, sealed, and bytes of their plaintext."""

    stored_bytes: int
    plain_bytes: int


class Index:
    """All blobs of a repository. Reading is thread-safe, adding takes a lock."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._pack_numbers: dict[bytes, int] = {}
        self._pending = RowTable()
        self._columns: Columns | None = None
        self._fresh: tuple[dict[bytes, bytes], dict[bytes, bytes]] = ({}, {})
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._sorted().keys) + sum(map(len, self._fresh))

    def __contains__(self, blob_id: bytes) -> bool:
        data, trees = self._fresh
        return blob_id in data or blob_id in trees or self._sorted().find(blob_id) >= 0

    def holds(self, blob_id: bytes, kind: BlobKind) -> bool:
        """Whether the blob is there as one of this kind."""
        if blob_id in self._fresh[kind]:
            return True
        columns = self._sorted()
        numbers = columns.numbers
        return any(bool(numbers[row, 0] & _TREE_BIT) == bool(kind) for row in columns.find_all(blob_id))

    @property
    def pack_ids(self) -> Sequence[bytes]:
        """Raw ids of all packs that an index names."""
        return self._packs

    def load_columns(self, loaded: BlobColumns) -> None:
        """Add the packs of an index file; cheap in bulk, before the first look-up."""
        ids = loaded.ids
        with self._lock:
            packs = np.array([self._number_pack(pack_id) for pack_id in loaded.pack_ids], dtype=np.uint32)
            numbers = np.empty((len(ids), 4), dtype=np.uint32)
            numbers[:, 0] = np.repeat(packs, loaded.counts)
            numbers[:, 0] |= loaded.trees.astype(np.uint32) * np.uint32(_TREE_BIT)
            numbers[:, 1] = loaded.offsets
            numbers[:, 2] = loaded.lengths
            numbers[:, 3] = loaded.plain_lengths
            self._pending.add(ids, numbers)

    def add_pack(self, pack_id: bytes, blobs: Iterable[PackedBlob]) -> None:
        """Add a pack just written; its blobs are found at once."""
        with self._lock:
            number = self._number_pack(pack_id)
            for blob in blobs:
                numbers = _NUMBERS.pack(
                    number | (_TREE_BIT if blob.kind else 0), blob.offset, blob.length, blob.plain_length
                )
                self._fresh[blob.kind].setdefault(blob.id, numbers)

    def _number_pack(self, pack_id: bytes) -> int:
        number = self._pack_numbers.get(pack_id)
        if number is None:
            number = self._pack_numbers[pack_id] = len(self._packs)
            self._packs.append(pack_id)
        return number

    def _sorted(self) -> Columns:
        columns = self._columns
        if columns is not None and not len(self._pending):
            return columns
        with self._lock:
            if self._columns is None:
                self._columns = Columns(self._pending.finish())
                self._pending = RowTable()
            elif len(self._pending):
                rows = RowTable()
                rows.add(self._columns.restore_ids(), self._columns.numbers)
                later = Columns(self._pending.finish())
                rows.add(later.restore_ids(), later.numbers)
                # in this order: who finds nothing pending must find the new columns
                self._columns = Columns(rows.finish())
                self._pending = RowTable()
            return self._columns

    def locate(self, blob_id: bytes) -> BlobLocation | None:
        """Where a blob lies; None where no index names it."""
        for fresh in self._fresh:
            if blob_id in fresh:
                return self._location(_NUMBERS.unpack(fresh[blob_id]))
        columns = self._sorted()
        row = columns.find(blob_id)
        if row < 0:
            return None
        return self._location(columns.numbers[row].tolist())

    def _location(self, numbers: Sequence[int]) -> BlobLocation:
        number, offset, length, plain_length = numbers
        kind = BlobKind.TREE if number & _TREE_BIT else BlobKind.DATA
        return BlobLocation(self._packs[number & ~_TREE_BIT], kind, offset, length, plain_length)

    def locate_all(self, blob_id: bytes) -> list[BlobLocation]:
        """Every place that holds the blob: honest parallel backups store one twice."""
        found = [self._location(_NUMBERS.unpack(fresh[blob_id])) for fresh in self._fresh if blob_id in fresh]
        columns = self._sorted()
        found += [self._location(columns.numbers[row].tolist()) for row in columns.find_all(blob_id)]
        return found

    def locate_many(self, ids: np.ndarray) -> LocatedBlobs:
        """Where each blob of `ids` (uint8, (n, 32)) lies, as `locate` tells of one."""
        columns = self._sorted()
        rows = columns.find_many(ids)
        found = rows >= 0
        numbers = np.zeros((len(ids), 4), dtype=np.uint32)
        numbers[found] = columns.numbers[rows[found]]
        if any(self._fresh):
            data, trees = self._fresh
            for missing in np.flatnonzero(~found).tolist():
                blob_id = ids[missing].tobytes()
                packed = data.get(blob_id) or trees.get(blob_id)
                if packed is not None:
                    found[missing] = True
                    numbers[missing] = _NUMBERS.unpack(packed)
        return LocatedBlobs(found, *_split(numbers))

    def measure(self, ids: Iterable[bytes]) -> BlobSizes:
        """The sum of the sizes of these blobs.

        Raises: BlobNotFoundError when one of them is not there.
        """
        asked = np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, ID_BYTES)
        located = self.locate_many(asked)
        if not located.found.all():
            raise BlobNotFoundError(asked[np.argmin(located.found)].tobytes().hex())
        lengths = located.lengths.astype(np.int64)
        plain_lengths = located.plain_lengths.astype(np.int64)
        plain = np.where(plain_lengths > 0, plain_lengths, lengths - OVERHEAD_BYTES)
        return BlobSizes(int(lengths.sum()), int(plain.sum()))

    def table(self) -> IndexTable:
        """What was loaded, as columns, in the order it was loaded; without what was added since."""
        columns = self._sorted()
        return IndexTable(columns.restore_ids(), *_split(columns.numbers))

    def __iter__(self) -> Iterator[tuple[bytes, BlobLocation]]:
        """All (id, location), first those that were loaded."""
        columns = self._sorted()
        ids = columns.restore_ids().tobytes()
        for row, numbers in enumerate(columns.numbers.tolist()):
            yield ids[row * ID_BYTES : (row + 1) * ID_BYTES], self._location(numbers)
        for fresh in self._fresh:
            for blob_id, packed in list(fresh.items()):
                yield blob_id, self._location(_NUMBERS.unpack(packed))


def _split(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of packs, whether trees, offsets, lengths, plaintext lengths."""
    first, offsets, lengths, plain_lengths = numbers.T
    trees = (first & np.uint32(_TREE_BIT)) != 0
    return first & np.uint32(_TREE_BIT - 1), trees, offsets, lengths, plain_lengths
