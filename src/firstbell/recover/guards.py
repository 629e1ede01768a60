"""Guards: snapshots that no policy and no order may remove, and why.

While an encryption event is open, everything stays: which version will turn out to be the clean one is
not known yet. What a pin names stays. And the newest clean snapshot of a group always stays, however many
struck ones come after it, and whatever times they give themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from firstbell.catalog import EncryptionEvent, ExaminationRow
from firstbell.record.examination import Verdict
from firstbell.record.pins import Pin, PinnedSnapshot
from firstbell.repository import Snapshot


def find_held(
    snapshots: Iterable[Snapshot], *, open_events: Iterable[EncryptionEvent], pins: Iterable[Pin]
) -> dict[str, str]:
    """Hex ids of the snapshots that an open event or a pin holds, and for each why."""
    held = {}
    event = next(iter(open_events), None)
    reasons = _list_pinned(pins)
    for snapshot in snapshots:
        reason = reasons.get(snapshot.hex_id) or reasons.get(snapshot.original or snapshot.hex_id)
        if reason is None and event is not None:
            reason = describe_open(event)
        if reason is not None:
            held[snapshot.hex_id] = reason
    return held


def find_newest_clean(
    examinations: Mapping[bytes, ExaminationRow], groups: Iterable[Sequence[Snapshot]]
) -> dict[str, str]:
    """The newest clean snapshot of each group, and why it stays. Each group: newest first."""
    kept = {}
    for group in groups:
        for snapshot in group:
            row = examinations.get(bytes.fromhex(snapshot.hex_id))
            if row is not None and row.verdict is Verdict.CLEAN:
                kept[snapshot.hex_id] = "the newest clean snapshot of its group"
                break
    return kept


def find_missing(snapshots: Iterable[Snapshot], pins: Iterable[Pin]) -> list[tuple[Pin, PinnedSnapshot]]:
    """The pinned snapshots that are not in the repository, under any id."""
    there = {id_ for snapshot in snapshots for id_ in (snapshot.hex_id, snapshot.original)}
    return [
        (pin, pinned)
        for pin in pins
        for pinned in pin.snapshots
        if there.isdisjoint((pinned.hex_id, pinned.first_hex_id))
    ]


def describe_open(event: EncryptionEvent) -> str:
    """Why nothing is removed while the event is open."""
    return f"encryption event {event.hex_id} is open"


def _list_pinned(pins: Iterable[Pin]) -> dict[str, str]:
    """The ids that are pinned, the present one and the first, with the pin's reason."""
    return {
        hex_id: f"pin {pin.hex_id[:8]}: {pin.why}"
        for pin in pins
        for snapshot in pin.snapshots
        for hex_id in (snapshot.hex_id, snapshot.first_hex_id)
    }
