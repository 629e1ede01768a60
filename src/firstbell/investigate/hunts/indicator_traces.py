"""From what indicators found to traces: files that stood there, and records that name a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firstbell.investigate.hunts.host_records import DatedRecord, Gathered
from firstbell.investigate.hunts.indicator_watch import NamedFile, describe_file
from firstbell.investigate.hunts.indicators.indicator import HASH, HIT, HuntIndicator
from firstbell.investigate.hunts.traces import POINTING, SHOWN, Bounds, Trace, find_account

_NOT_PROVED = (
    "That it belongs to this intruder: others use the same values, and lists of them are wrong at times."
)
_MOST_RECORDS = 10_000


def judge_indicators(
    gathered: Gathered, indicators: Sequence[HuntIndicator], standing: Sequence[NamedFile]
) -> Iterator[Trace]:
    """A trace for each file that an indicator names, and one for each source whose records name it."""
    yield from (_tell_file(gathered, one) for one in standing)
    groups: dict[tuple[int, str], list[DatedRecord]] = {}
    for placed in gathered.placed.values():
        if placed.hit.rule.startswith(HIT):
            number = int(placed.hit.rule.removeprefix(HIT))
            groups.setdefault((number, placed.hit.source), []).append(placed)
    for (number, source), found in sorted(groups.items()):
        yield _tell_records(gathered, indicators[number], source, found=found)


def _tell_file(gathered: Gathered, one: NamedFile) -> Trace:
    before = gathered.nights.find_before(one.first, one.held.path)
    bounds = Bounds(before.time_ns if before else None, one.first.time_ns, one.first.hex_id, one.last.hex_id)
    return _make(
        gathered,
        one.indicator,
        strength=SHOWN if one.indicator.kind == HASH else POINTING,
        account="",
        time_ns=0,
        message=describe_file(one),
        records=[],
        source="tree",
        path=one.held.path,
        bounds=bounds,
    )


def _tell_records(
    gathered: Gathered, indicator: HuntIndicator, source: str, *, found: Sequence[DatedRecord]
) -> Trace:
    ordered = sorted(found, key=lambda one: one.hit.time_ns)
    first = min(ordered, key=lambda one: one.first)
    nights = gathered.nights
    night = nights.nights[first.first]
    before = nights.find_before(night, first.path)
    last = nights.nights[max(one.last for one in ordered)]
    noun = "record names" if len(ordered) == 1 else "records name"
    named = f" ({indicator.name})" if indicator.name else ""
    value = f"an address of {indicator.value}" if indicator.is_network else indicator.value
    return _make(
        gathered,
        indicator,
        strength=POINTING,
        account=find_account(ordered[0].hit.fields, ""),
        time_ns=next((one.hit.time_ns for one in ordered if one.hit.time_ns), 0),
        message=f"{len(ordered):,} {noun} {value}, which {indicator.file} lists{named}.",
        records=sorted({one.hit.record for one in ordered if one.hit.record >= 0})[:_MOST_RECORDS],
        source=source,
        path=first.path,
        bounds=Bounds(before.time_ns if before else None, night.time_ns, night.hex_id, last.hex_id),
        count=len(ordered),
    )


def _make(gathered: Gathered, indicator: HuntIndicator, **told: Any) -> Trace:
    more = {
        "indicator": indicator.value,
        "indicator_kind": indicator.kind,
        "indicator_name": indicator.name,
        "indicator_file": indicator.file,
    }
    return Trace(
        sign=f"indicator.{indicator.kind}",
        question="hosts",
        host=gathered.nights.host,
        proves="The value stands there.",
        not_proved=_NOT_PROVED,
        attack=(),
        attack_version="",
        more=more,
        **told,
    )
