"""The receiver alone, over a pair of sockets: silence, a disk that fails, what is left of a body."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from firstbell.server.body_receiver import BodyReceiver
from firstbell.server.errors import ClientGoneError
from firstbell.store import StoreFullError
from firstbell.store.store import Buffer


class Wire:
    """A connection and its transport, as far as a receiver knows them. `ended`: how often a body ended."""

    def __init__(self, source: socket.socket, parts: list[bytes]) -> None:
        self.ended = 0
        self._source = source
        self._parts = parts

    def get_extra_info(self, name: str) -> socket.socket:
        """The socket."""
        assert name == "socket"
        return self._source

    def stop_parsing(self) -> list[bytes]:
        """What came already."""
        return self._parts

    def end_body(self) -> None:
        """Noted."""
        self.ended += 1


def run(work: Any, /, *args: Any) -> asyncio.Future[Any]:
    return asyncio.get_running_loop().run_in_executor(None, lambda: work(*args))


def with_receiver(
    test: Callable[[BodyReceiver, Wire, socket.socket], Awaitable[None]], *, parts: list[bytes]
) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        wire = Wire(ours, parts)
        asyncio.run(test(BodyReceiver(wire, wire), wire, theirs))  # type: ignore[arg-type]


def test_what_came_before_comes_first() -> None:
    data = os.urandom(100_000)
    got = bytearray()

    def keep(parts: Sequence[Buffer]) -> None:
        for part in parts:
            got.extend(part)

    async def test(receiver: BodyReceiver, wire: Wire, theirs: socket.socket) -> None:
        theirs.sendall(data[7:] + b"the next request")
        await receiver.receive(run, keep, length=len(data), idle_s=5)
        assert (bytes(got), receiver.is_begun, wire.ended) == (data, False, 1)
        assert wire.get_extra_info("socket").recv(100) == b"the next request"

    with_receiver(test, parts=[data[:3], data[3:7]])


def test_silence_ends_it_and_little_by_little_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, got = [1000.0], bytearray()

    def keep(parts: Sequence[Buffer]) -> None:
        for part in parts:
            got.extend(part)

    async def let_time_pass(receiving: asyncio.Task[None], size_bytes: int) -> None:
        while not receiving.done() and len(got) < size_bytes:
            now_s[0] += 1.0
            await asyncio.sleep(0)

    async def test(receiver: BodyReceiver, wire: Wire, theirs: socket.socket) -> None:
        # no time passes but what is let pass
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now_s[0])
        receiving = asyncio.create_task(receiver.receive(run, keep, length=1 << 20, idle_s=60))
        for number in range(10):
            theirs.send(b"a")
            await let_time_pass(receiving, number + 1)
        assert not receiving.done()
        assert now_s[0] - 1000 > 60
        await let_time_pass(receiving, 1 << 20)
        with pytest.raises(ClientGoneError, match="nothing arrived for 60 s"):
            await receiving
        assert receiver.is_broken
        assert not await receiver.discard(run, most_bytes=1 << 20, idle_s=0.2)
        assert wire.ended == 0

    with_receiver(test, parts=[])


@pytest.mark.parametrize(("most_bytes", "is_read"), [(1 << 20, True), (1000, False)])
def test_after_a_disk_that_fails_the_rest_is_read(most_bytes: int, is_read: bool) -> None:
    def fail(_: Sequence[Buffer]) -> None:
        raise StoreFullError("no room")

    async def test(receiver: BodyReceiver, wire: Wire, theirs: socket.socket) -> None:
        theirs.sendall(bytes(50_000))
        with pytest.raises(StoreFullError):
            await receiver.receive(run, fail, length=100_000, idle_s=5)
        assert receiver.is_begun
        theirs.sendall(bytes(49_990))
        assert await receiver.discard(run, most_bytes=most_bytes, idle_s=5) is is_read
        assert wire.ended == is_read

    with_receiver(test, parts=[b"0123456789"])
