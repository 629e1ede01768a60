"""What a hunt said, as lines of the timeline: one for each trace, one for each hole in what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firstbell.base.clock import format_second, parse_time
from firstbell.base.counts import say_count
from firstbell.investigate.hunts.nights.coverage import COVERED
from firstbell.investigate.windows import BACKUP_TIME
from firstbell.record.sources import say_source
from firstbell.record.timeline import LineKind, TimelineLine

RECORD_TIME = "Record Time (claimed by the host)"
GAP_TIME = "Begin of a Time that Nobody Could Look At"
_SOURCE = "hunt"
# the fields of a trace that are fields of the line itself
_OWN = frozenset({"message_type", "time", "host", "path", "message", "reference", "source"})


def list_hunt_lines(messages: Iterable[Mapping[str, Any]]) -> Iterator[TimelineLine]:
    """The lines of what a hunt said (`HuntResult.list_messages`). In no order."""
    for message in messages:
        if message.get("message_type") == "trace":
            yield _tell_trace(message)
        elif message.get("message_type") == "coverage" and message.get("state") != COVERED:
            yield _tell_gap(message)


def _tell_trace(trace: Mapping[str, Any]) -> TimelineLine:
    claimed = bool(trace["time"])
    fields = {name: value for name, value in trace.items() if name not in _OWN}
    hint = "" if trace["strength"] == "shown" else " (it points there)"
    return TimelineLine(
        time_ns=parse_time(str(trace["time"] or trace["known_by"])),
        kind=LineKind.TRACE,
        message=f"{trace['sign']}: {trace['message']}{hint}",
        timestamp_desc=RECORD_TIME if claimed else BACKUP_TIME,
        host=str(trace["host"]),
        path=str(trace["path"]).encode(errors="surrogateescape"),
        source=_SOURCE,
        reference=str(trace["reference"]),
        fields={**fields, "claimed": claimed, "log": trace["source"]},
    )


def _tell_gap(gap: Mapping[str, Any]) -> TimelineLine:
    missing = int(gap.get("missing") or 0)
    lost = f", {say_count(missing, 'record')} that no backup holds" if missing else ""
    why = f" ({gap['why']})" if gap.get("why") else ""
    source = say_source(str(gap["source"]))
    span = f"from {format_second(str(gap['from']))} to {format_second(str(gap['until']))}"
    return TimelineLine(
        time_ns=parse_time(str(gap["from"])),
        kind=LineKind.GAP,
        message=f"Nobody could look at {source} of {gap['host']} {span}: {gap['state']}{lost}{why}",
        timestamp_desc=GAP_TIME,
        host=str(gap["host"]),
        source=_SOURCE,
        reference=str(gap.get("reference") or ""),
        fields={
            "state": gap["state"],
            "log": gap["source"],
            "until": gap["until"],
            "missing": missing,
            "why": gap.get("why") or "",
        },
    )
