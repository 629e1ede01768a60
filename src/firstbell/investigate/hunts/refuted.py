"""Records whose time the backups refute: written after a backup, they claim a time before it, or to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstbell.base.clock import say_moment
from firstbell.investigate.hunts.host_records import DatedRecord, Gathered
from firstbell.investigate.hunts.hostnights import Night
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.nights.logs import LogKey, LogNight
from firstbell.investigate.hunts.traces import SHOWN, Bounds, Trace, tell_sign

_HOUR_NS = 3600 * 1_000_000_000
# a clock that is set by the network goes back by less, and a backup takes its time
_BACK_NS = 3 * _HOUR_NS
_AHEAD_NS = 26 * _HOUR_NS
_EVENTLOG = "eventlog/"


def judge_record_times(gathered: Gathered, sign: HuntSign) -> Iterator[Trace]:
    """One trace for each log, of the records that rules fit and whose time cannot be."""
    by_log: dict[LogKey, list[DatedRecord]] = {}
    for placed in gathered.placed.values():
        hit = placed.hit
        if hit.record >= 0 and hit.time_ns > 0 and hit.source.startswith(_EVENTLOG):
            key = LogKey(hit.source.removeprefix(_EVENTLOG), hit.computer)
            by_log.setdefault(key, []).append(placed)
    for key, found in by_log.items():
        nights = gathered.logs.get(key, [])
        refuted = [one for one in found if _is_refuted(gathered, nights, one)]
        if refuted:
            yield _tell(gathered, key, refuted, sign=sign)


def _is_refuted(gathered: Gathered, logs: Sequence[LogNight], placed: DatedRecord) -> bool:
    hit = placed.hit
    if hit.time_ns > gathered.nights.nights[placed.first].time_ns + _AHEAD_NS:
        return True
    before = [log for log in logs if log.night < placed.first and log.is_whole and len(log.ids)]
    if not before:
        return False
    last = before[-1]
    # its number says that it was written after all that the last backup holds
    is_later = hit.record > int(last.ids[-1])
    return is_later and last.first_ns <= hit.time_ns < last.last_ns - _BACK_NS


def _tell(gathered: Gathered, key: LogKey, found: Sequence[DatedRecord], *, sign: HuntSign) -> Trace:
    ordered = sorted(found, key=lambda one: (one.first, one.hit.record))
    first = ordered[0]
    night = gathered.nights.nights[first.first]
    before = gathered.nights.find_before(night, first.path)
    numbers = sorted({one.hit.record for one in ordered})
    noun = "record" if len(numbers) == 1 else "records"
    claimed = say_moment(first.hit.time_ns)
    return tell_sign(
        sign,
        gathered.nights.host,
        strength=SHOWN,
        time_ns=first.hit.time_ns,
        message=f"{len(numbers):,} {noun} of {key.channel} with a time that cannot be "
        f"({claimed}): {_explain(night, before, first)}.",
        records=numbers,
        source=_EVENTLOG + key.channel,
        path=first.path,
        bounds=Bounds(
            before.time_ns if before else None,
            night.time_ns,
            night.hex_id,
            gathered.nights.nights[max(one.last for one in ordered)].hex_id,
        ),
        count=len(numbers),
    )


def _explain(night: Night, before: Night | None, placed: DatedRecord) -> str:
    if placed.hit.time_ns > night.time_ns:
        return f"the backup of {say_moment(night.time_ns)} holds them already"
    when = say_moment(before.time_ns) if before else "before"
    return f"the backup of {when} covers that time and does not hold them"
