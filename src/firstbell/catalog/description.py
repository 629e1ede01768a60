"""Examinations and what an event did to a host, as the fields of lists."""

from __future__ import annotations

from typing import Any

import msgspec

from firstbell.base.pathtext import show_path
from firstbell.catalog.catalog import Catalog
from firstbell.catalog.events import HostDamage
from firstbell.catalog.rows import ExaminationRow

# of each kind of paths
MOST_LISTED = 1000


def describe_examination(catalog: Catalog, row: ExaminationRow) -> dict[str, Any]:
    """The fields of an examination, with the first paths of what is damaged."""
    damaged = catalog.list_damaged(row.snapshot, MOST_LISTED)
    listed = set(damaged)
    was = {path: old for old, path in catalog.list_struck_names(row.snapshot) if path in listed}
    return {
        "message_type": "examination",
        "snapshot_id": row.snapshot.hex_id,
        "time": row.snapshot.time,
        "host": row.snapshot.host,
        "verdict": row.verdict.value,
        "reasons": [msgspec.structs.asdict(reason) for reason in row.reasons],
        "files_changed": row.files_changed,
        "files_damaged": row.files_damaged,
        "damaged": [show_path(path) for path in damaged],
        "was": {show_path(path): show_path(old) for path, old in was.items()},
        "files_deleted": len(row.deleted),
        "notes": [show_path(path) for path in row.notes[:MOST_LISTED]],
        "hints": list(row.hints),
    }


def describe_damage(catalog: Catalog, damage: HostDamage) -> dict[str, Any]:
    """What an event did to one host: its snapshots, notes, deleted and renamed paths, the clean point."""
    notes = sorted({path for row in damage.struck for path in row.notes})
    deleted = sorted({path for row in damage.struck for path in row.deleted})
    renamed = sorted({pair for row in damage.struck for pair in row.renamed})
    clean = damage.last_clean
    return {
        "host": damage.host,
        "paths": [path for line in catalog.list_lines() if line.id == damage.line for path in line.paths],
        "clean_point": clean.hex_id if clean else None,
        "clean_point_time": clean.time if clean else None,
        "snapshots": [_describe_struck(row) for row in (*damage.suspects, *damage.struck)],
        "notes": [show_path(path) for path in notes[:MOST_LISTED]],
        "deleted": [show_path(path) for path in deleted[:MOST_LISTED]],
        "renamed": [[show_path(was), show_path(path)] for was, path in renamed[:MOST_LISTED]],
        "counts": {"notes": len(notes), "deleted": len(deleted), "renamed": len(renamed)},
    }


def _describe_struck(row: ExaminationRow) -> dict[str, Any]:
    return {
        "snapshot_id": row.snapshot.hex_id,
        "time": row.snapshot.time,
        "verdict": row.verdict.value,
        "files_changed": row.files_changed,
        "files_damaged": row.files_damaged,
        "reasons": [
            {"code": reason.code, "detail": reason.detail, "count": reason.count} for reason in row.reasons
        ],
        "hints": list(row.hints),
    }
