"""The index in memory: which pack holds which blob, as columns.

A blob costs 52 bytes: 32 of id, 4 of row number, 4 each of pack number, offset, length and plaintext length
(see `columns`). As long as there are few they stand in a dictionary, so that a command that only looks some
up loads no arrays: that takes longer than all else it does. Blobs saved since loading stand in a dictionary
for each kind beside them: a file may hold the bytes of a tree, and restic keeps the two apart though their id
is the same.
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
from firstbell.repository.format.index import (
    BlobColumns,
    BlobRow,
    IndexPack,
    make_columns,
    read_columns,
    read_rows,
)
from firstbell.repository.format.pack import BlobKind, PackedBlob

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


# the kind rides in the top bit of the pack number
_TREE_BIT = 1 << 31
# pack number and kind, offset, length, plaintext length: half the memory of a tuple of them
_NUMBERS = struct.Struct("<4I")
# arrays take as long to load as so many blobs take one by one, some times over
_FEW = 4096
# the names of so many at most are kept until somebody wants them as a set: 113 bytes each
_MOST_NAMED = 1 << 16
Numbers = tuple[int, int, int, int]


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


class _FewBlobs:
    """Blobs that were loaded, as long as there are few. `packs`: as they were loaded."""

    def __init__(self) -> None:
        self.packs: list[tuple[bytes, list[BlobRow]]] = []
        self.count = 0
        self._places: dict[bytes, list[Numbers]] = {}

    def add(self, number: int, pack_id: bytes, rows: list[BlobRow]) -> None:
        """A pack, which has this number."""
        for row in rows:
            first = number | (_TREE_BIT if row.is_tree else 0)
            self._places.setdefault(row.id, []).append((first, row.offset, row.length, row.plain_length))
        self.packs.append((pack_id, rows))
        self.count += len(rows)

    def find_all(self, blob_id: bytes) -> Sequence[Numbers]:
        """Every place that holds the blob."""
        return self._places.get(blob_id, ())

    @property
    def ids(self) -> Iterable[bytes]:
        """The ids of all of them."""
        return self._places.keys()


class Index:
    """All blobs of a repository. Reading is thread-safe, adding takes a lock.

    `few`: up to how many stand in a dictionary.
    """

    def __init__(self, *, few: int = _FEW) -> None:
        self._most_few = few
        self._packs: list[bytes] = []
        self._pack_numbers: dict[bytes, int] = {}
        # where this is set, neither of the next two is
        self._few: _FewBlobs | None = _FewBlobs()
        self._pending: RowTable | None = None
        self._columns: Columns | None = None
        self._named: list[str] = []
        self._fresh: tuple[dict[bytes, bytes], dict[bytes, bytes]] = ({}, {})
        self._lock = threading.Lock()

    def __len__(self) -> int:
        few = self._few
        loaded = len(self._sorted().keys) if few is None else few.count
        return loaded + sum(map(len, self._fresh))

    def __contains__(self, blob_id: bytes) -> bool:
        data, trees = self._fresh
        return blob_id in data or blob_id in trees or self._find(blob_id) is not None

    def holds(self, blob_id: bytes, kind: BlobKind) -> bool:
        """Whether the blob is there as one of this kind."""
        if blob_id in self._fresh[kind]:
            return True
        return any(bool(numbers[0] & _TREE_BIT) == bool(kind) for numbers in self._find_all(blob_id))

    @property
    def is_small(self) -> bool:
        """Whether looking blobs up one by one costs less than all at once."""
        return self._few is not None

    @property
    def pack_ids(self) -> Sequence[bytes]:
        """Raw ids of all packs that an index names."""
        return self._packs

    def load_packs(self, packs: Sequence[IndexPack], what: str) -> None:
        """Add the packs of an index file, which `what` names; cheap in bulk, before the first look-up.

        Raises: FormatError where they cannot be so; then none was added.
        """
        with self._lock:
            few = self._few
            if few is not None and few.count + sum(len(pack.blobs) for pack in packs) <= self._most_few:
                for pack_id, rows in read_rows(packs, what):
                    few.add(self._number_pack(pack_id), pack_id, rows)
                return
            columns = read_columns(packs, what)
            self._spread()
            self._add_columns(columns)

    def _spread(self) -> None:
        """What stood in a dictionary stands in columns from now on. The lock is held."""
        if self._few is not None:
            packs = self._few.packs
            self._pending = RowTable()
            self._add_columns(make_columns(packs))
            self._few = None

    def _add_columns(self, loaded: BlobColumns) -> None:
        ids = loaded.ids
        if self._pending is None:
            self._pending = RowTable()
        packs = np.array([self._number_pack(pack_id) for pack_id in loaded.pack_ids], dtype=np.uint32)
        numbers = np.empty((len(ids), 4), dtype=np.uint32)
        numbers[:, 0] = np.repeat(packs, loaded.counts)
        numbers[:, 0] |= loaded.trees.astype(np.uint32) * np.uint32(_TREE_BIT)
        numbers[:, 1] = loaded.offsets
        numbers[:, 2] = loaded.lengths
        numbers[:, 3] = loaded.plain_lengths
        self._pending.add(ids, numbers)
        named = self._named
        if len(named) + len(loaded.hex_ids) <= _MOST_NAMED:
            named += loaded.hex_ids
        else:
            named.clear()

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
        if columns is not None and self._pending is None:
            return columns
        with self._lock:
            self._spread()
            if self._pending is not None:
                loaded = Columns(self._pending.finish())
                if self._columns is not None:
                    rows = RowTable()
                    for part in (self._columns, loaded):
                        rows.add(part.restore_ids(), part.numbers)
                    loaded = Columns(rows.finish())
                # in this order: who finds nothing pending must find the new columns
                self._columns = loaded
                self._pending = None
            assert self._columns is not None
            return self._columns

    def _find(self, blob_id: bytes) -> Sequence[int] | None:
        """Numbers of a place that holds the blob, of those that were loaded."""
        few = self._few
        if few is not None:
            return next(iter(few.find_all(blob_id)), None)
        columns = self._sorted()
        row = columns.find(blob_id)
        return None if row < 0 else columns.numbers[row].tolist()

    def _find_all(self, blob_id: bytes) -> Sequence[Sequence[int]]:
        few = self._few
        if few is not None:
            return few.find_all(blob_id)
        columns = self._sorted()
        return [columns.numbers[row].tolist() for row in columns.find_all(blob_id)]

    def locate(self, blob_id: bytes) -> BlobLocation | None:
        """Where a blob lies; None where no index names it."""
        for fresh in self._fresh:
            if blob_id in fresh:
                return self._location(_NUMBERS.unpack(fresh[blob_id]))
        numbers = self._find(blob_id)
        return None if numbers is None else self._location(numbers)

    def _location(self, numbers: Sequence[int]) -> BlobLocation:
        number, offset, length, plain_length = numbers
        kind = BlobKind.TREE if number & _TREE_BIT else BlobKind.DATA
        return BlobLocation(self._packs[number & ~_TREE_BIT], kind, offset, length, plain_length)

    def locate_all(self, blob_id: bytes) -> list[BlobLocation]:
        """Every place that holds the blob: honest parallel backups store one twice."""
        found = [self._location(_NUMBERS.unpack(fresh[blob_id])) for fresh in self._fresh if blob_id in fresh]
        return found + [self._location(numbers) for numbers in self._find_all(blob_id)]

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

    def gather_hex_ids(self) -> set[str]:
        """The ids of all blobs that were loaded, as trees name them: 180 bytes each, and found at once."""
        few, named = self._few, self._named
        if few is None and len(named) == len(self._sorted().keys):
            self._named = []
            return set(named)
        ids = b"".join(few.ids) if few is not None else self._sorted().restore_ids().tobytes()
        gathered = set(ids.hex(" ", ID_BYTES).split(" "))
        gathered.discard("")  # of none
        return gathered

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
