"""What people ruled about the verdicts on snapshots, on the desk's ledger. Bodies: docs/formats/ledger.md.

A ruling is about one snapshot: `benign` makes it clean, and what it changed part of the host's habits;
`event` makes it an event. It is kept under the snapshot's id, and known again by its tree, time and
host when its tags, and so its id, change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from firstbell.base.clock import rank_time
from firstbell.catalog import SnapshotRow
from firstbell.compose.entries import ExaminationRuled, ExaminationUnruled
from firstbell.compose.errors import RulingStateError
from firstbell.examine.verdict import BENIGN
from firstbell.ledger import Entry, Ledger

_Key = tuple[str, str, str]


class RuledSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What a ruling is about, as it was when it was made; "" and 0 where its entry does not say.

    `event`: id of the encryption event that the snapshot belonged to. `who`: login name of who ruled.
    """

    snapshot: str = ""
    host: str = ""
    snapshot_time: str = ""
    event: str = ""
    files_damaged: int = 0
    who: str = ""


UNTOLD = RuledSnapshot()


class VerdictRuling(msgspec.Struct, frozen=True):
    """One ruling. `hex_id`: of its entry. `time`: RFC 3339. `subject`: what was ruled on, and by whom."""

    hex_id: str
    time: str
    verdict: str
    why: str
    subject: RuledSnapshot = UNTOLD


class VerdictRulings(msgspec.Struct, frozen=True):
    """The rulings that hold."""

    by_snapshot: Mapping[str, VerdictRuling] = msgspec.field(default_factory=dict)
    by_content: Mapping[_Key, VerdictRuling] = msgspec.field(default_factory=dict)

    def find(self, snapshot: SnapshotRow) -> VerdictRuling | None:
        """The ruling on a snapshot."""
        found = self.by_snapshot.get(snapshot.hex_id)
        return found or self.by_content.get((snapshot.host, snapshot.tree.hex(), snapshot.time))


NO_RULINGS = VerdictRulings()


def read_rulings(entries: Iterable[Entry]) -> VerdictRulings:
    """The rulings that hold at the end of these entries; the last on a snapshot stands."""
    by_snapshot: dict[str, VerdictRuling] = {}
    by_content: dict[_Key, VerdictRuling] = {}
    for entry in entries:
        body = ExaminationRuled.find(entry) or ExaminationUnruled.find(entry)
        if body is None:
            continue
        key = (body.host, body.tree, body.snapshot_time)
        old = by_content.get(key)
        for known in [hex_id for hex_id, one in by_snapshot.items() if one is old]:
            del by_snapshot[known]
        by_content.pop(key, None)
        if isinstance(body, ExaminationRuled):
            by_snapshot[body.snapshot] = by_content[key] = _make_ruling(entry, body)
    return VerdictRulings(by_snapshot, by_content)


def _make_ruling(entry: Entry, body: ExaminationRuled) -> VerdictRuling:
    subject = RuledSnapshot(
        snapshot=body.snapshot,
        host=body.host,
        snapshot_time=body.snapshot_time,
        event=body.event or "",
        files_damaged=body.files_damaged or 0,
        who=body.who or "",
    )
    return VerdictRuling(entry.hex_id, entry.time, body.verdict, body.why, subject)


def list_ruled_events(rulings: VerdictRulings, standing: Collection[str]) -> dict[str, list[VerdictRuling]]:
    """The events that are none any more since people ruled their snapshots benign: the rulings by event's id.

    `standing`: ids of the events that are.
    """
    found: dict[str, list[VerdictRuling]] = {}
    for ruling in sorted(rulings.by_content.values(), key=lambda one: rank_time(one.subject.snapshot_time)):
        event = ruling.subject.event
        if ruling.verdict == BENIGN and event and event not in standing:
            found.setdefault(event, []).append(ruling)
    return found


def rule_snapshot(
    ledger: Ledger, snapshot: SnapshotRow, *, verdict: str, why: str, subject: RuledSnapshot | None = None
) -> VerdictRuling:
    """Put a ruling on the ledger; one before it on the same snapshot does not count any more.

    `subject`: the event that the snapshot belongs to, how many files are damaged, who rules.

    Raises: RulingStateError when it is ruled so already; LedgerError.
    """
    standing = read_rulings(ledger.read()).find(snapshot)
    if standing is not None and standing.verdict == verdict:
        raise RulingStateError(f"snapshot {snapshot.hex_id[:8]} was ruled {verdict} at {standing.time}")
    refs = [standing.hex_id] if standing else []
    subject = subject or RuledSnapshot()
    event = subject.event or (standing.subject.event if standing else "")
    body = ExaminationRuled(
        **_name(snapshot),
        verdict=verdict,
        why=why,
        event=event or None,
        files_damaged=subject.files_damaged or None,
        who=subject.who or None,
    )
    return _make_ruling(body.append_to(ledger, refs), body)


def undo_ruling(ledger: Ledger, snapshot: SnapshotRow, why: str) -> VerdictRuling:
    """Take back the ruling on a snapshot; gives it.

    Raises: RulingStateError when there is none; LedgerError.
    """
    standing = read_rulings(ledger.read()).find(snapshot)
    if standing is None:
        raise RulingStateError(f"nobody ruled on snapshot {snapshot.hex_id[:8]}")
    ExaminationUnruled(**_name(snapshot), why=why).append_to(ledger, [standing.hex_id])
    return standing


def _name(snapshot: SnapshotRow) -> dict[str, Any]:
    return {
        "snapshot": snapshot.hex_id,
        "host": snapshot.host,
        "tree": snapshot.tree.hex(),
        "snapshot_time": snapshot.time,
    }
