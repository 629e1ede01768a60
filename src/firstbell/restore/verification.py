"""Reading back what was restored: the bytes in the target against the hashes in the repository."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from firstbell.base.ids import hash_id
from firstbell.restore.context import RestoreContext
from firstbell.restore.items import PlacedFile
from firstbell.restore.source import plain_size

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# reading must not change the access time that was just restored
_READ_QUIETLY = _READ | getattr(os, "O_NOATIME", 0)


def verify_batch(context: RestoreContext, files: Sequence[PlacedFile]) -> None:
    """Read these files back; one that differs is a failed file."""
    verified = size_bytes = 0
    for file in files:
        if context.tally.halted_by is not None:
            break
        path = file.folder.path + b"/" + file.name
        try:
            length = _compare(context, file)
        except OSError as error:
            context.tally.note(path, "restore.cannot_read_back", error.strerror or str(error))
            continue
        if length is None:
            context.tally.fail(
                path, "restore.differs", "what the target gives back is not what the snapshot holds"
            )
            continue
        verified += 1
        size_bytes += length
    context.tally.add_verified(verified)
    context.progress.advance(files=len(files), size_bytes=size_bytes)


def _compare(context: RestoreContext, file: PlacedFile) -> int | None:
    """Length of the file where it holds exactly its blobs, else None. Raises: OSError."""
    fd = _open(context.open_folder(file.folder), file.name)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        length = 0
        for blob_id in file.content:
            size_bytes = plain_size(context.source.locate(blob_id))
            data = _read_fully(fd, size_bytes)
            if hash_id(data) != blob_id:
                return None
            length += size_bytes
        return None if os.read(fd, 1) else length
    finally:
        os.close(fd)


def _open(folder_fd: int, name: bytes) -> int:
    try:
        return os.open(name, _READ_QUIETLY, dir_fd=folder_fd)
    except PermissionError:  # a file that another user owns may be read, but not quietly
        return os.open(name, _READ, dir_fd=folder_fd)


def _read_fully(fd: int, size_bytes: int) -> bytes:
    data = os.read(fd, size_bytes)
    while len(data) < size_bytes:
        more = os.read(fd, size_bytes - len(data))
        if not more:
            break
        data += more
    return data
