"""Prune: remove what no snapshot needs. Safe to kill at any moment.

Order: new packs; the index of the new packs; an index of all that stays, which supersedes the old ones;
the old index files go; the old packs go. Until the old index files are gone every old pack is there, and
once they are gone nothing names an old pack.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from firstbell.base.ids import parse_hex_id
from firstbell.base.progress import Progress
from firstbell.record.pins import PinnedSnapshot
from firstbell.repository.blobs import open_blob
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.compression import LEVEL_AUTO, compress
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.index import BlobLocation
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.repository import Repository
from firstbell.repository.upkeep.held_packs import find_held, spare_held
from firstbell.repository.upkeep.index_files import replace_indexes
from firstbell.repository.upkeep.prune_plan import PackUse, PrunePlan, Repacking, plan_prune
from firstbell.repository.upkeep.reachability import find_needed_blobs
from firstbell.store import Kind, ObjectNotFoundError


class SnapshotsDamagedError(RepositoryError):
    """Snapshot files cannot be read, so what they need cannot be known."""

    code = "repository.snapshots_damaged"


class LateSnapshotError(RepositoryError):
    """Snapshots are listed that were not when the prune was planned: a stale listing, or a broken lock."""

    code = "repository.late_snapshot"


class UncompressibleError(RepositoryError):
    """Data is to be compressed in a repository whose version has no compression."""

    code = "repository.uncompressible"


_VERSION_HINT = "leave out --repack-uncompressed, or copy the snapshots to a new repository with `copy`"


@dataclass(frozen=True, slots=True)
class PruneResult:
    """What a prune did, or with `dry_run` would do. Sizes are of pack files. `held_bytes`: of those that
    would have gone, but for the place that still keeps them.
    """

    packs_kept: int
    packs_repacked: int
    packs_removed: int
    freed_bytes: int
    unused_bytes: int
    held_bytes: int


def prepare_prune(
    repository: Repository, wanted: Repacking, progress: Progress, *, pinned: Sequence[PinnedSnapshot] = ()
) -> PrunePlan:
    """What a prune would do. The caller holds an exclusive lock.

    `pinned`: snapshots whose data is needed, whether or not their files are still there.

    Raises: SnapshotsDamagedError, UnreachableError, MissingDataError; UncompressibleError when data is to be
    compressed in a repository of version 1. Nothing is removed then.
    """
    if wanted.uncompressed and repository.version < 2:
        raise UncompressibleError("a repository of version 1 cannot hold compressed data", hint=_VERSION_HINT)
    snapshots = repository.list_snapshots()
    if repository.snapshots.damaged:
        names = ", ".join(name[:8] for name in sorted(repository.snapshots.damaged))
        raise SnapshotsDamagedError(
            f"snapshots that cannot be read: {names}",
            hint="`firstbell check` lists the damage; restore these files from a copy, or remove them",
        )
    repository.reload_index()
    progress.start("find what is needed", total_files=len(snapshots))
    there = {snapshot.tree for snapshot in snapshots}
    missing = [Snapshot(pin.time, pin.tree, hex_id=pin.hex_id) for pin in pinned if pin.tree not in there]
    needed = find_needed_blobs(repository, [*snapshots, *missing], progress)
    progress.finish()
    stored = {parse_hex_id(info.name): info.size_bytes for info in repository.store.list(Kind.DATA)}
    plan = spare_held(repository, plan_prune(repository.index, stored, needed=needed, wanted=wanted))
    return replace(plan, snapshots=frozenset(snapshot.hex_id for snapshot in snapshots))


def prune_repository(
    repository: Repository,
    plan: PrunePlan,
    progress: Progress,
    *,
    level: int = LEVEL_AUTO,
) -> PruneResult:
    """Carry out a plan. The caller holds the exclusive lock it was made under.

    `level`: of the compression, where the plan is to compress.

    Raises: BlobDamagedError when a blob to move is damaged, LateSnapshotError, LockLostError, StoreError;
    nothing is lost then.
    """
    if plan.is_idle():
        return describe_plan(plan)
    indexes = {info.name for info in repository.store.list(Kind.INDEX)}
    old_indexes = sorted(indexes - find_held(repository, Kind.INDEX, indexes))
    before_bytes = _count_bytes(repository)
    progress.start("repack", total_files=len(plan.repack), total_bytes=sum(p.size_bytes for p in plan.repack))
    with repository.writer() as writer:
        for pack in plan.repack:
            _move_blobs(repository, pack, writer, level=level if plan.compresses else None)
            progress.advance(files=1, size_bytes=pack.size_bytes)
    progress.finish()
    _refuse_late(repository, plan)
    listed = {pack.pack_id: pack.blobs for pack in plan.keep if pack.pack_id not in plan.indexed}
    replace_indexes(repository, listed, old_indexes)
    _refuse_late(repository, plan)
    progress.start("remove", total_files=len(plan.gone))
    for pack_id in plan.gone:
        with suppress(ObjectNotFoundError):
            repository.store.delete(Kind.DATA, pack_id.hex())
        progress.advance(files=1)
    progress.finish()
    repository.reload_index()
    return replace(describe_plan(plan), freed_bytes=before_bytes - _count_bytes(repository))


def _refuse_late(repository: Repository, plan: PrunePlan) -> None:
    """Raises: LockLostError, LateSnapshotError when a snapshot may need what the plan removes."""
    repository.locks.assert_held()
    late = {info.name for info in repository.store.list(Kind.SNAPSHOTS)} - plan.snapshots
    if late:
        names = ", ".join(name[:8] for name in sorted(late))
        raise LateSnapshotError(
            f"snapshots that were not listed when the prune began: {names}",
            hint="no data was removed; run `firstbell prune` again",
        )


def _count_bytes(repository: Repository) -> int:
    return sum(info.size_bytes for info in repository.store.list(Kind.DATA))


def describe_plan(plan: PrunePlan) -> PruneResult:
    """The figures of a plan."""
    return PruneResult(
        packs_kept=len(plan.keep),
        packs_repacked=len(plan.repack),
        packs_removed=len(plan.remove) + len(plan.unreferenced),
        freed_bytes=plan.freed_bytes,
        unused_bytes=sum(pack.unused_bytes for pack in plan.keep),
        held_bytes=plan.held_bytes,
    )


def _move_blobs(
    repository: Repository, pack: PackUse, writer: RepositoryWriter, *, level: int | None
) -> None:
    """Copy the sealed bytes of the blobs to keep; each is opened and hashed first.

    `level`: of the compression of what was not compressed; None to leave it so.
    """
    data = memoryview(repository.store.read(Kind.DATA, pack.pack_id.hex()))
    for blob in pack.keep:
        sealed = data[blob.offset : blob.offset + blob.length]
        location = BlobLocation(pack.pack_id, blob.kind, blob.offset, blob.length, blob.plain_length)
        plaintext = open_blob(repository.sealer, sealed, blob_id=blob.id, location=location)
        if level is not None and plaintext and not blob.plain_length:
            # a frame even where it is not smaller, as restic does: else it would be tried at every prune
            frame = repository.sealer.seal(compress(plaintext, level))
            writer.copy_sealed(PackedBlob(blob.kind, blob.id, 0, len(frame), len(plaintext)), frame)
        else:
            writer.copy_sealed(blob, bytes(sealed))
