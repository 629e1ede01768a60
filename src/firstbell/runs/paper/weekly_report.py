"""The weekly report as the text of a mail: what is kept, late, rehearsed, and what changed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.base.counts import say_count, say_size
from firstbell.ledger import Entry
from firstbell.runs.entries import ReadinessMeasured
from firstbell.runs.figures import say_duration, say_time
from firstbell.runs.paper.readiness_page import (
    describe_back,
    describe_host,
    describe_lead,
    describe_lock,
    describe_point,
    describe_rehearsal,
    describe_title,
    describe_trouble,
)
from firstbell.runs.readiness.readiness import Readiness

# a report of last week; a younger measure is one that somebody asked for in between
_LEAST_AGE_NS = 5 * 86_400 * NS_PER_S
_WIDTH = 76
# of a measure's body: names that are there now and were not, and what is said of them
_LISTS = (
    ("late", "backup is late", "backup is on time again"),
    ("single_copy", "is kept in one place only", "has a second copy"),
    ("never_rehearsed", "was never rehearsed", "was rehearsed for the first time"),
    ("without", "is not backed up in full", "is backed up in full again"),
)


def find_last_week(entries: Iterable[Entry], now_ns: int) -> Entry | None:
    """The measure to compare with: the newest that is at least five days old, else the oldest there is."""
    measures = sorted(
        (entry for entry in entries if entry.kind == ReadinessMeasured.KIND),
        key=lambda one: parse_time(one.time),
    )
    old = [entry for entry in measures if now_ns - parse_time(entry.time) >= _LEAST_AGE_NS]
    return old[-1] if old else (measures[0] if measures else None)


def describe_changes(readiness: Readiness, before: Mapping[str, Any]) -> list[str]:
    """What changed since a measure, by its body; a sentence each."""
    found = []
    was, now = before.get("first_bell_s"), readiness.first_bell_s
    if isinstance(was, int | float) and now is not None and say_duration(was) != say_duration(now):
        word = "longer" if now > was else "shorter"
        found.append(f"Time to first bell is {word}: {say_duration(now)}, before {say_duration(was)}.")
    elif was is None and now is not None:
        found.append(f"There is a time to first bell now: {say_duration(now)}.")
    elif isinstance(was, int | float) and now is None:
        found.append("There is no time to first bell any more: no backup restores the first tier.")
    here = {
        "late": readiness.late,
        "single_copy": readiness.single,
        "never_rehearsed": readiness.never,
        "without": list(readiness.first_bell_without),
    }
    for field, came, went in _LISTS:
        then = [str(name) for name in before.get(field, ())]
        found += [f"{name}: {came}." for name in here[field] if name not in then]
        found += [f"{name}: {went}." for name in then if name not in here[field]]
    return found


def render_weekly(readiness: Readiness, before: Entry | None, zone: tzinfo | None = None) -> str:
    """The report."""
    lines = [f"{readiness.district}, {say_time(readiness.time, zone)}", "", describe_title(readiness)]
    lines += ["", *_wrap(describe_lead(readiness))]
    if describe_trouble(readiness):
        lines += ["", *_wrap(describe_trouble(readiness))]
    lines += ["", *_section("What changed", list(_tell_changes(readiness, before, zone)))]
    told = [describe_host(host) for host in readiness.hosts if host.is_told]
    lines += _section("What is late or at risk", told or ["Every host backs up on time."])
    lines += _section("What is kept", list(_tell_kept(readiness)))
    lines += _section(
        "What was rehearsed", [f"{one.name}: {describe_rehearsal(one)}" for one in readiness.systems]
    )
    locks = [line for lock in readiness.locks for line in describe_lock(lock)]
    if locks:
        lines += _section("What to change in the vault", locks)
    lines += ["`firstbell readiness --html FILE` makes a page of this for the board.", ""]
    return "\n".join(lines)


def _tell_changes(readiness: Readiness, before: Entry | None, zone: tzinfo | None) -> Iterator[str]:
    if before is None:
        yield "This is the first report; the next one compares with it."
        return
    changes = describe_changes(readiness, before.body)
    yield from changes or [f"Nothing since {say_time(before.time, zone)}."]


def _tell_kept(readiness: Readiness) -> Iterator[str]:
    for system in readiness.systems:
        if system.missing:
            yield f"{system.name}: {'; '.join(system.missing)}"
            continue
        yield (
            f"{system.name}: {say_count(system.files, 'file')}, {say_size(system.size_bytes)}, newest clean "
            f"backup {describe_point(system)}, back after {describe_back(system)}"
        )
    if not readiness.systems:
        yield "firstbell.toml names no system yet."


def _section(title: str, points: Sequence[str]) -> list[str]:
    lines = [title.upper()]
    for point in points:
        lines += _wrap(point, bullet="- ")
    return [*lines, ""]


def _wrap(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
