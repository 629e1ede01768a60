"""What people ruled about the verdicts on snapshots, on the desk's ledger. Bodies: docs/formats/ledger.md.

A ruling is about one snapshot: `benign` makes it clean, and what it changed part of the host's habits;
`event` makes it an event. It is kept under the snapshot's id, and known again by its tree, time and
host when its tags, and so its id, change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from firstbell.catalog import SnapshotRow
from firstbell.compose.errors import RulingStateError
from firstbell.examine.verdict import BENIGN, EVENT
from firstbell.ledger import Entry, Ledger

RULED = "ruling.examination"
UNDONE = "ruling.examination_undone"
VERDICTS = (BENIGN, EVENT)
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class VerdictRuling:
    """One ruling. `hex_id`: of its entry. `time`: RFC 3339."""

    hex_id: str
    time: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class VerdictRulings:
    """The rulings that hold."""

    by_snapshot: Mapping[str, VerdictRuling] = field(default_factory=dict)
    by_content: Mapping[_Key, VerdictRuling] = field(default_factory=dict)

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
        if entry.kind not in (RULED, UNDONE):
            continue
        body = entry.body
        key = (str(body["host"]), str(body["tree"]), str(body["snapshot_time"]))
        old = by_content.get(key)
        for known in [hex_id for hex_id, one in by_snapshot.items() if one is old]:
            del by_snapshot[known]
        by_content.pop(key, None)
        if entry.kind == RULED:
            ruling = VerdictRuling(entry.hex_id, entry.time, str(body["verdict"]), str(body["why"]))
            by_snapshot[str(body["snapshot"])] = by_content[key] = ruling
    return VerdictRulings(by_snapshot, by_content)


def rule_snapshot(ledger: Ledger, snapshot: SnapshotRow, *, verdict: str, why: str) -> VerdictRuling:
    """Put a ruling on the ledger; one before it on the same snapshot does not count any more.

    Raises: RulingStateError when it is ruled so already; LedgerError.
    """
    standing = read_rulings(ledger.read()).find(snapshot)
    if standing is not None and standing.verdict == verdict:
        raise RulingStateError(f"snapshot {snapshot.hex_id[:8]} was ruled {verdict} at {standing.time}")
    refs = [standing.hex_id] if standing else []
    entry = ledger.append(RULED, {**_name(snapshot), "verdict": verdict, "why": why}, refs=refs)
    return VerdictRuling(entry.hex_id, entry.time, verdict, why)


def undo_ruling(ledger: Ledger, snapshot: SnapshotRow, why: str) -> VerdictRuling:
    """Take back the ruling on a snapshot; gives it.

    Raises: RulingStateError when there is none; LedgerError.
    """
    standing = read_rulings(ledger.read()).find(snapshot)
    if standing is None:
        raise RulingStateError(f"nobody ruled on snapshot {snapshot.hex_id[:8]}")
    ledger.append(UNDONE, {**_name(snapshot), "why": why}, refs=[standing.hex_id])
    return standing


def _name(snapshot: SnapshotRow) -> dict[str, str]:
    return {
        "snapshot": snapshot.hex_id,
        "host": snapshot.host,
        "tree": snapshot.tree.hex(),
        "snapshot_time": snapshot.time,
    }
