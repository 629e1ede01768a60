"""A copy of a tree to drill on: the source is only ever read."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from firstbell.base.errors import Error
from firstbell.base.progress import Progress


class SourceError(Error):
    """A source that cannot be copied: not a folder, or one that holds the scratch folder."""

    code = "drill.source"


def check_source(source: Path, scratch: Path) -> Path:
    """The source with its links resolved.

    Raises: SourceError.
    """
    resolved = source.resolve()
    if not resolved.is_dir():
        raise SourceError(f"not a folder: {source}", hint="name a folder whose copy shall be struck")
    if scratch.resolve().is_relative_to(resolved):
        raise SourceError(
            f"the scratch folder {scratch} lies inside {source}", hint="choose one elsewhere: --scratch DIR"
        )
    return resolved


def copy_tree(source: Path, target: Path, progress: Progress) -> int:
    """Copies what is in `source` into the existing folder `target`; returns the number of files.

    Content, times, modes (the owner may always read and write), links and hard links are kept. What cannot
    be read, and sockets, pipes and devices, are left out with a warning.
    """
    progress.start(f"copying {source}")
    copier = _Copier(os.fsencode(source), os.fsencode(target), progress)
    files = copier.copy()
    progress.finish()
    return files


class _Copier:
    def __init__(self, source: bytes, target: bytes, progress: Progress) -> None:
        self._source = source
        self._target = target
        self._progress = progress
        self._twins: dict[tuple[int, int], bytes] = {}
        self._files = 0

    def copy(self) -> int:
        for where, folders, names in os.walk(self._source, onerror=self._warn):
            inside = os.path.relpath(where, self._source)
            folders.sort()
            for name in [*folders, *sorted(names)]:
                path = os.path.normpath(os.path.join(inside, name))
                try:
                    self._copy_one(path)
                except OSError as error:
                    self._warn(error)
        return self._files

    def _copy_one(self, path: bytes) -> None:
        source, target = os.path.join(self._source, path), os.path.join(self._target, path)
        status = os.lstat(source)
        if stat.S_ISLNK(status.st_mode):
            os.symlink(os.readlink(source), target)
        elif stat.S_ISDIR(status.st_mode):
            os.mkdir(target, stat.S_IMODE(status.st_mode) | stat.S_IRWXU)
        elif stat.S_ISREG(status.st_mode):
            self._copy_file(source, target, status)
        else:
            self._progress.warn(f"left out {os.fsdecode(source)!r}: not a file, link or folder")
            return
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns), follow_symlinks=False)

    def _copy_file(self, source: bytes, target: bytes, status: os.stat_result) -> None:
        identity = (status.st_dev, status.st_ino)
        if status.st_nlink > 1 and identity in self._twins:
            os.link(self._twins[identity], target)
        else:
            shutil.copyfile(source, target, follow_symlinks=False)
            os.chmod(target, stat.S_IMODE(status.st_mode) & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
            self._twins[identity] = target
        self._files += 1
        self._progress.advance(files=1, size_bytes=status.st_size)

    def _warn(self, error: OSError) -> None:
        self._progress.warn(f"left out {error.filename!r}: {error.strerror}")
