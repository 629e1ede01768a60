"""Coverage: for host, source and time, whether somebody looked, and what stood there could be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import format_time

COVERED, GAP, CLEARED = "covered", "gap", "cleared"
OFF, UNREADABLE, ABSENT = "off", "unreadable", "absent"


@dataclass(frozen=True)
class NightCoverage:
    """One stretch. `missing`: how many records were written in it that no night holds, 0 where not known.

    `reference`: hex id of the snapshot it was read from.
    """

    host: str
    source: str
    from_ns: int
    until_ns: int
    state: str
    records: int = 0
    missing: int = 0
    why: str = ""
    reference: str = ""


def describe_coverage(one: NightCoverage) -> dict[str, Any]:
    """The stretch as an object for JSON."""
    return {
        "message_type": "coverage",
        "host": one.host,
        "source": one.source,
        "from": format_time(one.from_ns),
        "until": format_time(one.until_ns),
        "state": one.state,
        "records": one.records,
        "missing": one.missing,
        "why": one.why,
        "reference": f"snapshot:{one.reference}" if one.reference else "",
    }


def measure_hours(stretches: Sequence[NightCoverage], from_ns: int, until_ns: int) -> list[tuple[int, int]]:
    """The stretches that are covered, joined and cut to a window: (from, until) in nanoseconds, ascending."""
    spans = sorted(
        (max(one.from_ns, from_ns), min(one.until_ns, until_ns))
        for one in stretches
        if one.state == COVERED and one.until_ns > from_ns and one.from_ns < until_ns
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def list_gaps(covered: Sequence[tuple[int, int]], from_ns: int, until_ns: int) -> list[tuple[int, int]]:
    """What of a window the joined stretches leave out.

    >>> list_gaps([(2, 4)], 0, 9)
    [(0, 2), (4, 9)]
    """
    gaps: list[tuple[int, int]] = []
    at = from_ns
    for start, end in covered:
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    if at < until_ns:
        gaps.append((at, until_ns))
    return gaps
