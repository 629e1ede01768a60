"""What a prune will do: which packs stay, go, or are packed anew. Nothing is changed here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.base.errors import Error
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.index import Index
from firstbell.repository.upkeep.reachability import BlobKey

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)%|(\d+)([KMGT]?)|(unlimited)", re.IGNORECASE)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class InvalidLimitError(Error):
    """Text that should say how much may stay unused and does not."""

    code = "usage.max_unused"


class MissingDataError(RepositoryError):
    """Packs are gone that snapshots need: pruning now would make that final."""

    code = "repository.data_missing"


@dataclass(frozen=True, slots=True)
class UnusedLimit:
    """How much of a repository may stay unused: a `fraction` of what is used, or `size_bytes`."""

    fraction: float | None = 0.05
    size_bytes: int = 0

    def allowed_bytes(self, used_bytes: int) -> int:
        """Bytes that may stay unused beside `used_bytes`."""
        return self.size_bytes if self.fraction is None else int(used_bytes * self.fraction)


UNLIMITED = UnusedLimit(None, 1 << 62)


def parse_limit(text: str) -> UnusedLimit:
    """`5%`, `200M` or `unlimited`, as restic's `--max-unused`.

    Raises: InvalidLimitError.
    """
    match = _LIMIT.fullmatch(text)
    if match is None:
        raise InvalidLimitError(
            f"not a limit: {text!r}", hint="give a share such as 5%, a size such as 200M or unlimited"
        )
    percent, number, unit, unlimited = match.groups()
    if unlimited:
        return UNLIMITED
    if percent:
        return UnusedLimit(float(percent) / 100)
    return UnusedLimit(None, int(number) * _UNITS[unit.upper()])


@dataclass(slots=True)
class PackUse:
    """One pack. `keep`: blobs that are needed and counted here; others are unused or stand elsewhere too."""

    pack_id: bytes
    size_bytes: int
    blobs: list[PackedBlob] = field(default_factory=list)
    keep: list[PackedBlob] = field(default_factory=list)

    @property
    def used_bytes(self) -> int:
        """Sealed bytes of the blobs to keep."""
        return sum(blob.length for blob in self.keep)

    @property
    def unused_bytes(self) -> int:
        """Sealed bytes of the other blobs."""
        return sum(blob.length for blob in self.blobs) - self.used_bytes


@dataclass(frozen=True, slots=True)
class PrunePlan:
    """`keep`: packs that stay as they are. `repack`: packs whose used blobs move to new packs. `remove`:
    packs without a used blob. `unreferenced`: raw ids of packs that no index names, with their sizes.
    """

    keep: Sequence[PackUse]
    repack: Sequence[PackUse]
    remove: Sequence[PackUse]
    unreferenced: Mapping[bytes, int]

    @property
    def freed_bytes(self) -> int:
        """Bytes of pack files that the repository will be smaller by."""
        gone = sum(pack.size_bytes for pack in (*self.remove, *self.repack)) + sum(self.unreferenced.values())
        return gone - sum(pack.used_bytes for pack in self.repack)

    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.repack or self.remove or self.unreferenced)


def plan_prune(
    index: Index, stored: Mapping[bytes, int], *, needed: set[BlobKey], limit: UnusedLimit
) -> PrunePlan:
    """A plan. `stored`: raw id -> size in bytes of every pack file. `needed`: what the snapshots need.

    Raises: MissingDataError when a needed blob is in no pack that is there.
    """
    packs = _list_packs(index, stored)
    _assign_blobs(packs, needed)
    remove = [pack for pack in packs.values() if not pack.keep]
    live = sorted((pack for pack in packs.values() if pack.keep), key=_waste, reverse=True)
    allowed = limit.allowed_bytes(sum(pack.used_bytes for pack in live))
    unused = sum(pack.unused_bytes for pack in live)
    repack: list[PackUse] = []
    for pack in live:
        if unused <= allowed or not pack.unused_bytes:
            break
        repack.append(pack)
        unused -= pack.unused_bytes
    unreferenced = {pack_id: size for pack_id, size in stored.items() if pack_id not in packs}
    return PrunePlan(live[len(repack) :], repack, remove, unreferenced)


def _waste(pack: PackUse) -> tuple[float, bytes]:
    return pack.unused_bytes / max(1, pack.used_bytes), pack.pack_id


def _list_packs(index: Index, stored: Mapping[bytes, int]) -> dict[bytes, PackUse]:
    packs: dict[bytes, PackUse] = {}
    for blob_id, at in index:
        if at.pack_id in stored:
            pack = packs.setdefault(at.pack_id, PackUse(at.pack_id, stored[at.pack_id]))
            pack.blobs.append(PackedBlob(at.kind, blob_id, at.offset, at.length, at.plain_length))
    return packs


def _assign_blobs(packs: Mapping[bytes, PackUse], needed: set[BlobKey]) -> None:
    """Count each needed blob in one pack: of several that hold it, the one with the most needed blobs."""
    copies = Counter((blob.kind, blob.id) for pack in packs.values() for blob in pack.blobs)
    missing = [key for key in needed if key not in copies]
    if missing:
        raise MissingDataError(
            f"{len(missing)} blobs that snapshots need are in no pack, {missing[0][1].hex()[:16]} among them",
            hint="nothing was removed; `firstbell check` names the files",
        )
    ranked = sorted(
        packs.values(), key=lambda pack: sum((b.kind, b.id) in needed for b in pack.blobs), reverse=True
    )
    taken: set[BlobKey] = set()
    for pack in ranked:
        pack.blobs.sort(key=lambda blob: blob.offset)
        for blob in pack.blobs:
            key = (blob.kind, blob.id)
            if key in needed and key not in taken:
                taken.add(key)
                pack.keep.append(blob)
