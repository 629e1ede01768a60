"""Index files in the making: the packs published so far, written when there are enough of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from firstbell.crypto.seal import Sealer
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.index import Index
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, Store

# rendering, sealing and verifying an index file takes 600 bytes of memory a blob
_MAX_BLOBS = 25_000


class IndexWriter:
    """Notes published packs in an index in memory and in index files. Thread-safe."""

    def __init__(self, store: Store, sealer: Sealer, index: Index, *, version: int) -> None:
        self._store = store
        self._sealer = sealer
        self._index = index
        self._version = version
        self._lock = threading.Lock()
        self._packs: dict[bytes, Sequence[PackedBlob]] = {}
        self._blobs = 0

    def add(self, pack_id: bytes, blobs: Sequence[PackedBlob]) -> None:
        """Note a pack that is durable. Raises: StoreError and its kin."""
        self._index.add_pack(pack_id, blobs)
        full: dict[bytes, Sequence[PackedBlob]] = {}
        with self._lock:
            self._packs[pack_id] = blobs
            self._blobs += len(blobs)
            if self._blobs >= _MAX_BLOBS:
                full = self._take()
        if full:
            self._write(full)

    def flush(self) -> None:
        """Write what no index file names yet. Raises: StoreError and its kin."""
        with self._lock:
            packs = self._take()
        if packs:
            self._write(packs)

    def _take(self) -> dict[bytes, Sequence[PackedBlob]]:
        packs, self._packs, self._blobs = self._packs, {}, 0
        return packs

    def _write(self, packs: dict[bytes, Sequence[PackedBlob]]) -> None:
        save_unpacked(
            self._store, self._sealer, Kind.INDEX, plaintext=render_index(packs), version=self._version
        )
