"""What is said of a server that cannot be reached: the system's words, without those of the libraries."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from firstbell.base.clock import DAY_NS, FixedClock, parse_time
from firstbell.cli.certificates import make_certificate
from firstbell.store.credentials import Credentials
from firstbell.store.errors import UnreachableServerError
from firstbell.store.http import HttpClient
from firstbell.store.patience import Patience

ONCE = Patience(tries=1)


@pytest.fixture
def expired(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server whose certificate ended long ago, and the certificate."""
    made = FixedClock(parse_time("2026-01-01T00:00:00Z") - 5000 * DAY_NS)
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    for path, data in zip(paths, make_certificate("localhost", made), strict=True):
        path.write_bytes(data)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _ = listener.accept()
            # the client hangs up in the middle of the handshake
            with connection, suppress(OSError):
                context.wrap_socket(connection, server_side=True).close()

        thread = threading.Thread(target=greet)
        thread.start()
        yield f"https://localhost:{listener.getsockname()[1]}/config", paths[0]
        thread.join()


def test_an_expired_certificate_is_named_in_words(expired: tuple[str, Path]) -> None:
    url, certificate = expired

    with pytest.raises(UnreachableServerError) as caught:
        HttpClient(Credentials(ca_file=certificate), ONCE).request("GET", url)

    assert str(caught.value) == f"{url}: certificate refused: certificate has expired"
    assert "renew it" in caught.value.hint


def test_a_port_on_which_nobody_listens_is_told_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/config"

    with pytest.raises(UnreachableServerError) as caught:
        HttpClient(patience=ONCE).request("GET", url)

    assert str(caught.value) == f"{url} cannot be reached after 1 try: Connection refused"


def test_a_certificate_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing.pem"

    with pytest.raises(UnreachableServerError, match="there is no file") as caught:
        HttpClient(Credentials(ca_file=missing))

    assert str(missing) in str(caught.value)


@pytest.mark.parametrize(
    ("is_reset", "told"), [(True, "Connection reset by peer"), (False, "closed connection")]
)
def test_a_connection_that_breaks_is_told_in_words(is_reset: bool, told: str) -> None:
    def drop(listener: socket.socket) -> None:
        reached, _ = listener.accept()
        with reached:
            if is_reset:
                reached.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                reached.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drop, args=(listener,))
        thread.start()
        with pytest.raises(UnreachableServerError) as caught:
            HttpClient(patience=ONCE).request("GET", f"http://127.0.0.1:{listener.getsockname()[1]}/config")
        thread.join()

    assert told in str(caught.value)
    assert "Error(" not in str(caught.value)
    assert "http:// or https://" in caught.value.hint


@pytest.mark.parametrize(("tries", "lines"), [(4, 1), (3, 0)])
def test_what_takes_more_than_a_second_is_told_once_while_it_lasts(tries: int, lines: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/config"
    said: list[str] = []

    with pytest.raises(UnreachableServerError):
        HttpClient(patience=Patience(tries=tries, tell=said.append)).request("GET", url)

    assert said == [f"{url} cannot be reached (Connection refused); trying again"] * lines
