"""What the place itself keeps from being removed: objects under Object Lock whose retention has not passed.

A prune leaves them as they are. Were a held pack packed anew, it would stay beside the new one; were a pack
removed that a held index file names, the index would name what is not there.
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
    gone = [pack_id.hex() for pack_id in plan.gone]
    held = {bytes.fromhex(hex_id) for hex_id in find_held(repository, Kind.DATA, gone)}
    held |= _find_named(repository) & set(plan.gone)
    if not held:
        return plan

    def drop(packs: Iterable[PackUse]) -> list[PackUse]:
        return [pack for pack in packs if pack.pack_id not in held]

    stay = [pack for pack in (*plan.repack, *plan.remove) if pack.pack_id in held]
    return replace(
        plan,
        keep=[*plan.keep, *stay],
        repack=drop(plan.repack),
        remove=drop(plan.remove),
        unreferenced={pack_id: size for pack_id, size in plan.unreferenced.items() if pack_id not in held},
        held_bytes=sum(pack.size_bytes for pack in stay)
        + sum(size for pack_id, size in plan.unreferenced.items() if pack_id in held),
    )


def _find_named(repository: Repository) -> set[bytes]:
    """Raw ids of the packs that index files name which are held."""
    store = repository.store
    named: set[bytes] = set()
    for name in find_held(repository, Kind.INDEX, [info.name for info in store.list(Kind.INDEX)]):
        what = f"index {name[:8]}"
        try:
            index_file = parse_index(load_unpacked(store, repository.sealer, Kind.INDEX, hex_id=name), what)
        except FormatError:
            continue  # nobody can read it, so nobody looks for what it names
        named.update(bytes.fromhex(pack.id) for pack in index_file.packs or ())
    return named
