"""What every worker of one restore shares: source, options, counts, open folders, what is in place."""

from __future__ import annotations

import os
import threading
from collections.abc import Hashable, Sequence

from firstbell.base.errors import is_full
from firstbell.base.progress import Progress
from firstbell.restore.errors import TargetFullError
from firstbell.restore.folders import FolderHandles, TreeFolder
from firstbell.restore.items import FileItem, PlacedFile
from firstbell.restore.metadata import MetadataSetter, Shortfall
from firstbell.restore.options import Overwrite, RestoreOptions
from firstbell.restore.source import TreeSource
from firstbell.restore.tally import RestoreTally
from firstbell.restore.uncarried import Uncarried, choose_permissions


class RestoreContext:
    """Shared by the workers of one restore; thread-safe."""

    def __init__(
        self, source: TreeSource, options: RestoreOptions, progress: Progress, *, target: str
    ) -> None:
        self.source = source
        self.options = options
        self.progress = progress
        self.target = target
        self.tally = RestoreTally(options.prefix)
        self.uncarried = Uncarried(is_foreign=options.is_foreign, prefix=options.prefix)
        self.metadata = MetadataSetter(
            ownership=options.ownership, find_permissions=choose_permissions(options)
        )
        self.is_careful = options.sparse or options.sync
        self.to_verify: list[PlacedFile] = []
        self.linked: dict[Hashable, tuple[TreeFolder, bytes]] = {}
        self.root_fd = -1
        self._local = threading.local()
        self._handles: list[FolderHandles] = []

    @property
    def handles(self) -> FolderHandles:
        """This thread's open folders."""
        handles: FolderHandles | None = getattr(self._local, "handles", None)
        if handles is None:
            handles = self._local.handles = FolderHandles(self.root_fd)
            self._handles.append(handles)
        return handles

    def open_folder(self, folder: TreeFolder) -> int:
        """A descriptor of the folder, for use at once. Raises: OSError."""
        return self.handles.open(folder)

    def close(self) -> None:
        """Close every descriptor of a folder; when no worker runs any more."""
        for handles in self._handles:
            handles.close()
        if self.root_fd >= 0:
            os.close(self.root_fd)

    def remember(self, item: FileItem, *, is_ours: bool) -> None:
        """A file is in place: for reading it back, and, where we wrote it, for further links to it."""
        if is_ours and item.link_key is not None:
            self.linked[item.link_key] = (item.folder, item.name)
        if self.options.verify:
            self.to_verify.append(PlacedFile(item.folder, item.name, item.content))

    def keep(self, path: bytes) -> None:
        """What is there stays; by default that is something a person should know."""
        if self.options.overwrite is Overwrite.IF_NEWER:
            self.tally.skip(path)
        else:
            self.tally.skip(path, "restore.exists", "something else of that name is there, and stays")

    def keep_unchanged(self, item: FileItem) -> None:
        """The file is there already; it gets the snapshot's metadata unless nothing may be overwritten.

        Raises: OSError.
        """
        if self.options.overwrite is not Overwrite.NEVER:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            fd = os.open(item.name, flags, dir_fd=self.open_folder(item.folder))
            try:
                shortfalls = self.metadata.set_on_fd(fd, item.node)
            finally:
                os.close(fd)
            self.note(item.path, shortfalls)
        self.tally.skip(item.path)
        self.remember(item, is_ours=False)

    def note(self, path: bytes, shortfalls: Sequence[Shortfall]) -> None:
        """Report what could not be set of a thing that is in place."""
        for shortfall in shortfalls:
            self.tally.note(path, shortfall.code, shortfall.reason)

    def fail(self, path: bytes, error: OSError | ValueError | OverflowError) -> None:
        """A thing could not be made; a full disk ends the restore."""
        if isinstance(error, OSError) and is_full(error):
            self.tally.halt(TargetFullError(self.target, error.strerror or "full"))
            return
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.tally.fail(path, "restore.cannot_write", reason)
