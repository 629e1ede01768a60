"""Writing snapshots anew without what is lost. Safe to kill at any moment.

Order for each snapshot: its new trees and their index, the new snapshot, and with `forget` the old one goes.
Lost is a blob that no pack holds which is there and long enough, and a tree that does not open, in any copy.
A read that fails for the store's sake is not a loss: it stops the work. So does an index that does not know
every pack, since what it does not know need not be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from firstbell.base.ids import InvalidIdError, parse_hex_id
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.repository.blobs import open_blob
from firstbell.repository.errors import BlobDamagedError, RepositoryError
from firstbell.repository.format.errors import FormatError, NewerFormatError
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.format.tree import RawTree
from firstbell.repository.index import BlobLocation, Index
from firstbell.repository.indexes import load_index
from firstbell.repository.pack_header import read_header
from firstbell.repository.packer import Compression, RepositoryWriter
from firstbell.repository.repository import Repository
from firstbell.repository.upkeep.tree_repair import RepairLoss, TreeRepair
from firstbell.store import Kind, ObjectNotFoundError, StoreError

TAG = "repaired"


class IndexBehindError(RepositoryError):
    """Something seems to be lost, but the index does not know every pack: it may only not be found."""

    code = "repository.index_behind"


@dataclass(frozen=True, slots=True)
class RepairedSnapshot:
    """A snapshot that misses something. `losses`: what its new tree is without.

    `new_tree`: hex id; None where the snapshot's own tree is lost, and nothing can be kept of it.
    `there`: a snapshot that an earlier repair made of it.
    """

    snapshot: Snapshot
    new_tree: str | None
    losses: Sequence[RepairLoss]
    there: Snapshot | None


class SnapshotRepairer:
    """Repairs snapshots of one repository. To save, the caller holds an exclusive lock."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._damaged_indexes: dict[str, str] = {}
        self._index = load_index(repository.store, repository.sealer, damaged=self._damaged_indexes)
        self._sizes = {parse_hex_id(info.name): info.size_bytes for info in repository.store.list(Kind.DATA)}
        self._known = repository.list_snapshots()
        self._trees = TreeRepair(self._load_tree, self._size_of)
        self._saved: set[bytes] = set()

    def examine(self, snapshot: Snapshot) -> RepairedSnapshot | None:
        """What a repair makes of a snapshot; None where nothing of it is lost. Nothing is written.

        Raises: IndexBehindError, StoreError when a tree cannot be read for the store's sake.
        """
        root = _root_of(snapshot)
        new_root, losses = self._trees.repair(root) if root is not None else (None, [])
        if new_root is not None and not losses:
            return None
        self._refuse_unknown_packs()
        new_tree = new_root.hex() if new_root is not None else None
        made = [other for other in self._known if other.original == snapshot.hex_id]
        there = next((other for other in made if other.tree == new_tree and TAG in (other.tags or ())), None)
        return RepairedSnapshot(snapshot, new_tree, losses, there)

    def save(self, repaired: RepairedSnapshot) -> Snapshot | None:
        """Save the snapshot without what is lost; it is durable when this returns.

        One that an earlier repair made is not made again. None where nothing can be kept.

        Raises: EncodingError, StoreError.
        """
        if repaired.new_tree is None or repaired.there is not None:
            return repaired.there
        with self._open_writer() as writer:
            for tree_id, data in self._trees.rendered.items():
                if tree_id not in self._saved and self._load_tree(tree_id) is None:
                    writer.save_tree(data)
        self._saved.update(self._trees.rendered)
        self._trees.rendered.clear()
        old = repaired.snapshot
        tags = [*(tag for tag in old.tags or () if tag != TAG), TAG]
        new = msgspec.structs.replace(old, hex_id="", tree=repaired.new_tree, original=old.hex_id, tags=tags)
        self._repository.save_snapshot(new)
        self._known.append(new)
        return new

    def forget(self, hex_ids: Iterable[str]) -> None:
        """Remove snapshot files. Raises: StoreError."""
        for hex_id in hex_ids:
            with suppress(ObjectNotFoundError):
                self._repository.remove_snapshot(hex_id)

    def find_garbage(self) -> tuple[dict[str, str], dict[str, str]]:
        """Snapshot files that cannot be read, hex id -> reason: those that are none, and those that may be
        one (of a newer format, or not to be read now).
        """
        garbage: dict[str, str] = {}
        doubtful: dict[str, str] = {}
        for hex_id in sorted(self._repository.snapshots.damaged):
            try:
                self._repository.load_snapshot(hex_id)
            except (NewerFormatError, StoreError) as error:
                doubtful[hex_id] = str(error)
            except FormatError as error:
                garbage[hex_id] = str(error)
        return garbage, doubtful

    def _open_writer(self) -> RepositoryWriter:
        # an index of its own, which is empty: the repository's may name a copy that does not open
        repository = self._repository
        return RepositoryWriter(
            repository.store,
            repository.sealer,
            Index(),
            version=repository.version,
            compression=Compression.AUTO,
        )

    def _list_copies(self, blob_id: bytes, kind: BlobKind) -> list[BlobLocation]:
        """Where the blob lies, in packs that are there and long enough."""
        return [
            at
            for at in self._index.locate_all(blob_id)
            if at.kind is kind and at.offset + at.length <= self._sizes.get(at.pack_id, 0)
        ]

    def _size_of(self, blob_id: bytes) -> int | None:
        for at in self._list_copies(blob_id, BlobKind.DATA):
            return at.plain_length or at.length - OVERHEAD_BYTES
        return None

    def _load_tree(self, tree_id: bytes) -> RawTree | None:
        fault: StoreError | None = None
        for at in self._list_copies(tree_id, BlobKind.TREE):
            try:
                sealed = self._repository.store.read_range(
                    Kind.DATA, at.pack_id.hex(), offset=at.offset, length=at.length
                )
                return RawTree.parse(open_blob(self._repository.sealer, sealed, blob_id=tree_id, location=at))
            except StoreError as error:
                fault = error
            except (BlobDamagedError, FormatError):
                continue
        if fault is not None:
            raise fault
        return None

    def _refuse_unknown_packs(self) -> None:
        """Raises: IndexBehindError."""
        hint = "nothing was changed; run `firstbell repair index` first"
        if self._damaged_indexes:
            name, reason = next(iter(self._damaged_indexes.items()))
            raise IndexBehindError(f"index {name[:8]} cannot be read: {reason}", hint=hint)
        for pack_id in sorted(self._sizes.keys() - set(self._index.pack_ids)):
            with suppress(FormatError):
                repository = self._repository
                size_bytes = self._sizes[pack_id]
                read_header(repository.store, repository.sealer, pack_id=pack_id, size_bytes=size_bytes)
                raise IndexBehindError(f"pack {pack_id.hex()[:8]} is in no index", hint=hint)


def _root_of(snapshot: Snapshot) -> bytes | None:
    try:
        return parse_hex_id(snapshot.tree)
    except InvalidIdError:
        return None
