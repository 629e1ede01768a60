"""Prune: remove what no snapshot needs. Safe to kill at any moment.

Order: new packs; the index of the new packs; an index of all that stays, which supersedes the old ones;
the old index files go; the old packs go. Until the old index files are gone every old pack is there, and
once they are gone nothing names an old pack.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from firstbell.base.ids import parse_hex_id
from firstbell.base.progress import Progress
from firstbell.repository.blobs import open_blob
from firstbell.repository.errors import RepositoryError
from firstbell.repository.index import BlobLocation
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.repository import Repository
from firstbell.repository.upkeep.index_files import replace_indexes
from firstbell.repository.upkeep.prune_plan import PackUse, PrunePlan, UnusedLimit, plan_prune
from firstbell.repository.upkeep.reachability import find_needed_blobs
from firstbell.store import Kind, ObjectNotFoundError


class SnapshotsDamagedError(RepositoryError):
    """Snapshot files cannot be read, so what they need cannot be known."""

    code = "repository.snapshots_damaged"


@dataclass(frozen=True, slots=True)
class PruneResult:
    """What a prune did, or with `dry_run` would do. Sizes are of pack files."""

    packs_kept: int
    packs_repacked: int
    packs_removed: int
    freed_bytes: int
    unused_bytes: int


def prepare_prune(repository: Repository, limit: UnusedLimit, progress: Progress) -> PrunePlan:
    """What a prune would do. The caller holds an exclusive lock.

    Raises: SnapshotsDamagedError, UnreachableError, MissingDataError; nothing is removed then.
    """
    snapshots = repository.list_snapshots()
    if repository.snapshots.damaged:
        names = ", ".join(name[:8] for name in sorted(repository.snapshots.damaged))
        raise SnapshotsDamagedError(
            f"snapshots that cannot be read: {names}",
            hint="`firstbell check` names what is hurt; restore these files, or remove them",
        )
    repository.reload_index()
    progress.start("find what is needed", total_files=len(snapshots))
    needed = find_needed_blobs(repository, snapshots, progress)
    progress.finish()
    stored = {parse_hex_id(info.name): info.size_bytes for info in repository.store.list(Kind.DATA)}
    return plan_prune(repository.index, stored, needed=needed, limit=limit)


def prune_repository(repository: Repository, plan: PrunePlan, progress: Progress) -> PruneResult:
    """Carry out a plan. The caller holds the exclusive lock it was made under.

    Raises: BlobDamagedError when a blob to move is damaged, StoreError; nothing is lost then.
    """
    old_indexes = sorted(info.name for info in repository.store.list(Kind.INDEX))
    if not plan.is_idle():
        progress.start(
            "repack", total_files=len(plan.repack), total_bytes=sum(p.size_bytes for p in plan.repack)
        )
        with repository.writer() as writer:
            for pack in plan.repack:
                _move_blobs(repository, pack, writer)
                progress.advance(files=1, size_bytes=pack.size_bytes)
        progress.finish()
        replace_indexes(repository, {pack.pack_id: pack.blobs for pack in plan.keep}, old_indexes)
        gone = [*(pack.pack_id for pack in (*plan.remove, *plan.repack)), *plan.unreferenced]
        progress.start("remove", total_files=len(gone))
        for pack_id in gone:
            with suppress(ObjectNotFoundError):
                repository.store.delete(Kind.DATA, pack_id.hex())
            progress.advance(files=1)
        progress.finish()
        repository.reload_index()
    return describe_plan(plan)


def describe_plan(plan: PrunePlan) -> PruneResult:
    """The figures of a plan."""
    return PruneResult(
        packs_kept=len(plan.keep),
        packs_repacked=len(plan.repack),
        packs_removed=len(plan.remove) + len(plan.unreferenced),
        freed_bytes=plan.freed_bytes,
        unused_bytes=sum(pack.unused_bytes for pack in plan.keep),
    )


def _move_blobs(repository: Repository, pack: PackUse, writer: RepositoryWriter) -> None:
    """Copy the sealed bytes of the blobs to keep; each is opened and hashed first."""
    data = memoryview(repository.store.read(Kind.DATA, pack.pack_id.hex()))
    for blob in pack.keep:
        sealed = data[blob.offset : blob.offset + blob.length]
        location = BlobLocation(pack.pack_id, blob.kind, blob.offset, blob.length, blob.plain_length)
        open_blob(repository.sealer, sealed, blob_id=blob.id, location=location)
        writer.copy_sealed(blob, bytes(sealed))
