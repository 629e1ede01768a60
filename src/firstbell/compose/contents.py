"""Content of file versions for those who judge it, from the blobs of a repository."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from firstbell.record.readers import BlobReader
from firstbell.record.versions import FileVersion

# The old and the new version of a file share blobs and are read right after each other.
_KEPT_BYTES = 64 << 20


class RepositoryContents:
    """Reads content, keeping the blobs read last at hand. Thread-safe."""

    def __init__(self, reader: BlobReader, *, kept_bytes: int = _KEPT_BYTES) -> None:
        self._reader = reader
        self._kept_bytes = kept_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size_bytes = 0

    def read(self, version: FileVersion, limit_bytes: int) -> bytes:
        """The first `limit_bytes` of the content. Raises an Error when a blob cannot be read."""
        parts = []
        left = limit_bytes
        for blob_id in version.content:
            if left <= 0:
                break
            part = self._load(blob_id)[:left]
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def read_blobs(self, blob_ids: Sequence[bytes]) -> bytes:
        """The plaintext of these blobs, joined."""
        return b"".join(self._load_each(blob_ids))

    def blob_size(self, blob_id: bytes) -> int:
        """Length of a blob's plaintext in bytes, without reading it."""
        return self._reader.blob_size(blob_id)

    def _load_each(self, blob_ids: Sequence[bytes]) -> Iterable[bytes]:
        return (self._load(blob_id) for blob_id in blob_ids)

    def _load(self, blob_id: bytes) -> bytes:
        with self._lock:
            kept = self._kept.get(blob_id)
            if kept is not None:
                self._kept.move_to_end(blob_id)
                return kept
        data = self._reader.load_blob(blob_id)
        with self._lock:
            if blob_id not in self._kept and len(data) <= self._kept_bytes:
                self._kept[blob_id] = data
                self._size_bytes += len(data)
                while self._size_bytes > self._kept_bytes:
                    self._size_bytes -= len(self._kept.popitem(last=False)[1])
        return data
