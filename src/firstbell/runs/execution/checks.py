"""Whether a restored system works: a command, a port, an answer, a whole database; each with a time limit."""

from __future__ import annotations

import gzip
import http.client
import shlex
import shutil
import socket
import sqlite3
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from firstbell.base.clock import monotonic_s
from firstbell.record.recovery import CheckVerdict
from firstbell.runs.execution.hooks import CommandResult, run_command
from firstbell.runs.plans.plan import PlannedCheck

_PROGRESS_STEPS = 100_000
# PostgreSQL: "Message Flow", SSLRequest; the server answers with one letter
_SSL_REQUEST = struct.pack(">II", 8, 80877103)
_DUMP_ENDS = (b"PostgreSQL database dump complete", b"PostgreSQL database cluster dump complete")
_TAIL_BYTES = 4096
_STEP_BYTES = 1 << 20


_Run = Callable[[PlannedCheck, Path, Mapping[str, str]], str]


class RunCommand(Protocol):
    """Runs a command line, as `run_command` does."""

    def __call__(self, command: str, *, limit_s: float, variables: Mapping[str, str]) -> CommandResult:
        """What became of it."""


# kinds that wait for somebody else's answer
_ASKING = frozenset({"tcp", "http", "postgresql"})


class _CheckFailed(Exception):  # noqa: N818  never leaves this module
    """Why a check failed."""


def run_check(
    check: PlannedCheck, folder: Path, variables: Mapping[str, str], *, run: RunCommand = run_command
) -> CheckVerdict:
    """What a check says. `folder`: where its relative files lie. `run`: what runs its command."""
    started_s = monotonic_s()
    checks: dict[str, _Run] = {
        "command": partial(_check_command, run),
        "tcp": _check_port,
        "http": _check_answer,
        "sqlite": _check_sqlite,
        "postgresql": partial(_check_postgresql, run),
    }
    try:
        if check.kind not in checks:
            raise _CheckFailed(f"this Firstbell has no check of the kind {check.kind!r}")
        judge = checks[check.kind]
        if check.kind in _ASKING:
            judge = _with_limit(judge)
        detail = judge(check, folder, variables)
        passed = True
    except _CheckFailed as problem:
        detail, passed = str(problem), False
    except (OSError, ValueError, http.client.HTTPException) as error:
        detail, passed = getattr(error, "strerror", "") or str(error) or type(error).__name__, False
    return CheckVerdict(check.kind, check.target, passed, detail[:500], round(monotonic_s() - started_s, 3))


def _with_limit(run: _Run) -> _Run:
    """The check in a thread that is left behind at the time limit: a server may drip byte after byte."""

    def run_within(check: PlannedCheck, folder: Path, variables: Mapping[str, str]) -> str:
        answer: Future[str] = Future()

        def work() -> None:
            try:
                answer.set_result(run(check, folder, variables))
            except (_CheckFailed, OSError, ValueError, http.client.HTTPException) as error:
                answer.set_exception(error)

        threading.Thread(target=work, name="check", daemon=True).start()
        try:
            return answer.result(check.limit_s)
        except FutureTimeoutError:
            raise _CheckFailed(f"no answer within {check.limit_s:g} s") from None

    return run_within


def _check_command(run: RunCommand, check: PlannedCheck, folder: Path, variables: Mapping[str, str]) -> str:
    del folder
    _run(run, check.target, check=check, variables=variables)
    return "ended with status 0"


def _run(run: RunCommand, command: str, *, check: PlannedCheck, variables: Mapping[str, str]) -> None:
    """Run a command of a check. Raises: _CheckFailed; KeyboardInterrupt where the run is stopped."""
    result = run(command, limit_s=check.limit_s, variables=variables)
    if result.is_run_stopped:
        raise KeyboardInterrupt
    if not result.is_good:
        raise _CheckFailed(result.explain())


def _split_address(target: str, default_port: int) -> tuple[str, int]:
    parts = urlsplit(target if "//" in target else f"//{target}")
    if not parts.hostname:
        raise _CheckFailed(f"{target} does not name a host")
    return parts.hostname, parts.port or default_port


def _check_port(check: PlannedCheck, folder: Path, variables: Mapping[str, str]) -> str:
    del folder, variables
    with socket.create_connection(_split_address(check.target, 0), timeout=check.limit_s):
        return "takes connections"


def _check_answer(check: PlannedCheck, folder: Path, variables: Mapping[str, str]) -> str:
    del folder, variables
    parts = urlsplit(check.target)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        # a system just restored may have a certificate of its own: what is asked is whether it answers
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        host, port = _split_address(check.target, 443)
        connection = http.client.HTTPSConnection(host, port, timeout=check.limit_s, context=context)
    elif parts.scheme == "http":
        host, port = _split_address(check.target, 80)
        connection = http.client.HTTPConnection(host, port, timeout=check.limit_s)
    else:
        raise _CheckFailed(f"{check.target} is not an http:// or https:// address")
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        status = connection.getresponse().status
    finally:
        connection.close()
    if status >= 400:
        raise _CheckFailed(f"answers with status {status}")
    return f"answers with status {status}"


def _check_sqlite(check: PlannedCheck, folder: Path, variables: Mapping[str, str]) -> str:
    del variables
    path = folder / check.target
    if not path.is_file():
        raise _CheckFailed(f"{path} does not exist")
    until_s = monotonic_s() + check.limit_s
    # the log beside it is read, too, if it was backed up with it; without one nothing is made there
    mode = "mode=ro" if Path(f"{path}-wal").exists() else "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
        try:
            connection.set_progress_handler(lambda: monotonic_s() > until_s, _PROGRESS_STEPS)
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        finally:
            connection.close()
    except sqlite3.Error as error:
        if monotonic_s() > until_s:
            raise _CheckFailed(f"took longer than {check.limit_s:g} s") from None
        raise _CheckFailed(str(error)) from None
    if found != ["ok"]:
        raise _CheckFailed("; ".join(found[:3]))
    return "integrity_check: ok"


def names_server(target: str) -> bool:
    """Whether a check of PostgreSQL names a server's address, not the file of a dump."""
    return "://" in target or (":" in target and "/" not in target)


def _check_postgresql(
    run: RunCommand, check: PlannedCheck, folder: Path, variables: Mapping[str, str]
) -> str:
    path = folder / check.target
    if names_server(check.target) and not path.is_file():
        return _greet_postgresql(check)
    if not path.is_file():
        raise _CheckFailed(f"{path} does not exist")
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"PGDMP":
        return _list_archive(run, path, check=check, variables=variables)
    tail = _read_tail(path, check.limit_s, is_packed=head.startswith(b"\x1f\x8b"))
    if not any(end in tail for end in _DUMP_ENDS):
        raise _CheckFailed("the dump does not end the way a complete one does")
    return "the dump is complete"


def _list_archive(run: RunCommand, path: Path, *, check: PlannedCheck, variables: Mapping[str, str]) -> str:
    if shutil.which("pg_restore") is None:
        raise _CheckFailed("pg_restore is not installed, and only it can read this dump")
    command = f"pg_restore --file=/dev/null {shlex.quote(str(path))}"
    _run(run, command, check=check, variables=variables)
    return "pg_restore reads the dump to its end"


def _read_tail(path: Path, limit_s: float, *, is_packed: bool) -> bytes:
    if not is_packed:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return file.read()
    until_s = monotonic_s() + limit_s
    tail = b""
    try:
        with gzip.open(path) as file:
            while data := file.read(_STEP_BYTES):
                tail = (tail + data)[-_TAIL_BYTES:]
                if monotonic_s() > until_s:
                    raise _CheckFailed(f"took longer than {limit_s:g} s")
    except EOFError:
        raise _CheckFailed("the dump is cut off") from None
    except zlib.error as error:
        raise _CheckFailed(f"the dump is damaged: {error}") from None
    return tail


def _greet_postgresql(check: PlannedCheck) -> str:
    address = _split_address(check.target, 5432)
    with socket.create_connection(address, timeout=check.limit_s) as connection:
        connection.settimeout(check.limit_s)
        connection.sendall(_SSL_REQUEST)
        answer = connection.recv(1)
    if answer not in (b"S", b"N"):
        raise _CheckFailed("the program that answers is not PostgreSQL")
    return "a PostgreSQL server answers"
