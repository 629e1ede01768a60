"""Putting new index files in the place of old ones. Safe to kill at any moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.repository import Repository
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, ObjectNotFoundError

_MAX_BLOBS_IN_INDEX = 50_000


def replace_indexes(
    repository: Repository, packs: Mapping[bytes, Sequence[PackedBlob]], old: Sequence[str]
) -> None:
    """Write an index of these packs (raw id -> blobs), then remove the index files `old` (hex ids).

    Raises: EncodingError, LockLostError, StoreError; every old file that is then still there still counts.
    """
    if not packs and not old:
        return
    batch: dict[bytes, Sequence[PackedBlob]] = {}
    count = 0
    for pack_id, blobs in packs.items():
        batch[pack_id] = blobs
        count += len(blobs)
        if count >= _MAX_BLOBS_IN_INDEX:
            _save_index(repository, batch, ())
            batch, count = {}, 0
    # only the last one supersedes: with a kill before it, the old ones still count
    _save_index(repository, batch, old)
    repository.locks.assert_held()
    for hex_id in old:
        with suppress(ObjectNotFoundError):
            repository.store.delete(Kind.INDEX, hex_id)


def _save_index(
    repository: Repository, packs: Mapping[bytes, Sequence[PackedBlob]], supersedes: Sequence[str]
) -> None:
    plaintext = render_index(packs, supersedes)
    save_unpacked(
        repository.store, repository.sealer, Kind.INDEX, plaintext=plaintext, version=repository.version
    )
