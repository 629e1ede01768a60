"""Who does the files: forked workers where there are any, threads what these cannot."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from firstbell.restore.assembly import Assembly
from firstbell.restore.context import RestoreContext
from firstbell.restore.crew import Crew
from firstbell.restore.errors import TargetFullError
from firstbell.restore.files import restore_batch
from firstbell.restore.forks import Forks
from firstbell.restore.items import FileItem, PlacedFile
from firstbell.restore.message import ResultMessage
from firstbell.restore.pieces import FilePiece
from firstbell.restore.verification import verify_batch

_MAX_THREADS = 4
# enough that none waits for its next; each may be of a file of its own, which is open meanwhile
_PIECES_A_PROCESS = 8


class Workforce:
    """Restores and reads back what it is handed. Used by one thread; a context manager."""

    def __init__(self, context: RestoreContext) -> None:
        options = context.options
        self._context = context
        self._forks = Forks(context, options.processes, self._accept) if options.processes else None
        self._crew = Crew(options.workers or min(os.cpu_count() or 1, _MAX_THREADS))
        self._assemblies: list[Assembly] = []
        self._pieces_out = 0  # at the forked workers

    def __enter__(self) -> Workforce:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what runs, drop what has not begun, leave nothing half-written."""
        self._crew.stop()
        if self._forks is not None:
            self._forks.close()
        for assembly in self._assemblies:
            assembly.abandon()

    def restore(self, items: Sequence[FileItem]) -> None:
        """Restore a batch of files that are read whole. Raises: what an earlier task raised."""
        if self._forks is None or not self._forks.restore(items):
            self._crew.submit(restore_batch, self._context, items)

    def assemble(self, item: FileItem) -> None:
        """Restore a large file by its pieces. Raises: what an earlier task raised."""
        assembly = Assembly(self._context, item)
        self._assemblies = [each for each in self._assemblies if not each.is_done]
        self._assemblies.append(assembly)
        for piece in assembly.pieces:
            if not self._hand_out(assembly, piece):
                self._crew.submit(assembly.restore_piece, piece)

    def tend(self) -> None:
        """Take in what large files wait for to get their names; to be called often, costs next to nothing.

        Raises: WorkerLostError.
        """
        if self._pieces_out and self._forks is not None:
            self._forks.tend()

    def _hand_out(self, assembly: Assembly, piece: FilePiece) -> bool:
        """Have a forked worker do a piece; False where it cannot be."""
        if self._forks is None:
            return False
        while self._pieces_out >= _PIECES_A_PROCESS * self._context.options.processes:
            self._forks.wait()
        fd = assembly.begin()
        if fd < 0 or not self._forks.restore_piece(fd, piece, partial(self._accept_piece, assembly, piece)):
            return False
        self._pieces_out += 1
        return True

    def _accept_piece(self, assembly: Assembly, piece: FilePiece, *, is_written: bool) -> None:
        """Take in a piece. One that failed is tried once more here, where what is wrong with it is told."""
        self._pieces_out -= 1
        if not is_written:
            self._crew.submit(assembly.restore_piece, piece)
        elif assembly.note_piece(piece, is_written=True):
            if self._context.options.sync:
                self._crew.submit(assembly.finish)  # a thread waits for the disk; we have others to serve
            else:
                assembly.finish()

    def verify(self, files: Sequence[PlacedFile]) -> None:
        """Read a batch of files back. Raises: what an earlier task raised."""
        if self._forks is None or not self._forks.verify(files):
            self._crew.submit(verify_batch, self._context, files)

    def join(self) -> None:
        """Wait until all of it is done. Raises: what a task raised; WorkerLostError."""
        if self._forks is not None:
            self._forks.join()
        self._crew.join()

    def _accept(self, result: ResultMessage, files: Sequence[FileItem | PlacedFile]) -> None:
        """Take in what a forked worker did."""
        context = self._context
        context.tally.add(result)
        for positions, is_ours in ((result.placed, True), (result.unchanged, False)):
            for position in positions:
                item = files[position]
                if isinstance(item, FileItem):
                    context.remember(item, is_ours=is_ours)
        context.progress.advance(files=len(files), size_bytes=result.size_bytes)
        if result.full:
            context.tally.halt(TargetFullError(context.target, result.full))
