"""The compiled patterns of the scanner on disk: compiling them takes longer than reading a thousand letters.

A file `patterns-NAME` in the folder of derived data: SHA-256 of the rest (32), the database as Hyperscan
packs it. NAME stands for the patterns, the library's version and the kind of machine. Only processes in a
fence unpack it.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from firstbell.impact.detection.values.patterns import name_database
from firstbell.store.errors import StoreError
from firstbell.store.publication import publish

_DIGEST_BYTES = 32
_MOST_BYTES = 64 << 20


class KeptPatterns:
    """The packed database in a folder; nothing is kept where there is none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def load(self) -> bytes:
        """What was kept and is whole, else b""."""
        if self._folder is None:
            return b""
        path = self._folder / _name_file()
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError:
            return b""
        if data[:_DIGEST_BYTES] == hashlib.sha256(data[_DIGEST_BYTES:]).digest():
            return data[_DIGEST_BYTES:]
        with suppress(OSError):
            path.unlink()
        return b""

    def keep(self, packed: bytes) -> None:
        """Keep it for the next scan; where that cannot be, the next one compiles again."""
        if self._folder is None or len(packed) > _MOST_BYTES - _DIGEST_BYTES:
            return
        with suppress(OSError, StoreError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            publish(self._folder, _name_file(), [hashlib.sha256(packed).digest(), packed])


def _name_file() -> str:
    return f"patterns-{name_database()}"
