"""Many snapshots of one tree: listing each of them, and the difference of each to the one before."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import Cost
from benchmarks.peers import CHANGED, DIFF, LIST, Peer, Setting
from benchmarks.results import Figures
from benchmarks.run import Stage, Tell
from benchmarks.trees import Tree


class History:
    """All programs on snapshots between which one file in a hundred changes."""

    def __init__(self, tree: Tree, peers: list[Peer], scratch: Path, tell: Tell) -> None:
        self._tree = tree
        self._stage = Stage("history", peers, scratch, tell)

    def run(self, rounds: int, *, snapshots: int, sample: int) -> Figures:
        """Costs of both works, each the sum over a sample of the snapshots, evenly spread."""
        self._stage.init()
        for number in range(snapshots):
            self._back_up(number)
        chosen = sorted({1 + at * (snapshots - 2) // max(sample - 1, 1) for at in range(sample)})
        about = (
            f"{snapshots} snapshots of {self._tree.about}: the sum over {len(chosen)} of them, evenly spread,"
            " each listed and compared with the one before"
        )
        figures = Figures("history", about, *self._tree.measure(), kdf=self._stage.list_kdf())
        for number in range(rounds):
            for work in (LIST, DIFF):
                for peer in self._stage.order(number):
                    self._sum(figures, work, peer, chosen)
        return figures

    def _back_up(self, number: int) -> None:
        if number:
            self._tree.change(number)
        for peer in self._stage.peers:
            setting = Setting(self._stage.repository(peer), self._tree.folders)
            self._stage.do(CHANGED, peer, setting)

    def _sum(self, figures: Figures, work: str, peer: Peer, chosen: list[int]) -> None:
        repository = self._stage.repository(peer)
        snapshots = tuple(peer.list_snapshots(repository))
        total = Cost(0, 0, 0)
        for at in chosen:
            cost = self._stage.do(work, peer, Setting(repository, snapshots=snapshots[at - 1 : at + 1]))
            if cost is not None:
                total += cost
        figures.add(work, peer.name, total)
