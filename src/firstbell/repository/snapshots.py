"""The snapshots of a repository: listing, finding by id or filter, saving, removing."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.clock import NS_PER_S, Clock, SystemClock
from firstbell.base.deferral import defer
from firstbell.crypto.seal import Sealer
from firstbell.record.paths import fold_inside, is_of_windows
from firstbell.repository.errors import AmbiguousIdError, SnapshotNotFoundError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.snapshot import Snapshot, parse_snapshot, render_snapshot
from firstbell.repository.unpacked import load_unpacked, save_unpacked
from firstbell.store import Kind, ObjectNotFoundError, Store, StoreError

if TYPE_CHECKING:
    import difflib
else:
    difflib = defer("difflib")

LATEST = "latest"
# clocks of honest hosts differ by minutes
CLOCK_SKEW_NS = 3600 * NS_PER_S


class SnapshotFilter(msgspec.Struct, frozen=True):
    """Which snapshots are meant; an empty field means all.

    `tags`: each is a comma-separated list of which a snapshot must have every tag; one list must fit.
    `paths`: a snapshot must have every one.
    """

    hosts: Collection[str] = ()
    tags: Collection[str] = ()
    paths: Collection[str] = ()

    def fits(self, snapshot: Snapshot) -> bool:
        """Whether the snapshot is meant."""
        if self.hosts and snapshot.hostname not in self.hosts:
            return False
        if self.paths and not _holds_paths(snapshot, self.paths):
            return False
        own = set(snapshot.tags or ())
        return not self.tags or any(set(filter(None, tags.split(","))) <= own for tags in self.tags)


def _holds_paths(snapshot: Snapshot, wanted: Collection[str]) -> bool:
    """Whether the snapshot is of all these paths; of Windows, however they are typed."""
    if not is_of_windows(snapshot.paths):
        return all(path in snapshot.paths for path in wanted)
    own = set(map(fold_inside, snapshot.paths))
    return all(fold_inside(path) in own for path in wanted)


def _explain_none(snapshots: Collection[Snapshot], wanted: SnapshotFilter) -> SnapshotNotFoundError:
    """Why a filter fits none of these snapshots."""
    if not snapshots:
        hint = "`firstbell backup PATH` makes the first one"
        return SnapshotNotFoundError("the repository has no snapshots", hint=hint)
    hosts = sorted({snapshot.hostname for snapshot in snapshots})
    asked = sorted(wanted.hosts)
    if not asked or set(asked) & set(hosts):
        return SnapshotNotFoundError("no snapshot matches", hint="`firstbell snapshots` lists the snapshots")
    near = [host for host in hosts if host.lower() == asked[0].lower()]
    near = near or difflib.get_close_matches(asked[0], hosts, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(hosts)}"
    return SnapshotNotFoundError(f"no snapshot of host {', '.join(map(repr, asked))}", hint=hint)


class SnapshotTable:
    """The snapshot files of one repository. What cannot be read is kept in `damaged`, hex id -> reason.

    `reads`: how many snapshots were read so far.
    """

    def __init__(self, store: Store, sealer: Sealer, version: int, *, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._store = store
        self._sealer = sealer
        self._version = version
        self._known: dict[str, Snapshot] = {}
        self.damaged: dict[str, str] = {}
        self.reads = 0

    def list(self) -> list[Snapshot]:
        """All readable snapshots by time, then id."""
        names = [info.name for info in self._store.list(Kind.SNAPSHOTS)]
        self.damaged = {}
        found = []
        for name in names:
            try:
                found.append(self.load(name))
            except ObjectNotFoundError:
                continue  # forgotten since it was listed
            except (FormatError, StoreError) as error:
                self.damaged[name] = str(error)
        return sorted(found, key=lambda snapshot: (snapshot.time_ns, snapshot.hex_id))

    def load(self, hex_id: str) -> Snapshot:
        """One snapshot by its whole id.

        Raises: ObjectNotFoundError, FormatError.
        """
        snapshot = self._known.get(hex_id)
        if snapshot is None:
            plaintext = load_unpacked(self._store, self._sealer, Kind.SNAPSHOTS, hex_id=hex_id)
            snapshot = self._known[hex_id] = parse_snapshot(plaintext, hex_id)
            self.reads += 1
        return snapshot

    def find(self, spec: str, wanted: SnapshotFilter) -> Snapshot:
        """The snapshot meant by `latest` (newest that fits the filter) or by an id's first digits.

        One whose time lies in the future is not the newest, while there are others: anybody can write that.

        Raises: SnapshotNotFoundError, AmbiguousIdError, FormatError when the one that is meant is damaged.
        """
        if spec == LATEST:
            fitting = [snapshot for snapshot in self.list() if wanted.fits(snapshot)]
            if not fitting:
                raise _explain_none(self.list(), wanted)
            until_ns = self._clock.now_ns() + CLOCK_SKEW_NS
            return ([one for one in fitting if one.time_ns <= until_ns] or fitting)[-1]
        names = [info.name for info in self._store.list(Kind.SNAPSHOTS)]
        matches = [name for name in names if spec and name.startswith(spec.lower())]
        if not matches:
            raise SnapshotNotFoundError(
                f"no snapshot id begins with {spec!r}", hint="`firstbell snapshots` lists the snapshots"
            )
        if len(matches) > 1:
            raise AmbiguousIdError(spec, sorted(matches))
        return self.load(matches[0])

    def require(self, wanted: SnapshotFilter) -> None:
        """Raises: SnapshotNotFoundError where a filter is meant to leave some, and fits none."""
        is_asked = wanted.hosts or wanted.tags or wanted.paths
        if is_asked and not any(map(wanted.fits, self.list())):
            raise _explain_none(self.list(), wanted)

    def save(self, snapshot: Snapshot) -> str:
        """Publish a snapshot; its hex id, which is set on it too."""
        plaintext = render_snapshot(snapshot)
        hex_id = save_unpacked(
            self._store, self._sealer, Kind.SNAPSHOTS, plaintext=plaintext, version=self._version
        )
        snapshot.hex_id = hex_id
        self._known[hex_id] = snapshot
        return hex_id

    def remove(self, hex_id: str) -> None:
        """Remove one snapshot file; its data stays until prune.

        Raises: ObjectNotFoundError, StoreError.
        """
        self._store.delete(Kind.SNAPSHOTS, hex_id)
        self._known.pop(hex_id, None)
