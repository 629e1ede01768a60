"""Salvaging damaged packs: every blob that still opens moves to a new pack. Safe to kill at any moment.

Order: new packs; the index of the new packs; an index of all other packs, which supersedes the old ones; the
old index files go; the damaged packs go. A blob counts as there when its bytes open and hash to its id,
whether the pack's header or an index names it, so that what lies in a file with another pack's name is found.

A pack of which nobody says what it holds is left alone: nothing would be known to be in vain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from firstbell.base.progress import Progress
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.repository.blobs import open_blob
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.errors import BlobDamagedError
from firstbell.repository.findings import Severity
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import LENGTH, PackedBlob
from firstbell.repository.index import BlobLocation
from firstbell.repository.indexes import load_index
from firstbell.repository.pack_check import MAX_PACK_BYTES, PackTable
from firstbell.repository.pack_header import open_header, read_header
from firstbell.repository.packer import RepositoryWriter
from firstbell.repository.repository import Repository
from firstbell.repository.upkeep.index_files import replace_indexes
from firstbell.repository.upkeep.reachability import BlobKey
from firstbell.store import Kind, ObjectNotFoundError, StoreError


@dataclass(frozen=True, slots=True)
class SalvagedPack:
    """One damaged pack. `salvaged`: how many blobs open. `failed`: those that do not, by (kind, id).

    `is_removed`: whether it goes; one stays where nothing says what it holds.
    """

    pack_id: bytes
    salvaged: int
    failed: Sequence[BlobKey]
    is_removed: bool


@dataclass(slots=True)
class PacksRepair:
    """What became of the packs, or with a dry run would become. `lost`: blobs that are nowhere now."""

    packs: list[SalvagedPack] = field(default_factory=list)
    lost: list[BlobKey] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DamagedPacks:
    """Raw ids. `damaged`: what they hold is not what it should be. `faulty`: the store fails to read them."""

    damaged: Sequence[bytes]
    faulty: Sequence[bytes]


def find_damaged_packs(repository: Repository, progress: Progress) -> DamagedPacks:
    """The packs in which `check --read-data` finds damage, those that are missing too.

    Raises: StoreError when the store cannot be listed.
    """
    damaged: set[bytes] = set()
    faulty: set[bytes] = set()
    for finding in check_repository(repository, CheckOptions(read_data=True, max_paths=0), progress):
        if finding.severity is Severity.ERROR and finding.pack_hex_id is not None:
            found = faulty if finding.code == "pack.unreadable" else damaged
            found.add(bytes.fromhex(finding.pack_hex_id))
    return DamagedPacks(sorted(damaged - faulty), sorted(faulty))


class PackRepairer:
    """Salvages packs of one repository. The caller holds an exclusive lock, or asks for a dry run."""

    def __init__(self, repository: Repository, progress: Progress) -> None:
        self._repository = repository
        self._progress = progress
        self._unread: dict[str, str] = {}
        self._old = [info.name for info in repository.store.list(Kind.INDEX)]
        table = PackTable(load_index(repository.store, repository.sealer, damaged=self._unread))
        self._known = {pack_id: table.list_blobs(number) for number, pack_id in enumerate(table.pack_ids)}
        self._salvaged: set[BlobKey] = set()

    def repair(self, pack_ids: Iterable[bytes], *, dry_run: bool = False) -> PacksRepair:
        """Salvage these packs (raw ids), or only say what would be.

        Raises: StoreError, EncodingError; nothing is lost then.
        """
        wanted = sorted(set(pack_ids))
        self._progress.start("salvage", total_files=len(wanted))
        if dry_run:
            packs = [self._salvage(pack_id, None) for pack_id in wanted]
        else:
            with self._repository.writer() as writer:
                packs = [self._salvage(pack_id, writer) for pack_id in wanted]
        self._progress.finish()
        gone = {pack.pack_id for pack in packs if pack.is_removed}
        if gone and not dry_run:
            self._remove(gone)
        return PacksRepair(packs, self._find_lost(packs, gone))

    def _salvage(self, pack_id: bytes, writer: RepositoryWriter | None) -> SalvagedPack:
        pack = _PackFile(self._repository, pack_id)
        listed = list(dict.fromkeys([*pack.list_blobs(), *self._known.get(pack_id, ())]))
        failed: dict[BlobKey, None] = {}
        opened: set[BlobKey] = set()
        for blob in listed:
            key = (blob.kind, blob.id)
            if key in opened:
                continue
            sealed = pack.open(blob)
            if sealed is None:
                failed[key] = None
                continue
            opened.add(key)
            if writer is not None and key not in self._salvaged:
                writer.copy_sealed(blob, sealed)
            self._salvaged.add(key)
        self._progress.advance(files=1)
        is_removed = bool(listed) or pack_id in self._known
        return SalvagedPack(pack_id, len(opened), [key for key in failed if key not in opened], is_removed)

    def _remove(self, gone: set[bytes]) -> None:
        """Take packs out of the index, then away. An index file that cannot be read is left as it is."""
        kept = {pack_id: blobs for pack_id, blobs in self._known.items() if pack_id not in gone}
        replace_indexes(self._repository, kept, sorted(set(self._old) - self._unread.keys()))
        for pack_id in sorted(gone):
            with suppress(ObjectNotFoundError):
                self._repository.store.delete(Kind.DATA, pack_id.hex())
        self._repository.reload_index()

    def _find_lost(self, packs: Iterable[SalvagedPack], gone: set[bytes]) -> list[BlobKey]:
        failed = {key for pack in packs for key in pack.failed} - self._salvaged
        if failed:
            for pack_id, blobs in self._known.items():
                if pack_id not in gone:
                    failed.difference_update((blob.kind, blob.id) for blob in blobs)
        return sorted(failed)


class _PackFile:
    """The file of a pack: read whole, or where the store fails at that, blob by blob."""

    def __init__(self, repository: Repository, pack_id: bytes) -> None:
        self._repository = repository
        self._pack_id = pack_id
        self._data: bytes | None = b""
        try:
            self._data = repository.store.read_range(
                Kind.DATA, pack_id.hex(), offset=0, length=MAX_PACK_BYTES
            )
        except ObjectNotFoundError:
            pass  # nothing of it opens
        except StoreError:
            self._data = None

    def list_blobs(self) -> Iterator[PackedBlob]:
        """What the header names; counted from the start, and where bytes are missing or too many, from
        the end too.
        """
        try:
            blobs = self._read_header()
        except (FormatError, UnauthenticError, StoreError):
            return
        yield from blobs
        if self._data is None:
            return
        (length,) = LENGTH.unpack(self._data[-LENGTH.size :])
        shift = len(self._data) - LENGTH.size - length - sum(blob.length for blob in blobs)
        if shift:
            yield from (blob._replace(offset=blob.offset + shift) for blob in blobs)

    def _read_header(self) -> list[PackedBlob]:
        if self._data is not None:
            return open_header(self._repository.sealer, self._data, "pack")
        store, sealer = self._repository.store, self._repository.sealer
        size_bytes = store.size(Kind.DATA, self._pack_id.hex())
        return read_header(store, sealer, pack_id=self._pack_id, size_bytes=size_bytes)

    def open(self, blob: PackedBlob) -> bytes | None:
        """The sealed bytes of a blob; None where they do not open to it."""
        if blob.offset < 0 or blob.length < OVERHEAD_BYTES:
            return None
        location = BlobLocation(self._pack_id, blob.kind, blob.offset, blob.length, blob.plain_length)
        try:
            sealed = self._read(blob)
            plaintext = open_blob(self._repository.sealer, sealed, blob_id=blob.id, location=location)
        except (BlobDamagedError, StoreError):
            return None
        fits = len(plaintext) == (blob.plain_length or len(sealed) - OVERHEAD_BYTES)
        return sealed if fits else None

    def _read(self, blob: PackedBlob) -> bytes:
        if self._data is not None:
            return self._data[blob.offset : blob.offset + blob.length]
        return self._repository.store.read_range(
            Kind.DATA, self._pack_id.hex(), offset=blob.offset, length=blob.length
        )
