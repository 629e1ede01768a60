"""What a new result lacks of the one before it: a worse one is not to replace a better one unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.impact.results.results import ImpactTotals
from firstbell.impact.scan.scan_store import Kept, SourceRecord


class WorseResultError(Error):
    """A scan came to less than the one before it, and nobody said that this is right."""

    code = "impact.worse_result"


def list_losses(before: ImpactTotals, after: ImpactTotals) -> list[str]:
    """What there is less of, in words; empty where the new result is no worse."""
    return list(_iterate_losses(before, after))


def _iterate_losses(before: ImpactTotals, after: ImpactTotals) -> Iterator[str]:
    known = {
        "certain": (before.people_certain, after.people_certain),
        "certain or probable": (_count_known(before), _count_known(after)),
    }
    for name, (old, new) in known.items():
        if new < old:
            yield f"{say_count(new, 'person', 'people')} {name} instead of {old:,}"
    if _count_read(after) < _count_read(before):
        yield f"{say_count(_count_read(after), 'file')} read instead of {_count_read(before):,}"
    if lost := [kind for kind in before.kinds if kind not in after.kinds]:
        yield f"no {', '.join(lost)} any more"


def _count_known(totals: ImpactTotals) -> int:
    return totals.people_certain + totals.people_probable


def _count_read(totals: ImpactTotals) -> int:
    return totals.files_read + totals.files_partly


def restore_sources(kept: Kept, before: Iterable[SourceRecord]) -> None:
    """Have the sources as they were before a scan. Their readings are kept; what was new is empty."""
    known = {record.name: record for record in before}
    for record in kept.list_sources():
        if record.name not in known:
            kept.put_source(SourceRecord(record.name, record.lens, record.at, 0.0, []))
        elif record != known[record.name]:
            kept.put_source(known[record.name])
