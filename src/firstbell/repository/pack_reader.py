"""Reading packs whole, beside whatever else a check does.

A pack is proven by its own header, so that reading begins before the index is loaded; whether the index says
the same of it is asked afterwards. From files of this machine forked workers read: proving a pack of 50,000
small blobs is mostly Python, and threads would wait for each other. From elsewhere threads do, which wait for
the network most of the time.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Protocol

import msgspec

from firstbell.base.ids import ID_BYTES
from firstbell.crypto.seal import Sealer
from firstbell.processes.pool import Workers, count_workers
from firstbell.repository.pack_check import PackResult, PackTable, read_pack
from firstbell.repository.pack_proof import STRIP_BYTES, PackProver
from firstbell.store import Store

_THREADS = 2
_MAX_READING = 2 * _THREADS
# a pack or more at once: each request to a server costs a round trip
_REMOTE_STRIP_BYTES = 32 << 20
# what a worker is handed at once, so that it has enough to do while its parent is busy with a large tree
_MAX_PACKS = 8
_UNPROVEN = bytes(ID_BYTES)
_TASK = struct.Struct(f"<{ID_BYTES}sQ")
Prove = Callable[[bytes, int], bytes]
Sizes = Mapping[bytes, int]


class PackBuffer(msgspec.Struct, frozen=True):
    """Where packs are read. `hashed`: raw ids of those that were hashed already, and fit their names."""

    store: Store
    sealer: Sealer
    hashed: Set[bytes] = frozenset()

    def make_prover(self) -> Prove:
        """What proves a pack, by raw id and size in bytes, and gives its header's hash; else `_UNPROVEN`.

        For one thread.
        """
        strip_bytes = STRIP_BYTES if self.store.is_of_files() else _REMOTE_STRIP_BYTES
        return partial(self._prove, PackProver(self.store, self.sealer, strip_bytes=strip_bytes))

    def _prove(self, prover: PackProver, pack_id: bytes, size_bytes: int) -> bytes:
        return prover.prove_alone(pack_id, size_bytes, is_hashed=pack_id in self.hashed) or _UNPROVEN

    def judge(self, table: PackTable, number: int, proof: bytes) -> PackResult:
        """What is wrong with the pack of that number in the table. `proof`: see `PackReading`."""
        if proof == table.hash_header(number):
            return PackResult()
        pack_id = table.pack_ids[number]
        return read_pack(self.store, self.sealer, pack_id=pack_id, blobs=table.list_blobs(number))


class PackReading(Protocol):
    """Packs being read; a context manager, which ends the reading early when it is left."""

    def want(self, table: PackTable, numbers: Sequence[int], sizes: Sizes) -> None:
        """These are to be read, by their numbers in the table, and from now on no others.

        `sizes`: raw id -> size in bytes of each.
        """

    def tend(self) -> None:
        """Keep the reading going; to be called now and then, costs next to nothing."""

    def list_proofs(self) -> Iterator[bytes]:
        """What `PackBuffer.judge` takes, of each pack that is wanted, in their order."""

    def __enter__(self) -> PackReading: ...
    def __exit__(self, *_: object) -> None: ...


def begin_reading(buffer: PackBuffer, sizes: Sizes, *, early: bool) -> PackReading:
    """Make ready to read packs. `sizes`: raw id -> size in bytes of those that may be wanted.

    `early`: begin with them at once, since most will be.
    """
    count = min(count_workers(), len(sizes)) if buffer.store.is_of_files() else 0
    return _ForkedReading(buffer, count, sizes, early=early) if count > 1 else _ThreadedReading(buffer)


class _ForkedReading:
    """Reading by forked workers. `_left`: raw ids, those that take longest last."""

    def __init__(self, buffer: PackBuffer, count: int, sizes: Sizes, *, early: bool) -> None:
        self._buffer = buffer
        self._sizes = sizes
        self._wanted: Sequence[bytes] = ()
        self._left = sorted(sizes, key=sizes.__getitem__) if early else []
        self._begun: set[bytes] = set()
        self._proofs: dict[bytes, bytes] = {}
        self._most = max(1, min(_MAX_PACKS, len(sizes) // (16 * count)))
        self._workers = Workers(lambda: partial(_prove_batch, buffer.make_prover()), count)
        self.tend()

    def __enter__(self) -> _ForkedReading:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.close()

    def want(self, table: PackTable, numbers: Sequence[int], sizes: Sizes) -> None:
        """See `PackReading.want`. Those that take longest come first: no worker has one left at the end."""
        self._wanted = [table.pack_ids[number] for number in numbers]
        self._sizes = sizes
        opening = table.estimate_work()
        hashed = self._buffer.hashed
        work = {
            pack_id: opening[number] + (0 if pack_id in hashed else sizes[pack_id])
            for number, pack_id in zip(numbers, self._wanted, strict=True)
        }
        self._left = sorted(work.keys() - self._begun, key=work.__getitem__)
        self.tend()

    def tend(self) -> None:
        """See `PackReading.tend`."""
        while self._left and self._workers.has_room:
            batch = [self._left.pop() for _ in range(min(self._most, len(self._left)))]
            self._begun.update(batch)
            task = b"".join([_TASK.pack(pack_id, self._sizes[pack_id]) for pack_id in batch])
            self._workers.submit(task, partial(self._take, batch))
        self._workers.tend()

    def _take(self, batch: list[bytes], answer: bytes) -> None:
        proofs = (answer[at : at + ID_BYTES] for at in range(0, len(answer), ID_BYTES))
        self._proofs.update(zip(batch, proofs, strict=True))

    def list_proofs(self) -> Iterator[bytes]:
        """See `PackReading.list_proofs`."""
        for pack_id in self._wanted:
            while pack_id not in self._proofs:
                self.tend()
                self._workers.wait()
            yield self._proofs.pop(pack_id)


def _prove_batch(prove: Prove, task: bytes) -> bytes:
    return b"".join([prove(pack_id, size_bytes) for pack_id, size_bytes in _TASK.iter_unpack(task)])


class _Provers(threading.local):
    """Each thread's prover."""

    def __init__(self, buffer: PackBuffer) -> None:
        self.prove = buffer.make_prover()


class _ThreadedReading:
    """Reading by threads, which begin when the proofs are asked for."""

    def __init__(self, buffer: PackBuffer) -> None:
        self._provers = _Provers(buffer)
        self._wanted: Sequence[tuple[bytes, int]] = ()

    def __enter__(self) -> _ThreadedReading:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing: who stops listening to the proofs has ended it."""

    def want(self, table: PackTable, numbers: Sequence[int], sizes: Sizes) -> None:
        """See `PackReading.want`."""
        ids = [table.pack_ids[number] for number in numbers]
        self._wanted = [(pack_id, sizes[pack_id]) for pack_id in ids]

    def tend(self) -> None:
        """See `PackReading.tend`."""

    def list_proofs(self) -> Iterator[bytes]:
        """See `PackReading.list_proofs`."""
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="check") as executor:
            waiting: list[Future[bytes]] = []
            try:
                for pack_id, size_bytes in self._wanted:
                    waiting.append(executor.submit(self._prove, pack_id, size_bytes))
                    if len(waiting) >= _MAX_READING:
                        yield waiting.pop(0).result()
                while waiting:
                    yield waiting.pop(0).result()
            finally:
                executor.shutdown(wait=True, cancel_futures=True)

    def _prove(self, pack_id: bytes, size_bytes: int) -> bytes:
        return self._provers.prove(pack_id, size_bytes)
