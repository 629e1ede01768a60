"""The protocol as docs/protocols/rest.md tells it: request by request, permission by permission."""

from __future__ import annotations

import itertools
import json
import os
import time
from http import HTTPStatus
from pathlib import Path

import pytest

from firstbell.vault.entries import Flagged, SetAside
from tests.processes.waits import wait_until
from tests.server.conftest import Place
from tests.server.serving import Client, RunningServer, make_served_vault, name_of

KINDS = ("data", "index", "snapshots", "locks")
V1, V2 = "application/vnd.x.restic.rest.v1", "application/vnd.x.restic.rest.v2"
KEY = name_of(b"office")
ABSENT = "ab" * 32
PERMISSIONS = ("append", "read", "full")
_numbers = itertools.count()


def client_of(place: Place, permission: str) -> Client:
    client: Client = getattr(place, permission)
    return client


# request, then the wanted status for append, read and full; {present} is an object that is there
TABLE = [
    ("POST /office/?create=true", (200, 403, 200)),
    ("POST /office/", (400, 400, 400)),
    ("POST /office/?create=false", (400, 400, 400)),
    ("DELETE /office/", (403, 403, 403)),
    ("GET /office/", (405, 405, 405)),
    ("PUT /office/", (405, 405, 405)),
    ("HEAD /office/config", (200, 200, 200)),
    ("GET /office/config", (200, 200, 200)),
    ("POST /office/config", (403, 403, 403)),
    ("DELETE /office/config", (403, 403, 403)),
    ("PUT /office/config", (405, 405, 405)),
    *((f"GET /office/{kind}/", (200, 200, 200)) for kind in (*KINDS, "keys")),
    *((f"HEAD /office/{kind}/", (200, 200, 200)) for kind in (*KINDS, "keys")),
    *((f"POST /office/{kind}/", (405, 405, 405)) for kind in (*KINDS, "keys")),
    *((f"DELETE /office/{kind}/", (405, 405, 405)) for kind in (*KINDS, "keys")),
    *((f"GET /office/{kind}/{ABSENT}", (404, 404, 404)) for kind in (*KINDS, "keys")),
    *((f"HEAD /office/{kind}/{ABSENT}", (404, 404, 404)) for kind in (*KINDS, "keys")),
    *((f"PUT /office/{kind}/{ABSENT}", (405, 405, 405)) for kind in (*KINDS, "keys")),
    *((f"PATCH /office/{kind}/{ABSENT}", (405, 405, 405)) for kind in KINDS),
    *((f"GET /office/{kind}/{{present}}", (200, 200, 200)) for kind in KINDS),
    *((f"HEAD /office/{kind}/{{present}}", (200, 200, 200)) for kind in KINDS),
    *((f"POST /office/{kind}/{{new}}", (200, 403, 200)) for kind in KINDS),
    *((f"POST /office/{kind}/{{present}}", (403, 403, 403)) for kind in KINDS),
    *((f"POST /office/{kind}/{ABSENT}", (400, 403, 400)) for kind in KINDS),
    ("GET /office/keys/" + KEY, (200, 200, 200)),
    ("POST /office/keys/" + KEY, (403, 403, 403)),
    ("POST /office/keys/{new}", (403, 403, 403)),
    ("DELETE /office/keys/" + KEY, (403, 403, 403)),
    ("DELETE /office/keys/" + ABSENT, (403, 403, 403)),
    ("DELETE /office/locks/" + ABSENT, (404, 403, 404)),
    ("DELETE /office/locks/{present}", (200, 403, 200)),
    *((f"DELETE /office/{kind}/{{present}}", (403, 403, 200)) for kind in KINDS if kind != "locks"),
    *((f"DELETE /office/{kind}/{ABSENT}", (403, 403, 404)) for kind in KINDS if kind != "locks"),
    # names and types that are none
    ("GET /office/blobs/" + ABSENT, (404, 404, 404)),
    ("GET /office/blobs/", (404, 404, 404)),
    ("POST /office/blobs/{new}", (404, 404, 404)),
    ("POST /office/config/{new}", (404, 404, 404)),
    ("GET /office/data/" + "AB" * 32, (400, 400, 400)),
    ("POST /office/data/" + "AB" * 32, (400, 400, 400)),
    ("GET /office/data/short", (400, 400, 400)),
    ("GET /office/data/" + ABSENT + "00", (400, 400, 400)),
    ("GET /office/data/" + "g" * 64, (400, 400, 400)),
    ("GET /office/data/..", (400, 400, 400)),
    ("POST /office/data/..", (400, 400, 400)),
    ("GET /office/data/%2e%2e", (400, 400, 400)),
    ("GET /office/data/%2e%2e%2f%2e%2e%2fconfig", (404, 404, 404)),
    ("GET /office/data/../../kiosk/config", (404, 404, 404)),
    ("POST /office/data/../config", (404, 404, 404)),
    ("GET /office/..", (404, 404, 404)),
    ("GET /office/data/ab/" + ABSENT, (404, 404, 404)),
    ("GET /office/data/" + "%00" * 64, (400, 400, 400)),
    ("GET /office/data", (404, 404, 404)),
    ("GET //config", (404, 404, 404)),
    # others
    ("GET /kiosk/config", (403, 403, 403)),
    ("GET /kiosk/data/", (403, 403, 403)),
    ("POST /kiosk/data/{new}", (403, 403, 403)),
    ("DELETE /kiosk/locks/" + ABSENT, (403, 403, 403)),
    ("POST /kiosk/?create=true", (403, 403, 403)),
    ("GET /nobody/config", (403, 403, 403)),
    ("GET /-/hosts", (404, 404, 403)),
    ("GET /healthz", (200, 200, 200)),
    ("GET /metrics", (200, 200, 200)),
    ("POST /metrics", (405, 405, 405)),
]


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize(("request_line", "wanted"), TABLE, ids=[line for line, _ in TABLE])
def test_every_verb_type_and_permission(
    place: Place, request_line: str, wanted: tuple[int, int, int], permission: str
) -> None:
    method, path = request_line.split(" ")
    body = f"object {next(_numbers)}".encode()
    if "{present}" in path:
        assert place.append.put(body, path.split("/")[2]).status == 200
    path = path.format(present=name_of(body), new=name_of(body))
    before = list_objects(place)
    reply = client_of(place, permission).ask(
        method, path, body if method in {"POST", "PUT", "PATCH"} else None
    )
    assert reply.status == wanted[PERMISSIONS.index(permission)], reply
    if reply.status >= HTTPStatus.BAD_REQUEST or method in {"GET", "HEAD"}:
        assert list_objects(place) == before
    if reply.status >= HTTPStatus.BAD_REQUEST and method != "HEAD":
        assert reply.body.strip()


def list_objects(place: Place) -> list[str]:
    # 512 folders, looked through twice a case: `rglob` takes several times as long
    walked = os.walk(place.vault.folder / "repositories")
    return sorted(os.path.join(where, name) for where, _, names in walked for name in names)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_who_gives_no_credential_is_asked_for_one(place: Place, method: str) -> None:
    stranger = Client(place.server.port)
    for path in (f"/office/data/{ABSENT}", "/office/config", "/nobody/config"):
        reply = stranger.ask(method, path)
        assert reply.status == 401
        assert reply.headers["www-authenticate"].startswith("Basic")
    for header in ("Bearer x", "Basic", "Basic !!!", "Basic b2ZmaWNl", "Basic /////w==", "x" * 3000):
        assert stranger.ask("GET", "/office/config", headers={"Authorization": header}).status == 401


def test_full_permission_is_for_the_admin_listener(place: Place) -> None:
    outside = Client(place.server.port, place.full.user, place.full.secret)
    assert outside.ask("GET", "/office/config").status == 403
    assert place.full.ask("GET", "/office/config").status == 200


def test_the_desks_credential_opens_every_host(place: Place) -> None:
    assert place.desk.ask("GET", "/kiosk/config").body == b"config of kiosk"
    assert place.desk.ask("GET", "/office/config").body == b"config of office"
    assert place.desk.ask("GET", "/nobody/config").status == 404


def test_listings_are_of_version_1_or_2(place: Place) -> None:
    name = name_of(b"listed")
    assert place.append.put(b"listed", "snapshots").status == 200
    first = place.append.ask("GET", "/office/snapshots/")
    second = place.append.ask("GET", "/office/snapshots/", headers={"Accept": V2})
    assert first.headers["content-type"] == V1
    assert name in first.json
    assert second.headers["content-type"] == V2
    assert {"name": name, "size": 6} in second.json
    assert place.kiosk.ask("GET", "/kiosk/index/").json == []


@pytest.mark.parametrize(
    ("header", "status", "wanted"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=4-", 206, b"456789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=-99", 206, b"0123456789"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=10-", 416, None),
        ("bytes=99-100", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=3-1", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("lines=0-1", 200, b"0123456789"),
        ("", 200, b"0123456789"),
    ],
)
def test_ranges(place: Place, header: str, status: int, wanted: bytes | None) -> None:
    place.append.put(b"0123456789")
    path = f"/office/data/{name_of(b'0123456789')}"
    reply = place.append.ask("GET", path, headers={"Range": header} if header else {})
    assert reply.status == status
    if wanted is not None:
        assert reply.body == wanted
        assert reply.headers["content-length"] == str(len(wanted))
    if status == 206 and wanted is not None:
        first = b"0123456789".index(wanted)
        assert reply.headers["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/10"
    if status == 416:
        assert reply.headers["content-range"] == "bytes */10"


def test_an_object_of_several_pieces_comes_whole(place: Place) -> None:
    data = bytes(range(256)) * 8000
    assert place.append.put(data).status == 200
    path = f"/office/data/{name_of(data)}"
    assert place.append.ask("GET", path).body == data
    assert (
        place.append.ask("GET", path, headers={"Range": "bytes=500000-1500000"}).body == data[500000:1500001]
    )
    assert int(place.append.ask("HEAD", path).headers["content-length"]) == len(data)


def test_an_empty_object_has_no_bytes(place: Place) -> None:
    assert place.append.put(b"").status == 200
    reply = place.append.ask("GET", f"/office/data/{name_of(b'')}")
    assert (reply.status, reply.body) == (200, b"")


def test_a_lock_is_removed_by_its_hosts_credentials_only(place: Place) -> None:
    other = place.server.client(place.vault, "office")
    place.append.put(b"lock of the host", "locks")
    place.full.put(b"lock of the desk", "locks")
    ours, desks = (f"/office/locks/{name_of(data)}" for data in (b"lock of the host", b"lock of the desk"))
    assert place.append.ask("DELETE", desks).status == 403
    assert place.append.ask("GET", desks).status == 200
    assert other.ask("DELETE", ours).status == 200
    assert place.append.ask("GET", ours).status == 404
    assert place.full.ask("DELETE", desks).status == 200


def test_what_changes_something_is_in_the_log_and_reading_is_not(place: Place) -> None:
    before = len(arrivals(place))
    place.append.put(b"noted", "locks")
    place.append.ask("GET", f"/office/locks/{name_of(b'noted')}")
    place.append.ask("DELETE", f"/office/locks/{name_of(b'noted')}")
    place.append.put(b"not noted", "keys")
    added, removed = arrivals(place)[before:]
    assert (added["what"], added["sha256"], added["size_bytes"]) == ("add", name_of(b"noted"), 5)
    assert (removed["what"], removed["name"], removed["address"]) == (
        "remove",
        name_of(b"noted"),
        "127.0.0.1",
    )
    credential = place.vault.registry.credentials[str(added["by"])]
    assert (credential.host, credential.permission) == ("office", "append")


def arrivals(place: Place) -> list[dict[str, object]]:
    lines = (place.vault.folder / "arrivals.jsonl").read_bytes().splitlines()
    return [json.loads(line) for line in lines[1:]]


def test_every_refusal_is_one_line_of_the_log(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    host = server.client(vault, "office")
    host.ask("GET", "/office/blobs/")
    # a line is written when the answer has been sent, so each is waited for
    assert len(server.lines("refused", least=1)) == 1
    host.ask("POST", "/kiosk/config", b"x")
    assert len(server.lines("refused", least=2)) == 2
    Client(server.port).ask("GET", "/office/config")
    server.lines("refused", least=3)
    server.stop()
    told = server.lines("refused")
    assert [(line["method"], line["status"]) for line in told] == [("GET", 404), ("POST", 403), ("GET", 401)]
    assert all(line["problem"] and line["address"] == "127.0.0.1" for line in told)
    assert host.secret not in server.log


def test_health_and_figures_are_told(place: Place) -> None:
    stranger = Client(place.server.port)
    assert stranger.ask("GET", "/healthz").json["status"] == "ok"
    public = stranger.ask("GET", "/metrics").body.decode()
    admin = Client(place.server.admin_port).ask("GET", "/metrics").body.decode()
    assert 'firstbell_requests_total{method="GET",status="200"}' in public
    assert "office" not in public
    assert 'firstbell_host_stored_bytes{host="office"}' in admin


def test_the_last_snapshot_of_a_host_is_one_that_counts(place: Place) -> None:
    def read_times(host: str) -> list[str]:
        told = Client(place.server.admin_port).ask("GET", "/metrics").body.decode().splitlines()
        names = ("last_snapshot", "last_snapshot_received")
        heads = [f'firstbell_host_{name}_seconds{{host="{host}"}} ' for name in names]
        return [line.removeprefix(head) for head in heads for line in told if line.startswith(head)]

    assert place.kiosk.put(b"counts", "snapshots", "kiosk").status == 200
    (counted, received) = read_times("kiosk")
    assert counted == received
    before_ns = time.time_ns()
    wait_until(lambda: time.time_ns() > before_ns)  # so that what comes next comes later by any clock
    for text in (b"invented", b"unproven"):
        assert place.kiosk.put(text, "snapshots", "kiosk").status == 200
    name, aside = name_of(b"invented"), name_of(b"unproven")
    place.vault.judge(Flagged(host="kiosk", name=name, why="came later"))
    place.vault.judge(SetAside(host="kiosk", type="snapshots", name=aside, why="no key", by="examiner"))

    # what others write is taken in with the next request that needs a credential
    place.kiosk.ask("GET", "/kiosk/config")
    assert read_times("kiosk")[0] == counted
    assert float(read_times("kiosk")[1]) > float(counted)
    admin = Client(place.server.admin_port, place.desk.user, place.desk.secret)
    (kiosk,) = (told for told in admin.ask("GET", "/-/hosts").json if told["host"] == "kiosk")
    assert kiosk["last_snapshot"] < kiosk["last_snapshot_received"]
