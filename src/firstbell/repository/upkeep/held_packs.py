"""What the place itself keeps from being removed: objects under Object Lock whose retention has not passed.

A held pack is not packed anew, since it would stay beside the new one; nor does a pack go that a held index
file names, since the index would then name what is not there. And what a held index file names well is not
written into a new one, which would be held in its turn: so everything goes at the first prune after the
retention of its pack and of the last index file that names it, however often one prunes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import parse_index
from firstbell.repository.repository import Repository
from firstbell.repository.unpacked import load_unpacked
from firstbell.repository.upkeep.prune_plan import PackUse, PrunePlan
from firstbell.store import Kind

# of a blob: hex id, offset, length
_Listing = frozenset[tuple[str, int, int]]


def find_held(repository: Repository, kind: Kind, hex_ids: Iterable[str]) -> set[str]:
    """Those of the objects that the place keeps.

    Raises: StoreError.
    """
    return {hex_id for hex_id in hex_ids if repository.store.is_held(kind, hex_id)}


def spare_held(repository: Repository, plan: PrunePlan) -> PrunePlan:
    """The plan without what is held, and what held index files name; a later prune takes it.

    Raises: StoreError.
    """
    if plan.is_idle():
        return plan
    listed = _list_held(repository)
    held = {bytes.fromhex(name) for name in find_held(repository, Kind.DATA, map(bytes.hex, plan.gone))}
    held |= listed.keys() & set(plan.gone)
    # what is not needed need not be in an index, so that later it is a pack that no index names
    keep = [*plan.keep, *(pack for pack in plan.repack if pack.pack_id in held)]
    sizes = {pack.pack_id: pack.size_bytes for pack in (*plan.repack, *plan.remove)} | dict(plan.unreferenced)
    return replace(
        plan,
        keep=keep,
        repack=[pack for pack in plan.repack if pack.pack_id not in held],
        remove=[pack for pack in plan.remove if pack.pack_id not in held],
        unreferenced={pack_id: size for pack_id, size in plan.unreferenced.items() if pack_id not in held},
        indexed=frozenset(pack.pack_id for pack in keep if _list_blobs(pack) in listed.get(pack.pack_id, ())),
        held_bytes=sum(sizes[pack_id] for pack_id in held),
    )


def _list_blobs(pack: PackUse) -> _Listing:
    return frozenset((blob.id.hex(), blob.offset, blob.length) for blob in pack.blobs)


def _list_held(repository: Repository) -> dict[bytes, list[_Listing]]:
    """What each held index file says of each pack (raw id)."""
    store = repository.store
    listed: dict[bytes, list[_Listing]] = {}
    for name in find_held(repository, Kind.INDEX, [info.name for info in store.list(Kind.INDEX)]):
        try:
            plaintext = load_unpacked(store, repository.sealer, Kind.INDEX, hex_id=name)
            index_file = parse_index(plaintext, f"index {name[:8]}")
        except FormatError:
            continue  # nobody can read it, so nobody looks for what it names
        for pack in index_file.packs or ():
            blobs = frozenset((blob.id, blob.offset, blob.length) for blob in pack.blobs)
            listed.setdefault(bytes.fromhex(pack.id), []).append(blobs)
    return listed
