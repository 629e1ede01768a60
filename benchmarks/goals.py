"""What is wanted of each work, and whether it was reached.

A row of restic's is a ratio: what Firstbell took by what restic took, in the same run. Firstbell's own
rows compare it with itself.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.district import COMPOSED, OURS, OURS_ON_RESTIC, PLAIN, RESTIC, RUN, SYNCED
from benchmarks.peers import AGAIN, CHANGED, CHECK, DIFF, FIRST, HOME, LIST, RESTORE, UNSCREENED
from benchmarks.results import Figures, Results
from benchmarks.server import ALL_DOWN, ALL_UP, ONE_DOWN, ONE_UP
from benchmarks.servers import OURS as SERVER
from benchmarks.servers import RIVAL as SERVER_RIVAL

RIVAL = "restic"
GROWTH = 1.3
SCREENING = 1.10
INDEX_BLOB_BYTES, INDEX_BATCH_S, INDEX_LOAD_S = 64, 0.2, 15
LEDGER_VERIFY_S, LEDGER_APPENDS_PER_S = 60, 5000
DISTRICT_RATIO, DISTRICT_SHARE = 1.05, 0.60
TIMELINE_EVENT_S, TIMELINE_MEMORY_MB = 1, 256
SERVER_RATIOS = {ONE_UP: 1.1, ONE_DOWN: 1.1, ALL_UP: 1.0, ALL_DOWN: 1.0}
SERVER_MEMORY_MB = 200
NOTICES_S = 300
SIZE, MEMORY = 1.03, 1.5
TREES = ("system", "small", "large")


@dataclass(frozen=True)
class Goal:
    """That a work on a tree takes at most this share of restic's wall time."""

    tree: str
    work: str
    at_most: float


GOALS = (
    Goal("system", FIRST, 0.30),
    Goal("small", FIRST, 0.40),
    Goal("large", FIRST, 0.60),
    *(Goal(tree, AGAIN, 0.40) for tree in TREES),
    *(Goal(tree, CHANGED, 0.45) for tree in TREES),
    Goal("system", RESTORE, 0.50),
    Goal("small", RESTORE, 0.45),
    Goal("large", RESTORE, 0.45),
    *(Goal(tree, CHECK, 0.50) for tree in TREES),
    *(Goal("history", work, 0.60) for work in (LIST, DIFF)),
)


class Judgement(NamedTuple):
    """One row: what was to be done, at most how much was wanted, how much it was, in which unit."""

    tree: str
    work: str
    wanted: float
    reached: float
    unit: str

    @property
    def is_met(self) -> bool:
        """Whether it was reached."""
        return self.reached <= self.wanted


def judge(results: Results) -> Iterator[Judgement]:
    """A judgement of everything that is wanted and was measured."""
    every = {figures.name: figures for part in results.values() for figures in part.trees}
    for goal in GOALS:
        figures = every.get(goal.tree)
        if figures is not None and figures.has(goal.work, HOME) and figures.has(goal.work, RIVAL):
            ratio = _compare(figures, goal.work, "wall_s")
            yield Judgement(goal.tree, goal.work, goal.at_most, ratio, "of restic's time")
    for figures in every.values():
        if RIVAL in figures.repository_bytes:
            size = figures.repository_bytes[HOME] / figures.repository_bytes[RIVAL]
            yield Judgement(figures.name, "size of the repository", SIZE, size, "of restic's")
        if figures.has(FIRST, HOME) and figures.has(UNSCREENED, HOME):
            times = [figures.median(work, HOME, "wall_s") for work in (FIRST, UNSCREENED)]
            unit = "of the time without it"
            yield Judgement(figures.name, "first backup with screening", SCREENING, times[0] / times[1], unit)
        works = [work for work in figures.costs if figures.has(work, HOME) and figures.has(work, RIVAL)]
        if works:
            peak, work = max((_compare(figures, work, "peak_bytes"), work) for work in works)
            yield Judgement(figures.name, f"peak memory ({work} is highest)", MEMORY, peak, "of restic's")
    yield from _judge_growth(results)
    yield from _judge_index(results)
    yield from _judge_ledger(results)
    yield from _judge_timeline(results)
    yield from _judge_district(results)
    yield from _judge_server(results)
    yield from _judge_notices(results)


def _compare(figures: Figures, work: str, what: str) -> float:
    return figures.median(work, HOME, what) / figures.median(work, RIVAL, what)


def _judge_growth(results: Results) -> Iterator[Judgement]:
    trees = results["growth"].trees if "growth" in results else []
    if len(trees) < 2:
        return
    first, last = trees[0], trees[-1]
    for what, word in (("wall_s", "time"), ("peak_bytes", "memory")):
        for work in first.costs:
            shares = [figures.median(work, HOME, what) / figures.files for figures in (first, last)]
            unit = f"of that among {first.files:,}"
            yield Judgement(last.name, f"{work}: {word} a file", GROWTH, shares[1] / shares[0], unit)


def _judge_index(results: Results) -> Iterator[Judgement]:
    index = results["index"].index if "index" in results else None
    if index is None:
        return
    name = f"index of {index.blobs:,} blobs"
    yield Judgement(name, "memory", INDEX_BLOB_BYTES, index.memory_bytes / index.blobs, "bytes a blob")
    yield Judgement(name, "100,000 look-ups in a batch", INDEX_BATCH_S, index.batch_s, "s")
    yield Judgement(name, "loading", INDEX_LOAD_S, index.load_s, "s")


def _judge_ledger(results: Results) -> Iterator[Judgement]:
    ledger = results["ledger"].ledger if "ledger" in results else None
    if ledger is None:
        return
    name = f"ledger of {ledger.entries:,} entries"
    million = 1_000_000 / ledger.entries
    yield Judgement(name, "a million verified", LEDGER_VERIFY_S, ledger.verify_s * million, "s")
    at_most_s = 1_000_000 / LEDGER_APPENDS_PER_S
    yield Judgement(name, "a million appended in batches", at_most_s, ledger.append_s * million, "s")


def _judge_timeline(results: Results) -> Iterator[Judgement]:
    timeline = results["timeline"].timeline if "timeline" in results else None
    if timeline is None:
        return
    if timeline.event is not None:
        name = f"an event in {timeline.files:,} files"
        yield Judgement(name, "its timeline", TIMELINE_EVENT_S, timeline.event.seconds, "s")
    if timeline.joined is not None:
        name = f"{timeline.lines:,} imported lines"
        memory = timeline.joined.peak_bytes / 1e6
        yield Judgement(name, "put in order: memory", TIMELINE_MEMORY_MB, memory, "MB")


def _judge_district(results: Results) -> Iterator[Judgement]:
    district = results["district"].district if "district" in results else None
    if district is None:
        return
    name = f"district of {district.files:,} files"
    for way in (OURS, OURS_ON_RESTIC):
        lost = district.ways[way].missing + district.ways[way].older
        yield Judgement(name, f"{way}: intact work lost", 0, lost, "files")
    medians = {work: statistics.median(seconds) for work, seconds in district.speeds.items()}
    for work, beside in ((RUN, SYNCED), (COMPOSED, PLAIN)):
        yield Judgement(name, work, DISTRICT_RATIO, medians[work] / medians[beside], f"of {beside}")
        yield Judgement(name, work, DISTRICT_SHARE, medians[work] / medians[RESTIC], "of restic's time")


def _judge_server(results: Results) -> Iterator[Judgement]:
    server = results["server"].server if "server" in results else None
    if server is None:
        return
    for work, at_most in SERVER_RATIOS.items():
        ratio = server.median(work, SERVER) / server.median(work, SERVER_RIVAL)
        yield Judgement("server", work, at_most, ratio, f"of {SERVER_RIVAL}'s time")
    memory = server.upload_peak_bytes[SERVER] / 1e6
    yield Judgement("server", "memory with 32 uploads of 100 MB under way", SERVER_MEMORY_MB, memory, "MB")


def _judge_notices(results: Results) -> Iterator[Judgement]:
    notices = results["notices"].notices if "notices" in results else None
    if notices is None:
        return
    name = f"{notices.letters:,} letters"
    share = notices.letters / 100_000
    yield Judgement(name, "100,000 planned, drafted, queued", NOTICES_S, notices.total.wall_s / share, "s")
