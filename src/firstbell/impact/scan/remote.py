"""Reading elsewhere: documents go as bytes to the workers of an Executor, some at a time, and come back read.

A worker is briefed when it says that it knows nothing of this scan. What cannot be read there (a worker that
was lost again and again, a cluster that is gone, a document too large to be sent around) is read here, in
reader processes of the same kind: nothing is dropped.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import Protocol

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.impact.scan.contents import load_file
from firstbell.impact.scan.fenced_readers import ReaderSetup
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.read_result import UNREADABLE, DocumentReading
from firstbell.impact.scan.reader_link import dismiss, run_batch
from firstbell.impact.scan.reader_process import ReadBatch, pack, unpack_reply

# sent together: enough that a round trip does not count, little enough that nobody waits for it
_BATCH_BYTES = 4 << 20
_BATCH_DOCUMENTS = 64
# a scheduler keeps what is on its way in memory: larger documents are read here
_SENT_BYTES = 64 << 20
_ON_THE_WAY_BYTES = 256 << 20
_LOCAL_WORKERS = 2
_POLL_S = 1.0
_LOOK_S = 5.0


class Cluster(Protocol):
    """Workers elsewhere. `name`: as it was asked for. `slots`: how much they do at once. `tell`: warns."""

    name: str
    slots: int
    executor: Executor
    tell: Callable[[str], None]

    def find_problem(self) -> str:
        """Why no work gets done there any more; "" while it does."""

    def dismiss(self, session: str) -> None:
        """Have the workers forget a session, as far as they can be reached."""


class _Parcel(msgspec.Struct):
    """Documents that go together. `batch`: the message, once it is packed."""

    documents: list[tuple[ReadJob, bytes]] = msgspec.field(default_factory=list)
    accepts: list[Callable[[DocumentReading], None]] = msgspec.field(default_factory=list)
    size_bytes: int = 0
    batch: bytes = b""
    is_local: bool = False

    def add(self, job: ReadJob, data: bytes, accept: Callable[[DocumentReading], None]) -> None:
        """One document more."""
        self.documents.append((job, data))
        self.accepts.append(accept)
        self.size_bytes += len(data)


class RemoteReaders:
    """Readers on a cluster. Used by one thread; a context manager, which ends what it began."""

    def __init__(self, cluster: Cluster, setup: ReaderSetup) -> None:
        self._cluster = cluster
        self._session = os.urandom(8).hex()
        self._setup = pack(setup)
        self._parcel = _Parcel()
        self._pending: dict[Future[bytes | None], _Parcel] = {}
        self._local: ThreadPoolExecutor | None = None
        self._is_lost = False
        self._looked_s = monotonic_s()
        self.restarts = 0

    def __enter__(self) -> RemoteReaders:
        return self

    def __exit__(self, *_: object) -> None:
        for future in self._pending:
            future.cancel()
        if self._local is not None:
            self._local.shutdown(wait=True, cancel_futures=True)
        dismiss(self._session)
        if not self._is_lost:
            self._cluster.dismiss(self._session)

    def submit(self, job: ReadJob, descriptor: int, accept: Callable[[DocumentReading], None]) -> None:
        """Have a document read; the descriptor is closed. `accept` is called here, in a later call.

        Waits while enough is on its way.
        """
        try:
            data = load_file(descriptor, job.size)
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
            accept(DocumentReading(job.content, job.name, job.size, "", UNREADABLE, reason))
            return
        finally:
            os.close(descriptor)
        if len(data) > _SENT_BYTES:
            parcel = _Parcel(is_local=True)
            parcel.add(job, data, accept)
            self._send(parcel)
            return
        self._parcel.add(job, data, accept)
        if self._parcel.size_bytes >= _BATCH_BYTES or len(self._parcel.documents) >= _BATCH_DOCUMENTS:
            self._send_parcel()

    def join(self) -> None:
        """Wait until every document is read."""
        self._send_parcel()
        while self._pending:
            self._take(_POLL_S)

    def _send_parcel(self) -> None:
        parcel, self._parcel = self._parcel, _Parcel()
        if parcel.documents:
            self._send(parcel)

    def _send(self, parcel: _Parcel) -> None:
        while self._is_enough(parcel.size_bytes):
            self._take(_POLL_S)
        parcel.batch = pack(ReadBatch(parcel.documents))
        self._hand_out(parcel, None)
        self._take(0)

    def _is_enough(self, size_bytes: int) -> bool:
        most = 2 * max(1, _LOCAL_WORKERS if self._is_lost else self._cluster.slots)
        on_the_way = sum(parcel.size_bytes for parcel in self._pending.values())
        return len(self._pending) >= most or bool(
            self._pending and on_the_way + size_bytes > _ON_THE_WAY_BYTES
        )

    def _hand_out(self, parcel: _Parcel, setup: bytes | None) -> None:
        parcel.is_local = parcel.is_local or self._is_lost
        executor = self._open_local() if parcel.is_local else self._cluster.executor
        try:
            future = executor.submit(run_batch, self._session, parcel.batch, setup)
        except (OSError, RuntimeError, ValueError) as error:
            if parcel.is_local:
                raise
            self._lose_cluster(str(error))
            self._hand_out(parcel, setup)
            return
        self._pending[future] = parcel

    def _open_local(self) -> ThreadPoolExecutor:
        if self._local is None:
            self._local = ThreadPoolExecutor(_LOCAL_WORKERS, thread_name_prefix="impact")
        return self._local

    def _take(self, timeout_s: float) -> None:
        done, _ = wait(self._pending, timeout_s, FIRST_COMPLETED)
        for future in done:
            if future in self._pending:
                self._take_reply(future, self._pending.pop(future))
        if not self._is_lost and monotonic_s() - self._looked_s > _LOOK_S:
            self._looked_s = monotonic_s()
            if problem := self._cluster.find_problem():
                self._lose_cluster(problem)

    def _take_reply(self, future: Future[bytes | None], parcel: _Parcel) -> None:
        if future.cancelled():
            self._lose_cluster(self._cluster.find_problem() or "it gave work back undone")
            self._hand_out(parcel, None)
            return
        error = future.exception()
        if error is not None:
            self._read_otherwise(parcel, error)
            return
        data = future.result()
        if data is None:
            self._hand_out(parcel, self._setup)
            return
        reply = unpack_reply(data)
        self.restarts += reply.restarts
        for accept, reading in zip(parcel.accepts, reply.readings, strict=True):
            accept(reading)

    def _read_otherwise(self, parcel: _Parcel, error: BaseException) -> None:
        """What a worker failed at is read here, at last one by one; what ends even that is listed."""
        self.restarts += 1
        problem = f"{type(error).__name__}: {str(error)[:120]}"
        if not parcel.is_local:
            self._cluster.tell(
                f"a worker of {self._cluster.name} failed ({problem}): its {len(parcel.documents)} documents "
                "are read here"
            )
        elif len(parcel.documents) == 1:
            job = parcel.documents[0][0]
            reason = f"what read it was ended twice ({problem})"
            parcel.accepts[0](DocumentReading(job.content, job.name, job.size, "", UNREADABLE, reason))
            return
        for (job, data), accept in zip(parcel.documents, parcel.accepts, strict=True):
            one = _Parcel(is_local=True)
            one.add(job, data, accept)
            one.batch = pack(ReadBatch(one.documents))
            self._hand_out(one, None)

    def _lose_cluster(self, problem: str) -> None:
        """No work goes there any more; what was there and is not back is done here."""
        if self._is_lost:
            return
        self._is_lost = True
        self._cluster.tell(
            f"{self._cluster.name} was lost ({problem}): what was not read yet is read here, by "
            f"{_LOCAL_WORKERS} processes"
        )
        for future, parcel in [item for item in self._pending.items() if not item[1].is_local]:
            del self._pending[future]
            future.cancel()
            self._hand_out(parcel, None)
