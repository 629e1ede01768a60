"""A connection to an SFTP server through a program: usually the system's `ssh`, as in restic.

So keys, agents, known hosts, jump hosts and whatever else stands in the user's ssh configuration hold. Many
requests are under way at once: a thread of its own reads the answers and hands each to whoever waits for it.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from firstbell.store.errors import StoreError, UnreachableServerError
from firstbell.store.programs import PipeProgram
from firstbell.store.sftp_packets import (
    MAX_PACKET_BYTES,
    VERSION,
    BadPacketError,
    PacketKind,
    PacketReader,
    SftpStatus,
    pack_number,
)

_INSTALL_HINT = "install OpenSSH's client, or name a program with -o sftp.command="
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
    broken: str = ""


class SftpConnection:
    """Asks one server. Thread-safe. `extensions`: what the server says it can do beside version 3."""

    def __init__(self, command: Sequence[str], url: str) -> None:
        """Raises: UnreachableServerError when no server answers."""
        self._url = url
        self._waiting = _Waiting()
        self._send_lock = threading.Lock()
        self._next_id = 0
        self._program = PipeProgram(command, url, hint=_INSTALL_HINT)
        self.extensions = self._greet()
        threading.Thread(
            target=_read_answers, args=(self._program.stdout, self._waiting), name="sftp", daemon=True
        ).start()

    def _greet(self) -> frozenset[bytes]:
        program = self._program
        try:
            with program.in_foreground():
                with suppress(OSError):  # one that has ended may have said why
                    self._send(PacketKind.INIT, pack_number(VERSION))
                kind, reader = _read_packet(program.stdout)
            if kind != PacketKind.VERSION or reader.number() < VERSION:
                raise BadPacketError("it does not speak version 3 of SFTP")
            found = set()
            while not reader.is_at_end:
                found.add(reader.text())
                reader.text()
            return frozenset(found)
        except (OSError, EOFError, BadPacketError) as error:
            program.close()
            program.stdout.close()
            told = program.explain_end(str(error) if isinstance(error, BadPacketError) else "")
            raise UnreachableServerError(f"{self._url} cannot be reached: {told}", hint=_HINT) from None

    @property
    def is_lost(self) -> bool:
        """Whether nothing can be asked any more."""
        return bool(self._waiting.broken) or self._program.is_closed

    def close(self) -> None:
        """End the connection and its program."""
        self._program.close()

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
        self._program.stdin.write(b"".join([struct.pack(">IB", size_bytes, kind), *fields]))
        self._program.stdin.flush()


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
        waiting.broken = f"the connection to the SFTP server is lost: {problem}"
        left, waiting.futures = list(waiting.futures.values()), {}
    for future in left:
        future.set_exception(ConnectionLostError(waiting.broken))
