"""The comparison: every work by every program in turn, in rounds."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from benchmarks.measuring import Cost, run_measured, warm_memory
from benchmarks.peers import (
    AGAIN,
    CHANGED,
    CHECK,
    FIRST,
    LIST,
    RESTORE,
    START,
    SYNCED,
    UNSCREENED,
    Peer,
    Setting,
)
from benchmarks.results import Figures
from benchmarks.trees import Tree

# each into a repository of its own; the last one's is what the other works go on with
AFRESH = (UNSCREENED, FIRST)
WRITING = frozenset({*AFRESH, CHANGED, RESTORE, SYNCED})
READING = frozenset({*AFRESH, AGAIN, CHANGED})
Tell = Callable[[str], None]


class Stage:
    """Where programs do their works: a scratch folder, with a repository for each."""

    def __init__(self, name: str, peers: list[Peer], scratch: Path, tell: Tell) -> None:
        self.peers = peers
        self._name = name
        self._scratch = scratch
        self._tell = tell

    def repository(self, peer: Peer) -> Path:
        """Where its repository is."""
        return self._scratch / f"repository-{peer.name.lower()}"

    def target(self, peer: Peer) -> Path:
        """Where it restores to."""
        return self._scratch / f"target-{peer.name.lower()}"

    def init(self) -> None:
        """A new repository for each."""
        for peer in self.peers:
            shutil.rmtree(self.repository(peer), ignore_errors=True)
            run_measured(peer.init(self.repository(peer)), peer.environment(self._scratch))

    def list_kdf(self) -> dict[str, str]:
        """By which parameters each makes the key from the password; of those with key files of restic's."""
        told = {}
        for peer in self.peers:
            for path in (self.repository(peer) / "keys").glob("*"):
                key = msgspec.json.decode(path.read_bytes())
                told[peer.name] = f"{key['kdf']} N={key['N']} r={key['r']} p={key['p']}"
        return told

    def order(self, number: int) -> list[Peer]:
        """Another one begins in each round: who comes first has no lasting advantage."""
        start = number % len(self.peers)
        return self.peers[start:] + self.peers[:start]

    def empty_target(self, peer: Peer) -> None:
        """Frees the bytes of what was restored, and puts its files aside.

        ext4 without a journal passes over files that were deleted in the last minutes, one by one, for each
        file that is made: deleted here, they would cost whoever restores next.
        """
        target = self.target(peer)
        for path in target.rglob("*"):
            if path.is_file() and not path.is_symlink():
                os.truncate(path, 0)
        emptied = self._scratch / "emptied"
        emptied.mkdir(exist_ok=True)
        target.rename(emptied / str(len(list(emptied.iterdir()))))

    def remove_emptied(self) -> None:
        """Removes what was put aside, when all rounds are over."""
        shutil.rmtree(self._scratch / "emptied", ignore_errors=True)

    def do(self, work: str, peer: Peer, setting: Setting) -> Cost | None:
        """What a work cost; None where the program does not know it."""
        say = peer.works.get(work)
        if say is None:
            return None
        cost = run_measured(say(setting), peer.environment(self._scratch))
        self._tell(f"{self._name}: {peer.name}, {work} {cost.wall_s:.2f} s")
        return cost


class Comparison:
    """All programs on one tree."""

    def __init__(self, tree: Tree, peers: list[Peer], scratch: Path, tell: Tell) -> None:
        self.figures = Figures(tree.name, tree.about, *tree.measure())
        self._tree = tree
        self._scratch = scratch
        self._stage = Stage(tree.name, peers, scratch, tell)

    def run(self, rounds: int) -> Figures:
        """All rounds."""
        for number in range(rounds):
            self._run_round(number)
        self._stage.remove_emptied()
        return self.figures

    def _run_round(self, number: int) -> None:
        for work in AFRESH:
            self._stage.init()
            self._take_turns(number, work)
        self._take_turns(number, AGAIN)
        self._tree.change(number)
        self._take_turns(number, CHANGED)
        for peer in self._stage.peers:
            self.figures.repository_bytes[peer.name] = _measure_folder(self._stage.repository(peer))
        self.figures.kdf = self._stage.list_kdf()
        self._restore(number, RESTORE)
        self._restore(number, SYNCED)
        self._take_turns(number, CHECK)
        self._take_turns(number, LIST)
        self._take_turns(number, START)

    def _take_turns(self, number: int, work: str) -> None:
        for peer in self._stage.order(number):
            repository = self._stage.repository(peer)
            snapshots = tuple(peer.list_snapshots(repository))
            setting = Setting(repository, self._tree.folders, self._stage.target(peer), snapshots)
            if work in WRITING and work in peer.works:
                warm_memory(self._scratch, self.figures.size_bytes * 5 // 4)
            if work in READING:
                # a kernel that gives unused memory back to its host forgets a tree within a few seconds
                self._tree.warm()
            cost = self._stage.do(work, peer, setting)
            if cost is not None:
                self.figures.add(work, peer.name, cost)

    def _restore(self, number: int, work: str) -> None:
        expected: dict[bytes, tuple[object, ...]] = {}
        if number == 0:
            expected = {path: about for folder in self._tree.folders for path, about in survey(folder)}
        for peer in self._stage.peers:
            self._stage.target(peer).mkdir()
        self._take_turns(number, work)
        for peer in self._stage.peers:
            target = self._stage.target(peer)
            if number == 0 and work in peer.works:
                identical = expected == {
                    path: about
                    for folder in self._tree.folders
                    for path, about in survey(target / folder.relative_to("/"), called=folder)
                }
                self.figures.restored[peer.name] = identical and self.figures.restored.get(peer.name, True)
            self._stage.empty_target(peer)


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
