"""Large downloads: by the kernel on plain connections, in pieces under TLS; cut off ones; slow ones."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import time
from pathlib import Path

import pytest

from firstbell.cli.certificates import make_certificate
from firstbell.store import Kind
from firstbell.vault import VaultStore
from firstbell.vault.entries import Read
from firstbell.vault.reconciliation import find_object
from tests.server.serving import Client, RunningServer, make_served_vault, name_of
from tests.vault.readings import list_readings

DATA = os.urandom(9_000_000)
PATH = f"/office/data/{name_of(DATA)}"


@pytest.fixture
def certified(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost, and its key."""
    return tmp_path / "certificate.pem", tmp_path / "key.pem"


def test_under_tls_an_object_comes_whole_and_in_ranges(tmp_path: Path, certified: tuple[Path, Path]) -> None:
    vault = make_served_vault(tmp_path / "vault")
    for path, data in zip(certified, make_certificate("localhost", vault.clock), strict=True):
        path.write_bytes(data)
    words = ["--cert", str(certified[0]), "--cert-key", str(certified[1])]
    server = RunningServer(vault.folder, *words)
    client = server.client(vault, "office")
    context = ssl.create_default_context(cafile=str(certified[0]))
    connection = http.client.HTTPSConnection("localhost", server.port, context=context, timeout=30)
    for headers, wanted in (({}, DATA), ({"Range": "bytes=1000000-7999999"}, DATA[1_000_000:8_000_000])):
        connection.request("POST", PATH, DATA, client.authorization())
        assert connection.getresponse().read() is not None
        connection.request("GET", PATH, headers=client.authorization() | headers)
        assert connection.getresponse().read() == wanted
    connection.close()
    plain = Client(server.port, client.user, client.secret)
    assert plain.send_raw(plain.head("GET", PATH), timeout_s=3)[:5] != b"HTTP/"
    server.stop()


def test_one_connection_serves_many_requests_large_and_small(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    assert client.put(DATA).status == 200
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    wanted = {
        "": DATA,
        "bytes=0-9": DATA[:10],
        "bytes=100-6000000": DATA[100:6_000_001],
        "bytes=-600000": DATA[-600000:],
    }
    for _ in range(3):
        for header, data in wanted.items():
            connection.request(
                "GET", PATH, headers=client.authorization() | ({"Range": header} if header else {})
            )
            assert connection.getresponse().read() == data
    connection.close()
    server.stop()


def test_who_goes_away_or_reads_slowly_hinders_nobody(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    assert client.put(DATA).status == 200
    slow = []
    for number in range(40):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        connection.sendall(client.head("GET", PATH))
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        if number % 2:
            connection.close()
        else:
            slow.append(connection)
    # answered while the others have still to be: theirs does not fit what lies between them and the server
    assert client.ask("GET", PATH).body == DATA
    for connection in slow:
        rest = 0
        while part := connection.recv(1 << 20):
            rest += len(part)
        assert rest > len(DATA) - 1000
        connection.close()
    # what was cut off counts as read: half a vault is as good as all of it to a thief
    server.stop()
    assert server.lines("error") == []
    (entry,) = list_readings(vault)
    assert isinstance(entry, Read)
    assert (entry.requests, entry.bytes) == (41, 41 * len(DATA))


def test_a_small_answer_is_sent_at_once(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    assert client.put(b"small").status == 200
    path = f"/office/data/{name_of(b'small')}"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    is_quick = False
    for number in range(2000):
        start = time.monotonic()
        connection.request("GET", path, headers=client.authorization() | {"Range": "bytes=0-2"})
        assert connection.getresponse().read() == b"sma"
        # with Nagle's algorithm on, each but the first few waits 40 ms for an acknowledgement
        is_quick = number >= 15 and time.monotonic() - start < 0.03
        if is_quick:
            break
    connection.close()
    server.stop()
    assert is_quick, "every small answer was held back"


def test_the_hosts_own_key_is_the_first_of_the_list(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    store = VaultStore(vault, "office")
    names = [name_of(b"office")]
    for number in range(1, 7):
        data = b"key %d" % number
        store.write(Kind.KEYS, name_of(data), [data])
        names.append(name_of(data))
        # a fast machine writes several within one tick of the clock of its files
        path = find_object(vault.folder, ("office", Kind.KEYS.value, name_of(data)))
        os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + number * 1_000_000_000))
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    assert client.ask("GET", "/office/keys/").json == names
    # those of one moment stand in the order of their names
    for name in names[1:]:
        path = find_object(vault.folder, ("office", Kind.KEYS.value, name))
        os.utime(path, ns=(2**60 * 4, 2**60 * 4))
    assert client.ask("GET", "/office/keys/").json == [names[0], *sorted(names[1:])]
    server.stop()
