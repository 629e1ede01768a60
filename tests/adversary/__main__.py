"""An intruder who has read the code, and people's bulk days: verdicts and recoveries.

    python -m tests.adversary [--jobs N] [--only WORD] [--page FILE]

Everything happens in folders of the suite's own under the system's temporary folder. It writes
docs/adversary.md, or what `--page` names. `--only` plays what has that word in its name, and prints the page.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from firstbell.base.clock import SystemClock, format_time
from tests.adversary.catalogue import ATTACKS
from tests.adversary.honest import HONEST
from tests.adversary.numbered import play_numbered_attack, play_numbered_day
from tests.adversary.page import render_page

T = TypeVar("T")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.adversary",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many hosts at a time")
    parser.add_argument("--only", default="", help="only what has this in its name")
    parser.add_argument("--page", type=Path, default=Path("docs/adversary.md"))
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.jobs, mp_context=context) as pool:
        attacks = [
            pool.submit(play_numbered_attack, number)
            for number, attack in enumerate(ATTACKS)
            if given.only in attack.name
        ]
        days = [
            pool.submit(play_numbered_day, number)
            for number, day in enumerate(HONEST)
            if given.only in day.name
        ]
        played = list(_gather(attacks))
        judged = list(_gather(days))
    page = render_page(
        played,
        judged,
        date=format_time(SystemClock().now_ns())[:10],
        machine=f"{platform.machine()}, Python {platform.python_version()}",
    )
    if given.only:
        sys.stdout.write(page)
    else:
        given.page.write_text(page, encoding="utf-8")
        print(f"wrote {given.page}")


def _gather(futures: Iterable[Future[T]]) -> Iterator[T]:
    for future in futures:
        found = future.result()
        print(found, file=sys.stderr, flush=True)
        yield found


if __name__ == "__main__":
    main()
