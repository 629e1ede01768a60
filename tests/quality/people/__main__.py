"""Figures of `firstbell impact` on generated sets of people and documents, beside others.

python -m tests.quality.people [--seeds 1,2] [--people 3000] [--documents 1000] [--presidio PYTHON]
[--mix-bytes N] [--format-bytes N] [--growth 2000,20000,200000] [--scans N] [--report FILE] [--set DIR]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from firstbell.base.clock import SystemClock, format_time
from tests.quality.people.growth import measure_growth
from tests.quality.people.making import Plan, make_set
from tests.quality.people.mixing import make_mix
from tests.quality.people.page import Figures, render_page
from tests.quality.people.running import Used, scan_set, score_set
from tests.quality.people.sets import judge_sets, render_verdicts
from tests.quality.people.throughput import Pace, list_by_format, measure_peer

_PEERS = ("pypdf", "python-docx", "openpyxl")
_SEARCHERS = ("Presidio", "Presidio with en_core_web_sm")
# endings whose pace is measured alone, and how much of them there is then
_FORMATS = ("docx", "pdf", "xlsx", "xls", "csv", "txt", "eml", "html")
_FORMAT_BYTES = 60_000_000
_MIX_BYTES = 800_000_000
_GROWTH = "2000,20000,200000"
_SCANS = 200


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.people", description=__doc__)
    parser.add_argument("--seeds", default="20230218,20230224")
    parser.add_argument("--people", type=int, default=Plan.people)
    parser.add_argument("--documents", type=int, default=Plan.documents)
    parser.add_argument("--presidio", type=Path, help="a Python that has presidio-analyzer and spacy")
    parser.add_argument("--format-bytes", type=int, default=_FORMAT_BYTES)
    parser.add_argument("--mix-bytes", type=int, default=_MIX_BYTES)
    parser.add_argument("--growth", default=_GROWTH, help="numbers of files, or nothing")
    parser.add_argument("--report", type=Path, default=Path("docs/people-report.md"))
    parser.add_argument("--scans", type=int, default=_SCANS, help="how many scanned letters; 0 for none")
    parser.add_argument(
        "--set",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="judge this set beside our own, and no more",
    )
    given = parser.parse_args()
    if given.set:
        plan = Plan(given.people, given.documents, int(given.seeds.split(",")[0]))
        print("\n".join(render_verdicts(judge_sets(given.set, seed=plan.seed, plan=plan))))
        return
    seeds = [int(seed) for seed in given.seeds.split(",")]
    figures = Figures(given.people, given.documents, seeds, [])
    own = Plan(given.people, given.documents, seeds[0])
    figures.verdicts = judge_sets([], seed=seeds[0], plan=own)
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            place = Path(folder) / str(seed)
            make_set(place, Plan(given.people, given.documents, seed, ("1.2", "1.1")[number % 2]))
            answer = scan_set(place, place)
            figures.scores.append(score_set(place, answer))
            figures.paces.append(_pace(f"all of seed {seed}", place / "documents", answer.used))
        _measure_paces(figures, Path(folder) / str(seeds[0]), Path(folder), given)
        _measure_scans(figures, Path(folder) / "scans", count=given.scans)
        # before the folder goes: 200,000 files take a while to remove
        figures.machine = (
            f"{os.cpu_count()} processors, {platform.platform()}, Python {platform.python_version()}"
        )
        figures.load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} at the end"
        options = " ".join(sys.argv[1:])
        figures.command = f'make bench-people ARGS="{options}"' if options else "make bench-people"
        figures.date = format_time(SystemClock().now_ns())[:10]
        given.report.write_text(render_page(figures), encoding="utf-8")
        print(f"wrote {given.report}")


def _pace(what: str, folder: Path, used: Used) -> Pace:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Pace("Firstbell", what, len(sizes), sum(sizes), used.seconds, used.peak_bytes, used.cpu_s)


def _measure_paces(figures: Figures, made: Path, scratch: Path, given: argparse.Namespace) -> None:
    """The mix; each format alone, as many different documents of it as make up the bytes; the peers over the
    first set; growth.
    """
    place, seed = scratch / "mix", figures.seeds[0]
    make_mix(place / "documents", size_bytes=given.mix_bytes, people=given.people, seed=seed)
    figures.paces.insert(0, _scan("the mix", place, made / "roster"))
    files = list_by_format(made / "documents")
    for ending in _FORMATS:
        place = scratch / ending
        _multiply(files.get(ending, []), place / "documents", size_bytes=given.format_bytes, ending=ending)
        figures.paces.append(_scan(ending, place, made / "roster"))
    figures.peers += [measure_peer(Path(sys.executable), name, made / "documents") for name in _PEERS]
    for name in _SEARCHERS:
        if given.presidio:
            figures.peers.append(measure_peer(given.presidio, name, made / "documents"))
        else:
            figures.peers.append(Pace(name, why="not asked for (--presidio)"))
    counts = [int(count) for count in given.growth.split(",") if count]
    (scratch / "growth").mkdir()
    figures.growth += measure_growth(
        made / "roster", scratch / "growth", counts, people=given.people, seed=seed
    )


def _measure_scans(figures: Figures, place: Path, *, count: int) -> None:
    """Who is found in scanned letters."""
    if not count:
        return
    make_set(place, Plan(figures.people, count, figures.seeds[0], scanned=True))
    answer = scan_set(place, place, "--ocr")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    languages = ", ".join(name for name in listed.split() if name in {"eng", "spa"})
    figures.scans = count, score_set(place, answer), _pace(languages, place / "documents", answer.used)


def _scan(what: str, place: Path, roster: Path) -> Pace:
    """The pace over a folder's documents, which are gone afterwards."""
    (place / "roster").symlink_to(roster)
    pace = _pace(what, place / "documents", scan_set(place, place).used)
    shutil.rmtree(place)
    return pace


def _multiply(paths: list[Path], folder: Path, *, size_bytes: int, ending: str) -> None:
    """Documents of one format until there are so many bytes: of texts longer ones, of others more of them,
    none the same.

    What stands behind the end of a zip or a PDF changes no text of it, and makes the content another.
    """
    folder.mkdir(parents=True)
    rng = random.Random(5)
    made = number = 0
    is_text = ending in {"csv", "txt", "html"}
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
