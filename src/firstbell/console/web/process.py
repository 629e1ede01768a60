"""The web process: serves the console's pages on a socket that it is given. It holds no key.

Started as `python -P -m firstbell.console.web.process` with an environment of its own; it ends when the pipe
on its standard input does, that is when the key process is gone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import uvicorn

from firstbell.console.settings import ConsoleAddress
from firstbell.console.web.application import make_console

_GRACE_S = 3
_CONNECTIONS = 256


class _WebServer(uvicorn.Server):
    """Signals are this process's own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


async def serve(listener: socket.socket, keys: str, place: ConsoleAddress) -> None:
    """Serve until standard input ends or SIGTERM comes."""
    server = _WebServer(
        uvicorn.Config(
            make_console(keys, place),
            http="httptools",
            ws="none",
            lifespan="off",
            log_level="warning",
            # addresses hold one-time links: no line of access is written
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_GRACE_S,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.key,
        )
    )
    loop = asyncio.get_running_loop()

    def end() -> None:
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    loop.add_reader(sys.stdin.fileno(), lambda: end() if not os.read(sys.stdin.fileno(), 64) else None)
    await server.serve(sockets=[listener])


def read_arguments(words: Sequence[str]) -> tuple[int, str, ConsoleAddress]:
    """(descriptor of the listening socket, path of the key process's socket, where we are reached)."""
    parser = argparse.ArgumentParser(prog="firstbell-console-web")
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--keys", required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--cert-key", type=Path)
    given = parser.parse_args(words)
    place = ConsoleAddress(given.address, given.port, given.name, given.cert, given.cert_key)
    return given.fd, given.keys, place


def main() -> NoReturn:
    """Run the process."""
    fd, keys, place = read_arguments(sys.argv[1:])
    listener = socket.socket(fileno=fd)
    asyncio.run(serve(listener, keys, place))
    sys.exit(0)


if __name__ == "__main__":
    main()
