"""Figures of `firstbell impact` on generated sets of people and documents, beside others.

python -m tests.quality.people [--seeds 1,2] [--people 3000] [--documents 1000] [--presidio PYTHON] [--report
FILE]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import tempfile
from pathlib import Path

from firstbell.base.clock import SystemClock, format_time
from tests.quality.people.making import Plan, make_set
from tests.quality.people.page import Figures, render_page
from tests.quality.people.running import scan_set, score_set
from tests.quality.people.throughput import Pace, list_by_format, measure_peer

_PEERS = ("pypdf", "python-docx", "openpyxl")
# endings whose pace is measured alone, and how much of them there is then
_FORMATS = ("docx", "pdf", "xlsx", "csv", "txt", "eml", "html")
_FORMAT_BYTES = 60_000_000


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.people", description=__doc__)
    parser.add_argument("--seeds", default="20230218,20230224")
    parser.add_argument("--people", type=int, default=Plan.people)
    parser.add_argument("--documents", type=int, default=Plan.documents)
    parser.add_argument("--presidio", type=Path, help="a Python that has presidio-analyzer and spacy")
    parser.add_argument("--format-bytes", type=int, default=_FORMAT_BYTES)
    parser.add_argument("--report", type=Path, default=Path("docs/people-report.md"))
    given = parser.parse_args()
    seeds = [int(seed) for seed in given.seeds.split(",")]
    figures = Figures(given.people, given.documents, seeds, [])
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            place = Path(folder) / str(seed)
            make_set(place, Plan(given.people, given.documents, seed, ("1.2", "1.1")[number % 2]))
            answer = scan_set(place, place)
            figures.scores.append(score_set(place, answer))
            figures.whole.append(_pace(f"Firstbell all, seed {seed}", place / "documents", answer.seconds))
        _measure_paces(figures, Path(folder) / str(seeds[0]), Path(folder), given)
    figures.machine = (
        f"{os.cpu_count()} processors, {platform.platform()}, Python {platform.python_version()}"
    )
    figures.load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} at the end"
    options = " ".join(sys.argv[1:])
    figures.command = f'make bench-people ARGS="{options}"' if options else "make bench-people"
    figures.date = format_time(SystemClock().now_ns())[:10]
    given.report.write_text(render_page(figures), encoding="utf-8")
    print(f"wrote {given.report}")


def _pace(name: str, folder: Path, seconds: float) -> Pace:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Pace(name, len(sizes), sum(sizes), seconds)


def _measure_paces(figures: Figures, made: Path, scratch: Path, given: argparse.Namespace) -> None:
    """Each format alone, as many different documents of it as make up the bytes; then the peers over the
    first set.
    """
    files = list_by_format(made / "documents")
    for ending in _FORMATS:
        place = scratch / ending
        _multiply(files.get(ending, []), place / "documents", size_bytes=given.format_bytes, ending=ending)
        (place / "roster").symlink_to(made / "roster")
        answer = scan_set(place, place)
        figures.formats.append(_pace(f"Firstbell {ending}", place / "documents", answer.seconds))
    for name in _PEERS:
        ending = {"pypdf": "pdf", "python-docx": "docx", "openpyxl": "xlsx"}[name]
        pace = measure_peer(Path(sys.executable), name, made / "documents")
        figures.peers.append(
            Pace(f"{name} {ending}", pace.files, pace.size_bytes, pace.seconds, pace.peak_bytes, pace.why)
        )
    if given.presidio:
        figures.peers.append(measure_peer(given.presidio, "Presidio", made / "documents"))
    else:
        figures.peers.append(Pace("Presidio", why="not asked for (--presidio)"))


def _multiply(paths: list[Path], folder: Path, *, size_bytes: int, ending: str) -> None:
    """Documents of one format until there are so many bytes: of texts longer ones, of others more of them,
    none the same.

    What stands behind the end of a zip or a PDF changes no text of it, and makes the content another.
    """
    folder.mkdir(parents=True)
    rng = random.Random(5)
    made = number = 0
    is_text = ending in {"csv", "txt", "eml", "html"}
    while made < size_bytes and paths:
        data = paths[number % len(paths)].read_bytes()
        if is_text:
            data = data * max(1, 200_000 // max(len(data), 1))
        data += f"\n% {number} {rng.random()}\n".encode()
        (folder / f"{number:05d}.{ending}").write_bytes(data)
        made += len(data)
        number += 1


if __name__ == "__main__":
    main()
