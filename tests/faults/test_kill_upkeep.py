"""SIGKILL at random moments of what removes, composes, copies and repairs: nothing that must stay is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import Place, make_quick_place, restored_at
from tests.compat.struck_tree import change_calmly, make_tree
from tests.compat.struck_tree import strike as encrypt
from tests.faults.conftest import Tried
from tests.faults.growing import GrowingTree
from tests.faults.striking import Labour, copy_place, prove_whole, read_whole, strike

SHORT, FULL = 2, 40
KEEP = 3
REMOVING = ["--keep-last", str(KEEP), "--no-guards", "--yes"]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, GrowingTree]:
    """Six snapshots, each of which shares a part with the next one."""
    folder = tmp_path_factory.mktemp("grown")
    place = make_quick_place(folder / "repository")
    tree = GrowingTree(folder / "tree", large=6, folders=4, large_bytes=1 << 20)
    tree.make(seed=1)
    for seed in range(2, 8):
        tree.change(seed=seed)
        place.firstbell("backup", str(tree.root))
    return place, tree


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is struck, the desk and the cache too."""
    for name in ("FIRSTBELL_DESK", "FIRSTBELL_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


def back_up_once_more(place: Place, tree: GrowingTree) -> None:
    """The next backup succeeds, and restic restores it."""
    place.firstbell("backup", str(tree.root))
    target = place.path.parent / "target"
    place.restic("restore", "latest", "--target", str(target))
    assert hash_tree(restored_at(target, tree.root)) == hash_tree(tree.root)
    shutil.rmtree(target)


def keep_newest(hashes: dict[str, str], place: Place, count: int) -> dict[str, str]:
    """Of the snapshots those that a policy of so many keeps."""
    return {snapshot["id"]: hashes[snapshot["id"]] for snapshot in place.snapshots()[-count:]}


def removing(words: list[str], template: Place, work: Path, tree: GrowingTree) -> Labour:
    """Work that removes, on copies of a template; the newest snapshots must stand as they were."""
    kept = keep_newest(read_whole(template), template, KEEP)

    def finish(place: Place) -> None:
        place.firstbell(*words)
        prove_whole(place, kept)
        back_up_once_more(place, tree)
        prove_whole(place, kept)

    return Labour(
        lambda: copy_place(template, work / "repository"),
        words,
        lambda place: prove_whole(place, kept),
        finish,
    )


def strike_forget(grown: tuple[Place, GrowingTree], work: Path, count: int) -> int:
    template, tree = grown
    words = ["forget", *REMOVING, "--prune", "--max-unused", "0"]
    return strike(removing(words, template, work, tree), count, seed=11)


def strike_prune(grown: tuple[Place, GrowingTree], work: Path, count: int) -> int:
    template, tree = grown
    forgotten = copy_place(template, work / "template")
    forgotten.firstbell("forget", *REMOVING)
    return strike(removing(["prune", "--max-unused", "0"], forgotten, work, tree), count, seed=12)


def strike_copy(grown: tuple[Place, GrowingTree], work: Path, count: int) -> int:
    """Into an empty repository; the trees that arrive are those that were sent."""
    source, tree = grown
    whole = read_whole(source)
    words = ["copy", "--from-repo", str(source.path), "--from-password-file", str(work / "password")]
    (work / "password").write_text(source.password)

    def prepare() -> Place:
        shutil.rmtree(work / "repository", ignore_errors=True)
        return make_quick_place(work / "repository")

    def prove(place: Place) -> None:
        prove_whole(place, {})
        assert set(read_whole(place).values()) <= set(whole.values())

    def finish(place: Place) -> None:
        place.firstbell(*words)
        assert sorted(read_whole(place).values()) == sorted(whole.values())
        assert json.loads(place.firstbell(*words, "--json").stdout.splitlines()[-1])["copied"] == 0
        back_up_once_more(place, tree)
        source.restic("unlock")
        prove_whole(source, whole)

    return strike(Labour(prepare, words, prove, finish), count, seed=13)


def strike_repair(grown: tuple[Place, GrowingTree], work: Path, count: int) -> int:
    """Every index file is gone, and the repair of it is struck; what stands in the packs is never touched."""
    whole = read_whole(grown[0])
    template = copy_place(grown[0], work / "template")
    for index in (template.path / "index").iterdir():
        index.unlink()
    packs = {name: digest for name, digest in template.hash_files().items() if name.startswith("data/")}

    def prove(place: Place) -> None:
        there = place.hash_files()
        assert {name: there.get(name) for name in packs} == packs

    def finish(place: Place) -> None:
        place.firstbell("repair", "index")
        prove_whole(place, whole)
        back_up_once_more(place, grown[1])

    prepare = partial(copy_place, template, work / "repository")
    return strike(Labour(prepare, ["repair", "index"], prove, finish), count, seed=14)


def strike_compose(grown: tuple[Place, GrowingTree], work: Path, count: int) -> int:
    """A struck tree; the catalog and the desk are the killed one's own, and go on being used."""
    tree = work / "tree"
    template = make_quick_place(work / "template")
    for change in (make_tree, change_calmly, encrypt):
        change(tree)
        template.firstbell("backup", str(tree))
    whole = read_whole(template)
    composed: set[str] = set()

    def prepare() -> Place:
        for name in ("FIRSTBELL_DESK", "FIRSTBELL_CACHE_DIR"):
            shutil.rmtree(work / name, ignore_errors=True)
        return copy_place(template, work / "repository")

    def finish(place: Place) -> None:
        told = json.loads(place.firstbell("recover", "compose", "--json").stdout.splitlines()[-1])
        prove_whole(place, whole)
        composed.add(read_whole(place)[told["snapshot_id"]])
        assert len(composed) == 1
        place.firstbell("backup", str(tree))

    labour = Labour(prepare, ["recover", "compose"], lambda place: prove_whole(place, whole), finish)
    return strike(labour, count, seed=15)


Striker = Callable[[tuple[Place, GrowingTree], Path, int], int]
STRIKERS: dict[str, tuple[Striker, int]] = {
    "forget --prune": (strike_forget, FULL),
    "prune": (strike_prune, FULL),
    "recover compose": (strike_compose, FULL - 8),
    "copy": (strike_copy, 12),
    "repair index": (strike_repair, 12),
}


@pytest.mark.long
@pytest.mark.parametrize("name", STRIKERS)
def test_work_killed_at_a_few_moments_costs_nothing(
    grown: tuple[Place, GrowingTree], work: Path, name: str, tried: Tried
) -> None:
    assert STRIKERS[name][0](grown, work, SHORT) == SHORT
    tried(f"kills of {name}", SHORT)


@pytest.mark.deep
@pytest.mark.parametrize("name", STRIKERS)
def test_work_killed_at_many_moments_costs_nothing(
    grown: tuple[Place, GrowingTree], work: Path, name: str, tried: Tried
) -> None:
    striker, count = STRIKERS[name]
    assert striker(grown, work, count) == count
    tried(f"kills of {name}", count)
