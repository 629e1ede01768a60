"""Rebuilding the index from the headers of the packs. Safe to kill at any moment.

Every pack's end is read, whatever the old index says of it. Where a header cannot be read and an old index
file names the pack's blobs, they stay named, so that `repair packs` finds those that are there and names
those that are lost; where none does, the pack is left where it is, in no index. Where index files cannot be
read either, that is done only if all of it is damaged for good (`settled_damage`). The new index files are
written before an old one goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from firstbell.base.ids import parse_hex_id
from firstbell.base.progress import Progress
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.indexes import load_index
from firstbell.repository.pack_check import PackTable
from firstbell.repository.pack_header import read_header
from firstbell.repository.repository import Repository
from firstbell.repository.upkeep.index_files import replace_indexes
from firstbell.repository.upkeep.settled_damage import demand_settled
from firstbell.store import Kind, ObjectNotFoundError, StoreError

_READERS = 4
_MAX_READING = 1000


@dataclass(slots=True)
class IndexRepair:
    """What a new index will say, and in what the old one was wrong. Pack ids are raw, index ids hex.

    `packs`: the new index. `added`: packs that no index named. `corrected`: packs of which the index said
    something else. `dropped`: packs that an index names and that are not there. `unreadable`: packs whose
    header cannot be read, and why. `damaged`: index files that cannot be read, and why. `old`: index files
    that the new ones take the place of.
    """

    packs: dict[bytes, Sequence[PackedBlob]] = field(default_factory=dict)
    added: list[bytes] = field(default_factory=list)
    corrected: list[bytes] = field(default_factory=list)
    dropped: list[bytes] = field(default_factory=list)
    unreadable: dict[bytes, str] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    old: list[str] = field(default_factory=list)

    def is_idle(self) -> bool:
        """Whether the index is right as it is."""
        return not (self.added or self.corrected or self.dropped or self.damaged)


def plan_index(repository: Repository, progress: Progress) -> IndexRepair:
    """Read every header; nothing is changed. The caller holds an exclusive lock, if it means to go on.

    Raises: StoreError when the store cannot be listed; UnsteadyStoreError when it cannot be relied on.
    """
    repair = IndexRepair()
    repair.old = sorted(info.name for info in repository.store.list(Kind.INDEX))
    table = PackTable(load_index(repository.store, repository.sealer, damaged=repair.damaged))
    known = {pack_id: table.list_blobs(number) for number, pack_id in enumerate(table.pack_ids)}
    sizes = {parse_hex_id(info.name): info.size_bytes for info in repository.store.list(Kind.DATA)}
    for pack_id in sorted(known.keys() - sizes.keys()):
        try:
            # asked for by name: a listing can lag behind
            sizes[pack_id] = repository.store.size(Kind.DATA, pack_id.hex())
        except ObjectNotFoundError:
            repair.dropped.append(pack_id)
    progress.start("read pack headers", total_files=len(sizes))
    for pack_id, header in _read_headers(repository, sizes):
        _judge_pack(repair, pack_id, header, known=known.get(pack_id))
        progress.advance(files=1)
    demand_settled(repository, repair.damaged, repair.unreadable.keys() - known.keys())
    progress.finish()
    return repair


def repair_index(repository: Repository, repair: IndexRepair) -> None:
    """Write the new index, then remove the old files. The caller holds the lock it was planned under.

    Raises: EncodingError, StoreError; the old index files that are then still there still count.
    """
    if not repair.is_idle():
        replace_indexes(repository, repair.packs, repair.old)
        repository.reload_index()


def _read_headers(
    repository: Repository, sizes: Mapping[bytes, int]
) -> Iterator[tuple[bytes, list[PackedBlob] | str]]:
    """(raw id, blobs, or why its header cannot be read) of each pack, in order of id."""

    def read(pack_id: bytes) -> list[PackedBlob] | str:
        try:
            return read_header(
                repository.store, repository.sealer, pack_id=pack_id, size_bytes=sizes[pack_id]
            )
        except (FormatError, StoreError) as error:
            return str(error)

    names = sorted(sizes)
    with ThreadPoolExecutor(_READERS, thread_name_prefix="headers") as pool:
        for start in range(0, len(names), _MAX_READING):
            part = names[start : start + _MAX_READING]
            yield from zip(part, pool.map(read, part), strict=True)


def _judge_pack(
    repair: IndexRepair,
    pack_id: bytes,
    header: list[PackedBlob] | str,
    *,
    known: list[PackedBlob] | None,
) -> None:
    if isinstance(header, str):
        repair.unreadable[pack_id] = header
        if known is None:
            return
        header = known
    if known is None:
        repair.added.append(pack_id)
    elif header != known:
        repair.corrected.append(pack_id)
    repair.packs[pack_id] = header
