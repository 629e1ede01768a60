"""A file's content as a stream, and a folder as a tar or zip archive."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import IO, Protocol

from firstbell.base.clock import NS_PER_S
from firstbell.repository.format.node import Node, unix_permissions
from firstbell.restore.entries import EntryWalk
from firstbell.restore.folders import TreeFolder
from firstbell.restore.metadata import read_times
from firstbell.restore.options import RestoreOptions
from firstbell.restore.source import TreeSource, plain_size
from firstbell.restore.tally import RestoreTally

_COPY_BYTES = 1 << 20
_TAR_TYPES = {
    "file": tarfile.REGTYPE,
    "dir": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "fifo": tarfile.FIFOTYPE,
    "dev": tarfile.BLKTYPE,
    "chardev": tarfile.CHRTYPE,
}
_ZIP_TYPES = {"file": stat.S_IFREG, "dir": stat.S_IFDIR, "symlink": stat.S_IFLNK}
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_ZIP_LAST = (2107, 12, 31, 23, 59, 58)


class ByteSink(Protocol):
    """Takes bytes in order, as a pipe does."""

    def write(self, data: bytes, /) -> int:
        """Take all of them."""


class ContentStream(io.RawIOBase):
    """Reads a file's content blob by blob. Raises: as `TreeSource.load_blob`, while reading."""

    def __init__(self, source: TreeSource, blob_ids: Sequence[bytes]) -> None:
        self._source = source
        self._blob_ids = iter(blob_ids)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Exactly `size` bytes, fewer only at the end; all of them where it is negative."""
        parts: list[memoryview] = []
        left = size
        while left:
            if not self._rest:
                blob_id = next(self._blob_ids, None)
                if blob_id is None:
                    break
                self._rest = memoryview(self._source.load_blob(blob_id))
            part = self._rest if left < 0 else self._rest[:left]
            self._rest = self._rest[len(part) :]
            parts.append(part)
            left -= len(part) if left > 0 else 0
        return b"".join(parts)


def write_content(source: TreeSource, node: Node, out: ByteSink) -> int:
    """Write a file's content; its length in bytes. Raises: as `TreeSource.load_blob`; OSError."""
    length = 0
    for blob_id in node.content_ids:
        data = source.load_blob(blob_id)
        out.write(data)
        length += len(data)
    return length


class ArchiveSource:
    """The entries of a folder for an archive. `prefix`: what stands before each name, "" or "a/b/"."""

    def __init__(self, source: TreeSource, tree_id: bytes, prefix: bytes) -> None:
        self.source = source
        self.tally = RestoreTally()
        self._tree_id = tree_id
        self._prefix = prefix

    def list_entries(self) -> Iterator[tuple[bytes, Node]]:
        """Name in the archive and node of each entry; hostile names go to the tally instead."""
        walk = EntryWalk(self.source, RestoreOptions(), self.tally)
        for entry in walk.walk(self._tree_id, TreeFolder(None, b"", None)):
            yield self._prefix + entry.path[1:], entry.node

    def measure(self, node: Node) -> int:
        """Length of a file's content in bytes. Raises: BlobNotFoundError."""
        return sum(plain_size(self.source.locate(blob_id)) for blob_id in node.content_ids)


def write_tar(archive: ArchiveSource, out: IO[bytes]) -> None:
    """Write a tar archive (pax) with times to the nanosecond and extended attributes.

    Raises: as `TreeSource`, when content cannot be read: the archive is cut then; OSError.
    """
    with tarfile.open(mode="w|", fileobj=out, format=tarfile.PAX_FORMAT, bufsize=_COPY_BYTES) as tar:
        for name, node in archive.list_entries():
            kind = _TAR_TYPES.get(node.type)
            if kind is None:
                continue
            info = _describe_for_tar(name, node)
            info.type = kind
            if node.type == "file":
                info.size = archive.measure(node)
                tar.addfile(info, ContentStream(archive.source, node.content_ids))
            else:
                tar.addfile(info)


def _describe_for_tar(name: bytes, node: Node) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
    info.mode = unix_permissions(node.mode)
    info.uid, info.gid = max(node.uid, 0), max(node.gid, 0)
    info.uname, info.gname = node.user, node.group
    if node.type == "symlink":
        info.linkname = node.link_target.decode("utf-8", "surrogateescape")
    if node.type in {"dev", "chardev"}:
        info.devmajor, info.devminor = os.major(node.device), os.minor(node.device)
    headers: dict[str, str] = {}
    times = read_times(node, [])
    if times is not None:
        info.mtime = times[1] // NS_PER_S
        for field, time_ns in zip(("atime", "mtime"), times, strict=True):
            headers[field] = f"{time_ns // NS_PER_S}.{time_ns % NS_PER_S:09d}"
    for attribute in node.extended_attributes or ():
        value = (attribute.value or b"").decode("utf-8", "surrogateescape")
        headers[f"SCHILY.xattr.{attribute.name}"] = value
    info.pax_headers = headers
    return info


def write_zip(archive: ArchiveSource, out: IO[bytes]) -> None:
    r"""Write a zip archive of files, folders and symlinks; name bytes that are not UTF-8 as `\xNN`.

    Raises: as `TreeSource`, when content cannot be read: the archive is cut then; OSError.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, node in archive.list_entries():
            kind = _ZIP_TYPES.get(node.type)
            if kind is None:
                continue
            text = name.decode("utf-8", "backslashreplace") + ("/" if node.type == "dir" else "")
            info = zipfile.ZipInfo(text, _zip_time(node))
            info.external_attr = (kind | unix_permissions(node.mode)) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            if node.type == "file":
                info.file_size = archive.measure(node)
                with zipped.open(info, "w") as member:
                    write_content(archive.source, node, member)
            else:
                zipped.writestr(info, node.link_target if node.type == "symlink" else b"")


def _zip_time(node: Node) -> tuple[int, int, int, int, int, int]:
    times = read_times(node, [])
    if times is None:
        return _ZIP_EPOCH
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=times[1] // NS_PER_S)
    fields = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return min(max(fields, _ZIP_EPOCH), _ZIP_LAST)
