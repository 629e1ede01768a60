"""The best that one does with stock restic and a script, to be measured beside `firstbell recover`.

For each host in order: list the names of the first snapshot; bisect the others for the last one that still
has nine names in ten of it; restore that one, verified. It is fast, and it cannot tell a file that was edited
from one that was struck: everything newer than the chosen snapshot is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from firstbell.base.clock import monotonic_s

Run = Callable[[Sequence[str]], bytes]
KEPT = 0.9


def recover_host(run: Run, repository: Path, target: Path) -> tuple[str, float]:
    """Find the newest good snapshot of a host's repository and restore it; its id, and when it was found."""
    words = ["restic", "-r", str(repository), "--json"]
    snapshots = [one["id"] for one in json.loads(run([*words, "snapshots"]))]
    first = _list_names(run, words, snapshots[0])
    low, high = 0, len(snapshots)
    while high - low > 1:
        middle = (low + high) // 2
        names = _list_names(run, words, snapshots[middle])
        if len(first & names) >= KEPT * len(first):
            low = middle
        else:
            high = middle
    found_s = monotonic_s()
    run([*words[:3], "restore", snapshots[low], "--target", str(target), "--verify"])
    return snapshots[low], found_s


def _list_names(run: Run, words: Sequence[str], snapshot: str) -> frozenset[str]:
    told = run([*words, "ls", snapshot]).splitlines()
    nodes = map(json.loads, told)
    return frozenset(node["path"] for node in nodes if node.get("type") == "file")
