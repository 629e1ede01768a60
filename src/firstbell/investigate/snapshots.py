"""Lines of the snapshots themselves: that a host was backed up, what the examination found, when it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from firstbell.base.clock import NS_PER_S, InvalidTimeError, parse_time
from firstbell.base.counts import say_count
from firstbell.base.pathtext import say_text
from firstbell.catalog import Catalog, ExaminationRow, LineRow, SnapshotRow
from firstbell.record.arrivals import Arrival, Arrivals
from firstbell.record.examination import Verdict
from firstbell.record.timeline import LineKind, TimelineLine

SNAPSHOT_TIME = "Snapshot Time (by the host's clock)"
ARRIVAL_TIME = "Arrival Time (by the clock of who noted it)"
# a snapshot cannot come before it was taken; a clock may be a little off
_AHEAD_NS = 60 * NS_PER_S


def tell_snapshot(line: LineRow, snapshot: SnapshotRow, examined: ExaminationRow | None) -> TimelineLine:
    """The line of one snapshot."""
    paths = say_text(" ".join(line.paths))
    message = f"Backup {snapshot.hex_id[:8]} of {say_text(line.host)}: {paths}"
    if examined is not None:
        message += (
            f"; {say_count(examined.files_changed, 'file')} changed, {examined.files_damaged:,} damaged"
        )
    return TimelineLine(
        time_ns=snapshot.time_ns,
        kind=LineKind.SNAPSHOT,
        message=message,
        timestamp_desc=SNAPSHOT_TIME,
        host=line.host,
        source="snapshots",
        reference=f"snapshot:{snapshot.hex_id}",
        fields={
            "snapshot": snapshot.hex_id,
            "paths": list(line.paths),
            "verdict": examined.verdict.value if examined else None,
            "files_changed": examined.files_changed if examined else None,
            "files_damaged": examined.files_damaged if examined else None,
        },
    )


def tell_verdict(examined: ExaminationRow, event: str) -> TimelineLine:
    """The line of a verdict that is not clean."""
    snapshot = examined.snapshot
    found = "an encryption event" if examined.verdict is Verdict.EVENT else "suspect"
    why = "; ".join(say_text(reason.detail) for reason in examined.reasons) or "no reason told"
    name = f"{snapshot.hex_id[:8]} of {say_text(snapshot.host)}"
    fields = {
        "verdict": examined.verdict.value,
        "snapshot": snapshot.hex_id,
        "reasons": [
            {"code": reason.code, "detail": reason.detail, "count": reason.count}
            for reason in examined.reasons
        ],
        "hints": list(examined.hints),
    }
    return TimelineLine(
        time_ns=snapshot.time_ns,
        kind=LineKind.VERDICT,
        message=f"Backup {name} is {found}: {why}",
        timestamp_desc=SNAPSHOT_TIME,
        host=snapshot.host,
        source="examination",
        reference=f"snapshot:{snapshot.hex_id}",
        fields={**fields, "event": event} if event else fields,
    )


def list_arrival_lines(
    catalog: Catalog, arrivals: Arrivals, *, noted_by: str = "the desk"
) -> list[TimelineLine]:
    """A line for each snapshot of which somebody noted when it came."""
    return list(_tell_arrivals(catalog.list_snapshots(), arrivals, noted_by))


def _tell_arrivals(
    snapshots: Iterable[SnapshotRow], arrivals: Arrivals, noted_by: str
) -> Iterator[TimelineLine]:
    for snapshot in snapshots:
        arrival = arrivals.find(snapshot.hex_id)
        if arrival is None:
            continue
        try:
            received_ns = parse_time(arrival.received)
        except InvalidTimeError:
            continue  # who noted it noted no time
        yield TimelineLine(
            time_ns=received_ns,
            kind=LineKind.ARRIVAL,
            message=_describe_arrival(snapshot, arrival, noted_by, received_ns=received_ns),
            timestamp_desc=ARRIVAL_TIME,
            host=snapshot.host,
            source=noted_by,
            reference=f"snapshot:{snapshot.hex_id}",
            fields=_list_fields(snapshot, arrival, received_ns),
        )


def _describe_arrival(snapshot: SnapshotRow, arrival: Arrival, noted_by: str, *, received_ns: int) -> str:
    since = f", not there yet at {arrival.not_before}" if arrival.not_before else ""
    if arrival.not_before == arrival.received:
        since = ""
    message = (
        f"Backup {snapshot.hex_id[:8]} of {say_text(snapshot.host)} was there, noted by {noted_by}{since}"
    )
    if snapshot.time_ns > received_ns + _AHEAD_NS:
        message += f"; it says of itself that it is of {snapshot.time}, which was yet to come"
    return message


def _list_fields(snapshot: SnapshotRow, arrival: Arrival, received_ns: int) -> Mapping[str, object]:
    ahead_ns = snapshot.time_ns - received_ns
    return {
        "snapshot": snapshot.hex_id,
        "not_before": arrival.not_before,
        "own_time": snapshot.time,
        "ahead_s": ahead_ns // NS_PER_S if ahead_ns > _AHEAD_NS else 0,
    }
