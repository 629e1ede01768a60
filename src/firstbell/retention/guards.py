"""Guards: snapshots that no policy and no order may remove, and why.

While an encryption event is open, everything stays: which version will turn out to be the clean one is
not known yet. While a host is on hold, since one of its snapshots is suspect, what it has stays: the
suspicion may turn out to be an event. What a pin names stays. The newest clean snapshot of a group always
stays, however many struck ones come after it, and whatever times they give themselves. And the newest
snapshot before a mass change stays for ninety days, whatever was made of the change: it may have been an
event that nobody saw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from firstbell.base.clock import DAY_NS, format_second
from firstbell.base.counts import say_count
from firstbell.catalog import EncryptionEvent, ExaminationRow, SnapshotRow, find_events
from firstbell.record.examination import Verdict
from firstbell.record.pins import Pin
from firstbell.repository import Snapshot

HOLD_DAYS = 30
# how long the snapshot before a mass change stays
MASS_DAYS = 90
# fewer changed files are no mass; more than so many times what nine in ten snapshots changed are one
_LEAST_MASS, _MASS_FACTOR, _USUAL_SNAPSHOTS = 20, 4, 60


def find_held(
    snapshots: Iterable[Snapshot],
    *,
    open_events: Iterable[EncryptionEvent],
    pins: Iterable[Pin],
    on_hold: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Hex ids of the snapshots that an open event, a pin or a hold keeps, and for each why."""
    held = {}
    event = next(iter(open_events), None)
    reasons = _list_pinned(pins)
    for snapshot in snapshots:
        reason = reasons.get(snapshot.hex_id) or reasons.get(snapshot.original or snapshot.hex_id)
        if reason is None and event is not None:
            reason = describe_open(event)
        reason = reason or (on_hold or {}).get(snapshot.hex_id)
        if reason is not None:
            held[snapshot.hex_id] = reason
    return held


def find_on_hold(
    examinations: Iterable[ExaminationRow],
    lines: Mapping[int, Sequence[SnapshotRow]],
    *,
    closed: Collection[str] = (),
    now_ns: int,
) -> dict[str, str]:
    """Hex ids of the snapshots of hosts on hold, and why.

    A host and paths are on hold for thirty days after a suspect snapshot, by its newest snapshot's clock or
    by ours, whichever is later to let go; unless a closed event came after it, or a person ruled it benign.
    `lines`: the snapshots of each line in order. `closed`: ids of events that are over.
    """
    examined = list(examinations)
    over: dict[int, int] = {}
    for event in find_events(examined):
        if event.hex_id in closed:
            for damage in event.damages:
                last = damage.struck[-1].snapshot.position
                over[damage.line] = max(last, over.get(damage.line, -1))
    held: dict[str, str] = {}
    for row in examined:
        line, members = row.snapshot.line, lines.get(row.snapshot.line, ())
        is_over = row.snapshot.position <= over.get(line, -1)
        if row.verdict is not Verdict.SUSPECT or is_over or not members:
            continue
        age_ns = min(now_ns, members[-1].time_ns) - row.snapshot.time_ns
        if age_ns <= HOLD_DAYS * DAY_NS:
            held |= {one.hex_id: _describe_hold(row) for one in members}
    return held


def _describe_hold(row: ExaminationRow) -> str:
    return f"snapshot {row.snapshot.hex_id[:8]} of {row.snapshot.host} is suspect"


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


def find_before_mass_changes(
    examinations: Mapping[bytes, ExaminationRow], groups: Iterable[Sequence[Snapshot]], *, now_ns: int
) -> dict[str, str]:
    """The newest snapshot before each mass change of a group, and why it stays. Each group: newest first.

    A mass change is far more than the group's snapshots changed before, and was not ruled benign. Ninety days
    are counted by the newest snapshot's clock or by ours, whichever lets go later.
    """
    kept: dict[str, str] = {}
    for group in groups:
        found = [(one, examinations.get(bytes.fromhex(one.hex_id))) for one in reversed(group)]
        usual: list[int] = []
        last_ns = min(now_ns, max((one.time_ns for one in group), default=now_ns))
        for (before, _), (snapshot, row) in pairwise(found):
            # the first of its line changed nothing: all in it is new
            if row is None or not row.snapshot.position:
                continue
            is_new = last_ns - snapshot.time_ns <= MASS_DAYS * DAY_NS
            if is_new and row.files_changed >= _find_mass(usual) and not _is_benign(row):
                kept[before.hex_id] = (
                    f"the newest before {snapshot.short_id} of {format_second(snapshot.time)}, which changed "
                    f"{say_count(row.files_changed, 'file')} at once"
                )
            else:
                usual.append(row.files_changed)
    return kept


def _find_mass(usual: Sequence[int]) -> float:
    """From how many changed files on a snapshot is far outside what was usual before it."""
    recent = sorted(usual[-_USUAL_SNAPSHOTS:])
    high = recent[int(len(recent) * 0.9)] if recent else 0
    return max(_LEAST_MASS, _MASS_FACTOR * high)


def _is_benign(row: ExaminationRow) -> bool:
    return any(reason.code == "ruled.benign" for reason in row.reasons)


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
