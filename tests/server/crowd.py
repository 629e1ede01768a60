"""Strangers who stand at a server's door: `python -m tests.server.crowd PORT SORT COUNT [--tls] [--again]`.

A process of its own, so that what it does costs honest clients no time of theirs. Each second it tells on
stdout, as a JSON object, how many connections it has open; it ends when its standard input does.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import resource
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# each sort's bytes: what is sent once, and what is sent every two seconds after it
NO_HANDSHAKE, HALF_HEAD, SLOW_BODY, IDLE = "no-handshake", "half-head", "slow-body", "idle"
_FIRST = {
    NO_HANDSHAKE: b"",
    HALF_HEAD: b"GET /office/data/ HTTP/1.1\r\nHost: vault\r\nX-",
    SLOW_BODY: b"POST /office/data/%b HTTP/1.1\r\nHost: vault\r\nContent-Length: 5000\r\n\r\n" % (b"a" * 64),
    IDLE: b"GET /office/data/ HTTP/1.1\r\nHost: vault\r\n\r\n",
}
_NEXT = {HALF_HEAD: b"a", SLOW_BODY: b"a"}
SORTS = tuple(_FIRST)
# strangers come from these, honest clients from 127.0.0.1
_ADDRESSES = tuple(f"127.0.0.{number}" for number in range(2, 42))
_AT_ONCE = 200
_PAUSE_S = 2.0
_AGAIN_S = 0.5


@dataclass(frozen=True)
class Wanted:
    """What stands where. `again`: a connection that the server closed is opened anew."""

    port: int
    sort: str
    count: int
    tls: bool
    again: bool


class _Crowd:
    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.open = 0
        self.opened = 0
        self.closed = 0
        self._opening = asyncio.Semaphore(_AT_ONCE)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._tls.check_hostname = False
        self._tls.verify_mode = ssl.CERT_NONE

    async def stand(self, number: int) -> None:
        """One place in the crowd."""
        while True:
            with contextlib.suppress(OSError, ssl.SSLError, TimeoutError, asyncio.IncompleteReadError):
                await self._stand_once(_ADDRESSES[number % len(_ADDRESSES)])
            if not self.wanted.again:
                return
            await asyncio.sleep(_AGAIN_S)

    async def _stand_once(self, address: str) -> None:
        # whoever shakes no hand opens a plain connection to a server that waits for TLS
        context = self._tls if self.wanted.tls and self.wanted.sort != NO_HANDSHAKE else None
        async with self._opening:
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection("127.0.0.1", self.wanted.port, local_addr=(address, 0), ssl=context),
                30,
            )
        self.open, self.opened = self.open + 1, self.opened + 1
        try:
            await self._hold(reader, writer)
        finally:
            self.open, self.closed = self.open - 1, self.closed + 1
            writer.close()

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(_FIRST[self.wanted.sort])
        await writer.drain()
        more = _NEXT.get(self.wanted.sort, b"")
        ended = asyncio.create_task(_read_all(reader))
        while not ended.done():
            await asyncio.wait([ended], timeout=_PAUSE_S)
            if more and not ended.done():
                writer.write(more)
        ended.exception()

    def tell(self, count: int) -> None:
        """One line."""
        told = {"wanted": count, "open": self.open, "opened": self.opened, "closed": self.closed}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


async def _read_all(reader: asyncio.StreamReader) -> None:
    while await reader.read(65536):
        pass


async def _run(wanted: Wanted) -> None:
    crowd = _Crowd(wanted)
    loop = asyncio.get_running_loop()
    over = loop.run_in_executor(None, sys.stdin.read)
    places = {asyncio.create_task(crowd.stand(number)) for number in range(wanted.count)}
    while not over.done():
        await asyncio.wait([over], timeout=1.0)
        crowd.tell(len(places))
    # to close thousands of connections politely takes as long as to open them
    os._exit(0)


class StandingCrowd:
    """A crowd that stands, seen from outside. It ends with the process that called it."""

    def __init__(self, wanted: Wanted) -> None:
        words = [str(wanted.port), wanted.sort, str(wanted.count)]
        words += [f"--{name}" for name in ("tls", "again") if getattr(wanted, name)]
        self._wanted = wanted
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.crowd", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def look(self) -> dict[str, int]:
        """What it tells next; at most a second old."""
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        return {name: int(count) for name, count in told.items()}

    def wait_opened(self, *, timeout_s: float = 120.0) -> dict[str, int]:
        """Wait until each place was taken once, whatever became of it."""
        end_s = time.monotonic() + timeout_s
        while (told := self.look())["opened"] < self._wanted.count:
            assert time.monotonic() < end_s, told
        return told

    def end(self) -> None:
        """Everybody goes home."""
        self._process.communicate(timeout=60)


@contextmanager
def standing(wanted: Wanted) -> Iterator[StandingCrowd]:
    """A crowd that stands for as long as this is open."""
    crowd = StandingCrowd(wanted)
    try:
        yield crowd
    finally:
        crowd.end()


def main() -> None:
    """Stand there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("sort", choices=SORTS)
    parser.add_argument("count", type=int)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--again", action="store_true")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with contextlib.suppress(BrokenPipeError):
        asyncio.run(_run(Wanted(**vars(parser.parse_args()))))


if __name__ == "__main__":
    main()
