"""A real PostgreSQL for the tests, one for a whole run, shared by its workers."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from firstbell.catalog.address import CatalogAddress, parse_address
from firstbell.catalog.server_database import end_connections
from tests.processes.children import MARK

SCRIPT = Path(__file__).parents[2] / "scripts" / "postgres.sh"
_WATCHER = Path(__file__).with_name("postgres_watcher.py")
# what is written is gone with the server, and a crash of this machine is no test
_QUICK = ("fsync=off", "full_page_writes=off")


@dataclass(frozen=True)
class PostgresServer:
    """A server: `folder` holds its Unix socket, `certificate` is what it shows on the loopback."""

    folder: Path
    port: int
    certificate: Path

    @property
    def local(self) -> str:
        """Its address through the socket."""
        return f"postgresql://firstbell@/firstbell?host={self.folder}&port={self.port}"

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text().strip()

    def name_remote(self, *, host: str = "127.0.0.1", password: str | None = None, **query: str) -> str:
        """Its address over TCP."""
        given = f":{password}" if password else ""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return f"postgresql://firstbell{given}@{host}:{self.port}/firstbell" + (f"?{asked}" if asked else "")

    @property
    def address(self) -> CatalogAddress:
        return parse_address(self.local)

    def ask(self, statement: str) -> str:
        """What the server answers to a statement, by its own client."""
        told = subprocess.run(
            [
                *("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder)),
                *("-p", str(self.port), "-U", "firstbell", "-d", "firstbell", "-c", statement),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout.strip()


@contextmanager
def start_server(*settings: str) -> Iterator[PostgresServer]:
    """A server of one's own."""
    told = subprocess.run([SCRIPT, "start", *settings], check=True, capture_output=True, text=True).stdout
    folder, port, certificate = told.split()
    _watch(folder, os.getpid(), dict(os.environ))
    try:
        yield PostgresServer(Path(folder), int(port), Path(certificate))
    finally:
        end_connections()
        subprocess.run([SCRIPT, "stop", folder], check=True)


@contextmanager
def share_server(base: Path) -> Iterator[PostgresServer]:
    """The server of this run: the first worker that needs it starts it, the last one stops it.

    `base`: a folder that all workers of a run share.
    """
    users, told = base / "postgres.users", base / "postgres.address"
    with _alone(base):
        count = int(users.read_text()) if users.exists() else 0
        if not count:
            # it outlives the test that needed it first
            unmarked = {name: value for name, value in os.environ.items() if name != MARK}
            started = subprocess.run(
                [SCRIPT, "start", *_QUICK], check=True, capture_output=True, text=True, env=unmarked
            )
            told.write_text(started.stdout)
            # a worker may end before others that use the server; who started the workers ends last
            run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
            _watch(started.stdout.split()[0], run, unmarked)
        users.write_text(str(count + 1))
        folder, port, certificate = told.read_text().split()
    try:
        yield PostgresServer(Path(folder), int(port), Path(certificate))
    finally:
        end_connections()
        with _alone(base):
            count = int(users.read_text()) - 1
            users.write_text(str(count))
            if not count:
                subprocess.run([SCRIPT, "stop", folder], check=True)


def _watch(folder: str, pid: int, environment: dict[str, str]) -> None:
    """Let the server end with this process, too: one that is killed stops nothing."""
    words = [sys.executable, str(_WATCHER), str(SCRIPT), folder, str(pid)]
    subprocess.run(words, check=True, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
