"""Reading packs whole, beside whatever else a check does.

From files of this machine forked workers read: proving a pack of 50,000 small blobs is mostly Python, and
threads would wait for each other. From elsewhere threads do, which wait for the network most of the time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import msgspec

from firstbell.base.workers import Workers, count_workers
from firstbell.crypto.sealing import Sealer
from firstbell.repository.pack_check import PackResult, PackTable, read_pack
from firstbell.repository.pack_proof import STRIP_BYTES, PackProver
from firstbell.store import Store

_THREADS = 2
_MAX_READING = 2 * _THREADS
# a pack or more at once: each request to a server costs a round trip
_REMOTE_STRIP_BYTES = 32 << 20
# what a worker is handed at once, so that it has enough to do while its parent is busy with a large tree
_MAX_PACKS = 8

_numbers = msgspec.msgpack.Encoder()
_numbers_decoder = msgspec.msgpack.Decoder(list[int])
_results_decoder = msgspec.msgpack.Decoder(list[PackResult])


@dataclass(frozen=True, slots=True)
class PackShelf:
    """The packs that can be read. `sizes`: raw id -> size in bytes of those that are there.

    `hashed`: raw ids of those that were hashed already, and fit their names.
    """

    store: Store
    sealer: Sealer
    table: PackTable
    sizes: Mapping[bytes, int]
    hashed: Set[bytes] = frozenset()

    def estimate_work(self) -> Sequence[float]:
        """What reading each pack of the table costs, in bytes that are worked on."""
        hashing = [
            0 if pack_id in self.hashed else self.sizes.get(pack_id, 0) for pack_id in self.table.pack_ids
        ]
        work: list[float] = (self.table.estimate_work() + hashing).tolist()
        return work

    def make_reader(self) -> Callable[[int], PackResult]:
        """What reads a pack, by its number in the table, and says what is wrong with it. For one thread."""
        strip_bytes = STRIP_BYTES if self.store.is_of_files() else _REMOTE_STRIP_BYTES
        prover = PackProver(self.store, self.sealer, strip_bytes=strip_bytes)
        return partial(self._read, prover)

    def _read(self, prover: PackProver, number: int) -> PackResult:
        pack_id = self.table.pack_ids[number]
        blobs = self.table.list_blobs(number)
        if prover.prove(pack_id, blobs, self.sizes[pack_id], is_hashed=pack_id in self.hashed):
            return PackResult()
        return read_pack(self.store, self.sealer, pack_id=pack_id, blobs=blobs)


class PackReading(Protocol):
    """Packs being read; a context manager, which ends the reading early when it is left."""

    def tend(self) -> None:
        """Keep the reading going; to be called now and then, costs next to nothing."""

    def list_results(self) -> Iterator[PackResult]:
        """What was found, in the order of the packs that were asked for."""

    def __enter__(self) -> PackReading: ...
    def __exit__(self, *_: object) -> None: ...


def begin_reading(shelf: PackShelf, numbers: Sequence[int]) -> PackReading:
    """Begin to read the packs with these numbers in the shelf's table."""
    count = min(count_workers(), len(numbers)) if shelf.store.is_of_files() else 0
    return _ForkedReading(shelf, numbers, count) if count > 1 else _ThreadedReading(shelf, numbers)


class _ForkedReading:
    """Reading by forked workers."""

    def __init__(self, shelf: PackShelf, numbers: Sequence[int], count: int) -> None:
        self._numbers = numbers
        # those that take longest first, so that no worker is left with one in the end
        self._left = sorted(numbers, key=shelf.estimate_work().__getitem__)
        self._results: dict[int, PackResult] = {}
        self._batch = max(1, min(_MAX_PACKS, len(numbers) // (16 * count)))
        self._workers = Workers(lambda: partial(_read_batch, shelf.make_reader()), count)
        self.tend()

    def __enter__(self) -> _ForkedReading:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.close()

    def tend(self) -> None:
        """See `PackReading.tend`."""
        while self._left and self._workers.has_room:
            batch = [self._left.pop() for _ in range(min(self._batch, len(self._left)))]
            self._workers.submit(_numbers.encode(batch), partial(self._take, batch))
        self._workers.tend()

    def _take(self, batch: list[int], answer: bytes) -> None:
        self._results.update(zip(batch, _results_decoder.decode(answer), strict=True))

    def list_results(self) -> Iterator[PackResult]:
        """See `PackReading.list_results`."""
        for number in self._numbers:
            while number not in self._results:
                self.tend()
                self._workers.wait()
            yield self._results.pop(number)


def _read_batch(read: Callable[[int], PackResult], task: bytes) -> bytes:
    return _numbers.encode([read(number) for number in _numbers_decoder.decode(task)])


class _Readers(threading.local):
    """Each thread's reader."""

    def __init__(self, shelf: PackShelf) -> None:
        self.read = shelf.make_reader()


class _ThreadedReading:
    """Reading by threads, which begin when the results are asked for."""

    def __init__(self, shelf: PackShelf, numbers: Sequence[int]) -> None:
        self._readers = _Readers(shelf)
        self._numbers = numbers

    def __enter__(self) -> _ThreadedReading:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing: who stops listening to the results has ended it."""

    def tend(self) -> None:
        """See `PackReading.tend`."""

    def list_results(self) -> Iterator[PackResult]:
        """See `PackReading.list_results`."""
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="check") as executor:
            waiting: list[Future[PackResult]] = []
            try:
                for number in self._numbers:
                    waiting.append(executor.submit(self._read, number))
                    if len(waiting) >= _MAX_READING:
                        yield waiting.pop(0).result()
                while waiting:
                    yield waiting.pop(0).result()
            finally:
                executor.shutdown(wait=True, cancel_futures=True)

    def _read(self, number: int) -> PackResult:
        return self._readers.read(number)
