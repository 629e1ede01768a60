"""The command line of the benchmark: makes the trees, runs the rounds, writes the page and the picture."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.machine import describe_machine, read_load
from benchmarks.peers import list_peers
from benchmarks.picture import render_picture
from benchmarks.report import Circumstances, render_page
from benchmarks.run import Comparison, Figures
from benchmarks.trees import Tree, make_large_tree, make_small_tree, make_system_tree

HOME = Path(__file__).parents[1]
MB = 1_000_000
# times the tree: three repositories, three restored trees, and room to breathe
ROOM = 8


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny trees, one round: does it still work?")
    parser.add_argument("--full", action="store_true", help="4 GB of random bytes instead of 1 GB")
    parser.add_argument("--rounds", type=int, help="how often [3]")
    parser.add_argument("--trees", default="system,small,large", help="which [system,small,large]")
    parser.add_argument("--scratch", type=Path, help="where to work [the temporary folder]")
    parser.add_argument("--output", type=Path, default=HOME / "docs", help="where page and picture go [docs]")
    return parser.parse_args(arguments)


def plan_trees(asked: argparse.Namespace, scratch: Path) -> list[Callable[[], Tree]]:
    """The trees that are asked for, each made when it is its turn."""
    system, small, large = (8 * MB, 200, 8 * MB) if asked.quick else (1600 * MB, 50_000, 1000 * MB)
    if asked.full:
        large = 4000 * MB
    if shutil.disk_usage(scratch).free < ROOM * max(system, large):
        sys.exit(f"{scratch} has too little room: {ROOM * max(system, large) / 1e9:.0f} GB are needed")
    makers: dict[str, Callable[[], Tree]] = {
        "system": lambda: make_system_tree(scratch, size_bytes=system),
        "small": lambda: make_small_tree(scratch, count=small),
        "large": lambda: make_large_tree(scratch, size_bytes=large),
    }
    return [makers[name] for name in asked.trees.split(",")]


def name_command(asked: argparse.Namespace, rounds: int) -> str:
    """The command line that gives these figures, wherever they are written to."""
    size = " --quick" if asked.quick else " --full" if asked.full else ""
    return f"python -m benchmarks{size} --rounds {rounds} --trees {asked.trees}"


def main(arguments: list[str]) -> int:
    """Runs it; 1 when a program restored something else than it was given."""
    asked = parse_arguments(arguments)
    rounds = asked.rounds or (1 if asked.quick else 3)
    peers = list_peers()
    load_before = read_load()
    every: list[Figures] = []
    with tempfile.TemporaryDirectory(prefix="firstbell-bench-", dir=asked.scratch) as folder:
        scratch = Path(folder)
        machine = describe_machine(scratch)
        for make_tree in plan_trees(asked, scratch):
            comparison = Comparison(make_tree(), peers, scratch, lambda line: print(line, file=sys.stderr))
            every.append(comparison.run(rounds))
    about = Circumstances(machine, name_command(asked, rounds), rounds, load_before, read_load())
    page = render_page(every, peers, about)
    asked.output.mkdir(parents=True, exist_ok=True)
    (asked.output / "benchmarks.md").write_text(page)
    (asked.output / "benchmarks.svg").write_text(render_picture(every, peers))
    print(page)
    return 0 if all(all(figures.restored.values()) for figures in every) else 1


if __name__ == "__main__":
    # a polite kill leaves no gigabytes behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
