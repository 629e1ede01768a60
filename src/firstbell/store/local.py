"""A store in a local folder, in restic's layout: `data/ab/abcd…`, other kinds flat.

Source: restic design document, "Repository Layout".
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from firstbell.store.errors import ObjectNotFoundError, StoreError
from firstbell.store.filesystems import is_own_filesystem
from firstbell.store.modes import is_shared, make_folder, make_folders
from firstbell.store.publication import UnpublishedFile, explain, probe, publish
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store, Upload, validate_name

_FOLDERS = (Kind.KEYS, Kind.DATA, Kind.INDEX, Kind.SNAPSHOTS, Kind.LOCKS)
_MODE, _SHARED_MODE = 0o400, 0o440
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR})


class LocalStore(Store):
    """Objects as files, mode 0400 in folders of mode 0700; 0440 and 0770 in one that its group shares."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _mode(self) -> int:
        return _SHARED_MODE if is_shared(self._folder) else _MODE

    @property
    def url(self) -> str:
        """The folder's path."""
        return str(self._folder)

    def create(self) -> None:
        """Make the folders, and prove that the filesystem publishes once."""
        try:
            make_folder(self._folder, parents=True)
            make_folders(self._folder, _FOLDERS)
            make_folders(self._folder / Kind.DATA, (f"{number:02x}" for number in range(256)))
        except OSError as error:
            raise explain(error, f"making {self._folder}") from None
        probe(self._folder)

    def _locate(self, kind: Kind, name: str) -> tuple[Path, str]:
        validate_name(kind, name)
        if kind is Kind.CONFIG:
            return self._folder, name
        if kind is Kind.DATA:
            return self._folder / kind / name[:2], name
        return self._folder / kind, name

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        folder, leaf = self._prepare(kind, name)
        publish(folder, leaf, parts, mode=self._mode)

    def begin(self, kind: Kind) -> Upload:
        """See `Store.begin`: a file that has no name yet."""
        folder = self._folder / kind
        _make_missing(folder)
        return _FileUpload(UnpublishedFile(folder, mode=self._mode), lambda name: self._prepare(kind, name))

    def _prepare(self, kind: Kind, name: str) -> tuple[Path, str]:
        folder, leaf = self._locate(kind, name)
        if kind is Kind.DATA:
            _make_missing(folder)
        return folder, leaf

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        folder, leaf = self._locate(kind, name)
        try:
            return (folder / leaf).read_bytes()
        except OSError as error:
            raise _explain_read(error, f"{kind}/{name}") from None

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        with self._open(kind, name) as file_fd:
            return _read_fully(file_fd, offset, length)

    def read_into(self, kind: Kind, name: str, *, offset: int, target: memoryview) -> int:
        """See `Store.read_into`."""
        with self._open(kind, name) as file_fd:
            count = total = os.preadv(file_fd, [target], offset)
            while count and total < len(target):
                count = os.preadv(file_fd, [target[total:]], offset + total)
                total += count
            return total

    @contextmanager
    def _open(self, kind: Kind, name: str) -> Iterator[int]:
        """A descriptor of the object for one read: a kept one that another thread closes could be another's.

        What the system says against it or its use is a StoreError.
        """
        folder, leaf = self._locate(kind, name)
        try:
            file_fd = os.open(folder / leaf, os.O_RDONLY | os.O_CLOEXEC)
            try:
                yield file_fd
            finally:
                os.close(file_fd)
        except OSError as error:
            raise _explain_read(error, f"{kind}/{name}") from None

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        folder, leaf = self._locate(kind, name)
        try:
            return (folder / leaf).stat().st_size
        except OSError as error:
            raise _explain_read(error, f"{kind}/{name}") from None

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        if kind is Kind.CONFIG:
            yield from self.list_config()
            return
        folders = [self._folder / kind]
        if kind is Kind.DATA:
            folders = [self._folder / kind / f"{number:02x}" for number in range(256)]
        for folder in folders:
            yield from _list_folder(folder, kind)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        folder, leaf = self._locate(kind, name)
        try:
            (folder / leaf).unlink()
        except FileNotFoundError:
            raise ObjectNotFoundError(f"{kind}/{name} does not exist") from None
        except OSError as error:
            raise explain(error, f"removing {kind}/{name}") from None

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        folder, leaf = self._locate(kind, name)
        return (folder / leaf).is_file()

    def is_of_files(self) -> bool:
        """See `Store.is_of_files`."""
        return True

    def lists_at_once(self) -> bool:
        """See `Store.lists_at_once`."""
        return is_own_filesystem(self._folder)


def _make_missing(folder: Path) -> None:
    if not folder.is_dir():
        try:
            make_folder(folder, parents=True)
        except OSError as error:
            raise explain(error, f"making {folder}") from None


class _FileUpload(Upload):
    def __init__(self, draft: UnpublishedFile, prepare: Callable[[str], tuple[Path, str]]) -> None:
        self._draft = draft
        self._prepare = prepare

    def append(self, parts: Sequence[Buffer]) -> None:
        """See `Upload.append`."""
        self._draft.append(parts)

    def hasten(self) -> None:
        """See `Upload.hasten`."""
        self._draft.hasten()

    def publish(self, name: str) -> None:
        """See `Upload.publish`."""
        self._draft.publish(*self._prepare(name))
        self._draft.close()

    def abandon(self) -> None:
        """See `Upload.abandon`."""
        self._draft.close()


def _read_fully(file_fd: int, offset: int, length: int) -> bytes:
    data = os.pread(file_fd, length, offset)
    while 0 < len(data) < length:
        more = os.pread(file_fd, length - len(data), offset + len(data))
        if not more:
            break
        data += more
    return data


def _explain_read(error: OSError, what: str) -> StoreError:
    if error.errno in _MISSING:
        return ObjectNotFoundError(f"{what} does not exist")
    return explain(error, f"reading {what}")


def _list_folder(folder: Path, kind: Kind) -> Iterator[ObjectInfo]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(entry.name) == 64 and entry.is_file(follow_symlinks=False):
                    try:
                        validate_name(kind, entry.name)
                        yield ObjectInfo(entry.name, entry.stat().st_size)
                    except (StoreError, FileNotFoundError):
                        continue  # not ours, or removed since
    except OSError as error:
        if error.errno not in _MISSING:
            raise explain(error, f"listing {folder}") from None
