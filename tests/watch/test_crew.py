"""Workers: the verdicts are those of one process, and a worker that dies loses none and doubles none."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firstbell.catalog import open_catalog
from firstbell.catalog.server_database import connect
from firstbell.catalog.transactions import begin_writing
from firstbell.cli.environment import keyless_environment
from firstbell.cli.main import run
from firstbell.repository import Repository
from firstbell.vault.entries import Examined
from firstbell.watch.crew import LeaseOutcome, WorkerCrew, WorkerSettings
from firstbell.watch.examiner import VaultExaminer
from firstbell.watch.leases import Inbox, Lease, pack, read_lease
from firstbell.watch.verdicts import Knowledge, examine_repository
from firstbell.watch.view import ProvenStore
from tests.catalog.postgres import PostgresServer
from tests.processes.waits import wait_until
from tests.watch.places import DESK_PASSWORD, PASSWORD, WatchedPlace, make_watched
from tests.watch.test_response import CALM, back_up, strike

HOSTS = ("office", "kiosk", "library")


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    """Three hosts; the second backup of one shows a strike. Everything is proven, nothing examined."""
    return make_watched(tmp_path, hosts=HOSTS)


def fill(place: WatchedPlace) -> str:
    for host in HOSTS:
        back_up(place, CALM, host=host)
    return back_up(place, strike(CALM), host="kiosk")


def watch_once(place: WatchedPlace, count: int) -> VaultExaminer:
    workforce = WorkerSettings(count, keyless_environment())
    examiner = VaultExaminer(
        place.vault, place.places(), DESK_PASSWORD, tell=place.tell, workforce=workforce if count else None
    )
    try:
        examiner.run_once()
    finally:
        examiner.close()
    return examiner


def list_verdicts(place: WatchedPlace) -> list[tuple[str, str, str]]:
    """Every verdict that was ever written down."""
    entries = [entry for host in HOSTS for entry in place.judgements(host) if isinstance(entry, Examined)]
    return sorted((entry.host, entry.name, entry.verdict) for entry in entries)


def test_workers_give_the_verdicts_of_one_process_each_once(tmp_path: Path) -> None:
    found = []
    for count in (0, 2):
        place = make_watched(tmp_path / str(count), hosts=HOSTS)
        struck = fill(place)
        examiner = watch_once(place, count)
        verdicts = list_verdicts(place)
        assert Counter(name for _, name, _ in verdicts).most_common(1)[0][1] == 1
        assert place.vault.judgements.verdicts["kiosk", struck].verdict == "event"
        assert place.vault.judgements.find_freeze("kiosk") is not None
        assert place.list_told("warning") == []
        alerts = [(told["kind"], told["host"], told["files_damaged"]) for told in place.list_told("alert")]
        tally = examiner.tally
        assert tally.unjudged == 0
        found.append(
            (
                sorted((host, verdict) for host, _, verdict in verdicts),
                alerts,
                tally.snapshots_examined,
                tally.events,
            )
        )
        # what stands is not written down again
        assert watch_once(place, count).tally.snapshots_examined == 0
    assert found[0] == found[1]


def test_each_worker_that_is_killed_costs_its_snapshot_a_second_try(
    place: WatchedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    struck = fill(place)
    hand_out, killed = WorkerCrew.hand_out, []

    def kill(crew: WorkerCrew, lease: Lease) -> None:
        hand_out(crew, lease)
        (pid,) = [
            member.process.pid
            for member in crew._members
            if member.attempt and member.attempt.lease.host == lease.host
        ]
        os.kill(pid, signal.SIGKILL)
        killed.append(lease.wanted)

    monkeypatch.setattr(WorkerCrew, "hand_out", kill)
    assert watch_once(place, 2).tally.unjudged == 0
    assert sorted(killed) == sorted(told["snapshot_id"] for told in place.list_told("worker_lost"))
    assert len(killed) >= 4
    verdicts = list_verdicts(place)
    assert len(verdicts) == len({name for _, name, _ in verdicts}) == 4
    assert ("kiosk", struck, "event") in verdicts


@pytest.fixture
def lease(place: WatchedPlace) -> Lease:
    """What a worker is sent for the struck snapshot."""
    struck = fill(place)
    examiner = place.examiner()
    while examiner._prove_some():
        pass
    try:
        made = examiner._dispatcher._make("kiosk")
    finally:
        examiner.close()
    assert made.wanted
    return Lease(
        **{name: getattr(made, name) for name in made.__struct_fields__ if name != "wanted"}, wanted=struck
    )


class Told:
    """What a crew told, and what is done when it does."""

    def __init__(self) -> None:
        self.lost: list[dict[str, Any]] = []
        self.crew: WorkerCrew | None = None

    def __call__(self, what: str, **fields: Any) -> None:
        assert what == "worker_lost"
        self.lost.append(fields)
        if self.crew is not None:
            self.crew._silent_s = 600.0


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def crew(told: Told) -> Iterator[WorkerCrew]:
    crew = WorkerCrew(1, keyless_environment(), tell=told, silent_s=600.0)
    yield crew
    crew.close()


def wait_for_outcome(crew: WorkerCrew) -> LeaseOutcome:
    while True:
        for outcome in crew.collect(1.0):
            return outcome


def test_a_worker_that_says_nothing_is_replaced(crew: WorkerCrew, told: Told, lease: Lease) -> None:
    told.crew, crew._silent_s = crew, 0.5
    crew.hand_out(lease)
    (stopped,) = crew.pids
    os.kill(stopped, signal.SIGSTOP)
    outcome = wait_for_outcome(crew)
    assert outcome.found is not None
    assert [struck.verdict.value for struck in outcome.found.struck] == ["event"]
    assert "said nothing" in told.lost[0]["why"]
    assert stopped not in crew.pids
    assert not Path(f"/proc/{stopped}").exists()


def test_a_snapshot_that_costs_two_workers_is_told_and_not_tried_for_ever(
    crew: WorkerCrew, told: Told, lease: Lease
) -> None:
    crew.hand_out(lease)
    os.kill(crew.pids[0], signal.SIGKILL)
    while not told.lost:
        crew.collect(60.0)
    os.kill(crew.pids[0], signal.SIGKILL)
    outcome = wait_for_outcome(crew)
    assert outcome.found is None
    assert "2 times" in outcome.problem
    crew.hand_out(lease)
    assert wait_for_outcome(crew).found is not None


def test_what_a_lost_worker_had_stored_is_given_all_the_same(
    crew: WorkerCrew, lease: Lease, place: WatchedPlace
) -> None:
    """It may have died between the catalog and its answer."""
    view = ProvenStore(place.vault, "kiosk")
    repository = Repository.from_unlocked(view, lease.keys.unlocked)
    catalog = Path(lease.cache) / repository.hex_id / "catalog.sqlite"
    alone = examine_repository(repository, catalog, Knowledge({}))
    crew.hand_out(lease)
    assert wait_for_outcome(crew).found == alone


def test_a_worker_killed_within_a_transaction_on_a_server_costs_a_second_try(
    crew: WorkerCrew, told: Told, lease: Lease, place: WatchedPlace, postgres_server: PostgresServer
) -> None:
    """It waits for another writer then: its transaction ends with it, and the next one writes it all."""
    lease = msgspec.structs.replace(lease, catalog=postgres_server.local)
    identity = Repository.from_unlocked(ProvenStore(place.vault, "kiosk"), lease.keys.unlocked).hex_id
    key = int.from_bytes(bytes.fromhex(identity)[:8], signed=True)
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        f" AND (classid::bigint << 32 | objid::bigint) = {key}"
    )
    engine = connect(postgres_server.address, identity)
    with begin_writing(engine):
        crew.hand_out(lease)
        wait_until(lambda: postgres_server.ask(waiting) == "1")
        (killed,) = crew.pids
        os.kill(killed, signal.SIGKILL)
        while not told.lost:
            crew.collect(60.0)
    engine.dispose()
    outcome = wait_for_outcome(crew)
    assert outcome.found is not None
    assert [struck.verdict.value for struck in outcome.found.struck] == ["event"]
    assert [(one["host"], one["snapshot_id"]) for one in told.lost] == [("kiosk", lease.wanted)]
    assert killed not in crew.pids
    catalog = open_catalog(postgres_server.address, identity)
    verdicts = [row.verdict.value for row in catalog.list_examinations().values()]
    catalog.close()
    assert verdicts == ["clean", "event"]


def test_what_cannot_be_examined_now_is_told_by_its_worker(
    crew: WorkerCrew, lease: Lease, tmp_path: Path
) -> None:
    values = {name: getattr(lease, name) for name in lease.__struct_fields__}
    crew.hand_out(Lease(**values | {"vault": str(tmp_path / "nowhere")}))
    outcome = wait_for_outcome(crew)
    assert (outcome.found, crew.busy) == (None, 0)
    assert "nowhere" in outcome.problem


def test_a_worker_has_the_key_of_one_repository_and_no_other_secret(
    crew: WorkerCrew, lease: Lease, place: WatchedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRSTBELL_PASSWORD", "RESTIC_PASSWORD", "FIRSTBELL_KEY_PASSWORD", "CREDENTIALS_DIRECTORY"):
        monkeypatch.setenv(name, DESK_PASSWORD)
    assert DESK_PASSWORD not in keyless_environment().values()
    crew.hand_out(lease)
    process = Path(f"/proc/{crew.pids[0]}")
    for what in ("environ", "cmdline"):
        assert DESK_PASSWORD.encode() not in (process / what).read_bytes()
    sent = pack(lease)
    for secret in (DESK_PASSWORD.encode(), PASSWORD.encode()):
        assert secret not in sent
    if (place.desk / "desk.key").exists():
        assert (place.desk / "desk.key").read_bytes() not in sent
    assert lease.keys.encrypt.hex() not in repr(lease)
    office = Repository.from_unlocked(ProvenStore(place.vault, "office"), lease.keys.unlocked)
    assert office.list_snapshots() == []
    assert len(office.snapshots.damaged) == 1


def test_a_worker_ends_with_its_examiner(crew: WorkerCrew, lease: Lease) -> None:
    crew.hand_out(lease)
    member = crew._members[0]
    member.stream.close()
    assert member.process.wait(120) == 0
    crew._members.clear()


def test_frames_come_apart_however_they_arrive(lease: Lease) -> None:
    data, inbox = pack(lease) * 2, Inbox()
    frames = [frame for at in range(0, len(data), 37) for frame in inbox.take(data[at : at + 37])]
    assert [read_lease(frame) for frame in frames] == [lease, lease]
    with pytest.raises(ValueError, match="bytes"):
        list(Inbox().take(b"\xff\xff\xff\xff"))


def test_the_command_examines_with_workers(place: WatchedPlace, capfd: pytest.CaptureFixture[str]) -> None:
    struck = fill(place)
    kept = place.desk / "vaults" / f"{place.vault.about.id}.password"
    kept.parent.mkdir(parents=True)
    kept.write_text(DESK_PASSWORD)
    words = ["watch", "--vault", str(place.vault.folder), "--desk", str(place.desk)]
    words += ["--cache-dir", str(place.cache), "--once", "--workers", "2", "--json"]
    assert run(words) == 0
    told = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    examined = {one["snapshot_id"]: one["verdict"] for one in told if one["message_type"] == "examined"}
    assert examined[struck] == "event"
    assert sorted(examined.values()) == ["clean", "clean", "clean", "event"]
    assert told[-1]["snapshots_examined"] == 4
    assert run([*words[:-3], "65"]) == 2
