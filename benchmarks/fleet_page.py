"""The part `fleet` as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.catalogs import FILES, SERVER
from benchmarks.fleet import FleetFigures

_MB = 1_000_000
NIGHT_S = 8 * 3600


def render_fleet(fleets: Sequence[FleetFigures]) -> Iterator[str]:
    """A table with a column for each size."""
    yield "## fleet: hosts that push with stock restic, night after night, three of them struck"
    yield ""
    yield "| | " + " | ".join(f"{one.size.hosts} hosts" for one in fleets) + " |"
    yield "|---|" + "---:|" * len(fleets)
    for name, cells in _list_rows(fleets):
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield ""
    yield (
        "Backups follow each other without a pause. Arrival to verdict: from the entry of a snapshot in the"
        " vault's journal of arrivals to that of its verdict. Memory: the largest of the processes."
        f" Commands: with the start of their process, {fleets[0].size.asked} times."
    )
    yield ""


def _list_rows(fleets: Sequence[FleetFigures]) -> Iterator[tuple[str, list[str]]]:
    yield "nights, files a host", [f"{one.size.nights}, {one.size.files:,}" for one in fleets]
    yield "backups a minute", [f"{one.snapshots / one.backups_s * 60:.0f}" for one in fleets]
    yield "arrival to verdict p95, s", [f"{one.percentile(one.latencies_s):.1f}" for one in fleets]
    yield "examiner, processor s a snapshot", [f"{one.examiner_cpu_s / one.snapshots:.2f}" for one in fleets]
    yield "server memory, MB", [f"{one.server_bytes / _MB:.0f}" for one in fleets]
    yield "examiner or worker memory, MB", [f"{one.examiner_bytes / _MB:.0f}" for one in fleets]
    for name in dict.fromkeys(name for one in fleets for name in one.answers_s):
        asked = [one.answers_s.get(name) for one in fleets]
        told = [
            f"{one.percentile(times) * 1000:.0f}" if times else ""
            for one, times in zip(fleets, asked, strict=True)
        ]
        yield f"`{name}` p95, ms", told
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
