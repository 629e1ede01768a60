"""Uploads that an append-only server falls to, over a real server with stock restic, alone and together."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.watch.forging import ATTACKS, FURTHER, FUTURE_FILE, Attack
from tests.watch.served import ServedHost, ServedVault, assert_same, wait_until

# what the server itself refuses is never judged
_REFUSED = {"keys"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedVault]:
    place = ServedVault(tmp_path_factory.mktemp("served"))
    place.start()
    yield place
    place.stop()


def make_tree(root: Path, seed: int) -> Path:
    rng = random.Random(seed)
    for at in range(6):
        path = root / ("a" if at % 2 else "b/c") / f"letter {at}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{rng.random()} {seed}\n" * 400)
    (root / "noise.bin").write_bytes(rng.randbytes(700_000))
    return root


def strike_with(host: ServedHost, attacks: list[Attack]) -> None:
    """Upload it all, as an intruder on the host can; what is no key is taken, and judged afterwards."""
    for upload in [upload for attack in attacks for upload in attack(host.forger())]:
        status = host.put(*upload).status
        assert status == (403 if upload[0] in _REFUSED else 200)


def suffer(served: ServedVault, host: ServedHost, attacks: list[Attack], folder: Path) -> None:
    """Two backups, the attacks, and all that an honest user wants afterwards."""
    tree = make_tree(folder / "tree", seed=len(host.name))
    first = host.back_up(tree)
    before = folder / "before"
    shutil.copytree(tree, before)
    (tree / "a" / "letter 1.txt").write_text("second draft\n" * 100)
    second = host.back_up(tree)
    strike_with(host, attacks)
    assert host.list_snapshots() == [first, second]
    host.check_restores(second, tree, folder / "second")
    host.restic("restore", first, "--target", folder / "first")
    assert_same(before, folder / "first" / tree.relative_to("/"))
    host.restic("check", "--read-data")
    (tree / "tomorrow.txt").write_bytes(FUTURE_FILE)
    third = host.back_up(tree)
    host.check_restores(third, tree, folder / "third")
    assert host.list_snapshots() == [first, second, third]
    assert "no errors were found" in host.restic("check", "--read-data")


@pytest.mark.long
def test_after_each_attack_alone_everything_stands(served: ServedVault, tmp_path: Path) -> None:
    """A host for each: restic mostly waits, so they suffer side by side."""

    def suffer_one(attack: Attack) -> None:
        host = served.add_host(attack.__name__.removeprefix("forge_"))
        suffer(served, host, [attack], tmp_path / host.name)

    with ThreadPoolExecutor(5) as pool:
        suffering = {attack.__name__: pool.submit(suffer_one, attack) for attack in ATTACKS}
    failed = {name: one.exception() for name, one in suffering.items() if one.exception()}
    assert failed == {}


def test_after_all_attacks_everything_stands(served: ServedVault, tmp_path: Path) -> None:
    host = served.add_host("all")
    suffer(served, host, [*ATTACKS, *FURTHER], tmp_path)
    served.vault.refresh()
    assert len(served.vault.judgements.list_set_aside("all")) >= len(FURTHER) + 6
    # what a host sends within some seconds is told together, when nothing more has come for a moment
    wait_until(lambda: "set_aside" in served.list_alerts("all"), what=served.log_path)


def test_attacks_while_honest_backups_run_harm_none_of_them(served: ServedVault, tmp_path: Path) -> None:
    """Three backups of one host at once, and the intruder's uploads all the while."""
    host = served.add_host("busy")
    trees = [make_tree(tmp_path / f"tree {at}", seed=at) for at in range(3)]
    host.back_up(trees[0])
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(host.back_up, tree) for tree in trees]
        hostile = pool.submit(strike_with, host, [*ATTACKS, *FURTHER])
        snapshots = [one.result() for one in running]
        hostile.result()
    for tree, snapshot in zip(trees, snapshots, strict=True):
        host.check_restores(snapshot, tree, tmp_path / snapshot[:8])
    assert "no errors were found" in host.restic("check", "--read-data")


def test_parallel_backups_raise_no_alarm_and_the_next_one_uploads_nothing(
    served: ServedVault, tmp_path: Path
) -> None:
    host = served.add_host("parallel")
    trees = [make_tree(tmp_path / name, seed=7) for name in ("one", "other", "third")]
    with ThreadPoolExecutor(3) as pool:
        snapshots = list(pool.map(host.back_up, trees))
    size_bytes = size_of(host.repository / "data")
    again = [host.back_up(tree, "--force") for tree in trees]
    # each backup sees what the one before it added, though it ended just now: nothing but trees is new
    assert size_of(host.repository / "data") - size_bytes < 100_000
    for snapshot in (*snapshots, *again):
        assert served.wait_for_verdict("parallel", snapshot) == "clean"
    assert served.vault.judgements.list_set_aside("parallel") == []
    assert served.list_alerts("parallel") == []


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_kill_of_what_was_started_ends_both_and_nothing_is_lost(tmp_path: Path) -> None:
    place = ServedVault(tmp_path / "place")
    host = place.add_host("office")
    tree = make_tree(tmp_path / "tree", seed=1)
    place.start()
    first = host.back_up(tree)
    place.kill()
    deadline_s = time.monotonic() + 60
    while place.is_listening():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)
    place.start()
    second = host.back_up(tree)
    assert host.list_snapshots() == [first, second]
    assert place.wait_for_verdict("office", second) == "clean"
    place.stop()
    assert place.told("summary")[-1]["set_aside"] == 0


def test_an_examiner_that_dies_is_started_again(tmp_path: Path) -> None:
    place = ServedVault(tmp_path / "place")
    host = place.add_host("office")
    place.start()
    wait_until(lambda: bool(place.told("watching")), what=place.log_path)
    assert place.process is not None
    (examiner,) = list_children(place.process.pid, "watch")
    os.kill(examiner, signal.SIGKILL)
    snapshot = host.back_up(make_tree(tmp_path / "tree", seed=2))
    assert place.wait_for_verdict("office", snapshot) == "clean"
    assert host.list_snapshots() == [snapshot]
    place.stop()


def list_children(parent: int, word: str) -> list[int]:
    """The processes that this one started with this word on their command line."""
    pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in pids if word in Path(f"/proc/{pid}/cmdline").read_text().split("\0")]
