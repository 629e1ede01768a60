"""Several programs at once on one repository: who must wait is told so, and nothing saved is lost."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import FIRSTBELL, RESTIC, Place, make_quick_place, restored_at
from tests.faults.conftest import Tried
from tests.faults.growing import GrowingTree
from tests.faults.striking import read_whole

SHORT, LONG = 2, 16
LOCKED = 11
GROUPED = ["--group-by", "paths", "--keep-last", "2"]
OURS_FORGET = ["forget", *GROUPED, "--no-guards", "--yes"]
EAGER = ["--max-unused", "0"]


@dataclass
class Worker:
    """One program and what it does; a writer has a tree of its own, which changes before each run."""

    words: Sequence[str]
    tree: GrowingTree | None = None
    seed: int = 0
    done: int = 0
    refused: int = 0

    def start(self, place: Place) -> subprocess.Popen[bytes]:
        if self.tree is not None:
            self.seed += 1
            self.tree.change(seed=self.seed)
        return place.start(self.words)


@dataclass
class Scene:
    """A repository, its workers, and for each snapshot that was said to be saved the hash of its tree."""

    place: Place
    folder: Path
    saved: dict[str, tuple[str, Path]] = field(default_factory=dict)

    def make_writer(self, program: Sequence[str], name: str, seed: int) -> Worker:
        tree = GrowingTree(self.folder / name, large=4, folders=3, large_bytes=1 << 20)
        tree.make(seed=seed)
        return Worker([*program, "backup", "--json", str(tree.root)], tree, seed)

    def run(self, workers: Sequence[Worker], rng: random.Random) -> None:
        """All of them at once, each begun a random while after the other: mostly so soon that they meet."""
        running = []
        for worker in rng.sample(workers, len(workers)):
            running.append((worker, worker.start(self.place)))
            time.sleep(rng.random() ** 3 * 0.8)
        for worker, process in running:
            stdout, stderr = process.communicate(timeout=240)
            assert process.returncode in (0, LOCKED), (worker.words, process.returncode, stderr)
            assert b"Traceback" not in stderr
            assert process.returncode == 0 or b"locked" in stderr
            worker.refused += process.returncode == LOCKED
            worker.done += process.returncode == 0
            if process.returncode == 0 and worker.tree is not None:
                told = json.loads(stdout.splitlines()[-1])
                self.saved[told["snapshot_id"]] = (hash_tree(worker.tree.root), worker.tree.root)

    def prove(self) -> None:
        """Both checks are clean; what was saved and not forgotten restores identical."""
        assert self.place.lock_names() == []
        assert "no errors were found" in self.place.restic("check", "--read-data").stdout
        self.place.firstbell("check", "--read-data")
        there = read_whole(self.place)
        newest: dict[Path, str] = {}
        for hex_id, (_, root) in self.saved.items():
            newest[root] = hex_id
        assert set(newest.values()) <= there.keys(), "the newest of each is never forgotten"
        for hex_id in newest.values():
            target = self.folder / "target"
            self.place.restic("restore", hex_id, "--target", str(target))
            tree_hash, root = self.saved[hex_id]
            assert hash_tree(restored_at(target, root)) == tree_hash
            shutil.rmtree(target)


def make_scene(folder: Path) -> Scene:
    return Scene(make_quick_place(folder / "repository"), folder)


def reader(program: Sequence[str], folder: Path) -> Worker:
    """Restores the newest snapshot, whatever it is by then."""
    more = ["--overwrite", "always"] if program is FIRSTBELL else []
    return Worker([*program, "restore", "latest", "--target", str(folder / f"read {len(program)}"), *more])


PAIRS = {
    "two writers of ours": ["write", "write"],
    "our writer and restic's": ["write", "restic write"],
    "our writer and restic's reader": ["write", "restic read"],
    "restic's writer and our reader": ["restic write", "read"],
    "restic's writer and our pruner": ["restic write", "forget and prune"],
    "our writer and restic's pruner": ["write", "restic forget and prune"],
    "our writer and our pruner": ["write", "forget and prune"],
    "our writer, our forget, restic's prune": ["write", "forget", "restic prune"],
    "everybody": [
        "write",
        "restic write",
        "read",
        "restic read",
        "forget and prune",
        "restic forget and prune",
    ],
}


def make_worker(scene: Scene, what: str, number: int) -> Worker:
    program = RESTIC if what.startswith("restic") else FIRSTBELL
    if what.endswith("write"):
        return scene.make_writer(program, f"tree {number}", 1000 * number)
    if what.endswith("read"):
        return reader(program, scene.folder)
    if what == "restic prune":
        return Worker([*RESTIC, "prune", *EAGER])
    if what == "forget":
        return Worker([*FIRSTBELL, *OURS_FORGET])
    words = ["forget", *GROUPED] if program is RESTIC else OURS_FORGET
    return Worker([*program, *words, "--prune", *EAGER])


def play(name: str, folder: Path, rounds: int, *, seed: int) -> list[Worker]:
    """So many rounds of these workers, each round proved; the workers with what they did."""
    scene = make_scene(folder)
    workers = [make_worker(scene, what, number) for number, what in enumerate(PAIRS[name])]
    for worker in workers:
        if worker.tree is not None:
            scene.run([worker], random.Random(seed))
    rng = random.Random(seed)
    for _ in range(rounds):
        scene.run(workers, rng)
        scene.prove()
    return workers


@pytest.mark.long
@pytest.mark.parametrize(
    "name", ["everybody", "two writers of ours", "our writer, our forget, restic's prune"]
)
def test_programs_at_once_lose_nothing(name: str, tmp_path: Path, tried: Tried) -> None:
    workers = play(name, tmp_path, SHORT, seed=5)
    tried("rounds of programs at once", SHORT)
    assert all(worker.done for worker in workers if worker.tree is not None)


@pytest.mark.deep
@pytest.mark.parametrize("name", PAIRS)
def test_programs_at_once_lose_nothing_in_many_rounds(name: str, tmp_path: Path, tried: Tried) -> None:
    workers = play(name, tmp_path, LONG, seed=6)
    tried("rounds of programs at once", LONG)
    assert all(worker.done for worker in workers)
    if any("prune" in what for what in PAIRS[name]):
        assert any(worker.refused for worker in workers), "they never met"
