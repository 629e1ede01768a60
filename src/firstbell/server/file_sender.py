"""A range of a file to a client by the kernel alone (sendfile), past the memory of this process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

# where the state of a request holds what sends files, on plain connections alone
SENDER = "sender"
_MOST_BYTES = 4 << 20
_PATIENCE_S = 120.0


class SendRunner(Protocol):
    """Does work beside the event loop."""

    def __call__(self, work: Any, /, *args: Any) -> asyncio.Future[Any]:
        """The outcome to come."""


class FileSender:
    """Sends parts of files as the body of one response, whose head is sent. Belongs to the event loop.

    `cycle`: uvicorn's of the request, which counts what is still to come of the body.
    """

    def __init__(self, transport: asyncio.Transport, cycle: Any) -> None:
        self._transport = transport
        self._cycle = cycle

    async def send(self, run: SendRunner, file_fd: int, span: tuple[int, int]) -> bool:
        """Bytes from the first place up to the second; whether all were sent.

        Disk and socket are waited for beside the loop. Where nobody reads the connection is cut off.
        """
        # the head goes first: nothing may be left in the transport's own buffer
        self._transport.set_write_buffer_limits(0)
        await self._cycle.flow.drain()
        at, end = span
        try:
            with _duplicated(self._transport) as socket_fd:
                while at < end and not self._transport.is_closing():
                    at += await self._send_some(run, socket_fd, file_fd, (at, end))
        except (OSError, TimeoutError):
            self._transport.abort()
        if at < end:
            await asyncio.sleep(0)  # so that it is known that the connection ended
            return False
        self._cycle.expected_content_length -= end - span[0]
        return True

    async def _send_some(self, run: SendRunner, socket_fd: int, file_fd: int, span: tuple[int, int]) -> int:
        at, end = span
        with suppress(BlockingIOError):
            sent = int(await finish(run(os.sendfile, socket_fd, file_fd, at, min(end - at, _MOST_BYTES))))
            if not sent:
                raise OSError("the object is shorter than before")
            return sent
        await _wait_for_room(socket_fd)
        return 0


async def finish(work: asyncio.Future[Any]) -> Any:
    """What work gives; it is over when this ends, also where we are told to stop: it uses descriptors."""
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise


@contextmanager
def _duplicated(transport: asyncio.Transport) -> Iterator[int]:
    """A descriptor of the socket that is ours: the loop lets nobody wait for the transport's own.

    Raises: OSError when the connection has ended.
    """
    socket_fd = os.dup(transport.get_extra_info("socket").fileno())
    try:
        yield socket_fd
    finally:
        os.close(socket_fd)


async def _wait_for_room(socket_fd: int) -> None:
    """Raises: TimeoutError."""
    loop = asyncio.get_running_loop()
    has_room = asyncio.Event()
    loop.add_writer(socket_fd, has_room.set)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await has_room.wait()
    finally:
        loop.remove_writer(socket_fd)
