"""A store between Firstbell and the truth: it tells one kind of lie, at random calls."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from firstbell.store import Kind, MemoryStore, ObjectInfo, ObjectNotFoundError, Store, StoreError

Buffer = bytes | bytearray | memoryview


class LyingStore(Store):
    """Passes everything on to `truth`. A subclass lies with `share` of its calls, once `is_lying` is set."""

    def __init__(self, truth: MemoryStore, *, share: float, seed: int) -> None:
        self.truth = truth
        self.is_lying = False
        self.lies = 0
        self._share = share
        self._rng = random.Random(seed)

    def lie(self) -> bool:
        """Whether this call is one to lie in."""
        told = self.is_lying and self._rng.random() < self._share
        self.lies += told
        return told

    @property
    def url(self) -> str:
        return "lying:"

    def create(self) -> None:
        self.truth.create()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        self.truth.write(kind, name, parts)

    def read(self, kind: Kind, name: str) -> bytes:
        return self.truth.read(kind, name)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        return self.truth.read_range(kind, name, offset=offset, length=length)

    def size(self, kind: Kind, name: str) -> int:
        return self.truth.size(kind, name)

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        return self.truth.list(kind)

    def delete(self, kind: Kind, name: str) -> None:
        self.truth.delete(kind, name)


class _Reading(LyingStore):
    def read(self, kind: Kind, name: str) -> bytes:
        return self.spoil(super().read(kind, name))

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        return self.spoil(super().read_range(kind, name, offset=offset, length=length))

    def spoil(self, data: bytes) -> bytes:
        return self.change(data) if data and self.lie() else data

    def change(self, data: bytes) -> bytes:
        raise NotImplementedError


class ShortReads(_Reading):
    """Answers end before they should."""

    def change(self, data: bytes) -> bytes:
        return data[: self._rng.randrange(len(data))]


class LongReads(_Reading):
    """Answers go on behind their end."""

    def change(self, data: bytes) -> bytes:
        return data + self._rng.randbytes(self._rng.randint(1, 300))


class FlippedBits(_Reading):
    """One bit of an answer is another."""

    def change(self, data: bytes) -> bytes:
        changed = bytearray(data)
        changed[self._rng.randrange(len(data))] ^= 1 << self._rng.randrange(8)
        return bytes(changed)


class FailingReads(_Reading):
    """What is there cannot be read."""

    def change(self, data: bytes) -> bytes:
        raise StoreError("input/output error")


class StaleListings(LyingStore):
    """The first listing of a kind, of one or more of them, lacks what was written last."""

    def __init__(self, truth: MemoryStore, *, share: float, seed: int) -> None:
        super().__init__(truth, share=share, seed=seed)
        kinds = [Kind.SNAPSHOTS, Kind.INDEX, Kind.DATA]
        self._stale = set(self._rng.sample(kinds, self._rng.randint(1, 3)))

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        found = list(super().list(kind))
        if self.is_lying and kind in self._stale and found:
            self._stale.remove(kind)
            self.lies += 1
            del found[-self._rng.randint(1, 2) :]  # a dictionary keeps the order of writing
        return iter(found)


class LingeringListings(LyingStore):
    """Names that were removed go on being listed."""

    def __init__(self, truth: MemoryStore, *, share: float, seed: int) -> None:
        super().__init__(truth, share=share, seed=seed)
        self.gone: dict[Kind, set[ObjectInfo]] = {}

    def delete(self, kind: Kind, name: str) -> None:
        info = ObjectInfo(name, self.size(kind, name))
        super().delete(kind, name)
        self.gone.setdefault(kind, set()).add(info)

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        yield from super().list(kind)
        if self.gone.get(kind) and self.lie():
            yield from sorted(self.gone[kind])


class DoubleListings(LyingStore):
    """Each name is listed twice."""

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        found = list(super().list(kind))
        return iter(found + found if self.lie() else found)


class WrongSizes(LyingStore):
    """Listings tell other sizes."""

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        for info in super().list(kind):
            wrong = self._rng.choice([0, info.size_bytes // 2, info.size_bytes + 7])
            yield ObjectInfo(info.name, wrong) if self.lie() else info


class LateNames(LyingStore):
    """What was written is not found by the first calls, and not listed."""

    def __init__(self, truth: MemoryStore, *, share: float, seed: int) -> None:
        super().__init__(truth, share=share, seed=seed)
        self._hidden: dict[tuple[Kind, str], int] = {}

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        super().write(kind, name, parts)
        if self.lie():
            self._hidden[kind, name] = self._rng.randint(1, 4)

    def _look(self, kind: Kind, name: str) -> None:
        left = self._hidden.get((kind, name), 0)
        if left:
            self._hidden[kind, name] = left - 1
            raise ObjectNotFoundError(f"{kind}/{name} is not there")

    def read(self, kind: Kind, name: str) -> bytes:
        self._look(kind, name)
        return super().read(kind, name)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        self._look(kind, name)
        return super().read_range(kind, name, offset=offset, length=length)

    def size(self, kind: Kind, name: str) -> int:
        self._look(kind, name)
        return super().size(kind, name)

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        return (info for info in super().list(kind) if not self._hidden.get((kind, info.name)))


class LandedFailures(LyingStore):
    """An upload is said to have failed, and is there."""

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        super().write(kind, name, parts)
        if self.lie():
            raise StoreError("the connection was lost")


class LostUploads(LyingStore):
    """An upload is said to be done, and is not there."""

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        if not self.lie():
            super().write(kind, name, parts)


class ShortUploads(LyingStore):
    """An upload is said to be done, and its end is missing."""

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        data = b"".join(parts)
        super().write(kind, name, [data[: self._rng.randrange(len(data))] if self.lie() else data])


class FailedRemovals(LyingStore):
    """What should go stays, or goes with an error."""

    def delete(self, kind: Kind, name: str) -> None:
        if not self.lie():
            super().delete(kind, name)
            return
        if self._rng.random() < 0.5:
            super().delete(kind, name)
        raise StoreError("the connection was lost")


LIARS: list[Callable[..., LyingStore]] = [
    ShortReads,
    LongReads,
    FlippedBits,
    FailingReads,
    StaleListings,
    LingeringListings,
    DoubleListings,
    WrongSizes,
    LateNames,
    LandedFailures,
    LostUploads,
    ShortUploads,
    FailedRemovals,
]


def write_out(store: MemoryStore, folder: Path) -> None:
    """The truth as a folder, without its locks; restic reads it."""
    for kind in Kind:
        for name, _ in store.list(kind) if kind is not Kind.LOCKS else ():
            path = folder / kind / name[:2] / name if kind is Kind.DATA else folder / kind / name
            path = folder / "config" if kind is Kind.CONFIG else path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(store.read(kind, name))
