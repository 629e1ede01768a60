"""Blobs in columns, and the order of their ids.

A row holds one blob: eight bytes of its id are a number to sort by, the rest of the id and where it lies
stay in the row where they were loaded. Rows are never moved: sorting all columns took half of the time of
loading ten million blobs, and twice their memory. Ids are uniform, so equal keys are one blob in several
packs; eight equal bytes can be made on purpose, so rows with equal keys are sorted by the rest of their
ids, and searched by it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from firstbell.base.deferral import defer
from firstbell.base.ids import ID_BYTES

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


KEY_BYTES = 8
TAIL_BYTES = ID_BYTES - KEY_BYTES
_STEP = 1 << 16


class Rows(NamedTuple):
    """Blobs in the order they were loaded.

    `keys`: uint64, the first eight bytes of the ids as a number. `tails`: uint8, (n, 24), the other bytes.
    `numbers`: uint32, (n, 4): pack number and kind, offset, length, plaintext length.
    """

    keys: np.ndarray
    tails: np.ndarray
    numbers: np.ndarray


class RowTable:
    """Rows that are added to. Each column grows in place, by an eighth: pieces that are joined at the end
    would be there twice, and leave their holes in the heap.
    """

    def __init__(self) -> None:
        self._count = 0
        self._rows = Rows(
            np.empty(0, dtype=np.uint64),
            np.empty((0, TAIL_BYTES), dtype=np.uint8),
            np.empty((0, 4), dtype=np.uint32),
        )

    def __len__(self) -> int:
        return self._count

    def add(self, ids: np.ndarray, numbers: np.ndarray) -> None:
        """More rows: ids, uint8, (n, 32), and their numbers."""
        end = self._count + len(ids)
        room = len(self._rows.keys)
        if end > room:
            self._resize(max(end, room + room // 8))
        new = slice(self._count, end)
        self._rows.keys[new] = _read_keys(ids)
        self._rows.tails[new] = ids[:, KEY_BYTES:]
        self._rows.numbers[new] = numbers
        self._count = end

    def _resize(self, room: int) -> None:
        for column in self._rows:
            # nobody else holds the columns before `finish`
            column.resize((room, *column.shape[1:]), refcheck=False)

    def finish(self) -> Rows:
        """All rows; nothing may be added after."""
        self._resize(self._count)
        return self._rows


class Columns:
    """Rows and the order of their ids. `keys` is a memoryview of unsigned 64-bit numbers for `bisect`."""

    def __init__(self, rows: Rows) -> None:
        order = np.argsort(rows.keys)
        rows.keys.sort()  # in place, and thereby the same as taking them in that order
        self.key_array = rows.keys
        self.keys = rows.keys.data
        _order_ties(rows.keys, order, rows.tails)
        self.order = _narrow(order)
        self._row_at = self.order.data
        self.tail_array = rows.tails
        self._tails = rows.tails.reshape(-1).data
        self.numbers = rows.numbers

    def find(self, blob_id: bytes) -> int:
        """Row of the blob that was loaded first, -1 where there is none."""
        at = self._find_first(blob_id)
        return -1 if at < 0 else self._row_at[at]

    def find_all(self, blob_id: bytes) -> Iterator[int]:
        """Rows of a blob, in the order they were loaded."""
        at = self._find_first(blob_id)
        while 0 <= at < len(self.keys) and self._is_at(at, blob_id):
            yield self._row_at[at]
            at += 1

    def _find_first(self, blob_id: bytes) -> int:
        """Place in the order of the first row of a blob, -1 where there is none."""
        keys = self.keys
        key = int.from_bytes(blob_id[:KEY_BYTES], "big")
        at = bisect_left(keys, key)
        if at == len(keys) or keys[at] != key:
            return -1
        tail = blob_id[KEY_BYTES:]
        if self._tail(at) == tail:
            return at
        end = bisect_right(keys, key, lo=at)
        at += bisect_left(range(at, end), tail, key=self._tail)
        return at if at < end and self._tail(at) == tail else -1

    def _is_at(self, at: int, blob_id: bytes) -> bool:
        is_key = self.keys[at] == int.from_bytes(blob_id[:KEY_BYTES], "big")
        return is_key and self._tail(at) == blob_id[KEY_BYTES:]

    def _tail(self, at: int) -> bytes:
        start = self._row_at[at] * TAIL_BYTES
        return bytes(self._tails[start : start + TAIL_BYTES])

    def find_many(self, ids: np.ndarray) -> np.ndarray:
        """The row of each id of (n, 32), as `find`: int64, -1 where there is none."""
        if not len(self.keys):
            return np.full(len(ids), -1, dtype=np.int64)
        keys = _read_keys(ids)
        # in the order of the keys, neighbours are met in the processor's cache
        turn = np.argsort(keys)
        at = np.empty(len(ids), dtype=np.int64)
        at[turn] = np.searchsorted(self.key_array, keys[turn])
        at[at == len(self.keys)] = 0
        rows = self.order[at].astype(np.int64)
        is_key = self.key_array[at] == keys
        is_id = is_key & (self.tail_array[rows] == ids[:, KEY_BYTES:]).all(axis=1)
        rows[~is_id] = -1
        for other in np.flatnonzero(is_key & ~is_id).tolist():
            rows[other] = self.find(ids[other].tobytes())
        return rows

    def restore_ids(self) -> np.ndarray:
        """The ids in the order of the rows: uint8, (n, 32)."""
        ids = np.empty((len(self.keys), ID_BYTES), dtype=np.uint8)
        keys = np.empty(len(self.keys), dtype=">u8")
        keys[self.order] = self.key_array
        ids[:, :KEY_BYTES] = keys.view(np.uint8).reshape(-1, KEY_BYTES)
        ids[:, KEY_BYTES:] = self.tail_array
        return ids


def _read_keys(ids: np.ndarray) -> np.ndarray:
    """The first eight bytes of each id of (n, 32), big-endian, as uint64."""
    return np.ascontiguousarray(ids[:, :KEY_BYTES]).view(">u8").reshape(-1).astype(np.uint64)


def _order_ties(keys: np.ndarray, order: np.ndarray, tails: np.ndarray) -> None:
    """Puts rows with equal keys into the order of their ids, and those of one id as they were loaded."""
    same = keys[1:] == keys[:-1]
    if not same.any():
        return
    tied = np.zeros(len(keys), dtype=bool)
    tied[1:] |= same
    tied[:-1] |= same
    at = np.flatnonzero(tied)
    rows = order[at]
    words = np.ascontiguousarray(tails[rows]).view(">u8")
    order[at] = rows[np.lexsort((rows, words[:, 2], words[:, 1], words[:, 0], keys[at]))]


def _narrow(order: np.ndarray) -> np.ndarray:
    """Row numbers as uint32, in the same memory, half of which is given back: the most is held just now."""
    count = len(order)
    narrow = order.view(np.uint32)
    for start in range(0, count, _STEP):
        end = min(start + _STEP, count)
        narrow[start:end] = order[start:end]
    del narrow
    order.resize((count + 1) // 2, refcheck=False)
    return order.view(np.uint32)[:count]
