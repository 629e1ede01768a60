"""A hostile host: it holds a true credential, and does all it can to the server, except to stop."""

from __future__ import annotations

import hashlib
import os
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from benchmarks.servers import Host

_FLOOD = 60
_PATHS = (
    "/{host}/data/../../keys/{name}",
    "/{host}/data/%2e%2e/%2e%2e/config",
    "/../{other}/config",
    "/{other}/data/{name}",
    "/{other}/locks/{name}",
    "//{host}//data//{name}",
    "/{host}/data/{name}/..",
    "/{host}/data/{upper}",
    "/{host}/config",
    "/{host}/keys/{name}",
    "/{host}/",
    "/-/hosts",
    "/-/freeze",
    "/{host}/data/%00{name}",
)


class HostileHost(threading.Thread):
    """One of its hands: endlessly one trick after the other. `tried` counts them, `admitted` what got 200."""

    def __init__(self, host: Host, other: str, *, seed: int, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self.tried: Counter[str] = Counter()
        self.admitted: Counter[str] = Counter()
        self._host = host
        self._other = other
        self._rng = random.Random(seed)
        self._ended = ended
        self._tricks: list[Callable[[], bytes]] = [
            self._wrong_hash,
            self._replay,
            self._path,
            self._oversized_head,
            self._half_closed,
            self._slow,
            self._flood,
            self._wrong_credential,
            self._longer_than_said,
            self._chunked,
            self._garbage,
            self._delete,
        ]

    def run(self) -> None:
        """See Thread."""
        while not self._ended.is_set():
            trick = self._rng.choice(self._tricks)
            name = trick.__name__.strip("_").replace("_", " ")
            self.tried[name] += 1
            with suppress(OSError):
                if trick().startswith(b"HTTP/1.1 200"):
                    self.admitted[name] += 1

    def _head(self, method: str, path: str, *lines: str, secret: str | None = None) -> bytes:
        host = self._host if secret is None else Host(self._host.port, self._host.user, secret, "", "")
        told = [f"{method} {path} HTTP/1.1", "Host: vault", f"Authorization: {host.authorization()}", *lines]
        return "\r\n".join(told).encode() + b"\r\n\r\n"

    def _post(self, name: str, *lines: str) -> bytes:
        return self._head("POST", f"{self._host.path}data/{name}", *lines, "Connection: close")

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._host.port), timeout=5)

    def _send(self, data: bytes) -> bytes:
        with self._connect() as connection:
            connection.sendall(data)
            return connection.recv(2000)

    def _wrong_hash(self) -> bytes:
        body = os.urandom(self._rng.choice([10, 5000, 2_000_000]))
        return self._send(self._post("ab" * 32, f"Content-Length: {len(body)}") + body)

    def _replay(self) -> bytes:
        body = b"the same again and again"
        name = hashlib.sha256(body).hexdigest()
        return self._send(self._post(name, f"Content-Length: {len(body)}") + body)

    def _path(self) -> bytes:
        name = os.urandom(32).hex()
        path = self._rng.choice(_PATHS).format(
            host=self._host.user, other=self._other, name=name, upper=name.upper()
        )
        method = self._rng.choice(["GET", "POST", "DELETE", "HEAD", "PUT"])
        answer = self._send(self._head(method, path, "Content-Length: 1", "Connection: close") + b"x")
        # its own config may be read
        return b"" if path == f"/{self._host.user}/config" and method in {"GET", "HEAD"} else answer

    def _oversized_head(self) -> bytes:
        return self._send(self._head("GET", f"{self._host.path}config", "X: " + "y" * 100_000))

    def _half_closed(self) -> bytes:
        with self._connect() as connection:
            connection.sendall(self._post("cd" * 32, "Content-Length: 1000000") + bytes(5000))
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(2000)

    def _slow(self) -> bytes:
        with self._connect() as connection:
            connection.sendall(self._post("ef" * 32, "Content-Length: 1000000"))
            for _ in range(20):
                connection.sendall(b"x")
                if self._ended.wait(0.2):
                    break
            return b""

    def _flood(self) -> bytes:
        connections = [self._connect() for _ in range(_FLOOD)]
        for connection in connections:
            connection.sendall(self._head("GET", f"{self._host.path}data/"))
        for connection in connections:
            connection.close()
        return b""

    def _wrong_credential(self) -> bytes:
        return self._send(self._head("GET", f"{self._host.path}config", secret="wrong"))

    def _longer_than_said(self) -> bytes:
        body = os.urandom(1000)
        name = hashlib.sha256(body + b"x").hexdigest()
        return self._send(self._post(name, "Content-Length: 1000") + body + b"more")

    def _chunked(self) -> bytes:
        return self._send(
            self._post("12" * 32, "Transfer-Encoding: chunked") + b"1\r\nx\r\n" * 5000 + b"0\r\n\r\n"
        )

    def _garbage(self) -> bytes:
        return self._send(os.urandom(5000))

    def _delete(self) -> bytes:
        kind = self._rng.choice(["data", "index", "snapshots", "keys"])
        return self._send(
            self._head("DELETE", f"{self._host.path}{kind}/{os.urandom(32).hex()}", "Connection: close")
        )
