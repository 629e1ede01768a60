"""Whether what cannot be read is damaged for good, or the store gives another answer each time.

An index file that is damaged may be the only one that names a pack whose header cannot be read. Whoever
removes the one and leaves out the other then loses sight of what is there. Where both are damaged on the disk
that is as it is; where the store only failed, or lied, it must not come to that.
"""

from __future__ import annotations

from collections.abc import Collection

from firstbell.base.counts import say_count
from firstbell.base.ids import hash_id
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import Sealer
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.envelope import unwrap
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import parse_index
from firstbell.repository.pack_header import open_header
from firstbell.repository.repository import Repository
from firstbell.store import Kind, Store, StoreError


class UnsteadyStoreError(RepositoryError):
    """The store failed, or gave different answers, where it matters what it holds; nothing was changed."""

    code = "repository.unsteady_store"

    def __init__(self, indexes: int, packs: int) -> None:
        super().__init__(
            f"{say_count(indexes, 'index file')} and {say_count(packs, 'pack')} cannot be read, and not for "
            "being damaged: the store fails, or answers differently each time; nothing was changed",
            hint="see to the disk or the connection and try again; move away what cannot be read for good",
        )


def demand_settled(repository: Repository, indexes: Collection[str], packs: Collection[bytes]) -> None:
    """Refuse to go on where index files and packs cannot be read, unless all of them are damaged for good.

    `indexes`: hex ids of index files. `packs`: raw ids of packs whose header cannot be read and that no other
    index file names.

    Raises: UnsteadyStoreError.
    """
    if not indexes or not packs:
        return
    store, sealer = repository.store, repository.sealer
    unsure_indexes = sum(not _is_settled(store, sealer, Kind.INDEX, name=name) for name in indexes)
    unsure_packs = sum(not _is_settled(store, sealer, Kind.DATA, name=pack_id.hex()) for pack_id in packs)
    if unsure_indexes or unsure_packs:
        raise UnsteadyStoreError(unsure_indexes, unsure_packs)


def _is_settled(store: Store, sealer: Sealer, kind: Kind, *, name: str) -> bool:
    """Whether two readings agree, and what they give says nothing of blobs."""
    try:
        content, again = store.read(kind, name), store.read(kind, name)
    except StoreError:
        return False
    return content == again and not (hash_id(content).hex() == name and _speaks(sealer, kind, content))


def _speaks(sealer: Sealer, kind: Kind, content: bytes) -> bool:
    """Whether it names blobs: anybody with the key can add what is whole and names none."""
    try:
        if kind is Kind.DATA:
            open_header(sealer, content, "pack")
        else:
            parse_index(unwrap(sealer.open(content), "index"), "index")
    except (FormatError, UnauthenticError):
        return False
    return True
