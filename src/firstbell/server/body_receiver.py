"""The body of an upload straight from its socket, past parser and event loop, on plain connections.

Reading, hashing and writing a megabyte at a time in one thread costs half the processor time of handing every
piece that comes to the event loop, and the other uploads wait for nobody's interpreter lock meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import select
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from firstbell.base.clock import monotonic_s
from firstbell.server.errors import ClientGoneError
from firstbell.server.file_sender import SendRunner, finish
from firstbell.store.store import Buffer

# where the state of a request holds what receives its body, on plain connections alone
RECEIVER = "receiver"
LEAST_BYTES = 128 << 10
_BUFFER_BYTES = 1 << 20
_SLICE_S = 0.25
_TOGETHER_BYTES = 256 << 10
_LINGER_MS = 20

Sink = Callable[[Sequence[Buffer]], None]
_of_thread = threading.local()


class Connection(Protocol):
    """What an upload comes in on."""

    def stop_parsing(self) -> list[bytes]:
        """Leave what is still to come of the body in the socket; what of it came already."""

    def end_body(self) -> None:
        """The body is over: the next byte in the socket belongs to the next request."""


class BodyReceiver:
    """Receives one body. Belongs to the event loop, but for what is done beside it, one thing at a time.

    `is_begun`: some of the body was received, some was not. `is_broken`: nor can the rest be.
    """

    def __init__(self, connection: Connection, transport: asyncio.Transport) -> None:
        self.is_begun = False
        self.is_broken = False
        self._connection = connection
        self._transport = transport
        self._parts: list[bytes] = []
        self._left_bytes = 0
        self._together_bytes = 1

    async def receive(self, run: SendRunner, sink: Sink, *, length: int, idle_s: float) -> None:
        """All of a body to `sink`, which is called beside the loop, and may fail.

        Raises: ClientGoneError when the other side is gone, or silent for too long; what `sink` raises.
        """
        self._parts = self._connection.stop_parsing()
        self.is_begun = True
        self._left_bytes = length
        await self._receive_rest(run, sink, idle_s=idle_s)

    async def discard(self, run: SendRunner, *, most_bytes: int, idle_s: float) -> bool:
        """Read what is left of a body that was begun, and keep nothing; whether that was all of it."""
        if self.is_broken or self._left_bytes > most_bytes:
            return False
        with suppress(ClientGoneError):
            await self._receive_rest(run, lambda _: None, idle_s=idle_s)
        return not self.is_broken

    async def _receive_rest(self, run: SendRunner, sink: Sink, *, idle_s: float) -> None:
        try:
            with socket.socket(fileno=os.dup(self._transport.get_extra_info("socket").fileno())) as source:
                try:
                    while self._left_bytes:
                        await self._receive_some(run, source, sink, idle_s)
                finally:
                    self._await_together(source, 1)
        except (ClientGoneError, OSError) as error:
            self.is_broken = True
            raise ClientGoneError(str(error)) from None
        self.is_begun = False
        self._connection.end_body()

    async def _receive_some(self, run: SendRunner, source: socket.socket, sink: Sink, idle_s: float) -> None:
        was_silent = False
        while not await finish(run(self._receive_slice, source, sink)):
            # little may have come without waking us, so silence is judged by what is read after it
            if was_silent:
                raise ClientGoneError(f"nothing arrived for {idle_s:g} s")
            was_silent = not await _wait_for_more(source, idle_s)

    def _receive_slice(self, source: socket.socket, sink: Sink) -> int:
        """What comes without a pause, for a while, in a thread; how much that was.

        Raises: ClientGoneError, OSError; what `sink` raises.
        """
        view, begin_bytes = _find_buffer(), self._left_bytes
        # others wait for the thread, so a body that comes slowly takes turns with them
        end_s = monotonic_s() + _SLICE_S
        if self._parts:
            parts, self._parts = self._parts, []
            self._left_bytes -= sum(map(len, parts))
            sink(parts)
        while self._left_bytes and monotonic_s() < end_s:
            part = view[: self._left_bytes]
            filled = self._fill(source, part)
            if filled:
                sink([part[:filled]])
            if filled < len(part):
                break
        return begin_bytes - self._left_bytes

    def _fill(self, source: socket.socket, view: memoryview) -> int:
        filled = 0
        while filled < len(view):
            try:
                count = source.recv_into(view[filled:])
            except BlockingIOError:
                self._await_together(source, min(_TOGETHER_BYTES, self._left_bytes))
                if not _poll(source):
                    break
                continue
            if not count:
                raise ClientGoneError("the connection ended in the middle of the body")
            filled += count
            self._left_bytes -= count
        return filled

    def _await_together(self, source: socket.socket, size_bytes: int) -> None:
        """Be woken for so many bytes, not for each packet."""
        if size_bytes != self._together_bytes:
            self._together_bytes = size_bytes
            source.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size_bytes)


def _find_buffer() -> memoryview:
    """The buffer of this thread."""
    if not hasattr(_of_thread, "view"):
        _of_thread.view = memoryview(bytearray(_BUFFER_BYTES))
    view: memoryview = _of_thread.view
    return view


def _poll(source: socket.socket) -> bool:
    poller = select.poll()
    poller.register(source, select.POLLIN)
    return bool(poller.poll(_LINGER_MS))


async def _wait_for_more(source: socket.socket, idle_s: float) -> bool:
    """Whether enough came in time to be worth reading."""
    loop = asyncio.get_running_loop()
    has_come = asyncio.Event()
    loop.add_reader(source, has_come.set)
    try:
        async with asyncio.timeout(idle_s):
            await has_come.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(source)
    return True
