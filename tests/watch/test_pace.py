"""How soon an upload is judged, and that one host's flood is not another's delay."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.repository.making import save_snapshot
from tests.watch.places import make_watched
from tests.watch.served import ServedVault

FLOOD = 200


def test_a_flood_from_one_host_delays_no_other(tmp_path: Path) -> None:
    place = make_watched(tmp_path, hosts=("office", "kiosk"))
    store = place.host_store("office")
    for _ in range(FLOOD):
        store.put("index", os.urandom(60))
    snapshot = save_snapshot(place.host_repository("kiosk"), {b"a": b"x" * 500}, host="kiosk").hex_id
    examiner = place.examiner()
    rounds = 0
    while not place.vault.judgements.is_proven("kiosk", "snapshots", snapshot):
        assert examiner._prove_some()
        rounds += 1
    examiner.close()
    assert rounds < 10
    assert len(place.vault.judgements.list_set_aside("office")) <= rounds


@pytest.mark.deep
def test_a_large_first_backup_is_examined_within_a_minute(tmp_path: Path) -> None:
    """Prints what it took; `-s` shows it."""
    tree = make_large_tree(tmp_path / "tree")
    place = ServedVault(tmp_path / "place")
    host = place.add_host("office")
    place.start()
    began_s = time.monotonic()
    snapshot = host.back_up(tree)
    ended_s = time.monotonic()
    while not place.vault.judgements.is_proven("office", "snapshots", snapshot):
        place.vault.refresh()
        time.sleep(0.01)
    proven_s = time.monotonic()
    place.wait_for_verdict("office", snapshot)
    examined_s = time.monotonic()
    told = f"backup {ended_s - began_s:.1f} s; after its end proven {proven_s - ended_s:.1f} s,"
    print(f"{told} examined {examined_s - ended_s:.1f} s; examiner: {measure_examiner(place)}")
    assert examined_s - ended_s < 60.0
    place.stop()


def make_large_tree(root: Path) -> Path:
    """800 MB of noise in 12 files, and 4,000 small ones."""
    rng = random.Random(1)
    for folder in range(40):
        path = root / f"folder {folder}"
        path.mkdir(parents=True)
        for at in range(100):
            (path / f"{at}.csv").write_text("".join(f"{rng.random()},{folder},{at}\n" for _ in range(200)))
    for at in range(12):
        (root / f"film {at}.bin").write_bytes(rng.randbytes(64 << 20))
    return root


def measure_examiner(place: ServedVault) -> str:
    """Processor seconds and memory of the examiner so far."""
    listed = subprocess.run(["ps", "-wweo", "cputimes,rss,args"], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        seconds, memory, args = line.split(None, 2)
        if " watch --json " in args and str(place.vault.folder) in args:
            return f"{seconds} s of processor, {int(memory) // 1024} MB"
    return "gone"
