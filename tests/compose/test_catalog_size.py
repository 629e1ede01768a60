"""What an examined night in which nothing changed adds to a catalog."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firstbell.catalog.address import CatalogAddress
from tests.catalog.postgres import PostgresServer
from tests.catalog.timeline import File, Timeline
from tests.compose.marked import bring_up, make_bench

# a tenth of 20,000 files, and of the 100,000 bytes that these may add
FILES, LIMIT_BYTES = 2000, 10_000


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_night_without_changes_adds_next_to_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place: Path | CatalogAddress = tmp_path / "catalog.sqlite"
    if kind == "postgresql":
        # one that nobody else writes to: all repositories share tables there
        server: PostgresServer = request.getfixturevalue("own_postgres_server")
        place = server.address
    timeline = Timeline()
    tree = {
        f"/srv/{number // 100}/document {number}.docx": File(b"%d" % number, {"inode": number})
        for number in range(FILES)
    }

    def measure() -> int:
        if isinstance(place, Path):
            with sqlite3.connect(place) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            return place.stat().st_size
        tables = "SELECT oid FROM pg_class WHERE relnamespace = 'firstbell'::regnamespace AND relkind = 'r'"
        return int(server.ask(f"SELECT sum(pg_total_relation_size(oid)) FROM ({tables}) t"))

    sizes: list[int] = []
    for _ in range(3):
        timeline.save(tree)
        bench = make_bench(timeline.repository, tmp_path, place=place)
        catalog = bring_up(bench, timeline.repository)
        assert len(catalog.list_examinations()) == len(sizes) + 1
        catalog.close()
        sizes.append(measure())
    assert sizes[2] - sizes[1] < LIMIT_BYTES
    assert sizes[0] > 20 * LIMIT_BYTES
