"""Checks of restored systems: each kind passes and fails, and none of them hangs."""

from __future__ import annotations

import gzip
import os
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firstbell.record.recovery import CheckVerdict
from firstbell.runs.execution.checks import run_check
from firstbell.runs.plans.plan import PlannedCheck

END = b"--\n-- PostgreSQL database dump complete\n--\n"


def look(kind: str, target: str, folder: Path, limit_s: float = 5.0) -> CheckVerdict:
    return run_check(PlannedCheck(kind, target, limit_s), folder, {"FIRSTBELL_SYSTEM": "Records"})


@contextmanager
def serve(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on which `talk` answers one connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            try:
                connection = server.accept()[0]
            except OSError:
                return
            with connection:
                try:
                    talk(connection)
                except OSError:
                    return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1]
    thread.join(2)


def drip(connection: socket.socket) -> None:
    """One byte after another, for ever: no read times out."""
    pause = threading.Event()
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b"z")
        pause.wait(0.05)


def keep_silent(connection: socket.socket) -> None:
    """Reads, and answers nothing."""
    while connection.recv(100):
        pass


def test_a_command_says_by_its_status(tmp_path: Path) -> None:
    assert look("command", 'test "$FIRSTBELL_SYSTEM" = Records', tmp_path).passed
    failed = look("command", "echo no such table; exit 3", tmp_path)
    assert not failed.passed
    assert "status 3" in failed.detail
    assert "no such table" in failed.detail


def test_a_command_that_hangs_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    # on any machine: it would go on for a day
    verdict = look("command", "sleep 86400 & sleep 86400", tmp_path, 0.3)

    assert not verdict.passed
    assert "0.3 s" in verdict.detail


def test_a_port_that_listens_passes_and_one_that_does_not_fails(tmp_path: Path) -> None:
    with serve(lambda _: None) as port:
        assert look("tcp", f"127.0.0.1:{port}", tmp_path).passed
    assert not look("tcp", f"127.0.0.1:{port}", tmp_path).passed


@pytest.mark.parametrize(("status", "passed"), [(b"200 OK", True), (b"302 Found", True), (b"503 No", False)])
def test_an_answer_passes_unless_it_is_an_error(tmp_path: Path, status: bytes, passed: bool) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")

    with serve(answer) as port:
        assert look("http", f"http://127.0.0.1:{port}/login?a=b", tmp_path).passed is passed


@pytest.mark.parametrize(
    ("kind", "address"), [("http", "http://127.0.0.1:{}/"), ("postgresql", "127.0.0.1:{}")]
)
def test_a_server_that_never_comes_to_an_end_fails_in_time(tmp_path: Path, kind: str, address: str) -> None:
    # nothing but the limit ends it: the server goes on for ever
    with serve(drip if kind == "http" else keep_silent) as port:
        verdict = look(kind, address.format(port), tmp_path, 0.4)

    assert not verdict.passed


def test_a_database_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "sis.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table pupil (name text)")
        connection.executemany("insert into pupil values (?)", [("x" * 500,)] * 2000)
        connection.execute("create index of_name on pupil (name)")
    connection.close()
    assert look("sqlite", "sis.sqlite", tmp_path).detail == "integrity_check: ok"
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 3000] = bytes(3000)
    path.write_bytes(data)
    assert not look("sqlite", "sis.sqlite", tmp_path).passed
    assert not look("sqlite", "missing.sqlite", tmp_path).passed
    (tmp_path / "text").write_text("no database\n" * 100)
    assert not look("sqlite", "text", tmp_path).passed


def test_a_dump_is_whole_where_it_ends_as_one(tmp_path: Path) -> None:
    (tmp_path / "whole.sql").write_bytes(b"create table a();\n" + END)
    (tmp_path / "cut.sql").write_bytes(b"create table a();\n")
    packed = gzip.compress(b"insert into a values (1);\n" * 5000 + END)
    (tmp_path / "whole.sql.gz").write_bytes(packed)
    (tmp_path / "cut.sql.gz").write_bytes(packed[:-20])

    assert look("postgresql", "whole.sql", tmp_path).passed
    assert look("postgresql", "whole.sql.gz", tmp_path).passed
    for name in ("cut.sql", "cut.sql.gz", "missing.sql"):
        assert not look("postgresql", name, tmp_path).passed


def test_a_server_of_postgresql_answers_with_a_letter(tmp_path: Path) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(8)
        connection.sendall(b"N")

    def answer_else(connection: socket.socket) -> None:
        connection.recv(8)
        connection.sendall(b"HTTP/1.1 400")

    with serve(answer) as port:
        assert look("postgresql", f"postgresql://127.0.0.1:{port}/sis", tmp_path).passed
    with serve(answer_else) as port:
        assert not look("postgresql", f"127.0.0.1:{port}", tmp_path).passed


@pytest.mark.parametrize("at", [200, 2000])
def test_a_packed_dump_that_is_damaged_in_its_middle_fails_and_ends_no_run(tmp_path: Path, at: int) -> None:
    lines = b"".join(b"insert into pupils values (%d, '%x');\n" % (n, n * 7919) for n in range(2000))
    packed = bytearray(gzip.compress(lines + END, mtime=0))
    packed[at : at + 40] = bytes(byte ^ 0xFF for byte in packed[at : at + 40])
    (tmp_path / "dump.sql.gz").write_bytes(packed)
    verdict = look("postgresql", "dump.sql.gz", tmp_path)
    assert not verdict.passed
    assert verdict.detail


def test_a_check_of_a_kind_that_is_none_fails_and_says_so(tmp_path: Path) -> None:
    verdict = look("telepathy", "x", tmp_path)
    assert (verdict.passed, verdict.kind) == (False, "telepathy")
    assert verdict.detail == "this Firstbell has no check of the kind 'telepathy'"


@pytest.mark.parametrize(
    ("kind", "target", "detail"),
    [
        ("http", "ftp://127.0.0.1/", "is not an http:// or https:// address"),
        ("http", "http://127.0.0.1:99999/", "out of range"),
        ("tcp", "127.0.0.1:x1", "could not be cast"),
        ("tcp", ":22", "does not name a host"),
        ("tcp", "127.0.0.1:1", "Connection refused"),
        ("sqlite", "gone.db", "does not exist"),
        ("postgresql", "gone.sql", "does not exist"),
    ],
)
def test_a_check_of_something_that_cannot_be_fails_with_what_is_wrong(
    tmp_path: Path, kind: str, target: str, detail: str
) -> None:
    verdict = look(kind, target, tmp_path)
    assert not verdict.passed
    assert detail in verdict.detail
    assert "Errno" not in verdict.detail


def test_a_database_under_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 100%?#.db")
    with sqlite3.connect(tmp_path / name) as database:
        database.execute("create table pupils (name text)")
    database.close()
    assert look("sqlite", name, tmp_path).passed
    # looking leaves nothing beside it
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [os.fsencode(name)]
