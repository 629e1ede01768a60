"""Loading the index files of a repository into one index."""

from __future__ import annotations

import importlib
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from firstbell.crypto.seal import Sealer
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import IndexFile, parse_index
from firstbell.repository.index import Index
from firstbell.repository.snapshots import SnapshotTable
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, ObjectNotFoundError, Store, StoreError

# reading, hashing and decompressing leave the interpreter free for taking apart what is read
_READERS = 2
_READ_AHEAD = 4
# more than any index that is held without NumPy: a blob takes 150 bytes where nothing is compressed
_LARGE_BYTES = 640 << 10


class IndexDamagedError(RepositoryError):
    """Index files that cannot be read; `damaged` maps their hex ids to reasons."""

    code = "repository.index_damaged"

    def __init__(self, damaged: dict[str, str]) -> None:
        name, reason = next(iter(damaged.items()))
        more = f" (and {len(damaged) - 1} more)" if len(damaged) > 1 else ""
        super().__init__(f"index {name[:8]}: {reason}{more}", hint="run `firstbell check`")
        self.damaged = damaged


class LoadedIndex:
    """The index of a repository, loaded at first use, with what came since. Thread-safe."""

    def __init__(self, store: Store, sealer: Sealer, snapshots: SnapshotTable) -> None:
        self._store = store
        self._sealer = sealer
        self._snapshots = snapshots
        self._index: Index | None = None
        self._files: set[str] = set()
        self._reads_before = 0
        self._lock = threading.Lock()

    def get(self) -> Index:
        """The index. Where snapshots were read since, so are the new index files. Raises: as `load_index`."""
        index = self._index
        if index is not None and self._reads_before == self._snapshots.reads:
            return index
        with self._lock:  # two indexes would not see each other's new blobs
            if self._index is None or self._reads_before != self._snapshots.reads:
                return self._load()
            return self._index

    def refresh(self) -> Index:
        """The index, and in it the index files that came since it was loaded. Raises: as `load_index`."""
        with self._lock:
            return self._load()

    def _load(self) -> Index:
        # taken first: a snapshot that is read meanwhile may be newer than the index files listed below
        reads = self._snapshots.reads
        self._index = load_index(self._store, self._sealer, into=self._index, known=self._files)
        self._reads_before = reads
        return self._index

    def take_over(self, other: LoadedIndex) -> None:
        """Begin with what another one has in memory."""
        self._index, self._files, self._reads_before = other._index, set(other._files), 0

    def forget(self) -> None:
        """So that what others wrote since is seen."""
        self._index, self._files = None, set()


def load_columns_ahead(store: Store) -> None:
    """Load NumPy, if the index will be held in columns, for whoever has time now: it takes 0.04 s.

    Raises: StoreError.
    """
    if sum(info.size_bytes for info in store.list(Kind.INDEX)) > _LARGE_BYTES:
        importlib.import_module("numpy")


def load_index(
    store: Store,
    sealer: Sealer,
    *,
    damaged: dict[str, str] | None = None,
    into: Index | None = None,
    known: set[str] | None = None,
) -> Index:
    """The index of all index files, those that another one `supersedes` too.

    `known`: hex ids of files that were read, which is added to. `into`: an index that holds them already, and
    takes in the others.

    So does restic. Whoever replaces index files removes the old ones before any pack that only they name,
    so one that is still there names packs that are still there; but one forged file could hide them all.

    An index file that cannot be read is put into `damaged` (hex id -> reason) and passed over; what it
    alone names is then not found, by name, when it is asked for. Without `damaged` it is an error only
    if no index file can be read at all: one file that an intruder added must not hide every snapshot.

    Raises: IndexDamagedError, StoreError.
    """
    failed: dict[str, str] = {} if damaged is None else damaged
    index = Index() if into is None else into
    read: set[str] = set() if known is None else known
    names = sorted({info.name for info in store.list(Kind.INDEX)} - read)
    for name, reading in _read_all(store, sealer, names):
        try:
            index_file = parse_index(reading.result(), f"index {name[:8]}")
        except ObjectNotFoundError:
            continue  # replaced and removed since it was listed
        except (FormatError, StoreError) as error:
            failed[name] = str(error)
            continue
        read.add(name)
        _add_file(index, index_file, name, failed)
    if damaged is None and failed and not read:
        raise IndexDamagedError(failed)
    return index


def _read_all(store: Store, sealer: Sealer, names: list[str]) -> Iterator[tuple[str, Future[bytes]]]:
    """The plaintext of each index file, in order, a few of them read ahead."""
    ahead: deque[tuple[str, Future[bytes]]] = deque()
    with ThreadPoolExecutor(_READERS, thread_name_prefix="index") as pool:
        for name in names:
            ahead.append((name, pool.submit(load_unpacked, store, sealer, Kind.INDEX, hex_id=name)))
            if len(ahead) > _READ_AHEAD:
                yield ahead.popleft()
        yield from ahead


def _add_file(index: Index, index_file: IndexFile, name: str, failed: dict[str, str]) -> None:
    what = f"index {name[:8]}"
    packs = index_file.packs or []
    try:
        index.load_packs(packs, what)
    except FormatError:
        # what stands in its other packs counts
        for pack in packs:
            try:
                index.load_packs([pack], what)
            except FormatError as error:
                failed[name] = str(error)
