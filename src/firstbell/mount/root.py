"""The top of the mount: what restic's has, followed as snapshots come and go, and what is told by verdict."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import partial

from firstbell.base.clock import monotonic_s
from firstbell.mount.entries import FOLDER_MODE, Attributes, MountEntry, MountFolder, TextFile
from firstbell.mount.errors import MountError
from firstbell.mount.layout import SnapshotLayout, lay_out
from firstbell.mount.nodes import MountedTrees, open_snapshot
from firstbell.repository import Repository, SnapshotFilter
from firstbell.store import Kind

# how long a list of snapshots is believed
_REFRESH_S = 5.0
README = b"README.txt"
_TEXT = """\
This is a backup, shown as folders. Nothing in it can be changed.

snapshots/  every backup by its time; "latest" is the newest
hosts/      the same by host
tags/       the same by tag
ids/        the same by id
"""
_JUDGED_TEXT = """
clean/      backups that show no encryption event; "latest" is the newest of them
suspect/    backups that a person should look at
event/      backups that hold an encryption event
composed/   the tree a person would want back: every file in its last clean version
versions/   the same tree, and beside each file FILE.versions with every version of it;
            "clean" in there is the clean one

Beside every file of every folder FILE.versions can be opened, though listings do not show it.
These five folders stay as they were when the backup was mounted. To see newer backups in them,
mount it again.
"""


class MountRoot(MountFolder):
    """The top folder. `judged`: entries that stay, such as `clean`. Thread-safe."""

    def __init__(
        self,
        repository: Repository,
        trees: MountedTrees,
        wanted: SnapshotFilter,
        *,
        layout: SnapshotLayout,
        judged: Mapping[bytes, MountEntry],
    ) -> None:
        self._repository = repository
        self._wanted = wanted
        self._layout = layout
        self._open = partial(open_snapshot, trees)
        self._judged = judged
        self._at_ns = repository.clock.now_ns()
        self._readme = TextFile((_TEXT + (_JUDGED_TEXT if judged else "")).encode(), self._at_ns)
        self._lock = threading.Lock()
        self._known: frozenset[str] | None = None
        self._entries: dict[bytes, MountEntry] = {}
        self._looked_s = 0.0

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        return Attributes(FOLDER_MODE, 0, self._at_ns, self._at_ns, self._at_ns, links=2)

    def names(self) -> Iterable[bytes]:
        """See `MountFolder.names`."""
        return self._load().keys()

    def find(self, name: bytes) -> MountEntry | None:
        """See `MountFolder.find`."""
        return self._load().get(name)

    def _load(self) -> dict[bytes, MountEntry]:
        with self._lock:
            if self._known is None or monotonic_s() - self._looked_s > _REFRESH_S:
                self._refresh()
            return self._entries

    def _refresh(self) -> None:
        snapshots = [each for each in self._repository.list_snapshots() if self._wanted.fits(each)]
        store = self._repository.store
        if self._known and not snapshots and not store.exists(Kind.CONFIG, "config"):
            # a disk that was taken away holds no snapshots; that is no empty backup
            raise MountError(f"{store.url} is not there any more")
        self._looked_s = monotonic_s()
        known = frozenset(each.hex_id for each in snapshots)
        if known == self._known:
            return
        if self._known is not None and known - self._known:
            # what they are made of may have come after the index was loaded
            self._repository.refresh_index()
        self._known = known
        # what we tell by verdict goes before what a template calls the same
        self._entries = lay_out(snapshots, self._layout, self._open) | dict(self._judged)
        self._entries[README] = self._readme
