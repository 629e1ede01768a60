"""A folder to restore into for a while: with room, private, and gone afterwards, whatever happens."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firstbell.base.counts import tell_size
from firstbell.compose.errors import RecoverError

_PREFIX = "firstbell-rehearsal-"
_LOCK = "lock"


class ScratchError(RecoverError):
    """The scratch folder cannot be used."""

    code = "recover.scratch"


@contextmanager
def open_scratch(parent: Path, room_bytes: int = 0, *, keep: bool = False) -> Iterator[Path]:
    """A new folder in `parent` on a filesystem that has so much room; deleted afterwards, unless it is kept.

    What earlier work that was killed left there is deleted, too.

    Raises: ScratchError.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _remove_left(parent)
        require_room(parent, room_bytes)
        scratch = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        lock_fd = os.open(scratch / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock_fd, fcntl.LOCK_EX)
    except OSError as error:
        raise ScratchError(f"{parent}: {error.strerror}", hint="use a folder that you may write to") from None
    try:
        yield scratch
    finally:
        if keep:
            (scratch / _LOCK).unlink()  # without it nobody takes it for what was left
        else:
            shutil.rmtree(scratch, ignore_errors=True)
        os.close(lock_fd)


def require_room(parent: Path, room_bytes: int) -> None:
    """Raises: ScratchError where a folder has less room; OSError."""
    free = shutil.disk_usage(parent).free
    if free < room_bytes:
        raise ScratchError(
            f"{parent} has {tell_size(free)} free, but up to {tell_size(room_bytes)} may be needed",
            hint="use a lower --cap, or another folder with --scratch",
        )


def _remove_left(parent: Path) -> None:
    """Delete scratch folders of ours that nobody holds any more: they hold people's files."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            lock_fd = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            fcntl.flock(lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # somebody is at it
        finally:
            os.close(lock_fd)
