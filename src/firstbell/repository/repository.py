"""One restic repository: a facade over its parts. See `docs/formats/repository.md`.

A worked example:

    >>> from firstbell.repository import Repository
    >>> from firstbell.store import MemoryStore
    >>> store = MemoryStore()
    >>> repository = Repository.init(store, "a password")
    >>> [snapshot.hex_id for snapshot in Repository.open(store, "a password").list_snapshots()]
    []
"""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from firstbell.base.clock import Clock, SystemClock, format_time
from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.crypto.derivation import ScryptParameters
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import Sealer, make_master_key
from firstbell.repository.blobs import BlobSource, Buffer
from firstbell.repository.errors import AlreadyInitializedError, ConfigDamagedError, WrongPasswordError
from firstbell.repository.format.config import Config, make_config, parse_config, render_config
from firstbell.repository.format.keyfile import KeyOrigin
from firstbell.repository.format.node import Node
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.format.tree import RawTree, parse_tree
from firstbell.repository.index import BlobLocation, Index
from firstbell.repository.indexes import LoadedIndex
from firstbell.repository.keys import OpenedKey, add_key
from firstbell.repository.locks import Holder, LockTable
from firstbell.repository.snapshots import SnapshotFilter, SnapshotTable
from firstbell.repository.unlock import CONFIG_NAME, Unlocked, unlock
from firstbell.store import Kind, Store

# only for a lock
if TYPE_CHECKING:
    import getpass

    from firstbell.repository.packer import Compression, RepositoryWriter
else:
    getpass = defer("getpass")


class Repository:
    """An open repository. Reading is thread-safe."""

    def __init__(self, store: Store, config: Config, key: OpenedKey, *, clock: Clock | None = None) -> None:
        self.store = store
        self.config = config
        self.key = key
        self.clock: Clock = clock or SystemClock()
        self.sealer = Sealer(key.master)
        self.snapshots = SnapshotTable(store, self.sealer, config.version, clock=self.clock)
        self.locks = LockTable(
            store, self.sealer, version=config.version, clock=self.clock, holder=_find_holder()
        )
        self._loaded = LoadedIndex(store, self.sealer, self.snapshots)
        # not through this object, or it would go in a circle, and its buffers stay until the collector comes
        self.blobs = BlobSource(store, self.sealer, self._loaded.get)

    @classmethod
    def init(
        cls,
        store: Store,
        password: str,
        *,
        version: int = 2,
        kdf: ScryptParameters | None = None,
        clock: Clock | None = None,
    ) -> Repository:
        """Make a repository and open it.

        Raises: AlreadyInitializedError, UnsafeFilesystemError, StoreError; NewerFormatError for a version
        that is not known; WrongPasswordError for an empty password.
        """
        config = make_config(version)
        if not password:
            raise WrongPasswordError(
                "an empty password protects nothing", hint="give one with --password-file"
            )
        if store.exists(Kind.CONFIG, CONFIG_NAME):
            raise AlreadyInitializedError(
                f"{store.url} already holds a repository", hint="use it as it is, or choose another location"
            )
        store.create()
        moment = clock or SystemClock()
        holder = _find_holder()
        master = make_master_key()
        hex_id = add_key(
            store,
            master,
            password=password,
            origin=KeyOrigin(
                format_time(moment.now_ns()), holder.username, holder.hostname, kdf or ScryptParameters()
            ),
        )
        # the config last: a place without one is no repository, so a kill before leaves none
        store.write(Kind.CONFIG, CONFIG_NAME, [Sealer(master).seal(render_config(config))])
        return cls(store, config, OpenedKey(master, hex_id), clock=clock)

    @classmethod
    def open(cls, store: Store, password: str, *, clock: Clock | None = None) -> Repository:
        """Open a repository.

        Raises: NoRepositoryError, WrongPasswordError, ConfigDamagedError, FormatError (a strange or newer
        config), StoreError.
        """
        return cls.from_unlocked(store, unlock(store, password), clock=clock)

    @classmethod
    def from_unlocked(cls, store: Store, unlocked: Unlocked, *, clock: Clock | None = None) -> Repository:
        """Open a repository whose key is known. Raises: as `open`, but for the password."""
        key = unlocked.key
        try:
            config = parse_config(Sealer(key.master).open(unlocked.sealed_config))
        except UnauthenticError:
            raise ConfigDamagedError(
                f"{store.url}: the password opens key {key.hex_id[:8]}, but that key does not open "
                "the config",
                hint="the config is damaged, or keys/ holds a key of another repository",
            ) from None
        return cls(store, config, key, clock=clock)

    @property
    def hex_id(self) -> str:
        """The id in the config, the same for ever."""
        return self.config.id

    @property
    def version(self) -> int:
        """Version of the format, 1 or 2."""
        return self.config.version

    @property
    def index(self) -> Index:
        """The index, loaded at first use. Where snapshots were read since, so are the new index files."""
        return self._loaded.get()

    def refresh_index(self) -> Index:
        """The index, and in it the index files that came since it was loaded. Raises: as loading it."""
        return self._loaded.refresh()

    def through(self, store: Store) -> Repository:
        """The same repository, its index as it is in memory, read through another way to its store."""
        other = Repository(store, self.config, self.key, clock=self.clock)
        other._loaded.take_over(self._loaded)
        return other

    def reload_index(self) -> None:
        """Forget the index in memory, so that what others wrote since is seen."""
        self._loaded.forget()

    def load_blob(self, blob_id: bytes) -> bytes:
        """See `BlobSource.load`."""
        return self.blobs.load(blob_id)

    def blob_size(self, blob_id: bytes) -> int:
        """See `BlobSource.size`."""
        return self.blobs.size(blob_id)

    def locate(self, blob_id: bytes) -> BlobLocation:
        """See `BlobSource.locate`."""
        return self.blobs.locate(blob_id)

    def locate_many(self, ids: Sequence[bytes]) -> list[BlobLocation | None]:
        """See `BlobSource.locate_many`."""
        return self.blobs.locate_many(ids)

    def load_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> dict[bytes, bytes]:
        """See `BlobSource.load_span`."""
        return self.blobs.load_span(located)

    def open_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> Iterator[tuple[bytes, Buffer]]:
        """See `BlobSource.open_span`."""
        return self.blobs.open_span(located)

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree. Raises: BlobNotFoundError, BlobDamagedError, FormatError."""
        return parse_tree(self.blobs.load(tree_id))

    def load_raw_tree(self, tree_id: bytes) -> RawTree:
        """A tree for rewriting. Raises: as `load_tree`."""
        return RawTree.parse(self.blobs.load(tree_id))

    def list_snapshots(self) -> list[Snapshot]:
        """See `SnapshotTable.list`."""
        return self.snapshots.list()

    def find_snapshot(
        self,
        spec: str,
        *,
        hosts: Collection[str] = (),
        tags: Collection[str] = (),
        paths: Collection[str] = (),
    ) -> Snapshot:
        """See `SnapshotTable.find`."""
        return self.snapshots.find(spec, SnapshotFilter(hosts, tags, paths))

    def load_snapshot(self, hex_id: str) -> Snapshot:
        """See `SnapshotTable.load`."""
        return self.snapshots.load(hex_id)

    def save_snapshot(self, snapshot: Snapshot) -> str:
        """See `SnapshotTable.save`. Raises: LockLostError too: what it rests on may be gone then."""
        self.locks.assert_held()
        return self.snapshots.save(snapshot)

    def remove_snapshot(self, hex_id: str) -> None:
        """See `SnapshotTable.remove`."""
        self.snapshots.remove(hex_id)

    def lock(
        self, *, exclusive: bool = False, wait_s: float = 0.0, loads_index: bool = False
    ) -> AbstractContextManager[None]:
        """See `LockTable.hold`. `loads_index`: the index is loaded while the lock settles."""
        meanwhile = self._load_index_early if loads_index else None
        return self.locks.hold(exclusive=exclusive, wait_s=wait_s, meanwhile=meanwhile)

    def _load_index_early(self) -> None:
        with suppress(Error):  # whoever asks for the index meets the error where it matters
            _ = self.index

    def writer(
        self, *, compression: Compression | None = None, store: Store | None = None
    ) -> RepositoryWriter:
        """Saves blobs; a context manager. `store`: where packs go, if not to the repository's own.

        `compression`: None for the usual one.
        """
        # whoever only reads does not load what writes: start-up counts
        from firstbell.repository.packer import Compression, RepositoryWriter  # noqa: PLC0415

        how = compression or Compression.AUTO
        return RepositoryWriter(
            store or self.store, self.sealer, self.index, version=self.version, compression=how
        )

    def add_key(self, password: str, *, kdf: ScryptParameters | None = None) -> str:
        """Add a key that opens with `password`; its hex id."""
        holder = _find_holder()
        return add_key(
            self.store,
            self.key.master,
            password=password,
            origin=KeyOrigin(
                format_time(self.clock.now_ns()), holder.username, holder.hostname, kdf or ScryptParameters()
            ),
        )


def prepare_opening() -> None:
    """Have at hand what an open repository takes: for whoever has to wait for its key.

    The first lock loads a module, and the first use of each cipher looks it up: 2 ms together.
    """
    _find_holder()
    sealer = Sealer(make_master_key())
    sealer.open(sealer.seal(b""))


def _find_holder() -> Holder:
    try:
        username = getpass.getuser()
    except (KeyError, OSError):
        username = str(os.getuid())
    # the kernel's own name, as `socket` tells it, which takes 3 ms to load
    return Holder(platform.node(), username, os.getpid(), os.getuid(), os.getgid())
