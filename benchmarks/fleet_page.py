"""The part `fleet` as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.answers import AnswerTimes, percentile
from benchmarks.catalogs import FILES, SERVER
from benchmarks.fleet import PACE_S, FleetFigures

_MB = 1_000_000
NIGHT_S = 8 * 3600


def render_fleet(fleets: Sequence[FleetFigures]) -> Iterator[str]:
    """A table with a column for each size."""
    yield "## fleet: hosts that push with stock restic, night after night, three of them struck"
    yield ""
    alike = [at for at, one in enumerate(fleets) if one.size.nights == fleets[0].size.nights]
    last = alike[-1]
    heads = [
        f"{one.size.hosts} hosts" + ("" if at in alike else f", {one.size.nights} nights")
        for at, one in enumerate(fleets)
    ]
    heads += ["growth"] if last else []
    yield "| | " + " | ".join(heads) + " |"
    yield "|---|" + "---:|" * len(heads)
    for name, cells in _list_rows(fleets):
        growth = [_tell_growth(cells[0], cells[last])] if last else []
        yield f"| {name} | " + " | ".join([*cells, *growth]) + " |"
    yield ""
    yield (
        "The nights follow one another without a pause. Arrival to verdict: from the entry of a snapshot in"
        " the vault's journal of arrivals to that of its verdict; at pace: with one backup every"
        f" {PACE_S:.2f} s, ten times the pace of 1,000 hosts in eight hours. Memory: the most that a process"
        f" had. Commands: with the start of their process, {fleets[0].size.asked} times. Growth: for the"
        " fleets with the same number of nights, the last column to the first."
    )
    yield ""


def _tell_growth(first: str, last: str) -> str:
    """Of plain numbers, else nothing."""
    try:
        return f"{float(last) / float(first):.2f}" if float(first) else ""
    except ValueError:
        return ""


def _list_rows(fleets: Sequence[FleetFigures]) -> Iterator[tuple[str, list[str]]]:
    yield "nights, files a host", [f"{one.size.nights}, {one.size.files:,}" for one in fleets]
    yield "backups a minute", [f"{one.snapshots / one.backups_s * 60:.0f}" for one in fleets]
    yield "arrival to verdict at pace p95, s", [f"{percentile(one.latencies_s):.1f}" for one in fleets]
    yield (
        "arrival to verdict p95 without a pause, s",
        [f"{percentile(one.dense_s):.1f}" for one in fleets],
    )
    yield "server, processor s a snapshot", [f"{one.server_cpu_s / one.snapshots:.3f}" for one in fleets]
    yield (
        "examiner and workers, processor s a snapshot",
        [f"{one.examiner_cpu_s / one.snapshots:.3f}" for one in fleets],
    )
    yield "server memory, MB", [f"{one.server_bytes / _MB:.0f}" for one in fleets]
    yield "examiner memory, MB", [f"{one.examiner_bytes / _MB:.0f}" for one in fleets]
    yield (
        "examiner memory after each night, MB",
        [" ".join(f"{size / _MB:.0f}" for size in one.nights_bytes) for one in fleets],
    )
    yield "largest worker's memory, MB", [f"{one.worker_bytes / _MB:.0f}" for one in fleets]
    yield from _list_answers([one.answers for one in fleets], "")
    yield from _list_answers([one.server_answers for one in fleets], f", catalogs in {SERVER}")
    yield "vault, MB a host", [f"{one.vault_bytes / one.size.hosts / _MB:.2f}" for one in fleets]
    yield "catalogs, MB a host", [f"{one.catalog_bytes / one.size.hosts / _MB:.2f}" for one in fleets]
    told = [f"{one.found} and {one.held} of {one.struck}" for one in fleets]
    yield "struck nights told as `event` and as `suspect`", told
    yield "other hosts' snapshots not `clean`", [f"{one.false}" for one in fleets]
    for name, read in (("one writer", "alone_s"), ("four writers", "together_s")):
        yield (
            f"catalogs anew, {name}: {SERVER} to {FILES}",
            [
                f"{getattr(one.catalogs, read)[SERVER] / getattr(one.catalogs, read)[FILES]:.2f}"
                for one in fleets
            ],
        )


def _list_answers(fleets: Sequence[AnswerTimes], where: str) -> Iterator[tuple[str, list[str]]]:
    """Two rows for each command; empty cells where a fleet was not asked."""
    for name in dict.fromkeys(name for one in fleets for name in one.wall_s):
        waits = [f"{percentile(one.wall_s[name]) * 1000:.0f}" if name in one.wall_s else "" for one in fleets]
        yield f"`{name}`{where} p95, ms", waits
        busy = [f"{one.cpu_s[name] * 1000:.0f}" if name in one.cpu_s else "" for one in fleets]
        yield f"`{name}`{where}, processor ms", busy
