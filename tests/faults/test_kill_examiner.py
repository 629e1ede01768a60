"""The examiner killed again and again while hosts push: in the end everything is judged, once."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock, format_time
from firstbell.case.bodies import DamageFound
from firstbell.repository.format.snapshot import Snapshot
from firstbell.watch.outbox import Outbox, find_outbox
from tests.repository.making import Folder, save_folder
from tests.watch.forging import ATTACKS, FURTHER, Forger
from tests.watch.places import DESK_PASSWORD, WatchedPlace, make_watched
from tests.watch.served import FIRSTBELL
from tests.watch.test_response import CALM, list_cases, strike


def start_watching(place: WatchedPlace, folder: Path) -> subprocess.Popen[bytes]:
    words = ["watch", "--json", "--vault", place.vault.folder, "--desk", place.desk]
    environment = os.environ | {"FIRSTBELL_CACHE_DIR": str(folder / "cache")}
    log = (folder / "watch.log").open("ab")
    with log:
        return subprocess.Popen([*FIRSTBELL, *map(str, words)], stdout=log, stderr=log, env=environment)


def back_up(place: WatchedPlace, tree: Folder) -> str:
    repository = place.host_repository()
    with repository.writer() as writer:
        tree_id = save_folder(writer, tree)
    now = format_time(place.vault.clock.now_ns())
    return repository.save_snapshot(Snapshot(now, tree_id.hex(), ["/srv"], hostname="office"))


def push(place: WatchedPlace, rng: random.Random) -> list[str]:
    """An honest backup, and now and then an attack; the names of what must not be served."""
    school = CALM[b"school"]
    assert isinstance(school, dict)
    back_up(place, {**CALM, b"school": {**school, b"new.csv": rng.randbytes(40).hex().encode() * 30}})
    attack = rng.choice([*ATTACKS, *FURTHER])
    store = place.host_store()
    return [store.put(kind, data) for kind, data in attack(Forger(place.host_repository()))][-1:]


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.deep)])
def test_an_examiner_that_is_killed_judges_everything_once(tmp_path: Path, kills: int) -> None:
    place = make_watched(tmp_path, clock=SystemClock())
    (place.desk / "vaults").mkdir(parents=True)
    (place.desk / "vaults" / f"{place.vault.about.id}.password").write_text(DESK_PASSWORD)
    rng = random.Random(kills)
    bad: list[str] = []
    for _ in range(kills):
        process = start_watching(place, tmp_path)
        bad += push(place, rng)
        time.sleep(rng.uniform(0.0, 2.0))
        process.kill()
        process.wait()
    struck = back_up(place, strike(CALM))
    process = start_watching(place, tmp_path)
    time.sleep(rng.uniform(1.0, 2.0))
    process.kill()
    process.wait()
    finish(place, tmp_path)
    check(place, struck, bad)


def finish(place: WatchedPlace, folder: Path) -> None:
    words = [*FIRSTBELL, "watch", "--once", "--vault", str(place.vault.folder), "--desk", str(place.desk)]
    environment = os.environ | {"FIRSTBELL_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def check(place: WatchedPlace, struck: str, bad: list[str]) -> None:
    vault = place.vault
    vault.refresh()
    set_aside = {entry.name for entry in vault.judgements.list_set_aside("office")}
    assert set(bad) <= set_aside
    judged = vault.inventory.of("office").judged
    for kind, names in judged.items():
        assert [name for name in names if not vault.judgements.is_judged("office", kind, name)] == []
    served = [name for name in judged["snapshots"] if name not in set_aside]
    assert [name for name in served if ("office", name) not in vault.judgements.verdicts] == []
    assert vault.judgements.verdicts["office", struck].verdict == "event"
    outbox = Outbox(find_outbox(place.desk, vault.about.id), vault_id=vault.about.id, clock=vault.clock)
    assert [kept.alert.snapshot_id for kept in outbox.list_alerts() if kept.alert.kind == "event"] == [struck]
    outbox.close()
    (case,) = list_cases(place)
    assert [entry.body["snapshot"] for entry in case.main.read() if entry.kind == DamageFound.KIND] == [
        struck
    ]
