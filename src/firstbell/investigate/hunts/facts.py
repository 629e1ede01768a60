"""What a hunt proposes as facts: a file that a person loads into a case. Nothing enters a ledger by
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from firstbell.base.clock import DAY_NS, format_time
from firstbell.base.counts import choose_word, say_count, say_share
from firstbell.investigate.hunts.answers import NONE_FOUND, SOURCES, is_of
from firstbell.investigate.hunts.hunt import HuntResult
from firstbell.investigate.hunts.nights.coverage import NightCoverage, measure_hours
from firstbell.investigate.hunts.traces import SHOWN, Trace

# sources that count what left; one of them alone, since two may have seen the same bytes
_COUNTED = ("theft.srum", "theft.log", "theft.flow")


def propose_facts(result: HuntResult, as_of_ns: int) -> dict[str, Any]:
    """A file of facts, as `case facts load` takes it: first access, way in, exfiltration.

    `reviewed_days` comes from coverage, never from silence: a day counts only if every hour of every host is
    covered by a source that would have told.
    """
    as_of = format_time(as_of_ns)
    shown = [trace for trace in result.traces if trace.strength == SHOWN]
    facts: list[dict[str, Any]] = []
    if shown:
        first = min(shown, key=_read_moment)
        because = f"trace {first.hex_id[:8]}: {first.message}"
        value = format_time(_read_moment(first))
        facts.append(_make("first_access", "believed", value, as_of=as_of, because=because))
    ways = [trace for trace in shown if trace.sign.startswith(("entry.", "run."))]
    if ways:
        way = min(ways, key=_read_moment)
        because = f"trace {way.hex_id[:8]} on {way.host}. It does not prove: {way.not_proved}"
        facts.append(_make("way_in", "believed", way.message, as_of=as_of, because=because))
    facts.append(_propose_exfiltration(result, as_of))
    return {"as_of": as_of, "facts": facts}


def _make(subject: str, status: str, value: Any, *, as_of: str, because: str) -> dict[str, Any]:
    return {"subject": subject, "status": status, "value": value, "as_of": as_of, "because": because}


def _read_moment(trace: Trace) -> int:
    return trace.time_ns or trace.bounds.known_by_ns


def _propose_exfiltration(result: HuntResult, as_of: str) -> dict[str, Any]:
    counted = [trace for trace in result.traces if trace.strength == SHOWN and trace.sign in _COUNTED]
    answer = next(one for one in result.answers if one.question == "taken")
    reviewed, of_days = count_days(result.coverage, result.hosts, result.window)
    value: dict[str, Any] = {"state": "undetermined", "reviewed_days": reviewed, "of_days": of_days}
    if counted:
        value["state"] = "confirmed"
        value["bytes_at_least"] = max(_sum_source(counted, sign) for sign in _COUNTED)
        named = {place for trace in counted for place in trace.more.get("destinations", ())}
        value["destinations"] = sorted(named)
        ids = ", ".join(trace.hex_id[:8] for trace in counted[:20])
        because = f"a hunt: {choose_word(len(counted), 'trace', 'traces')} {ids}"
    elif answer.state == NONE_FOUND and reviewed == of_days:
        value["state"] = "none_found"
        hosts = say_count(len(result.hosts), "host")
        because = f"a hunt: every hour of {hosts} is covered, and nothing points to it"
    else:
        gaps = ", ".join(sorted({gap.host for gap in answer.gaps})[:20])
        because = f"a hunt: {say_share(reviewed, of_days, 'day')} could be looked at on every host"
        because += f"; gaps on {gaps}" if gaps else ""
    return _make("exfiltration", "known" if counted else "believed", value, as_of=as_of, because=because)


def _sum_source(traces: Iterable[Trace], sign: str) -> int:
    return sum(int(trace.more.get("bytes_sent", 0)) for trace in traces if trace.sign == sign)


def count_days(
    coverage: Sequence[NightCoverage], hosts: Sequence[str], window: tuple[int, int]
) -> tuple[int, int]:
    """(days on which every hour of every host is covered, days) of a window in nanoseconds."""
    start, end = window
    if end <= start:
        return 0, 0
    days = range(start // DAY_NS, -(-end // DAY_NS))
    sources = [one for group in SOURCES["taken"] for one in group]
    covered = {
        host: measure_hours(
            [one for one in coverage if one.host == host and is_of(one.source, sources)], start, end
        )
        for host in hosts
    }
    full = sum(
        bool(hosts)
        and all(
            any(a <= max(day * DAY_NS, start) and min((day + 1) * DAY_NS, end) <= b for a, b in spans)
            for spans in covered.values()
        )
        for day in days
    )
    return full, len(days)
