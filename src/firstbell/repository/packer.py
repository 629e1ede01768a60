"""Packs in the making: blobs are sealed into them, a full one is published in the background.

Each thread fills packs of its own, one for data and one for trees, so that threads never wait for each
other over a blob. Order of durability: packs, then the index that names them, then the snapshot; a kill
at any moment leaves at most packs that no index names.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from typing import NamedTuple

from firstbell.base.ids import hash_id
from firstbell.crypto.sealing import Sealer
from firstbell.repository.format.compression import LEVEL_AUTO, LEVEL_MAX, compress, compress_many
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import (
    LENGTH,
    MAX_HEADER_BYTES,
    BlobKind,
    PackedBlob,
    parse_header,
    render_header,
)
from firstbell.repository.index import Index
from firstbell.repository.unpacked import EncodingError, save_unpacked
from firstbell.store import Kind, Store

Buffer = bytes | bytearray | memoryview

TARGET_PACK_BYTES = 16 << 20
_MAX_BLOBS_IN_PACK = MAX_HEADER_BYTES // 64
_MAX_BLOBS_IN_INDEX = 50_000
_PUBLISHERS = 2
_MAX_PUBLISHING = 4


class Compression(StrEnum):
    """`auto`: zstd level 2. `max`: level 19. `off`: data as it is (trees are compressed all the same)."""

    AUTO = "auto"
    OFF = "off"
    MAX = "max"


class SavedBlob(NamedTuple):
    """What became of a blob. `stored_bytes`: what it added to a pack, 0 when it was there before."""

    id: bytes
    is_new: bool
    size_bytes: int
    stored_bytes: int


class _Pack:
    """One pack being filled."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.blobs: list[PackedBlob] = []
        self.size_bytes = 0
        self.digest = hashlib.sha256()

    def append(self, parts: tuple[bytes, ...]) -> None:
        for part in parts:
            self.digest.update(part)
            self.size_bytes += len(part)
        self.parts += parts

    def is_full(self) -> bool:
        return self.size_bytes >= TARGET_PACK_BYTES or len(self.blobs) >= _MAX_BLOBS_IN_PACK


class _ThreadPacks(threading.local):
    def __init__(self) -> None:
        self.by_kind: dict[BlobKind, _Pack] = {}


class RepositoryWriter:
    """Saves blobs. Thread-safe; a context manager whose clean exit flushes everything."""

    def __init__(
        self, store: Store, sealer: Sealer, index: Index, *, version: int, compression: Compression
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._index = index
        self._version = version
        self._level = LEVEL_MAX if compression is Compression.MAX else LEVEL_AUTO
        self._compresses_data = compression is not Compression.OFF
        self._claimed: tuple[dict[bytes, int], dict[bytes, int]] = ({}, {})
        self._claims = iter(range(1 << 62))
        self._packs = _ThreadPacks()
        self._all_packs: list[dict[BlobKind, _Pack]] = []
        self._lock = threading.Lock()
        self._publisher = ThreadPoolExecutor(_PUBLISHERS, thread_name_prefix="publish")
        self._slots = threading.Semaphore(_MAX_PUBLISHING)
        self._futures: list[Future[None]] = []
        self._published: dict[bytes, list[PackedBlob]] = {}
        self._published_blobs = 0

    def __enter__(self) -> RepositoryWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._publisher.shutdown(wait=True, cancel_futures=True)

    def save_blob(self, kind: BlobKind, data: Buffer) -> SavedBlob:
        """Save a blob, unless the repository has it or another thread is saving it."""
        return self.save_hashed(kind, data, hash_id(data))

    def save_hashed(self, kind: BlobKind, data: Buffer, blob_id: bytes) -> SavedBlob:
        """As `save_blob`, for a caller that knows the id already."""
        if not self._claim(kind, blob_id):
            return SavedBlob(blob_id, is_new=False, size_bytes=len(data), stored_bytes=0)
        payload = compress(data, self._level) if self._compresses(kind) else data
        return self._store_blob(kind, data, blob_id, payload)

    def save_blobs(self, kind: BlobKind, data: Sequence[Buffer]) -> list[SavedBlob]:
        """As `save_blob` of each, in order; cheaper for many small ones, which are compressed in one call."""
        ids = [hash_id(one) for one in data]
        claimed = [at for at, blob_id in enumerate(ids) if self._claim(kind, blob_id)]
        new = [data[at] for at in claimed]
        payloads: Sequence[Buffer] = compress_many(new, self._level) if self._compresses(kind) else new
        saved = [SavedBlob(blob_id, False, len(one), 0) for blob_id, one in zip(ids, data, strict=True)]  # noqa: FBT003
        for at, payload in zip(claimed, payloads, strict=True):
            saved[at] = self._store_blob(kind, data[at], ids[at], payload)
        return saved

    def _claim(self, kind: BlobKind, blob_id: bytes) -> bool:
        """Whether it is ours to save: neither in the repository nor being saved."""
        if self._index.holds(blob_id, kind):
            return False
        # setdefault is one step of the interpreter: exactly one thread sees its own claim
        claim = next(self._claims)
        return self._claimed[kind].setdefault(blob_id, claim) == claim

    def _compresses(self, kind: BlobKind) -> bool:
        return self._version > 1 and (self._compresses_data or kind is BlobKind.TREE)

    def save_tree(self, data: bytes) -> SavedBlob:
        """Save a rendered tree."""
        return self.save_blob(BlobKind.TREE, data)

    def _store_blob(self, kind: BlobKind, data: Buffer, blob_id: bytes, payload: Buffer) -> SavedBlob:
        plain_length = len(data) if len(payload) < len(data) else 0
        if not plain_length:
            payload = data  # what does not become smaller is stored as it is
        length = self._append(kind, blob_id, self._sealer.seal_parts(payload), plain_length)
        return SavedBlob(blob_id, is_new=True, size_bytes=len(data), stored_bytes=length)

    def _append(self, kind: BlobKind, blob_id: bytes, parts: tuple[bytes, ...], plain_length: int) -> int:
        length = sum(map(len, parts))
        pack = self._open_pack(kind)
        pack.blobs.append(PackedBlob(kind, blob_id, pack.size_bytes, length, plain_length))
        pack.append(parts)
        if pack.is_full():
            del self._packs.by_kind[kind]
            self._publish(pack)
        return length

    def copy_sealed(self, blob: PackedBlob, sealed: bytes) -> None:
        """Append a blob of this repository's key as it is, whether or not another pack holds it too."""
        self._append(blob.kind, blob.id, (sealed,), blob.plain_length)

    def _open_pack(self, kind: BlobKind) -> _Pack:
        by_kind = self._packs.by_kind
        pack = by_kind.get(kind)
        if pack is None:
            pack = by_kind[kind] = _Pack()
            if len(by_kind) == 1:
                with self._lock:
                    if not any(by_kind is known for known in self._all_packs):
                        self._all_packs.append(by_kind)
        return pack

    def _publish(self, pack: _Pack) -> None:
        self._raise_failure()
        self._slots.acquire()
        future = self._publisher.submit(self._publish_pack, pack)
        future.add_done_callback(lambda _: self._slots.release())
        with self._lock:
            self._futures.append(future)

    def _publish_pack(self, pack: _Pack) -> None:
        header = render_header(pack.blobs)
        sealed = self._sealer.seal(header)
        if parse_header(self._sealer.open(sealed), "pack") != pack.blobs:
            raise EncodingError("a pack's header does not decode to what it was made of")
        pack.append((sealed, LENGTH.pack(len(sealed))))
        pack_id = pack.digest.digest()
        self._store.write(Kind.DATA, pack_id.hex(), pack.parts)
        pack.parts = []
        self._index.add_pack(pack_id, pack.blobs)
        full: dict[bytes, list[PackedBlob]] = {}
        with self._lock:
            self._published[pack_id] = pack.blobs
            self._published_blobs += len(pack.blobs)
            if self._published_blobs >= _MAX_BLOBS_IN_INDEX:
                full, self._published, self._published_blobs = self._published, {}, 0
        if full:
            self._write_index(full)

    def _write_index(self, packs: dict[bytes, list[PackedBlob]]) -> None:
        save_unpacked(
            self._store, self._sealer, Kind.INDEX, plaintext=render_index(packs), version=self._version
        )

    def _raise_failure(self) -> None:
        with self._lock:
            done = [future for future in self._futures if future.done()]
            self._futures = [future for future in self._futures if not future.done()]
        for future in done:
            future.result()

    def flush(self) -> None:
        """Publish every pack, also those that are not full, then the index of them.

        Call it when no other thread is saving. Raises: StoreError and its kin; nothing that was
        published before is lost then.
        """
        with self._lock:
            open_packs, self._all_packs = self._all_packs, []
        for by_kind in open_packs:
            for kind in list(by_kind):
                self._publish(by_kind.pop(kind))
        for each in self._drain():
            each.result()
        packs, self._published, self._published_blobs = self._published, {}, 0
        if packs:
            self._write_index(packs)

    def _drain(self) -> list[Future[None]]:
        with self._lock:
            futures, self._futures = self._futures, []
        return futures
