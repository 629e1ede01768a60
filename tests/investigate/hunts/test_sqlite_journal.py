"""A database's write-ahead log, applied as SQLite applies it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from firstbell.investigate.hunts.readers.sqlite_journal import apply_journal


@pytest.fixture
def written(tmp_path: Path) -> tuple[bytes, bytes]:
    """A database and its log, as they stand while a browser runs: two commits are in the log alone."""
    path = tmp_path / "db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(2):
            connection.executemany("INSERT INTO t VALUES (?)", [(f"{number} {'y' * 300}",)] * 40)
            connection.commit()
        return path.read_bytes(), path.with_name("db-wal").read_bytes()


def count(data: bytes) -> int:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        return int(connection.execute("SELECT count(*) FROM t").fetchone()[0])


def test_what_was_committed_is_there(written: tuple[bytes, bytes]) -> None:
    data, log = written
    assert count(apply_journal(data, b"")) == 0
    assert count(apply_journal(data, log)) == 80


def test_a_log_that_was_cut_off_counts_up_to_its_last_whole_commit(written: tuple[bytes, bytes]) -> None:
    data, log = written
    assert {count(apply_journal(data, log[:end])) for end in range(32, len(log), 1000)} == {0, 40}


def test_a_log_of_another_database_or_of_noise_is_left(written: tuple[bytes, bytes]) -> None:
    data, log = written
    salted = log[:16] + b"otherone" + log[24:]
    for other in (
        salted,
        log[:40] + b"\xff" + log[41:],
        b"\x37\x7f\x06\x82" + b"\xff" * 200,
        b"x" * 5000,
        log[:31],
    ):
        assert count(apply_journal(data, other)) == 0


def test_a_page_far_beyond_the_end_leaves_an_error_and_no_crash(written: tuple[bytes, bytes]) -> None:
    data, _ = written
    with pytest.raises(sqlite3.DatabaseError):
        count(apply_journal(data[:100] + b"\xff" * 5000, b""))
