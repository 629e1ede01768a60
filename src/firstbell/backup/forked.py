"""Forked processes as the workers of a backup.

A small file costs 40 us of Python beside 40 us of C, and threads wait for each other's turn at the
interpreter; processes do not. Each has packs of its own, which it publishes itself; the parent, which
walks and renders trees, is told of them and names them in the index. They agree on who saves a blob that
two of them meet in memory that they share (`repository/claims.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from firstbell.backup.batches import FileQueue, FileTask, OnSaved
from firstbell.backup.content import FileSaver, SavedFile, WantedFile
from firstbell.base.errors import Error
from firstbell.processes.pool import MAX_TASK_BYTES, Workers
from firstbell.repository import RepositoryWriter
from firstbell.repository.claims import ProcessClaims
from firstbell.repository.format.pack import parse_header, render_header
from firstbell.repository.packer import PartWriter
from firstbell.repository.unpacked import EncodingError
from firstbell.store import ObjectExistsError, ReadOnlyStoreError, StoreError, StoreFullError

_NOTHING = SavedFile([], 0, 0, 0, 0)
_ERRORS: dict[str, type[Error]] = {
    kind.code: kind
    for kind in (StoreError, StoreFullError, ReadOnlyStoreError, ObjectExistsError, EncodingError)
}


class _Answer(msgspec.Struct, array_like=True):
    """What became of a batch. `unread`: position, errno and text of each file that could not be read.
    `packs`: id and header of each pack published since the last answer. `failure`: code, message and hint
    of what ends the backup.
    """

    saved: list[SavedFile]
    unread: list[tuple[int, int, str]]
    packs: list[tuple[bytes, bytes]]
    failure: tuple[str, str, str] | None = None


_encoder = msgspec.msgpack.Encoder()
_task_decoder: msgspec.msgpack.Decoder[list[WantedFile]] = msgspec.msgpack.Decoder(list[WantedFile])
_answer_decoder = msgspec.msgpack.Decoder(_Answer)


class ForkQueue(FileQueue):
    """Forked processes are the workers. `make_saver`: gives a saver for a writer.

    They are forked when the first batch is full: few changed files are saved sooner here.
    """

    def __init__(
        self,
        writer: RepositoryWriter,
        make_saver: Callable[[RepositoryWriter | PartWriter], FileSaver],
        *,
        workers: int,
        on_saved: OnSaved,
    ) -> None:
        super().__init__(on_saved)
        self._writer = writer
        self._make_saver = make_saver
        self._count = workers
        self._own_saver: FileSaver | None = None
        self._workers: Workers | None = None
        self._claims: ProcessClaims | None = None

    def _hand_over(self, tasks: list[FileTask], *, is_full: bool) -> None:
        message = _encoder.encode([task.wanted for task in tasks])
        if (not is_full and self._workers is None) or len(message) > MAX_TASK_BYTES:
            self._save(self._saver(), tasks)
            return
        workers = self._workers or self._start(tasks)
        for task in tasks:
            task.batch = workers
        workers.submit(message, partial(self._accept, tasks))

    def _saver(self) -> FileSaver:
        saver = self._own_saver = self._own_saver or self._make_saver(self._writer)
        return saver

    def _start(self, tasks: Sequence[FileTask]) -> Workers:
        if not all(task.known for task in tasks):
            self._saver().prepare()  # what it loads is loaded once, before there are several
        self._claims = claims = self._writer.share()
        self._workers = Workers(
            lambda: _Part(PartWriter(self._writer, claims), self._make_saver), self._count, end=_Part.end
        )
        return self._workers

    def _accept(self, tasks: Sequence[FileTask], data: bytes) -> None:
        answer = self._read(data)
        results: list[SavedFile | OSError] = list(answer.saved)
        for at, number, text in answer.unread:
            results[at] = OSError(number, text)
        self._settle(tasks, results)

    def _read(self, data: bytes) -> _Answer:
        answer = _answer_decoder.decode(data)
        for pack_id, header in answer.packs:
            self._writer.adopt(pack_id, parse_header(header, "pack"))
        if answer.failure is not None:
            code, message, hint = answer.failure
            raise _ERRORS.get(code, Error)(message, hint=hint)
        return answer

    def _wait_for(self, task: FileTask) -> None:
        while not task.is_done:
            assert self._workers is not None
            self._workers.wait()

    def complete(self) -> None:
        """See `FileQueue.complete`."""
        super().complete()
        if self._workers is not None:
            self._workers.finish(lambda data: self._settle([], self._read(data).saved))

    def close(self) -> None:
        """End the workers; what was not begun is dropped."""
        if self._workers is not None:
            self._workers.close()
        if self._claims is not None:
            self._claims.close()
        if self._own_saver is not None:
            self._own_saver.close()


class _Part:
    """A worker: saves the files it is sent the names of."""

    def __init__(
        self, writer: PartWriter, make_saver: Callable[[RepositoryWriter | PartWriter], FileSaver]
    ) -> None:
        self._writer = writer
        self._saver = make_saver(writer)

    def __call__(self, task: bytes) -> bytes:
        try:
            return self._answer(self._saver.save_files(_task_decoder.decode(task)))
        except Error as error:
            return self._fail(error)

    def end(self) -> bytes:
        """Publish what is left; the last words."""
        try:
            self._writer.flush()
            return self._answer([])
        except Error as error:
            return self._fail(error)

    def _answer(self, results: Sequence[SavedFile | OSError]) -> bytes:
        unread = [
            (at, result.errno or 0, result.strerror or str(result))
            for at, result in enumerate(results)
            if isinstance(result, OSError)
        ]
        saved = [_NOTHING if isinstance(result, OSError) else result for result in results]
        return _encoder.encode(_Answer(saved, unread, self._take_packs()))

    def _fail(self, error: Error) -> bytes:
        return _encoder.encode(_Answer([], [], [], (error.code, str(error), error.hint)))

    def _take_packs(self) -> list[tuple[bytes, bytes]]:
        return [(pack_id, render_header(blobs)) for pack_id, blobs in self._writer.take_published()]
