"""Bodies that are wrong, slow, cut off or too large: a clear answer, and nothing of them is left."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firstbell.store import Kind, LocalStore
from firstbell.vault import Vault
from firstbell.vault.entries import HostChanged
from firstbell.vault.inventory import LINE_BYTES
from tests.processes.waits import wait_until
from tests.server.serving import Client, RunningServer, list_files, make_served_vault, name_of

BODY = os.urandom(300_000)
NAME = name_of(BODY)
PATH = f"/office/data/{NAME}"


class Place:
    """A served vault, and its host."""

    def __init__(self, folder: Path) -> None:
        self.vault: Vault = make_served_vault(folder)
        self.server = RunningServer(self.vault.folder)
        self.client: Client = self.server.client(self.vault, "office")

    def files(self) -> set[str]:
        """Every file of the host."""
        return list_files(self.vault.locate("office"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("served") / "vault")
    yield made
    made.server.stop()


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def chunked(data: bytes, size: int = 1000) -> bytes:
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body", "wanted"),
    [
        ({"Content-Length": "300000"}, bytes(300_000), 400),  # hashes to something else
        ({"Content-Length": "299999"}, BODY[:-1], 400),
        ({"Transfer-Encoding": "chunked"}, chunked(BODY), 411),
        ({"Transfer-Encoding": "chunked"}, chunked(BODY, 1), 411),  # 300,000 pieces of a byte
        ({"Transfer-Encoding": "chunked", "Content-Length": "300000"}, chunked(BODY), 400),
        ({"Content-Length": "300000", "Transfer-Encoding": "chunked"}, BODY, 400),
        ({"Content-Length": "-1"}, BODY, 400),
        ({"Content-Length": "300000, 300000"}, BODY, 400),
        ({"Content-Length": "0x493e0"}, BODY, 400),
        ({"Content-Length": "9" * 30}, BODY, 400),
        ({"Content-Length": "999999999999999999"}, BODY, 507),
        ({}, b"", 411),
        ({"Content-Length": "300000", "X": "y" * 40_000}, BODY, 431),
        ({"Content-Length": "300000", "Upgrade": "h2c", "Connection": "Upgrade"}, BODY, 400),
    ],
)
def test_a_body_that_is_not_what_it_should_be_leaves_nothing(
    place: Place, headers: dict[str, str], body: bytes, wanted: int
) -> None:
    before = place.files()
    lines = [f"POST {PATH} HTTP/1.1", "Host: vault"]
    lines += [f"{name}: {value}" for name, value in (place.client.authorization() | headers).items()]
    if "Connection" not in headers:
        lines.append("Connection: close")
    answer = place.client.send_raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    assert status_of(answer) == wanted, answer[:300]
    assert place.files() == before


def test_a_body_longer_than_said_ends_the_connection(place: Place) -> None:
    data = os.urandom(1000)
    head = place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length="1000")
    answer = place.client.send_raw(head.replace(b"Connection: close\r\n", b"") + data + b"more than was said")
    assert answer.count(b"HTTP/1.1 ") <= 2
    # what was said came whole; what follows is no request
    assert status_of(answer) in {200, 400}
    assert place.client.ask("GET", "/office/config").status == 200


def test_a_connection_that_ends_in_the_middle_leaves_nothing(place: Place) -> None:
    before = place.files()
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", place.server.port)) as connection:
            connection.sendall(place.client.head("POST", PATH, Content_Length="300000") + BODY[:150_000])
    with socket.create_connection(("127.0.0.1", place.server.port), timeout=10) as connection:
        connection.sendall(place.client.head("POST", PATH, Content_Length="300000") + BODY[:150_000])
        connection.shutdown(socket.SHUT_WR)  # half closed
        connection.recv(1000)
    wait_until(lambda: place.files() == before)
    assert list((place.vault.locate("office") / "data").glob("*.tmp*")) == []


def test_a_body_in_pieces_of_every_size_comes_whole(place: Place) -> None:
    data = os.urandom(200_000)
    with socket.create_connection(("127.0.0.1", place.server.port), timeout=20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length=str(len(data)))
        connection.sendall(head[:10])
        connection.sendall(head[10:] + data[:1])
        for at in range(1, 500):
            connection.sendall(data[at : at + 1])
        connection.sendall(data[500:])
        assert status_of(connection.recv(1000)) == 200
    assert place.client.ask("GET", f"/office/data/{name_of(data)}").body == data


def test_uploads_of_one_name_at_once_leave_one_object(place: Place) -> None:
    data = os.urandom(2_000_000)
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(place.client.put(data).status)) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) >= 1
    assert set(statuses) <= {200, 403}
    assert place.client.ask("GET", f"/office/data/{name_of(data)}").body == data
    told = [entry for entry, _ in place.vault.arrivals.iterate() if entry.name == name_of(data)]
    place.vault.refresh()
    told = [entry for entry, _ in place.vault.arrivals.iterate() if entry.name == name_of(data)]
    assert len(told) == 1


def test_a_quota_holds_and_counts_what_is_under_way(place: Place) -> None:
    held = place.vault
    held.refresh()
    charged = held.inventory.of("kiosk").charged_bytes
    held.change_host(HostChanged(host="kiosk", quota_bytes=charged + 10_000 + 2 * LINE_BYTES))
    kiosk = place.server.client(held, "kiosk")
    assert kiosk.put(bytes(6000), host="kiosk").status == 200
    assert kiosk.put(bytes(5000), host="kiosk").status == 413
    assert kiosk.put(bytes(300), host="kiosk").status == 413, "a small object costs a block of the disk"
    held.change_host(HostChanged(host="kiosk", quota_bytes=charged + 6000 + 4096 + 2 * LINE_BYTES))
    assert kiosk.put(bytes(300), host="kiosk").status == 200
    held.change_host(HostChanged(host="kiosk", requests_per_minute=5))
    statuses = [kiosk.ask("GET", "/kiosk/config") for _ in range(8)]
    assert [reply.status for reply in statuses][-3:] == [429] * 3
    assert int(statuses[-1].headers["retry-after"]) >= 1
    # the other host is not slowed
    assert place.client.ask("GET", "/office/config").status == 200
    held.change_host(HostChanged(host="kiosk"))


def test_locks_count_to_the_quota_but_for_the_few_that_a_restore_takes(place: Place) -> None:
    held = place.vault
    held.refresh()
    held.change_host(HostChanged(host="kiosk", quota_bytes=1))
    kiosk = place.server.client(held, "kiosk")
    assert kiosk.put(os.urandom(8 << 20), "locks", "kiosk").status == 413
    locks = [os.urandom(300) for _ in range(12)]
    statuses = [kiosk.put(lock, "locks", "kiosk").status for lock in locks]
    assert statuses[0] == 200, "a host that is full still restores"
    assert statuses[-1] == 413
    for lock, status in zip(locks, statuses, strict=True):
        if status == 200:
            assert kiosk.ask("DELETE", f"/kiosk/locks/{name_of(lock)}").status == 200
    held.change_host(HostChanged(host="kiosk"))


def test_a_host_has_so_many_uploads_a_minute_and_reads_as_ever(place: Place) -> None:
    place.vault.change_host(HostChanged(host="kiosk", uploads_per_minute=5))
    kiosk = place.server.client(place.vault, "kiosk")
    replies = [kiosk.put(os.urandom(10), host="kiosk") for _ in range(8)]
    assert [reply.status for reply in replies] == [200] * 5 + [429] * 3
    assert int(replies[-1].headers["retry-after"]) >= 1
    assert [kiosk.ask("GET", "/kiosk/config").status for _ in range(10)] == [200] * 10
    place.vault.change_host(HostChanged(host="kiosk"))


def test_a_lock_whose_owner_is_not_written_down_is_not_removed_by_a_host(place: Place) -> None:
    data = b"a lock that the desk has just published"
    # as the desk does it: the object first, then its line in the log
    LocalStore(place.vault.locate("office")).write(Kind.LOCKS, name_of(data), [data])
    for _ in range(3):
        assert place.client.ask("DELETE", f"/office/locks/{name_of(data)}").status == 403
    assert place.client.ask("DELETE", "/office/locks/" + "ab" * 32).status == 404
    assert (place.vault.locate("office") / "locks" / name_of(data)).exists()


def test_wrong_credentials_wait_and_right_ones_do_not(place: Place) -> None:
    stranger = Client(place.server.port, "office", "wrong")
    start = time.monotonic()
    for _ in range(5):
        assert stranger.ask("GET", "/office/config").status == 401
    assert time.monotonic() - start > 0.7
    # each wait is twice as long as the one before: soon the right one is answered meanwhile on any machine
    with ThreadPoolExecutor(1) as threads:
        for _ in range(8):
            waiting = threads.submit(stranger.ask, "GET", "/office/config")
            assert place.client.ask("GET", "/office/config").status == 200
            if not waiting.done():
                break
            assert waiting.result().status == 401
        else:
            raise AssertionError("the right one was answered no sooner than the wrong ones")
        assert waiting.result().status == 401


def test_a_second_try_after_a_lost_answer_ends_well(place: Place) -> None:
    data = os.urandom(1000)
    head = place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length="1000")
    with socket.create_connection(("127.0.0.1", place.server.port)) as connection:
        connection.sendall(head + data)
        # gone before the answer could be read
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    time.sleep(0.3)
    reply = place.client.put(data)
    assert reply.status in {200, 403}
    assert place.client.ask("GET", f"/office/data/{name_of(data)}").body == data


def test_heads_without_end_are_cut_off(place: Place) -> None:
    answer = place.client.send_raw(b"GET /office/config HTTP/1.1\r\n" + b"X: y\r\n" * 20_000)
    assert status_of(answer) in {0, 431}
    answer = place.client.send_raw(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n")
    assert status_of(answer) in {0, 400, 431}
    for rubbish in (
        b"\0" * 100,
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ):
        assert status_of(place.client.send_raw(rubbish, timeout_s=2)) in {0, 400, 404, 505}
    assert place.client.ask("GET", "/office/config").status == 200
