"""Packs that several systems of a run need: fetched from the vault once, kept in the run's folder meanwhile.

Systems are restored by processes of their own. On files of this machine the page cache serves them all; from
a server each would fetch the same pack. What lies in the folder is as it lies in the vault: sealed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from firstbell.compose.trim import MAX_DEPTH
from firstbell.runs.execution.jobs import RunPiece, SystemJob
from firstbell.store import Kind, Store
from firstbell.store.relay import RelayStore

PACKS_FOLDER = "packs"
# a pack is fetched as a whole where the systems need so much of it between them
_WORTH = 0.7
_STRIP_BYTES = 8 << 20
_BATCH = 10_000
_THREADS = 8
# of the room that the run's folder has
_MOST_OF_FREE = 0.5


def find_shared(jobs: Mapping[str, SystemJob]) -> dict[str, dict[str, int]]:
    """Bytes needed, by repository and by pack, of the packs on servers that more than one system needs.

    Raises: what reading trees raises.
    """
    remote = [(name, piece) for name, job in jobs.items() for piece in job.pieces if piece.reopen is not None]
    needed: dict[tuple[str, bytes], dict[str, int]] = {}
    for name, piece in remote:
        if len({other for other, one in remote if one.repository.hex_id == piece.repository.hex_id}) < 2:
            continue
        for pack_id, size_bytes in _count_packs(piece).items():
            by_system = needed.setdefault((piece.repository.hex_id, pack_id), {})
            by_system[name] = by_system.get(name, 0) + size_bytes
    shared: dict[str, dict[str, int]] = {}
    for (repository, pack_id), by_system in needed.items():
        if len(by_system) > 1:
            shared.setdefault(repository, {})[pack_id.hex()] = sum(by_system.values())
    return shared


def _count_packs(piece: RunPiece) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    waiting: set[bytes] = set()
    level = [piece.tree_id]
    # each tree is a round trip: those of one level are asked for side by side
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="trees") as pool:
        for _ in range(MAX_DEPTH):
            below: list[bytes] = []
            for nodes in pool.map(piece.trees.load_tree, level):
                waiting.update(
                    blob_id for node in nodes if node.type == "file" for blob_id in node.content_ids
                )
                below += [
                    bytes.fromhex(node.subtree) for node in nodes if node.type == "dir" and node.subtree
                ]
                if len(waiting) >= _BATCH:
                    _add(found, piece, waiting)
            if not below:
                break
            level = below
    _add(found, piece, waiting)
    return found


def _add(found: dict[bytes, int], piece: RunPiece, waiting: set[bytes]) -> None:
    for location in piece.trees.locate_many(list(waiting)):
        if location is not None:
            found[location.pack_id] = found.get(location.pack_id, 0) + location.length
    waiting.clear()


@dataclass(frozen=True, slots=True)
class SharedPacks:
    """The packs of one repository that are shared, with the bytes needed of each; where they are kept."""

    folder: Path
    needed: Mapping[str, int]

    def find(self, store: Store, name: str) -> Path | None:
        """The file of a pack, fetched by whoever comes first while others wait; None: read it where it lies.

        Raises: what reading the store raises.
        """
        if name not in self.needed:
            return None
        path = self.folder / name
        if path.exists():
            return path
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock_fd = os.open(self.folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
        try:
            fcntl.flock(lock_fd, fcntl.LOCK_EX)
            return path if path.exists() else self._fetch(store, name, path)
        finally:
            os.close(lock_fd)

    def _fetch(self, store: Store, name: str, path: Path) -> Path | None:
        size_bytes = store.size(Kind.DATA, name)
        if self.needed[name] < _WORTH * size_bytes:
            return None
        draft = self.folder / f"{name}.part"
        try:
            if size_bytes > _MOST_OF_FREE * shutil.disk_usage(self.folder).free:
                return None
            with draft.open("wb") as file:
                for offset in range(0, size_bytes, _STRIP_BYTES):
                    length = min(_STRIP_BYTES, size_bytes - offset)
                    file.write(store.read_range(Kind.DATA, name, offset=offset, length=length))
            os.link(draft, path)
        except OSError:
            return None  # no room, say: each reads for itself then
        finally:
            draft.unlink(missing_ok=True)
        return path


class SharingStore(RelayStore):
    """A store whose shared packs are read from the run's folder."""

    def __init__(self, inner: Store, packs: SharedPacks) -> None:
        super().__init__(inner)
        self._packs = packs

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        path = self._packs.find(self._place, name) if kind is Kind.DATA else None
        if path is not None:
            with path.open("rb") as file:
                return os.pread(file.fileno(), length, offset)
        return self._place.read_range(kind, name, offset=offset, length=length)
