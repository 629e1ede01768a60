"""The command line of the benchmark: measures the parts it is asked for, writes the page and the picture."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.district import measure_district
from benchmarks.fleet import NIGHTS, FleetSize, measure_fleet
from benchmarks.growth import measure_growth
from benchmarks.history import History
from benchmarks.index import make_index, measure_index
from benchmarks.ledger import measure_ledger
from benchmarks.machine import describe_machine, read_load
from benchmarks.notices import measure_notices
from benchmarks.peers import Peer, list_peers
from benchmarks.picture import render_picture
from benchmarks.report import ORDER, render_page
from benchmarks.results import Circumstances, Figures, Part, load_results, save_results
from benchmarks.run import Comparison
from benchmarks.server import measure_server
from benchmarks.soak import measure_soak
from benchmarks.timeline import measure_timeline
from benchmarks.trees import Tree, make_large_tree, make_small_tree, make_system_tree

HOME = Path(__file__).parents[1]
NOTES = Path(__file__).with_name("notes.md")
MB = 1_000_000
# times the tree: three repositories, three restored trees, and room to breathe
ROOM = 8
DEFAULT_PARTS = "system,small,large,history,index,ledger,timeline,notices"


@dataclass(frozen=True)
class Sizes:
    """How large everything is. `sample`: how many of the snapshots are measured."""

    system_bytes: int = 1600 * MB
    small_files: int = 50_000
    large_bytes: int = 1000 * MB
    snapshots: int = 50
    sample: int = 10
    growth_files: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    index_blobs: int = 10_000_000
    ledger_entries: int = 1_000_000
    timeline_lines: int = 1_000_000
    timeline_files: int = 2400
    evidence_bytes: int = 1000 * MB
    district_files: int = 190_000
    server_bytes: int = 1000 * MB
    upload_bytes: int = 100 * MB
    soak_minutes: float = 10.0
    letters: int = 100_000
    # growth with the hosts, then with the nights
    fleet: tuple[FleetSize, ...] = (
        *(FleetSize(hosts, 60, 2, paced=25, asked=10) for hosts in (10, 100, 1000)),
        FleetSize(10, 60, NIGHTS, paced=25, asked=10),
    )


QUICK = Sizes(
    8 * MB,
    200,
    8 * MB,
    snapshots=4,
    sample=2,
    growth_files=(100, 1000),
    index_blobs=100_000,
    ledger_entries=5000,
    timeline_lines=2000,
    timeline_files=60,
    evidence_bytes=2 * MB,
    district_files=1500,
    server_bytes=8 * MB,
    upload_bytes=1 * MB,
    soak_minutes=0.1,
    letters=40,
    fleet=(FleetSize(3, 200, 4, asked=5, paced=5),),
)
NORMAL = Sizes()
FULL = Sizes(
    large_bytes=4000 * MB,
    sample=49,
    fleet=tuple(FleetSize(hosts, 20_000, NIGHTS) for hosts in (10, 100, 1000)),
)


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny trees, one round: does it still work?")
    parser.add_argument(
        "--full", action="store_true", help="4 GB of random bytes instead of 1 GB, every snapshot"
    )
    parser.add_argument("--rounds", type=int, help="how often [3]")
    parser.add_argument(
        "--parts",
        default=DEFAULT_PARTS,
        help=f"of {','.join(ORDER)} [all but growth, district, server, fleet, soak]",
    )
    parser.add_argument("--growth", help="numbers of files of the part growth [10000,100000,1000000]")
    parser.add_argument("--index", type=int, help="number of blobs of the part index [10000000]")
    parser.add_argument("--entries", type=int, help="number of entries of the part ledger [1000000]")
    parser.add_argument("--letters", type=int, help="number of letters of the part notices [100000]")
    parser.add_argument("--district", type=int, help="number of files of the part district [190000]")
    parser.add_argument("--fleet", help="numbers of hosts of the part fleet [10,100,1000]")
    parser.add_argument("--scratch", type=Path, help="where to work [the temporary folder]")
    parser.add_argument("--output", type=Path, default=HOME / "docs", help="where page and picture go [docs]")
    asked = parser.parse_args(arguments)
    unknown = set(asked.parts.split(",")) - set(ORDER)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return asked


class Bench:
    """Measures parts, each in a scratch folder of its own."""

    def __init__(self, asked: argparse.Namespace, words: list[str]) -> None:
        self._asked = asked
        self._sizes = QUICK if asked.quick else FULL if asked.full else NORMAL
        self._command = " ".join(["python -m benchmarks", *words])
        self._rounds = asked.rounds or (1 if asked.quick else 3)
        self._peers: list[Peer] = list_peers()

    def measure(self, name: str) -> Part:
        """One part."""
        if self._asked.scratch:
            self._asked.scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="firstbell-bench-", dir=self._asked.scratch) as folder:
            scratch = Path(folder)
            self._demand_room(scratch)
            load_before = read_load()
            part = Part(Circumstances("", [], self._command, 1, load_before, 0.0))
            self._fill(name, part, scratch)
            programs = [peer.tell_version() for peer in self._peers]
            machine = describe_machine(scratch)
        rounds = (
            1
            if name in ("index", "growth", "ledger", "timeline", "notices", "fleet", "soak")
            else self._rounds
        )
        about = Circumstances(machine, programs, self._command, rounds, load_before, read_load())
        return replace(part, about=about)

    def _fill(self, name: str, part: Part, scratch: Path) -> None:
        sizes, asked = self._sizes, self._asked
        if name == "index":
            make_index(scratch / "index", blobs=asked.index or sizes.index_blobs)
            part.index = measure_index(scratch / "index")
        elif name == "ledger":
            part.ledger = measure_ledger(scratch, entries=asked.entries or sizes.ledger_entries)
        elif name == "timeline":
            lines, files = sizes.timeline_lines, sizes.timeline_files
            part.timeline = measure_timeline(
                scratch, lines=lines, files=files, evidence_bytes=sizes.evidence_bytes
            )
        elif name == "notices":
            part.notices = measure_notices(scratch, letters=asked.letters or sizes.letters)
        elif name == "fleet":
            part.fleet = measure_fleet(scratch, self._list_fleets(), _tell)
        elif name == "district":
            files = asked.district or sizes.district_files
            part.district = measure_district(scratch, files=files, rounds=self._rounds, tell=_tell)
        elif name == "soak":
            part.soak = measure_soak(scratch, sizes.soak_minutes)
        elif name == "server":
            part.server = measure_server(
                scratch,
                size_bytes=sizes.server_bytes,
                upload_bytes=sizes.upload_bytes,
                rounds=self._rounds,
                tell=_tell,
            )
        else:
            part.trees = self._measure_trees(name, scratch)

    def _list_fleets(self) -> list[FleetSize]:
        """The sizes, or as many hosts as were asked for instead."""
        sizes, asked = self._sizes.fleet, self._asked.fleet
        if not asked:
            return list(sizes)
        return [replace(sizes[0], hosts=int(count)) for count in asked.split(",")]

    def _measure_trees(self, name: str, scratch: Path) -> list[Figures]:
        sizes = self._sizes
        if name == "growth":
            asked = self._asked.growth
            counts = [int(count) for count in asked.split(",")] if asked else list(sizes.growth_files)
            return measure_growth(counts, self._peers, scratch, _tell)
        if name == "history":
            history = History(make_small_tree(scratch, count=sizes.small_files), self._peers, scratch, _tell)
            return [history.run(self._rounds, snapshots=sizes.snapshots, sample=sizes.sample)]
        makers: dict[str, Callable[[], Tree]] = {
            "system": lambda: make_system_tree(scratch, size_bytes=sizes.system_bytes),
            "small": lambda: make_small_tree(scratch, count=sizes.small_files),
            "large": lambda: make_large_tree(scratch, size_bytes=sizes.large_bytes),
        }
        return [Comparison(makers[name](), self._peers, scratch, _tell).run(self._rounds)]

    def _demand_room(self, scratch: Path) -> None:
        needed = ROOM * max(self._sizes.system_bytes, self._sizes.large_bytes)
        if shutil.disk_usage(scratch).free < needed:
            sys.exit(f"{scratch} has too little room: {needed / 1e9:.0f} GB are needed")


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Runs it; 1 when a program restored something else than it was given."""
    asked = parse_arguments(arguments)
    asked.output.mkdir(parents=True, exist_ok=True)
    kept = asked.output / "benchmarks.json"
    results = load_results(kept)
    bench = Bench(asked, arguments)
    for name in asked.parts.split(","):
        results[name] = bench.measure(name)
        save_results(kept, results)
    page = render_page(results, NOTES.read_text())
    (asked.output / "benchmarks.md").write_text(page)
    (asked.output / "benchmarks.svg").write_text(render_picture(results))
    print(page)
    if any(part.soak is not None and part.soak.problems for part in results.values()):
        return 1
    every = [figures for part in results.values() for figures in part.trees]
    return 0 if all(all(figures.restored.values()) for figures in every) else 1


if __name__ == "__main__":
    # a polite kill leaves no gigabytes behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
