"""What a reader is served between arrival and proof, by a server whose examiner is slow or away."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.store import Kind, ObjectInfo
from firstbell.vault import Vault
from firstbell.vault.entries import Proven, SetAside
from firstbell.watch.view import ProvenStore
from tests.server.serving import RunningServer, make_served_vault, name_of
from tests.watch.places import PASSWORD, add_host
from tests.watch.served import FIRSTBELL

WAIT_S = 1.0


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_served_vault(tmp_path / "vault")


@pytest.fixture
def server(vault: Vault) -> Iterator[RunningServer]:
    running = RunningServer(vault.folder, "--proven-only", "--proof-wait", str(WAIT_S))
    yield running
    running.stop()


def test_an_index_is_served_when_it_is_proven_and_never_when_it_is_set_aside(
    vault: Vault, server: RunningServer
) -> None:
    client = server.client(vault, "office")
    good, bad = os.urandom(300), os.urandom(400)
    for data in (good, bad):
        assert client.put(data, "index").status == 200
        told = client.ask("HEAD", f"/office/index/{name_of(data)}")
        assert (told.status, told.headers["content-length"]) == (200, str(len(data)))
        assert client.ask("GET", f"/office/index/{name_of(data)}").status == 404
    assert client.put(good, "data").status == 200
    assert client.ask("GET", f"/office/data/{name_of(good)}").body == good
    vault.judge(
        Proven(host="office", type="index", name=name_of(good)),
        SetAside(host="office", type="index", name=name_of(bad), why="a test", by="examiner"),
    )
    assert client.ask("GET", f"/office/index/{name_of(good)}").body == good
    assert client.ask("GET", "/office/index/").json == [name_of(good)]
    for method in ("HEAD", "GET"):
        assert client.ask(method, f"/office/index/{name_of(bad)}").status == 404


def test_a_listing_waits_for_the_examiner_and_no_longer_than_it_was_told(
    vault: Vault, server: RunningServer
) -> None:
    client = server.client(vault, "office")
    data = os.urandom(300)
    client.put(data, "index")
    began_s = time.monotonic()
    assert client.ask("GET", "/office/index/").json == []
    assert time.monotonic() - began_s >= WAIT_S


def test_a_listing_of_another_host_waits_for_nothing(vault: Vault) -> None:
    # longer than any machine takes: who waited would be answered by nobody
    server = RunningServer(vault.folder, "--proven-only", "--proof-wait", "3600")
    office, kiosk = (server.client(vault, host) for host in ("office", "kiosk"))
    office.put(os.urandom(300), "index")
    assert kiosk.ask("GET", "/kiosk/index/").json == []
    server.stop()


@pytest.mark.long
@pytest.mark.parametrize("program", [FIRSTBELL, ("restic",)], ids=["firstbell", "restic"])
def test_backups_end_well_while_the_examiner_is_away(
    vault: Vault, server: RunningServer, tmp_path: Path, program: tuple[str, ...]
) -> None:
    made = add_host(vault, "away")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "letter.txt").write_text("Dear parents,\n" * 50)
    environment = os.environ | {"FIRSTBELL_CACHE_DIR": str(tmp_path / "cache"), "RESTIC_PASSWORD": PASSWORD}
    url = f"rest:http://away:{made.secret}@127.0.0.1:{server.port}/away/"
    words = [*program, "-r", url, "backup", "--json", str(tree)]
    for _ in range(2):
        done = subprocess.run(words, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        vault.refresh()
        snapshot = json.loads(done.stdout.splitlines()[-1])["snapshot_id"]
        assert snapshot in vault.inventory.of("away").judged["snapshots"]


def test_what_lies_on_the_disk_and_in_no_entry_is_served_to_nobody(
    vault: Vault, server: RunningServer
) -> None:
    """Between its publishing and its entry an upload is there already; a reader may come just then."""
    client = server.client(vault, "office")
    stray = os.urandom(300)
    for kind in ("index", "snapshots", "keys"):
        (vault.locate("office") / kind / name_of(stray)).write_bytes(stray)
        assert client.ask("GET", f"/office/{kind}/{name_of(stray)}").status == 404
        assert name_of(stray) not in client.ask("GET", f"/office/{kind}/").json
        assert not ProvenStore(vault, "office").exists(Kind(kind), name_of(stray))
        assert list(ProvenStore(vault, "office").list(Kind(kind))) == list_desks(vault, kind)


def list_desks(vault: Vault, kind: str) -> list[ObjectInfo]:
    """What the desk made with the host."""
    names = vault.inventory.of("office").vouched[kind]
    return [info for info in vault.open_place("office").list(Kind(kind)) if info.name in names]
