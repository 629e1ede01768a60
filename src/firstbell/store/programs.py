"""A program that carries a connection on its standard input and output: `ssh`, `rclone`."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from firstbell.store.errors import UnreachableServerError

_END_S = 5.0
_MAX_COMPLAINT_LINES = 20


class PipeProgram:
    """A program under way. It ends with the object, and with our own process."""

    def __init__(self, command: Sequence[str], url: str, *, hint: str) -> None:
        """`hint`: what to do where there is no such program. Raises: UnreachableServerError."""
        self._name = command[0]
        self._complaints: deque[str] = deque(maxlen=_MAX_COMPLAINT_LINES)
        try:
            # a group of its own: Ctrl-C is for us, and the lock is to be removed before the way is gone
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                process_group=0,
            )
        except OSError as error:
            raise UnreachableServerError(
                f"{url}: {command[0]} cannot be started: {error.strerror}", hint=hint
            ) from None
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self.process_id = process.pid
        self.stdin: IO[bytes] = process.stdin
        self.stdout: IO[bytes] = process.stdout
        self._listener = threading.Thread(
            target=_listen, args=(process.stderr, self._complaints), name="complaints", daemon=True
        )
        self._listener.start()
        self._closer = weakref.finalize(self, _end, process)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return not self._closer.alive

    def close(self) -> None:
        """End it; it is gone when this returns. Who reads its output closes that."""
        self._closer()

    def explain_end(self, problem: str = "") -> str:
        """Why it ended: the last thing it said, else `problem`."""
        self._listener.join(_END_S)
        return next(reversed(self._complaints), "") or problem or f"{self._name} ended without a word"

    @contextmanager
    def in_foreground(self) -> Iterator[None]:
        """It may ask on the terminal, for a passphrase or whether a host is known."""
        try:
            terminal_fd = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            yield  # nobody could be asked
            return
        own = os.getpgrp()
        # who is not in front and changes who is would be stopped
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        try:
            is_in_front = os.tcgetpgrp(terminal_fd) == own
            if is_in_front:
                with suppress(OSError):
                    os.tcsetpgrp(terminal_fd, self.process_id)
                    # it may have asked already, and been stopped for it
                    os.killpg(self.process_id, signal.SIGCONT)
            try:
                yield
            finally:
                if is_in_front:
                    os.tcsetpgrp(terminal_fd, own)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os.close(terminal_fd)


def _listen(stderr: IO[bytes], complaints: deque[str]) -> None:
    """Keep the last lines that the program says of its troubles."""
    with stderr, suppress(OSError):
        for line in stderr:
            text = line.decode(errors="replace").strip()
            if text:
                complaints.append(text)


def _end(process: subprocess.Popen[bytes]) -> None:
    """It ends by itself when nothing comes any more; one that does not is ended."""
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
