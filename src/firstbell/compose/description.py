"""Events, rulings on them and versions of documents, as the fields of lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firstbell.base.clock import format_time
from firstbell.base.pathtext import show_path
from firstbell.catalog import EncryptionEvent
from firstbell.compose.rulings import EventRuling
from firstbell.compose.verdicts import VerdictRuling

if TYPE_CHECKING:
    from firstbell.compose.document_versions import DocumentVersion

RULED_BENIGN = "ruled_benign"


def describe_event(event: EncryptionEvent, ruling: EventRuling) -> dict[str, Any]:
    """An event, and where it stands."""
    since = event.suspect_since
    return {
        "message_type": "event",
        "id": event.hex_id,
        "state": ruling.stage.value,
        "hosts": list(event.hosts),
        "snapshots": [row.snapshot.hex_id for row in event.struck],
        "first_damage": event.struck[0].snapshot.time,
        "last_damage": event.struck[-1].snapshot.time,
        "suspect_since": since.time if since else None,
        "declared": ruling.declared or None,
        "closed": ruling.closed or None,
        "files_damaged": sum(row.files_damaged for row in event.struck),
        "files_deleted": sum(len(row.deleted) for row in event.struck),
        "files_renamed": sum(len(row.renamed) for row in event.struck),
        "notes": sum(len(row.notes) for row in event.struck),
    }


def describe_ruled(hex_id: str, rulings: Sequence[VerdictRuling], stage: EventRuling) -> dict[str, Any]:
    """An event that is none any more, since a person ruled its snapshots benign.

    `ruled` says of each snapshot who ruled, when and why.
    """
    subjects = [ruling.subject for ruling in rulings]
    return {
        "message_type": "event",
        "id": hex_id,
        "state": RULED_BENIGN,
        "hosts": sorted({subject.host for subject in subjects}),
        "snapshots": [subject.snapshot for subject in subjects],
        "first_damage": subjects[0].snapshot_time,
        "last_damage": subjects[-1].snapshot_time,
        "suspect_since": None,
        "declared": stage.declared or None,
        "closed": stage.closed or None,
        "files_damaged": sum(subject.files_damaged for subject in subjects),
        "ruled": [
            {
                "snapshot_id": ruling.subject.snapshot,
                "verdict": ruling.verdict,
                "who": ruling.subject.who,
                "why": ruling.why,
                "time": ruling.time,
            }
            for ruling in rulings
        ],
    }


def describe_version(version: DocumentVersion) -> dict[str, Any]:
    """One version of a document, and whether it is the clean one."""
    row = version.row
    return {
        "message_type": "version",
        "path": show_path(row.path),
        "snapshot_id": version.first.hex_id,
        "time": version.first.time,
        "size": row.size_bytes,
        "state": row.judgement.state.value if row.judgement else "intact",
        "reason": row.judgement.reason if row.judgement else f"it is a {row.kind}, which has no content",
        "clean_version": version.is_clean,
        "code": row.judgement.code if row.judgement else "",
        "host": version.first.host,
        "mtime": format_time(row.mtime_ns),
        "type": row.kind,
        "was": show_path(row.was) if row.was is not None else None,
        "last_snapshot_id": version.last.hex_id,
        "rejected": version.rejected,
        "taken_because": version.why_after,
    }


def describe_versions(versions: Sequence[DocumentVersion]) -> dict[str, Any]:
    """What the versions come to: how many, how many clean; the earliest boundary of their lines, if any."""
    clean = [one for one in versions if one.is_clean]
    told: dict[str, Any] = {"versions": len(versions), "clean_versions": len(clean)}
    found = [one.boundary for one in versions if one.boundary is not None]
    if not found:
        return told
    earliest = min(found, key=lambda one: one.time_ns)
    return {
        **told,
        "boundary": earliest.time,
        "boundary_why": earliest.why,
        "from_after_boundary": sum(bool(one.why_after) for one in clean),
    }
