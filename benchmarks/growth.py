"""Trees that grow: what a file costs among ten thousand and among a million."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from benchmarks.peers import HOME, SYNCED, UNSCREENED, Peer
from benchmarks.results import Figures
from benchmarks.run import Comparison, Tell
from benchmarks.trees import make_tiny_tree

# they have their rows among the other trees
APART = (SYNCED, UNSCREENED)


def measure_growth(counts: list[int], peers: list[Peer], scratch: Path, tell: Tell) -> list[Figures]:
    """The works of the comparison on trees of so many tiny files, by Firstbell alone, one round each."""
    ours = [
        replace(peer, works={work: say for work, say in peer.works.items() if work not in APART})
        for peer in peers
        if peer.name == HOME
    ]
    every = []
    for count in counts:
        tree = make_tiny_tree(scratch, count=count)
        every.append(Comparison(tree, ours, scratch, tell).run(1))
        for folder in tree.folders:
            shutil.rmtree(folder)
    return every
