"""The sealed store: names and bytes that nobody reads without a key that is never in the case's folder.

Byte tables: docs/formats/case.md. An object is published whole under the next generation before the ones
before it go: a kill leaves the old one, or both, of which the newer counts.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, raising, say_cause
from firstbell.case.errors import SealedNotFoundError, SealedStoreError
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import MasterKey, Sealer
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

_MAGIC = b"FBSEAL01"
_PREFIX = struct.Struct("<8sI")
_HASH_BYTES = 32
_MAX_HEADER_BYTES = 1 << 16
_NAMES_DOMAIN = b"firstbell sealed names"
_FILE = re.compile(r"([0-9a-f]{64})\.(\d{8})\Z")
_MAX_GENERATION = 99_999_999


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    generation: int
    name: str
    size: int


class SealedStore:
    """Names to bytes, in one folder. Safe between processes."""

    def __init__(self, folder: Path, master: MasterKey) -> None:
        self._folder = folder
        self._sealer = Sealer(master)
        secret = master.encrypt + master.mac_k + master.mac_r
        self._name_key = hmac.digest(secret, _NAMES_DOMAIN, "sha256")

    def _hide(self, name: str) -> str:
        return hmac.digest(self._name_key, name.encode(errors="surrogateescape"), "sha256").hex()

    def _list_generations(self, hidden: str | None = None) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        try:
            names = os.listdir(self._folder)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SealedStoreError(f"{self._folder}: {error.strerror}") from None
        wanted = names if hidden is None else [name for name in names if name.startswith(hidden)]
        for match in filter(None, map(_FILE.match, wanted)):
            found.setdefault(match[1], []).append(int(match[2]))
        return {name: sorted(generations) for name, generations in found.items()}

    def _locate(self, hidden: str, generation: int) -> Path:
        return self._folder / f"{hidden}.{generation:08d}"

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name; on the disk when this returns. What was under it before is gone then.

        Raises: SealedStoreError when it cannot be written; what was there stands then.
        """
        hidden = self._hide(name)
        while True:
            generations = self._list_generations(hidden).get(hidden, [])
            generation = generations[-1] + 1 if generations else 1
            if generation > _MAX_GENERATION:
                raise SealedStoreError(f"{self._folder}: an object was written {generation} times")
            try:
                parts = self._seal(_Header(generation, name, len(data)), data)
                publish(self._folder, self._locate(hidden, generation).name, parts)
                break
            except ObjectExistsError:
                continue  # somebody else was quicker
            except StoreError as error:
                raise SealedStoreError(f"sealed store: {error}", hint=error.hint) from None
        self._remove(hidden, generations)

    def _seal(self, header: _Header, data: bytes) -> list[bytes]:
        sealed = self._sealer.seal(msgspec.json.encode(header))
        start = _PREFIX.pack(_MAGIC, len(sealed)) + sealed
        return [start, self._sealer.seal(hashlib.sha256(start).digest() + data)]

    def _remove(self, hidden: str, generations: list[int]) -> None:
        with raising(SealedStoreError, self._folder):
            for generation in generations:
                with suppress(FileNotFoundError):  # somebody else removed it
                    self._locate(hidden, generation).unlink()

    def get(self, name: str) -> bytes:
        """The bytes under a name.

        Raises: SealedNotFoundError; SealedStoreError when they were changed, or another key sealed them.
        """
        hidden = self._hide(name)
        while generations := self._list_generations(hidden).get(hidden):
            try:
                return self._open(self._locate(hidden, generations[-1]), name, generations[-1])
            except FileNotFoundError:
                continue  # written anew, or removed, since it was listed
        raise SealedNotFoundError(f"{name!r} is not in the sealed store")

    def _open(self, path: Path, name: str, generation: int) -> bytes:
        start, header, rest = self._read(path, -1)
        if (header.name, header.generation) != (name, generation):
            raise SealedStoreError(f"{path}: it has replaced another object")
        try:
            opened = self._sealer.open(rest)
        except UnauthenticError as error:
            raise SealedStoreError(f"{path}: {error}") from None
        data = opened[_HASH_BYTES:]
        if opened[:_HASH_BYTES] != hashlib.sha256(start).digest() or len(data) != header.size:
            raise SealedStoreError(f"{path}: it is put together from two objects")
        return data

    def _read(self, path: Path, size_bytes: int) -> tuple[bytes, _Header, bytes]:
        """What stands before the content, that opened, and up to so many bytes of the rest (-1: all)."""
        try:
            with path.open("rb") as file:
                prefix = file.read(_PREFIX.size)
                magic, length = _PREFIX.unpack(prefix)
                if magic != _MAGIC or length > _MAX_HEADER_BYTES:
                    raise SealedStoreError(f"{path}: it is not a sealed object, or a newer version made it")
                sealed = file.read(length)
                header = msgspec.json.decode(self._sealer.open(sealed), type=_Header)
                return prefix + sealed, header, file.read(size_bytes)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise SealedStoreError(f"{path}: {error.strerror}") from None
        except (struct.error, UnauthenticError, *UNREADABLE) as error:
            raise SealedStoreError(f"{path}: {say_cause(error)}") from None

    def has(self, name: str) -> bool:
        """Whether something is under a name. Raises: SealedStoreError."""
        return bool(self._list_generations(self._hide(name)))

    def list(self) -> list[str]:
        """Every name, in order. Raises: SealedStoreError."""
        return sorted(self._iterate_names())

    def _iterate_names(self) -> Iterator[str]:
        for hidden, generations in self._list_generations().items():
            with suppress(FileNotFoundError):  # removed since it was listed
                _, header, _ = self._read(self._locate(hidden, generations[-1]), 0)
                if self._hide(header.name) != hidden:
                    raise SealedStoreError(f"{self._folder / hidden}: it has replaced another object")
                yield header.name

    def remove(self, name: str) -> None:
        """Remove what is under a name. Raises: SealedNotFoundError; SealedStoreError."""
        hidden = self._hide(name)
        generations = self._list_generations(hidden).get(hidden)
        if not generations:
            raise SealedNotFoundError(f"{name!r} is not in the sealed store")
        # the newest goes last: a kill in between leaves it, and not one before it
        self._remove(hidden, generations)
