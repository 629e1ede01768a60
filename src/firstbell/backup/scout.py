"""A second process that looks at folders from the end, while the walk comes from the begin.

What it finds it tells at once, so that both meet somewhere in between and the walk is over. A folder of
which nothing has changed is taken as the parent has it, with all that is below; of another one those files
are that have not, and the walk looks at the others. Nothing rests on the scout: a folder it says nothing of
is walked, and so is whatever has changed, cannot be read, or has its turn to be read.
"""

from __future__ import annotations

import os
import signal
import stat
import struct
from collections.abc import Callable

import msgspec

from firstbell.backup.lister import FolderLister
from firstbell.backup.metadata import is_described_folder
from firstbell.backup.options import BackupOptions
from firstbell.backup.parent import ChangeDetector, ParentFolder
from firstbell.backup.targets import BackupTarget
from firstbell.processes.pool import WorkerLostError, start_process
from firstbell.repository import Node
from firstbell.repository.format.names import quote_name

_LENGTH = struct.Struct("<I")
# told at once: a call of the system for each folder would cost a tenth of what the scout saves
_TOGETHER = 16
_READ_BYTES = 64 << 10


class ScoutedFolder(msgspec.Struct, array_like=True):
    """What the scout found in a folder: files that are as the parent has them, and their bytes.

    `folders`: how many there are, itself counted, where it is as the parent has it with all that is below;
    the files are those of all of them then. Else 0: then `others` are to be looked at, by their names, and of
    the parent's nodes those in `left_out`, by their quoted names, are gone or not wanted. Its other nodes
    stand as they are.
    """

    files: int
    size_bytes: int
    folders: int = 0
    others: list[bytes] = []
    left_out: list[str] = []

    @property
    def is_unchanged(self) -> bool:
        """Whether it can be taken with all that is below it."""
        return self.folders > 0


class _Told(msgspec.Struct, array_like=True):
    path: bytes
    found: ScoutedFolder


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Told)


class Surveyor:
    """Looks through folders, the last one first. `tell`: is called for each that is worth telling of."""

    def __init__(
        self, options: BackupOptions, detector: ChangeDetector, tell: Callable[[bytes, ScoutedFolder], None]
    ) -> None:
        self._excludes = options.excludes
        self._exclude_folder = options.exclude_folder
        self._with_atime = options.with_atime
        self._lister = FolderLister(options, detector)
        self._tell = tell

    def look_through(self, target: BackupTarget, before: ParentFolder) -> None:
        """Look at everything that a walk would meet. What cannot be read is passed over."""
        if target.is_whole:
            self._survey(target.path, before)
            return
        for name, child in sorted(target.children.items(), reverse=True):
            if child.is_whole:
                self._enter(child.path, before.find_name(name), before)
            else:
                self.look_through(child, before.enter(quote_name(name)))

    def _enter(
        self, path: bytes, node: Node | None, before: ParentFolder, status: os.stat_result | None = None
    ) -> ScoutedFolder | None:
        """A folder in another one, told of; None where anything in it, or it itself, is not as it was."""
        if node is None or node.type != "dir":
            return None
        try:
            status = status or os.lstat(path)
            if not stat.S_ISDIR(status.st_mode) or self._is_left_out(path):
                return None
            found = self._survey(path, before.enter(node.quoted_name))
            if found is None:
                return None
            if found.others or found.left_out:
                found.folders = 0
            elif is_described_folder(path, status, node, with_atime=self._with_atime):
                found.folders += 1
            else:
                return None  # the walk describes it anew, and has all that is below by itself
        except OSError:
            return None
        self._tell(path, found)
        return found if found.is_unchanged else None

    def _is_left_out(self, path: bytes) -> bool:
        excludes, exclude_folder = self._excludes, self._exclude_folder
        if excludes is not None and excludes(path, True):  # noqa: FBT003
            return True
        return exclude_folder is not None and exclude_folder(path)

    def _survey(self, path: bytes, before: ParentFolder) -> ScoutedFolder | None:
        """What lies in a folder and below; None where that is not worth telling. Raises: OSError."""
        if before.tree_hex_id is None:
            return None
        start = path + b"/" if path != b"/" else path
        listing = self._lister.look_at(path, before)
        kept, others = listing.kept, listing.others
        own = ScoutedFolder(listing.files, listing.size_bytes)
        whole = ScoutedFolder(listing.files, listing.size_bytes)
        for name, status in reversed(listing.folders):
            node = before.find_name(name)
            below = self._enter(start + name, node, before, status)
            if below is None or node is None:
                others.append(name)
                continue
            kept.append(node)
            whole.files += below.files
            whole.folders += below.folders
            whole.size_bytes += below.size_bytes
        if not others and before.consists_of(kept):
            return whole
        own.others = sorted({*others, *(name for name, _ in listing.folders)})
        quoted = {*map(quote_name, own.others), *(node.quoted_name for node in kept)}
        own.left_out = [name for name in before.names if name not in quoted]
        return own if len(own.others) <= len(kept) else None


class Scout:
    """The process, as the walk sees it. Made and used by one thread, before or beside other forked workers.

    Raises: WorkerLostError when it cannot be started.
    """

    def __init__(
        self, options: BackupOptions, detector: ChangeDetector, *, target: BackupTarget, before: ParentFolder
    ) -> None:
        self._told: dict[bytes, ScoutedFolder] = {}
        self._rest = b""
        self._read_fd, write_fd = os.pipe()
        try:
            os.set_blocking(self._read_fd, False)

            def run() -> None:
                os.close(self._read_fd)
                report = _Report(write_fd)
                Surveyor(options, detector, report.add).look_through(target, before)
                report.send()

            self.pid = start_process(run)
        except BaseException:
            os.close(self._read_fd)
            raise
        finally:
            os.close(write_fd)

    def find(self, path: bytes) -> ScoutedFolder | None:
        """What the scout has told of a folder by now; None where it has to be walked."""
        try:
            while data := os.read(self._read_fd, _READ_BYTES):
                self._take(data)
        except BlockingIOError:
            pass  # there is no more by now
        return self._told.get(path)

    def _take(self, data: bytes) -> None:
        data = self._rest + data
        at = 0
        while at + _LENGTH.size <= len(data):
            start = at + _LENGTH.size
            end = start + _LENGTH.unpack_from(data, at)[0]
            if end > len(data):
                break
            told = _decoder.decode(data[start:end])
            self._told[told.path] = told.found
            at = end
        self._rest = data[at:]

    def close(self) -> None:
        """End it, wherever it is: it holds nothing."""
        os.close(self._read_fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def send_scout(
    options: BackupOptions, detector: ChangeDetector, *, target: BackupTarget, before: ParentFolder
) -> Scout | None:
    """A scout on its way; None where the system has no room for one: then the walk does it alone."""
    detector.prepare()
    try:
        return Scout(options, detector, target=target, before=before)
    except WorkerLostError:
        return None


class _Report:
    """What the scout tells, some folders at a time."""

    def __init__(self, write_fd: int) -> None:
        self._write_fd = write_fd
        self._records: list[bytes] = []

    def add(self, path: bytes, found: ScoutedFolder) -> None:
        """Tell of a folder."""
        record = _encoder.encode(_Told(path, found))
        self._records.append(_LENGTH.pack(len(record)) + record)
        if len(self._records) >= _TOGETHER:
            self.send()

    def send(self) -> None:
        """Tell what has not been told yet."""
        data = memoryview(b"".join(self._records))
        while data:
            data = data[os.write(self._write_fd, data) :]
        self._records.clear()
