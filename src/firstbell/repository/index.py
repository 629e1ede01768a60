"""The index in memory: which pack holds which blob, as columns.

A blob costs 56 bytes: 32 of id, 8 of sort key, 4 each of pack number, offset, length and plaintext
length. Look-ups are a binary search over the sort keys (the ids' first eight bytes); ids are uniform, so
equal keys are met by stepping on. Blobs saved since loading stand in a dictionary for each kind beside the
columns: a file may hold the bytes of a tree, and restic keeps the two apart though their id is the same.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from firstbell.repository.format.pack import BlobKind, PackedBlob

# the kind rides in the top bit of the pack number
_TREE_BIT = 1 << 31


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


class _Columns:
    """Blobs sorted by id. `keys` is a memoryview of unsigned 64-bit numbers for `bisect`."""

    def __init__(self, ids: np.ndarray, numbers: np.ndarray) -> None:
        keys = np.ascontiguousarray(ids[:, :8]).view(">u8").reshape(-1).astype(np.uint64)
        order = np.argsort(keys, kind="stable")
        self.key_array = keys[order]
        self.keys = self.key_array.data
        self.ids = memoryview(ids[order].tobytes())
        self.numbers = np.ascontiguousarray(numbers[order])

    def find(self, blob_id: bytes) -> int:
        """First row of a blob, -1 where there is none."""
        return next(self.find_all(blob_id), -1)

    def find_all(self, blob_id: bytes) -> Iterator[int]:
        """Rows of a blob. Other ids may lie between: eight equal bytes can be made on purpose."""
        key = int.from_bytes(blob_id[:8], "big")
        row = bisect_left(self.keys, key)
        while row < len(self.keys) and self.keys[row] == key:
            if self.ids[row * 32 : row * 32 + 32] == blob_id:
                yield row
            row += 1


class Index:
    """All blobs of a repository. Reading is thread-safe, adding takes a lock."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._pack_numbers: dict[bytes, int] = {}
        self._pending_ids: list[bytes] = []
        self._pending_numbers: list[np.ndarray] = []
        self._columns: _Columns | None = None
        self._fresh: tuple[dict[bytes, BlobLocation], dict[bytes, BlobLocation]] = ({}, {})
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

    def load_pack(self, pack_id: bytes, blobs: Sequence[PackedBlob]) -> None:
        """Add a pack of an index file; cheap in bulk, before the first look-up."""
        number = self._number_pack(pack_id)
        table = np.array(
            [(number | (_TREE_BIT if b.kind else 0), b.offset, b.length, b.plain_length) for b in blobs],
            dtype=np.uint32,
        ).reshape(-1, 4)
        with self._lock:
            self._pending_ids.append(b"".join(b.id for b in blobs))
            self._pending_numbers.append(table)

    def add_pack(self, pack_id: bytes, blobs: Iterable[PackedBlob]) -> None:
        """Add a pack just written; its blobs are found at once."""
        with self._lock:
            self._number_pack(pack_id)
            for blob in blobs:
                location = BlobLocation(pack_id, blob.kind, blob.offset, blob.length, blob.plain_length)
                self._fresh[blob.kind].setdefault(blob.id, location)

    def _number_pack(self, pack_id: bytes) -> int:
        number = self._pack_numbers.get(pack_id)
        if number is None:
            number = self._pack_numbers[pack_id] = len(self._packs)
            self._packs.append(pack_id)
        return number

    def _sorted(self) -> _Columns:
        columns = self._columns
        if columns is not None and not self._pending_ids:
            return columns
        with self._lock:
            if self._columns is None or self._pending_ids:
                ids = np.frombuffer(b"".join(self._pending_ids), dtype=np.uint8).reshape(-1, 32)
                empty = np.empty((0, 4), dtype=np.uint32)
                numbers = np.concatenate([empty, *self._pending_numbers])
                if self._columns is not None:
                    old = np.frombuffer(self._columns.ids, dtype=np.uint8).reshape(-1, 32)
                    ids = np.concatenate([old, ids])
                    numbers = np.concatenate([self._columns.numbers, numbers])
                self._columns = _Columns(ids, numbers)
                self._pending_ids, self._pending_numbers = [], []
            return self._columns

    def locate(self, blob_id: bytes) -> BlobLocation | None:
        """Where a blob lies; None where no index names it."""
        for fresh in self._fresh:
            if blob_id in fresh:
                return fresh[blob_id]
        columns = self._sorted()
        row = columns.find(blob_id)
        if row < 0:
            return None
        return self._location(columns.numbers[row].tolist())

    def _location(self, numbers: list[int]) -> BlobLocation:
        number, offset, length, plain_length = numbers
        kind = BlobKind.TREE if number & _TREE_BIT else BlobKind.DATA
        return BlobLocation(self._packs[number & ~_TREE_BIT], kind, offset, length, plain_length)

    def locate_all(self, blob_id: bytes) -> list[BlobLocation]:
        """Every place that holds the blob: honest parallel backups store one twice."""
        found = [fresh[blob_id] for fresh in self._fresh if blob_id in fresh]
        columns = self._sorted()
        found += [self._location(columns.numbers[row].tolist()) for row in columns.find_all(blob_id)]
        return found

    def table(self) -> IndexTable:
        """What was loaded, as columns in order of id; without what was added since."""
        columns = self._sorted()
        ids = np.frombuffer(columns.ids, dtype=np.uint8).reshape(-1, 32)
        first, offsets, lengths, plain_lengths = columns.numbers.T
        trees = (first & np.uint32(_TREE_BIT)) != 0
        packs = first & np.uint32(_TREE_BIT - 1)
        return IndexTable(ids, packs, trees, offsets, lengths, plain_lengths)

    def __iter__(self) -> Iterator[tuple[bytes, BlobLocation]]:
        """All (id, location), those of the columns in order of id."""
        columns = self._sorted()
        for row, numbers in enumerate(columns.numbers.tolist()):
            yield bytes(columns.ids[row * 32 : row * 32 + 32]), self._location(numbers)
        for fresh in self._fresh:
            yield from list(fresh.items())
