"""Large bodies past parser and loop: the connection goes on after them, whatever became of them."""

from __future__ import annotations

import http.client
import os
import socket
import time
from collections.abc import Iterator

import pytest

from firstbell.vault.entries import HostChanged
from tests.processes.waits import wait_until
from tests.server.serving import name_of
from tests.server.test_uploads import Place, status_of

DATA = os.urandom(3_000_001)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("served") / "vault")
    yield made
    made.server.stop()


@pytest.fixture
def connection(place: Place) -> Iterator[http.client.HTTPConnection]:
    """Kept alive over several requests, as restic keeps its own."""
    made = http.client.HTTPConnection("127.0.0.1", place.server.port, timeout=20)
    yield made
    made.close()


def put(place: Place, connection: http.client.HTTPConnection, data: bytes, name: str = "") -> int:
    path = f"/office/data/{name or name_of(data)}"
    connection.request("POST", path, data, place.client.authorization())
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_one_connection_carries_many_bodies_large_and_small(
    place: Place, connection: http.client.HTTPConnection
) -> None:
    for size in (3_000_001, 1000, 131_072, 131_071, 1 << 20, 5_000_000, 0):
        data = os.urandom(size)
        assert put(place, connection, data) == 200
        assert place.client.ask("GET", f"/office/data/{name_of(data)}").body == data
        assert put(place, connection, data) == 403
    assert connection.sock is not None


def test_the_connection_goes_on_after_a_body_that_is_something_else(
    place: Place, connection: http.client.HTTPConnection
) -> None:
    before = place.files()
    assert put(place, connection, DATA, name_of(b"x")) == 400
    assert place.files() == before
    kept = connection.sock
    assert put(place, connection, os.urandom(2_000_000)) == 200
    assert connection.sock is kept


def test_a_request_that_follows_at_once_is_answered_after_the_body(place: Place) -> None:
    data = os.urandom(2_000_000)
    head = place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length=str(len(data)))
    follows = place.client.head("GET", f"/office/data/{name_of(data)}", Range="bytes=0-9")
    answer = place.client.send_raw(head.replace(b"Connection: close\r\n", b"") + data + follows)
    assert [answer.count(b"HTTP/1.1 " + status) for status in (b"200", b"206")] == [1, 1]
    assert answer.endswith(data[:10])


def test_a_body_that_pauses_comes_whole(place: Place) -> None:
    data = os.urandom(700_000)
    with socket.create_connection(("127.0.0.1", place.server.port), timeout=20) as connection:
        connection.sendall(
            place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length=str(len(data)))
        )
        for at in range(0, len(data), 50_000):
            time.sleep(0.03)
            connection.sendall(data[at : at + 50_000])
        assert status_of(connection.recv(1000)) == 200
    assert place.client.ask("GET", f"/office/data/{name_of(data)}").body == data


@pytest.mark.parametrize("sent", [200_000, 1_500_000, 2_999_999])
def test_a_body_that_is_cut_off_leaves_nothing(place: Place, sent: int) -> None:
    before = place.files()
    head = place.client.head("POST", f"/office/data/{name_of(DATA)}", Content_Length=str(len(DATA)))
    for how in ("reset", "half closed"):
        with socket.create_connection(("127.0.0.1", place.server.port), timeout=20) as connection:
            connection.sendall(head + DATA[:sent])
            if how == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            else:
                connection.shutdown(socket.SHUT_WR)
                assert status_of(connection.recv(1000)) in {0, 408}
    wait_until(lambda: place.files() == before)
    assert place.client.put(os.urandom(500_000)).status == 200


def test_what_is_refused_before_it_comes_is_read_and_told(
    place: Place, connection: http.client.HTTPConnection
) -> None:
    held = place.vault.inventory.of("office").size_bytes
    place.vault.change_host(HostChanged(host="office", quota_bytes=held + 1000))
    assert put(place, connection, os.urandom(3_000_000)) == 413
    place.vault.change_host(HostChanged(host="office"))
    assert put(place, connection, os.urandom(3_000_000)) == 200


def test_many_slow_bodies_hold_up_nobody(place: Place) -> None:
    head = place.client.head("POST", f"/office/data/{name_of(DATA)}", Content_Length=str(len(DATA)))
    slow = [socket.create_connection(("127.0.0.1", place.server.port)) for _ in range(40)]
    for connection in slow:
        connection.sendall(head + DATA[:300_000])
    assert place.client.put(os.urandom(4_000_000)).status == 200
    for connection in slow:
        connection.setblocking(False)
        with pytest.raises(BlockingIOError):  # neither answered nor ended: it was not waited for
            connection.recv(1)
        connection.close()
