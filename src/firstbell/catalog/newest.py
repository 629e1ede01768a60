"""What a catalog says of one host, at a glance: nothing is brought up to date, checked or made anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from firstbell.catalog import schema
from firstbell.catalog.address import parse_address
from firstbell.catalog.lines import LineKey, render_paths
from firstbell.catalog.server_database import connect
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
        return _read(*row) if row else None
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError):
        return None


def glance_at_server(
    server: str, repository_hex_id: str, *, host: str, paths: Iterable[str]
) -> NewestExamination | None:
    """As `glance`, of a catalog that the database server with this address keeps.

    Raises: CatalogAddressError.
    """
    wanted = LineKey(host, render_paths(paths)).folded
    lines, snapshots, examinations = schema.lines.c, schema.snapshots.c, schema.examinations.c
    engine = connect(parse_address(server), repository_hex_id)
    try:
        with engine.connect() as connection:
            known = connection.execute(
                select(lines.id, lines.paths).where(lines.host == host).order_by(lines.id)
            )
            line = next((row.id for row in known if LineKey(host, row.paths).folded == wanted), None)
            newest = (
                select(snapshots.id, examinations.verdict, examinations.reasons)
                .join_from(schema.examinations, schema.snapshots, snapshots.id == examinations.snapshot)
                .where(snapshots.line == line)
                .order_by(snapshots.position.desc())
                .limit(1)
            )
            row = connection.execute(newest).one_or_none() if line is not None else None
        return _read(*row) if row else None
    except (SQLAlchemyError, ValueError, TypeError, KeyError, AttributeError):
        return None
    finally:
        engine.dispose()


def _read(snapshot: bytes, verdict: str, reasons: str) -> NewestExamination:
    told = json.loads(reasons)
    is_ruled = any(reason["code"] == "ruled.benign" for reason in told)
    weight = 0.0 if is_ruled else sum(float(reason.get("weight", 0)) for reason in told)
    return NewestExamination(snapshot.hex(), Verdict(verdict), weight)
