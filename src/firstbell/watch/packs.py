"""Proving packs: the header opens, fills the pack, and every blob is what it says. Each byte is read once."""

from __future__ import annotations

import threading

from firstbell.base.ids import hash_id
from firstbell.crypto.seal import Sealer
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import BlobKind, PackedBlob, render_header
from firstbell.repository.pack_check import MAX_PACK_BYTES, read_pack
from firstbell.repository.pack_header import read_header
from firstbell.repository.pack_proof import PackProver
from firstbell.store import Kind, Store, StoreError
from firstbell.watch.errors import UnprovenError

# restic's largest chunk is 8 MiB; a folder of a million files makes a tree of some hundreds
_MOST_BYTES = {BlobKind.DATA: 64 << 20, BlobKind.TREE: 512 << 20}


class PackJudge:
    """Proves packs of one repository. Thread-safe."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer
        self._provers = threading.local()

    def prove(self, pack_id: bytes) -> bytes:
        """The hash of the pack's header, once all of the pack is proven.

        Raises: UnprovenError; ObjectNotFoundError; StoreError where it cannot be read now.
        """
        size_bytes = self._store.size(Kind.DATA, pack_id.hex())
        if size_bytes > MAX_PACK_BYTES:
            raise UnprovenError(f"the pack is {size_bytes} bytes long, no program makes such")
        try:
            blobs = read_header(self._store, self._sealer, pack_id=pack_id, size_bytes=size_bytes)
        except FormatError as error:
            raise UnprovenError(str(error)) from None
        _refuse_bombs(blobs)
        if not self._find_prover().prove(pack_id, blobs, size_bytes):
            self._read_thoroughly(pack_id, blobs)
        return hash_header(blobs)

    def _find_prover(self) -> PackProver:
        prover: PackProver | None = getattr(self._provers, "mine", None)
        if prover is None:
            prover = self._provers.mine = PackProver(self._store, self._sealer)
        return prover

    def _read_thoroughly(self, pack_id: bytes, blobs: list[PackedBlob]) -> None:
        """Find out what is wrong; a pack may hold larger blobs than the quick way takes."""
        findings = read_pack(self._store, self._sealer, pack_id=pack_id, blobs=blobs).findings
        if any(finding.code == "pack.unreadable" for finding in findings):
            raise StoreError(findings[0].message)
        if findings:
            raise UnprovenError(findings[0].message)


def _refuse_bombs(blobs: list[PackedBlob]) -> None:
    for blob in blobs:
        if max(blob.plain_length, blob.length) > _MOST_BYTES[blob.kind]:
            size_bytes = max(blob.plain_length, blob.length)
            raise UnprovenError(f"it claims a {blob.kind.label} blob of {size_bytes} bytes")


def hash_header(blobs: list[PackedBlob]) -> bytes:
    """What stands for all blobs of a pack that lie one behind the other."""
    return hash_id(render_header(blobs))
