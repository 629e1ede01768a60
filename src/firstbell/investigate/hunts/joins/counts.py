"""Counts over windows of time: many records that are nothing alone, and records beside which others lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.investigate.hunts.match.patterns import parse_number
from firstbell.investigate.hunts.match.rules import Absence, Count, HuntRule
from firstbell.investigate.hunts.records import Hit

_NS = 1_000_000_000


@dataclass(frozen=True)
class CountedRecords:
    """Records that fit a rule together. `first` tells the trace; `count` of them, `distinct` values,
    `total`.
    """

    hits: Sequence[Hit]
    distinct: int = 0
    total: int = 0


def read_field(fields: Mapping[str, str], names: str) -> str:
    """The first of "A|B" that is not empty."""
    for name in names.split("|"):
        value = fields.get(name, "")
        if value and value != "-":
            return value
    return ""


def count_hits(rule: HuntRule, hits: Iterable[Hit]) -> list[CountedRecords]:
    """The groups of records that reach what the rule asks for; a group goes on as long as it does."""
    count = rule.count
    if count is None:
        return [CountedRecords([hit]) for hit in hits]
    groups: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        key = tuple(hit.computer if name == "Computer" else read_field(hit.fields, name) for name in count.by)
        groups.setdefault((hit.computer, *key), []).append(hit)
    found: list[CountedRecords] = []
    for members in groups.values():
        members.sort(key=lambda hit: (hit.time_ns, hit.record))
        found.extend(_find_runs(count, members))
    return found


def _find_runs(count: Count, hits: Sequence[Hit]) -> list[CountedRecords]:
    """Stretches in which every window, pushed from record to record, reaches the number."""
    runs: list[list[Hit]] = []
    start = 0
    within_ns = int(count.within_s * _NS)
    values: dict[str, int] = {}
    total = 0
    for at, hit in enumerate(hits):
        value = read_field(hit.fields, count.distinct) if count.distinct else ""
        values[value] = values.get(value, 0) + 1
        total += _read_total(count, hit)
        while hit.time_ns - hits[start].time_ns > within_ns:
            old = read_field(hits[start].fields, count.distinct) if count.distinct else ""
            values[old] -= 1
            if not values[old]:
                del values[old]
            total -= _read_total(count, hits[start])
            start += 1
        reached = len(values) if count.distinct else at - start + 1
        if reached < count.least or total < count.total_least:
            continue
        if runs and hits[start].time_ns <= runs[-1][-1].time_ns:
            known = {id(one) for one in runs[-1]}
            runs[-1].extend(one for one in hits[start : at + 1] if id(one) not in known)
        else:
            runs.append(list(hits[start : at + 1]))
    return [
        CountedRecords(
            run,
            len({read_field(hit.fields, count.distinct) for hit in run}) if count.distinct else 0,
            sum(_read_total(count, hit) for hit in run),
        )
        for run in runs
    ]


def _read_total(count: Count, hit: Hit) -> int:
    return int(parse_number(hit.fields.get(count.total, "")) or 0) if count.total else 0


def drop_explained(
    absence: Absence, hits: Iterable[Hit], *, near: Iterable[Hit], spans: Sequence[tuple[int, int]]
) -> list[Hit]:
    """The records beside which nothing of what would explain them stands, in a time the source speaks for.

    `spans`: (first, last) times, in nanoseconds, between which the other source has records.
    """
    within_ns = int(absence.within_s * _NS)
    moments = sorted(hit.time_ns for hit in near)
    kept = []
    for hit in hits:
        if not any(first <= hit.time_ns <= last for first, last in spans):
            continue
        if not any(abs(moment - hit.time_ns) <= within_ns for moment in moments):
            kept.append(hit)
    return kept
