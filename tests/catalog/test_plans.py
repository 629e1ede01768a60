"""How SQLite goes about what is asked for every changed file: by its path, never through a whole line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Update
from sqlalchemy.dialects import sqlite

from firstbell.catalog import drafts, judgements, memory
from firstbell.catalog.database import open_database


@pytest.mark.parametrize(
    "statement",
    [drafts._CLOSE, judgements._JUDGE_NEW, judgements._JUDGE_OLD, judgements._NAME, memory._RECALL],
    ids=["close", "judge new", "judge old", "name", "recall"],
)
def test_one_version_is_found_by_its_path(statement: Update, tmp_path: Path) -> None:
    engine, _ = open_database(tmp_path / "catalog.sqlite", "0" * 64)
    compiled = statement.compile(dialect=sqlite.dialect())
    values: tuple[Any, ...] = tuple(1 for _ in compiled.positiontup or ())
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values).all()
    engine.dispose()
    (plan,) = [row[-1] for row in rows]
    assert "versions_by_path (line=? AND path=?" in plan
