"""Reading catalogs on a server: by one light connection, which gives way to those of whoever writes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from firstbell.catalog import open_catalog, server_database, server_views
from firstbell.catalog.errors import CatalogServerError, CatalogUnreachableError
from firstbell.catalog.server_database import end_connections
from tests.catalog.postgres import PostgresServer
from tests.catalog.timeline import Timeline

COUNT = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'firstbell'"
END = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'firstbell'"
# what a command of the desk does that only reads, and whether it loaded what writes
READS = """
import sys
from firstbell.catalog import open_catalog
from firstbell.catalog.address import parse_address
catalog = open_catalog(parse_address(sys.argv[1]), sys.argv[2])
print(catalog.list_lines()[0].host, len(catalog.list_snapshots()), "sqlalchemy" in sys.modules)
"""


@pytest.fixture
def timeline(own_postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Timeline]:
    """A catalog on the server that another process made: this one only reads so far."""
    made = Timeline(host="library")
    made.save({"/srv/a": b"one"})
    made.save({"/srv/a": b"two"})
    catalog = open_catalog(own_postgres_server.address, made.repository.hex_id)
    catalog.bring_up_to_date(made.repository)
    catalog.close()
    end_connections()
    monkeypatch.setattr(server_views, "_retired", set())
    monkeypatch.setattr(server_database, "_engines", {})
    yield made
    end_connections()


def test_who_only_reads_loads_nothing_that_writes(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    words = [sys.executable, "-c", READS, own_postgres_server.local, timeline.repository.hex_id]
    done = subprocess.run(words, capture_output=True, text=True, env=os.environ)
    assert (done.stdout, done.stderr) == ("library 2 False\n", "")


def test_readers_share_one_connection_and_are_each_set_to_their_repository(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    other = Timeline(host="office")
    other.save({"/srv/b": b"three"})
    writer = open_catalog(own_postgres_server.address, other.repository.hex_id)
    writer.bring_up_to_date(other.repository)
    end_connections()
    server_views._retired.clear()
    server_database._engines.clear()
    catalogs = [
        open_catalog(own_postgres_server.address, one.repository.hex_id) for one in (timeline, other) * 3
    ]
    assert [catalog.list_lines()[0].host for catalog in catalogs] == ["library", "office"] * 3
    assert own_postgres_server.ask(COUNT) == "1"


def test_threads_that_read_at_once_leave_one_connection(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    ready = Barrier(4)

    def read() -> int:
        catalog = open_catalog(own_postgres_server.address, timeline.repository.hex_id)
        ready.wait(60)
        return len(catalog.list_snapshots())

    with ThreadPoolExecutor(4) as pool:
        assert [done.result(60) for done in [pool.submit(read) for _ in range(4)]] == [2] * 4
    assert own_postgres_server.ask(COUNT) == "1"


def test_a_connection_that_the_server_ended_is_made_again(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    catalog = open_catalog(own_postgres_server.address, timeline.repository.hex_id)
    assert len(catalog.list_snapshots()) == 2
    own_postgres_server.ask(END)
    assert len(catalog.list_snapshots()) == 2


def test_who_begins_to_write_has_no_other_connection(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    catalog = open_catalog(own_postgres_server.address, timeline.repository.hex_id)
    assert len(catalog.list_snapshots()) == 2
    assert not server_views.is_retired(own_postgres_server.address)
    timeline.save({"/srv/a": b"three"})
    catalog.bring_up_to_date(timeline.repository)
    assert len(catalog.list_snapshots()) == 3
    assert server_views.is_retired(own_postgres_server.address)
    assert own_postgres_server.ask(COUNT) == "1"


def test_a_server_that_stops_answering_a_reader_is_told(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    catalog = open_catalog(own_postgres_server.address, timeline.repository.hex_id)
    own_postgres_server.ask("ALTER ROLE firstbell CONNECTION LIMIT 0; ALTER ROLE firstbell NOSUPERUSER")
    server_views.end_idle()
    with pytest.raises(CatalogUnreachableError) as refused:
        catalog.list_snapshots()
    assert "\n" not in str(refused.value)


def test_a_reader_of_tables_that_are_gone_is_told(
    own_postgres_server: PostgresServer, timeline: Timeline
) -> None:
    catalog = open_catalog(own_postgres_server.address, timeline.repository.hex_id)
    own_postgres_server.ask("SET client_min_messages = error; DROP SCHEMA firstbell CASCADE")
    with pytest.raises(CatalogServerError, match="does not exist"):
        catalog.list_snapshots()
