"""The coverage map of a hunt as rows of a picture: which source of which host could be searched, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.console.web.words import parse_shown_time

WIDTH = 600.0


@dataclass(frozen=True, slots=True)
class MapSegment:
    """A stretch of time. `x`, `width`: in units of a picture that is `WIDTH` wide."""

    x: float
    width: float
    state: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One source of one host. `share`: of the time, how much was covered, in percent; `why`: of the gaps."""

    host: str
    source: str
    segments: tuple[MapSegment, ...]
    share: int
    why: tuple[str, ...]


def draw_rows(lines: Iterable[Mapping[str, Any]]) -> list[MapRow]:
    """A row for each host and source of the lines of `hunt coverage`, in their order."""
    grouped: dict[tuple[str, str], list[tuple[int, int, Mapping[str, Any]]]] = {}
    for line in lines:
        begin, end = parse_shown_time(str(line.get("from"))), parse_shown_time(str(line.get("until")))
        if line.get("message_type") == "coverage" and begin is not None and end is not None:
            grouped.setdefault((str(line["host"]), str(line["source"])), []).append((begin, end, line))
    if not grouped:
        return []
    first = min(begin for stretches in grouped.values() for begin, _, _ in stretches)
    last = max(end for stretches in grouped.values() for _, end, _ in stretches)
    span = max(1, last - first)
    rows = []
    for (host, source), stretches in grouped.items():
        segments = tuple(
            MapSegment(
                round(WIDTH * (begin - first) / span, 1),
                round(max(WIDTH * (end - begin) / span, 1.0), 1),
                str(line["state"]),
            )
            for begin, end, line in stretches
        )
        covered = sum(end - begin for begin, end, line in stretches if line["state"] == "covered")
        why = tuple(dict.fromkeys(str(line["why"]) for _, _, line in stretches if line.get("why")))
        rows.append(MapRow(host, source, segments, min(100, round(100 * covered / span)), why))
    return rows
