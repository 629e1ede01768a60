"""A large file put together from pieces, which workers write in parallel."""

from __future__ import annotations

import os
import threading

from firstbell.base.errors import Error
from firstbell.restore.context import RestoreContext
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.files import finish_draft
from firstbell.restore.items import FileItem
from firstbell.restore.pieces import FilePiece, cut_pieces, write_piece
from firstbell.restore.unplaced_file import UnplacedFile


class Assembly:
    """One large file. Each piece is restored once, by anyone; when all are, `finish` gives the file its name.

    A piece is restored here, by any thread (`restore_piece`), or by whoever was given the descriptor that
    `begin` gave (then `note_piece` tells of it).
    """

    def __init__(self, context: RestoreContext, item: FileItem) -> None:
        self.pieces = list(cut_pieces(list(zip(item.content, item.locations, strict=True))))
        self.is_done = False
        self._context = context
        self._item = item
        self._size_bytes = item.size_bytes
        self._lock = threading.Lock()
        self._left = len(self.pieces)
        self._draft: UnplacedFile | None = None
        self._folder_fd = -1
        self._is_begun = False
        self._is_over = False

    def begin(self) -> int:
        """The descriptor that a piece is to be written to; -1 where nothing is to be written."""
        try:
            return self._draft.fd if self._begin() and self._draft is not None else -1
        except OSError as error:
            if self._give_up():
                self._context.fail(self._item.path, error)
            return -1

    def restore_piece(self, piece: FilePiece) -> None:
        """Read and write one piece, and finish the file if it was the last."""
        fd = self.begin()
        try:
            if fd >= 0:
                write_piece(self._context.source, piece, fd, sparse=self._context.options.sparse)
        except Error as error:
            if self._give_up():
                self._context.tally.fail(self._item.path, error.code, str(error))
            fd = -1
        except OSError as error:
            if self._give_up():
                self._context.fail(self._item.path, error)
            fd = -1
        if self.note_piece(piece, is_written=fd >= 0):
            self.finish()

    def note_piece(self, piece: FilePiece, *, is_written: bool) -> bool:
        """A piece is over; whether it was the last, so that `finish` is next."""
        if is_written:
            self._context.progress.advance(size_bytes=piece.size_bytes)
        with self._lock:
            self._left -= 1
            return self._left == 0

    def _begin(self) -> bool:
        with self._lock:
            if not self._is_begun and self._context.tally.halted_by is None:
                self._is_begun = True
                self._open()
            return self._draft is not None and not self._is_over and self._context.tally.halted_by is None

    def _open(self) -> None:
        context, item = self._context, self._item
        self._folder_fd = os.dup(context.open_folder(item.folder))
        existing = None if item.folder.is_made else find_existing(self._folder_fd, item.name)
        fate = judge_existing(existing, item.node, context.options.overwrite)
        if fate is Fate.UNCHANGED:
            context.keep_unchanged(item)
        elif fate is Fate.KEPT:
            context.keep(item.path)
        else:
            self._draft = UnplacedFile(self._folder_fd)
            os.ftruncate(self._draft.fd, self._size_bytes)

    def _give_up(self) -> bool:
        """The file will not be; True for the first piece that finds it out, which reports it."""
        with self._lock:
            is_first = not self._is_over
            self._is_over = True
        return is_first

    def finish(self) -> None:
        """Give the file its name if all went well; leave nothing open."""
        try:
            if self._draft is not None and not self._is_over and self._context.tally.halted_by is None:
                finish_draft(self._context, self._draft, self._item)
                self._context.tally.add_restored(1, self._size_bytes)
                self._context.remember(self._item, is_ours=True)
        except FileExistsError:
            self._context.keep(self._item.path)
        except OSError as error:
            self._context.fail(self._item.path, error)
        finally:
            self._close()
            self._context.progress.advance(files=1)

    def _close(self) -> None:
        try:
            self.abandon()
        except OSError as error:
            self._context.fail(self._item.path, error)

    def abandon(self) -> None:
        """Leave nothing open, and nothing of a file that is not in place; call it when no piece runs."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.discard()
            draft.close()
        if self._folder_fd >= 0:
            os.close(self._folder_fd)
            self._folder_fd = -1
        self.is_done = True
