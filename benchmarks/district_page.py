"""The part of the page that tells of the district."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from benchmarks.district import PLAIN, RESTIC, DistrictFigures, Way

_MB = 1_000_000


def render_district(district: DistrictFigures) -> Iterator[str]:
    """The section, as lines of Markdown."""
    yield f"## district: {district.hosts} hosts, {district.systems} systems, attacked in two nights"
    yield ""
    yield (
        f"{district.files:,} files, {district.size_bytes / _MB:,.0f} MB, in {district.snapshots} snapshots"
        f" of six days, one repository for each host; {district.struck:,} files were damaged. The clock runs"
        " from the moment that the last damaged backup is in. Both ways read every file back from the target."
        " Firstbell has judged the earlier nights when they came; on what restic wrote it starts from"
        f" nothing. A file (of {district.wanted:,}) is lost if its newest intact version in the backups did"
        " not come back: nothing came back, or an older version did. The script bisects each host's"
        " snapshots by the names in them and restores the last good one, host after host"
        " (`benchmarks/bisection.py`)."
    )
    yield ""
    yield (
        "| way | event to verdict s | to plan s | to first tier verified s | to all verified s | processor s"
        " | files lost | edits lost |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, way in district.ways.items():
        yield f"| {name} | {_render_stages(way)} | {way.cpu_s:.1f} | {way.missing:,} | {way.older:,} |"
    yield ""
    yield (
        "This is how long the files of the largest host take, each time into a new folder. `recover run`"
        " carries out a plan: a file gets its name only when it is whole, a journal records each step, and it"
        " ends when every file is on the disk, as with `restore --sync`. The others leave files to the page"
        " cache."
        f" The ratios are of wall times: below 1 is faster than {PLAIN}, or than {RESTIC}."
    )
    yield ""
    yield f"| work | wall s | times {PLAIN} | times {RESTIC} | processor s |"
    yield "|---|---:|---:|---:|---:|"
    medians = {work: statistics.median(seconds) for work, seconds in district.speeds.items()}
    for work, seconds in district.speeds.items():
        spread = f" ({min(seconds):.2f} to {max(seconds):.2f})" if len(seconds) > 1 else ""
        ratios = [medians[work] / medians[other] for other in (PLAIN, RESTIC)]
        cpu_s = statistics.median(district.cpu_s[work])
        yield f"| {work} | {medians[work]:.2f}{spread} | {ratios[0]:.2f} | {ratios[1]:.2f} | {cpu_s:.2f} |"
    yield ""


def _render_stages(way: Way) -> str:
    stages = (way.verdict_s, way.plan_s, way.first_tier_s, way.all_s)
    return " | ".join("-" if seconds < 0 else f"{seconds:.1f}" for seconds in stages)
