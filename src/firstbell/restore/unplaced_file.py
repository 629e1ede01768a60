"""A file in the making, which gets its name only when it is whole.

Where the filesystem can, the file has no name at all until then (O_TMPFILE), so that a kill leaves
nothing; elsewhere it has a temporary one in the same folder. Source: open(2), linkat(2).
"""

from __future__ import annotations

import errno
import os
import re
import stat

from firstbell.restore.existing import find_existing

Buffer = bytes | bytearray | memoryview

_NO_SUPPORT = frozenset(
    {errno.EOPNOTSUPP, errno.ENOSYS, errno.EPERM, errno.EINVAL, errno.EISDIR, errno.EMLINK}
)
_WRITE = os.O_WRONLY | os.O_CLOEXEC
WRITE_NEW = _WRITE | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_NAMELESS = getattr(os, "O_TMPFILE", 0) if os.path.isdir("/proc/self/fd") else 0

# a hole of less than a block saves nothing on any filesystem in use
HOLE_BYTES = 4096
_ZEROS = bytes(HOLE_BYTES)
_NOT_ZERO = re.compile(rb"[^\x00]")


def open_nameless(folder_fd: int, mode: int) -> int:
    """A descriptor for writing of a new file without a name; -1 where the filesystem has none such.

    Raises: OSError.
    """
    if not _NAMELESS:
        return -1
    try:
        return os.open(b".", _NAMELESS | _WRITE, mode, dir_fd=folder_fd)
    except OSError as error:
        if error.errno not in _NO_SUPPORT:
            raise
    return -1


def give_name(fd: int, folder_fd: int, name: bytes) -> None:
    """Give a file without a name one. Raises: FileExistsError when it is taken; OSError."""
    # naming both folders keeps Python from calling link(2), which would link the symlink in /proc
    os.link(b"/proc/self/fd/%d" % fd, name, src_dir_fd=folder_fd, dst_dir_fd=folder_fd, follow_symlinks=True)


class UnplacedFile:
    """An open file without its name. `fd` is for writing; end with `place` or `discard`, then `close`."""

    def __init__(self, folder_fd: int, *, mode: int = 0o600) -> None:
        """Make one in the folder; with `mode` where nobody can open it before it has its name.

        Raises: OSError.
        """
        self._folder_fd = folder_fd
        self._name: bytes | None = None
        self.fd = open_nameless(folder_fd, mode)
        if self.fd < 0:
            self._name = make_temporary_name()
            self.fd = os.open(self._name, WRITE_NEW, 0o600, dir_fd=folder_fd)

    def place(self, name: bytes, *, replace: bool) -> None:
        """Give the file its name; with `replace`, what bears it is replaced in one step.

        Raises: FileExistsError when the name is taken and stays; OSError.
        """
        if replace:
            self._replace(name)
        elif self._name is None:
            give_name(self.fd, self._folder_fd, name)
        else:
            _move_without_replacing(self._folder_fd, self._name, name)
            self._name = None

    def _replace(self, name: bytes) -> None:
        if self._name is None:
            temporary = make_temporary_name()
            give_name(self.fd, self._folder_fd, temporary)
            self._name = temporary
        move_replacing(self._folder_fd, self._name, name)
        self._name = None

    def discard(self) -> None:
        """Leave nothing of it."""
        if self._name is not None:
            os.unlink(self._name, dir_fd=self._folder_fd)
            self._name = None

    def close(self) -> None:
        """Close the file. Raises: OSError when that is when a network filesystem finds it is full."""
        os.close(self.fd)


def make_temporary_name() -> bytes:
    """A name that nothing has: nobody who wrote the tree could know it."""
    return b".firstbell-" + os.urandom(8).hex().encode()


def _move_without_replacing(folder_fd: int, temporary: bytes, name: bytes) -> None:
    try:
        os.link(temporary, name, src_dir_fd=folder_fd, dst_dir_fd=folder_fd, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_SUPPORT:
            raise
        if find_existing(folder_fd, name) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        move_replacing(folder_fd, temporary, name)  # a filesystem without links
        return
    os.unlink(temporary, dir_fd=folder_fd)


def move_replacing(folder_fd: int, temporary: bytes, name: bytes) -> None:
    """Give `temporary` the name `name`, in the place of what bears it; a folder only if it is empty.

    Raises: OSError.
    """
    existing = find_existing(folder_fd, name)
    if existing is not None and stat.S_ISDIR(existing.st_mode):
        os.rmdir(name, dir_fd=folder_fd)
    # replacing is what the user asked for with --overwrite, and rename is the one call that leaves
    # either the old file or the new one whatever happens
    os.rename(temporary, name, src_dir_fd=folder_fd, dst_dir_fd=folder_fd)  # noqa: TID251


def link_replacing(source: tuple[int, bytes], folder_fd: int, name: bytes) -> None:
    """Make `name` a further link to a file, in the place of what bears it. `source`: folder and name.

    Raises: OSError.
    """
    temporary = make_temporary_name()
    os.link(source[1], temporary, src_dir_fd=source[0], dst_dir_fd=folder_fd, follow_symlinks=False)
    try:
        move_replacing(folder_fd, temporary, name)
    finally:
        # rename of one link onto another of the same file does nothing, not even remove the first
        if find_existing(folder_fd, temporary) is not None:
            os.unlink(temporary, dir_fd=folder_fd)


def write_at(fd: int, data: Buffer, offset: int) -> None:
    """Write all of `data` at `offset`. Raises: OSError."""
    written = os.pwrite(fd, data, offset)
    while written < len(data):
        written += os.pwrite(fd, memoryview(data)[written:], offset + written)


def write_sparse_at(fd: int, content: Buffer, offset: int) -> None:
    """Write `content` at `offset` but for runs of zeros, which are left as they are: the file is new there.

    The caller sets the file's length. Raises: OSError.
    """
    data = bytes(content)
    start = 0
    while start < len(data):
        hole = data.find(_ZEROS, start)
        if hole < 0:
            write_at(fd, data[start:] if start else data, offset + start)
            return
        if hole > start:
            write_at(fd, data[start:hole], offset + start)
        match = _NOT_ZERO.search(data, hole + HOLE_BYTES)
        start = match.start() if match else len(data)
