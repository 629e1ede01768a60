"""A folder this process has made for a drill, and the proof of it.

A strike destroys data. It takes a `MarkedFolder` and nothing else, and there is one way to get one:
`MarkedFolder.make` creates a new, empty folder and keeps the open folder, its identity and a random
token in memory. A path, a marker file copied elsewhere, a folder swapped or linked later: none of them
passes `check`.
"""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from pathlib import Path
from typing import Self
from weakref import WeakSet

from firstbell.base.errors import Error

MARKER_NAME = ".firstbell-drill"
TREE_NAME = "live"
_WARNING = b"Made by `firstbell drill`. Everything beside this file will be struck and deleted.\n"


class NotMarkedError(Error):
    """A folder that this process did not make for a drill; `path` and why, for the record."""

    code = "drill.not_marked"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"refused: {path} is not a folder this drill made: {why}",
            hint="a strike works only inside the folder its own drill has just made",
        )
        self.path = path
        self.why = why


class MarkedFolder:
    """A new folder that holds the marker and, under `tree`, what may be struck."""

    def __init__(self) -> None:
        raise NotMarkedError(Path(), "a MarkedFolder is only made by MarkedFolder.make")

    path: Path
    folder_fd: int
    _identity: tuple[int, int]
    _token: bytes

    @classmethod
    def make(cls, parent: Path) -> Self:
        """A new folder under `parent`, which must exist; with an empty folder `tree` in it.

        Raises: OSError.
        """
        path = Path(tempfile.mkdtemp(prefix="firstbell-drill-", dir=parent.resolve(strict=True)))
        made = object.__new__(cls)
        made.path = path
        made.folder_fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        made._identity = _identify(os.fstat(made.folder_fd))
        made._token = secrets.token_hex(32).encode()
        (path / MARKER_NAME).write_bytes(_WARNING + made._token)
        (path / TREE_NAME).mkdir()
        _MADE.add(made)
        return made

    @property
    def tree(self) -> Path:
        """Where the copy stands that may be struck."""
        return self.path / TREE_NAME

    def check(self) -> None:
        """Returns only if this folder is still the very one that was made.

        Raises: NotMarkedError.
        """
        if self not in _MADE:
            raise NotMarkedError(getattr(self, "path", Path()), "it did not come from MarkedFolder.make")
        try:
            self._check_place()
            self._check_marker()
        except OSError as error:
            raise NotMarkedError(self.path, f"it cannot be read: {error.strerror}") from None

    def _check_place(self) -> None:
        stands = {_identify(os.fstat(self.folder_fd)), _identify(self.path.lstat())}
        if stands != {self._identity}:
            raise NotMarkedError(self.path, "another folder stands in its place")
        tree = os.stat(TREE_NAME, dir_fd=self.folder_fd, follow_symlinks=False)
        if not stat.S_ISDIR(tree.st_mode) or tree.st_dev != self._identity[0]:
            raise NotMarkedError(self.path, "its tree is a link or lies on another filesystem")

    def _check_marker(self) -> None:
        marker_fd = os.open(MARKER_NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self.folder_fd)
        with os.fdopen(marker_fd, "rb") as marker:
            held = marker.read(len(_WARNING) + len(self._token) + 1)
        if not secrets.compare_digest(held, _WARNING + self._token):
            raise NotMarkedError(self.path, "its marker does not hold this drill's token")

    def close(self) -> None:
        """Lets go of the folder; it can be struck no longer. The folder itself stays."""
        if self in _MADE:
            _MADE.discard(self)
            os.close(self.folder_fd)


def _identify(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


_MADE: WeakSet[MarkedFolder] = WeakSet()
