"""This version of Firstbell beside an older one, turn by turn in one run: what got slower?

    python -m benchmarks.older PROGRAM [--rounds N] [--small N] [--system BYTES] [--scratch FOLDER]

PROGRAM is the `firstbell` of an older checkout with its own environment. It prints a row for each work: the
medians of wall and processor time, and the median, over all rounds, of this version's time to the other's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import describe_machine, read_load
from benchmarks.measuring import Cost
from benchmarks.peers import HOME, OLDER, list_versions
from benchmarks.results import Figures
from benchmarks.run import Comparison
from benchmarks.trees import make_small_tree, make_system_tree


def list_rows(figures: Figures) -> Iterator[str]:
    """A row of a Markdown table for each work that both did."""
    for work, costs in figures.costs.items():
        if HOME in costs and OLDER in costs:
            wall = _compare(costs[HOME], costs[OLDER], "wall_s")
            cpu = _compare(costs[HOME], costs[OLDER], "cpu_s")
            yield f"| {figures.name}, {work} | {wall} | {cpu} |"


def _compare(now: list[Cost], older: list[Cost], what: str) -> str:
    mine, theirs = ([float(getattr(cost, what)) for cost in costs] for costs in (now, older))
    ratio = statistics.median(one / other for one, other in zip(mine, theirs, strict=True))
    return f"{statistics.median(mine):.2f} s to {statistics.median(theirs):.2f} s, {ratio:.2f}"


def main(arguments: list[str]) -> int:
    """Runs it; 1 where a version restored something else than it was given."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.older",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("program", type=Path, help="the older firstbell")
    parser.add_argument("--rounds", type=int, default=7, help="how often [7]")
    parser.add_argument("--small", type=int, default=20_000, help="number of small files [20000]")
    parser.add_argument("--system", type=int, default=400_000_000, help="bytes of libraries [400000000]")
    parser.add_argument("--scratch", type=Path, help="where to work [the temporary folder]")
    asked = parser.parse_args(arguments)
    peers = list_versions(asked.program.absolute())
    load = read_load()
    with tempfile.TemporaryDirectory(prefix="firstbell-bench-", dir=asked.scratch) as folder:
        scratch = Path(folder)
        trees = (
            make_small_tree(scratch, count=asked.small),
            make_system_tree(scratch, size_bytes=asked.system),
        )
        measured = [Comparison(tree, peers, scratch, _tell).run(asked.rounds) for tree in trees]
        machine = describe_machine(scratch)
    print(f"{machine}; {asked.rounds} rounds; load {load:.1f} before, {read_load():.1f} after\n")
    print("| work | wall time, now to older, ratio | processor time, now to older, ratio |\n|---|---|---|")
    for figures in measured:
        print("\n".join(list_rows(figures)))
    return 0 if all(all(figures.restored.values()) for figures in measured) else 1


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
