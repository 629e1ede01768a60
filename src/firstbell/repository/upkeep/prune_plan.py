"""What a prune will do: which packs stay, go, or are packed anew. Nothing is changed here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.base.counts import choose_word, say_count
from firstbell.base.errors import Error
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.pack import BlobKind, PackedBlob
from firstbell.repository.index import Index
from firstbell.repository.upkeep.reachability import BlobKey

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)%|(unlimited)", re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,18})([BKMGT]?)", re.IGNORECASE)
_UNITS = {"": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
# fewer small packs are not worth the trouble, and a last pack that is not full would be packed anew for ever
_FEWEST_SMALL = 10


class InvalidLimitError(Error):
    """Text that should say how much may stay unused and does not."""

    code = "usage.max_unused"


class InvalidSizeError(Error):
    """Text that should be a number of bytes and is none."""

    code = "usage.size"


class MissingDataError(RepositoryError):
    """Packs are gone that snapshots need: pruning now would make that final."""

    code = "repository.data_missing"


@dataclass(frozen=True, slots=True)
class UnusedLimit:
    """How much of a repository may stay unused: a `fraction` of all its data, below 1, or `size_bytes`."""

    fraction: float | None = 0.05
    size_bytes: int = 0

    def allowed_bytes(self, used_bytes: int) -> int:
        """Bytes that may stay unused beside `used_bytes`."""
        if self.fraction is None:
            return self.size_bytes
        return int(used_bytes * self.fraction / (1 - self.fraction))


UNLIMITED = UnusedLimit(None, 1 << 62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repacking:
    """Which packs are packed anew. `max_repack_bytes`: no more than so many bytes of packs, None for any.

    Beside those whose unused data is past the limit: packs below `small_bytes`, where there are many of them,
    and with `uncompressed` those that hold data that was not compressed, which it then is. `only_trees`: no
    pack with the content of files.
    """

    unused: UnusedLimit = UnusedLimit()
    max_repack_bytes: int | None = None
    small_bytes: int = 0
    uncompressed: bool = False
    only_trees: bool = False


def parse_limit(text: str) -> UnusedLimit:
    """`5%`, `200M` or `unlimited`, as restic's `--max-unused`.

    Raises: InvalidLimitError.
    """
    match = _LIMIT.fullmatch(text)
    if match is None:
        try:
            return UnusedLimit(None, parse_size(text))
        except InvalidSizeError:
            hint = "use a share such as 5%, a size such as 200M, or unlimited"
            raise InvalidLimitError(f"not a valid limit: {text!r}", hint=hint) from None
    if match[2]:
        return UNLIMITED
    if float(match[1]) >= 100:
        raise InvalidLimitError(
            f"not a valid limit: {text!r}", hint="a share is a percentage of all data, below 100%"
        )
    return UnusedLimit(float(match[1]) / 100)


def parse_size(text: str) -> int:
    """Bytes, from a number that may have one of the units K, M, G and T behind it (1024 to the next).

    Raises: InvalidSizeError.
    """
    match = _SIZE.fullmatch(text)
    if match is None:
        raise InvalidSizeError(
            f"not a size: {text!r}", hint="use a number of bytes, such as 500K, 200M or 2G"
        )
    return int(match[1]) * _UNITS[match[2].upper()]


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

    def holds_data(self) -> bool:
        """Whether content of files is in it, needed or not."""
        return any(blob.kind is BlobKind.DATA for blob in self.blobs)

    def is_uncompressed(self) -> bool:
        """Whether a blob to keep was not compressed."""
        return any(not blob.plain_length for blob in self.keep)


@dataclass(frozen=True, slots=True)
class PrunePlan:
    """`keep`: packs that stay as they are. `repack`: packs whose used blobs move to new packs. `remove`:
    packs without a used blob. `unreferenced`: raw ids of packs that no index names, with their sizes.
    `compresses`: what was not compressed is, on its way to a new pack. `snapshots`: hex ids of those whose
    needs were asked for. `indexed`: raw ids of packs to keep that an index file names which stays anyway.
    `held_bytes`: of packs that would go, but for the place that keeps them still.
    """

    keep: Sequence[PackUse]
    repack: Sequence[PackUse]
    remove: Sequence[PackUse]
    unreferenced: Mapping[bytes, int]
    compresses: bool = False
    snapshots: frozenset[str] = frozenset()
    indexed: frozenset[bytes] = frozenset()
    held_bytes: int = 0

    @property
    def gone(self) -> list[bytes]:
        """Raw ids of the packs that go, by id."""
        return sorted([*(pack.pack_id for pack in (*self.remove, *self.repack)), *self.unreferenced])

    def hold(self) -> PrunePlan:
        """The same without any change: every pack stays that an index names."""
        return PrunePlan([*self.keep, *self.repack, *self.remove], (), (), {})

    @property
    def freed_bytes(self) -> int:
        """Bytes of pack files that the repository will be smaller by."""
        gone = sum(pack.size_bytes for pack in (*self.remove, *self.repack)) + sum(self.unreferenced.values())
        return gone - sum(pack.used_bytes for pack in self.repack)

    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.repack or self.remove or self.unreferenced)


def plan_prune(
    index: Index, stored: Mapping[bytes, int], *, needed: set[BlobKey], wanted: Repacking
) -> PrunePlan:
    """A plan. `stored`: raw id -> size in bytes of every pack file. `needed`: what the snapshots need.

    Raises: MissingDataError when a needed blob is in no pack that is there.
    """
    packs = _list_packs(index, stored)
    _assign_blobs(packs, needed)
    remove = [pack for pack in packs.values() if not pack.keep]
    live = sorted((pack for pack in packs.values() if pack.keep), key=_waste, reverse=True)
    repack = _choose(live, wanted)
    chosen = {pack.pack_id for pack in repack}
    keep = [pack for pack in live if pack.pack_id not in chosen]
    unreferenced = {pack_id: size for pack_id, size in stored.items() if pack_id not in packs}
    return PrunePlan(keep, repack, remove, unreferenced, compresses=wanted.uncompressed)


def _choose(live: Sequence[PackUse], wanted: Repacking) -> list[PackUse]:
    """The packs to pack anew: the most wasteful first, then the uncompressed, then the small."""
    open_to_it = [pack for pack in live if not (wanted.only_trees and pack.holds_data())]
    chosen: dict[bytes, PackUse] = {}
    left_bytes = wanted.max_repack_bytes

    def take(pack: PackUse) -> bool:
        nonlocal left_bytes
        if left_bytes is not None:
            if pack.size_bytes > left_bytes:
                return False
            left_bytes -= pack.size_bytes
        chosen[pack.pack_id] = pack
        return True

    unused = sum(pack.unused_bytes for pack in live)
    allowed = wanted.unused.allowed_bytes(sum(pack.used_bytes for pack in live))
    for pack in open_to_it:
        if unused > allowed and pack.unused_bytes and take(pack):
            unused -= pack.unused_bytes
    for pack in _list_more(open_to_it, wanted):
        if pack.pack_id not in chosen:
            take(pack)
    return list(chosen.values())


def _list_more(packs: Sequence[PackUse], wanted: Repacking) -> list[PackUse]:
    """The packs that are packed anew for another reason than waste."""
    small = [pack for pack in packs if pack.size_bytes < wanted.small_bytes]
    more = [pack for pack in packs if wanted.uncompressed and pack.is_uncompressed()]
    return more + (small if len(small) >= _FEWEST_SMALL else [])


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
            f"{say_count(len(missing), 'blob')} that snapshots need"
            f" {choose_word(len(missing), 'is', 'are')} in no pack, {missing[0][1].hex()[:16]} among them",
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
