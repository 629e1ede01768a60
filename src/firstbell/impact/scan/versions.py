"""Versions of files in a repository as a source: each content put together from its blobs when its turn
comes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator

from firstbell.base.pathtext import show_path
from firstbell.catalog import VersionRow
from firstbell.impact.scan.scope import ScopeFile
from firstbell.impact.scan.touched import Wanted
from firstbell.impact.scan.touches import Touch
from firstbell.processes.held import write_all
from firstbell.record.readers import BlobReader
from firstbell.record.versions import State

# larger contents go to a nameless file on the disk
_IN_MEMORY_BYTES = 64 << 20
NO_VERSION = "no clean version of it is in the repository: what it held cannot be read"


class RepositoryVersions:
    """Versions of one repository. `name`: tells it from other sources in a case."""

    def __init__(self, reader: BlobReader, name: str, list_wanted: Callable[[], Iterable[Wanted]]) -> None:
        self._reader = reader
        self.name = name
        self._list_wanted = list_wanted

    def iterate(self) -> Iterator[ScopeFile]:
        """Every version once; where one came into scope in several ways, all are told."""
        merged: dict[tuple[bytes, bytes, str], tuple[Wanted, list[Touch]]] = {}
        for wanted in self._list_wanted():
            content = wanted.row.content if wanted.row else b""
            _, touches = merged.setdefault((wanted.path, content, wanted.host), (wanted, []))
            touches += [touch for touch in wanted.touches if touch not in touches]
        for wanted, touches in merged.values():
            yield self._make_item(wanted, touches)

    def _make_item(self, wanted: Wanted, touches: list[Touch]) -> ScopeFile:
        row = wanted.row
        shown = show_path(wanted.path)
        if row is None or row.state is State.DAMAGED:
            return ScopeFile(shown, 0, None, NO_VERSION, touches=touches, version=wanted.host)
        version = f"{wanted.host} {wanted.snapshot[:8]}"
        key = hashlib.sha256(b"blobs" + row.content).hexdigest()
        return ScopeFile(
            shown,
            row.size_bytes,
            lambda: self._open(row),
            key=key,
            touches=touches,
            version=version,
            below=shown,
        )

    def _open(self, row: VersionRow) -> int:
        """A descriptor of a file with the version's content. Raises: an Error when a blob cannot be read;
        OSError.
        """
        descriptor = _make_file(row.size_bytes)
        try:
            for blob_id in row.to_version().content:
                write_all(descriptor, self._reader.load_blob(blob_id))
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def _make_file(size_bytes: int) -> int:
    if size_bytes <= _IN_MEMORY_BYTES and hasattr(os, "memfd_create"):
        return os.memfd_create("firstbell-impact", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile(buffering=0) as file:
        return os.dup(file.fileno())
