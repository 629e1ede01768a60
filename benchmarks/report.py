"""The figures as a page of Markdown."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.district_page import render_district
from benchmarks.fleet_page import render_fleet
from benchmarks.goals import judge
from benchmarks.index import BATCH, IndexFigures
from benchmarks.ledger import SINGLES, LedgerFigures
from benchmarks.notices_page import render_notices
from benchmarks.peers import HOME
from benchmarks.results import Circumstances, Figures, Part, Results
from benchmarks.server_page import render_server
from benchmarks.soak import render_soak
from benchmarks.timeline import JOINED, Pass, TimelineFigures

ORDER = (
    "system",
    "small",
    "large",
    "history",
    "growth",
    "index",
    "ledger",
    "timeline",
    "notices",
    "district",
    "server",
    "fleet",
    "soak",
)
_MB = 1_000_000
_NOTES = (
    "In each round, every program does every task in turn, and a different one goes first. The figures are"
    " medians; with several rounds, the fastest and slowest follow the wall time.",
    "The tree is in the page cache, and disks are synced before each measurement. Before tasks that write,"
    " the benchmark uses and frees as much memory as the tree takes: under a hypervisor, the first program to"
    " use it would pay for it.",
    "Restored files are emptied, and removed when all rounds are over: ext4 without a journal skips files"
    " that were just deleted, one by one, for each new file.",
    "Programs run with their defaults: restic and Firstbell compress with zstd, borg with lz4"
    " (`repokey-blake2`). All encrypt and authenticate. Each task includes opening the repository and"
    " deriving the key from the password, with the parameters that each program has chosen.",
    "Processor time counts all processes. Memory is the most that all processes of the program had together;"
    " what they share counts once.",
)


def render_page(results: Results, notes: str) -> str:
    """The whole page; `notes` is what people wrote about the figures, in Markdown."""
    parts = [(name, results[name]) for name in ORDER if name in results]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "This page compares the speed and memory use of Firstbell with those of restic and others."
            " `make bench` writes it from its measurements (`benchmarks.json`); each part names the command"
            " that measured it.",
            "",
            "![How long Firstbell takes beside its peers](benchmarks.svg)",
            "",
            *(f"- {note}" for note in _NOTES),
            "",
            *_render_judgements(results),
            notes.strip(),
            "",
            *(line for name, part in parts for line in _render_part(name, part)),
        ]
    )


def _render_judgements(results: Results) -> Iterator[str]:
    yield "## Goals and results"
    yield ""
    yield "| tree | work | goal, at most | result | | |"
    yield "|---|---|---:|---:|---|---|"
    for row in judge(results):
        met = "yes" if row.is_met else "**no**"
        yield f"| {row.tree} | {row.work} | {row.wanted:g} | {row.reached:.2f} | {row.unit} | {met} |"
    yield ""


# the figures of a part by the name of its field
_RENDERERS: dict[str, Callable[[Any], Iterator[str]]] = {
    "index": lambda index: _render_index(index),
    "ledger": lambda ledger: _render_ledger(ledger),
    "timeline": lambda timeline: _render_timeline(timeline),
    "district": render_district,
    "server": render_server,
    "notices": render_notices,
    "fleet": render_fleet,
    "soak": render_soak,
}


def _render_part(name: str, part: Part) -> Iterator[str]:
    measured = {field: getattr(part, field) for field in _RENDERERS}
    found = next((field for field, figures in measured.items() if figures is not None), None)
    if name == "growth":
        yield from _render_growth(part)
    elif found is not None:
        yield from _RENDERERS[found](measured[found])
    else:
        for figures in part.trees:
            yield from _render_tree(figures)
    yield from _describe(part.about)


def _describe(about: Circumstances) -> Iterator[str]:
    rounds = f"{about.rounds} rounds" if about.rounds > 1 else "one round"
    yield (
        f"Measured by `{about.command}`, {rounds}, on {about.machine}; {', '.join(about.programs)};"
        f" load of the machine before {about.load_before:.2f}, after {about.load_after:.2f}."
    )
    yield ""


def _render_tree(figures: Figures) -> Iterator[str]:
    yield f"## {figures.name}: {figures.about}"
    yield ""
    yield f"{figures.files:,} files, {figures.size_bytes / _MB:,.0f} MB."
    yield ""
    names = list(dict.fromkeys(name for costs in figures.costs.values() for name in costs))
    names.sort(key=lambda name: name != HOME)
    others = [name for name in names if name != HOME]
    yield "| work | program | wall s | processor s | memory MB |" + "".join(
        f" of {name}'s time | of {name}'s memory |" for name in others
    )
    yield "|---|---|---:|---:|---:|" + "---:|" * 2 * len(others)
    for work in figures.costs:
        for name in names:
            if figures.has(work, name):
                yield _render_row(figures, work, name, others)
    yield ""
    if figures.restored:
        yield "| program | size of the repository MB | restored tree |"
        yield "|---|---:|---|"
        for name, identical in figures.restored.items():
            verdict = "identical" if identical else "**different**"
            yield f"| {name} | {figures.repository_bytes[name] / _MB:,.1f} | {verdict} |"
        yield ""
    if figures.kdf:
        told = ", ".join(f"{name} {parameters}" for name, parameters in figures.kdf.items())
        yield f"Key from the password: {told}."
        yield ""


def _render_row(figures: Figures, work: str, name: str, others: list[str]) -> str:
    walls = sorted(cost.wall_s for cost in figures.costs[work][name])
    spread = f" ({walls[0]:.2f} to {walls[-1]:.2f})" if len(walls) > 1 else ""
    mine = figures.median(work, name, "wall_s")
    return (
        f"| {work} | {name} | {mine:.2f}{spread} | {figures.median(work, name, 'cpu_s'):.2f} |"
        f" {figures.median(work, name, 'peak_bytes') / _MB:,.0f} |"
        + "".join(_render_ratios(figures, work, other) if name == HOME else " | |" for other in others)
    )


def _render_ratios(figures: Figures, work: str, other: str) -> str:
    if not figures.has(work, other):
        return " | |"
    ratios = (
        figures.median(work, HOME, what) / figures.median(work, other, what)
        for what in ("wall_s", "peak_bytes")
    )
    return "".join(f" {ratio:.2f} |" for ratio in ratios)


def _render_growth(part: Part) -> Iterator[str]:
    trees = part.trees
    yield "## growth: the same works on more and more tiny files"
    yield ""
    pairs = list(itertools.pairwise(trees))
    yield (
        "Firstbell alone; in a cell wall time, us a file, peak memory, bytes a file. The last columns tell"
        " what each further file costs from one tree to the next, where what every command costs is left out."
    )
    yield ""
    more = "".join(f" each more, to {larger.files:,} |" for _, larger in pairs)
    yield "| work |" + "".join(f" {figures.files:,} files |" for figures in trees) + more
    yield "|---|" + "---|" * (len(trees) + len(pairs))
    for work in trees[0].costs:
        cells = [_render_cell(figures, work) for figures in trees]
        cells += [_render_further(*pair, work) for pair in pairs]
        yield f"| {work} |" + "".join(cells)
    yield ""
    told = ", ".join(
        f"{figures.files:,} " + ("identical" if all(figures.restored.values()) else "**different**")
        for figures in trees
    )
    yield f"Restored trees: {told}."
    yield ""


def _render_cell(figures: Figures, work: str) -> str:
    wall_s = figures.median(work, HOME, "wall_s")
    peak_bytes = figures.median(work, HOME, "peak_bytes")
    return (
        f" {wall_s:.1f} s, {wall_s / figures.files * 1e6:.0f} us,"
        f" {peak_bytes / _MB:,.0f} MB, {peak_bytes / figures.files:,.0f} |"
    )


def _render_further(smaller: Figures, larger: Figures, work: str) -> str:
    wall_s, peak_bytes = (
        (larger.median(work, HOME, what) - smaller.median(work, HOME, what)) / (larger.files - smaller.files)
        for what in ("wall_s", "peak_bytes")
    )
    return f" {wall_s * 1e6:.0f} us, {peak_bytes:,.0f} |"


def _render_index(index: IndexFigures) -> Iterator[str]:
    yield f"## index: {index.blobs:,} blobs"
    yield ""
    yield "| what | |"
    yield "|---|---:|"
    yield f"| loading, files of 50,000 blobs | {index.load_s:.2f} s |"
    yield f"| memory that it takes, growth of the resident set | {index.memory_bytes / _MB:,.0f} MB |"
    yield f"| the same, a blob | {index.memory_bytes / index.blobs:.1f} bytes |"
    yield f"| at its peak while loading, a blob | {index.peak_bytes / index.blobs:.1f} bytes |"
    yield f"| a batch of {BATCH:,} look-ups, half of them in vain | {index.batch_s:.3f} s |"
    yield f"| a look-up of one | {index.single_s * 1e6:.1f} us |"
    yield ""


def _render_ledger(ledger: LedgerFigures) -> Iterator[str]:
    yield f"## ledger: {ledger.entries:,} entries in batches of a thousand, {ledger.size_bytes / _MB:,.0f} MB"
    yield ""
    yield "| what | |"
    yield "|---|---:|"
    appended = (ledger.entries / ledger.append_s, SINGLES / ledger.singles_s)
    yield f"| appended, each batch signed and synced | {appended[0]:,.0f} entries a second |"
    yield f"| verified, every line and signature | {ledger.verify_s:.1f} s |"
    yield f"| memory of the process that verifies | {ledger.verify_peak_bytes / _MB:,.0f} MB |"
    yield f"| one changed entry in the middle, found and named | {ledger.damaged_s:.1f} s |"
    yield f"| memory for that | {ledger.damaged_peak_bytes / _MB:,.0f} MB |"
    yield f"| verified by the verifier of one file, plain Python | {ledger.verifier_s:.1f} s |"
    yield f"| appended one by one, each signed and synced | {appended[1]:,.0f} entries a second |"
    yield f"| these verified, a signature each | {SINGLES / ledger.single_verify_s:,.0f} entries a second |"
    yield ""


def _render_timeline(timeline: TimelineFigures) -> Iterator[str]:
    yield f"## timeline: {timeline.lines:,} lines of other tools, and a drill's event"
    yield ""
    yield "| what | | a second | memory MB |"
    yield "|---|---:|---:|---:|"
    for name, taken in timeline.imports.items():
        yield _render_pass(f"read {name}", timeline.lines, "lines", taken)
    if timeline.joined is not None:
        yield _render_pass(f"read {JOINED} and put it in order", timeline.lines, "lines", timeline.joined)
    if timeline.event is not None:
        what = f"the {timeline.event.lines:,} lines of an event in {timeline.files:,} files, from the catalog"
        yield _render_pass(what, timeline.files, "files", timeline.event)
    if timeline.evidence:
        yield ""
        yield "| evidence in the case of that event, by commands | wall s | processor s | memory MB |"
        yield "|---|---:|---:|---:|"
        for work, cost in timeline.evidence.items():
            yield f"| {work} | {cost.wall_s:.1f} | {cost.cpu_s:.1f} | {cost.peak_bytes / 1e6:,.0f} |"
    yield ""


def _render_pass(what: str, count: int, noun: str, taken: Pass) -> str:
    rate = f"{count / taken.seconds:,.0f} {noun}"
    return f"| {what} | {taken.seconds:.2f} s | {rate} | {taken.peak_bytes / _MB:,.0f} |"
