"""A store that lies: work over it ends right or in an error by name, and afterwards nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from firstbell.backup import BackupOptions, backup_tree
from firstbell.base.errors import Error
from firstbell.base.progress import Silent
from firstbell.repository import Repository, confirmation
from firstbell.repository import locks as locks_module
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.confirmation import NotKeptError
from firstbell.repository.upkeep.prune import LateSnapshotError, prepare_prune, prune_repository
from firstbell.repository.upkeep.prune_plan import Repacking, UnusedLimit
from firstbell.repository.upkeep.repair_index import plan_index, repair_index
from firstbell.repository.upkeep.snapshot_copy import SnapshotCopier
from firstbell.restore import RestoreOptions, restore_tree
from firstbell.store import Kind, MemoryStore
from tests.faults.conftest import Tried
from tests.faults.lying import LIARS, LostUploads, LyingStore, ShortUploads, StaleListings, write_out
from tests.repository.making import CHEAP, PASSWORD, Folder, make_repository, save_snapshot
from tests.repository.restic import Restic
from tests.repository.shelf import read_files

FIRST, LAST = 0, 4
SEEDS = [1, 2]
MANY_SEEDS = range(100, 140)


def make_folder(number: int) -> Folder:
    """Each shares a half with the next one."""
    rng = random.Random(number)
    shared = {f"shared {at}".encode(): random.Random(at).randbytes(4000) for at in range(number, number + 3)}
    return {b"office": {b"letter": b"letter %d " % number * 200, **shared}, b"own": rng.randbytes(3000)}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks_module, "_SETTLE_S", 0.0)
    monkeypatch.setattr(confirmation, "_WAITS_S", (0.0,) * 5)


class Scene:
    """Four snapshots, of which the first was forgotten, behind a store that is about to lie."""

    def __init__(self, liar: Callable[..., LyingStore], seed: int, folder: Path) -> None:
        self.folder = folder
        self.truth = MemoryStore()
        repository = make_repository(self.truth)
        snapshots = [save_snapshot(repository, make_folder(at), at_s=at) for at in range(FIRST, LAST)]
        self.expected = {s.hex_id: read_files(repository, s) for s in snapshots[1:]}
        self.store = liar(self.truth, share=random.Random(seed).choice([0.1, 0.3, 1.0]), seed=seed)
        Repository.open(self.store, PASSWORD).remove_snapshot(snapshots[0].hex_id)
        self.tree = folder / "tree"
        self.tree.mkdir()
        for at in range(4):
            (self.tree / f"{at}.txt").write_bytes(random.Random(at).randbytes(3000))

    def open(self) -> Repository:
        return Repository.open(self.store, PASSWORD)

    def prove(self) -> None:
        """Told the truth, every snapshot is what it was, and restic finds nothing."""
        repository = Repository.open(self.truth, PASSWORD)
        there = {snapshot.hex_id: snapshot for snapshot in repository.list_snapshots()}
        assert repository.snapshots.damaged == {}
        for hex_id, files in self.expected.items():
            assert read_files(repository, there[hex_id]) == files
        options = CheckOptions(read_data=True)
        found = check_repository(Repository.open(self.truth, PASSWORD), options, Silent())
        assert [finding for finding in found if finding.severity == "error"] == []

    def prove_by_restic(self) -> None:
        write_out(self.truth, self.folder / "truth")
        assert "no errors were found" in Restic(self.folder / "truth", PASSWORD).run("check", "--read-data")


def back_up(scene: Scene) -> None:
    repository = scene.open()
    with repository.lock():
        saved = backup_tree(repository, BackupOptions([os.fsencode(scene.tree)], "school")).snapshot
    assert saved is not None
    files = scene.tree.iterdir()
    scene.expected[saved.hex_id] = {os.fsencode(path): path.read_bytes() for path in files}


def forget(scene: Scene) -> None:
    repository = scene.open()
    with repository.lock(exclusive=True):
        oldest = min(repository.list_snapshots(), key=lambda snapshot: snapshot.time_ns)
        scene.expected.pop(oldest.hex_id, None)
        repository.remove_snapshot(oldest.hex_id)


def prune(scene: Scene) -> None:
    repository = scene.open()
    with repository.lock(exclusive=True):
        plan = prepare_prune(repository, Repacking(unused=UnusedLimit(None, 0)), Silent())
        prune_repository(repository, plan, Silent())


def forget_and_prune(scene: Scene) -> None:
    forget(scene)
    prune(scene)


def restore(scene: Scene) -> None:
    repository = scene.open()
    for snapshot in repository.list_snapshots():
        target = scene.folder / snapshot.hex_id
        root = bytes.fromhex(snapshot.tree)
        receipt = restore_tree(repository, root, target, options=RestoreOptions(), progress=Silent())
        told = {problem.path for problem in receipt.problems}
        for path, content in scene.expected[snapshot.hex_id].items():
            is_told = any(path == one or path.startswith(one.rstrip(b"/") + b"/") for one in told)
            there = target / os.fsdecode(path.lstrip(b"/"))
            assert is_told or there.read_bytes() == content


def check(scene: Scene) -> None:
    list(check_repository(scene.open(), CheckOptions(read_data=True), Silent()))


def copy(scene: Scene) -> None:
    """From the liar into an honest place: what arrives is whole."""
    source = scene.open()
    honest = MemoryStore()
    target = Repository.init(honest, PASSWORD, kdf=CHEAP)
    try:
        with target.writer() as writer:
            copier = SnapshotCopier(source, target, Silent())
            for snapshot in source.list_snapshots():
                copier.copy(snapshot, writer)
    finally:
        fresh = Repository.open(honest, PASSWORD)
        for snapshot in fresh.list_snapshots():
            assert snapshot.original is not None
            assert read_files(fresh, snapshot) == scene.expected[snapshot.original]


def mend_index(scene: Scene) -> None:
    repository = scene.open()
    with repository.lock(exclusive=True):
        repair_index(repository, plan_index(repository, Silent()))


WORK = [back_up, forget, prune, forget_and_prune, restore, check, copy, mend_index]


def play(
    liar: Callable[..., LyingStore], work: Callable[[Scene], None], folder: Path, *, seed: int
) -> tuple[Scene, int]:
    """The work over the liar, then the truth; and how many lies were told."""
    scene = Scene(liar, seed, folder)
    scene.store.is_lying = True
    with contextlib.suppress(Error):
        work(scene)
    scene.store.is_lying = False
    Repository.open(scene.truth, PASSWORD).locks.remove(everything=True)
    scene.prove()
    back_up(scene)
    scene.prove()
    return scene, scene.store.lies


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_work_over_a_store_that_lies_loses_nothing(
    liar: Callable[..., LyingStore], work: Callable[[Scene], None], tmp_path: Path, tried: Tried
) -> None:
    for seed in SEEDS:
        (tmp_path / f"{seed}").mkdir()
        scene, lies = play(liar, work, tmp_path / f"{seed}", seed=seed)
        tried("lies of a store", lies)
    scene.prove_by_restic()


@pytest.mark.deep
@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_work_over_a_store_that_lies_at_many_moments_loses_nothing(
    liar: Callable[..., LyingStore], work: Callable[[Scene], None], tmp_path: Path, tried: Tried
) -> None:
    for seed in MANY_SEEDS:
        folder = tmp_path / f"{seed}"
        folder.mkdir()
        scene, lies = play(liar, work, folder, seed=seed)
        tried("lies of a store", lies)
        if seed % 10 == 0:
            scene.prove_by_restic()
        shutil.rmtree(folder)


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
def test_every_liar_lies(liar: Callable[..., LyingStore], tmp_path: Path) -> None:
    total = 0
    for number, work in enumerate((back_up, prune, check)):
        (tmp_path / f"{number}").mkdir()
        total += play(always(liar), work, tmp_path / f"{number}", seed=number)[1]
    assert total > 0


def always(liar: Callable[..., LyingStore]) -> Callable[..., LyingStore]:
    """The same, at each call."""
    return lambda truth, share, seed: liar(truth, share=1.0, seed=seed)


def test_a_prune_that_did_not_see_the_newest_snapshot_stops(tmp_path: Path) -> None:
    scene = Scene(StaleListings, 1, tmp_path)
    repository = scene.open()
    newest = list(scene.expected)[-1]
    hidden = next(snapshot for snapshot in repository.list_snapshots() if snapshot.hex_id == newest)
    seen = [snapshot for snapshot in repository.list_snapshots() if snapshot is not hidden]
    scene.truth.delete(Kind.SNAPSHOTS, newest)
    plan = prepare_prune(repository, Repacking(unused=UnusedLimit(None, 0)), Silent())
    assert plan.snapshots == {snapshot.hex_id for snapshot in seen}
    assert Repository.open(scene.truth, PASSWORD).save_snapshot(hidden) != newest
    before = set(scene.truth.list(Kind.DATA))
    with pytest.raises(LateSnapshotError, match="not listed when the prune began"):
        prune_repository(repository, plan, Silent())
    assert before <= set(scene.truth.list(Kind.DATA))


def test_an_upload_that_is_dropped_or_cut_is_told(tmp_path: Path) -> None:
    for number, liar in enumerate((LostUploads, ShortUploads)):
        (tmp_path / f"{number}").mkdir()
        scene = Scene(always(liar), 1, tmp_path / f"{number}")
        repository = scene.open()
        scene.store.is_lying = True
        with pytest.raises(NotKeptError, match=r"took data/.* bytes, and it is"):
            backup_tree(repository, BackupOptions([os.fsencode(scene.tree)], "school"))
