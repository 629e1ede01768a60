"""What went from the logs of a host between two nights: traces of `hide.vanished`, and what clearing took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from firstbell.base.clock import say_moment
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.host_records import DatedRecord, Gathered
from firstbell.investigate.hunts.hostnights import Night
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.nights.coverage import CLEARED, COVERED, GAP, UNREADABLE, NightCoverage
from firstbell.investigate.hunts.nights.logs import LogKey, LogNight, LogStep, compare_nights, list_spans
from firstbell.investigate.hunts.sources.table import find_kind
from firstbell.investigate.hunts.traces import SHOWN, Bounds, Trace, tell_sign

_MOST_SPANS = 8
_MOST_RECORDS = 100_000
# a log that goes round holds about as many records as before; one that holds so much less was emptied
_EMPTIED = 4


def list_steps(gathered: Gathered, key: LogKey) -> Iterator[tuple[LogStep, Night]]:
    """What became of a log from each night to the next that could have held it, and that next night."""
    logs = {log.night: log for log in gathered.logs[key]}
    before: LogNight | None = None
    for night in gathered.nights.nights:
        log = logs.get(night.number)
        if before is None:
            before = log
            continue
        is_covered = bool(before.paths) and all(night.reach.covers(path) for path in before.paths)
        if log is None and not is_covered:
            continue
        if log is None and any(unread.path in before.paths for unread in gathered.unread.values()):
            continue
        yield compare_nights(before, log, is_covered=is_covered), night
        if log is None:
            # told once: what comes later is compared with what stood there last
            return
        before = log


def judge_logs(gathered: Gathered, sign: HuntSign) -> Iterator[Trace]:
    """The traces of records that went from event logs, and of holes inside them."""
    for key in sorted(gathered.logs, key=lambda one: (one.channel, one.computer)):
        for step, night in list_steps(gathered, key):
            gone = _find_gone(gathered, key, step, night)
            if gone:
                yield _tell_gone(gathered, sign, key=key, step=replace(step, gone=gone), night=night)
        yield from _tell_holes(gathered, sign, key)


def _find_gone(gathered: Gathered, key: LogKey, step: LogStep, night: Night) -> Sequence[int]:
    """The ids that went without an explanation."""
    if find_clearing(gathered, key, step=step, night=night) is not None:
        return ()
    if step.gone or step.after is None:
        return step.gone
    is_emptied = (
        step.rotated > 0
        and step.after.is_whole
        and len(step.after.ids) * _EMPTIED < len(step.before.ids)
        and not _has_event(gathered, night, key, ("archived",))
    )
    return step.before.ids.tolist() if is_emptied else ()


def find_clearing(gathered: Gathered, key: LogKey, *, step: LogStep, night: Night) -> DatedRecord | None:
    """The record that says that the log was cleared between both nights."""
    for placed in gathered.placed.values():
        hit = placed.hit
        if not hit.rule.startswith("hide.cleared#") or hit.fields.get("EventID") not in (
            "1102",
            "104",
            "517",
        ):
            continue
        if placed.first != night.number or hit.computer != key.computer:
            continue
        cleared = "Security" if hit.fields.get("EventID") != "104" else hit.fields.get("Channel", "")
        if cleared.lower() == key.channel.lower() and hit.time_ns >= step.before.last_ns:
            return placed
    return None


def name_held(gathered: Gathered, trace: Trace) -> Trace:
    """For a cleared log, which backup still holds what stood there, and how many records no backup holds."""
    if trace.sign != "hide.cleared":
        return trace
    for key in gathered.logs:
        for step, night in list_steps(gathered, key):
            placed = find_clearing(gathered, key, step=step, night=night)
            if placed is None or placed.hit.record not in trace.records or placed.hit.source != trace.source:
                continue
            before = gathered.nights.nights[step.before.night]
            held = f" The backup of {say_moment(before.time_ns)} still holds {len(step.before.ids):,}"
            told = f"{held} records of it; {step.unheld:,} more stand in no backup."
            more = {**trace.more, "missing": step.unheld, "held_by": before.hex_id}
            return replace(trace, message=trace.message + told, more=more)
    return trace


def _has_event(gathered: Gathered, night: Night, key: LogKey, marks: Sequence[str]) -> bool:
    return any(
        placed.first == night.number and placed.hit.computer == key.computer
        for mark in marks
        for placed in gathered.list_hits(f"note.{mark}#0")
    )


def _tell_gone(gathered: Gathered, sign: HuntSign, *, key: LogKey, step: LogStep, night: Night) -> Trace:
    before = gathered.nights.nights[step.before.night]
    count = len(step.gone)
    spans = list_spans(step.gone)
    told = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in spans[:_MOST_SPANS])
    more = f" and {len(spans) - _MOST_SPANS} more stretches" if len(spans) > _MOST_SPANS else ""
    how = "are gone from the next one"
    if step.after is None:
        how = "are gone with the whole log"
    elif step.began_again:
        how = "are gone: the log began again"
    noun = "record" if count == 1 else "records"
    return tell_sign(
        sign,
        gathered.nights.host,
        strength=SHOWN,
        message=f"{count:,} {noun} of the log {key.channel} that the backup of "
        f"{say_moment(before.time_ns)} holds {how} (numbers {told}{more}).",
        attack=("T1070.001",),
        records=list(step.gone[:_MOST_RECORDS]),
        source=f"eventlog/{key.channel}",
        path=step.before.paths[0] if step.before.paths else b"",
        bounds=Bounds(before.time_ns, night.time_ns, night.hex_id, night.hex_id),
        count=count,
        more={"missing": count, "held_by": before.hex_id},
    )


def _tell_holes(gathered: Gathered, sign: HuntSign, key: LogKey) -> Iterator[Trace]:
    told: set[tuple[int, int]] = set()
    held = {log.night: set(log.ids.tolist()) for log in gathered.logs[key]}
    for log in gathered.logs[key]:
        for hole in log.holes:
            inside = range(hole[0] + 1, hole[1])
            if hole in told or any(inside[0] in ids for night, ids in held.items() if night < log.night):
                continue  # the step between the nights tells what went
            told.add(hole)
            yield _tell_hole(gathered, sign, key=key, hole=hole, log=log)


def _tell_hole(
    gathered: Gathered, sign: HuntSign, *, key: LogKey, hole: tuple[int, int], log: LogNight
) -> Trace:
    count = hole[1] - hole[0] - 1
    verb = "record is" if count == 1 else "records are"
    night = gathered.nights.nights[log.night]
    before = gathered.nights.find_before(night, log.paths[0])
    return tell_sign(
        sign,
        gathered.nights.host,
        strength=SHOWN,
        message=f"{count:,} {verb} missing inside the log {key.channel}, "
        f"between the numbers {hole[0]} and {hole[1]}.",
        proves="The log counts its records without a break; these were there once.",
        attack=("T1070.001",),
        records=list(hole),
        source=f"eventlog/{key.channel}",
        path=log.paths[0] if log.paths else b"",
        bounds=Bounds(before.time_ns if before else None, night.time_ns, night.hex_id, night.hex_id),
        count=count,
        more={"missing": count},
    )


def cover_log(gathered: Gathered, key: LogKey) -> Iterator[NightCoverage]:
    """The stretches of time that a log speaks for over all nights, and those between."""
    logs = gathered.logs[key]
    host, source = gathered.nights.host, f"eventlog/{key.channel}"
    nights = gathered.nights.nights
    start, end, records = logs[0].first_ns, logs[0].last_ns, len(logs[0].ids)
    reference = nights[logs[0].night].hex_id
    steps = {step.after.night: step for step, _ in list_steps(gathered, key) if step.after is not None}
    for log in logs[1:]:
        step = steps.get(log.night)
        new = (
            int((log.ids > step.before.ids[-1]).sum())
            if step is not None and len(step.before.ids)
            else len(log.ids)
        )
        is_broken = step is not None and (step.unheld > 0 or step.began_again)
        if step is not None and is_broken:
            yield NightCoverage(host, source, start, end, COVERED, records, 0, "", reference)
            cleared = find_clearing(gathered, key, step=step, night=nights[log.night]) is not None
            why = "the log was cleared" if cleared else "no backup holds these records"
            yield NightCoverage(
                host,
                source,
                end,
                log.first_ns,
                CLEARED if cleared else GAP,
                0,
                step.unheld,
                why,
                nights[log.night].hex_id,
            )
            start, records = log.first_ns, 0
        end, records = max(end, log.last_ns), records + new
        reference = nights[log.night].hex_id
    if end:
        yield NightCoverage(host, source, start, end, COVERED, records, 0, "", reference)


def cover_unread(gathered: Gathered) -> Iterator[NightCoverage]:
    """A stretch for each file that could not be read: from the backup before to the one that holds it."""
    by_id = {night.hex_id: night for night in gathered.nights.nights}
    paths = {held.path for night in gathered.nights.nights for held in night.sources}
    for unread in gathered.unread.values():
        night = by_id.get(unread.snapshot)
        if night is None:
            continue
        before = gathered.nights.find_before(night, unread.path)
        name = show_path(unread.path.rpartition(b"/")[2])
        kind = find_kind(unread.path) if unread.path in paths else None
        source = kind.source if kind is not None else "tree"
        if source == "eventlog":
            source = f"eventlog/{name.removesuffix('.evtx').replace('%4', '/')}"
        yield NightCoverage(
            gathered.nights.host,
            source,
            before.time_ns if before else night.time_ns,
            night.time_ns,
            UNREADABLE,
            0,
            0,
            unread.reason,
            night.hex_id,
        )
