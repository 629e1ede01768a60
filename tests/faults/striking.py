"""Programs killed while they are at work, and the proof that nothing was lost by it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from firstbell.repository import Repository, walk_tree
from firstbell.store import LocalStore
from tests.compat.programs import FIRSTBELL, Place
from tests.processes.waits import wait_until


def run_until(
    place: Place, words: Sequence[str], delay_s: float | None, *, group: bool = False
) -> tuple[bool, float]:
    """A command of Firstbell, killed so long after it took its lock; `group`: its children with it.

    Whether it was still at work, and how long it worked in seconds. `delay_s` None: it is left to end.
    """
    process = place.start([*FIRSTBELL, *words], start_new_session=True)
    try:
        wait_until(lambda: place.lock_names() or process.poll() is not None)
        start_s = time.monotonic()
        process.communicate(timeout=delay_s)
    except subprocess.TimeoutExpired:
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
    was_killed = process.returncode == -signal.SIGKILL
    assert was_killed or process.returncode == 0, (words, process.returncode)
    return was_killed, time.monotonic() - start_s


def draw_shares(count: int, *, seed: int) -> Iterator[float]:
    """Numbers from 0 to 1 without end; every `count` of them hold one of each equal part."""
    rng = random.Random(seed)
    while True:
        shares = [(at + rng.random()) / count for at in range(count)]
        rng.shuffle(shares)
        yield from shares


def read_whole(place: Place) -> dict[str, str]:
    """Hex id of every snapshot, and a hash over all that a restore of it would write."""
    repository = Repository.open(LocalStore(place.path), place.password)
    return {
        snapshot.hex_id: _hash_snapshot(repository, snapshot.tree) for snapshot in repository.list_snapshots()
    }


def _hash_snapshot(repository: Repository, tree: str) -> str:
    digest = hashlib.sha256()
    for path, node in walk_tree(repository, bytes.fromhex(tree)):
        content = b"".join(map(repository.load_blob, node.content_ids))
        about = (path, node.type, node.mode, node.mtime, node.link_target, hashlib.sha256(content).digest())
        digest.update(repr(about).encode())
    return digest.hexdigest()


def prove_whole(place: Place, expected: dict[str, str]) -> None:
    """restic finds no fault in any byte, and the snapshots hold what they held."""
    assert "no errors were found" in place.restic("check", "--read-data").stdout
    there = read_whole(place)
    assert {hex_id: there.get(hex_id) for hex_id in expected} == expected


@dataclass(frozen=True)
class Labour:
    """Work to be killed: `prepare` gives its place anew, `words` the command, `prove` looks at what is left.

    `finish`: afterwards the work is done to its end, and what it promises must hold.
    """

    prepare: Callable[[], Place]
    words: Sequence[str]
    prove: Callable[[Place], None]
    finish: Callable[[Place], None]


def strike(labour: Labour, count: int, *, seed: int) -> int:
    """Kills the work at `count` moments spread over its length, every other time together with its children.

    Each place is struck twice before it is let to finish, so that a kill also meets what a kill left.
    Returns how many were killed at work.
    """
    _, length_s = run_until(labour.prepare(), labour.words, None)
    shares = draw_shares(count, seed=seed)
    struck = 0
    for turn in range(4 * count):
        place = labour.prepare()
        for again in range(2):
            delay_s = next(shares) * length_s
            was_working, took_s = run_until(place, labour.words, delay_s, group=(turn + again) % 2 == 0)
            place.restic("unlock")
            labour.prove(place)
            struck += was_working
            if not was_working:
                length_s = took_s  # the machine is less busy than it was, or the first kill left little to do
                break
            if struck == count:
                break
        labour.finish(place)
        if struck >= count:
            break
    return struck


def copy_place(template: Place, path: Path) -> Place:
    """The same repository at another path, which is made anew."""
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(template.path, path)
    return Place(path, template.password)
