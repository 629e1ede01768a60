"""Figures of the detector over files that it was not tuned on.

    python -m tests.quality --cache FOLDER [--napier FOLDER] [--half report|tune] [--files N] ...

Packages are fetched into the cache by pip and apt once (about 1 GB). Writes docs/detection-report.md and its
picture, or what `--report` names.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
import time
from pathlib import Path

from firstbell.base.clock import SystemClock, format_time
from tests.quality.corpora import Cache, load_corpus
from tests.quality.report import render_report
from tests.quality.run import Plan, run, tell_time


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cache", type=Path, required=True, help="folder for fetched packages")
    parser.add_argument("--napier", type=Path, help="a local copy of NapierOne")
    parser.add_argument("--half", choices=["report", "tune"], default="report")
    parser.add_argument("--files", type=int, default=Plan.files)
    parser.add_argument("--benign-files", type=int, default=Plan.benign_files)
    parser.add_argument("--host-files", type=int, default=Plan.host_files)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--report", type=Path, default=Path("docs/detection-report.md"))
    given = parser.parse_args()
    started = time.perf_counter()
    cache = Cache(given.cache)
    corpus = load_corpus(cache, given.half, napier=given.napier)
    plan = Plan(given.half, given.files, given.benign_files, given.host_files, seed=given.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures, picture = run(plan, corpus, cache=cache, folder=Path(folder))
    figures.machine = f"{figures.machine} {platform.python_version()}"
    figures.date = format_time(SystemClock().now_ns())[:10]
    given.report.write_text(render_report(figures), encoding="utf-8")
    given.report.with_suffix(".svg").write_text(picture, encoding="utf-8")
    print(f"wrote {given.report} in {tell_time(started)}")


if __name__ == "__main__":
    main()
