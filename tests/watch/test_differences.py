"""Whatever the examiner proves, stock restic reads: hundreds of objects that are almost right."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from firstbell.repository import BlobKind
from firstbell.repository.format.index import render_index
from tests.repository.making import Folder, save_snapshot
from tests.watch.forging import Forger, name_of
from tests.watch.mutating import mutate
from tests.watch.places import PASSWORD, WatchedPlace, make_watched

TREE: Folder = {b"letter.txt": b"Dear parents,\n" * 90, b"plans": {b"third.txt": b"sums\n" * 200}}


def put_mutants(place: WatchedPlace, rng: random.Random, count: int) -> None:
    """Indexes, snapshots and trees with a snapshot each, all well sealed, in place of what a host sends."""
    forger, store = Forger(place.host_repository()), place.host_store()
    packs = forger.list_packs()
    trees = [
        forger.repository.load_blob(blob.id)
        for blobs in packs.values()
        for blob in blobs
        if blob.kind is BlobKind.TREE
    ]
    for _ in range(count):
        kind = rng.choice(["index", "snapshots", "trees"])
        if kind == "index":
            store.put("index", forger.seal(mutate(render_index(packs), rng)))
        elif kind == "snapshots":
            store.put(
                "snapshots", forger.seal(mutate(forger.render_snapshot(summary={"data_added": 4}), rng))
            )
        else:
            put_tree(place, forger, mutate(rng.choice(trees), rng))


def put_tree(place: WatchedPlace, forger: Forger, tree: bytes) -> None:
    """A tree in a pack, its index, and a snapshot of it."""
    store = place.host_store()
    tree_id = hashlib.sha256(tree).digest()
    pack, placed = forger.seal_pack([(BlobKind.TREE, tree_id, tree)])
    store.put("data", pack)
    store.put("index", forger.seal_index({bytes.fromhex(name_of(pack)): placed}))
    store.put("snapshots", forger.seal(forger.render_snapshot(tree=tree_id.hex())))


def restic(repository: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"RESTIC_PASSWORD": PASSWORD, "RESTIC_REPOSITORY": str(repository)}
    return subprocess.run(
        ["restic", "--no-cache", *words], env=environment, capture_output=True, text=True, errors="replace"
    )


def copy_served(place: WatchedPlace, target: Path) -> None:
    """The repository as a reader of the vault sees it."""
    shutil.copytree(place.vault.locate("office"), target)
    for entry in place.vault.judgements.list_set_aside("office"):
        (found,) = target.glob(f"{entry.type}/**/{entry.name}")
        found.chmod(0o600)
        found.unlink()


@pytest.mark.parametrize("seed", [1, *[pytest.param(seed, marks=pytest.mark.deep) for seed in range(2, 30)]])
def test_what_is_proven_restic_reads(tmp_path: Path, seed: int) -> None:
    place = make_watched(tmp_path)
    honest = save_snapshot(place.host_repository(), TREE, host="office").hex_id
    place.watch_once()
    put_mutants(place, random.Random(seed), 120)
    examiner = place.watch_once()
    assert examiner.tally.unjudged == 0
    assert examiner.tally.set_aside > 40
    copy_served(place, tmp_path / "served")
    listed = restic(tmp_path / "served", "snapshots", "--json")
    assert honest in listed.stdout, listed.stderr
    assert listed.stderr == ""
    checked = restic(tmp_path / "served", "check", "--read-data")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    restored = restic(tmp_path / "served", "restore", honest, "--target", str(tmp_path / "out"))
    assert restored.returncode == 0, restored.stderr
