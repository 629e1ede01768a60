"""Two servers, each with its folder, over one vault in a bucket of a real S3 server, and stock restic.

What one has answered the other knows; nothing that one answered is lost when it is killed, or cut off.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.store import Kind
from firstbell.vault import VaultBusyError
from firstbell.vault.entries import Added, Found, Frozen
from tests.compat.oddtree import hash_tree
from tests.compat.programs import restored_at
from tests.compat.shared_vault import Machine, SharedVault, shared_vault
from tests.compat.vault_hosts import PushingHost, make_tree
from tests.processes.waits import wait_until
from tests.server.serving import Client, name_of
from tests.store.radosgw import S3Server


@pytest.fixture(params=[pytest.param("plain", marks=pytest.mark.deep), "locked"])
def shared(request: pytest.FixtureRequest, s3_server: S3Server, tmp_path: Path) -> Iterator[SharedVault]:
    """A shared vault, in a plain bucket and in one with Object Lock."""
    bucket = f"shared-{request.param}-{name_of(request.node.name.encode())[:12]}"
    if request.param == "locked":
        s3_server.make_locked(bucket, "GOVERNANCE")
    else:
        s3_server.client.create_bucket(Bucket=bucket)
    with shared_vault(s3_server, tmp_path, bucket) as vault:
        yield vault


def through(machine: Machine, host: PushingHost) -> dict[str, str]:
    """The environment of restic that reaches the host's repository by one machine."""
    return {"RESTIC_REPOSITORY": f"rest:http://127.0.0.1:{machine.server.port}/{host.told['host']}/"}


def list_snapshots(machine: Machine, host: PushingHost) -> set[str]:
    done = host.restic("snapshots", "--json", "--no-lock", others=through(machine, host))
    return {each["id"] for each in json.loads(done.stdout)}


def back_up(machine: Machine, host: PushingHost, tree: Path) -> str:
    done = host.restic("backup", "--json", str(tree), others=through(machine, host))
    return str(done.summary["snapshot_id"])


@pytest.mark.long
def test_backups_of_one_host_by_both_servers_are_one_repository(shared: SharedVault, tmp_path: Path) -> None:
    host = shared.add_host("office")
    tree = make_tree(tmp_path / "tree", files=12, size_bytes=100_000)
    taken = {back_up(shared.a, host, tree), back_up(shared.b, host, tree)}
    # at once, by both
    others = [make_tree(tmp_path / name, files=12, size_bytes=150_000) for name in ("one", "two")]
    with_both = [
        subprocess.Popen(
            ["restic", "backup", "--json", str(one)],
            env=os.environ | host.environment(through(machine, host)) | {"RESTIC_CACHE_DIR": f"{one}.cache"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for one, machine in zip(others, (shared.a, shared.b), strict=True)
    ]
    for process in with_both:
        said, problem = process.communicate(timeout=120)
        assert process.returncode == 0, problem.decode()
        taken.add(json.loads(said.splitlines()[-1])["snapshot_id"])
    assert list_snapshots(shared.a, host) == list_snapshots(shared.b, host) == taken
    host.restic("forget", next(iter(taken)), status=None, others=through(shared.a, host))
    host.restic("forget", "--keep-last", "1", "--prune", status=None, others=through(shared.b, host))
    assert list_snapshots(shared.a, host) == list_snapshots(shared.b, host) == taken
    checked = host.restic("check", "--read-data", others=through(shared.b, host))
    assert "no errors were found" in checked.stdout
    shared.prove()


@pytest.mark.long
@pytest.mark.parametrize("shared", ["plain", "locked"], indirect=True)
def test_what_one_server_has_answered_the_next_answer_of_the_other_knows(shared: SharedVault) -> None:
    shared.add_host("office")
    made = shared.add_credential("office")
    at_a, at_b = shared.a.client(made), shared.b.client(made)
    for turn in range(6):
        data = f"object {turn}".encode()
        first, second = (at_a, at_b) if turn % 2 else (at_b, at_a)
        assert first.put(data).status == 200
        assert second.ask("HEAD", f"/office/data/{name_of(data)}").status == 200
        # the same once more, as after an answer that was lost: it is there once
        assert second.put(data).status == 200
    lock = b"a lock"
    assert at_a.put(lock, "locks").status == 200
    # its owner is known at the other server: it removes it, and the first one knows that
    assert at_b.ask("DELETE", f"/office/locks/{name_of(lock)}").status == 200
    assert at_a.ask("HEAD", f"/office/locks/{name_of(lock)}").status == 404
    assert at_a.ask("DELETE", f"/office/locks/{name_of(lock)}").status == 404
    shared.a.firstbell("host", "revoke", "office", "--id", made.id, "--why", "it was stolen")
    assert at_b.put(b"more").status == 401
    assert at_a.put(b"more").status == 401
    counts: Counter[tuple[str, str]] = Counter(
        (entry.type, entry.name) for entry, _ in shared.b.open().arrivals.iterate()
    )
    assert counts["data", name_of(b"object 3")] == 1
    assert counts["locks", name_of(lock)] == 2
    shared.prove()


@pytest.mark.long
def test_hostile_deletes_and_quotas_are_refused_by_both(shared: SharedVault) -> None:
    shared.add_host("office")
    stranger = shared.add_host("kiosk")
    made, full = shared.add_credential("office"), shared.add_credential("*", "full")
    at_a, at_b = shared.a.client(made), shared.b.client(made)
    data = b"a pack of the office"
    assert at_a.put(data).status == 200
    path = f"/office/data/{name_of(data)}"
    for machine, client in ((shared.a, at_a), (shared.b, at_b)):
        assert client.ask("DELETE", path).status == 403
        assert client.ask("POST", path, b"other bytes").status == 400
        assert client.ask("DELETE", "/office/config").status == 403
        assert client.ask("DELETE", "/office/").status == 403
        foreign = Client(machine.server.port, stranger.told["user"], stranger.told["credential"])
        assert foreign.ask("GET", path).status == 403
        # the retention lock of 30 days holds against the desk, too
        desk = shared.a.client(full, machine.server.admin_port)
        assert desk.ask("DELETE", path).status == 403
        assert client.ask("GET", path).body == data
    held = shared.b.open().inventory.of("office").charged_bytes
    shared.a.firstbell("host", "change", "office", "--quota", str(held + 10_000))
    assert at_a.put(bytes(4000)).status == 200
    assert [client.put(bytes(4001)).status for client in (at_b, at_a)] == [200, 413]
    assert at_b.put(bytes(4002)).status == 413
    shared.prove()


@pytest.mark.long
@pytest.mark.parametrize("shared", ["plain"], indirect=True)
def test_a_server_that_is_cut_off_answers_503_and_loses_nothing(shared: SharedVault) -> None:
    shared.add_host("office")
    made, gone = shared.add_credential("office"), shared.add_credential("office")
    at_a, at_b = shared.a.client(made), shared.b.client(made)
    assert at_b.put(b"before").status == 200
    shared.b.way.shut()
    path = f"/office/data/{name_of(b'before')}"
    assert [at_b.ask("GET", path).status, at_b.put(b"within").status] == [503, 503]
    assert at_b.ask("GET", "/office/data/").status == 503
    wait_until(lambda: Client(shared.b.server.port).ask("GET", "/healthz").status == 503)
    assert Client(shared.b.server.port).ask("GET", "/healthz").json["status"] == "unreachable"
    # who shows no credential is no matter of the bucket
    assert Client(shared.b.server.port).ask("GET", path).status == 401
    # the other goes on
    assert at_a.ask("GET", path).body == b"before"
    assert at_a.ask("HEAD", f"/office/data/{name_of(b'within')}").status == 404
    assert at_a.put(b"meanwhile").status == 200
    shared.a.firstbell("host", "revoke", "office", "--id", gone.id, "--why", "lost")
    shared.a.firstbell("vault", "freeze", "office", "--why", "looked at")
    shared.b.way.reopen()
    assert shared.b.client(gone).ask("GET", path).status == 401
    assert at_b.ask("GET", f"/office/data/{name_of(b'meanwhile')}").body == b"meanwhile"
    assert at_b.put(b"within").status == 200
    assert at_a.ask("GET", f"/office/data/{name_of(b'within')}").body == b"within"
    assert {line["event"] for line in shared.b.server.lines("reachable", least=1)} == {"reachable"}
    shared.prove()


def test_who_guessed_wrong_at_an_address_makes_no_new_credential_wrong_there(shared: SharedVault) -> None:
    shared.add_host("office")
    lost = shared.add_credential("office")
    shared.a.firstbell("host", "revoke", "office", "--id", lost.id, "--why", "lost")
    assert [shared.b.client(lost).ask("GET", "/office/data/").status for _ in range(4)] == [401] * 4

    # another machine behind the same router; its credential was made where the other server is
    for _ in range(3):
        made = shared.add_credential("office")
        assert shared.b.client(made).ask("GET", "/office/data/").status == 200
    assert shared.b.client(lost).ask("GET", "/office/data/").status == 401


@pytest.mark.long
def test_a_server_that_stood_still_knows_what_the_other_answered_as_soon_as_it_goes_on(
    shared: SharedVault,
) -> None:
    shared.add_host("office")
    made, gone = shared.add_credential("office"), shared.add_credential("office")
    uploaders = [Uploader(machine.client(made), seed) for seed, machine in enumerate((shared.a, shared.b))]
    for each in uploaders:
        each.start()
    at_a, at_b = (each.acknowledged for each in uploaders)
    wait_until(lambda: min(len(at_a), len(at_b)) >= 3)
    still = shared.a.server.process
    assert still is not None
    os.kill(still.pid, signal.SIGSTOP)
    before = len(at_b)
    wait_until(lambda: len(at_b) >= before + 10)
    shared.b.firstbell("host", "revoke", "office", "--id", gone.id, "--why", "lost")
    os.kill(still.pid, signal.SIGCONT)

    assert shared.a.client(gone).ask("GET", "/office/data/").status == 401
    for kind, name in list(at_b):
        assert shared.a.client(made).ask("HEAD", f"/office/{kind}/{name}").status == 200
    shared.b.firstbell("host", "revoke", "office", "--id", made.id, "--why", "over")
    for each in uploaders:
        each.join()
    reader = shared.add_credential("office", "read")
    for machine in (shared.a, shared.b):
        for kind, name in [*at_a, *at_b]:
            assert name_of(machine.client(reader).ask("GET", f"/office/{kind}/{name}").body) == name
    shared.prove()


class Uploader(threading.Thread):
    """Uploads through one server until it is gone, and remembers what it was told is there."""

    def __init__(self, client: Client, seed: int) -> None:
        super().__init__()
        self.acknowledged: dict[tuple[str, str], bytes] = {}
        self.unanswered: list[tuple[str, bytes]] = []
        self._client = client
        self._rng = random.Random(seed)

    def run(self) -> None:
        """See Thread."""
        while True:
            kind = self._rng.choice(("data", "index", "snapshots", "locks"))
            data = os.urandom(self._rng.choice([100, 3_000, 200_000]))
            self.unanswered.append((kind, data))
            try:
                reply = self._client.put(data, kind)
            except Exception:  # noqa: BLE001 - an answer that was cut off anywhere
                return
            if reply.status in {401, 503}:
                return
            assert reply.status == 200, reply
            self.unanswered.pop()
            self.acknowledged[kind, name_of(data)] = data


def strike(shared: SharedVault, seed: int) -> list[Uploader]:
    """A kill, or a cut, of one server while both take in, once both have answered some."""
    struck, other = (shared.a, shared.b) if seed % 2 else (shared.b, shared.a)
    made = shared.add_credential("office")
    uploaders = [Uploader(struck.client(made), seed * 10 + n) for n in range(4)]
    survivors = [Uploader(other.client(made), seed * 10 + 5 + n) for n in range(2)]
    for each in (*uploaders, *survivors):
        each.start()
    wanted = random.Random(seed).randrange(3, 25)
    wait_until(lambda: sum(len(each.acknowledged) for each in uploaders) >= wanted)
    if seed % 4 < 2:
        struck.server.kill()
        for each in uploaders:
            each.join()
        struck.server.start()
    else:
        struck.way.shut()
        for each in uploaders:
            each.join()
        struck.way.reopen()
    # whoever had no answer asks the other server once more, and is told that it is there
    for kind, data in (lost for each in uploaders for lost in each.unanswered):
        assert other.client(made).put(data, kind).status == 200
        uploaders[0].acknowledged[kind, name_of(data)] = data
    vault = shared.a.open()
    vault.revoke(vault.registry.credentials[made.id], why="over")
    for survivor in survivors:
        survivor.join()
    return [*uploaders, *survivors]


def strike_all(shared: SharedVault, seeds: range) -> None:
    shared.add_host("office")
    held: dict[tuple[str, str], bytes] = {}
    for seed in seeds:
        for uploader in strike(shared, seed):
            held |= uploader.acknowledged
    reader = shared.add_credential("office", "read")
    for machine in (shared.a, shared.b):
        for kind, name in held:
            assert name_of(machine.client(reader).ask("GET", f"/office/{kind}/{name}").body) == name
    counts: Counter[tuple[str, str]] = Counter(
        (entry.type, entry.name)
        for entry, _ in shared.b.open().arrivals.iterate()
        if isinstance(entry, Added | Found)
    )
    assert {counts[key] for key in held} == {1}
    assert set(counts.values()) == {1}


@pytest.mark.long
def test_kills_and_cuts_of_one_server_lose_nothing_that_was_acknowledged(shared: SharedVault) -> None:
    strike_all(shared, range(4))


@pytest.mark.deep
def test_a_hundred_kills_and_cuts_lose_nothing_that_was_acknowledged(shared: SharedVault) -> None:
    strike_all(shared, range(100))


@pytest.mark.long
@pytest.mark.parametrize("shared", ["plain"], indirect=True)
def test_one_machine_examines_and_every_server_knows_its_verdicts(
    shared: SharedVault, tmp_path: Path
) -> None:
    host = shared.add_host("office")
    hex_id = back_up(shared.a, host, make_tree(tmp_path / "tree", files=4, size_bytes=10_000))
    at_a = shared.a.open()
    at_a.lease()
    refused = shared.b.firstbell("watch", "--once", "--json", status=1)
    assert f"{at_a.machine} examines this vault until" in refused.stderr
    at_a.lease(lasts_s=0)
    examined = shared.b.firstbell("watch", "--once", "--json")
    assert [each["snapshot_id"] for each in examined.of_type("examined")] == [hex_id]
    at_a.refresh()
    assert at_a.judgements.verdicts["office", hex_id].verdict == "clean"
    # an examiner that was away writes nothing on a lease that went to another machine
    at_b = shared.b.open()
    at_b.is_examiner = True
    at_b.lease()
    at_b.lease(lasts_s=0)
    at_a.lease()
    with pytest.raises(VaultBusyError, match="examines this vault now"):
        at_b.judge(Frozen(host="office", why="too late", by="examiner"))
    assert at_a.judgements.find_freeze("office") is None
    shared.a.firstbell("vault", "freeze", "office", "--why", "a person may at any time")
    at_b.refresh()
    assert at_b.judgements.find_freeze("office") is not None


@pytest.mark.long
@pytest.mark.parametrize("shared", ["locked"], indirect=True)
def test_restic_goes_on_at_the_other_server_when_its_own_is_killed(
    shared: SharedVault, tmp_path: Path
) -> None:
    host = shared.add_host("office")
    tree = make_tree(tmp_path / "tree", files=40, size_bytes=600_000)
    process = host.start("backup", "--json", str(tree))
    begun = shared.a.open()

    def has_begun() -> bool:
        begun.refresh()
        return begun.inventory.of("office").count("data") > 0

    wait_until(has_begun)
    shared.a.server.kill()
    shared.door.turn_to(shared.b.server.port)
    said, problem = process.communicate(timeout=240)
    assert process.returncode == 0, problem.decode()
    hex_id = json.loads(said.splitlines()[-1])["snapshot_id"]
    shared.a.server.start()
    assert list_snapshots(shared.a, host) == {hex_id}
    host.restic("restore", hex_id, "--target", str(tmp_path / "target"), others=through(shared.a, host))
    assert hash_tree(restored_at(tmp_path / "target", tree)) == hash_tree(tree)


@pytest.mark.long
def test_what_a_killed_server_left_is_found_once_nobody_is_at_it(s3_server: S3Server, tmp_path: Path) -> None:
    s3_server.client.create_bucket(Bucket="shared-settled")
    with shared_vault(s3_server, tmp_path, "shared-settled", "--settle", "0") as shared:
        shared.add_host("office")
        made = shared.add_credential("office")
        vault = shared.a.open()
        left, wrong, again = b"put, and not written down", b"not what its name says", b"comes again"
        place = vault.open_place("office")
        for data, name in ((left, name_of(left)), (wrong, name_of(b"else")), (again, name_of(again))):
            place.write(Kind.DATA, name, [data])
        # whoever uploads it again is told that it is there, and the line is written
        assert shared.b.client(made).put(again).status == 200
        assert shared.b.client(made).put(b"else").status == 403
        shared.b.server.stop()
        shared.b.server.start()

        def is_settled() -> bool:
            vault.refresh()
            return vault.is_logged("office", "data", name_of(left))

        wait_until(is_settled)
        shared.b.server.lines("reconciled", least=1)
        assert shared.a.client(made).ask("GET", f"/office/data/{name_of(left)}").body == left
        assert shared.a.client(made).ask("GET", f"/office/data/{name_of(b'else')}").status == 404
        assert vault.is_logged("office", "data", name_of(again))
