"""Answers: what was found to each question, and over how much of the host-hours somebody could look.

"None found" needs full coverage by the sources of its question; anything less is undetermined. Nothing
follows from the absence of traces alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import format_time
from firstbell.investigate.hunts.match.signs import QUESTIONS
from firstbell.investigate.hunts.nights.coverage import COVERED, NightCoverage, list_gaps, measure_hours
from firstbell.investigate.hunts.traces import SHOWN, Trace

SHOWN_STATE, UNDETERMINED, NONE_FOUND = "shown", "undetermined", "none_found"
_HOUR_NS = 3600 * 1_000_000_000
# a host that is backed up each night has no more between two
_NIGHT_NS = 36 * _HOUR_NS
_MOST_GAPS = 500

# for each question groups of sources; one whole group must speak for an hour of a host
SOURCES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "taken": (("srum/network",), ("flow",)),
    "accounts": (("eventlog/Security",), ("text/auth",), ("text/audit",), ("journal",)),
    "hosts": (("eventlog/Security",), ("text/auth",), ("text/audit",), ("journal",)),
    "entry": (("eventlog/Security",), ("text/auth",), ("text/audit",), ("journal",)),
    "hidden": (("eventlog/Security",), ("text/auth",), ("text/audit",), ("journal",)),
    "staged": (("nights",),),
    "stays": (("settings",),),
}
# questions to which no coverage, however full, lets anybody say "none"
_NEVER_NONE = frozenset({"entry", "staged"})


@dataclass(frozen=True)
class AnswerWindow:
    """The time a hunt is about, in nanoseconds."""

    from_ns: int
    until_ns: int

    @property
    def hours(self) -> int:
        """Whole hours, at least one where there is any time."""
        return max(0, -(-(self.until_ns - self.from_ns) // _HOUR_NS))


@dataclass(frozen=True)
class CoverageGap:
    """A stretch in which nobody could look: the host, and the source that would have told."""

    host: str
    source: str
    from_ns: int
    until_ns: int


@dataclass(frozen=True)
class HuntAnswer:
    """The answer to one question. `shown`: ids of the traces that show it, `pointing` of those that point
    to it.
    """

    question: str
    state: str
    shown: Sequence[str]
    pointing: Sequence[str]
    covered_hours: int
    of_hours: int
    gaps: Sequence[CoverageGap]
    earliest_ns: int


def find_window(
    traces: Iterable[Trace], nights: Sequence[int], *, since_ns: int | None, until_ns: int | None
) -> AnswerWindow:
    """From the earliest sign, or from `since`, else from the first night; until `until`, else the last
    night.
    """
    shown = [trace.time_ns or trace.bounds.known_by_ns for trace in traces if trace.strength == SHOWN]
    last = max(nights, default=0)
    first = min(shown, default=min(nights, default=0))
    start = first if since_ns is None else since_ns
    return AnswerWindow(start, max(start, last if until_ns is None else until_ns))


def answer_questions(
    traces: Sequence[Trace], coverage: Sequence[NightCoverage], *, hosts: Sequence[str], window: AnswerWindow
) -> list[HuntAnswer]:
    """The answer to each question, in the order that a district asks them."""
    return [_answer(question, traces, coverage, hosts=hosts, window=window) for question in QUESTIONS]


def _answer(
    question: str,
    traces: Sequence[Trace],
    coverage: Sequence[NightCoverage],
    *,
    hosts: Sequence[str],
    window: AnswerWindow,
) -> HuntAnswer:
    asked = [trace for trace in traces if trace.question == question]
    shown = [trace.hex_id for trace in asked if trace.strength == SHOWN and _shows(trace)]
    pointing = [trace.hex_id for trace in asked if trace.hex_id not in set(shown)]
    covered_ns, gaps = _measure(question, coverage, hosts, window)
    is_full = not gaps and bool(hosts) and window.until_ns > window.from_ns
    state = UNDETERMINED
    if shown:
        state = SHOWN_STATE
    elif is_full and not pointing and question not in _NEVER_NONE:
        state = NONE_FOUND
    earliest = min((trace.time_ns or trace.bounds.known_by_ns for trace in asked), default=0)
    return HuntAnswer(
        question, state, shown, pointing, covered_ns // _HOUR_NS, window.hours * len(hosts), gaps, earliest
    )


def _shows(trace: Trace) -> bool:
    """That files left is shown only by a source that counted them, never by a tool that could have."""
    return trace.question != "taken" or trace.sign in ("theft.log", "theft.flow", "theft.srum", "theft.bits")


def _measure(
    question: str, coverage: Sequence[NightCoverage], hosts: Sequence[str], window: AnswerWindow
) -> tuple[int, list[CoverageGap]]:
    """Nanoseconds of the hosts that are covered, and the gaps by name."""
    covered_ns = 0
    gaps: list[CoverageGap] = []
    for host in hosts:
        best: list[tuple[int, int]] = []
        for group in SOURCES[question]:
            stretches = [one for one in coverage if one.host == host and is_of(one.source, group)]
            best.extend(measure_hours(stretches, window.from_ns, window.until_ns))
        joined = measure_hours(
            [NightCoverage(host, "", start, end, COVERED) for start, end in best],
            window.from_ns,
            window.until_ns,
        )
        covered_ns += sum(end - start for start, end in joined)
        # what this host keeps: the log of a Linux host is no event log
        kept = [one.source for one in coverage if one.host == host and one.state == COVERED]
        named = next(
            (group[0] for group in SOURCES[question] if any(is_of(one, group) for one in kept)),
            SOURCES[question][0][0],
        )
        gaps.extend(
            CoverageGap(host, named, start, end)
            for start, end in list_gaps(joined, window.from_ns, window.until_ns)
            if end - start > 0
        )
    return covered_ns, gaps


def is_of(source: str, group: Sequence[str]) -> bool:
    """Whether a source is one of these, or a part of one of them."""
    return any(source == one or source.startswith(one + "/") for one in group)


def cover_nights(host: str, nights: Sequence[tuple[int, str]]) -> list[NightCoverage]:
    """What the nights themselves speak for: the time between two that are no further apart than a day and a
    half.

    `nights`: (time in nanoseconds, hex id of the snapshot), ascending.
    """
    found: list[NightCoverage] = []
    for (before, _), (after, hex_id) in itertools.pairwise(nights):
        if after - before <= _NIGHT_NS:
            found.append(NightCoverage(host, "nights", before, after, COVERED, 0, 0, "", hex_id))
    return found


def describe_answer(answer: HuntAnswer) -> dict[str, Any]:
    """The answer as an object for JSON. Shape: docs/hunts.md."""
    return {
        "message_type": "answer",
        "question": answer.question,
        "state": answer.state,
        "shown": list(answer.shown),
        "pointing": list(answer.pointing),
        "covered_hours": answer.covered_hours,
        "of_hours": answer.of_hours,
        "earliest": format_time(answer.earliest_ns) if answer.earliest_ns else None,
        "gaps": [
            {
                "host": gap.host,
                "source": gap.source,
                "from": format_time(gap.from_ns),
                "until": format_time(gap.until_ns),
            }
            for gap in answer.gaps[:_MOST_GAPS]
        ],
        "gaps_in_all": len(answer.gaps),
    }
