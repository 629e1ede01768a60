"""What a case keeps of scans, in its sealed store: readings in segments, the files of each source, the
roster, the result. Names and bytes: docs/formats/impact.md.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeVar

import msgspec
import zstandard

from firstbell.base.errors import Error
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.touches import Touch

VERSION = 1
_PREFIX = "impact/"
T = TypeVar("T")


class KeptError(Error):
    """What a case keeps of scans does not read."""

    code = "impact.kept"


class SealedItems(Protocol):
    """Names to bytes, sealed."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name; what was under it before is gone then."""

    def get(self, name: str) -> bytes:
        """The bytes under a name."""

    def has(self, name: str) -> bool:
        """Whether something is under a name."""

    def list(self) -> list[str]:
        """Every name, in order."""

    def remove(self, name: str) -> None:
        """Remove what is under a name."""


class FileRecord(msgspec.Struct, array_like=True):
    """One file of a source. `content`: hash of its bytes, "" where it could not be opened; `problem`: why."""

    path: str
    size: int
    content: str = ""
    problem: str = ""
    touches: list[Touch] = []
    version: str = ""


class SourceRecord(msgspec.Struct, array_like=True):
    """The files of a source at its last scan. `at`: RFC 3339. `canaries`: which were found."""

    name: str
    lens: str
    at: str
    seconds: float
    files: list[FileRecord]
    canaries: dict[str, bool] = {}


class KnownPerson(msgspec.Struct, array_like=True):
    """Somebody on the roster, as far as results show of them."""

    key: str
    sourced_id: str
    name: str
    role: str
    is_minor: bool = False


class Kept:
    """Reads and writes what a case keeps."""

    def __init__(self, store: SealedItems) -> None:
        self._store = store

    @functools.cached_property
    def _names(self) -> set[str]:
        """What there is. To list it, something of every object is opened: only who needs it does."""
        return set(self._store.list())

    def load_key(self) -> bytes:
        """The key under which values are hashed; made when it is asked for first."""
        name = f"{_PREFIX}key"
        if not self._store.has(name):
            self._store.put(name, os.urandom(32))
            self._note(name)
        return self._store.get(name)

    def _note(self, name: str) -> None:
        if "_names" in self.__dict__:
            self._names.add(name)

    def _put(self, name: str, value: object, *, version: int = VERSION) -> None:
        packed = zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(value))
        self._store.put(_PREFIX + name, bytes([version]) + packed)
        self._note(_PREFIX + name)

    def _get(self, name: str, kind: type[T]) -> T | None:
        found: T | None = self._get_any(name, {VERSION: kind})
        return found

    def _get_any(self, name: str, kinds: Mapping[int, Any]) -> Any:
        """What is under a name, by the type of its version; None where there is nothing."""
        if not self._store.has(_PREFIX + name):
            return None
        data = self._store.get(_PREFIX + name)
        version = data[0] if data else 0
        if version > max(kinds):
            raise KeptError(f"{_PREFIX}{name} is of version {version}", hint="read it with a newer Firstbell")
        try:
            return msgspec.msgpack.decode(
                zstandard.ZstdDecompressor().decompress(data[1:]), type=kinds[version]
            )
        except (KeyError, msgspec.DecodeError, zstandard.ZstdError) as error:
            raise KeptError(f"{_PREFIX}{name} does not read: {error}") from None

    def _list(self, folder: str) -> list[str]:
        start = f"{_PREFIX}{folder}/"
        return sorted(name.removeprefix(_PREFIX) for name in self._names if name.startswith(start))

    def put_readings(self, lens: str, readings: list[DocumentReading]) -> None:
        """Keep readings, on the disk when this returns."""
        before = self._list(f"readings/{lens}")
        number = int(before[-1].rpartition("/")[2]) + 1 if before else 1
        self._put(f"readings/{lens}/{number:08d}", readings)

    def iterate_readings(self, lens: str) -> Iterator[DocumentReading]:
        """Every reading under a lens; of one content the last counts."""
        for name in self._list(f"readings/{lens}"):
            yield from self._get(name, list[DocumentReading]) or []

    def put_roster(self, lens: str, people: list[KnownPerson]) -> None:
        """Keep who is on the roster."""
        if not self._store.has(f"{_PREFIX}roster/{lens}"):
            self._put(f"roster/{lens}", people)

    def load_roster(self, lens: str) -> dict[str, KnownPerson]:
        """Key -> who that is."""
        return {known.key: known for known in self._get(f"roster/{lens}", list[KnownPerson]) or []}

    def put_source(self, record: SourceRecord) -> None:
        """Keep the files of a source."""
        self._put(f"files/{hashlib.sha256(record.name.encode()).hexdigest()[:32]}", record)

    def list_sources(self) -> list[SourceRecord]:
        """Every source that was scanned."""
        records = (self._get(name, SourceRecord) for name in self._list("files"))
        return sorted(filter(None, records), key=lambda record: record.name)

    def put_ids(self, ids: dict[str, str]) -> None:
        """Keep the ids that were given."""
        self._put("ids", ids)

    def load_ids(self) -> dict[str, str]:
        """What identifies somebody -> the id that was given."""
        return self._get("ids", dict[str, str]) or {}

    def put_keys(self, keys: dict[str, str]) -> None:
        """Keep what sources call contents."""
        self._put("keys", keys)

    def load_keys(self) -> dict[str, str]:
        """What a source calls a content -> the hash of its bytes."""
        return self._get("keys", dict[str, str]) or {}

    def put_part(self, name: str, value: object, *, version: int = VERSION) -> None:
        """Keep a part of the result."""
        self._put(f"result/{name}", value, version=version)

    def has_part(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return self._store.has(f"{_PREFIX}result/{name}")

    def load_part(self, name: str, kind: type[T]) -> T | None:
        """A part of the result; None where there is none."""
        return self._get(f"result/{name}", kind)

    def load_part_of(self, name: str, kinds: Mapping[int, Any]) -> Any:
        """A part of the result by the type of its version; None where there is none."""
        return self._get_any(f"result/{name}", kinds)

    def list_parts(self, folder: str) -> list[str]:
        """The names of the parts in a folder."""
        return [name.rpartition("/")[2] for name in self._list(f"result/{folder}")]

    def remove_part(self, name: str) -> None:
        """Remove a part of the result."""
        self._store.remove(f"{_PREFIX}result/{name}")
        self._names.discard(f"{_PREFIX}result/{name}")
