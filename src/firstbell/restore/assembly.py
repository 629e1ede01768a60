"""A large file put together from pieces, which workers write in parallel."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firstbell.base.errors import Error
from firstbell.repository.format.errors import FormatError
from firstbell.restore.draft import Draft, write_at, write_sparse_at
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.files import finish_draft
from firstbell.restore.items import FileItem
from firstbell.restore.source import LocatedBlob, open_located, plain_size
from firstbell.restore.workplace import Workplace

# large enough to read a pack's blobs in one go, small enough to hold a few per worker
_PIECE_BYTES = 4 << 20


class Piece(NamedTuple):
    """Blobs that follow each other in the file from `offset` on, `size_bytes` in all."""

    blobs: tuple[LocatedBlob, ...]
    offset: int
    size_bytes: int


class Assembly:
    """One large file. Each piece is restored once, by any thread; the last one gives the file its name."""

    def __init__(self, place: Workplace, item: FileItem) -> None:
        self.pieces = list(_cut(list(zip(item.content, item.locations, strict=True))))
        self._place = place
        self._item = item
        self._size_bytes = item.size_bytes
        self._lock = threading.Lock()
        self._left = len(self.pieces)
        self._draft: Draft | None = None
        self._folder_fd = -1
        self._is_begun = False
        self._is_over = False

    def restore_piece(self, piece: Piece) -> None:
        """Read and write one piece, after the file was begun and unless it is over already."""
        try:
            if not self._begin():
                return
            try:
                self._write(piece)
            except Error as error:
                if self._give_up():
                    self._place.tally.fail(self._item.path, error.code, str(error))
        except OSError as error:
            if self._give_up():
                self._place.fail(self._item.path, error)
        finally:
            self._end_piece()

    def _begin(self) -> bool:
        with self._lock:
            if not self._is_begun and self._place.tally.halted_by is None:
                self._is_begun = True
                self._open()
            return self._draft is not None and not self._is_over and self._place.tally.halted_by is None

    def _open(self) -> None:
        place, item = self._place, self._item
        self._folder_fd = os.dup(place.open_folder(item.folder))
        existing = None if item.folder.is_made else find_existing(self._folder_fd, item.name)
        fate = judge_existing(existing, item.node, place.options.overwrite)
        if fate is Fate.UNCHANGED:
            place.keep_unchanged(item)
        elif fate is Fate.KEPT:
            place.keep(item.path)
        else:
            self._draft = Draft(self._folder_fd)
            os.ftruncate(self._draft.fd, self._size_bytes)

    def _write(self, piece: Piece) -> None:
        assert self._draft is not None
        offsets: defaultdict[bytes, list[int]] = defaultdict(list)
        offset = piece.offset
        for blob_id, location in piece.blobs:
            offsets[blob_id].append(offset)
            offset += plain_size(location)
        sizes = {blob_id: plain_size(location) for blob_id, location in piece.blobs}
        write = write_sparse_at if self._place.options.sparse else write_at
        for blob_id, content in open_located(self._place.source, piece.blobs):
            if len(content) != sizes[blob_id]:
                raise FormatError("index", "states another length than a blob has")
            for offset in offsets[blob_id]:
                write(self._draft.fd, content, offset)
        self._place.progress.advance(size_bytes=piece.size_bytes)

    def _give_up(self) -> bool:
        """The file will not be; True for the first piece that finds it out, which reports it."""
        with self._lock:
            is_first = not self._is_over
            self._is_over = True
        return is_first

    def _end_piece(self) -> None:
        with self._lock:
            self._left -= 1
            is_last = self._left == 0
        if not is_last:
            return
        try:
            if self._draft is not None and not self._is_over and self._place.tally.halted_by is None:
                self._finish(self._draft)
        except FileExistsError:
            self._place.keep(self._item.path)
        except OSError as error:
            self._place.fail(self._item.path, error)
        finally:
            self._close()
            self._place.progress.advance(files=1)

    def _close(self) -> None:
        try:
            self.abandon()
        except OSError as error:
            self._place.fail(self._item.path, error)

    def _finish(self, draft: Draft) -> None:
        finish_draft(self._place, draft, self._item)
        self._place.tally.add_restored(1, self._size_bytes)
        self._place.remember(self._item, is_ours=True)

    @property
    def is_done(self) -> bool:
        """Whether every piece has run."""
        return self._left == 0

    def abandon(self) -> None:
        """Leave nothing open, and nothing of a file that is not in place; call it when no piece runs."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.discard()
            draft.close()
        if self._folder_fd >= 0:
            os.close(self._folder_fd)
            self._folder_fd = -1


def _cut(blobs: Sequence[LocatedBlob]) -> Iterator[Piece]:
    start = offset = length = 0
    for index, (_, location) in enumerate(blobs):
        size_bytes = plain_size(location)
        if length and length + size_bytes > _PIECE_BYTES:
            yield Piece(tuple(blobs[start:index]), offset, length)
            start, offset, length = index, offset + length, 0
        length += size_bytes
    yield Piece(tuple(blobs[start:]), offset, length)
