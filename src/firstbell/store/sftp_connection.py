"""A connection to an SFTP server through a program: usually the system's `ssh`, as in restic.

So keys, agents, known hosts, jump hosts and whatever else stands in the user's ssh configuration hold. Many
requests are under way at once: a thread of its own reads the answers and hands each to whoever waits for it.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import threading
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO

from firstbell.store.errors import StoreError, UnreachableServerError
from firstbell.store.sftp_packets import (
    MAX_PACKET_BYTES,
    VERSION,
    BadPacketError,
    PacketKind,
    PacketReader,
    SftpStatus,
    pack_number,
)

_END_S = 5.0
_MAX_COMPLAINT_LINES = 20
_HINT = "try the same with `sftp USER@HOST`, and check the server's log"

Answer = tuple[int, PacketReader]


class SftpStatusError(Exception):
    """The server says no: `status` is its code."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message or f"status {status}")
        self.status = status


class ConnectionLostError(StoreError):
    """The program that held the connection ended, or what came was no SFTP."""

    code = "store.connection_lost"


@dataclass(slots=True)
class _Waiting:
    """Who waits for which answer; shared with the thread that reads. `broken`: why nothing comes any more."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    futures: dict[int, Future[Answer]] = field(default_factory=dict)
    complaints: deque[str] = field(default_factory=lambda: deque(maxlen=_MAX_COMPLAINT_LINES))
    broken: str = ""


class SftpConnection:
    """Asks one server. Thread-safe. `extensions`: what the server says it can do beside version 3."""

    def __init__(self, command: Sequence[str], url: str) -> None:
        """Raises: UnreachableServerError when no server answers."""
        self._url = url
        self._program = command[0]
        self._waiting = _Waiting()
        self._send_lock = threading.Lock()
        self._next_id = 0
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
                f"{url}: {command[0]} cannot be started: {error.strerror}",
                hint="install OpenSSH's client, or name a program with -o sftp.command=",
            ) from None
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._process, self._pipe = process, process.stdin
        complaints = threading.Thread(
            target=_read_complaints, args=(process.stderr, self._waiting), name="sftp-stderr", daemon=True
        )
        complaints.start()
        self._closer = weakref.finalize(self, _end, process)
        self.extensions = self._greet(process.stdout, complaints)
        threading.Thread(
            target=_read_answers, args=(process.stdout, self._waiting), name="sftp-answers", daemon=True
        ).start()

    def _greet(self, stdout: IO[bytes], complaints: threading.Thread) -> frozenset[bytes]:
        try:
            with _in_foreground(self._process.pid):
                with suppress(OSError):  # one that has ended may have said why
                    self._send(PacketKind.INIT, pack_number(VERSION))
                kind, reader = _read_packet(stdout)
            if kind != PacketKind.VERSION or reader.number() < VERSION:
                raise BadPacketError("it does not speak version 3 of SFTP")
            found = set()
            while not reader.is_at_end:
                found.add(reader.text())
                reader.text()
            return frozenset(found)
        except (OSError, EOFError, BadPacketError) as error:
            self.close()
            stdout.close()
            complaints.join(_END_S)
            silent = f"{self._program} ended without a word"
            told = next(reversed(self._waiting.complaints), "") or (
                str(error) if isinstance(error, BadPacketError) else silent
            )
            raise UnreachableServerError(f"{self._url} cannot be reached: {told}", hint=_HINT) from None

    @property
    def is_lost(self) -> bool:
        """Whether nothing can be asked any more."""
        return bool(self._waiting.broken) or not self._closer.alive

    def close(self) -> None:
        """End the connection and its program."""
        self._closer()

    def ask(self, kind: PacketKind, *fields: bytes) -> Answer:
        """The kind and the fields of the answer.

        Raises: SftpStatusError where it is a status other than OK, ConnectionLostError.
        """
        return self.begin(kind, *fields).wait()

    def begin(self, kind: PacketKind, *fields: bytes) -> PendingAnswer:
        """Send a request without waiting. Raises: ConnectionLostError."""
        future: Future[Answer] = Future()
        with self._send_lock:
            self._next_id = (self._next_id + 1) & 0xFFFFFFFF
            number = self._next_id
            with self._waiting.lock:
                if self._waiting.broken:
                    raise ConnectionLostError(self._waiting.broken)
                self._waiting.futures[number] = future
            try:
                self._send(kind, pack_number(number), *fields)
            except OSError as error:
                raise ConnectionLostError(f"{self._url}: the connection is lost: {error.strerror}") from None
        return PendingAnswer(future)

    def _send(self, kind: PacketKind, *fields: bytes) -> None:
        size_bytes = 1 + sum(map(len, fields))
        self._pipe.write(b"".join([struct.pack(">IB", size_bytes, kind), *fields]))
        self._pipe.flush()


class PendingAnswer:
    """A request that is under way."""

    def __init__(self, future: Future[Answer]) -> None:
        self._future = future

    def wait(self) -> Answer:
        """The answer. Raises: SftpStatusError, ConnectionLostError."""
        kind, reader = self._future.result()
        if kind == PacketKind.STATUS:
            status = reader.number()
            if status != SftpStatus.OK:
                message = "" if reader.is_at_end else reader.text().decode(errors="replace")
                raise SftpStatusError(status, message)
        return kind, reader


def _read_exactly(stdout: IO[bytes], size_bytes: int) -> bytes:
    data = stdout.read(size_bytes)
    if len(data) < size_bytes:
        raise EOFError("the connection has ended")
    return data


def _read_packet(stdout: IO[bytes]) -> Answer:
    size_bytes = int.from_bytes(_read_exactly(stdout, 4), "big")
    if not 1 <= size_bytes <= MAX_PACKET_BYTES:
        raise BadPacketError("what it says is no SFTP; does its shell print something at log-in?")
    data = _read_exactly(stdout, size_bytes)
    return data[0], PacketReader(memoryview(data)[1:])


def _read_answers(stdout: IO[bytes], waiting: _Waiting) -> None:
    """Hand each answer to who waits for it, until nothing comes any more."""
    try:
        with stdout:
            while True:
                kind, reader = _read_packet(stdout)
                number = reader.number()
                with waiting.lock:
                    future = waiting.futures.pop(number, None)
                if future is not None:
                    future.set_result((kind, reader))
    except (OSError, EOFError, ValueError, BadPacketError) as error:
        problem = str(error)
    with waiting.lock:
        told = next(reversed(waiting.complaints), "")
        waiting.broken = f"the connection to the SFTP server is lost: {told or problem}"
        left, waiting.futures = list(waiting.futures.values()), {}
    for future in left:
        future.set_exception(ConnectionLostError(waiting.broken))


def _read_complaints(stderr: IO[bytes], waiting: _Waiting) -> None:
    """What ssh says of its troubles; the last lines are kept."""
    with stderr, suppress(OSError):
        for line in stderr:
            text = line.decode(errors="replace").strip()
            if text:
                waiting.complaints.append(text)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program: it ends by itself when nothing comes any more; one that does not is ended."""
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _in_foreground(process_id: int) -> Iterator[None]:
    """The program may ask on the terminal, for a passphrase or whether a host is known."""
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
                os.tcsetpgrp(terminal_fd, process_id)
                os.killpg(process_id, signal.SIGCONT)  # it may have asked already, and been stopped for it
        try:
            yield
        finally:
            if is_in_front:
                os.tcsetpgrp(terminal_fd, own)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(terminal_fd)
