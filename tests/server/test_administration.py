"""The admin verbs: on the admin listener, by the desk's credential."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.conftest import Place
from tests.server.serving import RunningServer, make_served_vault, name_of

GETS = ("/-/hosts", "/-/arrivals", "/-/head", "/-/held?host=office", "/-/quarantine")
POSTS = ("/-/quarantine", "/-/release", "/-/freeze", "/-/thaw")


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Place]:
    vault = make_served_vault(tmp_path / "vault", lock_days=3)
    server = RunningServer(vault.folder)
    clients = [
        server.client(vault, "office"),
        server.client(vault, "office", "read"),
        server.client(vault, "office", "full"),
        server.client(vault, "*", "full"),
        server.client(vault, "kiosk"),
    ]
    yield Place(vault, server, *clients)
    server.stop()


def order(**fields: str) -> bytes:
    return json.dumps({"why": "tried", **fields}).encode()


def test_who_may_use_them(place: Place) -> None:
    for path in GETS:
        assert place.desk.ask("GET", path).status == 200
        assert place.full.ask("GET", path).status == 403  # of one host
    for path in (*GETS, *POSTS):
        method = "GET" if path in GETS else "POST"
        body = None if method == "GET" else order(host="office")
        # the listener for hosts does not know them
        assert place.append.ask(method, path, body).status == 404
        assert place.read.ask(method, path, body).status == 404


def test_arrivals_are_told_from_an_entry_on(place: Place) -> None:
    place.append.put(b"an arrival", "snapshots")
    lines = place.desk.ask("GET", "/-/arrivals?host=office&type=snapshots&what=add").body.splitlines()
    last = json.loads(lines[-1])
    assert last["name"] == name_of(b"an arrival")
    assert last["time"]
    assert place.desk.ask("GET", f"/-/arrivals?after={last['seq']}").body == b""
    assert place.desk.ask("GET", "/-/arrivals?after=x").status == 400
    head = place.desk.ask("GET", "/-/head").json
    assert head["entries"] == last["seq"] + 1


def test_quarantine_hides_and_release_shows(place: Place) -> None:
    place.append.put(b"doubtful", "index")
    name = name_of(b"doubtful")
    about = {"host": "office", "type": "index", "name": name}
    assert place.desk.ask("POST", "/-/quarantine", order(**about)).status == 200
    assert place.append.ask("GET", f"/office/index/{name}").status == 404
    assert name not in place.append.ask("GET", "/office/index/").body.decode()
    assert [each["name"] for each in place.desk.ask("GET", "/-/quarantine?host=office").json] == [name]
    assert place.desk.ask("POST", "/-/release", order(**about)).status == 200
    assert place.append.ask("GET", f"/office/index/{name}").status == 200
    assert place.desk.ask("POST", "/-/release", order(**about)).status == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b"{}", b"\xff", order(host="office", more="x"), order(host=""), b'{"host":"office"}'],
)
def test_an_order_that_is_none_is_refused(place: Place, body: bytes) -> None:
    for path in POSTS:
        assert place.desk.ask("POST", path, body).status in {400, 404}
    assert place.desk.ask("POST", "/-/freeze", b" " * 100_000).status == 413


def test_a_freeze_stops_removals_until_it_is_thawed(place: Place) -> None:
    place.append.put(b"frozen soon")
    path = f"/office/data/{name_of(b'frozen soon')}"
    assert place.desk.ask("POST", "/-/freeze", order(host="*")).status == 200
    assert place.desk.ask("DELETE", path).status == 403
    assert place.desk.ask("GET", "/-/held?host=office").json["frozen"] == "tried"
    place.append.put(b"lock", "locks")
    assert place.append.ask("DELETE", f"/office/locks/{name_of(b'lock')}").status == 200
    assert place.desk.ask("POST", "/-/thaw", order(host="*")).status == 200
    assert place.desk.ask("DELETE", path).status == 200


def test_the_retention_lock_holds_against_full_permission(locked: Place) -> None:
    for kind in ("data", "index", "snapshots"):
        locked.append.put(b"held", kind)
        for client in (locked.full, locked.desk):
            reply = client.ask("DELETE", f"/office/{kind}/{name_of(b'held')}")
            assert reply.status == 403
            assert b"3 days" in reply.body
    locked.append.put(b"lock", "locks")
    assert locked.desk.ask("DELETE", f"/office/locks/{name_of(b'lock')}").status == 200
    assert locked.desk.ask("GET", "/-/held?host=office").json["lock_days"] == 3
