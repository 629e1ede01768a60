"""What the kernel asks of a mounted filesystem. What cannot be read is EIO, and told once.

Paths are text with surrogate escapes, as mfusepy gives them. Thread-safe.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from firstbell.base.errors import Error
from firstbell.mount.entries import Attributes, MountedContent, MountEntry, MountFile, MountFolder, MountLink

_BLOCK_BYTES = 512
_ENCODING = "utf-8"
_MOST_NAME_BYTES = 255
_FOLDERS_KEPT = 4096
# anything that would change something
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class MountOperations:
    """The requests of one mounted filesystem. `owner`: user and group of what no snapshot says it of.

    `all_of`: user and group of everything instead. `warn`: told of what cannot be read, once each.
    """

    def __init__(
        self,
        root: MountFolder,
        warn: Callable[[str], None],
        *,
        owner: tuple[int, int],
        all_of: tuple[int, int] | None = None,
    ) -> None:
        self._root = root
        self._warn = warn
        self._owner = owner
        self._all_of = all_of
        self._told: set[str] = set()
        self._lock = threading.Lock()
        self._handles: dict[int, MountedContent] = {}
        self._numbers = itertools.count(1)
        # folders of snapshots by path: a way of ten folders need not be gone for each file
        self._known: dict[bytes, MountFolder] = {}

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        """The fields of `stat`, times in nanoseconds. Raises: OSError."""
        with self._answering(path):
            return self._describe(self._find(path).attributes)

    def _describe(self, told: Attributes) -> dict[str, int]:
        uid, gid = self._owner
        if self._all_of is not None:
            uid, gid = self._all_of
        else:
            uid = told.uid if told.uid is not None and told.uid >= 0 else uid
            gid = told.gid if told.gid is not None and told.gid >= 0 else gid
        return {
            "st_mode": told.mode,
            "st_size": told.size_bytes,
            "st_mtime": told.mtime_ns,
            "st_atime": told.atime_ns,
            "st_ctime": told.ctime_ns,
            # what no system has would not fit
            "st_uid": min(uid, (1 << 32) - 1),
            "st_gid": min(gid, (1 << 32) - 1),
            "st_nlink": told.links,
            "st_rdev": max(0, told.device),
            "st_blocks": -(-told.size_bytes // _BLOCK_BYTES),
        }

    def readdir(self, path: str, fh: int) -> list[tuple[str, dict[str, int], int]]:
        """The names in a folder, each with its kind, as mfusepy takes them. Raises: OSError."""
        with self._answering(path):
            folder = self._find(path)
            if not isinstance(folder, MountFolder):
                raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            shown = sorted(folder.kinds())
        own = [(b".", stat.S_IFDIR), (b"..", stat.S_IFDIR)]
        # who walks a tree need not ask of what kind each entry is
        return [
            (name.decode(_ENCODING, "surrogateescape"), {"st_mode": kind}, 0) for name, kind in own + shown
        ]

    def readlink(self, path: str) -> str:
        """Where a link leads. Raises: OSError."""
        with self._answering(path):
            link = self._find(path)
            if not isinstance(link, MountLink):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            return link.target.decode(_ENCODING, "surrogateescape")

    def open(self, path: str, flags: int) -> int:
        """A handle of a file to read. Raises: OSError."""
        if flags & _WRITING:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        with self._answering(path):
            file = self._find(path)
            if not isinstance(file, MountFile):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            content = file.open()
        with self._lock:
            handle = next(self._numbers)
            self._handles[handle] = content
        return handle

    def read(self, path: str, size: int, *, offset: int, handle: int) -> bytes:
        """Bytes of an open file. Raises: OSError."""
        with self._answering(path):
            return self._handles[handle].read(offset, size)

    def release(self, path: str, fh: int) -> int:
        """Forget a handle."""
        with self._lock:
            self._handles.pop(fh, None)
        return 0

    def listxattr(self, path: str) -> list[str]:
        """The names of an entry's extended attributes. Raises: OSError."""
        with self._answering(path):
            return list(self._find(path).extended)

    def getxattr(self, path: str, name: str, position: int = 0) -> bytes:
        """One extended attribute. Raises: OSError."""
        with self._answering(path):
            value = self._find(path).extended.get(name)
            if value is None:
                raise OSError(errno.ENODATA, os.strerror(errno.ENODATA))
            return value

    def statfs(self, path: str) -> dict[str, int]:
        """Of the filesystem: there is no room in it."""
        return {"f_bsize": _BLOCK_BYTES, "f_frsize": _BLOCK_BYTES, "f_namemax": _MOST_NAME_BYTES}

    def _find(self, path: str) -> MountEntry:
        return self._walk(path.encode(_ENCODING, "surrogateescape").rstrip(b"/"))

    def _walk(self, path: bytes) -> MountEntry:
        if not path:
            return self._root
        above, _, name = path.rpartition(b"/")
        folder = self._known.get(above) or self._walk(above)
        found = folder.find(name) if isinstance(folder, MountFolder) else None
        if found is None:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        if isinstance(found, MountFolder) and found.is_fixed:
            if len(self._known) >= _FOLDERS_KEPT:
                self._known.clear()
            self._known[path] = found
        return found

    @contextmanager
    def _answering(self, path: str) -> Iterator[None]:
        try:
            yield
        except Error as error:
            message = f"{path}: {error}"
            with self._lock:
                is_new = message not in self._told
                self._told.add(message)
            if is_new:
                self._warn(message)
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from None
