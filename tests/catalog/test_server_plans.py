"""How PostgreSQL answers what people wait for: by its indexes, and never through the rows of the other hosts
that share the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from firstbell.catalog import Catalog, open_catalog
from firstbell.catalog.rows import SnapshotRow
from firstbell.catalog.views import EngineReading, Values
from firstbell.record.examination import Examination, Finding, Reason, Verdict
from firstbell.record.versions import Judgement, State
from tests.catalog.postgres import PostgresServer
from tests.catalog.timeline import Timeline

PATHS = [b"/srv/%d/%d.txt" % (number % 6, number) for number in range(60)]
NIGHTS = 3
# what a question may look at: all versions of its own line, the last of which were written twice
MOST_ROWS = 2 * len(PATHS) * NIGHTS
# a thousand other hosts with thirty nights and fifty versions each
OTHERS = """
INSERT INTO firstbell.all_lines (repository, host, paths)
  SELECT host, 'host'::bytea, '["/srv"]' FROM generate_series(1, 1000) AS host;
INSERT INTO firstbell.all_snapshots (repository, id, line, position, time_ns, time, tree, excludes)
  SELECT repository, sha256((line.id || '.' || night)::bytea), line.id, night, night, '', '', '[]'
  FROM firstbell.all_lines AS line, generate_series(0, 29) AS night WHERE repository BETWEEN 1 AND 1000;
INSERT INTO firstbell.all_examinations
  (repository, snapshot, verdict, reasons, files_changed, files_damaged, lists)
  SELECT repository, id, 'clean', '[]', 0, 0, '{}'
  FROM firstbell.all_snapshots WHERE repository BETWEEN 1 AND 1000;
INSERT INTO firstbell.all_versions
  (repository, line, path, first, kind, size_bytes, content, target, mtime_ns)
  SELECT repository, line.id, ('/srv/' || file)::bytea, file % 4, 'file', 5, 'content', '', 0
  FROM firstbell.all_lines AS line, generate_series(1, 50) AS file WHERE repository BETWEEN 1 AND 1000;
ANALYZE
"""
ASKED: dict[str, Callable[[Catalog, SnapshotRow], object]] = {
    "lines": lambda catalog, _: catalog.list_lines(),
    "snapshots": lambda catalog, _: catalog.list_snapshots(),
    "snapshots of a line": lambda catalog, last: catalog.list_snapshots(last.line),
    "examinations": lambda catalog, _: catalog.list_examinations(),
    "holders": lambda catalog, _: catalog.list_holders(PATHS[3]),
    "versions": lambda catalog, last: catalog.load_versions(last.line, PATHS[:3]),
    "successors": lambda catalog, last: catalog.load_successors(last.line, PATHS[:3]),
    "touched": lambda catalog, last: catalog.list_touched(last.line, 0),
    "new files": lambda catalog, last: catalog.list_new_files(last.line, {1, 2}),
    "damaged": lambda catalog, last: catalog.list_damaged(last),
    "damaged, counted": lambda catalog, last: catalog.count_damaged(last),
    "struck names": lambda catalog, last: catalog.list_struck_names(last),
    "files": lambda catalog, last: catalog.count_files(last),
    "held before": lambda catalog, last: catalog.find_held_before(last, {PATHS[0]: b"content"}),
    "standing": lambda catalog, last: catalog.find_standing(last, [b"content"]),
    "all versions, counted": lambda catalog, _: catalog.count_versions(),
}


def test_a_question_looks_at_the_rows_of_its_own_repository(
    own_postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = Timeline()
    for night in range(NIGHTS):
        timeline.save({path.decode(): b"night %d" % night for path in PATHS})
    catalog = open_catalog(own_postgres_server.address, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    last = catalog.list_snapshots()[-1]
    damaged = Judgement(State.DAMAGED, "test.damaged", "noise")
    findings = tuple(Finding(path, None, damaged) for path in PATHS)
    catalog.store_examination(
        last, Examination(Verdict.EVENT, (Reason("test", "why", 1),), len(PATHS), findings)
    )
    own_postgres_server.ask(OTHERS)

    ask = EngineReading.ask
    plans: list[dict[str, Any]] = []

    def explain(reading: EngineReading, query: str, values: Values | None = None) -> list[Any]:
        if "FROM meta" not in query:
            ((told,),) = ask(reading, f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", values)
            plans.append(told[0]["Plan"])
        return ask(reading, query, values)

    monkeypatch.setattr(EngineReading, "ask", explain)
    looked = {}
    for name, question in ASKED.items():
        plans.clear()
        assert question(catalog, last) is not None
        assert plans, name
        looked[name] = max(count_rows(node) for plan in plans for node in walk(plan))
    catalog.close()
    assert {name: rows for name, rows in looked.items() if rows > MOST_ROWS} == {}


def walk(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from walk(below)


def count_rows(node: dict[str, Any]) -> int:
    """How many rows a node went through, with those that it took for nothing, each time that it ran."""
    passed = node["Actual Rows"] + sum(node[name] for name in node if name.startswith("Rows Removed by"))
    return int(passed * node["Actual Loops"])
