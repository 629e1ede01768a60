"""Publish once on a local filesystem: bytes under a name that was free, whole, synced, or not at all.

`link` fails when the name is taken, so two writers cannot both win; `exists`-then-`rename` can lose a
file (633 of 3,000 names in a trial with four writers). Where a filesystem has no links,
`renameat2(RENAME_NOREPLACE)` does the same; where it has neither, publishing is refused.
Source: open(2) O_TMPFILE, linkat(2), renameat2(2).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.base.errors import is_full
from firstbell.store.errors import (
    ObjectExistsError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    UnsafeFilesystemError,
)
from firstbell.store.store import Buffer

# only who writes calls the system past Python
if TYPE_CHECKING:
    import ctypes
else:
    ctypes = defer("ctypes")

_RENAME_NOREPLACE = 1
_NO_SUPPORT = frozenset(
    {errno.EOPNOTSUPP, errno.ENOSYS, errno.EPERM, errno.EINVAL, errno.EISDIR, errno.ENOENT}
)
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_MAX_PARTS = 512  # IOV_MAX is 1024 on Linux, less elsewhere
_COPY_BYTES = 1 << 20

_SYNC_FILE_RANGE_WRITE = 2


@cache
def _load_libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def explain(error: OSError, doing: str) -> StoreError:
    """The error of this room for an error of the system, with what was being done."""
    message = f"{doing}: {error.strerror}"
    if is_full(error):
        return StoreFullError(
            message, hint="make room on the disk that holds the repository, then run the command again"
        )
    if error.errno == errno.EEXIST:
        return ObjectExistsError(f"{doing}: the name is taken")
    if error.errno in _READ_ONLY:
        return ReadOnlyStoreError(
            message, hint="check the owner and permissions; commands that only read also work with --no-lock"
        )
    return StoreError(message)


def publish(folder: Path, name: str, parts: Sequence[Buffer], *, mode: int = 0o600) -> None:
    """Write `parts` to `folder/name`, which must be free; synced, the folder too, when this returns.

    A kill at any moment leaves either nothing or the whole file under `name`. Where the filesystem has
    O_TMPFILE it leaves no temporary file either.

    Raises: ObjectExistsError, StoreFullError, ReadOnlyStoreError, UnsafeFilesystemError, StoreError.
    """
    draft = UnpublishedFile(folder, mode=mode)
    try:
        draft.append(parts)
        draft.publish(folder, name)
    finally:
        draft.close()


class UnpublishedFile:
    """A file that has no name yet. It grows, and is published once, whole; or it is closed, and gone.

    `folder` must be on the filesystem of the folder it will be published in. Not thread-safe.

    Raises: as `publish`, each method.
    """

    def __init__(self, folder: Path, *, mode: int) -> None:
        self._folder = folder
        self._mode = mode
        # the name it has meanwhile where the filesystem cannot do without
        self._temporary = ""
        self._file_fd = -1
        self._begun_bytes = 0
        try:
            self._folder_fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise explain(error, f"opening {folder}") from None
        try:
            self._open()
        except OSError as error:
            self.close()
            raise explain(error, f"writing in {folder}") from None

    def _open(self) -> None:
        # read too: what was written may have to be copied to a file with a name
        flags = getattr(os, "O_TMPFILE", 0) | os.O_RDWR | os.O_CLOEXEC
        try:
            self._file_fd = os.open(".", flags, self._mode, dir_fd=self._folder_fd)
            self._open_to_group()
        except OSError as error:
            if error.errno not in _NO_SUPPORT:
                raise
            self._open_named()

    def _open_named(self) -> None:
        temporary = f".{os.getpid()}.{os.urandom(8).hex()}.tmp"
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
        self._file_fd = os.open(temporary, flags, self._mode, dir_fd=self._folder_fd)
        self._temporary = temporary
        self._open_to_group()

    def _open_to_group(self) -> None:
        if self._mode & stat.S_IRWXG:  # a umask may have taken it away
            os.fchmod(self._file_fd, self._mode)

    def append(self, parts: Sequence[Buffer]) -> None:
        """Write `parts`, in order, behind what is there."""
        try:
            _write_all(self._file_fd, parts)
        except OSError as error:
            raise explain(error, f"writing in {self._folder}") from None

    def hasten(self) -> None:
        """Have what was appended go to the disk now, without waiting: less is left to wait for at the end."""
        size_bytes = os.fstat(self._file_fd).st_size
        begin_writing = getattr(_load_libc(), "sync_file_range", None)  # Linux alone has it
        if begin_writing is not None and size_bytes > self._begun_bytes:
            # what it says is of no concern: publishing syncs in any case
            begin_writing(
                self._file_fd,
                ctypes.c_int64(self._begun_bytes),
                ctypes.c_int64(size_bytes - self._begun_bytes),
                ctypes.c_uint(_SYNC_FILE_RANGE_WRITE),
            )
            self._begun_bytes = size_bytes

    def publish(self, folder: Path, name: str) -> None:
        """Give it the name; file and folder are synced when this returns."""
        try:
            target_fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise explain(error, f"opening {folder}") from None
        try:
            os.fsync(self._file_fd)
            if not self._temporary and not self._link(target_fd, name):
                self._copy_to_named()
            if self._temporary:
                _link_or_rename(self._folder_fd, self._temporary, target_fd, name)
                self._temporary = ""
            os.fsync(target_fd)
        except OSError as error:
            raise explain(error, f"writing {folder / name}") from None
        finally:
            os.close(target_fd)

    def _link(self, target_fd: int, name: str) -> bool:
        """Whether a file that has no name could be given one."""
        source = f"/proc/self/fd/{self._file_fd}"
        try:
            # a folder for the source, else Python calls link(2), which follows no link
            os.link(source, name, src_dir_fd=self._folder_fd, dst_dir_fd=target_fd, follow_symlinks=True)
        except OSError as error:
            if error.errno not in _NO_SUPPORT:
                raise
            return False
        return True

    def _copy_to_named(self) -> None:
        unnamed_fd, size_bytes = self._file_fd, os.fstat(self._file_fd).st_size
        try:
            self._open_named()
            for offset in range(0, size_bytes, _COPY_BYTES):
                _write_all(self._file_fd, [os.pread(unnamed_fd, _COPY_BYTES, offset)])
            os.fsync(self._file_fd)
        finally:
            os.close(unnamed_fd)

    def close(self) -> None:
        """Let go of it; what was not published is gone."""
        if self._temporary:
            with suppress(FileNotFoundError):
                os.unlink(self._temporary, dir_fd=self._folder_fd)
        for descriptor in (self._file_fd, self._folder_fd):
            if descriptor >= 0:
                os.close(descriptor)
        self._file_fd = self._folder_fd = -1


def _link_or_rename(folder_fd: int, temporary: str, target_fd: int, name: str) -> None:
    try:
        os.link(temporary, name, src_dir_fd=folder_fd, dst_dir_fd=target_fd)
    except OSError as error:
        if error.errno not in _NO_SUPPORT:
            raise
        _rename_without_replacing(folder_fd, temporary, target_fd, name)
        return
    os.unlink(temporary, dir_fd=folder_fd)


def _rename_without_replacing(folder_fd: int, temporary: str, target_fd: int, name: str) -> None:
    call = getattr(_load_libc(), "renameat2", None)
    failed = -1
    if call is not None:
        failed = call(
            folder_fd, os.fsencode(temporary), target_fd, os.fsencode(name), ctypes.c_uint(_RENAME_NOREPLACE)
        )
    if not failed:
        return
    code = ctypes.get_errno() if call is not None else errno.ENOSYS
    if code in _NO_SUPPORT:
        raise UnsafeFilesystemError(
            "the filesystem can neither link nor rename without overwriting",
            hint="keep the repository on a Linux filesystem such as ext4 or xfs, or use a REST server",
        )
    raise OSError(code, os.strerror(code))


def _write_all(file_fd: int, parts: Sequence[Buffer]) -> None:
    for start in range(0, len(parts), _MAX_PARTS):
        views = [memoryview(part) for part in parts[start : start + _MAX_PARTS]]
        while views:
            written = os.writev(file_fd, views)
            while views and written >= len(views[0]):
                written -= len(views[0])
                views.pop(0)
            if views and written:
                views[0] = views[0][written:]


def probe(folder: Path) -> None:
    """Prove that `folder` can be published to once, by doing it and taking it back.

    Raises: as `publish`; StoreError when the filesystem lets a name be taken twice.
    """
    name = f"probe-{os.urandom(8).hex()}"
    publish(folder, name, [b"probe"])
    try:
        publish(folder, name, [b"again"])
    except ObjectExistsError:
        return
    finally:
        (folder / name).unlink(missing_ok=True)
    raise UnsafeFilesystemError(f"{folder}: a name could be written twice")
