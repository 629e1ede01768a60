"""Writing that leaves a file whole or as it was: one that a person asked for, one that grows by lines.

What a repository, a vault or a record holds is published once instead (`store.publication`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from firstbell.base.errors import naming

_BLOCK_BYTES = 1 << 16


def create_file(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a new file; where it cannot be written whole, none is left.

    Raises: FileExistsError; OSError, always with the name of the file.
    """
    with naming(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in the place of the one that is there, if any, which keeps its mode and its owner.

    After an error or a crash the old one is there, or the new one, whole. Links are followed. What is no
    plain file, and what may be changed but not replaced, is written to as it stands.

    Raises: OSError, always with the name of the file.
    """
    with naming(path):
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        try:
            _replace(target, data)
        except PermissionError:
            if not target.exists():
                raise
            target.write_bytes(data)


def _replace(target: Path, data: bytes) -> None:
    draft = target.with_name(f".{os.getpid()}.{os.urandom(8).hex()}.tmp")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except OSError as error:
        # a person knows the file by its own name
        error.filename = str(target)
        raise
    try:
        with os.fdopen(descriptor, "wb") as file:
            with suppress(FileNotFoundError):
                _take_after(target.stat(), descriptor)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.replace(draft, target)  # noqa: TID251 - these files are changed, not published
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _take_after(old: os.stat_result, descriptor: int) -> None:
    """Give a file the owner and the mode of another one. Raises: PermissionError where that may not be."""
    mine = os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (mine.st_uid, mine.st_gid):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def find_line_end(descriptor: int) -> int:
    """Where the last whole line of an open file ends. Raises: OSError."""
    end = os.fstat(descriptor).st_size
    while end:
        start = max(end - _BLOCK_BYTES, 0)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def append_whole(
    descriptor: int, data: bytes, *, end_bytes: int, sync: Callable[[int], None] | None = None
) -> None:
    """Write behind the first so many bytes of an open file: all of it, or the file ends there again.

    `sync`: in place of fsync.

    A disk that is nearly full takes a part, and no error says so; what is added next would go on in the
    middle of a line. Raises: OSError.
    """
    view, at = memoryview(data), end_bytes
    try:
        while view:
            written = os.pwrite(descriptor, view, at)
            view, at = view[written:], at + written
        (sync or os.fsync)(descriptor)
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, end_bytes)
        raise
