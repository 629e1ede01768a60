"""What stands where something is to be restored: compared byte by byte, and moved aside where it differs.

What is identical stays, with the snapshot's times, and is not fetched from the vault. Nothing is deleted, but
for what a power cut left of our own. No symlink in the target is followed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from firstbell.base.ids import hash_id
from firstbell.repository import Node
from firstbell.restore import RestoreOptions, TreeSource
from firstbell.restore.entries import EntryWalk, RestoreEntry
from firstbell.restore.existing import find_existing
from firstbell.restore.folders import FolderHandles, TreeFolder
from firstbell.restore.metadata import read_times
from firstbell.restore.source import plain_size
from firstbell.restore.tally import RestoreTally
from firstbell.restore.uncarried import DEVICE_TYPES
from firstbell.runs.plans.paths import is_within

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_KINDS = {"file": stat.S_ISREG, "dir": stat.S_ISDIR, "symlink": stat.S_ISLNK, "fifo": stat.S_ISFIFO}
_KINDS |= {"dev": stat.S_ISBLK, "chardev": stat.S_ISCHR}


@dataclass(slots=True)
class Cleared:
    """What was found. `identical`: files that stay; `moved`: paths of what was moved aside."""

    identical: int = 0
    identical_bytes: int = 0
    moved: list[bytes] = field(default_factory=list)


# (path inside the tree) -> the folder under which what differs there goes; None: it is ours, and is removed
ChooseAside = Callable[[bytes], Path | None]


class Clearing:
    """Clears one target. `root_fd`: its descriptor, which stays the caller's. `devices`: they are made."""

    def __init__(
        self, source: TreeSource, root_fd: int, aside: ChooseAside, *, devices: bool = False
    ) -> None:
        self._devices = devices
        self._source = source
        self._root_fd = root_fd
        self._aside = aside
        self._handles = FolderHandles(root_fd)
        self.cleared = Cleared()

    def clear(self, tree_id: bytes, *, passed: int = 0) -> set[bytes]:
        """Compare everything that the tree holds, but the first `passed` entries; the paths it holds.

        Raises: OSError; what reading the trees raises.
        """
        paths: set[bytes] = set()
        walk = EntryWalk(self._source, RestoreOptions(), RestoreTally()).walk(
            tree_id, TreeFolder(None, b"", None)
        )
        try:
            for entry in islice(walk, passed):
                paths.add(entry.path)
            for entry in walk:
                paths.add(entry.path)
                if self._devices or entry.node.type not in DEVICE_TYPES:
                    self._look(entry)
        finally:
            self._handles.close()
        return paths

    def clear_strangers(self, tree_id: bytes, known: set[bytes], tops: Iterable[bytes]) -> None:
        """Move aside what a struck snapshot holds and `known` does not: struck names, the intruder's notes.

        Raises: as `clear`.
        """
        wanted = tuple(tops)
        walk = EntryWalk(self._source, RestoreOptions(), RestoreTally()).walk(
            tree_id, TreeFolder(None, b"", None)
        )
        try:
            for entry in walk:
                path = entry.path
                if entry.child is None and path not in known and any(is_within(path, top) for top in wanted):
                    self._move_stranger(entry, path)
        finally:
            self._handles.close()

    def _move_stranger(self, entry: RestoreEntry, path: bytes) -> None:
        try:
            folder_fd = self._handles.open(entry.folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        if find_existing(folder_fd, entry.name) is not None:
            self._put_aside(folder_fd, entry.name, path)

    def _look(self, entry: RestoreEntry) -> None:
        if entry.folder.is_absent:
            if entry.child is not None:
                entry.child.is_absent = True
            return
        folder_fd = self._handles.open(entry.folder)
        existing = find_existing(folder_fd, entry.name)
        if existing is None:
            if entry.child is not None:
                entry.child.is_absent = True
            return
        is_kind = _KINDS.get(entry.node.type)
        if is_kind is not None and is_kind(existing.st_mode) and self._is_same(folder_fd, entry, existing):
            return
        self._put_aside(folder_fd, entry.name, entry.path)
        if entry.child is not None:
            entry.child.is_absent = True

    def _is_same(self, folder_fd: int, entry: RestoreEntry, existing: os.stat_result) -> bool:
        node = entry.node
        if node.type == "symlink":
            return os.readlink(entry.name, dir_fd=folder_fd) == node.link_target
        if node.type != "file":
            return True
        if existing.st_size != node.size or not self._holds(folder_fd, entry.name, node):
            return False
        self.cleared.identical += 1
        self.cleared.identical_bytes += node.size
        return True

    def _holds(self, folder_fd: int, name: bytes, node: Node) -> bool:
        fd = os.open(name, _READ, dir_fd=folder_fd)
        try:
            for blob_id in node.content_ids:
                data = _read(fd, plain_size(self._source.locate(blob_id)))
                if hash_id(data) != blob_id:
                    return False
            if os.read(fd, 1):
                return False
            times = read_times(node, [])
            if times is not None:
                os.utime(fd, ns=times)  # so that restoring sees that it is the same
            return True
        finally:
            os.close(fd)

    def _put_aside(self, folder_fd: int, name: bytes, path: bytes) -> None:
        top = self._aside(path)
        if top is None:
            os.unlink(name, dir_fd=folder_fd)
            return
        place = Path(os.fsdecode(os.fsencode(top) + path))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = place
        number = 0
        while os.path.lexists(free):
            number += 1
            free = place.with_name(f"{place.name}.{number}")
        # nothing is there, and a folder can be moved in no other way
        os.rename(name, free, src_dir_fd=folder_fd)  # noqa: TID251
        self.cleared.moved.append(path)


def _read(fd: int, size_bytes: int) -> bytes:
    parts = []
    left = size_bytes
    while left and (data := os.read(fd, left)):
        parts.append(data)
        left -= len(data)
    return b"".join(parts)
