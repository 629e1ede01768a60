"""What a catalog in a database server says of one host, at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from firstbell.catalog import schema
from firstbell.catalog.address import parse_address
from firstbell.catalog.lines import LineKey, render_paths
from firstbell.catalog.newest import NewestExamination, parse_newest
from firstbell.catalog.server_database import connect


def glance_at_server(
    server: str, repository_hex_id: str, *, host: str, paths: Iterable[str]
) -> NewestExamination | None:
    """As `newest.glance`, of a catalog that the database server with this address keeps.

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
        return parse_newest(*row) if row else None
    except (SQLAlchemyError, ValueError, TypeError, KeyError, AttributeError):
        return None
