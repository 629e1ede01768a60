"""What holds for the whole suite: the peers are there, and nobody's own settings reach a test."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from firstbell.cli.collector import collect_seldom
from tests.processes.children import end_programs, remember_children, take_default_signals

if TYPE_CHECKING:
    from firstbell.catalog.address import CatalogAddress
    from tests.catalog.postgres import PostgresServer
    from tests.store.radosgw import S3Server

# programs that Firstbell is compared with or calls, and their packages; without them a suite proves little
PEERS = {
    "restic": "restic",
    "restic-rest-server": "restic-rest-server",
    "tesseract": "tesseract-ocr",
    "rclone": "rclone",
    "/usr/lib/openssh/sftp-server": "openssh-server",
    "fusermount3": "fuse3",
}
# a real S3 server; only root can start it, so elsewhere than in CI its tests are passed over without it
S3_PEERS = {name: name for name in ("ceph-mon", "ceph-osd", "radosgw")}
# a real database server (the program is of a package that postgresql needs); as above
DATABASE_PEERS = {"pg_createcluster": "postgresql"}

# the same examples in every run: a failure today is a failure tomorrow
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")

take_default_signals()

# Where Python is told to write no bytecode, each worker compiles all tests anew (15 of the 25 seconds of
# collecting them), and each program that a test starts what has changed. It goes where every Python puts it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# as every command does: to look for garbage often costs a tenth of all processor time
collect_seldom()


# A run writes some hundred thousand small files: on a slow disk they cost much of its time, and on one nearly
# full the run.
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 8 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Tests' files lie in memory where there is enough of it; PYTEST_DEBUG_TEMPROOT says another folder."""
    if not hasattr(config, "workerinput") and config.getoption("basetemp") is None and has_room(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def has_room(memory: Path) -> bool:
    """Whether this folder takes a run's files, programs among them; a container's often takes neither."""
    try:
        found = os.statvfs(memory)
    except OSError:
        return False
    free = min(found.f_bavail * found.f_frsize, available_memory())
    return free >= MEMORY_BYTES and not found.f_flag & os.ST_NOEXEC and os.access(memory, os.W_OK)


def available_memory() -> int:
    """Bytes that programs can still have; 0 where Linux does not tell."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return 0


# a worker holds all tests, and what they start lies beside it
WORKER_BYTES = 2 << 30


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Half as many workers again as cores: a quarter of the time is waiting for programs and disks."""
    cores = yield
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return cores
    return max(cores, min(cores + (cores + 1) // 2, available_memory() // WORKER_BYTES))


def pytest_sessionstart(session: pytest.Session) -> None:
    peers = PEERS | S3_PEERS | DATABASE_PEERS if os.environ.get("CI") else PEERS
    missing = [package for peer, package in peers.items() if shutil.which(peer) is None]
    if missing:
        names = " ".join(missing)
        pytest.exit(
            f"missing: {names}. The tests need it; install first: apt-get install {names}", returncode=1
        )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage: what tests are made of stays, and that costs 9 of 20 seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _own_children() -> Iterator[None]:
    """What a test started ends with it. What fixtures of a wider scope started stays."""
    remember_children()
    with end_programs():
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No FIRSTBELL_*, RESTIC_*, AWS_* or zone of who runs the tests; cache and desk of the run's own."""
    cache = tmp_path_factory.getbasetemp() / "cache"
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("FIRSTBELL_", "RESTIC_", "AWS_")):
                patch.delenv(name)
        patch.setenv("FIRSTBELL_CACHE_DIR", str(cache / "firstbell"))
        patch.setenv("RESTIC_CACHE_DIR", str(cache / "restic"))
        patch.setenv("FIRSTBELL_DESK", str(cache / "desk"))
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            patch.setenv(name, str(cache / "none"))
        # else who has no keys asks a machine of Amazon's for them
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        # a time without a zone is one of this machine's
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[S3Server]:
    """A real S3 server. It takes a quarter of a minute to start, so one serves all workers of a run."""
    from tests.store.radosgw import share_server  # noqa: PLC0415 - few tests need boto3

    own = tmp_path_factory.getbasetemp()
    with share_server(own if worker_id == "master" else own.parent) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[PostgresServer]:
    """A real PostgreSQL, one for all workers of a run."""
    from tests.catalog.postgres import share_server  # noqa: PLC0415 - few tests need a database server

    if any(shutil.which(program) is None for program in DATABASE_PEERS):
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    own = tmp_path_factory.getbasetemp()
    with share_server(own if worker_id == "master" else own.parent) as server:
        yield server


@pytest.fixture
def own_postgres_server(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """One that no other test writes to, where all repositories share tables. Skipped where there is none."""
    from tests.catalog.postgres import start_server  # noqa: PLC0415 - as above

    with start_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def catalog_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | CatalogAddress:
    """Where a catalog is kept: a file, and a real PostgreSQL."""
    if request.param == "sqlite":
        return tmp_path / "catalog.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.address
