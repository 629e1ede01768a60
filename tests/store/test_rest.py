"""A store behind Debian's restic-rest-server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from firstbell.base.ids import hash_id
from firstbell.store import (
    Kind,
    ObjectExistsError,
    ObjectInfo,
    ReadOnlyStoreError,
    Store,
    StoreError,
    StoreFullError,
    open_store,
)
from firstbell.store.credentials import Credentials
from firstbell.store.errors import UnreachableServerError
from firstbell.store.http import HttpClient
from firstbell.store.patience import Patience
from firstbell.store.rest import RestAddress, RestStore, open_rest
from tests.contract.store_suite import NAME, StoreContract
from tests.processes.ports import find_free_port
from tests.processes.waits import wait_until

SERVER = "restic-rest-server"


def wait_for_port(port: int, program: str, running: subprocess.Popen[bytes] | None = None) -> None:
    """Until the program answers there."""

    def answers() -> bool:
        assert running is None or running.poll() is None, f"{program} has ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(answers)


class RestServer:
    """The reference server on a free port of the loopback."""

    def __init__(self, folder: Path, *flags: str) -> None:
        program = shutil.which(SERVER)
        assert program is not None, f"install Debian's package {SERVER}"
        self.port = find_free_port()
        self.folder = folder
        command = [program, "--path", str(folder), "--listen", f"127.0.0.1:{self.port}", *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, SERVER, self._process)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestServer]:
    # the contract writes objects whose names are not their hashes
    running = RestServer(tmp_path_factory.mktemp("rest"), "--no-auth", "--no-verify-upload")
    yield running
    running.stop()


def connect(port: int, path: str, **patience: float) -> RestStore:
    client = HttpClient(patience=Patience(tries=int(patience.get("tries", 3)), read_s=5.0))
    return RestStore(client, f"http://127.0.0.1:{port}/{path}/")


class TestRestStore(StoreContract):
    @pytest.fixture
    def store(self, server: RestServer, request: pytest.FixtureRequest) -> Store:
        name = hash_id(request.node.name.encode()).hex()[:16]
        store = connect(server.port, name)
        store.create()
        return store

    def test_of_four_racing_writers_exactly_one_wins_and_its_bytes_are_whole(self, store: Store) -> None:
        # the reference server looks before it renames, so two can win; the names of objects are hashes
        # of their bytes, so both have written the same. What holds is: the object is whole.
        threads = [
            threading.Thread(target=self._write_quietly, args=(store, bytes([number]))) for number in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.read(Kind.SNAPSHOTS, NAME) in {bytes([number]) * 9000 for number in range(4)}

    @staticmethod
    def _write_quietly(store: Store, byte: bytes) -> None:
        try:
            store.write(Kind.SNAPSHOTS, NAME, [byte * 3000] * 3)
        except (ObjectExistsError, StoreError):
            return


def test_an_append_only_server_keeps_what_it_has(tmp_path: Path) -> None:
    running = RestServer(tmp_path, "--no-auth", "--append-only")
    try:
        store = connect(running.port, "host")
        store.create()
        name = hash_id(b"pack").hex()
        store.write(Kind.DATA, name, [b"pack"])
        with pytest.raises(ReadOnlyStoreError):
            store.delete(Kind.DATA, name)
        assert store.read(Kind.DATA, name) == b"pack"
    finally:
        running.stop()


def test_wrong_credentials_are_told_as_such_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / ".htpasswd").write_text("school:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=\n")  # test
    running = RestServer(tmp_path)
    try:
        wrong = open_store(f"rest:http://school:wrong@127.0.0.1:{running.port}/a/")
        with pytest.raises(ReadOnlyStoreError, match="401"):
            wrong.read(Kind.CONFIG, "config")
        assert "wrong" not in wrong.url
        right = open_store(f"rest:http://127.0.0.1:{running.port}/a/", Credentials("school", "test"))
        right.create()
        right.write(Kind.CONFIG, "config", [b"c"])
        assert right.read(Kind.CONFIG, "config") == b"c"
    finally:
        running.stop()


def test_a_server_that_is_not_there_is_told_after_all_tries() -> None:
    with pytest.raises(UnreachableServerError, match="after 2 tries"):
        connect(find_free_port(), "x", tries=2).read(Kind.CONFIG, "config")


@pytest.mark.parametrize("url", ["ftp://host/", "host:8000", "http://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StoreError):
        RestAddress.parse(url)


def test_an_address_is_read_with_its_credentials() -> None:
    address = RestAddress.parse("https://us%40er:p%2Fw@[::1]:8000/a/b")
    assert address == RestAddress("https://[::1]:8000/a/b/", "us@er", "p/w")


class Flaky(BaseHTTPRequestHandler):
    """Loses the answers to the first uploads, answers in the old way, and is full on wish."""

    objects: ClassVar[dict[str, bytes]] = {}
    losses = 0
    status_of_upload = 200
    refusals = 0

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_HEAD(self) -> None:
        self._answer(200 if self.path in self.objects else 404)

    def do_GET(self) -> None:
        if self.path.endswith("/"):
            names = [path.rpartition("/")[2] for path in self.objects if path.startswith(self.path)]
            self._answer(200, ("[" + ",".join(f'"{name}"' for name in names) + "]").encode())
        elif self.path in self.objects:
            self._answer(200, self.objects[self.path])
        else:
            self._answer(404)

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path in self.objects:
            self._answer(403)
            return
        if type(self).refusals:
            type(self).refusals -= 1
            self._answer(type(self).status_of_upload)
            return
        self.objects[self.path] = data
        if type(self).losses:
            type(self).losses -= 1
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._answer(200)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        data = self.objects.get(self.path, b"") if self.command == "HEAD" else body
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture
def flaky() -> Iterator[RestStore]:
    Flaky.objects, Flaky.losses, Flaky.refusals = {}, 0, 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Flaky)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield connect(server.server_address[1], "host")
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_upload_whose_answer_was_lost_is_not_an_error(flaky: RestStore) -> None:
    Flaky.losses = 1
    flaky.write(Kind.DATA, NAME, [b"pack"])
    assert flaky.read(Kind.DATA, NAME) == b"pack"


def test_a_name_that_another_upload_took_is_an_error(flaky: RestStore) -> None:
    flaky.write(Kind.DATA, NAME, [b"pack"])
    with pytest.raises(ObjectExistsError):
        flaky.write(Kind.DATA, NAME, [b"other"])


def test_a_server_of_version_1_is_listed_with_sizes(flaky: RestStore) -> None:
    flaky.write(Kind.DATA, NAME, [b"pack"])
    assert list(flaky.list(Kind.DATA)) == [ObjectInfo(NAME, 4)]


def test_a_range_of_a_server_that_knows_none_is_cut_here(flaky: RestStore) -> None:
    flaky.write(Kind.DATA, NAME, [b"0123456789"])
    assert flaky.read_range(Kind.DATA, NAME, offset=3, length=4) == b"3456"


@pytest.mark.parametrize("status", [413, 507])
def test_a_full_server_is_told_as_full(flaky: RestStore, status: int) -> None:
    Flaky.status_of_upload, Flaky.refusals = status, 99
    with pytest.raises(StoreFullError):
        flaky.write(Kind.DATA, NAME, [b"pack"])


def test_a_server_that_fails_for_a_while_is_asked_again(flaky: RestStore) -> None:
    Flaky.status_of_upload, Flaky.refusals = 503, 2
    flaky.write(Kind.DATA, NAME, [b"pack"])
    assert Flaky.refusals == 0
    assert flaky.read(Kind.DATA, NAME) == b"pack"


class Refusing(BaseHTTPRequestHandler):
    """Lets nobody in, or forbids what is asked."""

    status = 401

    def do_GET(self) -> None:
        self.send_response(type(self).status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("user", "known", "said", "hint"),
    [
        (
            "office:wrong@",
            Credentials(),
            "refuses the user name or the password",
            "in the address",
        ),
        ("", Credentials("office", "wrong"), "refuses the user name or the password", "RESTIC_REST_USERNAME"),
        ("", Credentials(), "wants a user name and a password", "set RESTIC_REST_USERNAME"),
    ],
)
def test_a_refusal_names_the_repository_and_where_the_password_came_from(
    user: str, known: Credentials, said: str, hint: str
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever).start()
        store = open_rest(f"http://{user}127.0.0.1:{server.server_port}/office/", known)
        with pytest.raises(ReadOnlyStoreError) as caught:
            store.read(Kind.CONFIG, "config")
        server.shutdown()

    assert str(caught.value) == f"{store.url} {said} (401 Unauthorized)"
    assert hint in caught.value.hint
    assert "wrong" not in f"{caught.value}{caught.value.hint}"


def test_what_a_server_forbids_begins_with_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Refusing, "status", 403)
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever).start()
        store = open_rest(f"http://127.0.0.1:{server.server_port}/office/", Credentials("office", "right"))
        with pytest.raises(ReadOnlyStoreError) as caught:
            store.exists(Kind.CONFIG, "config")
        server.shutdown()

    assert str(caught.value) == f"{store.url} answers 403 Forbidden (config/config)"
