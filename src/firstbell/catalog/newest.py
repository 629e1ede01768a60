"""What a catalog says of one host, at a glance: nothing is brought up to date, checked or made anew.

A backup asks, so nothing is loaded here that writes catalogs or speaks with a database server.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import msgspec

from firstbell.catalog.lines import LineKey, render_paths
from firstbell.record.examination import Verdict

_BUSY_S = 1.0
_LINES = "SELECT id, paths FROM lines WHERE host = ? ORDER BY id"
_NEWEST = """
SELECT snapshots.id, examinations.verdict, examinations.reasons FROM examinations
JOIN snapshots ON snapshots.id = examinations.snapshot
WHERE snapshots.line = ? ORDER BY snapshots.position DESC LIMIT 1
"""


class NewestExamination(msgspec.Struct, frozen=True):
    """The newest examined snapshot of a host. `weight`: points of its reasons, 0 where ruled benign."""

    snapshot_hex_id: str
    verdict: Verdict
    weight: float

    @property
    def is_on_watch(self) -> bool:
        """Whether it showed anything that speaks for an intruder."""
        return self.verdict is not Verdict.CLEAN or self.weight > 0


def glance(path: Path, *, host: str, paths: Iterable[str]) -> NewestExamination | None:
    """What the catalog at `path` says of a host and paths; None where it says nothing that can be read."""
    if not path.exists():
        return None
    wanted = LineKey(host, render_paths(paths)).folded
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", _BUSY_S, uri=True)) as database:
            lines = database.execute(_LINES, (host,)).fetchall()
            line = next((id_ for id_, known in lines if LineKey(host, known).folded == wanted), None)
            row = database.execute(_NEWEST, (line,)).fetchone() if line is not None else None
        return parse_newest(*row) if row else None
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError):
        return None


def parse_newest(snapshot: bytes, verdict: str, reasons: str) -> NewestExamination:
    """From a row of a catalog. Raises: ValueError, TypeError, KeyError, AttributeError."""
    told = json.loads(reasons)
    is_ruled = any(reason["code"] == "ruled.benign" for reason in told)
    weight = 0.0 if is_ruled else sum(float(reason.get("weight", 0)) for reason in told)
    return NewestExamination(snapshot.hex(), Verdict(verdict), weight)
