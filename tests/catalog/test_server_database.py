"""Catalogs in a real PostgreSQL: over TLS, shared by several processes, and what is told when it fails."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Update, func, select

from firstbell.catalog import (
    bulk,
    judgements,
    memory,
    open_catalog,
    queries,
    schema,
    server_database,
    server_views,
)
from firstbell.catalog.address import parse_address
from firstbell.catalog.bulk import insert_rows, update_rows
from firstbell.catalog.drafts import _CLOSE
from firstbell.catalog.errors import (
    CatalogAddressError,
    CatalogBusyError,
    CatalogServerError,
    CatalogUnreachableError,
    NewerCatalogError,
)
from firstbell.catalog.server_database import connect
from firstbell.catalog.server_views import number_repository
from firstbell.catalog.transactions import begin_writing
from firstbell.catalog.views import EngineReading, make_key
from firstbell.record.examination import Examination, Finding, Reason, Verdict
from firstbell.record.versions import Judgement, State
from tests.catalog.postgres import PostgresServer
from tests.catalog.timeline import Timeline

REPOSITORY = "ab" * 32
DAMAGED = Judgement(State.DAMAGED, "test.damaged", "noise \0 within")


def test_a_catalog_is_kept_and_made_anew_when_asked(postgres_server: PostgresServer) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a": b"one"})
    identity = timeline.repository.hex_id
    with_one = open_catalog(postgres_server.address, identity)
    with_one.bring_up_to_date(timeline.repository)
    with_one.close()
    assert open_catalog(postgres_server.address, identity).count_versions() == 1
    assert open_catalog(postgres_server.address, identity, rebuild=True).count_versions() == 0


def test_repositories_that_share_tables_see_nothing_of_each_other(postgres_server: PostgresServer) -> None:
    timelines = [Timeline(host=host) for host in ("library", "office")]
    catalogs = []
    for number, timeline in enumerate(timelines):
        timeline.save({"/srv/same": b"one", "/srv/gone": b"two"})
        timeline.save({"/srv/same": b"%d" % number})
        catalog = open_catalog(postgres_server.address, timeline.repository.hex_id)
        catalog.bring_up_to_date(timeline.repository)
        catalog.store_examination(catalog.list_snapshots()[0], Examination(Verdict.CLEAN, (), 0))
        catalogs.append(catalog)
    library, office = catalogs
    assert [[line.host for line in catalog.list_lines()] for catalog in catalogs] == [["library"], ["office"]]
    assert [catalog.count_versions() for catalog in catalogs] == [3, 3]
    (line,) = office.list_lines()
    # another repository's line, by its true number
    assert library.load_versions(line.id, [b"/srv/same"]) == {}
    held = office.load_versions(line.id, [b"/srv/same"])

    again = open_catalog(postgres_server.address, timelines[0].repository.hex_id, rebuild=True)
    assert (again.list_lines(), again.list_snapshots(), again.list_examinations()) == ([], [], {})
    assert again.bring_up_to_date(timelines[0].repository).trees_read == 4
    assert office.load_versions(line.id, [b"/srv/same"]) == held
    assert len(office.list_examinations()) == 1
    assert office.bring_up_to_date(timelines[1].repository).trees_read == 0


def test_a_schema_of_the_layout_before_goes_when_its_repository_comes(
    postgres_server: PostgresServer,
) -> None:
    identity, other = "78" * 32, "9a" * 32
    for one in (identity, other):
        postgres_server.ask(f"CREATE SCHEMA firstbell_{one[:40]}")
        postgres_server.ask(f"CREATE TABLE firstbell_{one[:40]}.meta (name text)")
    open_catalog(postgres_server.address, identity).close()
    left = postgres_server.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'firstbell\\_%'")
    assert left == f"firstbell_{other[:40]}"


def test_a_process_has_one_connection_for_all_its_catalogs(own_postgres_server: PostgresServer) -> None:
    catalogs = [open_catalog(own_postgres_server.address, f"{number:02x}" * 32) for number in range(20)]
    for catalog in catalogs:
        assert catalog.list_lines() == []
    count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'firstbell'"
    assert own_postgres_server.ask(count) == "1"


def test_tls_with_a_server_that_proves_who_it_is(postgres_server: PostgresServer) -> None:
    remote = postgres_server.name_remote(
        password=postgres_server.password, sslrootcert=str(postgres_server.certificate)
    )
    open_catalog(parse_address(remote), REPOSITORY).close()
    told = postgres_server.ask("SELECT count(*) FROM pg_hba_file_rules WHERE type = 'host'")
    assert told == "0"  # no rule lets anybody in without TLS


@pytest.mark.parametrize("change", ["nobody vouches for it", "the password is wrong", "another name"])
def test_who_cannot_be_trusted_or_is_not_let_in_is_told_in_one_line(
    postgres_server: PostgresServer, change: str
) -> None:
    trusted = {"sslrootcert": str(postgres_server.certificate)}
    password = postgres_server.password
    address = {
        "nobody vouches for it": postgres_server.name_remote(password=password),
        "the password is wrong": postgres_server.name_remote(password="not" + password, **trusted),
        "another name": postgres_server.name_remote(host="127.0.0.2", password=password, **trusted),
    }[change]
    with pytest.raises(CatalogUnreachableError) as refused:
        open_catalog(parse_address(address), REPOSITORY)
    told = str(refused.value) + refused.value.hint
    assert password not in told
    assert "\n" not in told


def test_an_option_that_nobody_knows_is_a_wrong_address(postgres_server: PostgresServer) -> None:
    with pytest.raises(CatalogAddressError, match="swiftness"):
        open_catalog(parse_address(postgres_server.local + "&swiftness=11"), REPOSITORY)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogUnreachableError, match="No such file"):
        open_catalog(parse_address(f"postgresql://desk@/firstbell?host={tmp_path}"), REPOSITORY)


def test_who_may_not_make_schemas_is_told(postgres_server: PostgresServer) -> None:
    postgres_server.ask("DROP ROLE IF EXISTS reader")
    postgres_server.ask("CREATE ROLE reader LOGIN")
    address = parse_address(postgres_server.local.replace("firstbell@", "reader@"))
    with pytest.raises(CatalogServerError, match="permission denied") as refused:
        open_catalog(address, "cd" * 32)
    assert "GRANT CREATE" in refused.value.hint
    assert "\n" not in str(refused.value)


def test_a_newer_catalog_is_never_made_anew_an_older_one_is(postgres_server: PostgresServer) -> None:
    identity, address = "ef" * 32, postgres_server.address
    open_catalog(address, identity).close()
    change = (
        f"UPDATE firstbell.all_meta SET value = '{{}}' WHERE name = 'version'"
        f" AND repository = {number_repository(identity)}"
    )
    postgres_server.ask(change.format(99))
    for rebuild in (False, True):
        with pytest.raises(NewerCatalogError, match="99"):
            open_catalog(address, identity, rebuild=rebuild)
    postgres_server.ask(change.format(1))
    assert "built again" in open_catalog(address, identity).note
    assert open_catalog(address, identity).note == ""


def test_whatever_a_client_wrote_is_kept_as_it_is(postgres_server: PostgresServer) -> None:
    """PostgreSQL has no NUL in a text, and no room for a long key in a B-tree."""
    timeline = Timeline(host="odd \0 host")
    deep = "/srv/" + "/".join(["n" * 200] * 20) + "/file"
    timeline.save({deep: b"one"}, excludes=["*.tmp \ud7ff"])
    timeline.save({deep: b"two"})
    catalog = open_catalog(postgres_server.address, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    (line,) = catalog.list_lines()
    assert line.host == "odd \0 host"
    (rows,) = catalog.load_versions(line.id, [deep.encode()]).values()
    assert [(row.first, row.gone) for row in rows] == [(0, 1), (1, None)]
    snapshot = catalog.list_snapshots()[1]
    findings = (Finding(deep.encode(), None, DAMAGED),)
    catalog.store_examination(snapshot, Examination(Verdict.EVENT, (Reason("x", "why \0", 1),), 1, findings))
    assert catalog.load_versions(line.id, [deep.encode()])[deep.encode()][1].judgement == DAMAGED
    (row,) = catalog.list_examinations().values()
    assert row.reasons[0].detail == "why \0"


@pytest.mark.parametrize("count", [1, 300])
def test_many_updates_are_those_of_one_by_one(postgres_server: PostgresServer, count: int) -> None:
    timeline = Timeline()
    names = [f"/srv/{number}" for number in range(count)]
    timeline.save(dict.fromkeys(names, b"one"))
    timeline.save(dict.fromkeys(names, b"noise"))
    places = (postgres_server.address, None)
    catalogs = [open_catalog(place, timeline.repository.hex_id) for place in places]
    found = []
    for catalog in catalogs:
        catalog.bring_up_to_date(timeline.repository)
        snapshot = catalog.list_snapshots()[1]
        intact = Judgement(State.INTACT, "test.intact", "as it was")
        findings = tuple(Finding(name.encode(), None, DAMAGED, intact) for name in names)
        catalog.store_examination(
            snapshot, Examination(Verdict.EVENT, (Reason("test", "why", count),), count, findings)
        )
        held = catalog.load_versions(snapshot.line, [name.encode() for name in names])
        # a line has one number among those of all repositories on a server
        found.append(
            {path: [msgspec.structs.replace(one, line=0) for one in rows] for path, rows in held.items()}
        )
    assert found[0] == found[1]
    assert all(rows[0].state is State.INTACT and rows[1].state is State.DAMAGED for rows in found[0].values())


@pytest.mark.long
@pytest.mark.parametrize(
    "statement",
    [_CLOSE, judgements._JUDGE_NEW, judgements._JUDGE_OLD, judgements._NAME, memory._RECALL],
)
def test_no_update_goes_through_a_whole_table(postgres_server: PostgresServer, statement: Update) -> None:
    """What is asked for each changed file goes by an index, also when thousands are asked at once."""
    identity = "12" * 32
    open_catalog(postgres_server.address, identity).close()
    engine = connect(postgres_server.address, identity)
    with begin_writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO versions"
            " (line, path, first, kind, size_bytes, content, target, mtime_ns)"
            " SELECT 1, decode(md5(n::text), 'hex'), 1, 'file', 1, '', '', 1"
            " FROM generate_series(1, 100000) n"
        )
        connection.exec_driver_sql("ANALYZE all_versions")
        connection.exec_driver_sql("LOAD 'auto_explain'")
        connection.exec_driver_sql("SET auto_explain.log_min_duration = 0")
        connection.exec_driver_sql("SET client_min_messages = log")
        plans: list[str] = []
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.add_notice_handler(lambda notice: plans.append(notice.message_primary))
        values = {"of_line": 1, "of_first": 2, "at": 2, "to_state": "x", "to_code": "x", "to_reason": "x"}
        values |= {"of_content": b"", "of_kind": "file", "of_start": 1}
        # states are given back one by one
        count = 1 if statement is memory._RECALL else 100
        named = [values | {"of_path": b"%d" % n, "to_was": None} for n in range(count)]
        wanted = statement.compile(dialect=connection.dialect).params
        update_rows(connection, statement, [{name: row[name] for name in wanted} for row in named])
        connection.rollback()
    engine.dispose()
    assert plans
    assert not any("Seq Scan" in plan for plan in plans), plans


def test_rows_that_go_in_at_once_come_back_as_they_were(postgres_server: PostgresServer) -> None:
    identity = "34" * 32
    open_catalog(postgres_server.address, identity).close()
    rows = [
        {
            "line": 1,
            "path": b"\0\xff%d" % number,
            "first": number,
            "gone": number + 1 if number % 2 else None,
            "kind": "file",
            "size_bytes": number << 40,
            "content": bytes(number % 70),
            "target": b"",
            "mtime_ns": -(1 << 63) + number,
            "state": State.DAMAGED if number % 3 else None,
            "code": "code \0 \ud7ff" if number % 3 else None,
            "reason": "" if number % 3 else None,
            "was": b"before" if number % 5 == 0 else None,
        }
        for number in range(bulk._PACKED_ROWS + 1)
    ]
    engine = connect(postgres_server.address, identity)
    with begin_writing(engine) as connection:
        insert_rows(connection, schema.versions, rows)
    with engine.connect() as connection:
        found = connection.execute(select(schema.versions).order_by(schema.versions.c.first)).mappings().all()
    engine.dispose()
    assert [dict(row) for row in found] == rows


@pytest.mark.long
@pytest.mark.parametrize(
    "query",
    [
        queries._TOUCHED,
        f"SELECT path {queries._NEWLY_DAMAGED}",
        queries._HOLDS.format(queries._IN_PATHS_ON_SERVER.format("path")),
    ],
    ids=["touched", "newly damaged", "by path"],
)
def test_what_came_went_or_was_damaged_is_found_by_an_index(
    postgres_server: PostgresServer, query: str
) -> None:
    """Of 100,000 versions that came first and stand, none is looked at."""
    identity = "56" * 32
    open_catalog(postgres_server.address, identity).close()
    engine = connect(postgres_server.address, identity)
    with begin_writing(engine) as connection:
        for first, gone, state, count in ((0, None, None, 100_000), (1, None, None, 9), (0, 1, "damaged", 9)):
            connection.exec_driver_sql(
                "INSERT INTO versions"
                " (line, path, first, gone, kind, size_bytes, content, target, mtime_ns, state)"
                " SELECT 1, decode(md5(n::text), 'hex'), %s, %s, 'file', 1, '', '', 1, %s"
                " FROM generate_series(1, %s) n",
                (first, gone, state, count),
            )
        connection.exec_driver_sql("ANALYZE all_versions")
        paths = [b"%d" % number for number in range(50)]
        values = {"line": 1, "after": 0, "position": 0, "wanted": paths, "keys": [*map(make_key, paths)]}
        plan = EngineReading(connection).ask(f"EXPLAIN {query}", values)
        connection.rollback()
    engine.dispose()
    told = "\n".join(line for (line,) in plan)
    assert "versions_by_" in told
    assert "Seq Scan" not in told


# it answers when the process is gone; without the time it answers when the signal is sent
END = "SELECT pg_terminate_backend({}, 60000)"


def test_a_connection_that_ended_is_made_again_and_one_that_ends_in_the_middle_is_told(
    postgres_server: PostgresServer,
) -> None:
    identity = "34" * 32
    catalog = open_catalog(postgres_server.address, identity)
    with catalog._read() as reading:
        ((pid,),) = reading.ask("SELECT pg_backend_pid()")
    postgres_server.ask(END.format(pid))
    assert catalog.list_lines() == []

    def lose_it() -> None:
        with catalog._write() as connection:
            postgres_server.ask(END.format(connection.scalar(select(func.pg_backend_pid()))))
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(CatalogUnreachableError):
        lose_it()
    assert catalog.list_lines() == []


def test_whoever_waits_too_long_for_another_writer_is_told(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a": b"one"})
    first = open_catalog(postgres_server.address, timeline.repository.hex_id)
    hurried = (*server_views.SETTINGS, "SET lock_timeout = '50ms'")
    monkeypatch.setattr(server_database, "SETTINGS", hurried)
    server_database.end_connections()
    # with another connection while the first one is in use
    second = open_catalog(postgres_server.address, timeline.repository.hex_id)
    with begin_writing(first._engine), pytest.raises(CatalogBusyError):
        second.bring_up_to_date(timeline.repository)
    second.bring_up_to_date(timeline.repository)
    assert first.count_versions() == 1
    server_database.end_connections()
