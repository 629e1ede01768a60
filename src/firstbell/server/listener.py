"""A listening socket: what it accepts is counted before a byte of it is read, and has to begin soon."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from asyncio import sslproto
from collections.abc import Callable
from contextlib import suppress

from firstbell.server.connection_table import ConnectionTable, OpenConnection, find_source
from firstbell.server.turns import Turns

_BACKLOG = 4096
_AT_ONCE = 64
_PAUSE_S = 0.2
_LEAST_S = 0.05
# after a goodbye nobody is waited for longer, else those who were sent away would still be there
_TLS_GOODBYE_S = 2.0
# of TLS's record: a handshake begins
_HANDSHAKE_RECORD = b"\x16"
# asyncio keeps a buffer a TLS connection, of 256 KiB unless it is told otherwise
_TLS_BUFFER_BYTES = 64 << 10
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})

ProtocolFactory = Callable[[OpenConnection], asyncio.Protocol]


class Listener:
    """Accepts for one application. Belongs to the event loop. `tls`: None for plain connections.

    asyncio's own server would set up TLS, a third of a megabyte, for whoever connects, and wait a minute.
    """

    def __init__(
        self,
        listening: socket.socket,
        make_protocol: ProtocolFactory,
        table: ConnectionTable,
        *,
        tls: ssl.SSLContext | None,
    ) -> None:
        self.table = table
        self._socket = listening
        self._make_protocol = make_protocol
        self._tls = tls
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = Turns()
        listening.settimeout(0)
        listening.listen(_BACKLOG)
        self._loop.add_reader(listening, self._accept)
        sslproto.SSLProtocol.max_size = _TLS_BUFFER_BYTES

    def close(self) -> None:
        """Accept nothing more, and end what has not begun to speak."""
        self._loop.remove_reader(self._socket)
        self._socket.close()
        for task in self._tasks:
            task.cancel()

    def _accept(self) -> None:
        # a few at a time: whoever is served already gets his turn
        for _ in range(_AT_ONCE):
            try:
                accepted, address = self._socket.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
                if not self.table.close_oldest():
                    self._pause()
                return
            self._receive(accepted, str(address[0]))

    def _pause(self) -> None:
        self._loop.remove_reader(self._socket)
        self._loop.call_later(_PAUSE_S, self._resume)

    def _resume(self) -> None:
        if self._socket.fileno() >= 0:
            self._loop.add_reader(self._socket, self._accept)

    def _receive(self, accepted: socket.socket, address: str) -> None:
        accepted.settimeout(0)
        connection = OpenConnection(find_source(address), lambda: _hang_up(accepted))
        if not self.table.admit(connection):
            accepted.close()
            return
        task = self._loop.create_task(self._begin(accepted, connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _begin(self, accepted: socket.socket, connection: OpenConnection) -> None:
        made: list[asyncio.Protocol] = []

        def make() -> asyncio.Protocol:
            made.append(self._make_protocol(connection))
            return made[0]

        try:
            await self._begin_speaking(accepted, connection, make)
        except (OSError, TimeoutError):
            # port scanners, clients of the wrong protocol: nothing to tell of each
            self.table.forget(connection)

    async def _begin_speaking(
        self, accepted: socket.socket, connection: OpenConnection, make: Callable[[], asyncio.Protocol]
    ) -> None:
        """Raises: OSError, TimeoutError: the connection is closed then."""
        deadline_s = self._loop.time() + self.table.limits.handshake_s
        try:
            async with asyncio.timeout_at(deadline_s):
                await self._wait_for_turn(accepted, connection.source)
        except BaseException:
            accepted.close()
            raise
        if self._tls is None:
            await self._loop.connect_accepted_socket(make, accepted)
            return
        await self._loop.connect_accepted_socket(
            make,
            accepted,
            ssl=self._tls,
            ssl_handshake_timeout=max(deadline_s - self._loop.time(), _LEAST_S),
            ssl_shutdown_timeout=_TLS_GOODBYE_S,
        )

    async def _wait_for_turn(self, accepted: socket.socket, source: str) -> None:
        """Wait until something came; then, where no credential ever came from there, for a turn."""
        await _wait_for_word(self._loop, accepted)
        first = accepted.recv(1, socket.MSG_PEEK)
        if not first or (self._tls is not None and first != _HANDSHAKE_RECORD):
            raise ConnectionAbortedError("nothing that is spoken here")
        if not self.table.is_familiar(source):
            await self._turns.wait(source)


def _hang_up(accepted: socket.socket) -> None:
    # whoever waits for it is told by the kernel, and closes it
    with suppress(OSError):
        accepted.shutdown(socket.SHUT_RDWR)


async def _wait_for_word(loop: asyncio.AbstractEventLoop, accepted: socket.socket) -> None:
    """Wait until there is something to read, or the other side is gone."""
    has_come = asyncio.Event()
    loop.add_reader(accepted, has_come.set)
    try:
        await has_come.wait()
    finally:
        loop.remove_reader(accepted)
