"""Saving blobs: each is sealed into a pack, a full pack is published in the background.

Each thread fills packs of its own, one for data and one for trees, so that threads never wait for each
other over a blob. Order of durability: packs, then the index that names them, then the snapshot; a kill
at any moment leaves at most packs that no index names.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from typing import NamedTuple

from firstbell.base.ids import hash_id
from firstbell.crypto.seal import OVERHEAD_BYTES, Sealer
from firstbell.repository.claims import Claims, ProcessClaims, ThreadClaims
from firstbell.repository.confirmation import confirm_kept
from firstbell.repository.format.compression import LEVEL_AUTO, LEVEL_MAX, compress, compress_many
from firstbell.repository.format.pack import BlobKind, PackedBlob
from firstbell.repository.index import Index
from firstbell.repository.index_writer import IndexWriter
from firstbell.repository.pack_draft import TARGET_PACK_BYTES as TARGET_PACK_BYTES
from firstbell.repository.pack_draft import NewBlob, PackDraft, SealBuffer
from firstbell.store import Kind, Store

Buffer = bytes | bytearray | memoryview

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


class _Bench:
    """What one thread packs with: a draft of each kind, and a buffer for each."""

    __slots__ = ("buffers", "drafts")

    def __init__(self) -> None:
        self.drafts: dict[BlobKind, PackDraft] = {}
        self.buffers: dict[BlobKind, SealBuffer] = {}


class BlobSaver(ABC):
    """Saves blobs into packs. Thread-safe; a context manager whose clean exit flushes everything."""

    def __init__(
        self, store: Store, sealer: Sealer, index: Index, *, version: int, compression: Compression
    ) -> None:
        self.store = store
        self.sealer = sealer
        self.index = index
        self.version = version
        self.compression = compression
        self._level = LEVEL_MAX if compression is Compression.MAX else LEVEL_AUTO
        self._thread_claims = ThreadClaims()
        self._claims: tuple[Claims, Claims] = (self._thread_claims, self._thread_claims)
        self._own = threading.local()
        self._benches: list[_Bench] = []
        self._lock = threading.Lock()
        self._publisher = ThreadPoolExecutor(_PUBLISHERS, thread_name_prefix="publish")
        self._slots = threading.Semaphore(_MAX_PUBLISHING)
        self._futures: list[Future[None]] = []

    def __enter__(self) -> BlobSaver:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._publisher.shutdown(wait=True, cancel_futures=True)
            self._abandon()

    @abstractmethod
    def _announce(self, pack_id: bytes, blobs: list[PackedBlob]) -> None:
        """Note a pack that has just been published. Called by the threads that publish."""

    def save_blob(self, kind: BlobKind, data: Buffer) -> SavedBlob:
        """Save a blob, unless the repository has it or another thread is saving it."""
        return self.save_hashed(kind, data, hash_id(data))

    def save_hashed(self, kind: BlobKind, data: Buffer, blob_id: bytes) -> SavedBlob:
        """As `save_blob`, for a caller that knows the id already."""
        if not self._claim(kind, [blob_id]):
            return SavedBlob(blob_id, is_new=False, size_bytes=len(data), stored_bytes=0)
        payload = compress(data, self._level) if self._compresses(kind) else data
        return self._store_blob(kind, data, blob_id, payload)

    def save_blobs(self, kind: BlobKind, data: Sequence[Buffer]) -> list[SavedBlob]:
        """As `save_blob` of each, in order; cheaper for many small ones, which are compressed in one call."""
        ids = [hash_id(one) for one in data]
        claimed = self._claim(kind, ids)
        new = [data[at] for at in claimed]
        payloads: Sequence[Buffer] = compress_many(new, self._level) if self._compresses(kind) else new
        saved = [SavedBlob(blob_id, False, len(one), 0) for blob_id, one in zip(ids, data, strict=True)]  # noqa: FBT003
        blobs = [
            _choose_form(data[at], ids[at], payload) for at, payload in zip(claimed, payloads, strict=True)
        ]
        self._store_each(kind, blobs)
        for at, blob in zip(claimed, blobs, strict=True):
            saved[at] = SavedBlob(ids[at], True, len(data[at]), len(blob.payload) + OVERHEAD_BYTES)  # noqa: FBT003
        return saved

    def _store_each(self, kind: BlobKind, blobs: Sequence[NewBlob]) -> None:
        at = 0
        while at < len(blobs):
            draft = self._open_draft(kind)
            at += draft.seal_each(kind, blobs[at:])
            self._publish_if_full(kind, draft)

    def _claim(self, kind: BlobKind, ids: Sequence[bytes]) -> list[int]:
        """Positions of those that are ours to save: neither in the repository nor being saved."""
        holds = self.index.holds
        missing = [at for at, blob_id in enumerate(ids) if not holds(blob_id, kind)]
        if not missing:
            return missing
        claims = self._claims[kind].claim(kind, [ids[at] for at in missing])
        return [at for at, is_ours in zip(missing, claims, strict=True) if is_ours]

    def _compresses(self, kind: BlobKind) -> bool:
        return self.version > 1 and (self.compression is not Compression.OFF or kind is BlobKind.TREE)

    def save_tree(self, data: bytes) -> SavedBlob:
        """Save a rendered tree."""
        return self.save_blob(BlobKind.TREE, data)

    def _store_blob(self, kind: BlobKind, data: Buffer, blob_id: bytes, payload: Buffer) -> SavedBlob:
        blob = _choose_form(data, blob_id, payload)
        self._store_each(kind, [blob])
        stored_bytes = len(blob.payload) + OVERHEAD_BYTES
        return SavedBlob(blob_id, is_new=True, size_bytes=len(data), stored_bytes=stored_bytes)

    def copy_sealed(self, blob: PackedBlob, sealed: bytes) -> None:
        """Append a blob of this repository's key as it is, whether or not another pack holds it too."""
        draft = self._open_draft(blob.kind)
        draft.append_sealed(blob, sealed)
        self._publish_if_full(blob.kind, draft)

    def _open_draft(self, kind: BlobKind) -> PackDraft:
        bench: _Bench | None = getattr(self._own, "bench", None)
        if bench is None:
            bench = self._own.bench = _Bench()
            with self._lock:
                self._benches.append(bench)
        draft = bench.drafts.get(kind)
        if draft is None:
            buffer = bench.buffers.setdefault(kind, SealBuffer())
            draft = bench.drafts[kind] = PackDraft(self.store.begin(Kind.DATA), self.sealer, buffer)
        return draft

    def _publish_if_full(self, kind: BlobKind, draft: PackDraft) -> None:
        if draft.is_full:
            del self._own.bench.drafts[kind]
            self._publish(draft)

    def _publish(self, draft: PackDraft) -> None:
        self._raise_failure()
        draft.drain()
        self._slots.acquire()
        future = self._publisher.submit(self._publish_draft, draft)
        future.add_done_callback(lambda _: self._slots.release())
        with self._lock:
            self._futures.append(future)

    def _publish_draft(self, draft: PackDraft) -> None:
        try:
            pack_id = draft.publish()
            confirm_kept(self.store, Kind.DATA, pack_id.hex(), size_bytes=draft.size_bytes)
            self._announce(pack_id, draft.blobs)
        finally:
            draft.abandon()

    def _raise_failure(self) -> None:
        with self._lock:
            done = [future for future in self._futures if future.done()]
            self._futures = [future for future in self._futures if not future.done()]
        for future in done:
            future.result()

    def flush(self) -> None:
        """Publish every pack, also those that are not full.

        Call it when no other thread is saving. Raises: StoreError and its kin; nothing that was
        published before is lost then.
        """
        for bench in self._benches:
            for kind in list(bench.drafts):
                self._publish(bench.drafts.pop(kind))
        with self._lock:
            futures, self._futures = self._futures, []
        for each in futures:
            each.result()

    def _abandon(self) -> None:
        for bench in self._benches:
            while bench.drafts:
                bench.drafts.popitem()[1].abandon()


def _choose_form(data: Buffer, blob_id: bytes, payload: Buffer) -> NewBlob:
    """What does not become smaller is stored as it is."""
    size_bytes = len(data)
    return NewBlob(blob_id, payload, size_bytes) if len(payload) < size_bytes else NewBlob(blob_id, data, 0)


class RepositoryWriter(BlobSaver):
    """Saves blobs and writes the index of their packs."""

    def __init__(
        self, store: Store, sealer: Sealer, index: Index, *, version: int, compression: Compression
    ) -> None:
        super().__init__(store, sealer, index, version=version, compression=compression)
        self._index_writer = IndexWriter(store, sealer, index, version=version)

    def __enter__(self) -> RepositoryWriter:
        return self

    def _announce(self, pack_id: bytes, blobs: list[PackedBlob]) -> None:
        self._index_writer.add(pack_id, blobs)

    def flush(self) -> None:
        """Publish every pack, then the index of them. See `BlobSaver.flush`."""
        super().flush()
        self._index_writer.flush()

    def adopt(self, pack_id: bytes, blobs: list[PackedBlob]) -> None:
        """Note a pack that a `PartWriter` has published. Raises: StoreError and its kin."""
        self._index_writer.add(pack_id, blobs)

    def share(self) -> ProcessClaims:
        """Claim data blobs from now on in memory that processes forked from this one share."""
        claims = ProcessClaims()
        claims.claim(BlobKind.DATA, self._thread_claims.data_ids)
        self._claims = (claims, self._thread_claims)
        return claims


class PartWriter(BlobSaver):
    """Saves data blobs in a process forked from a `RepositoryWriter`'s, which must `adopt` its packs."""

    def __init__(self, whole: RepositoryWriter, claims: ProcessClaims) -> None:
        super().__init__(
            whole.store, whole.sealer, whole.index, version=whole.version, compression=whole.compression
        )
        self._claims = (claims, self._thread_claims)
        self._published: list[tuple[bytes, list[PackedBlob]]] = []

    def _announce(self, pack_id: bytes, blobs: list[PackedBlob]) -> None:
        with self._lock:
            self._published.append((pack_id, blobs))

    def take_published(self) -> list[tuple[bytes, list[PackedBlob]]]:
        """Packs published since the last call: id and blobs of each."""
        with self._lock:
            published, self._published = self._published, []
        return published
