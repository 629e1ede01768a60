"""The bytes of files, read by the blob when they are asked for; every blob is held against its hash."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate

from firstbell.record.readers import BlobReader

# as many as restic keeps
_CACHE_BYTES = 64 << 20


class BlobCache:
    """Blobs that were read last, up to so many bytes. Thread-safe."""

    def __init__(self, source: BlobReader, limit_bytes: int = _CACHE_BYTES) -> None:
        self._source = source
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._lock = threading.Lock()

    def size(self, blob_id: bytes) -> int:
        """Length of a blob in bytes. Raises: BlobNotFoundError."""
        return self._source.blob_size(blob_id)

    def load(self, blob_id: bytes) -> bytes:
        """A blob. Raises: as `BlobReader.load_blob`."""
        with self._lock:
            data = self._kept.get(blob_id)
            if data is not None:
                self._kept.move_to_end(blob_id)
                return data
        data = self._source.load_blob(blob_id)
        with self._lock:
            if blob_id not in self._kept:
                self._kept[blob_id] = data
                self._kept_bytes += len(data)
            while self._kept_bytes > self._limit_bytes and len(self._kept) > 1:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])
        return data


class BlobContent:
    """A file's bytes: its blobs, one behind the other. Thread-safe."""

    def __init__(self, cache: BlobCache, ids: Sequence[bytes]) -> None:
        self._cache = cache
        self._ids = ids
        # where each ends
        self._ends = list(accumulate(cache.size(blob_id) for blob_id in ids))

    def read(self, offset: int, size_bytes: int) -> bytes:
        """See `MountedContent.read`."""
        parts = []
        at = bisect_right(self._ends, offset)
        while size_bytes > 0 and at < len(self._ids):
            begin = self._ends[at - 1] if at else 0
            part = self._cache.load(self._ids[at])[offset - begin : offset - begin + size_bytes]
            parts.append(part)
            offset += len(part)
            size_bytes -= len(part)
            at += 1
        return b"".join(parts)
