"""The comparison: every work by every program in turn, in rounds."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Cost, run_measured
from benchmarks.peers import Peer
from benchmarks.trees import Tree

WORKS = (
    "first backup",
    "again, nothing changed",
    "again, 1 % changed",
    "restore",
    "check, every byte read",
    "list files",
)


@dataclass
class Figures:
    """What one tree gave: costs by (work, program), sizes of the repository, and who restored it right."""

    tree: Tree
    files: int
    size_bytes: int
    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    repository_bytes: dict[str, int] = field(default_factory=dict)
    restored: dict[str, bool] = field(default_factory=dict)

    def add(self, work: str, name: str, cost: Cost) -> None:
        """One more measurement."""
        self.costs.setdefault((work, name), []).append(cost)

    def median(self, work: str, name: str, what: str) -> float:
        """The median of `wall_s`, `cpu_s` or `peak_bytes`."""
        return statistics.median(float(getattr(cost, what)) for cost in self.costs[work, name])


class Comparison:
    """All programs on one tree."""

    def __init__(self, tree: Tree, peers: list[Peer], scratch: Path, tell: Callable[[str], None]) -> None:
        self.figures = Figures(tree, *tree.measure())
        self._tree = tree
        self._peers = peers
        self._scratch = scratch
        self._tell = tell

    def run(self, rounds: int) -> Figures:
        """All rounds."""
        for number in range(rounds):
            self._run_round(number)
        return self.figures

    def _run_round(self, number: int) -> None:
        for peer in self._peers:
            shutil.rmtree(self._repository(peer), ignore_errors=True)
            run_measured(peer.init(self._repository(peer)), peer.environment(self._scratch))
        self._tree.warm()
        self._take_turns(number, WORKS[0], lambda peer: self._backup(peer, 1))
        self._take_turns(number, WORKS[1], lambda peer: self._backup(peer, 2))
        self._tree.change(number)
        self._take_turns(number, WORKS[2], lambda peer: self._backup(peer, 3))
        for peer in self._peers:
            self.figures.repository_bytes[peer.name] = _measure_folder(self._repository(peer))
        self._restore(number)
        self._take_turns(number, WORKS[4], lambda peer: peer.check(self._repository(peer)))
        self._take_turns(number, WORKS[5], lambda peer: peer.list_files(self._repository(peer), 3))

    def _repository(self, peer: Peer) -> Path:
        return self._scratch / f"repository-{peer.name.lower()}"

    def _backup(self, peer: Peer, number: int) -> list[str]:
        return peer.backup(self._repository(peer), self._tree.folders, number)

    def _take_turns(self, number: int, work: str, say: Callable[[Peer], list[str]]) -> None:
        # another one begins in each round: who comes first has no lasting advantage
        start = number % len(self._peers)
        for peer in self._peers[start:] + self._peers[:start]:
            cost = run_measured(say(peer), peer.environment(self._scratch))
            self.figures.add(work, peer.name, cost)
            self._tell(f"{self._tree.name}, round {number + 1}: {peer.name} {work} {cost.wall_s:.2f} s")

    def _restore(self, number: int) -> None:
        expected: dict[bytes, tuple[object, ...]] = {}
        if number == 0:
            expected = {path: about for folder in self._tree.folders for path, about in survey(folder)}
        targets = {peer.name: self._scratch / f"target-{peer.name.lower()}" for peer in self._peers}
        for target in targets.values():
            target.mkdir()
        self._take_turns(
            number, WORKS[3], lambda peer: peer.restore(self._repository(peer), targets[peer.name], 3)
        )
        for name, target in targets.items():
            if number == 0:
                self.figures.restored[name] = expected == {
                    path: about
                    for folder in self._tree.folders
                    for path, about in survey(target / folder.relative_to("/"), called=folder)
                }
            shutil.rmtree(target)


def survey(root: Path, *, called: Path | None = None) -> Iterator[tuple[bytes, tuple[object, ...]]]:
    """(path, mode, size, time, content) of everything below a folder; paths as if it were `called` so."""
    top = os.fsencode(root)
    shown = os.fsencode(called or root)
    for where, folders, names in os.walk(top):
        for name in (*folders, *names):
            path = os.path.join(where, name)
            status = os.lstat(path)
            about: tuple[object, ...] = (status.st_mode, status.st_mtime_ns)
            if stat.S_ISREG(status.st_mode):
                with open(path, "rb") as file:
                    about = (*about, status.st_size, hashlib.file_digest(file, "sha256").digest())
            elif stat.S_ISLNK(status.st_mode):
                about = (*about, os.readlink(path))
            yield shown + path[len(top) :], about


def _measure_folder(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
