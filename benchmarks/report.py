"""The figures as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.peers import Peer
from benchmarks.run import WORKS, Figures

HOME = "Firstbell"
_MB = 1_000_000


@dataclass(frozen=True)
class Circumstances:
    """What a reader must know to judge the figures."""

    machine: str
    command: str
    rounds: int
    load_before: float
    load_after: float


def render_page(every: list[Figures], peers: list[Peer], about: Circumstances) -> str:
    """The whole page."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Written by `{about.command}`; that command reproduces every figure.",
            "",
            "![How long Firstbell takes beside its peers](benchmarks.svg)",
            "",
            *_describe(peers, about),
            "",
            *(line for figures in every for line in _render_tree(figures, peers)),
        ]
    )


def _describe(peers: list[Peer], about: Circumstances) -> Iterator[str]:
    yield f"- Machine: {about.machine}."
    yield f"- Programs: {', '.join(peer.tell_version() for peer in peers)}."
    yield (
        f"- Rounds: {about.rounds}; in each, every work is done by every program in turn, another one first"
        " in each round. The figures are medians; where there are several rounds, fastest and slowest stand"
        " behind the wall time."
    )
    yield (
        "- The tree is in the page cache; disks are synced before each measurement. Programs run with their"
        " defaults: restic and Firstbell compress with zstd, borg with lz4 (`repokey-blake2`). All encrypt"
        " and authenticate."
    )
    yield (
        "- Processor time counts all processes; memory is the most that all processes of the program had"
        " together, what they share counted once."
    )
    yield (
        f"- Load of the machine before the run {about.load_before:.2f}, at its end {about.load_after:.2f}"
        " (the run itself included)."
    )


def _render_tree(figures: Figures, peers: list[Peer]) -> Iterator[str]:
    yield f"## {figures.tree.about}"
    yield ""
    yield f"{figures.files:,} files, {figures.size_bytes / _MB:,.0f} MB."
    yield ""
    others = [peer.name for peer in peers if peer.name != HOME]
    ratios = "".join(f" as fast as {name} |" for name in others)
    yield f"| work | program | wall s | processor s | memory MB |{ratios}"
    yield "|---|---|---:|---:|---:|" + "---:|" * len(others)
    for work in WORKS:
        for peer in peers:
            yield _render_row(figures, work, peer.name, others)
    yield ""
    yield "| program | size of the repository MB | restored tree |"
    yield "|---|---:|---|"
    for peer in peers:
        verdict = "identical" if figures.restored[peer.name] else "**different**"
        yield f"| {peer.name} | {figures.repository_bytes[peer.name] / _MB:,.1f} | {verdict} |"
    yield ""


def _render_row(figures: Figures, work: str, name: str, others: list[str]) -> str:
    walls = sorted(cost.wall_s for cost in figures.costs[work, name])
    spread = f" ({walls[0]:.2f} to {walls[-1]:.2f})" if len(walls) > 1 else ""
    mine = figures.median(work, name, "wall_s")
    ratios = "".join(
        f" {figures.median(work, other, 'wall_s') / mine:.2f} |" if name == HOME else " |" for other in others
    )
    return (
        f"| {work} | {name} | {mine:.2f}{spread} | {figures.median(work, name, 'cpu_s'):.2f} |"
        f" {figures.median(work, name, 'peak_bytes') / _MB:,.0f} |{ratios}"
    )
