"""The repositories of hosts, opened with the desk's password when something of theirs is to be judged."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from firstbell.repository import Repository
from firstbell.repository.unlock import Unlocked, unlock
from firstbell.store import Kind, Store
from firstbell.vault import Vault
from firstbell.watch.packs import PackJudge
from firstbell.watch.view import ProvenStore

# an index of ten million blobs takes half a gigabyte
_MOST_OPEN = 16


@dataclass(frozen=True)
class OpenHost:
    """A host's repository: `repository` as a reader sees it, `place` with all that came.

    `indexes`: names of the index files that a reader saw when it was opened.
    """

    name: str
    repository: Repository
    place: Store
    packs: PackJudge
    indexes: frozenset[str]


class HostTable:
    """Opened hosts, those used last. Thread-safe."""

    def __init__(self, vault: Vault, password: str) -> None:
        self._vault = vault
        self._password = password
        self._unlocked: dict[str, Unlocked] = {}
        self._hex_ids: dict[str, str] = {}
        self._open: OrderedDict[str, OpenHost] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, name: str) -> OpenHost:
        """A host's repository.

        Raises: NoRepositoryError, WrongPasswordError, ConfigDamagedError, FormatError, StoreError.
        """
        with self._lock:
            found = self._open.get(name) or self._make(name)
            self._open[name] = found
            self._open.move_to_end(name)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
            return found

    def _make(self, name: str) -> OpenHost:
        view = ProvenStore(self._vault, name)
        unlocked = self._unlocked.get(name)
        if unlocked is None:
            unlocked = self._unlocked[name] = unlock(view, self._password)
        repository = Repository.from_unlocked(view, unlocked, clock=self._vault.clock)
        self._hex_ids[name] = repository.hex_id
        place = self._vault.open_place(name)
        return OpenHost(name, repository, place, PackJudge(place, repository.sealer), _list_indexes(view))

    def find_keys(self, name: str) -> Unlocked:
        """What opens the repository of a host that is open. Raises: KeyError."""
        with self._lock:
            return self._unlocked[name]

    def has_changed(self, host: OpenHost) -> bool:
        """Whether an index file is gone that a reader saw when it was opened: the desk may have pruned.

        A prune writes new index files and removes old ones before it removes any pack. Raises: StoreError.
        """
        view = host.repository.store
        return not all(view.exists(Kind.INDEX, name) for name in host.indexes)

    def list_repositories(self) -> dict[str, str]:
        """Name -> hex id of its repository, of all hosts that were ever opened."""
        with self._lock:
            return dict(self._hex_ids)

    def forget(self, name: str) -> None:
        """Something was removed from the host's repository: its index is read anew."""
        with self._lock:
            self._open.pop(name, None)


def _list_indexes(view: Store) -> frozenset[str]:
    return frozenset(info.name for info in view.list(Kind.INDEX))
