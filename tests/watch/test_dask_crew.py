"""Workers of a real Dask cluster over mutual TLS: each verdict once, whatever dies, and no key but one."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.cli.main import run
from firstbell.impact.scan.dask_cluster import ClusterError, ClusterSecurity
from firstbell.store import Kind
from firstbell.vault import make_vault
from firstbell.watch.crew import LeaseOutcome
from firstbell.watch.dask_crew import DaskCrew, DaskSettings
from firstbell.watch.examiner import VaultExaminer
from firstbell.watch.lease_runner import run_lease
from firstbell.watch.leases import Lease, LeaseFailed, encode, pack, read_report
from firstbell.watch.remote_view import NOTE
from tests.processes.ports import find_free_port
from tests.processes.waits import wait_until
from tests.server.serving import Client, RunningServer
from tests.watch.cluster import Authority, TlsCluster, tls_cluster
from tests.watch.places import DESK_PASSWORD, PASSWORD, WatchedPlace, add_host
from tests.watch.test_crew import HOSTS, fill, list_verdicts


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsCluster]:
    with tls_cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WatchedPlace]:
    """A vault of three hosts that a server serves, as workers on other machines need it."""
    port = find_free_port()
    vault = make_vault(
        tmp_path / "vault", url=f"http://127.0.0.1:{port}/", clock=FixedClock(time.time_ns() - 10**12)
    )
    for host in HOSTS:
        add_host(vault, host)
    server = RunningServer(vault.folder, "--proven-only", port=port)
    yield WatchedPlace(vault, tmp_path / "desk", tmp_path / "cache")
    server.stop()


def open_examiner(place: WatchedPlace, cluster: TlsCluster) -> VaultExaminer:
    """One whose workers are there."""
    settings = DaskSettings(cluster.url, cluster.authority.sign("examiner"))
    return VaultExaminer(place.vault, place.places(), DESK_PASSWORD, tell=place.tell, workforce=settings)


def watch_once(place: WatchedPlace, examiner: VaultExaminer) -> None:
    try:
        examiner.run_once()
    finally:
        examiner.close()


@pytest.mark.long
def test_workers_elsewhere_give_each_verdict_once(place: WatchedPlace, cluster: TlsCluster) -> None:
    struck = fill(place)
    watch_once(place, open_examiner(place, cluster))
    verdicts = list_verdicts(place)
    assert sorted(verdict for _, _, verdict in verdicts) == ["clean", "clean", "clean", "event"]
    assert ("kiosk", struck, "event") in verdicts
    assert place.vault.judgements.find_freeze("kiosk") is not None
    assert place.list_told("warning") == []
    assert [told["kind"] for told in place.list_told("alert")] == ["event"]
    # they had a way to their host's repository, each its own
    notes = {host: place.vault.registry.list_credentials(host)[-1] for host in HOSTS}
    assert {credential.note for credential in notes.values()} == {NOTE}
    assert {credential.permission for credential in notes.values()} == {"read"}


def test_a_worker_that_is_killed_at_work_costs_its_snapshot_a_second_try(
    place: WatchedPlace, cluster: TlsCluster
) -> None:
    struck = fill(place)
    examiner = open_examiner(place, cluster)
    killed: list[int] = []

    def kill() -> None:
        process, child = wait_until(cluster.find_examining)
        # it does not end before its worker is dead
        os.kill(child, signal.SIGSTOP)
        process.kill()
        process.wait()
        os.kill(child, signal.SIGCONT)
        killed.append(child)

    striking = threading.Thread(target=kill)
    striking.start()
    watch_once(place, examiner)
    striking.join()
    lost = place.list_told("worker_lost")
    assert len(lost) == 1
    assert "ended" in lost[0]["why"]
    verdicts = list_verdicts(place)
    assert len(verdicts) == len({name for _, name, _ in verdicts}) == 4
    assert ("kiosk", struck, "event") in verdicts
    assert place.list_told("warning") == []
    # what examined for it has ended by itself, and with it the keys
    wait_until(lambda: is_gone(killed[0]))


def is_gone(pid: int) -> bool:
    """Whether nothing of a process is left but its entry."""
    try:
        return not Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True


@pytest.mark.long
def test_without_a_certificate_nobody_works_and_nobody_gives_work(
    cluster: TlsCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []

    def tell(what: str, **fields: Any) -> None:
        told.append(fields)

    stranger = Authority(tmp_path / "stranger").sign("worker")
    own = cluster.authority.sign("none-of-its-own")
    # one of another authority, which trusts ours; one that has none at all
    mixed = ClusterSecurity(cluster.authority.path, stranger.certificate, stranger.key)
    before = cluster.list_heard()
    refused = [cluster.start_worker("stranger", mixed), cluster.start_worker("bare", None)]
    crew = DaskCrew(cluster.url, own, tell=tell)
    try:
        assert [process.wait(90) != 0 for process in refused] == [True, True]
        assert crew._cluster is not None
        assert set(crew._cluster.list_heard()) == before
    finally:
        crew.close()
        for name in ("stranger", "bare"):
            del cluster.workers[name]
    with pytest.raises(ClusterError, match="reached"):
        DaskCrew(cluster.url, mixed, tell=tell)
    with pytest.raises(ClusterError, match="no certificates"):
        DaskCrew(cluster.url, ClusterSecurity(), tell=tell)
    with pytest.raises(ClusterError, match="cannot be used"):
        DaskCrew(cluster.url, ClusterSecurity(own.authority, own.certificate, stranger.key), tell=tell)


@pytest.fixture
def lease(place: WatchedPlace, cluster: TlsCluster) -> Lease:
    """What a worker is sent for the first snapshot of a host."""
    fill(place)
    examiner = open_examiner(place, cluster)
    try:
        while examiner._prove_some():
            pass
        return examiner._dispatcher._make("kiosk")
    finally:
        examiner.close()


def test_a_lease_opens_one_repository_and_nothing_else(lease: Lease, place: WatchedPlace) -> None:
    sent = pack(lease)
    for secret in (DESK_PASSWORD.encode(), PASSWORD.encode(), str(place.desk).encode()):
        assert secret not in sent
    assert (lease.cache, lease.catalog) == ("", "")
    view = lease.remote
    assert view is not None
    assert view.secret not in repr(lease)
    port = int(view.url.split(":")[2].split("/")[0])
    client = Client(port, view.user, view.secret)
    config = f"/{lease.host}/config"
    assert client.ask("GET", config).status == 200
    assert client.ask("GET", "/office/config").status == 403
    assert client.put(b"more", host=lease.host).status == 403
    with view.open() as store:
        names = {info.name for info in store.list(Kind.SNAPSHOTS)}
        assert names == set(view.shown["snapshots"]) != set()


def test_a_worker_of_another_version_says_so(lease: Lease) -> None:
    report = read_report(run_lease("0.0", encode(lease)))
    assert isinstance(report, LeaseFailed)
    assert "0.0 is needed" in report.problem


def wait_for_outcome(crew: DaskCrew) -> LeaseOutcome:
    while True:
        for outcome in crew.collect(1.0):
            return outcome


@pytest.mark.deep  # a cluster of its own
def test_a_snapshot_that_costs_two_workers_is_told_and_a_lost_scheduler_is_a_failure(
    lease: Lease, tmp_path: Path
) -> None:
    lost: list[str] = []

    def tell(what: str, **fields: Any) -> None:
        lost.append(what)

    with tls_cluster(tmp_path / "own") as own:
        crew = DaskCrew(own.url, own.authority.sign("examiner"), tell=tell, silent_s=20.0)
        try:
            wait_until(lambda: not crew.is_full)
            crew.hand_out(lease)
            assert crew.list_hosts() == {"kiosk"}
            for _ in range(2):
                _, examining = wait_until(lambda: own.find_examining() if crew.collect(0.1) == [] else None)
                os.kill(examining, signal.SIGKILL)
                if not lost:
                    wait_until(lambda: crew.collect(0.1) == [] and bool(lost))
            outcome = wait_for_outcome(crew)
            assert (outcome.found, outcome.is_lost, crew.busy) == (None, True, 0)
            assert "2 times" in outcome.problem
            assert lost == ["worker_lost"]
            own.processes[0].kill()
            crew.hand_out(lease)
            assert wait_for_outcome(crew).found is None
            assert crew.busy == 0
        finally:
            crew.close()


def test_the_command_wants_tls_and_says_how_an_address_is_written(
    place: WatchedPlace, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["watch", "--vault", str(place.vault.folder), "--desk", str(place.desk), "--once"]
    assert run([*words, "--workers", "dask:tcp://127.0.0.1:1"]) == 2
    assert "only over TLS" in capfd.readouterr().err
    assert run([*words, "--workers", "four"]) == 2
    assert "neither a number" in capfd.readouterr().err
    assert run([*words, "--tls", "a", "b", "c"]) == 2
