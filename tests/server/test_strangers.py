"""What a stranger may hold, and for how long; that a crowd of them shuts nobody out."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock
from firstbell.cli.certificates import make_certificate
from firstbell.vault import Vault
from tests.server.crowd import SORTS, Wanted, standing
from tests.server.serving import Client, RunningServer, make_served_vault, name_of

# what a busy machine may add to a limit of the server
SPARE_S = 10.0
_DRIP_S = 0.5


class Place:
    """A served vault, with TLS or without, and its host."""

    def __init__(self, folder: Path, *words: str, tls: bool) -> None:
        self.vault: Vault = make_served_vault(folder)
        self.tls = tls
        if tls:
            certificate, key = folder.with_suffix(".pem"), folder.with_suffix(".key")
            made = make_certificate("127.0.0.1", SystemClock())
            certificate.write_bytes(made[0])
            key.write_bytes(made[1])
            words = (*words, "--cert", str(certificate), "--cert-key", str(key))
        self.server = RunningServer(folder, *words)
        self.client: Client = self.server.client(self.vault, "office")

    def connect(self) -> socket.socket:
        """A connection that has spoken TLS where TLS is spoken."""
        connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
        if not self.tls:
            return connection
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(connection)

    def ask(self, head: bytes, body: bytes = b"") -> bytes:
        """All that comes back."""
        with self.connect() as connection:
            connection.sendall(head + body)
            return read_all(connection)

    def memory_mb(self) -> int:
        """What the server holds."""
        assert self.server.process is not None
        status = Path(f"/proc/{self.server.process.pid}/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) >> 10


def read_all(connection: socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    answer = b""
    with contextlib.suppress(ConnectionResetError, ssl.SSLError):
        while part := connection.recv(65536):
            answer += part
    return answer


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "tls"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("served") / "vault", tls=request.param)
    yield made
    made.server.stop()


def count_until_closed(connection: socket.socket, drip: bytes) -> tuple[float, float]:
    """Seconds until the server ends a connection on which a little is sent each half second.

    By the clock, and without what this process itself came late in each: a busy machine is slow for both.
    """
    start_s, waited_s = time.monotonic(), 0.0
    connection.settimeout(_DRIP_S)
    while waited_s < 60:
        round_s = time.monotonic()
        try:
            if not connection.recv(65536):
                break
        except TimeoutError:
            with contextlib.suppress(OSError):
                connection.sendall(drip)
        except OSError:
            break
        waited_s += min(time.monotonic() - round_s, _DRIP_S)
    return time.monotonic() - start_s, waited_s


@pytest.mark.long
def test_who_is_slow_is_cut_off(place: Place) -> None:
    """All at once: each takes as long as it takes."""
    post = b"POST /office/data/%b HTTP/1.1\r\nHost: v\r\nContent-Length: 9000\r\n\r\n" % (b"a" * 64)
    silent, halting = (socket.create_connection(("127.0.0.1", place.server.port)) for _ in range(2))
    if place.tls:
        halting.sendall(b"\x16\x03\x01\x02\x00\x01")  # a handshake that does not end
    head, body = place.connect(), place.connect()
    head.sendall(b"GET /office/data/ HTTP/1.1\r\nX-")
    body.sendall(post)
    with ThreadPoolExecutor(4) as threads:
        waits = [
            threads.submit(count_until_closed, connection, drip)
            for connection, drip in ((silent, b""), (halting, b""), (head, b"a"), (body, b"a"))
        ]
        told = [wait.result() for wait in waits]
    assert told[0][0] > 4
    for (_, waited_s), most_s in zip(told, (5, 5, 10, 5), strict=True):
        assert waited_s < most_s + SPARE_S
    for connection in (silent, halting, head, body):
        connection.close()


def test_a_stranger_does_not_keep_the_connection_and_a_host_does(place: Place) -> None:
    head = b"GET /office/config HTTP/1.1\r\nHost: v\r\n\r\n"
    answer = place.ask(head)
    assert b"401" in answer.partition(b"\r\n")[0]
    assert b"\r\nconnection: close\r\n" in answer.lower()
    authorized = place.client.head("GET", "/office/config").replace(b"Connection: close\r\n", b"")
    with place.connect() as connection:
        for _ in range(3):
            connection.sendall(authorized)
            answer = b""
            while b"config of office" not in answer:
                part = connection.recv(65536)
                assert part, answer
                answer += part


def test_what_is_no_handshake_gets_no_answer_where_tls_is_spoken(place: Place) -> None:
    if place.tls:
        assert place.client.send_raw(b"GET / HTTP/1.1\r\n\r\n", timeout_s=60) == b""


@pytest.mark.long
@pytest.mark.parametrize("sort", SORTS)
def test_a_crowd_shuts_nobody_out(place: Place, sort: str) -> None:
    head = place.client.head("GET", "/office/config")
    assert b"config of office" in place.ask(head)
    written = len(place.server.log)
    count = 300
    with standing(Wanted(place.server.port, sort, count, place.tls, True)) as crowd:
        crowd.wait_opened()
        for _ in range(5):
            start_s = time.monotonic()
            data = os.urandom(1000)
            put = place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length="1000")
            assert b" 200 " in place.ask(put, data).partition(b"\r\n")[0]
            assert b"config of office" in place.ask(head)
            assert time.monotonic() - start_s < 2 + SPARE_S
    assert len(place.server.log) - written < 1_000_000
    assert place.memory_mb() < 150


def test_x_forwarded_for_is_believed_of_a_proxy_alone(place: Place, tmp_path: Path) -> None:
    data = os.urandom(100)
    path = f"/office/data/{name_of(data)}"
    head = place.client.head("POST", path, Content_Length="100", X_Forwarded_For="203.0.113.9")
    assert b" 200 " in place.ask(head, data).partition(b"\r\n")[0]
    place.vault.refresh()
    (entry,) = [entry for entry, _ in place.vault.arrivals.iterate() if entry.name == name_of(data)]
    assert getattr(entry, "address", "") == "127.0.0.1"
    for proxy, address in (("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "127.0.0.1")):
        behind = Place(tmp_path / address, "--proxy", proxy, tls=place.tls)
        head = behind.client.head("POST", path, Content_Length="100", X_Forwarded_For="203.0.113.9")
        assert b" 200 " in behind.ask(head, data).partition(b"\r\n")[0]
        behind.vault.refresh()
        (entry,) = [entry for entry, _ in behind.vault.arrivals.iterate() if entry.name == name_of(data)]
        assert getattr(entry, "address", "") == address
        behind.server.stop()


def test_wrong_passwords_wait_whatever_address_they_claim(place: Place) -> None:
    start_s = time.monotonic()
    wrong = Client(0, "office", "wrong")
    for number in range(6):
        head = wrong.head("GET", "/office/config", X_Forwarded_For=f"203.0.113.{number}")
        assert b" 401 " in place.ask(head).partition(b"\r\n")[0]
    assert time.monotonic() - start_s > 1.5
