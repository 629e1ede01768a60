"""An upload on its way to a bucket: it waits in a file until its hash is known, not in memory."""

from __future__ import annotations

import mmap
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from firstbell.store import Kind, Store, Upload
from firstbell.store.publication import explain
from firstbell.store.store import Buffer

# a bucket takes an object in one piece, which is in memory meanwhile
_AT_ONCE = threading.Semaphore(3)


class SpooledUpload(Upload):
    """An upload to a store that would hold it in memory; `folder`: where it waits, without a name."""

    def __init__(self, place: Store, kind: Kind, folder: Path) -> None:
        self._place = place
        self._kind = kind
        self._folder = folder
        try:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - until it is published or abandoned
        except OSError as error:
            raise explain(error, f"writing in {folder}") from None

    def append(self, parts: Sequence[Buffer]) -> None:
        """See `Upload.append`."""
        try:
            for part in parts:
                self._file.write(part)
        except OSError as error:
            raise explain(error, f"writing in {self._folder}") from None

    def publish(self, name: str) -> None:
        """See `Upload.publish`."""
        try:
            self._file.flush()
        except OSError as error:
            raise explain(error, f"writing in {self._folder}") from None
        with _AT_ONCE:
            self._place.write(self._kind, name, [self._read()])
        self.abandon()

    def _read(self) -> Buffer:
        if not self._file.tell():
            return b""
        return memoryview(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))

    def abandon(self) -> None:
        """See `Upload.abandon`."""
        self._file.close()
