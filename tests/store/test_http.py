"""What is said of a server that cannot be reached: the system's words, without those of the libraries."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from firstbell.base.clock import DAY_NS, FixedClock, parse_time
from firstbell.cli.certificates import make_certificate
from firstbell.store.addresses import open_store
from firstbell.store.credentials import Credentials
from firstbell.store.errors import UnreachableServerError
from firstbell.store.http import HttpClient
from firstbell.store.patience import Patience, WaitTeller
from firstbell.store.store import Kind

ONCE = Patience(tries=1)
AWS = {"AWS_ACCESS_KEY_ID": "some", "AWS_SECRET_ACCESS_KEY": "key"}
# what would be asked of the server first
SURE = {"s3.region": "us-east-1", "s3.object-lock": "off"}


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
    "url", ["rest:https://localhost:1/", "s3:https://localhost:1/b", "azure:b:/", "gs:b:/"]
)
def test_a_file_that_holds_no_certificate_is_named_in_words(url: str, tmp_path: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("no certificate\n")
    known = Credentials(ca_file=junk, aws=AWS, cloud={"AZURE_ACCOUNT_NAME": "district"})

    with pytest.raises(UnreachableServerError) as caught:
        open_store(url, known)

    assert str(caught.value).startswith(f"{junk} holds no certificate in PEM form")
    assert "--cacert" in caught.value.hint


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


@pytest.mark.parametrize("kind", ["rest", "s3"])
def test_a_server_that_takes_connections_and_never_answers_is_waited_for_aloud(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstbell.store.patience._SILENCE_S", 0.2)
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"http://127.0.0.1:{silent.getsockname()[1]}/bucket/"
        patience = Patience(tries=2, read_s=1.0, tell=said.append)
        with pytest.raises(UnreachableServerError, match="after 2 tries"):
            open_store(f"{kind}:{place}", Credentials(aws=AWS), SURE, patience=patience).read(
                Kind.SNAPSHOTS, "0" * 64
            )

    assert [line.partition("has not answered for ")[2] for line in said] == [
        f"0 seconds (try {number} of 2); still waiting" for number in (1, 2)
    ]
    assert all(place.rstrip("/") in line for line in said)


def test_a_server_that_answers_at_once_is_not_waited_for_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    waiting = WaitTeller(Patience(tell=said.append))
    monkeypatch.setattr("firstbell.store.patience._SILENCE_S", 0.05)

    with waiting.ask("http://near/", 1):
        pass
    waiting.hear()
    threads = threading.active_count()
    with waiting.ask("http://near/", 1):  # no timer any more: each request would pay for it
        assert threading.active_count() <= threads
    time.sleep(0.2)

    assert said == []
